from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from donvi.quan_tri import GhiNhanAdmin
from donvi.quan_tri_bang import ImportGhiNhanAdmin
from nhiemvu.models import GiaHan, NhiemVu, NhomNhiemVu, PhanCong, TienDo
from nhiemvu.resources import NhiemVuResource, TienDoResource
from nhiemvu.services import refresh_obligations
from nhiemvu.xin_gia_han import refresh_deadline


@admin.register(NhomNhiemVu)
class NhomNhiemVuAdmin(GhiNhanAdmin):
    list_display = ("ma", "ten", "loai_nhom", "ma_ke_hoach")
    list_filter = ("ke_hoach__ma", "loai_nhom")
    list_select_related = ("ke_hoach",)
    search_fields = ("ten", "ma")
    autocomplete_fields = ("ke_hoach",)
    ordering = ("ke_hoach", "thu_tu")


@admin.register(NhiemVu)
class NhiemVuAdmin(ImportGhiNhanAdmin):
    resource_classes = (NhiemVuResource,)
    search_fields = ("khoa_tim_kiem",)
    list_display = ("ma", "ten", "chu_tri_nguyen_van", "thoi_han_nguyen_van", "ma_ke_hoach")
    list_filter = ("ke_hoach__ma", "loai_nhiem_vu", "loai_han", "tam_dung")
    list_select_related = ("ke_hoach",)
    autocomplete_fields = ("ke_hoach", "nhom_nhiem_vu", "de_muc", "cac_chi_tieu")
    ordering = ("ke_hoach", "thu_tu")


@admin.register(PhanCong)
class PhanCongAdmin(GhiNhanAdmin):
    list_display = ("nhiem_vu", "don_vi", "vai_phan_cong", "phan_tram", "ngay_hoan_thanh")
    list_filter = ("nhiem_vu__ke_hoach__ma", "vai_phan_cong")
    list_select_related = ("nhiem_vu", "don_vi")
    search_fields = ("nhiem_vu__khoa_tim_kiem", "don_vi__khoa_tim_kiem")
    autocomplete_fields = ("nhiem_vu", "don_vi", "thuoc_nhom")
    # They repeat the latest accepted progress and the granted extension: correct those.
    readonly_fields = ("phan_tram", "ngay_hoan_thanh", "ky_moi_nhat", "han_gia_han")
    ordering = ("nhiem_vu", "pk")


@admin.register(TienDo)
class TienDoAdmin(ImportGhiNhanAdmin):
    resource_classes = (TienDoResource,)
    list_display = ("phan_cong", "ky_bao_cao", "phan_tram", "noi_dung", "accepted_at")
    list_filter = ("phan_cong__nhiem_vu__ke_hoach__ma", "ky_bao_cao", "la_minh_hoa")
    list_select_related = ("phan_cong__nhiem_vu", "phan_cong__don_vi")
    search_fields = (
        "noi_dung",
        "phan_cong__nhiem_vu__khoa_tim_kiem",
        "phan_cong__don_vi__khoa_tim_kiem",
    )
    autocomplete_fields = ("phan_cong",)
    ordering = ("-ngay_chot", "-pk")

    def save_model(self, request: HttpRequest, obj: TienDo, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Correct progress, and what its obligation (and the one it was moved from) repeats."""
        stored = TienDo.objects.filter(pk=obj.pk).first() if change else None
        super().save_model(request, obj, form, change)
        touched = {row.phan_cong_id for row in (stored, obj) if row}
        reason = form.cleaned_data.get("ly_do_sua", "")
        refresh_obligations(sorted(touched), by=request.user, reason=reason)  # type: ignore[arg-type]


@admin.register(GiaHan)
class GiaHanAdmin(GhiNhanAdmin):
    list_display = ("phan_cong", "han_moi", "trang_thai", "created_by", "decided_by")
    list_filter = ("trang_thai",)
    list_select_related = (
        "phan_cong__nhiem_vu",
        "phan_cong__don_vi",
        "created_by",
        "decided_by",
    )
    search_fields = ("ly_do", "phan_cong__nhiem_vu__khoa_tim_kiem")
    autocomplete_fields = ("phan_cong", "created_by", "advised_by", "decided_by")
    ordering = ("-created_at", "-pk")

    def save_model(self, request: HttpRequest, obj: GiaHan, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Correct an extension, and what its obligation repeats of it."""
        stored = GiaHan.objects.filter(pk=obj.pk).first() if change else None
        super().save_model(request, obj, form, change)
        reason = form.cleaned_data.get("ly_do_sua", "")
        for pk in sorted({row.phan_cong_id for row in (stored, obj) if row}):
            refresh_deadline(pk, by=request.user, reason=reason)  # type: ignore[arg-type]
