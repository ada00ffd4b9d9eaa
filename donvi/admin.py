from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from donvi.ghi_chep import delete_recorded, log_act, save_recorded
from donvi.gia_tri import changed_values
from donvi.models import (
    DonVi,
    NguoiDung,
    NhatKy,
    NhomDonVi,
    TenKhac,
    ThanhVien,
    TheThucVanBan,
    ThongBao,
    ThuHangNgay,
    ViecHangNgay,
    Xa,
)
from donvi.quan_tri import (
    ChonDongAdmin,
    FrozenRow,
    GhiNhanAdmin,
    GhiViecAdmin,
    TimKhongDauAdmin,
)
from donvi.quan_tri_bang import ImportGhiNhanAdmin
from donvi.resources import DonViResource, TenKhacResource

# Roles are a table in code (donvi.vai_tro); Django's groups would be a second, silent one.
admin.site.unregister(Group)


@admin.register(Xa)
class XaAdmin(GhiViecAdmin):
    search_fields = ("khoa_tim_kiem",)
    list_display = ("ten", "ma", "cap_hanh_chinh", "ten_tinh")
    list_filter = ("ten_tinh", "cap_hanh_chinh")
    ordering = ("khoa_sap_xep",)


@admin.register(DonVi)
class DonViAdmin(ImportGhiNhanAdmin):
    resource_classes = (DonViResource,)
    search_fields = ("khoa_tim_kiem",)
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
class TenKhacAdmin(ImportGhiNhanAdmin):
    resource_classes = (TenKhacResource,)
    search_fields = ("khoa_tim_kiem",)
    list_display = ("ten", "don_vi", "nhom_don_vi", "xa")
    list_select_related = ("don_vi", "nhom_don_vi", "xa")
    autocomplete_fields = ("xa", "don_vi", "nhom_don_vi")
    ordering = ("xa", "khoa_tim_kiem")


class ThanhVienFormSet(BaseInlineFormSet):
    """The roles of one person, edited beside the account."""

    def clean(self) -> None:
        """Refuse the same role twice in one go; the database would refuse it later, less kindly."""
        super().clean()
        seen = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if not data.get("vai_tro") or data.get("DELETE"):
                continue
            role = (data["vai_tro"], data.get("don_vi"), data.get("ma_tinh", ""))
            if role in seen:
                form.add_error("vai_tro", "Vai trò này đã có ở một dòng khác. Hãy bỏ bớt một dòng.")
            seen.add(role)


class ThanhVienInline(ChonDongAdmin, admin.TabularInline):
    model = ThanhVien
    formset = ThanhVienFormSet
    extra = 0
    autocomplete_fields = ("don_vi",)


@admin.register(NguoiDung)
class NguoiDungAdmin(GhiViecAdmin, UserAdmin):
    list_display = ("username", "ho_ten", "chuc_vu", "is_active")
    list_filter = ("is_active", "cac_vai_tro__vai_tro")
    search_fields = ("username", "ho_ten", "chuc_vu")
    ordering = ("username",)
    filter_horizontal = ()
    inlines = (ThanhVienInline,)
    unlogged_fields = ("date_joined",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Cá nhân", {"fields": ("ho_ten", "chuc_vu", "email", "nhan_thu")}),
        ("Tài khoản", {"fields": ("is_active", "is_superuser")}),
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

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Save the roles that were given, changed or taken; each is an act on record."""
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            self._record_role(request, row, "bỏ vai trò", ThanhVien.objects.get(pk=row.pk), None)
            delete_recorded(row, by=request.user)  # type: ignore[arg-type]
        for row in rows:
            stored = ThanhVien.objects.filter(pk=row.pk).first()
            save_recorded(row, by=request.user)  # type: ignore[arg-type]
            self._record_role(
                request, row, "sửa vai trò" if stored else "giao vai trò", stored, row
            )
        formset.save_m2m()

    def _record_role(
        self,
        request: HttpRequest,
        row: ThanhVien,
        hanh_dong: str,
        stored: ThanhVien | None,
        now: ThanhVien | None,
    ) -> None:
        old, new = changed_values(stored, now, {}, left_out=("nguoi_dung",))
        log_act(
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            xa=FrozenRow.xa_of(row),
            hanh_dong=hanh_dong,
            doi_tuong=row.nguoi_dung,
            mo_ta=f"{row.nguoi_dung.username}: {hanh_dong} {row.get_vai_tro_display()}",
            gia_tri_cu=old,
            gia_tri_moi=new,
        )

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponseBase:
        """Change or switch off a person's password, and put the act (never the word) on record."""
        response = super().user_change_password(request, id, form_url)
        person = self.get_object(request, id)
        if request.method == "POST" and response.status_code == 302 and person is not None:
            self.record(request, person, "đổi mật khẩu của người dùng")
        return response


@admin.register(ThanhVien)
class ThanhVienAdmin(GhiNhanAdmin):
    list_display = ("nguoi_dung", "vai_tro", "don_vi", "ma_tinh")
    list_filter = ("vai_tro",)
    list_select_related = ("nguoi_dung", "don_vi")
    search_fields = ("nguoi_dung__username", "nguoi_dung__ho_ten")
    autocomplete_fields = ("nguoi_dung", "don_vi")
    ordering = ("nguoi_dung", "pk")


class ChiDocAdmin(TimKhongDauAdmin):
    """A table that is read, never written, in the admin site."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(TheThucVanBan)
class TheThucVanBanAdmin(GhiNhanAdmin):
    list_display = ("xa", "co_chu", "co_chu_bang", "gian_dong", "le_trai", "le_phai")
    list_select_related = ("xa",)
    search_fields = ("xa__ten",)
    autocomplete_fields = ("xa",)
    ordering = ("xa",)


@admin.register(NhatKy)
class NhatKyAdmin(ChiDocAdmin):
    list_display = ("created_at", "created_by", "hanh_dong", "mo_ta", "ly_do", "xa")
    list_filter = ("hanh_dong",)
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


@admin.register(ThuHangNgay)
class ThuHangNgayAdmin(ChiDocAdmin):
    list_display = ("ngay_gui", "nguoi_nhan", "trang_thai", "so_thong_bao", "so_lan_thu", "sent_at")
    list_filter = ("trang_thai",)
    list_select_related = ("nguoi_nhan",)
    search_fields = ("nguoi_nhan__username", "nguoi_nhan__ho_ten", "loi_gui")
    ordering = ("-ngay_gui", "-pk")


@admin.register(ViecHangNgay)
class ViecHangNgayAdmin(ChiDocAdmin):
    list_display = ("ngay_chay", "ten", "done_at")
    list_filter = ("ten",)
    search_fields = ("ten",)
    ordering = ("-ngay_chay", "ten")
