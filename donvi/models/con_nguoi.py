"""People with an account, and the roles they hold."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from donvi.ban_ghi import recorded
from donvi.models.to_chuc import DonVi
from donvi.vai_tro import VaiTro


class NguoiDung(AbstractUser):
    """A person with an account. The name is one field: Vietnamese names are not split."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    ho_ten = models.CharField("họ tên", max_length=150)
    chuc_vu = models.CharField("chức vụ", max_length=150, blank=True)
    nhan_thu = models.BooleanField(
        "nhận thư",
        default=True,
        help_text="Nhận thư điện tử buổi sáng; thông báo trên cổng vẫn có.",
    )

    REQUIRED_FIELDS = ["ho_ten"]

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"

    def __str__(self) -> str:
        return self.ho_ten or self.username

    def get_full_name(self) -> str:
        return self.ho_ten

    def get_short_name(self) -> str:
        return self.ho_ten


class ThanhVien(models.Model):
    """A role a person holds: in a unit, for a commune, for a province, or for the portal."""

    nguoi_dung = models.ForeignKey(
        NguoiDung, models.CASCADE, verbose_name="người dùng", related_name="cac_vai_tro"
    )
    vai_tro = models.CharField("vai trò", max_length=20, choices=VaiTro.choices())
    don_vi = models.ForeignKey(
        DonVi,
        models.PROTECT,
        verbose_name="đơn vị",
        null=True,
        blank=True,
        related_name="cac_thanh_vien",
    )
    ma_tinh = models.CharField("mã tỉnh", max_length=2, blank=True)

    history = recorded()

    class Meta:
        verbose_name = "thành viên"
        verbose_name_plural = "thành viên"
        constraints = [
            # SQLite can't compare nulls as equal; a missing unit counts as 0 instead.
            models.UniqueConstraint(
                "nguoi_dung",
                "vai_tro",
                Coalesce("don_vi", 0),
                "ma_tinh",
                name="thanh_vien_duy_nhat",
                violation_error_message="Người này đã giữ vai trò đó.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(vai_tro=VaiTro.QUAN_TRI, don_vi__isnull=True, ma_tinh="")
                    | Q(vai_tro=VaiTro.CAP_TINH, don_vi__isnull=True) & ~Q(ma_tinh="")
                    | Q(don_vi__isnull=False, ma_tinh="")
                    & ~Q(vai_tro__in=[VaiTro.QUAN_TRI, VaiTro.CAP_TINH])
                ),
                name="thanh_vien_dung_pham_vi",
                violation_error_message=(
                    "Vai trò cấp tỉnh cần mã tỉnh, vai trò quản trị không gắn đơn vị, "
                    "các vai trò khác cần một đơn vị."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nguoi_dung}: {self.get_vai_tro_display()}"
