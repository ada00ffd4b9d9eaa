"""What is on record and what is told: the act log, notices, morning mail, daily work done."""

from typing import TYPE_CHECKING, Self

from django.db import models

from donvi.models.con_nguoi import NguoiDung
from donvi.models.to_chuc import Xa
from donvi.policies import scope_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class NhatKyQuerySet(models.QuerySet["NhatKy"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the acts of the communes this person may see, newest first."""
        return self.filter(scope_of(user).xa_filter("xa__")).order_by("-created_at", "-pk")

    def about(self, obj: models.Model) -> Self:
        """Keep the acts on one object, newest first."""
        return self.filter(loai_doi_tuong=obj._meta.label_lower, ma_doi_tuong=str(obj.pk)).order_by(
            "-created_at", "-pk"
        )


class NhatKy(models.Model):
    """One act on record (append-only): who, when, which act, on what, old -> new, why."""

    xa = models.ForeignKey(
        Xa, models.PROTECT, verbose_name="xã", null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("lúc", db_index=True)
    created_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người làm",
        null=True,
        blank=True,
        related_name="+",
    )
    hanh_dong = models.CharField("hành động", max_length=60)
    loai_doi_tuong = models.CharField("loại đối tượng", max_length=60)
    ma_doi_tuong = models.CharField("mã đối tượng", max_length=40)
    mo_ta = models.TextField("mô tả")
    gia_tri_cu = models.JSONField("giá trị cũ", default=dict, blank=True)
    gia_tri_moi = models.JSONField("giá trị mới", default=dict, blank=True)
    ly_do = models.TextField("lý do", blank=True)
    so_van_ban = models.CharField("số văn bản", max_length=60, blank=True)

    objects = NhatKyQuerySet.as_manager()

    class Meta:
        verbose_name = "nhật ký"
        verbose_name_plural = "nhật ký"
        # Serves NhatKyQuerySet.about: the history panel of a task, a form, a report.
        indexes = [
            models.Index(fields=["loai_doi_tuong", "ma_doi_tuong"], name="nhat_ky_doi_tuong")
        ]

    def __str__(self) -> str:
        return self.mo_ta


class ThongBaoQuerySet(models.QuerySet["ThongBao"]):
    def shown(self) -> Self:
        """Keep what its reader sees as a notice of its own, newest first."""
        gathered = ThongBao.TrangThai.GOP_LAI
        return self.exclude(trang_thai=gathered).order_by("-created_at", "-pk")


class ThongBao(models.Model):
    """A notice to one person: shown in the portal, and an outbox row for the morning e-mail.

    One that another notice tells of together with many is kept on record only (``GOP_LAI``).
    """

    class TrangThai(models.TextChoices):
        CHO_GUI = "cho_gui", "chờ gửi"
        DA_GUI = "da_gui", "đã gửi"
        KHONG_GUI = "khong_gui", "không gửi thư"
        GOP_LAI = "gop_lai", "đã gộp vào thông báo chung"

    nguoi_nhan = models.ForeignKey(
        NguoiDung, models.CASCADE, verbose_name="người nhận", related_name="cac_thong_bao"
    )
    tieu_de = models.CharField("tiêu đề", max_length=200)
    noi_dung = models.TextField("nội dung", blank=True)
    duong_dan = models.CharField("đường dẫn", max_length=200, blank=True)
    khoa_trung = models.CharField("khóa trùng", max_length=120)
    trang_thai = models.CharField(
        "trạng thái", max_length=12, choices=TrangThai.choices, default=TrangThai.CHO_GUI
    )
    created_at = models.DateTimeField("tạo lúc")
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)

    objects = ThongBaoQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        constraints = [
            models.UniqueConstraint(
                fields=["nguoi_nhan", "khoa_trung"],
                name="thong_bao_khong_lap",
                violation_error_message="Thông báo này đã được gửi cho người nhận.",
            )
        ]

    def __str__(self) -> str:
        return self.tieu_de


class ThuHangNgay(models.Model):
    """The one e-mail a person gets on a day: claimed before it is sent, so never sent twice."""

    class TrangThai(models.TextChoices):
        DANG_GUI = "dang_gui", "đang gửi"
        DA_GUI = "da_gui", "đã gửi"
        LOI = "loi", "chưa gửi được"

    nguoi_nhan = models.ForeignKey(
        NguoiDung, models.CASCADE, verbose_name="người nhận", related_name="cac_thu"
    )
    ngay_gui = models.DateField("ngày gửi")
    trang_thai = models.CharField(
        "trạng thái", max_length=8, choices=TrangThai.choices, default=TrangThai.DANG_GUI
    )
    so_thong_bao = models.PositiveSmallIntegerField("số thông báo", default=0)
    so_lan_thu = models.PositiveSmallIntegerField("số lần thử", default=0)
    loi_gui = models.TextField("lỗi gửi", blank=True)
    claimed_at = models.DateTimeField("nhận gửi lúc")
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)

    class Meta:
        verbose_name = "thư hằng ngày"
        verbose_name_plural = "thư hằng ngày"
        constraints = [
            models.UniqueConstraint(
                fields=["nguoi_nhan", "ngay_gui"],
                name="thu_hang_ngay_mot_thu",
                violation_error_message="Người này đã có thư của ngày đó.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.nguoi_nhan}, {self.ngay_gui:%d/%m/%Y}"


class ViecHangNgay(models.Model):
    """A daily job done for one day: what a day that was missed is told from."""

    ten = models.CharField("tên", max_length=60)
    ngay_chay = models.DateField("ngày chạy")
    done_at = models.DateTimeField("xong lúc")
    ket_qua = models.JSONField("kết quả", default=dict, blank=True)

    class Meta:
        verbose_name = "việc hằng ngày"
        verbose_name_plural = "việc hằng ngày"
        constraints = [
            models.UniqueConstraint(
                fields=["ten", "ngay_chay"],
                name="viec_hang_ngay_mot_lan",
                violation_error_message="Việc này đã làm xong cho ngày đó.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ten}, {self.ngay_chay:%d/%m/%Y}"
