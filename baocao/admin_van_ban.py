"""Issued documents, versions of plans and files in the making, in the admin site."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from baocao.models import BanIn, ChuKy, DieuChinh, PhienBan, TepVanBan, VanBan
from donvi.admin import ChiDocAdmin
from donvi.quan_tri import GhiNhanAdmin


class TepLonAdmin(ChiDocAdmin):
    """Show rows of large content without fetching or showing it."""

    fields_shown: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("noi_dung")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fields_shown


@admin.register(VanBan)
class VanBanAdmin(GhiNhanAdmin):
    list_display = ("trich_yeu", "loai_van_ban", "ma_ke_hoach", "trang_thai", "so_hieu")
    list_filter = ("ke_hoach__ma", "loai_van_ban", "trang_thai")
    list_select_related = ("ke_hoach",)
    search_fields = ("trich_yeu", "so_hieu", "ky_hieu", "ke_hoach__ma")
    autocomplete_fields = (
        "ke_hoach",
        "bao_cao",
        "cong_van",
        "phien_ban",
        "dieu_chinh",
        "thay_the_cho",
        "issued_by",
        "created_by",
    )
    ordering = ("-created_at", "-pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a document begins with the approval of what it says."""
        return False


@admin.register(TepVanBan)
class TepVanBanAdmin(TepLonAdmin):
    list_display = ("van_ban", "loai_tep", "ma_bam", "so_byte", "created_at", "created_by")
    list_select_related = ("van_ban", "created_by")
    search_fields = ("ma_bam", "van_ban__trich_yeu")
    ordering = ("-created_at", "-pk")
    fields_shown = (
        "van_ban",
        "loai_tep",
        "ma_bam",
        "so_byte",
        "so_trang",
        "created_at",
        "created_by",
    )


@admin.register(ChuKy)
class ChuKyAdmin(ChiDocAdmin):
    list_display = ("nguoi_ky", "co_quan", "truong_ky", "signed_at", "duoc_tin_cay")
    search_fields = ("nguoi_ky", "co_quan")
    ordering = ("-signed_at", "-pk")


@admin.register(PhienBan)
class PhienBanAdmin(TepLonAdmin):
    """What a version says is read on its page in the portal; here stands who kept it and when."""

    list_display = ("ke_hoach", "so_phien_ban", "ly_do", "created_at", "created_by")
    list_select_related = ("ke_hoach", "created_by")
    search_fields = ("ke_hoach__ma", "ly_do")
    ordering = ("ke_hoach", "-so_phien_ban")
    fields_shown = ("ke_hoach", "so_phien_ban", "ly_do", "ma_bam", "created_at", "created_by")


@admin.register(DieuChinh)
class DieuChinhAdmin(GhiNhanAdmin):
    list_display = ("trich_yeu", "ma_ke_hoach", "trang_thai", "so_hieu")
    list_filter = ("ke_hoach__ma", "trang_thai")
    list_select_related = ("ke_hoach",)
    search_fields = ("trich_yeu", "so_hieu", "ke_hoach__ma")
    autocomplete_fields = (
        "ke_hoach",
        "tu_phien_ban",
        "den_phien_ban",
        "created_by",
        "approved_by",
    )
    ordering = ("-created_at", "-pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: an amendment is drafted from two versions, never created by hand."""
        return False


@admin.register(BanIn)
class BanInAdmin(TepLonAdmin):
    list_display = ("ten_tep", "ke_hoach", "trang_thai", "so_byte", "created_at", "created_by")
    list_select_related = ("ke_hoach", "created_by")
    search_fields = ("ten_tep", "ke_hoach__ma")
    ordering = ("-created_at", "-pk")
    fields_shown = (
        "ke_hoach",
        "bao_cao",
        "ten_tep",
        "trang_thai",
        "loi_tao_tep",
        "ma_bam",
        "so_byte",
        "so_trang",
        "created_at",
        "done_at",
        "created_by",
    )
