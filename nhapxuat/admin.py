from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from donvi.admin import ChiDocAdmin
from donvi.quan_tri import GhiNhanAdmin
from nhapxuat.models import ChapNhanNhap, LanNhap, NhoCot, SuaONhap


@admin.register(LanNhap)
class LanNhapAdmin(ChiDocAdmin):
    list_display = ("ten_tep", "ke_hoach", "trang_thai", "created_at", "created_by", "saved_at")
    list_filter = ("trang_thai", "ke_hoach__ma")
    list_select_related = ("ke_hoach", "created_by")
    search_fields = ("ten_tep", "ke_hoach__ma")
    # What is looked at is as long as the file; its page in the portal shows it.
    exclude = ("xem_truoc", "ket_qua", "cac_dong")
    ordering = ("-created_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LanNhap]:
        """Leave the bytes of the files where they are."""
        return super().get_queryset(request).defer("noi_dung", "bang_doc", *self.exclude)


@admin.register(SuaONhap)
class SuaONhapAdmin(ChiDocAdmin):
    list_display = ("lan_nhap", "ten_bang", "so_dong", "so_cot", "gia_tri_cu", "gia_tri_moi")
    list_select_related = ("lan_nhap",)
    search_fields = ("gia_tri_cu", "gia_tri_moi", "lan_nhap__ten_tep")
    ordering = ("-created_at", "-pk")


@admin.register(ChapNhanNhap)
class ChapNhanNhapAdmin(ChiDocAdmin):
    list_display = ("lan_nhap", "o_dau", "muc_do", "ly_do", "created_by", "created_at")
    list_filter = ("muc_do",)
    list_select_related = ("lan_nhap", "created_by")
    search_fields = ("o_dau", "thong_bao", "ly_do", "lan_nhap__ten_tep")
    ordering = ("-created_at", "-pk")


@admin.register(NhoCot)
class NhoCotAdmin(GhiNhanAdmin):
    list_display = ("tieu_de", "loai_bang", "loai_cot", "nam", "don_vi_tien", "xa")
    list_filter = ("loai_bang", "loai_cot")
    list_select_related = ("xa",)
    search_fields = ("tieu_de", "khoa_tieu_de", "xa__ten")
    autocomplete_fields = ("xa", "updated_by")
    ordering = ("xa", "loai_bang", "khoa_tieu_de")
