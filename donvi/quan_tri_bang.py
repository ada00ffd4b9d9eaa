"""Tables of the admin site that officers correct in bulk: out to a sheet, in with a preview.

All rows of a sheet are saved, or none. What is wrong is said in one sentence per cell, with the
row of the sheet and the column; each saved row leaves old -> new values, person and reason.
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm
from import_export.resources import Diff, ModelResource
from import_export.results import Result, RowResult
from import_export.widgets import Widget

from donvi.dang_bang import BangXlsx
from donvi.ghi_chep import log_act
from donvi.gia_tri import EMPTY, changed_values
from donvi.o_bang import LoiO, widget_for
from donvi.quan_tri import REASON_TOO_LONG, FrozenRow, GhiNhanAdmin

MAX_BYTES = 10 * 1024 * 1024
FORMATS = (BangXlsx, CSV)
PREVIEW_GONE = "Tệp xem trước không còn trên máy chủ. Hãy tải tệp lên lại."
_REASON_ERRORS = {
    "required": "Hãy ghi lý do sửa, ví dụ: “Sửa theo công văn số …”.",
    "min_length": "Lý do sửa quá ngắn. Hãy ghi rõ căn cứ, ít nhất 5 ký tự.",
    "max_length": REASON_TOO_LONG,
}
_signer = signing.Signer(salt="donvi.quan_tri_bang")


class LyDoImportForm(ImportForm):
    """Upload a sheet of corrections; the reason covers every row of it."""

    ly_do_sua = forms.CharField(
        label="Lý do sửa", min_length=5, max_length=500, error_messages=_REASON_ERRORS
    )

    def clean_import_file(self) -> Any:
        """Refuse a file larger than a sheet of corrections can be."""
        given = self.cleaned_data["import_file"]
        if given.size > MAX_BYTES:
            raise ValidationError("Tệp lớn hơn 10 MB. Hãy chia thành nhiều tệp nhỏ hơn.")
        return given


class LyDoConfirmForm(ConfirmImportForm):
    """Carry file and reason from the preview to the saving step; the file's name is signed."""

    ly_do_sua = forms.CharField(
        widget=forms.HiddenInput, min_length=5, max_length=500, error_messages=_REASON_ERRORS
    )

    def clean_import_file_name(self) -> str:
        """Give the name of the stored file, if it is the one we previewed and still there."""
        try:
            name = str(_signer.unsign(self.cleaned_data["import_file_name"]))
        except signing.BadSignature as error:
            raise ValidationError(PREVIEW_GONE) from error
        if not (Path(tempfile.gettempdir()) / name).is_file():
            raise ValidationError(PREVIEW_GONE)
        return name

    def clean_format(self) -> str:
        """Give the number of a format we read."""
        number = str(self.cleaned_data["format"])
        if number not in {str(place) for place in range(len(FORMATS))}:
            raise ValidationError(PREVIEW_GONE)
        return number


class KhacBiet(Diff):
    """A row of the preview: for each column the words to show, and whether they change."""

    def as_html(self) -> list[tuple[str, bool]]:
        return [
            (str(new), bool(new))
            if self.new
            else (f"{old or EMPTY} → {new or EMPTY}", True)
            if old != new
            else (str(new), False)
            for old, new in zip(self.left, self.right, strict=True)
        ]


class KetQuaNhap(Result):
    """What came of a sheet; ``cac_cot`` leads from a model's field to the column's name."""

    cac_cot: dict[str, str]
    cac_nhan: dict[str, str]

    @property
    def cac_loi(self) -> list[str]:
        """Say everything that is wrong, one Vietnamese sentence per cell; the header is row 1."""
        if self.base_errors:
            return [_base_sentence(error.error) for error in self.base_errors]
        found = [
            (number, _place(number, getattr(error.error, "cot", "")), _row_sentence(error.error))
            for number, errors in self.row_errors()
            for error in errors
        ]
        found += [
            (row.number, self._place_of(row.number, name), sentence)
            for row in self.invalid_rows
            for name, sentences in row.error_dict.items()
            for sentence in sentences
        ]
        found.sort(key=lambda entry: entry[0])
        return [f"{place}: {sentence}" for _, place, sentence in found]

    def _place_of(self, number: int, field: str) -> str:
        if field in self.cac_cot:
            return _place(number, self.cac_cot[field])
        label = self.cac_nhan.get(field)
        return f"{_place(number)}, thiếu cột “{label}” trong tệp" if label else _place(number)


def _place(number: int, cot: str = "") -> str:
    return f"Dòng {number + 1}, cột “{cot}”" if cot else f"Dòng {number + 1}"


def _base_sentence(error: Exception) -> str:
    return (
        str(error) if isinstance(error, LoiO) else "Không đọc được tệp này. Hãy xuất lại bảng mẫu."
    )


def _row_sentence(error: Exception) -> str:
    if isinstance(error, LoiO):
        return str(error)
    return "không đọc được dòng này. Hãy kiểm tra từng ô của dòng rồi nhập lại."


class GhiNhanResource(ModelResource):
    """Rows of a sheet: validated as on screen, saved one by one with person and reason."""

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for column in self.fields.values():
            if type(column.widget) is Widget and "__" not in column.attribute:
                column.widget = widget_for(self._meta.model._meta.get_field(column.attribute))

    @classmethod
    def get_display_name(cls) -> str:
        return str(cls._meta.model._meta.verbose_name_plural)

    def get_result_class(self) -> type[Result]:
        return KetQuaNhap

    def get_diff_class(self) -> type[Diff]:
        return KhacBiet

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Refuse a sheet that lacks a column needed to find rows, or has one we don't know.

        :raises LoiO: naming the columns.
        """
        known = {column.column_name for column in self.fields.values()}
        needed = [
            column.column_name
            for name, column in self.fields.items()
            if column.readonly or name in self.get_import_id_fields()
        ]
        given = [str(header).strip() for header in dataset.headers or [] if header]
        dataset.headers = [str(header or "").strip() for header in dataset.headers or []]
        if missing := [name for name in needed if name not in given]:
            raise LoiO(f"Tệp thiếu cột {_quoted(missing)}. Hãy xuất bảng ra và sửa trên tệp đó.")
        if strange := [name for name in given if name not in known]:
            raise LoiO(f"Tệp có cột lạ {_quoted(strange)}. Các cột được nhận: {_quoted(known)}.")

    def import_data_inner(self, dataset: Any, *args: Any, **kwargs: Any) -> Result:
        result: KetQuaNhap = super().import_data_inner(dataset, *args, **kwargs)
        columns = [c for c in self.fields.values() if c.column_name in (dataset.headers or [])]
        result.cac_cot = {column.attribute: column.column_name for column in columns}
        result.cac_nhan = {f.name: str(f.verbose_name) for f in self._meta.model._meta.fields}
        return result

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        instance._history_user = kwargs.get("user")
        instance._change_reason = kwargs.get("ly_do_sua", "")
        instance.stored_row = self._meta.model._default_manager.filter(pk=instance.pk).first()

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Append the act to the log, when the row is really saved."""
        if kwargs["dry_run"]:
            return
        stored = instance.stored_row
        old, new = changed_values(stored, instance, {})
        log_act(
            by=kwargs["user"],
            at=kwargs["at"],
            xa=FrozenRow.xa_of(instance),
            hanh_dong="sửa bằng tệp nhập" if stored else "thêm bằng tệp nhập",
            doi_tuong=instance,
            mo_ta=f"{instance._meta.verbose_name}: {instance}",
            gia_tri_cu=old,
            gia_tri_moi=new,
            ly_do=kwargs["ly_do_sua"],
        )


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in sorted(names))


class ImportGhiNhanAdmin(ImportExportMixin, GhiNhanAdmin):
    """A recorded table with its way out to a sheet and back in."""

    import_form_class = LyDoImportForm
    confirm_form_class = LyDoConfirmForm
    export_form_class = ExportForm
    formats = FORMATS
    to_encoding = "utf-8-sig"  # so that Excel reads the marks of a .csv file
    skip_export_form_from_action = True

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_change_permission(request))

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))

    def export_action(self, request: HttpRequest) -> HttpResponseBase:
        """Offer the rows the list shows; an address with an unknown filter offers all of them."""
        try:
            page: HttpResponseBase = super().export_action(request)
        except IncorrectLookupParameters:
            messages.warning(request, "Bộ lọc trên địa chỉ không đọc được nên đã bỏ qua.")
            return redirect(request.path)
        return page

    def get_export_data(
        self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any
    ) -> Any:
        """Write a table; a workbook gets numbers and dates as such."""
        if isinstance(file_format, BangXlsx) and self.has_export_permission(request):
            kwargs["force_native_type"] = True
            return file_format.export_data(self.get_data_for_export(request, queryset, **kwargs))
        return super().get_export_data(file_format, request, queryset, **kwargs)

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_confirm_form_initial(request, import_form)
        if import_form:
            initial["import_file_name"] = _signer.sign(initial["import_file_name"])
            initial["ly_do_sua"] = import_form.cleaned_data["ly_do_sua"]
        return initial

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        reason = kwargs["form"].cleaned_data["ly_do_sua"]
        return {
            **super().get_import_data_kwargs(**kwargs),
            "ly_do_sua": reason,
            "at": timezone.now(),
            "rollback_on_validation_errors": True,  # all rows or none
        }

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        form.add_error(
            "import_file",
            "Không đọc được tệp. Hãy chọn đúng dạng tệp (.xlsx, hoặc .csv mã UTF-8) và tải lại.",
        )

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponseBase:
        """Confirm what was saved; if a row went wrong after the preview, show it: none is saved."""
        if not (result.has_errors() or result.has_validation_errors()):
            saved: HttpResponseBase = super().process_result(result, request)
            return saved
        context = self.admin_site.each_context(request) | {
            "title": "Nhập từ tệp",
            "opts": self.model._meta,
            "form": self.get_import_form_class(request)(
                self.get_import_formats(), self.get_import_resource_classes(request)
            ),
            "result": result,
            "fields_list": [],
        }
        return TemplateResponse(request, self.import_template_name, context, status=422)

    def add_success_message(self, result: Any, request: HttpRequest) -> None:
        totals = result.totals
        messages.success(
            request,
            f"Đã nhập xong bảng {self.model._meta.verbose_name_plural}: "
            f"thêm {totals[RowResult.IMPORT_TYPE_NEW]} dòng, "
            f"sửa {totals[RowResult.IMPORT_TYPE_UPDATE]} dòng, "
            f"giữ nguyên {totals[RowResult.IMPORT_TYPE_SKIP]} dòng.",
        )
