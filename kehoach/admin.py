from django.contrib import admin

from donvi.quan_tri import GhiNhanAdmin
from donvi.quan_tri_bang import ImportGhiNhanAdmin
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


@admin.register(QuyDinhBaoCao)
class QuyDinhBaoCaoAdmin(ImportGhiNhanAdmin):
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
class NgayNghiRiengAdmin(GhiNhanAdmin):
    list_display = ("ngay_nghi", "mo_ta", "la_lam_bu", "xa")
    list_filter = ("la_lam_bu",)
    list_select_related = ("xa",)
    search_fields = ("mo_ta", "xa__khoa_tim_kiem")
    autocomplete_fields = ("xa",)
    ordering = ("xa", "-ngay_nghi")
