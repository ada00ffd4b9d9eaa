import json
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html

from baocao import admin_van_ban  # noqa: F401  registers its tables
from baocao.models import (
    BaoCao,
    CauHoi,
    CongVanDonDoc,
    DeMucDeCuong,
    KyKemTheo,
    LienKetNhap,
    MinhChung,
    PhanBaoCao,
    PhieuBaoCao,
    TraLoi,
    YeuCauBaoCao,
)
from donvi.admin import ChiDocAdmin
from donvi.quan_tri import GhiNhanAdmin


@admin.register(PhieuBaoCao)
class PhieuBaoCaoAdmin(GhiNhanAdmin):
    list_display = ("don_vi", "ky_bao_cao", "trang_thai", "han_nop", "sent_at", "ma_ke_hoach")
    list_filter = ("ke_hoach__ma", "ky_bao_cao", "trang_thai", "la_minh_hoa")
    list_select_related = ("don_vi", "ke_hoach")
    search_fields = ("don_vi__khoa_tim_kiem", "ky_bao_cao")
    autocomplete_fields = ("ke_hoach", "don_vi", "saved_by", "sent_by", "decided_by")
    ordering = ("-han_nop", "don_vi__thu_tu", "pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a form is opened by the calendar, never created by hand."""
        return False


@admin.register(BaoCao)
class BaoCaoAdmin(GhiNhanAdmin):
    list_display = ("ma_ke_hoach", "ky_bao_cao", "trang_thai", "compiled_at", "so_hieu")
    list_filter = ("ke_hoach__ma", "trang_thai")
    list_select_related = ("ke_hoach",)
    search_fields = ("ky_bao_cao", "ke_hoach__ma", "so_hieu")
    # The figures are a snapshot: a wrong one is corrected at its source and compiled again.
    readonly_fields = ("shown_figures", "buoc_dang_lam", "phan_tram", "loi_tong_hop")
    exclude = ("so_lieu",)
    autocomplete_fields = ("ke_hoach", "requested_by", "approved_by")
    ordering = ("-den_ngay", "-pk")

    @admin.display(description="số liệu đã chốt")
    def shown_figures(self, bao_cao: BaoCao) -> str:
        """Show the snapshot as it is stored, set apart from the words of the page."""
        stored = json.dumps(bao_cao.so_lieu, ensure_ascii=False, indent=1)
        return format_html("<pre>{}</pre>", stored)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a report is compiled, never created by hand."""
        return False


@admin.register(PhanBaoCao)
class PhanBaoCaoAdmin(GhiNhanAdmin):
    list_display = ("bao_cao", "ma", "tieu_de", "edited_at", "edited_by")
    list_select_related = ("bao_cao", "edited_by")
    search_fields = ("tieu_de", "noi_dung", "bao_cao__ky_bao_cao")
    autocomplete_fields = ("bao_cao", "edited_by")
    ordering = ("bao_cao", "thu_tu")


@admin.register(KyKemTheo)
class KyKemTheoAdmin(ChiDocAdmin):
    list_display = ("phieu_bao_cao", "ky_bao_cao")
    list_select_related = ("phieu_bao_cao__don_vi",)
    search_fields = ("ky_bao_cao", "phieu_bao_cao__don_vi__khoa_tim_kiem")
    ordering = ("-pk",)


@admin.register(YeuCauBaoCao)
class YeuCauBaoCaoAdmin(GhiNhanAdmin):
    list_display = ("tieu_de", "ky_bao_cao", "ma_ke_hoach", "han_nop", "trang_thai")
    list_filter = ("ke_hoach__ma", "trang_thai")
    list_select_related = ("ke_hoach",)
    search_fields = ("tieu_de", "so_van_ban", "ky_bao_cao")
    autocomplete_fields = ("ke_hoach", "cac_don_vi", "created_by")
    ordering = ("-created_at", "-pk")


@admin.register(CauHoi)
class CauHoiAdmin(GhiNhanAdmin):
    list_display = ("noi_dung", "loai_tra_loi", "bat_buoc", "yeu_cau")
    list_select_related = ("yeu_cau",)
    search_fields = ("noi_dung", "yeu_cau__tieu_de")
    autocomplete_fields = ("yeu_cau",)
    ordering = ("yeu_cau", "thu_tu")


@admin.register(TraLoi)
class TraLoiAdmin(GhiNhanAdmin):
    list_display = ("phieu_bao_cao", "cau_hoi", "noi_dung")
    list_select_related = ("phieu_bao_cao__don_vi", "cau_hoi")
    search_fields = ("noi_dung", "phieu_bao_cao__don_vi__khoa_tim_kiem")
    autocomplete_fields = ("phieu_bao_cao", "cau_hoi")
    ordering = ("-pk",)


@admin.register(MinhChung)
class MinhChungAdmin(GhiNhanAdmin):
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ("__str__", "so_van_ban", "ten_tep", "phieu_bao_cao", "created_by", "removed_at")
    list_select_related = ("phieu_bao_cao__don_vi", "created_by")
    search_fields = ("mo_ta", "so_van_ban", "ten_tep", "ma_bam")
    readonly_fields = ("tep_dinh_kem", "ten_tep", "loai_tep", "so_byte", "ma_bam")
    autocomplete_fields = ("phieu_bao_cao", "phan_cong", "chi_tieu", "created_by")
    ordering = ("-pk",)


@admin.register(LienKetNhap)
class LienKetNhapAdmin(ChiDocAdmin):
    list_display = ("nguoi_nhap", "phieu_bao_cao", "trang_thai", "het_han_luc", "created_by")
    list_filter = ("trang_thai",)
    list_select_related = ("phieu_bao_cao__don_vi", "created_by")
    search_fields = ("nguoi_nhap", "phieu_bao_cao__don_vi__khoa_tim_kiem")
    ordering = ("-created_at", "-pk")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (
            "phieu_bao_cao",
            "nguoi_nhap",
            "trang_thai",
            "het_han_luc",
            "created_by",
            "noi_dung",
        )


@admin.register(CongVanDonDoc)
class CongVanDonDocAdmin(GhiNhanAdmin):
    list_display = ("trich_yeu", "don_vi", "ma_ke_hoach", "trang_thai", "so_hieu")
    list_filter = ("ke_hoach__ma", "trang_thai")
    list_select_related = ("ke_hoach", "don_vi")
    search_fields = ("trich_yeu", "so_hieu", "don_vi__khoa_tim_kiem")
    readonly_fields = ("su_viec",)
    autocomplete_fields = ("ke_hoach", "don_vi", "created_by", "approved_by")
    ordering = ("-created_at", "-pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a letter is drafted from the facts, never created by hand."""
        return False


@admin.register(DeMucDeCuong)
class DeMucDeCuongAdmin(GhiNhanAdmin):
    list_display = ("ma", "tieu_de", "loai_ky", "ma_ke_hoach")
    list_filter = ("ke_hoach__ma", "loai_ky")
    list_select_related = ("ke_hoach",)
    search_fields = ("tieu_de", "ke_hoach__ma")
    autocomplete_fields = ("ke_hoach",)
    ordering = ("ke_hoach", "loai_ky", "thu_tu")
