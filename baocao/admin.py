from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from baocao.models import BaoCao, PhanBaoCao, PhieuBaoCao, TepVanBan
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
    readonly_fields = ("so_lieu", "buoc_dang_lam", "phan_tram", "loi_tong_hop")
    autocomplete_fields = ("ke_hoach", "requested_by", "approved_by")
    ordering = ("-den_ngay", "-pk")

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


@admin.register(TepVanBan)
class TepVanBanAdmin(ChiDocAdmin):
    list_display = ("bao_cao", "ma_bam", "created_at", "created_by")
    list_select_related = ("bao_cao", "created_by")
    search_fields = ("ma_bam", "bao_cao__ky_bao_cao")
    ordering = ("-created_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("noi_dung")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("bao_cao", "ma_bam", "created_at", "created_by")
