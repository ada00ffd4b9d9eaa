"""The admin site's common ground: every correction leaves old -> new values, who and why.

A row that units have sent or the commune has issued ("frozen") is corrected only with a reason
and never deleted. The reason is asked for in the form (and in the import, ``donvi.quan_tri_bang``);
it is kept beside the old and new values in the row's history, and the act goes to ``NhatKy``.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.admin.actions import delete_selected as delete_selected_rows
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.text import capfirst
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import DeletedObject
from simple_history.template_utils import HistoricalRecordContextHelper

from donvi.ghi_chep import log_act
from donvi.gia_tri import changed_values, show_value
from donvi.models import Xa
from donvi.policies import deny, require
from donvi.tieng_viet import fold
from donvi.tim_kiem import KhongDau

REASON_MISSING = (
    "Bản ghi này đã gửi hoặc đã ban hành. Hãy ghi lý do sửa, ví dụ: “Sửa theo công văn số …”."
)
REASON_TOO_LONG = "Lý do sửa dài tối đa 500 ký tự; hãy rút gọn."


class FrozenRow:
    """Answer two questions about any row by following its keys: which commune, frozen or not."""

    PATHS = (
        "ke_hoach",
        "chi_tieu",
        "nhiem_vu",
        "dong_kinh_phi",
        "phan_cong",
        "tien_do",
        "bao_cao",
    )

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
    """A model form that asks why, and insists when the stored row (or its parent) is frozen."""

    ly_do_sua = forms.CharField(
        label="Lý do sửa",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Bắt buộc khi sửa nội dung đã gửi, đã tiếp nhận hoặc đã ban hành.",
        error_messages={"max_length": REASON_TOO_LONG},
    )

    def clean(self) -> dict[str, Any]:
        """Insist on a reason; the stored row decides, or the edit itself could lift the freeze."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        stored = type(self.instance)._default_manager.filter(pk=self.instance.pk).first()
        parents = [
            data[name] for name in FrozenRow.PATHS if isinstance(data.get(name), models.Model)
        ]
        rows = [stored] if stored else parents
        if not data.get("ly_do_sua") and any(FrozenRow.is_frozen(row) for row in rows):
            self.add_error("ly_do_sua", REASON_MISSING)
        return data


class _ChiSo:
    """Show again only what can be the number of a row; Django's own widget breaks on the rest."""

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> Any:
        numbers = [one for one in value if str(one).isdecimal() and len(str(one)) < 19]
        return super().optgroups(name, numbers, attr)


class ChonMotDong(_ChiSo, AutocompleteSelect):
    """Choose one row by searching."""


class ChonNhieuDong(_ChiSo, AutocompleteSelectMultiple):
    """Choose rows by searching."""


class CacDongField(forms.ModelMultipleChoiceField):
    """Rows chosen by number; SQLite can't even look for one beyond 64 bits."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as error:
            sentence = self.error_messages["invalid_choice"] % {"value": value[0]}
            raise ValidationError(sentence, code="invalid_choice") from error


class ChonDongAdmin:
    """Choose related rows by searching them, whatever the sent form holds."""

    admin_site: AdminSite

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", ChonMotDong(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", ChonNhieuDong(db_field, self.admin_site))
            kwargs.setdefault("form_class", CacDongField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class TimKhongDauAdmin(ChonDongAdmin, admin.ModelAdmin):
    """A table searched without marks, in stored keys and in any other text column."""

    list_per_page = 50
    show_full_result_count = False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Refuse, beside what Django refuses, the one sign PostgreSQL can't be asked about."""
        return "\x00" not in value and super().lookup_allowed(lookup, value, request)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Keep the rows that hold every word in one of ``search_fields``."""
        fields = list(self.get_search_fields(request))
        columns = {
            name: name if name.endswith("khoa_tim_kiem") else f"tim_{place}"
            for place, name in enumerate(fields)
        }
        words = fold(search_term).split()
        if words:
            folded = {alias: KhongDau(F(name)) for name, alias in columns.items() if alias != name}
            queryset = queryset.alias(**folded)
        for word in words:
            anywhere = Q()
            for column in columns.values():
                anywhere |= Q(**{f"{column}__contains": word})
            queryset = queryset.filter(anywhere)
        return queryset, False


class GhiViecAdmin(TimKhongDauAdmin):
    """A table whose corrections go to ``NhatKy`` with old -> new values."""

    formfield_overrides: ClassVar = {models.DecimalField: {"localize": True}}
    unlogged_fields: tuple[str, ...] = ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        reason = form.cleaned_data.get("ly_do_sua", "")
        stored = type(obj)._default_manager.filter(pk=obj.pk).first() if change else None
        old, new = changed_values(stored, obj, form.cleaned_data, left_out=self.unlogged_fields)
        obj._change_reason = reason
        super().save_model(request, obj, form, change)
        if old or new:
            act = "sửa trong trang quản trị" if stored else "thêm trong trang quản trị"
            self.record(request, obj, act, gia_tri_cu=old, gia_tri_moi=new, ly_do=reason)

    def record(self, request: HttpRequest, obj: Any, hanh_dong: str, **more: Any) -> None:
        """Append one act on ``obj`` to the log."""
        log_act(
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            xa=FrozenRow.xa_of(obj),
            hanh_dong=hanh_dong,
            doi_tuong=obj,
            mo_ta=f"{obj._meta.verbose_name}: {obj}",
            **more,
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Leave the rows that only link two tables out of the list of what will be deleted."""
        listed, *rest = super().get_deleted_objects(objs, request)
        through = [field.remote_field.through for field in self.model._meta.many_to_many]
        links = tuple(capfirst(table._meta.verbose_name) for table in through)
        return (_without(listed, links), *rest)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        old, _ = changed_values(obj, None, {}, left_out=self.unlogged_fields)
        self.record(request, obj, "xóa trong trang quản trị", gia_tri_cu=old)
        obj._history_user = request.user
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Delete the chosen rows one by one, so that each leaves its record."""
        for row in queryset:
            self.delete_model(request, row)


def _without(entry: Any, starts: tuple[str, ...]) -> Any:
    if not isinstance(entry, list):
        return entry
    return [_without(part, starts) for part in entry if not str(part).startswith(starts)]


class LichSuHelper(HistoricalRecordContextHelper):
    """Write old and new values of a version as a person reads them."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        field = self.model._meta.get_field(change.field)
        if isinstance(value, list):
            return super().prepare_delta_change_value(change, value)
        if isinstance(value, DeletedObject):  # nothing was named, or what was named is gone
            name = str(field.related_model._meta.verbose_name)
            value = None if value.pk is None else f"{name} số {value.pk} đã xóa"
        if isinstance(value, dict):  # a snapshot: too long to be read here
            value = f"số liệu gồm {len(value)} mục" if value else None
        return show_value(field, value)


class GhiNhanAdmin(GhiViecAdmin, SimpleHistoryAdmin):
    """A recorded table: the reason asked for, frozen rows never deleted, every version shown."""

    form: type[forms.ModelForm] = LyDoForm
    actions = ("delete_selected",)

    @admin.display(description="kế hoạch", ordering="ke_hoach")
    def ma_ke_hoach(self, row: Any) -> str:
        """Name the plan of a row by its code: titles are sentences."""
        return str(row.ke_hoach.ma)

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> HistoricalRecordContextHelper:
        return LichSuHelper(self.model, historical_record, max_displayed_delta_change_chars=400)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponseBase:
        self._check_key(self.model._meta.pk, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponseBase:
        """Show one version; a frozen row goes back to it only with a reason."""
        self._check_key(self.model._meta.pk, object_id)
        self._check_key(self.model.history.model._meta.pk, version_id)
        return super().history_form_view(request, object_id, version_id, extra_context)

    @staticmethod
    def _check_key(field: Any, text: str) -> None:
        try:
            field.to_python(text)
        except ValidationError as error:
            raise Http404(f"“{text}” không phải là số của bản ghi.") from error

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to delete what was sent or issued: it is corrected, never removed."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj is not None and FrozenRow.is_frozen(obj))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponseBase:
        """Say why a frozen row is not deleted; else ask and delete."""
        row = self.get_object(request, object_id)
        if row is not None and FrozenRow.is_frozen(row):
            require(deny(f"Không xóa “{row}”: nội dung đã gửi hoặc đã ban hành chỉ được sửa."))
        return super().delete_view(request, object_id, extra_context)

    @admin.action(permissions=["delete"], description="Xóa các dòng đã chọn")
    def delete_selected(self, request: HttpRequest, queryset: Any) -> Any:
        """Delete the chosen rows after a question; none of them if one is frozen."""
        frozen = [row for row in queryset if FrozenRow.is_frozen(row)]
        if not frozen:
            return delete_selected_rows(self, request, queryset)
        self.message_user(
            request,
            f"Chưa xóa dòng nào: {len(frozen)} dòng đã gửi hoặc đã ban hành, ví dụ “{frozen[0]}”. "
            "Hãy bỏ chọn những dòng đó.",
            messages.ERROR,
        )
        return None
