from django.contrib import admin

from chitieu.models import ChiTieu, ChuTriChiTieu, MucChiTieu, SoLieu
from chitieu.resources import ChiTieuResource, MucChiTieuResource, SoLieuResource
from donvi.quan_tri import GhiNhanAdmin
from donvi.quan_tri_bang import ImportGhiNhanAdmin


@admin.register(ChiTieu)
class ChiTieuAdmin(ImportGhiNhanAdmin):
    resource_classes = (ChiTieuResource,)
    search_fields = ("khoa_tim_kiem",)
    list_display = ("ma", "ten", "don_vi_tinh", "loai_chi_tieu", "ma_ke_hoach")
    list_filter = ("ke_hoach__ma", "loai_chi_tieu")
    list_select_related = ("ke_hoach",)
    autocomplete_fields = ("ke_hoach", "chi_tieu_cha")
    ordering = ("ke_hoach", "thu_tu")


@admin.register(ChuTriChiTieu)
class ChuTriChiTieuAdmin(GhiNhanAdmin):
    list_display = ("chi_tieu", "don_vi", "thu_tu")
    list_select_related = ("chi_tieu", "don_vi")
    search_fields = ("chi_tieu__khoa_tim_kiem", "don_vi__ten")
    autocomplete_fields = ("chi_tieu", "don_vi")
    ordering = ("chi_tieu", "thu_tu")


@admin.register(MucChiTieu)
class MucChiTieuAdmin(ImportGhiNhanAdmin):
    resource_classes = (MucChiTieuResource,)
    list_display = ("chi_tieu", "nam", "nguyen_van", "so_sanh", "gia_tri", "don_vi_tinh")
    list_filter = ("chi_tieu__ke_hoach__ma", "nam", "loai_muc")
    list_select_related = ("chi_tieu",)
    search_fields = ("chi_tieu__khoa_tim_kiem", "nguyen_van")
    autocomplete_fields = ("chi_tieu",)
    ordering = ("chi_tieu", "nam")


@admin.register(SoLieu)
class SoLieuAdmin(ImportGhiNhanAdmin):
    resource_classes = (SoLieuResource,)
    list_display = ("chi_tieu", "don_vi", "ky_bao_cao", "gia_tri", "tinh_trang", "accepted_at")
    list_filter = ("chi_tieu__ke_hoach__ma", "ky_bao_cao", "tinh_trang", "la_minh_hoa")
    list_select_related = ("chi_tieu", "don_vi")
    search_fields = ("chi_tieu__khoa_tim_kiem", "don_vi__khoa_tim_kiem", "ghi_chu")
    autocomplete_fields = ("chi_tieu", "don_vi")
    ordering = ("-ngay_chot", "-pk")
