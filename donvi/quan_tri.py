"""The admin site's common ground: every correction leaves old -> new values, who and why.

A row that units have sent or the commune has issued ("frozen") is corrected only with a reason.
The reason is asked for in the form, in the import, and before deletion; it is kept beside the old
and new values in the row's history, and the act goes to ``NhatKy``.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from import_export import resources
from import_export.admin import ImportExportMixin
from import_export.forms import ConfirmImportForm, ImportForm
from simple_history.admin import SimpleHistoryAdmin

from donvi.ghi_chep import log_act
from donvi.models import Xa

REASON_MISSING = (
    "Bản ghi này đã gửi hoặc đã ban hành. Hãy ghi lý do sửa, ví dụ: “Sửa theo công văn số …”."
)


class FrozenRow:
    """Answer two questions about any row by following its keys: which commune, frozen or not."""

    PATHS = ("ke_hoach", "chi_tieu", "nhiem_vu", "phan_cong", "tien_do", "bao_cao")

    @classmethod
    def is_frozen(cls, row: models.Model) -> bool:
        """Tell whether a correction of this row needs a reason."""
        if getattr(row, "accepted_at", None) or getattr(row, "is_sent", False):
            return True
        own = getattr(row, "is_frozen", None)
        if own is not None:
            return bool(own)
        return any(cls.is_frozen(parent) for parent in cls._parents(row))

    @classmethod
    def xa_of(cls, row: models.Model) -> Xa | None:
        """Find the commune a row belongs to, if it belongs to one."""
        if isinstance(row, Xa):
            return row
        own = getattr(row, "xa", None)
        if isinstance(own, Xa):
            return own
        return next((xa for parent in cls._parents(row) if (xa := cls.xa_of(parent))), None)

    @classmethod
    def _parents(cls, row: models.Model) -> list[models.Model]:
        found = (getattr(row, name, None) for name in (*cls.PATHS, "don_vi"))
        return [parent for parent in found if isinstance(parent, models.Model)]


class LyDoForm(forms.ModelForm):
    """A model form that asks why, and insists when the stored row is frozen."""

    ly_do_sua = forms.CharField(
        label="Lý do sửa",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Bắt buộc khi sửa nội dung đã gửi, đã tiếp nhận hoặc đã ban hành.",
    )

    def clean_ly_do_sua(self) -> str:
        reason = str(self.cleaned_data.get("ly_do_sua", "")).strip()
        # The stored row decides, not the edited one: else the edit itself could lift the freeze.
        stored = type(self.instance)._default_manager.filter(pk=self.instance.pk).first()
        if stored is not None and not reason and FrozenRow.is_frozen(stored):
            raise forms.ValidationError(REASON_MISSING)
        return reason


class LyDoImportForm(ImportForm):
    """Upload a sheet of corrections; the reason covers every row of it."""

    ly_do_sua = forms.CharField(label="Lý do sửa", min_length=5, max_length=300)


class LyDoConfirmForm(ConfirmImportForm):
    """Carry the reason from the preview to the saving step."""

    ly_do_sua = forms.CharField(widget=forms.HiddenInput, max_length=300)


class GhiNhanAdmin(SimpleHistoryAdmin):
    """A model's page in the admin site, with the reason asked and the act logged."""

    form: type[forms.ModelForm] = LyDoForm
    list_per_page = 50
    show_full_result_count = False
    history_list_display = ("changed_fields",)

    @admin.display(description="Giá trị cũ → mới")
    def changed_fields(self, record: Any) -> str:
        """Tell what one version changed against the one before (one query per version)."""
        previous = record.prev_record
        if previous is None:
            return "tạo mới"
        delta = record.diff_against(previous, foreign_keys_are_objs=False)
        labels = {field.name: field.verbose_name for field in self.model._meta.fields}
        return "; ".join(
            f"{labels.get(c.field, c.field)}: {_shown(c.old)} → {_shown(c.new)}"
            for c in delta.changes
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        reason = form.cleaned_data.get("ly_do_sua", "")
        stored = type(obj)._default_manager.filter(pk=obj.pk).first() if change else None
        fields = [name for name in form.changed_data if name != "ly_do_sua"]
        obj._change_reason = reason
        super().save_model(request, obj, form, change)
        log_act(
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            xa=FrozenRow.xa_of(obj),
            hanh_dong="sửa trong trang quản trị" if change else "thêm trong trang quản trị",
            doi_tuong=obj,
            mo_ta=f"{obj._meta.verbose_name}: {obj}",
            gia_tri_cu={name: _shown(getattr(stored, name, None)) for name in fields},
            gia_tri_moi={name: _shown(getattr(obj, name, None)) for name in fields},
            ly_do=reason,
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to delete what was sent or issued: it is corrected, never removed."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj is not None and FrozenRow.is_frozen(obj))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Delete the chosen rows one by one, so that each leaves a history row."""
        frozen = [row for row in queryset if FrozenRow.is_frozen(row)]
        if frozen:
            self.message_user(
                request,
                f"Không xóa: {len(frozen)} bản ghi đã gửi hoặc đã ban hành, ví dụ “{frozen[0]}”.",
                messages.ERROR,
            )
            return
        for row in queryset:
            self.delete_model(request, row)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        log_act(
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            xa=FrozenRow.xa_of(obj),
            hanh_dong="xóa trong trang quản trị",
            doi_tuong=obj,
            mo_ta=f"{obj._meta.verbose_name}: {obj}",
        )
        obj._history_user = request.user
        super().delete_model(request, obj)


def _shown(value: Any) -> str:
    return "(trống)" if value in (None, "") else str(value)


class ImportGhiNhanAdmin(ImportExportMixin, GhiNhanAdmin):
    """The same, for tables that officers correct in bulk from a sheet."""

    import_form_class = LyDoImportForm
    confirm_form_class = LyDoConfirmForm
    skip_export_form_from_action = True

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_confirm_form_initial(request, import_form)
        if import_form:
            initial["ly_do_sua"] = import_form.cleaned_data["ly_do_sua"]
        return initial

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        result: dict[str, Any] = super().get_import_data_kwargs(**kwargs)
        form = kwargs.get("form")
        if form is not None and form.is_bound and form.is_valid():
            result["ly_do_sua"] = form.cleaned_data.get("ly_do_sua", "")
        return result


class GhiNhanResource(resources.ModelResource):
    """Rows of a sheet: validated as on screen, saved one by one with person and reason."""

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        instance._history_user = kwargs.get("user")
        instance._change_reason = kwargs.get("ly_do_sua", "")
