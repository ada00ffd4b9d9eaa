"""Reminder letters (công văn đôn đốc) to one unit, decided by a leader."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from baocao.trang_thai import FROZEN_LETTER, TrangThaiCongVan
from donvi.ban_ghi import recorded
from donvi.models import DonVi, NguoiDung
from donvi.policies import scope_of
from donvi.vai_tro import VaiTro
from kehoach.models import KeHoach

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class CongVanDonDocQuerySet(models.QuerySet["CongVanDonDoc"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the letters this person may read, newest first.

        Who watches over all units of a commune reads all its letters; once a letter is approved,
        so do the unit it is for and the commune's văn thư.
        """
        scope = scope_of(user)
        watched = Q(ke_hoach__xa__in=scope.reading_communes) | Q(
            ke_hoach__xa__ma_tinh__in=scope.cac_ma_tinh
        )
        concerned = Q(don_vi__in=scope.own_units) | Q(
            ke_hoach__xa__in=scope.communes_with(VaiTro.VAN_THU)
        )
        approved = Q(trang_thai__in=FROZEN_LETTER)
        found = self if scope.is_admin else self.filter(watched | concerned & approved)
        return found.order_by("-created_at", "-pk")


class CongVanDonDoc(models.Model):
    """One letter that asks a unit for what is late; ``su_viec`` is the frozen list of facts."""

    ke_hoach = models.ForeignKey(
        KeHoach, models.PROTECT, verbose_name="kế hoạch", related_name="cac_cong_van"
    )
    don_vi = models.ForeignKey(
        DonVi, models.PROTECT, verbose_name="đơn vị", related_name="cac_cong_van"
    )
    trich_yeu = models.CharField("trích yếu", max_length=300)
    noi_dung = models.TextField("nội dung")
    su_viec = models.JSONField("sự việc", default=dict, blank=True)
    ngay_so_lieu = models.DateField("ngày số liệu", help_text="Ngày mà các sự việc được tính.")
    han_tra_loi = models.DateField("hạn trả lời", null=True, blank=True)
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

    objects = CongVanDonDocQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "công văn đôn đốc"
        verbose_name_plural = "công văn đôn đốc"
        constraints = [
            models.CheckConstraint(
                condition=Q(so_hieu="", ngay_ban_hanh__isnull=True)
                | ~Q(so_hieu="") & Q(ngay_ban_hanh__isnull=False),
                name="cong_van_so_va_ngay",
                violation_error_message="Số hiệu và ngày ban hành phải cùng có hoặc cùng trống.",
            ),
            models.CheckConstraint(
                condition=~Q(trang_thai__in=["da_duyet", "da_ban_hanh"])
                | Q(approved_at__isnull=False),
                name="cong_van_duyet_co_luc",
                violation_error_message="Công văn đã duyệt thì phải ghi thời điểm duyệt.",
            ),
        ]

    def __str__(self) -> str:
        return self.trich_yeu
