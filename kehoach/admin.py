from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from donvi.quan_tri import GhiNhanAdmin
from donvi.quan_tri_bang import ImportGhiNhanAdmin
from kehoach.che_do import follow_corrections
from kehoach.models import CanCu, DeMuc, KeHoach, MucTieu, NgayNghiRieng, NoiNhan, QuyDinhBaoCao
from kehoach.resources import QuyDinhBaoCaoResource


@admin.register(KeHoach)
class KeHoachAdmin(GhiNhanAdmin):
    search_fields = ("khoa_tim_kiem",)
    list_display = ("ma", "trich_yeu", "xa", "nam_bat_dau", "nam_ket_thuc", "trang_thai")
    list_filter = ("trang_thai", "chu_the")
    list_select_related = ("xa",)
    autocomplete_fields = ("xa", "don_vi_dau_moi", "thay_the_cho")
    ordering = ("-nam_bat_dau", "khoa_sap_xep")
    actions = ("hand_out_annexes",)

    @admin.action(description="Tải phụ lục (Excel) của kế hoạch", permissions=["view"])
    def hand_out_annexes(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Send the annexes of the one plan that is chosen, as its own pages do."""
        plans = list(queryset[:2])
        if len(plans) == 1:
            return redirect("nhapxuat:workbook", ma=plans[0].ma)
        messages.warning(request, "Mỗi lần tải được phụ lục của một kế hoạch; hãy chọn một dòng.")
        return None


class CuaKeHoachAdmin(GhiNhanAdmin):
    """A table whose rows belong to a plan, listed in printed order."""

    list_select_related = ("ke_hoach",)
    autocomplete_fields: tuple[str, ...] = ("ke_hoach",)
    ordering = ("ke_hoach", "thu_tu")


@admin.register(DeMuc)
class DeMucAdmin(CuaKeHoachAdmin):
    list_display = ("so_in", "tieu_de", "loai_de_muc", "ma_ke_hoach")
    list_filter = ("loai_de_muc",)
    search_fields = ("tieu_de", "noi_dung", "ma")
    autocomplete_fields = ("ke_hoach", "de_muc_cha")


@admin.register(MucTieu)
class MucTieuAdmin(CuaKeHoachAdmin):
    list_display = ("thu_tu", "noi_dung", "ma_ke_hoach")
    search_fields = ("noi_dung",)


@admin.register(CanCu)
class CanCuAdmin(CuaKeHoachAdmin):
    list_display = ("thu_tu", "noi_dung", "so_hieu", "ngay_van_ban", "ma_ke_hoach")
    search_fields = ("noi_dung", "so_hieu", "co_quan_ban_hanh")


@admin.register(NoiNhan)
class NoiNhanAdmin(CuaKeHoachAdmin):
    list_display = ("thu_tu", "ten", "ma_ke_hoach")
    search_fields = ("ten",)


class TheoLichAdmin(GhiNhanAdmin):
    """A table of the calendar: open forms follow what is saved or deleted here."""

    def plans_of(self, row: Any) -> Iterable[KeHoach]:
        """List the plans whose calendar the row is part of."""
        return [row.ke_hoach]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Save the row; forms of the plans it belonged and belongs to follow."""
        stored = type(obj)._default_manager.filter(pk=obj.pk).first() if change else None
        plans = [*self.plans_of(stored)] if stored else []
        super().save_model(request, obj, form, change)
        self._follow(request, [*plans, *self.plans_of(obj)], form.cleaned_data.get("ly_do_sua", ""))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete the row; forms follow."""
        plans = list(self.plans_of(obj))
        super().delete_model(request, obj)
        self._follow(request, plans, "")

    def _follow(self, request: HttpRequest, plans: Iterable[KeHoach], ly_do: str) -> None:
        moved = follow_corrections(
            cac_ke_hoach=list({plan.pk: plan for plan in plans}.values()),
            ly_do=ly_do or "Sửa trong trang quản trị",
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),  # noqa: TID251 - a view of the admin site
        )
        if moved:
            words = f"{moved} phiếu đang mở đổi hạn nộp; đơn vị đã được thông báo."
            messages.info(request, words)


@admin.register(QuyDinhBaoCao)
class QuyDinhBaoCaoAdmin(ImportGhiNhanAdmin, TheoLichAdmin):
    resource_classes = (QuyDinhBaoCaoResource,)
    list_display = (
        "ma_ke_hoach",
        "loai_ky",
        "ngay_chot",
        "ngay_han_don_vi",
        "lech_thang_don_vi",
        "nghiem_ngat",
    )
    list_filter = ("loai_ky",)
    list_select_related = ("ke_hoach",)
    search_fields = ("ke_hoach__ma", "nguyen_van")
    autocomplete_fields = ("ke_hoach",)
    ordering = ("ke_hoach", "loai_ky")


@admin.register(NgayNghiRieng)
class NgayNghiRiengAdmin(TheoLichAdmin):
    list_display = ("ngay_nghi", "mo_ta", "la_lam_bu", "xa")
    list_filter = ("la_lam_bu",)
    list_select_related = ("xa",)
    search_fields = ("mo_ta", "xa__khoa_tim_kiem")
    autocomplete_fields = ("xa",)
    ordering = ("xa", "-ngay_nghi")

    def plans_of(self, row: Any) -> Iterable[KeHoach]:
        """List all plans of the commune."""
        return KeHoach.objects.filter(xa=row.xa_id).order_by("pk")
