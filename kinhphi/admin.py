from django.contrib import admin

from donvi.quan_tri import GhiNhanAdmin
from donvi.quan_tri_bang import ImportGhiNhanAdmin
from kinhphi.models import ChapNhanSaiLech, DongKinhPhi, KhoanKinhPhi, NguonVon
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
    autocomplete_fields = ("ke_hoach", "dong_cha", "nhiem_vu", "cac_nguon_von")
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
    autocomplete_fields = ("ke_hoach", "dong_kinh_phi", "nhiem_vu")
    date_hierarchy = "ngay_chung_tu"
    ordering = ("-ngay_chung_tu", "-pk")


@admin.register(ChapNhanSaiLech)
class ChapNhanSaiLechAdmin(GhiNhanAdmin):
    list_display = ("ma_van_de", "doi_tuong", "ly_do", "created_by", "ma_ke_hoach")
    list_filter = ("ke_hoach__ma", "ma_van_de")
    list_select_related = ("ke_hoach", "created_by")
    search_fields = ("ma_van_de", "doi_tuong", "ly_do")
    autocomplete_fields = ("ke_hoach", "created_by")
    ordering = ("-created_at", "-pk")
