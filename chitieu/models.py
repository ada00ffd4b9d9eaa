"""How it is measured: indicators, the level to reach per milestone, reported figures."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from chitieu.danh_gia import CachCongDon, ChieuHuong
from chitieu.muc_chi_tieu import LoaiMuc, SoSanh
from donvi.ban_ghi import KhoaTimKiem, recorded
from donvi.models import DonVi
from donvi.policies import scope_of
from kehoach.ky_bao_cao import KyBaoCao, parse_ky
from kehoach.models import KY_BAO_CAO_VALIDATOR, KeHoach

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models import NguoiDung


class ChiTieuQuerySet(models.QuerySet["ChiTieu"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the indicators of the plans this person may see."""
        return self.filter(scope_of(user).xa_filter("ke_hoach__xa__")).in_order()

    def measured(self) -> Self:
        """Leave out the rows that are only headings of a group of indicators."""
        return self.exclude(loai_chi_tieu=ChiTieu.LoaiChiTieu.TIEU_DE)

    def in_order(self) -> Self:
        """Order as the plan prints them."""
        return self.order_by("ke_hoach_id", "thu_tu", "pk")


class ChiTieu(KhoaTimKiem):
    """An indicator (chỉ tiêu), never spending (chi tiêu)."""

    class LoaiChiTieu(models.TextChoices):
        DINH_LUONG = "dinh_luong", "định lượng"
        DINH_TINH = "dinh_tinh", "định tính"
        THAM_CHIEU = "tham_chieu", "tham chiếu văn bản khác"
        TIEU_DE = "tieu_de", "tiêu đề nhóm"

    ke_hoach = models.ForeignKey(
        KeHoach, models.CASCADE, verbose_name="kế hoạch", related_name="cac_chi_tieu"
    )
    ma = models.CharField("mã", max_length=30)
    chi_tieu_cha = models.ForeignKey(
        "self",
        models.CASCADE,
        verbose_name="chỉ tiêu cha",
        null=True,
        blank=True,
        related_name="cac_chi_tieu_con",
    )
    nhom_chi_tieu = models.CharField("nhóm chỉ tiêu", max_length=200, blank=True)
    loai_chi_tieu = models.CharField(
        "loại chỉ tiêu", max_length=12, choices=LoaiChiTieu.choices, default=LoaiChiTieu.DINH_LUONG
    )
    ten = models.TextField("tên")
    nguyen_van = models.TextField("nguyên văn", blank=True)
    giai_thich = models.TextField("giải thích", blank=True)
    don_vi_tinh = models.CharField("đơn vị tính", max_length=60, blank=True)
    chieu_huong = models.CharField(
        "chiều hướng", max_length=6, choices=ChieuHuong.choices(), default=ChieuHuong.TANG
    )
    cach_cong_don = models.CharField(
        "cách cộng dồn", max_length=12, choices=CachCongDon.choices(), default=CachCongDon.CUOI_KY
    )
    chu_tri_nguyen_van = models.TextField("chủ trì nguyên văn", blank=True)
    cac_don_vi_chu_tri = models.ManyToManyField(
        DonVi,
        verbose_name="các đơn vị chủ trì",
        through="ChuTriChiTieu",
        related_name="cac_chi_tieu_chu_tri",
    )
    thu_tu = models.PositiveSmallIntegerField("thứ tự")

    objects = ChiTieuQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        constraints = [
            models.UniqueConstraint(
                fields=["ke_hoach", "ma"],
                name="chi_tieu_ma_duy_nhat",
                violation_error_message="Kế hoạch đã có chỉ tiêu mang mã này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ma}. {self.ten}"

    def searchable_text(self) -> str:
        return f"{self.ma} {self.ten} {self.nhom_chi_tieu}"

    def sortable_text(self) -> str:
        return self.ma


class ChuTriChiTieu(models.Model):
    """A unit that leads an indicator; the one named first answers for the figure."""

    chi_tieu = models.ForeignKey(
        ChiTieu, models.CASCADE, verbose_name="chỉ tiêu", related_name="cac_chu_tri"
    )
    don_vi = models.ForeignKey(
        DonVi, models.PROTECT, verbose_name="đơn vị", related_name="cac_chu_tri_chi_tieu"
    )
    thu_tu = models.PositiveSmallIntegerField("thứ tự", default=0)

    history = recorded()

    class Meta:
        verbose_name = "chủ trì chỉ tiêu"
        verbose_name_plural = "chủ trì chỉ tiêu"
        constraints = [
            models.UniqueConstraint(
                fields=["chi_tieu", "don_vi"],
                name="chu_tri_chi_tieu_duy_nhat",
                violation_error_message="Đơn vị này đã chủ trì chỉ tiêu đó.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.chi_tieu.ma}: {self.don_vi}"


class MucChiTieu(models.Model):
    """The level to reach at one milestone: original words for ever, the reading beside them."""

    chi_tieu = models.ForeignKey(
        ChiTieu, models.CASCADE, verbose_name="chỉ tiêu", related_name="cac_muc"
    )
    nam = models.PositiveSmallIntegerField("năm")
    nguyen_van = models.CharField("nguyên văn", max_length=300)
    loai_muc = models.CharField("loại mức", max_length=12, choices=LoaiMuc.choices())
    so_sanh = models.CharField("so sánh", max_length=2, choices=SoSanh.choices(), blank=True)
    gia_tri = models.DecimalField("giá trị", max_digits=20, decimal_places=6, null=True, blank=True)
    gia_tri_den = models.DecimalField(
        "giá trị đến", max_digits=20, decimal_places=6, null=True, blank=True
    )
    don_vi_tinh = models.CharField("đơn vị tính", max_length=60, blank=True)
    pham_vi = models.CharField("phạm vi", max_length=300, blank=True)

    history = recorded()

    class Meta:
        verbose_name = "mức chỉ tiêu"
        verbose_name_plural = "mức chỉ tiêu"
        constraints = [
            models.UniqueConstraint(
                fields=["chi_tieu", "nam"],
                name="muc_chi_tieu_mot_moc",
                violation_error_message="Chỉ tiêu đã có mức cho năm này.",
            ),
            models.CheckConstraint(
                condition=Q(loai_muc="so", gia_tri__isnull=False)
                | ~Q(loai_muc="so") & Q(gia_tri__isnull=True),
                name="muc_chi_tieu_so_co_gia_tri",
                violation_error_message="Mức bằng số phải có giá trị; mức bằng chữ thì không.",
            ),
            models.CheckConstraint(
                condition=Q(gia_tri_den__isnull=True) | Q(gia_tri__isnull=False),
                name="muc_chi_tieu_khoang_du_hai_dau",
                violation_error_message="Mức theo khoảng phải có cả giá trị đầu và cuối.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nam}: {self.nguyen_van}"


class SoLieuQuerySet(models.QuerySet["SoLieu"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep own units' figures, and accepted ones of the communes this person may see.

        What another unit has drafted is nobody else's to read (as for progress on tasks).
        """
        scope = scope_of(user)
        mine = Q(don_vi__in=scope.own_units)
        seen = scope.xa_filter("chi_tieu__ke_hoach__xa__") & Q(accepted_at__isnull=False)
        return self.filter(mine | seen).order_by("ngay_chot", "pk")

    def accepted(self) -> Self:
        """Keep the figures the focal unit has accepted; only these count."""
        return self.filter(accepted_at__isnull=False)


class SoLieu(models.Model):
    """One figure of one indicator, by one unit, for one period.

    "Không phát sinh" and "chưa có số liệu" are answers of their own, never zero.
    """

    class TinhTrang(models.TextChoices):
        CO_SO_LIEU = "co_so_lieu", "có số liệu"
        KHONG_PHAT_SINH = "khong_phat_sinh", "không phát sinh"
        CHUA_CO = "chua_co", "chưa có số liệu"

    chi_tieu = models.ForeignKey(
        ChiTieu, models.PROTECT, verbose_name="chỉ tiêu", related_name="cac_so_lieu"
    )
    don_vi = models.ForeignKey(
        DonVi, models.PROTECT, verbose_name="đơn vị", related_name="cac_so_lieu"
    )
    ky_bao_cao = models.CharField("kỳ báo cáo", max_length=12, validators=[KY_BAO_CAO_VALIDATOR])
    ngay_chot = models.DateField("ngày chốt")
    tinh_trang = models.CharField(
        "tình trạng", max_length=16, choices=TinhTrang.choices, default=TinhTrang.CHUA_CO
    )
    gia_tri = models.DecimalField("giá trị", max_digits=20, decimal_places=6, null=True, blank=True)
    tu_so = models.DecimalField("tử số", max_digits=20, decimal_places=4, null=True, blank=True)
    mau_so = models.DecimalField("mẫu số", max_digits=20, decimal_places=4, null=True, blank=True)
    nhan_xet = models.TextField("nhận xét", blank=True, help_text="Với chỉ tiêu định tính.")
    ghi_chu = models.TextField("ghi chú", blank=True)
    accepted_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)
    la_minh_hoa = models.BooleanField("là minh họa", default=False)

    objects = SoLieuQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "số liệu"
        verbose_name_plural = "số liệu"
        # Serves the latest accepted figure per indicator of a plan (list, dashboard, report).
        indexes = [models.Index(fields=["chi_tieu", "ngay_chot"], name="so_lieu_theo_chi_tieu")]
        constraints = [
            models.UniqueConstraint(
                fields=["chi_tieu", "don_vi", "ky_bao_cao"],
                name="so_lieu_mot_ky",
                violation_error_message="Đơn vị đã có số liệu của chỉ tiêu này trong kỳ.",
            ),
            models.CheckConstraint(
                condition=Q(tinh_trang="co_so_lieu")
                | Q(gia_tri__isnull=True, tu_so__isnull=True, mau_so__isnull=True),
                name="so_lieu_khong_co_thi_trong",
                violation_error_message=(
                    "Đã chọn không phát sinh hoặc chưa có số liệu thì bỏ trống ô giá trị."
                ),
            ),
            models.CheckConstraint(
                condition=Q(tu_so__isnull=True, mau_so__isnull=True)
                | Q(tu_so__isnull=False, mau_so__isnull=False),
                name="so_lieu_du_tu_mau",
                violation_error_message="Nhập tỷ lệ thì cần cả tử số và mẫu số.",
            ),
            models.CheckConstraint(
                condition=Q(mau_so__isnull=True) | Q(mau_so__gt=0),
                name="so_lieu_mau_duong",
                violation_error_message="Mẫu số phải lớn hơn 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chi_tieu.ma} kỳ {self.ky_bao_cao}"

    @property
    def period(self) -> KyBaoCao:
        """Read the stored code as a period."""
        return parse_ky(self.ky_bao_cao)
