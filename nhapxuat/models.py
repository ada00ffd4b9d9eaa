"""Files handed in to become rows of a plan: what was read, corrected, accepted, and saved."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from donvi.ban_ghi import recorded
from donvi.lua_chon import LuaChon
from donvi.models import NguoiDung, Xa
from donvi.policies import scope_of
from kehoach.models import KeHoach
from kinhphi.so_tien import DonViTien
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.tu_vung_cot import LoaiCot
from nhapxuat.van_de import MucDo

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class TrangThaiNhap(LuaChon):
    """Say where a file that was handed in stands."""

    DANG_CHO = "dang_cho", "đang chờ đọc"
    DANG_DOC = "dang_doc", "đang đọc"
    CHO_XEM = "cho_xem", "chờ xem và lưu"
    CHO_LUU = "cho_luu", "đang chờ lưu"
    DANG_LUU = "dang_luu", "đang lưu"
    DA_LUU = "da_luu", "đã lưu"
    BI_TU_CHOI = "bi_tu_choi", "không đọc được"
    DA_HUY = "da_huy", "đã hủy"


class LanNhapQuerySet(models.QuerySet["LanNhap"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the files of the communes this person may see, newest first."""
        return self.filter(scope_of(user).xa_filter("ke_hoach__xa__")).order_by(
            "-created_at", "-pk"
        )


class LanNhap(models.Model):
    """One file handed in for a plan (lần nhập), from upload to what became of it.

    ``noi_dung`` are the bytes of the file: none are kept of a file that was refused.
    ``bang_doc`` are its neutral tables (``nhapxuat.bang_luu``), ``cac_lua_chon`` what a person set
    about tables and columns, ``xem_truoc`` what would be saved as last looked at, ``ket_qua``
    what was saved; ``cac_dong`` are the rows of either (``nhapxuat.kho_dong``).
    """

    ke_hoach = models.ForeignKey(
        KeHoach, models.CASCADE, verbose_name="kế hoạch", related_name="cac_lan_nhap"
    )
    ten_tep = models.CharField("tên tệp", max_length=200)
    noi_dung = models.BinaryField("nội dung", null=True, blank=True)
    ma_bam = models.CharField("mã băm", max_length=64, help_text="SHA-256.")
    so_byte = models.PositiveIntegerField("số byte")
    trang_thai = models.CharField(
        "trạng thái",
        max_length=12,
        choices=TrangThaiNhap.choices(),
        default=TrangThaiNhap.DANG_CHO,
    )
    buoc_dang_lam = models.CharField("bước đang làm", max_length=200, blank=True)
    phan_tram = models.PositiveSmallIntegerField("phần trăm", default=0)
    loi_doc = models.TextField("lỗi đọc", blank=True)
    bang_doc = models.BinaryField("bảng đọc", null=True, blank=True)
    cac_lua_chon = models.JSONField("các lựa chọn", default=dict, blank=True)
    xem_truoc = models.JSONField("xem trước", null=True, blank=True)
    ket_qua = models.JSONField("kết quả", null=True, blank=True)
    cac_dong = models.BinaryField("các dòng", default=bytes, blank=True)
    ly_do = models.TextField("lý do", blank=True)
    created_at = models.DateTimeField("tải lên lúc")
    created_by = models.ForeignKey(
        NguoiDung, models.PROTECT, verbose_name="người tải lên", related_name="+"
    )
    started_at = models.DateTimeField("bắt đầu lúc", null=True, blank=True)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người lưu",
        null=True,
        blank=True,
        related_name="+",
    )

    objects = LanNhapQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhập"
        verbose_name_plural = "lần nhập"
        constraints = [
            models.CheckConstraint(
                condition=~Q(trang_thai="bi_tu_choi") | Q(noi_dung__isnull=True),
                name="lan_nhap_tu_choi_khong_giu_tep",
                violation_error_message="Tệp bị từ chối thì không được giữ lại.",
            ),
        ]

    def __str__(self) -> str:
        return self.ten_tep


class SuaONhap(models.Model):
    """A cell of a file that a person corrected before saving; the file itself stays as it came."""

    lan_nhap = models.ForeignKey(
        LanNhap, models.CASCADE, verbose_name="lần nhập", related_name="cac_sua_o"
    )
    ten_bang = models.CharField("tên bảng", max_length=200)
    so_dong = models.PositiveIntegerField("số dòng")
    so_cot = models.PositiveIntegerField("số cột")
    gia_tri_cu = models.TextField("giá trị cũ", blank=True)
    gia_tri_moi = models.TextField("giá trị mới", blank=True)
    created_at = models.DateTimeField("lúc")
    created_by = models.ForeignKey(
        NguoiDung, models.PROTECT, verbose_name="người sửa", related_name="+"
    )

    history = recorded()

    class Meta:
        verbose_name = "sửa ô nhập"
        verbose_name_plural = "sửa ô nhập"
        constraints = [
            models.UniqueConstraint(
                fields=["lan_nhap", "ten_bang", "so_dong", "so_cot"],
                name="sua_o_nhap_mot_o",
                violation_error_message="Ô này đã được sửa.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ten_bang}, dòng {self.so_dong}, cột {self.so_cot}"


class ChapNhanNhap(models.Model):
    """A problem of a file that a person lets stand, with the reason, before saving."""

    lan_nhap = models.ForeignKey(
        LanNhap, models.CASCADE, verbose_name="lần nhập", related_name="cac_chap_nhan"
    )
    dau_vet = models.CharField("dấu vết", max_length=20)
    muc_do = models.CharField("mức độ", max_length=10, choices=MucDo.choices())
    ma_van_de = models.CharField("mã vấn đề", max_length=20, blank=True)
    doi_tuong = models.CharField("đối tượng", max_length=60, blank=True)
    o_dau = models.CharField("ở đâu", max_length=300)
    gia_tri = models.TextField("giá trị", blank=True)
    thong_bao = models.TextField("thông báo")
    ly_do = models.TextField("lý do")
    created_at = models.DateTimeField("lúc")
    created_by = models.ForeignKey(
        NguoiDung, models.PROTECT, verbose_name="người chấp nhận", related_name="+"
    )

    history = recorded()

    class Meta:
        verbose_name = "chấp nhận nhập"
        verbose_name_plural = "chấp nhận nhập"
        constraints = [
            models.UniqueConstraint(
                fields=["lan_nhap", "dau_vet"],
                name="chap_nhan_nhap_mot_lan",
                violation_error_message="Vấn đề này đã được chấp nhận.",
            ),
            models.CheckConstraint(
                condition=~Q(ly_do=""),
                name="chap_nhan_nhap_co_ly_do",
                violation_error_message="Chấp nhận vấn đề thì phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.o_dau}: {self.thong_bao}"


class NhoCot(models.Model):
    """What a commune's people said a column of this header is; used for their next file."""

    xa = models.ForeignKey(Xa, models.CASCADE, verbose_name="xã", related_name="cac_nho_cot")
    loai_bang = models.CharField("loại bảng", max_length=10, choices=LoaiBang.choices())
    khoa_tieu_de = models.CharField("khóa tiêu đề", max_length=300)
    tieu_de = models.CharField("tiêu đề", max_length=300)
    loai_cot = models.CharField("loại cột", max_length=20, choices=LoaiCot.choices())
    nam = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    don_vi_tien = models.CharField(
        "đơn vị tiền", max_length=6, choices=DonViTien.choices(), blank=True
    )
    updated_at = models.DateTimeField("sửa lúc")
    updated_by = models.ForeignKey(
        NguoiDung, models.PROTECT, verbose_name="người sửa", related_name="+"
    )

    history = recorded()

    class Meta:
        verbose_name = "nhớ cột"
        verbose_name_plural = "nhớ cột"
        constraints = [
            models.UniqueConstraint(
                fields=["xa", "loai_bang", "khoa_tieu_de"],
                name="nho_cot_mot_tieu_de",
                violation_error_message="Xã đã nhớ cột có tiêu đề này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tieu_de}: {self.get_loai_cot_display()}"
