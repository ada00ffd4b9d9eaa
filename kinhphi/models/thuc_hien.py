"""What became of the money: appraisal, allocation, disbursement, settlement.

Nothing here is edited or deleted once recorded: what was wrong is cancelled with a reason, and
what is right is recorded beside it.
"""

from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from donvi.ban_ghi import recorded
from donvi.lua_chon import LuaChon
from donvi.models import NguoiDung
from donvi.policies import scope_of
from kehoach.models import KeHoach
from kinhphi.models.du_toan import MOT_NOI, DongKinhPhi, NguonVon
from nhiemvu.models import NhiemVu

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class CoTheHuy(models.Model):
    """A row that is cancelled with a reason instead of being changed or deleted."""

    cancelled_at = models.DateTimeField("hủy lúc", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người hủy",
        null=True,
        blank=True,
        related_name="+",
    )
    ly_do_huy = models.TextField("lý do hủy", blank=True)

    class Meta:
        abstract = True

    @property
    def is_frozen(self) -> bool:
        """Tell the admin site that a correction needs a reason, and that nothing is deleted."""
        return True

    @property
    def is_cancelled(self) -> bool:
        """Tell whether the row counts in no sum any more."""
        return self.cancelled_at is not None


DU_KHI_HUY = Q(cancelled_at__isnull=True, ly_do_huy="") | (
    Q(cancelled_at__isnull=False) & ~Q(ly_do_huy="")
)


class LoaiKhoan(LuaChon):
    """Say which step of the budget cycle a movement belongs to."""

    PHAN_BO = "phan_bo", "phân bổ"
    GIAI_NGAN = "giai_ngan", "giải ngân"
    QUYET_TOAN = "quyet_toan", "quyết toán"


class KhoanKinhPhiQuerySet(models.QuerySet["KhoanKinhPhi"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the movements in the plans this person may see, newest first."""
        return self.filter(scope_of(user).xa_filter("ke_hoach__xa__")).order_by(
            "-ngay_chung_tu", "-pk"
        )

    def standing(self) -> Self:
        """Keep the movements that count: those that were not cancelled."""
        return self.filter(cancelled_at__isnull=True)


class KhoanKinhPhi(CoTheHuy):
    """A movement of money, on a budget line or (plans without a budget tree) on a task."""

    ke_hoach = models.ForeignKey(
        KeHoach, models.PROTECT, verbose_name="kế hoạch", related_name="cac_khoan_kinh_phi"
    )
    dong_kinh_phi = models.ForeignKey(
        DongKinhPhi,
        models.PROTECT,
        verbose_name="dòng kinh phí",
        null=True,
        blank=True,
        related_name="cac_khoan",
    )
    nhiem_vu = models.ForeignKey(
        NhiemVu,
        models.PROTECT,
        verbose_name="nhiệm vụ",
        null=True,
        blank=True,
        related_name="cac_khoan_kinh_phi",
    )
    loai_khoan = models.CharField("loại khoản", max_length=12, choices=LoaiKhoan.choices())
    so_tien = models.BigIntegerField(
        "số tiền",
        validators=[MinValueValidator(1, "Số tiền phải lớn hơn 0 đồng.")],
        help_text="Đồng.",
    )
    ngay_chung_tu = models.DateField("ngày chứng từ")
    so_chung_tu = models.CharField("số chứng từ", max_length=60, blank=True)
    dien_giai = models.TextField("diễn giải", blank=True)
    nguon_von = models.ForeignKey(
        NguonVon,
        models.PROTECT,
        verbose_name="nguồn vốn",
        null=True,
        blank=True,
        related_name="cac_khoan",
    )
    thay_cho = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name="thay cho",
        null=True,
        blank=True,
        related_name="khoan_thay",
    )
    la_minh_hoa = models.BooleanField("là minh họa", default=False)

    objects = KhoanKinhPhiQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "khoản kinh phí"
        verbose_name_plural = "khoản kinh phí"
        constraints = [
            models.CheckConstraint(
                condition=Q(so_tien__gt=0),
                name="khoan_kinh_phi_duong",
                violation_error_message="Số tiền phải lớn hơn 0 đồng.",
            ),
            models.CheckConstraint(
                condition=MOT_NOI,
                name="khoan_kinh_phi_mot_noi",
                violation_error_message=(
                    "Khoản tiền gắn với đúng một dòng kinh phí hoặc một nhiệm vụ."
                ),
            ),
            models.CheckConstraint(
                condition=DU_KHI_HUY,
                name="khoan_kinh_phi_huy_co_ly_do",
                violation_error_message="Hủy một khoản tiền thì phải ghi lý do hủy.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_loai_khoan_display()} {self.so_tien} đồng"


class ThamDinhQuerySet(models.QuerySet["ThamDinh"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the appraisals in the plans this person may see, newest first."""
        return self.filter(scope_of(user).xa_filter("ke_hoach__xa__")).order_by(
            "-ngay_van_ban", "-pk"
        )

    def standing(self) -> Self:
        """Keep the appraisals in force: at most one per budget row or task."""
        return self.filter(cancelled_at__isnull=True)


class ThamDinh(CoTheHuy):
    """What the finance office found a budget row or task to need, beside what the plan prints."""

    ke_hoach = models.ForeignKey(
        KeHoach, models.PROTECT, verbose_name="kế hoạch", related_name="cac_tham_dinh"
    )
    dong_kinh_phi = models.ForeignKey(
        DongKinhPhi,
        models.PROTECT,
        verbose_name="dòng kinh phí",
        null=True,
        blank=True,
        related_name="cac_tham_dinh",
    )
    nhiem_vu = models.ForeignKey(
        NhiemVu,
        models.PROTECT,
        verbose_name="nhiệm vụ",
        null=True,
        blank=True,
        related_name="cac_tham_dinh",
    )
    so_tien = models.BigIntegerField(
        "số tiền",
        validators=[MinValueValidator(0, "Số tiền thẩm định không được âm.")],
        help_text="Đồng.",
    )
    so_tien_in = models.BigIntegerField(
        "số tiền in", null=True, blank=True, help_text="Số in của dòng lúc thẩm định."
    )
    ngay_van_ban = models.DateField("ngày văn bản")
    so_van_ban = models.CharField("số văn bản", max_length=60)
    ghi_chu = models.TextField("ghi chú", blank=True)
    la_minh_hoa = models.BooleanField("là minh họa", default=False)
    created_at = models.DateTimeField("lúc")
    created_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người thẩm định",
        null=True,
        blank=True,
        related_name="+",
    )

    objects = ThamDinhQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "thẩm định"
        verbose_name_plural = "thẩm định"
        constraints = [
            models.CheckConstraint(
                condition=Q(so_tien__gte=0),
                name="tham_dinh_khong_am",
                violation_error_message="Số tiền thẩm định không được âm.",
            ),
            models.CheckConstraint(
                condition=MOT_NOI,
                name="tham_dinh_mot_noi",
                violation_error_message=(
                    "Thẩm định gắn với đúng một dòng kinh phí hoặc một nhiệm vụ."
                ),
            ),
            models.CheckConstraint(
                condition=DU_KHI_HUY,
                name="tham_dinh_huy_co_ly_do",
                violation_error_message="Hủy thẩm định thì phải ghi lý do hủy.",
            ),
            models.UniqueConstraint(
                fields=["dong_kinh_phi"],
                condition=Q(cancelled_at__isnull=True),
                name="tham_dinh_dong_mot_lan",
                violation_error_message="Dòng kinh phí này đã có thẩm định còn hiệu lực.",
            ),
            models.UniqueConstraint(
                fields=["nhiem_vu"],
                condition=Q(cancelled_at__isnull=True),
                name="tham_dinh_nhiem_vu_mot_lan",
                violation_error_message="Nhiệm vụ này đã có thẩm định còn hiệu lực.",
            ),
        ]

    def __str__(self) -> str:
        return f"thẩm định {self.so_tien} đồng, {self.so_van_ban}"
