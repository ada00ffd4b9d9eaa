from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from donvi.models import DonVi, NguoiDung, NhatKy, NhomDonVi, TenKhac, ThanhVien, ThongBao, Xa
from donvi.quan_tri import GhiNhanAdmin, ImportGhiNhanAdmin
from donvi.resources import DonViResource, TenKhacResource
from donvi.tieng_viet import fold

admin.site.site_header = "Quản trị dữ liệu"
admin.site.site_title = "Quản trị dữ liệu"
admin.site.index_title = "Sửa dữ liệu có ghi nhận"
# Roles are a table in code (donvi.vai_tro); Django's groups would be a second, silent one.
admin.site.unregister(Group)


class FoldedSearchAdmin(admin.ModelAdmin):
    """Search without marks through the stored key."""

    search_fields = ("khoa_tim_kiem",)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        found: tuple[Any, bool] = super().get_search_results(request, queryset, fold(search_term))
        return found


@admin.register(Xa)
class XaAdmin(FoldedSearchAdmin):
    list_display = ("ten", "ma", "cap_hanh_chinh", "ten_tinh")
    list_filter = ("ten_tinh", "cap_hanh_chinh")
    ordering = ("khoa_sap_xep",)


@admin.register(DonVi)
class DonViAdmin(FoldedSearchAdmin, ImportGhiNhanAdmin):
    resource_classes = (DonViResource,)
    list_display = ("ten", "ma", "loai_don_vi", "xa", "ngay_ket_thuc")
    list_filter = ("loai_don_vi", "la_minh_hoa")
    list_select_related = ("xa",)
    autocomplete_fields = ("xa", "don_vi_ke_tiep")
    ordering = ("xa", "thu_tu")


@admin.register(NhomDonVi)
class NhomDonViAdmin(GhiNhanAdmin):
    list_display = ("ten", "ma", "xa")
    list_select_related = ("xa",)
    search_fields = ("ten", "ma")
    autocomplete_fields = ("xa", "cac_don_vi")
    ordering = ("xa", "ma")


@admin.register(TenKhac)
class TenKhacAdmin(FoldedSearchAdmin, ImportGhiNhanAdmin):
    resource_classes = (TenKhacResource,)
    list_display = ("ten", "don_vi", "nhom_don_vi", "xa")
    list_select_related = ("don_vi", "nhom_don_vi", "xa")
    autocomplete_fields = ("xa", "don_vi", "nhom_don_vi")
    ordering = ("xa", "khoa_tim_kiem")


class ThanhVienInline(admin.TabularInline):
    model = ThanhVien
    extra = 0
    autocomplete_fields = ("don_vi",)


@admin.register(NguoiDung)
class NguoiDungAdmin(UserAdmin):
    list_display = ("username", "ho_ten", "chuc_vu", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("username", "ho_ten")
    ordering = ("username",)
    inlines = (ThanhVienInline,)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Cá nhân", {"fields": ("ho_ten", "chuc_vu", "email")}),
        ("Quyền", {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "username",
                    "ho_ten",
                    "chuc_vu",
                    "usable_password",
                    "password1",
                    "password2",
                )
            },
        ),
    )


@admin.register(ThanhVien)
class ThanhVienAdmin(GhiNhanAdmin):
    list_display = ("nguoi_dung", "vai_tro", "don_vi", "ma_tinh")
    list_filter = ("vai_tro",)
    list_select_related = ("nguoi_dung", "don_vi")
    search_fields = ("nguoi_dung__username", "nguoi_dung__ho_ten")
    autocomplete_fields = ("nguoi_dung", "don_vi")
    ordering = ("nguoi_dung", "pk")


class ChiDocAdmin(admin.ModelAdmin):
    """A table that is read, never written, in the admin site."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(NhatKy)
class NhatKyAdmin(ChiDocAdmin):
    list_display = ("created_at", "created_by", "hanh_dong", "mo_ta", "ly_do", "xa")
    list_filter = ("hanh_dong", "loai_doi_tuong")
    list_select_related = ("created_by", "xa")
    search_fields = ("mo_ta", "ly_do", "so_van_ban", "created_by__username")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")


@admin.register(ThongBao)
class ThongBaoAdmin(ChiDocAdmin):
    list_display = ("created_at", "nguoi_nhan", "tieu_de", "trang_thai", "read_at")
    list_filter = ("trang_thai",)
    list_select_related = ("nguoi_nhan",)
    search_fields = ("tieu_de", "noi_dung", "nguoi_nhan__username")
    ordering = ("-created_at", "-pk")
