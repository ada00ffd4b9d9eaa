"""Extensions: a lead unit asks for a later deadline, a leader of the commune decides."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from donvi.ban_ghi import recorded
from donvi.models import NguoiDung
from donvi.policies import scope_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class GiaHanQuerySet(models.QuerySet["GiaHan"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep requests of own units and of those merged into them; all for who reads all units."""
        scope, unit = scope_of(user), "phan_cong__don_vi"
        seen = scope.unit_filter(f"{unit}_id", "phan_cong__nhiem_vu__ke_hoach__xa_id")
        merged = Q(**{f"{unit}__don_vi_ke_tiep__in": scope.own_units})
        found = self.filter(seen if scope.is_admin else seen | merged)
        return found.order_by("-created_at", "-pk")

    def pending(self) -> Self:
        """Keep the requests no leader has decided yet."""
        return self.filter(trang_thai=GiaHan.TrangThaiGiaHan.CHO_QUYET_DINH)

    def with_names(self) -> Self:
        """Load what a row or page of a request shows: no query afterwards."""
        return self.select_related(
            "phan_cong__nhiem_vu__ke_hoach__xa",
            "phan_cong__nhiem_vu__ke_hoach__don_vi_dau_moi",
            "phan_cong__don_vi__don_vi_ke_tiep",
            "created_by", "advised_by", "decided_by",
        )  # fmt: skip


class GiaHan(models.Model):
    """A request of the lead unit to move the deadline, decided by a leader of the commune.

    One the unit withdrew bears who did and when in ``decided_by`` and ``decided_at``.
    """

    class TrangThaiGiaHan(models.TextChoices):
        CHO_QUYET_DINH = "cho_quyet_dinh", "chờ quyết định"
        DONG_Y = "dong_y", "đồng ý"
        KHONG_DONG_Y = "khong_dong_y", "không đồng ý"
        DA_RUT = "da_rut", "đã rút đề nghị"

    phan_cong = models.ForeignKey(
        "nhiemvu.PhanCong", models.PROTECT, verbose_name="phân công", related_name="cac_gia_han"
    )
    han_cu = models.DateField("hạn cũ", null=True, blank=True, help_text="Hạn khi xin gia hạn.")
    han_moi = models.DateField("hạn mới")
    ly_do = models.TextField("lý do")
    trang_thai = models.CharField(
        "trạng thái",
        max_length=16,
        choices=TrangThaiGiaHan.choices,
        default=TrangThaiGiaHan.CHO_QUYET_DINH,
    )
    y_kien = models.TextField("ý kiến", blank=True)
    created_at = models.DateTimeField("tạo lúc")
    created_by = models.ForeignKey(
        NguoiDung, models.PROTECT, verbose_name="người xin", related_name="+"
    )
    y_kien_dau_moi = models.TextField("ý kiến đầu mối", blank=True)
    advised_at = models.DateTimeField("cho ý kiến lúc", null=True, blank=True)
    advised_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người cho ý kiến",
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField("quyết định lúc", null=True, blank=True)
    decided_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người quyết định",
        null=True,
        blank=True,
        related_name="+",
    )

    objects = GiaHanQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "gia hạn"
        verbose_name_plural = "gia hạn"
        constraints = [  # noqa: RUF012 - as Django wants it
            models.CheckConstraint(
                condition=Q(trang_thai="cho_quyet_dinh", decided_at__isnull=True)
                | ~Q(trang_thai="cho_quyet_dinh") & Q(decided_at__isnull=False),
                name="gia_han_quyet_dinh_co_luc",
                violation_error_message="Đã quyết định gia hạn thì phải ghi thời điểm.",
            ),
            models.CheckConstraint(
                condition=~Q(trang_thai="khong_dong_y") | ~Q(y_kien=""),
                name="gia_han_tu_choi_co_y_kien",
                violation_error_message="Không đồng ý gia hạn thì phải ghi ý kiến.",
            ),
            models.UniqueConstraint(
                fields=["phan_cong"],
                condition=Q(trang_thai="cho_quyet_dinh"),
                name="gia_han_mot_de_nghi",
                violation_error_message="Đơn vị đã có một đề nghị gia hạn chờ quyết định.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phan_cong}: đến {self.han_moi:%d/%m/%Y}"
