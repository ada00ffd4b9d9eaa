"""Versions of a plan as they were approved, and the amendments that lead from one to the next."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from baocao.trang_thai import TrangThaiCongVan
from donvi.ban_ghi import recorded
from donvi.models import NguoiDung
from donvi.policies import scope_of
from kehoach.models import KeHoach

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class PhienBanQuerySet(models.QuerySet["PhienBan"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the versions of plans of the communes this person may see, newest first."""
        return self.filter(scope_of(user).xa_filter("ke_hoach__xa__")).order_by(
            "-so_phien_ban", "-pk"
        )


class PhienBan(models.Model):
    """What a plan said when it was approved: a snapshot that later edits never change.

    The plan itself goes on being corrected; units' progress stays with its tasks. ``ma_bam`` is
    the SHA-256 of ``noi_dung`` written as canonical JSON.
    """

    ke_hoach = models.ForeignKey(
        KeHoach, models.PROTECT, verbose_name="kế hoạch", related_name="cac_phien_ban"
    )
    so_phien_ban = models.PositiveSmallIntegerField("số phiên bản")
    noi_dung = models.JSONField("nội dung", default=dict)
    ma_bam = models.CharField("mã băm", max_length=64, help_text="SHA-256.")
    ly_do = models.TextField("lý do", blank=True)
    created_at = models.DateTimeField("tạo lúc")
    created_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người tạo",
        null=True,
        blank=True,
        related_name="+",
    )

    objects = PhienBanQuerySet.as_manager()

    class Meta:
        verbose_name = "phiên bản"
        verbose_name_plural = "phiên bản"
        constraints = [
            models.UniqueConstraint(
                fields=["ke_hoach", "so_phien_ban"],
                name="phien_ban_so_duy_nhat",
                violation_error_message="Kế hoạch đã có phiên bản mang số này.",
            )
        ]

    def __str__(self) -> str:
        return f"Phiên bản {self.so_phien_ban}"


class DieuChinhQuerySet(models.QuerySet["DieuChinh"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the amendments of the communes this person may see, newest first."""
        return self.filter(scope_of(user).xa_filter("ke_hoach__xa__")).order_by(
            "-created_at", "-pk"
        )


class DieuChinh(models.Model):
    """An amendment (điều chỉnh) of a plan: from a version to what the plan says now.

    ``den_phien_ban`` is set when a leader approves: the plan's words of that moment.
    """

    ke_hoach = models.ForeignKey(
        KeHoach, models.PROTECT, verbose_name="kế hoạch", related_name="cac_dieu_chinh"
    )
    tu_phien_ban = models.ForeignKey(
        PhienBan, models.PROTECT, verbose_name="từ phiên bản", related_name="+"
    )
    den_phien_ban = models.ForeignKey(
        PhienBan,
        models.PROTECT,
        verbose_name="đến phiên bản",
        null=True,
        blank=True,
        related_name="+",
    )
    trich_yeu = models.CharField("trích yếu", max_length=300)
    ly_do = models.TextField("lý do")
    trang_thai = models.CharField(
        "trạng thái",
        max_length=12,
        choices=TrangThaiCongVan.choices(),
        default=TrangThaiCongVan.DU_THAO,
    )
    ly_do_tra_lai = models.TextField("lý do trả lại", blank=True)
    so_hieu = models.CharField("số hiệu", max_length=20, blank=True)
    ngay_ban_hanh = models.DateField("ngày ban hành", null=True, blank=True)
    lan_luu = models.PositiveIntegerField("lần lưu", default=0)
    created_at = models.DateTimeField("tạo lúc")
    created_by = models.ForeignKey(
        NguoiDung, models.PROTECT, verbose_name="người tạo", related_name="+"
    )
    approved_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    approved_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người duyệt",
        null=True,
        blank=True,
        related_name="+",
    )

    objects = DieuChinhQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "điều chỉnh"
        verbose_name_plural = "điều chỉnh"
        constraints = [
            models.UniqueConstraint(
                fields=["ke_hoach"],
                condition=Q(trang_thai__in=["du_thao", "cho_duyet"]),
                name="dieu_chinh_mot_ban_dang_soan",
                violation_error_message="Kế hoạch đang có một bản điều chỉnh chưa duyệt.",
            ),
            models.CheckConstraint(
                condition=Q(so_hieu="", ngay_ban_hanh__isnull=True)
                | ~Q(so_hieu="") & Q(ngay_ban_hanh__isnull=False),
                name="dieu_chinh_so_va_ngay",
                violation_error_message="Số hiệu và ngày ban hành phải cùng có hoặc cùng trống.",
            ),
            models.CheckConstraint(
                condition=~Q(trang_thai__in=["da_duyet", "da_ban_hanh"])
                | Q(approved_at__isnull=False, den_phien_ban__isnull=False),
                name="dieu_chinh_duyet_co_luc",
                violation_error_message=(
                    "Điều chỉnh đã duyệt thì phải ghi thời điểm duyệt và phiên bản."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.trich_yeu
