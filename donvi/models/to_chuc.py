"""Communes, their units, groups of units, and the spellings found in plans."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from donvi.ban_ghi import KhoaTimKiem, recorded
from donvi.lua_chon import LuaChon
from donvi.policies import scope_of
from donvi.tieng_viet import fold, normalise

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models.con_nguoi import NguoiDung


class XaQuerySet(models.QuerySet["Xa"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the communes this person may see (one query for the memberships, cached)."""
        return self.filter(scope_of(user).xa_filter("")).order_by("khoa_sap_xep", "pk")


class Xa(KhoaTimKiem):
    """A commune (xã, phường). Its name is never a key: 245 names occur in several provinces."""

    class CapHanhChinh(models.TextChoices):
        XA = "xa", "xã"
        PHUONG = "phuong", "phường"

    ma = models.CharField(
        "mã",
        max_length=5,
        unique=True,
        validators=[RegexValidator(r"^\d{5}$", "Mã xã gồm đúng 5 chữ số, ví dụ 18313.")],
        error_messages={"unique": "Đã có xã mang mã này."},
    )
    ten = models.CharField("tên", max_length=100)
    cap_hanh_chinh = models.CharField(
        "cấp hành chính", max_length=10, choices=CapHanhChinh.choices, default=CapHanhChinh.XA
    )
    ma_tinh = models.CharField("mã tỉnh", max_length=2)
    ten_tinh = models.CharField("tên tỉnh", max_length=100)

    objects = XaQuerySet.as_manager()

    class Meta:
        verbose_name = "xã"
        verbose_name_plural = "xã, phường"

    def __str__(self) -> str:
        return f"{self.get_cap_hanh_chinh_display()} {self.ten}"

    def sortable_text(self) -> str:
        return self.ten


class LoaiDonVi(LuaChon):
    """Say what kind of body a unit is."""

    LANH_DAO = "lanh_dao", "lãnh đạo, cơ quan ban hành"
    VAN_PHONG = "van_phong", "văn phòng"
    PHONG = "phong", "phòng chuyên môn"
    TRUNG_TAM = "trung_tam", "trung tâm"
    CONG_AN = "cong_an", "công an"
    TRAM_Y_TE = "tram_y_te", "trạm y tế"
    TRUONG_HOC = "truong_hoc", "trường học"
    THON = "thon", "thôn"
    DOAN_THE = "doan_the", "đoàn thể"
    CO_QUAN_DANG = "co_quan_dang", "cơ quan đảng, dân cử"
    TO_CONG_TAC = "to_cong_tac", "tổ công tác"
    NGOAI_XA = "ngoai_xa", "ngoài xã"


class DonViQuerySet(models.QuerySet["DonVi"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the units of the communes this person may see."""
        return self.filter(scope_of(user).xa_filter("xa__")).order_by(
            "thu_tu", "khoa_sap_xep", "pk"
        )

    def active(self, on: date) -> Self:
        """Keep the units that exist on the day ``on`` (their last day included)."""
        return self.filter(Q(ngay_ket_thuc__isnull=True) | Q(ngay_ket_thuc__gte=on))


class DonVi(KhoaTimKiem):
    """A unit of a commune, or an outside body that leads something in its plan."""

    xa = models.ForeignKey(Xa, models.PROTECT, verbose_name="xã", related_name="cac_don_vi")
    ma = models.CharField("mã", max_length=30)
    ten = models.CharField("tên", max_length=200)
    loai_don_vi = models.CharField("loại đơn vị", max_length=20, choices=LoaiDonVi.choices())
    thu_tu = models.PositiveSmallIntegerField("thứ tự", default=100)
    don_vi_ke_tiep = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="đơn vị kế tiếp",
        null=True,
        blank=True,
        related_name="cac_don_vi_truoc",
        help_text="Đơn vị nhận việc sau khi sáp nhập hoặc đổi tên.",
    )
    ngay_ket_thuc = models.DateField("ngày kết thúc", null=True, blank=True)
    la_minh_hoa = models.BooleanField("là minh họa", default=False)

    objects = DonViQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=["xa", "ma"],
                name="don_vi_ma_duy_nhat",
                violation_error_message="Xã này đã có đơn vị mang mã đó.",
            ),
            models.CheckConstraint(
                condition=Q(don_vi_ke_tiep__isnull=True) | Q(ngay_ket_thuc__isnull=False),
                name="don_vi_ke_tiep_co_ngay",
                violation_error_message="Đơn vị có đơn vị kế tiếp thì phải có ngày kết thúc.",
            ),
            models.CheckConstraint(
                condition=Q(don_vi_ke_tiep__isnull=True) | ~Q(don_vi_ke_tiep=F("id")),
                name="don_vi_ke_tiep_khac_minh",
                violation_error_message="Đơn vị kế tiếp phải là một đơn vị khác.",
            ),
        ]

    def __str__(self) -> str:
        return self.ten

    @property
    def is_external(self) -> bool:
        """Tell whether the focal unit must enter on this body's behalf."""
        return self.loai_don_vi == LoaiDonVi.NGOAI_XA


class NhomDonVi(models.Model):
    """A group such as "Các phòng, ban, ngành, trung tâm, các thôn" that stands for units."""

    xa = models.ForeignKey(Xa, models.PROTECT, verbose_name="xã", related_name="cac_nhom_don_vi")
    ma = models.CharField("mã", max_length=30)
    ten = models.CharField("tên", max_length=200)
    cac_don_vi = models.ManyToManyField(
        DonVi, verbose_name="các đơn vị", related_name="cac_nhom", blank=True
    )

    history = recorded()

    class Meta:
        verbose_name = "nhóm đơn vị"
        verbose_name_plural = "nhóm đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=["xa", "ma"],
                name="nhom_don_vi_ma_duy_nhat",
                violation_error_message="Xã này đã có nhóm đơn vị mang mã đó.",
            )
        ]

    def __str__(self) -> str:
        return self.ten


class TenKhac(models.Model):
    """One spelling found in a plan, and the unit or group it means in this commune."""

    xa = models.ForeignKey(Xa, models.PROTECT, verbose_name="xã", related_name="cac_ten_khac")
    ten = models.CharField("tên", max_length=300)
    khoa_tim_kiem = models.CharField("khóa tìm kiếm", max_length=300, editable=False)
    don_vi = models.ForeignKey(
        DonVi,
        models.CASCADE,
        verbose_name="đơn vị",
        null=True,
        blank=True,
        related_name="cac_ten_khac",
    )
    nhom_don_vi = models.ForeignKey(
        NhomDonVi,
        models.CASCADE,
        verbose_name="nhóm đơn vị",
        null=True,
        blank=True,
        related_name="cac_ten_khac",
    )

    history = recorded()

    class Meta:
        verbose_name = "tên khác"
        verbose_name_plural = "tên khác"
        constraints = [
            models.UniqueConstraint(
                fields=["xa", "khoa_tim_kiem"],
                name="ten_khac_duy_nhat",
                violation_error_message="Cách viết này đã được gán cho một đơn vị của xã.",
            ),
            # Neither: a word that is known to be no unit (a channel, a contractor).
            models.CheckConstraint(
                condition=Q(don_vi__isnull=True) | Q(nhom_don_vi__isnull=True),
                name="ten_khac_mot_nghia",
                violation_error_message="Một cách viết chỉ chỉ một đơn vị hoặc một nhóm đơn vị.",
            ),
        ]

    def __str__(self) -> str:
        return self.ten

    def clean(self) -> None:
        super().clean()
        self.khoa_tim_kiem = fold(normalise(self.ten))[:300]
