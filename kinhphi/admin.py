from django.contrib import admin

from donvi.quan_tri import GhiNhanAdmin
from donvi.quan_tri_bang import ImportGhiNhanAdmin
from kinhphi.models import (
    ChapNhanSaiLech,
    DongKinhPhi,
    KhoanKinhPhi,
    NguonVon,
    PhanNguon,
    ThamDinh,
)
from kinhphi.resources import DongKinhPhiResource


@admin.register(NguonVon)
class NguonVonAdmin(GhiNhanAdmin):
    list_display = ("ten", "ma_ke_hoach")
    list_filter = ("ke_hoach__ma",)
    list_select_related = ("ke_hoach",)
    search_fields = ("ten",)
    autocomplete_fields = ("ke_hoach",)
    ordering = ("ke_hoach", "thu_tu")


@admin.register(DongKinhPhi)
class DongKinhPhiAdmin(ImportGhiNhanAdmin):
    resource_classes = (DongKinhPhiResource,)
    search_fields = ("khoa_tim_kiem",)
    list_display = ("ma", "noi_dung", "so_luong", "don_gia", "thanh_tien_in", "ma_ke_hoach")
    list_filter = ("ke_hoach__ma", "cap_dong")
    list_select_related = ("ke_hoach",)
    autocomplete_fields = ("ke_hoach", "dong_cha", "nhiem_vu")
    ordering = ("ke_hoach", "thu_tu")


@admin.register(KhoanKinhPhi)
class KhoanKinhPhiAdmin(GhiNhanAdmin):
    list_display = (
        "ngay_chung_tu",
        "loai_khoan",
        "so_tien",
        "dong_kinh_phi",
        "nhiem_vu",
        "so_chung_tu",
    )
    list_filter = ("ke_hoach__ma", "loai_khoan", "la_minh_hoa")
    list_select_related = ("dong_kinh_phi", "nhiem_vu")
    search_fields = ("dien_giai", "so_chung_tu")
    autocomplete_fields = (
        "ke_hoach",
        "dong_kinh_phi",
        "nhiem_vu",
        "nguon_von",
        "thay_cho",
        "cancelled_by",
    )
    date_hierarchy = "ngay_chung_tu"
    ordering = ("-ngay_chung_tu", "-pk")


@admin.register(PhanNguon)
class PhanNguonAdmin(GhiNhanAdmin):
    list_display = ("nguon_von", "dong_kinh_phi", "nhiem_vu", "so_tien")
    list_filter = ("nguon_von__ke_hoach__ma",)
    list_select_related = ("nguon_von", "dong_kinh_phi", "nhiem_vu")
    search_fields = ("nguon_von__ten",)
    autocomplete_fields = ("dong_kinh_phi", "nhiem_vu", "nguon_von")
    ordering = ("nguon_von__ke_hoach", "nguon_von__thu_tu", "pk")


@admin.register(ThamDinh)
class ThamDinhAdmin(GhiNhanAdmin):
    list_display = ("ngay_van_ban", "so_van_ban", "so_tien", "dong_kinh_phi", "nhiem_vu")
    list_filter = ("ke_hoach__ma", "la_minh_hoa")
    list_select_related = ("dong_kinh_phi", "nhiem_vu")
    search_fields = ("so_van_ban", "ghi_chu")
    autocomplete_fields = (
        "ke_hoach",
        "dong_kinh_phi",
        "nhiem_vu",
        "created_by",
        "cancelled_by",
    )
    date_hierarchy = "ngay_van_ban"
    ordering = ("-ngay_van_ban", "-pk")


@admin.register(ChapNhanSaiLech)
class ChapNhanSaiLechAdmin(GhiNhanAdmin):
    list_display = ("ma_van_de", "doi_tuong", "ly_do", "created_by", "ma_ke_hoach")
    list_filter = ("ke_hoach__ma", "ma_van_de")
    list_select_related = ("ke_hoach", "created_by")
    search_fields = ("ma_van_de", "doi_tuong", "ly_do")
    autocomplete_fields = ("ke_hoach", "created_by")
    ordering = ("-created_at", "-pk")
