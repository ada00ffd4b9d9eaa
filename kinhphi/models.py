"""With what money: sources, the budget tree, what was allocated, disbursed and settled."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from donvi.ban_ghi import KhoaTimKiem, recorded
from donvi.lua_chon import LuaChon
from donvi.models import NguoiDung
from donvi.policies import scope_of
from kehoach.models import KeHoach
from nhiemvu.models import NhiemVu

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


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
        NguonVon, verbose_name="các nguồn vốn", related_name="cac_dong", blank=True
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


class KhoanKinhPhi(models.Model):
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
                condition=Q(dong_kinh_phi__isnull=False, nhiem_vu__isnull=True)
                | Q(dong_kinh_phi__isnull=True, nhiem_vu__isnull=False),
                name="khoan_kinh_phi_mot_noi",
                violation_error_message=(
                    "Khoản tiền gắn với đúng một dòng kinh phí hoặc một nhiệm vụ."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_loai_khoan_display()} {self.so_tien} đồng"


class ChapNhanSaiLech(models.Model):
    """An authorised person's decision to let a mismatch stand, with the reason.

    It covers the two values it was given for: when either changes, the mismatch is open again.
    """

    ke_hoach = models.ForeignKey(
        KeHoach, models.CASCADE, verbose_name="kế hoạch", related_name="cac_chap_nhan"
    )
    ma_van_de = models.CharField("mã vấn đề", max_length=20)
    doi_tuong = models.CharField("đối tượng", max_length=60)
    gia_tri_in = models.CharField("giá trị in", max_length=300, blank=True)
    gia_tri_tinh = models.CharField("giá trị tính", max_length=300, blank=True)
    ly_do = models.TextField("lý do")
    created_at = models.DateTimeField("lúc")
    created_by = models.ForeignKey(
        NguoiDung, models.PROTECT, verbose_name="người chấp nhận", related_name="+"
    )

    history = recorded()

    class Meta:
        verbose_name = "chấp nhận sai lệch"
        verbose_name_plural = "chấp nhận sai lệch"
        constraints = [
            models.UniqueConstraint(
                fields=["ke_hoach", "ma_van_de", "doi_tuong"],
                name="chap_nhan_mot_lan",
                violation_error_message="Sai lệch này đã được chấp nhận.",
            ),
            models.CheckConstraint(
                condition=~Q(ly_do=""),
                name="chap_nhan_co_ly_do",
                violation_error_message="Chấp nhận sai lệch thì phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ma_van_de} {self.doi_tuong}"
