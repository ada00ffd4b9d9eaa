"""What a plan estimates: its sources of money, the budget tree, which source pays how much."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from donvi.ban_ghi import KhoaTimKiem, recorded
from donvi.models import NguoiDung
from donvi.policies import scope_of
from kehoach.models import KeHoach
from nhiemvu.models import NhiemVu

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

# Money stands on a budget row or, in plans without a budget tree, on a task: on exactly one.
MOT_NOI = Q(dong_kinh_phi__isnull=False, nhiem_vu__isnull=True) | Q(
    dong_kinh_phi__isnull=True, nhiem_vu__isnull=False
)


class NguonVon(models.Model):
    """A source of money, in the words of the plan."""

    ke_hoach = models.ForeignKey(
        KeHoach, models.CASCADE, verbose_name="kế hoạch", related_name="cac_nguon_von"
    )
    ten = models.TextField("tên")
    thu_tu = models.PositiveSmallIntegerField("thứ tự")

    history = recorded()

    class Meta:
        verbose_name = "nguồn vốn"
        verbose_name_plural = "nguồn vốn"

    def __str__(self) -> str:
        return self.ten


class DongKinhPhiQuerySet(models.QuerySet["DongKinhPhi"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the budget lines of the plans this person may see."""
        return self.filter(scope_of(user).xa_filter("ke_hoach__xa__")).in_order()

    def in_order(self) -> Self:
        """Order as the plan prints them."""
        return self.order_by("ke_hoach_id", "thu_tu", "pk")


class DongKinhPhi(KhoaTimKiem):
    """A row of the budget tree A / I / 1; amounts are whole đồng, as printed."""

    class CapDong(models.TextChoices):
        PHAN = "phan", "phần"
        MUC_LON = "muc", "mục"
        DONG = "dong", "dòng"

    ke_hoach = models.ForeignKey(
        KeHoach, models.CASCADE, verbose_name="kế hoạch", related_name="cac_dong_kinh_phi"
    )
    dong_cha = models.ForeignKey(
        "self",
        models.CASCADE,
        verbose_name="dòng cha",
        null=True,
        blank=True,
        related_name="cac_dong_con",
    )
    ma = models.CharField("mã", max_length=30)
    cap_dong = models.CharField("cấp dòng", max_length=6, choices=CapDong.choices)
    so_in = models.CharField("số in", max_length=20, blank=True)
    noi_dung = models.TextField("nội dung")
    don_vi_tinh = models.CharField("đơn vị tính", max_length=60, blank=True)
    so_luong_nguyen_van = models.CharField("số lượng nguyên văn", max_length=40, blank=True)
    so_luong = models.DecimalField(
        "số lượng",
        max_digits=14,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "Số lượng không được âm.")],
    )
    don_gia = models.BigIntegerField("đơn giá", null=True, blank=True)
    thanh_tien_in = models.BigIntegerField("thành tiền in", null=True, blank=True)
    ghi_chu = models.TextField("ghi chú", blank=True)
    cac_nguon_von = models.ManyToManyField(
        NguonVon,
        through="PhanNguon",
        through_fields=("dong_kinh_phi", "nguon_von"),
        verbose_name="các nguồn vốn",
        related_name="cac_dong",
        blank=True,
    )
    nhiem_vu = models.ForeignKey(
        NhiemVu,
        models.SET_NULL,
        verbose_name="nhiệm vụ",
        null=True,
        blank=True,
        related_name="cac_dong_kinh_phi",
    )
    thu_tu = models.PositiveSmallIntegerField("thứ tự")

    objects = DongKinhPhiQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "dòng kinh phí"
        verbose_name_plural = "dòng kinh phí"
        constraints = [
            models.UniqueConstraint(
                fields=["ke_hoach", "ma"],
                name="dong_kinh_phi_ma_duy_nhat",
                violation_error_message="Kế hoạch đã có dòng kinh phí mang mã này.",
            ),
            models.CheckConstraint(
                condition=(Q(don_gia__isnull=True) | Q(don_gia__gte=0))
                & (Q(thanh_tien_in__isnull=True) | Q(thanh_tien_in__gte=0))
                & (Q(so_luong__isnull=True) | Q(so_luong__gte=0)),
                name="dong_kinh_phi_khong_am",
                violation_error_message="Số lượng, đơn giá và thành tiền không được âm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ma}. {self.noi_dung}"

    def searchable_text(self) -> str:
        return f"{self.ma} {self.noi_dung} {self.ghi_chu}"

    def sortable_text(self) -> str:
        return self.ma


class PhanNguonQuerySet(models.QuerySet["PhanNguon"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the parts in the plans this person may see, in the order of the sources."""
        mine = scope_of(user).xa_filter("nguon_von__ke_hoach__xa__")
        return self.filter(mine).order_by("nguon_von__ke_hoach_id", "nguon_von__thu_tu", "pk")


class PhanNguon(models.Model):
    """What one source pays of a budget row or task: whole đồng, empty where no plan splits it."""

    dong_kinh_phi = models.ForeignKey(
        DongKinhPhi,
        models.CASCADE,
        verbose_name="dòng kinh phí",
        null=True,
        blank=True,
        related_name="cac_phan_nguon",
    )
    nhiem_vu = models.ForeignKey(
        NhiemVu,
        models.CASCADE,
        verbose_name="nhiệm vụ",
        null=True,
        blank=True,
        related_name="cac_phan_nguon",
    )
    nguon_von = models.ForeignKey(
        NguonVon, models.RESTRICT, verbose_name="nguồn vốn", related_name="cac_phan"
    )
    so_tien = models.BigIntegerField(
        "số tiền",
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "Số tiền của một nguồn không được âm.")],
        help_text="Đồng; để trống khi kế hoạch không chia số tiền theo nguồn.",
    )

    objects = PhanNguonQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "phân nguồn"
        verbose_name_plural = "phân nguồn"
        constraints = [
            models.UniqueConstraint(
                fields=["dong_kinh_phi", "nguon_von"],
                name="phan_nguon_dong_mot_lan",
                violation_error_message="Dòng kinh phí này đã có nguồn ấy.",
            ),
            models.UniqueConstraint(
                fields=["nhiem_vu", "nguon_von"],
                name="phan_nguon_nhiem_vu_mot_lan",
                violation_error_message="Nhiệm vụ này đã có nguồn ấy.",
            ),
            models.CheckConstraint(
                condition=MOT_NOI,
                name="phan_nguon_mot_noi",
                violation_error_message=(
                    "Phần của nguồn gắn với đúng một dòng kinh phí hoặc một nhiệm vụ."
                ),
            ),
            models.CheckConstraint(
                condition=Q(so_tien__isnull=True) | Q(so_tien__gte=0),
                name="phan_nguon_khong_am",
                violation_error_message="Số tiền của một nguồn không được âm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nguon_von}: {self.so_tien} đồng" if self.so_tien else str(self.nguon_von)
