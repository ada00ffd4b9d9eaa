"""One-time links: a village head without an account fills one form on a phone."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.timezone import get_current_timezone

from baocao.models.phieu import PhieuBaoCao
from donvi.ban_ghi import recorded
from donvi.models import NguoiDung
from donvi.policies import scope_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class LienKetNhapQuerySet(models.QuerySet["LienKetNhap"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the links to the forms this person may open."""
        form = "phieu_bao_cao__"
        scope = scope_of(user).unit_filter(f"{form}don_vi_id", f"{form}ke_hoach__xa_id")
        return self.filter(scope).order_by("-created_at", "-pk")


class LienKetNhap(models.Model):
    """A link that opens one form to one person, until a moment, and counts once confirmed.

    Only the digest of the link's secret is stored. What was typed stays here, apart from the form,
    until an officer confirms it.
    """

    class TrangThai(models.TextChoices):
        CHO_NHAP = "cho_nhap", "chờ nhập"
        CHO_XAC_NHAN = "cho_xac_nhan", "chờ xác nhận"
        DA_XAC_NHAN = "da_xac_nhan", "đã xác nhận"
        TU_CHOI = "tu_choi", "không nhận"
        THU_HOI = "thu_hoi", "đã thu hồi"

    phieu_bao_cao = models.ForeignKey(
        PhieuBaoCao, models.PROTECT, verbose_name="phiếu báo cáo", related_name="cac_lien_ket"
    )
    nguoi_nhap = models.CharField("người nhập", max_length=150, help_text="Họ tên, chức danh.")
    ma_bam = models.CharField("mã băm", max_length=64, unique=True, help_text="SHA-256 của mã.")
    het_han_luc = models.DateTimeField("hết hạn lúc")
    trang_thai = models.CharField(
        "trạng thái", max_length=12, choices=TrangThai.choices, default=TrangThai.CHO_NHAP
    )
    noi_dung = models.JSONField("nội dung", default=dict, blank=True)
    lan_luu = models.PositiveIntegerField("lần lưu", default=0)
    created_at = models.DateTimeField("tạo lúc")
    created_by = models.ForeignKey(
        NguoiDung, models.PROTECT, verbose_name="người tạo", related_name="+"
    )
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    decided_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    decided_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người xác nhận",
        null=True,
        blank=True,
        related_name="+",
    )
    ly_do = models.TextField("lý do", blank=True)

    objects = LienKetNhapQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "liên kết nhập"
        verbose_name_plural = "liên kết nhập"
        constraints = [
            models.CheckConstraint(
                condition=~Q(trang_thai__in=["cho_xac_nhan", "da_xac_nhan"])
                | Q(sent_at__isnull=False),
                name="lien_ket_da_gui_co_luc",
                violation_error_message="Nội dung đã gửi thì phải ghi thời điểm gửi.",
            ),
            models.CheckConstraint(
                condition=~Q(trang_thai__in=["da_xac_nhan", "tu_choi"])
                | Q(decided_at__isnull=False),
                name="lien_ket_xac_nhan_co_luc",
                violation_error_message="Đã quyết định thì phải ghi thời điểm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nguoi_nhap}: {self.phieu_bao_cao}"

    @property
    def last_day(self) -> date:
        """Give the last day on which the link opens (Vietnam time)."""
        last = self.het_han_luc - timedelta(microseconds=1)
        return last.astimezone(get_current_timezone()).date()
