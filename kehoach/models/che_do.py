"""The reporting regime of a plan: its rules, and the days off its commune adds."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from donvi.ban_ghi import recorded
from donvi.models import Xa
from kehoach.ky_bao_cao import DoiNgayNghi, LoaiKy
from kehoach.models.ke_hoach import KeHoach


class QuyDinhBaoCao(models.Model):
    """The rule of one kind of report in one plan; the arithmetic is in ``ky_bao_cao.QuyTac``.

    Days and month offsets count from the last month of the period (0 = that month, 1 = the next,
    -1 = the one before). Defaults: Decree 09/2019 articles 12 and 13.
    """

    ke_hoach = models.ForeignKey(
        KeHoach, models.CASCADE, verbose_name="kế hoạch", related_name="cac_quy_dinh_bao_cao"
    )
    loai_ky = models.CharField("loại kỳ", max_length=3, choices=LoaiKy.choices())
    nguyen_van = models.TextField("nguyên văn", blank=True)
    ngay_chot = models.PositiveSmallIntegerField(
        "ngày chốt", default=14, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    ngay_han_don_vi = models.PositiveSmallIntegerField(
        "ngày hạn đơn vị", default=18, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    lech_thang_don_vi = models.SmallIntegerField("lệch tháng đơn vị", default=0)
    ngay_han_dau_moi = models.PositiveSmallIntegerField(
        "ngày hạn đầu mối", default=22, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    lech_thang_dau_moi = models.SmallIntegerField("lệch tháng đầu mối", default=0)
    nghiem_ngat = models.BooleanField(
        "nghiêm ngặt",
        default=False,
        help_text="Chọn khi quy định ghi “trước ngày”: ngày cuối là ngày liền trước.",
    )
    nghiem_ngat_dau_moi = models.BooleanField(
        "nghiêm ngặt đầu mối",
        default=False,
        help_text="Chọn khi hạn của đầu mối ghi “trước ngày”.",
    )
    ca_sau_thang_cuoi = models.BooleanField(
        "cả sáu tháng cuối",
        default=False,
        help_text="Chọn khi cũng phải báo cáo 6 tháng cuối năm; thường báo cáo năm thay cho kỳ đó.",
    )
    doi_ngay_nghi = models.CharField(
        "đổi ngày nghỉ", max_length=6, choices=DoiNgayNghi.choices(), default=DoiNgayNghi.KHONG
    )
    mo_truoc_ngay = models.PositiveSmallIntegerField(
        "mở trước ngày", default=10, help_text="Số ngày mở phiếu trước hạn của đơn vị."
    )
    noi_nhan_bao_cao = models.TextField("nơi nhận báo cáo", blank=True)
    ap_dung_tu_ngay = models.DateField(
        "áp dụng từ ngày",
        null=True,
        blank=True,
        help_text="Không mở phiếu có hạn trước ngày này; bỏ trống thì theo ngày của kế hoạch.",
    )

    history = recorded()

    class Meta:
        verbose_name = "quy định báo cáo"
        verbose_name_plural = "quy định báo cáo"
        constraints = [
            models.UniqueConstraint(
                fields=["ke_hoach", "loai_ky"],
                name="quy_dinh_bao_cao_mot_loai",
                violation_error_message="Kế hoạch đã có quy định cho loại kỳ này.",
            )
        ]

    def __str__(self) -> str:
        return f"Báo cáo {self.get_loai_ky_display()}"

    @property
    def cach_chot_so_lieu(self) -> str:
        """Say in words up to which day the figures of a period go."""
        if self.loai_ky == LoaiKy.DOT_XUAT:
            return "Theo văn bản yêu cầu"
        if self.ngay_chot == 31:
            return "Ngày cuối tháng cuối kỳ"
        return f"Ngày {self.ngay_chot} của tháng cuối kỳ"

    @property
    def cach_tinh_han(self) -> str:
        """Say in words how the last day of a unit is found."""
        if self.loai_ky == LoaiKy.DOT_XUAT:
            return "Theo văn bản yêu cầu"
        return _in_words(self.ngay_han_don_vi, self.lech_thang_don_vi, strict=self.nghiem_ngat)

    @property
    def cach_tinh_han_dau_moi(self) -> str:
        """Say in words how the last day of the focal unit is found."""
        return _in_words(
            self.ngay_han_dau_moi, self.lech_thang_dau_moi, strict=self.nghiem_ngat_dau_moi
        )


def _in_words(ngay: int, lech_thang: int, *, strict: bool) -> str:
    until = "Trước ngày" if strict else "Đến hết ngày"
    months = abs(lech_thang)
    where = "sau" if lech_thang > 0 else "trước"
    which = "liền" if months == 1 else f"thứ {months}"
    away = f" {which} {where} tháng cuối kỳ" if months else " cuối kỳ"
    return f"{until} {ngay} của tháng{away}"


KY_BAO_CAO_VALIDATOR = RegexValidator(
    r"^\d{4}-(T(0[1-9]|1[0-2])|Q[1-4]|6T|6TC|9T|N|DX[1-9]\d*)$",
    "Kỳ báo cáo viết như 2026-T10, 2026-Q4, 2026-6T, 2026-9T, 2026-N hoặc 2026-DX1.",
)


class NgayNghiRieng(models.Model):
    """A day the commune is off, or works to make up for one, beside the public holidays."""

    xa = models.ForeignKey(
        Xa, models.CASCADE, verbose_name="xã", related_name="cac_ngay_nghi_rieng"
    )
    ngay_nghi = models.DateField("ngày nghỉ")
    la_lam_bu = models.BooleanField(
        "là làm bù", default=False, help_text="Chọn khi ngày này đi làm, dù là thứ Bảy hay ngày lễ."
    )
    mo_ta = models.CharField("mô tả", max_length=200)

    history = recorded()

    class Meta:
        verbose_name = "ngày nghỉ riêng"
        verbose_name_plural = "ngày nghỉ riêng"
        constraints = [
            models.UniqueConstraint(
                fields=["xa", "ngay_nghi"],
                name="ngay_nghi_rieng_mot_ngay",
                violation_error_message="Xã đã ghi ngày này rồi.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ngay_nghi:%d/%m/%Y}: {self.mo_ta}"

    @property
    def loai_ngay(self) -> str:
        """Say which of the two it is."""
        return "ngày làm bù" if self.la_lam_bu else "ngày nghỉ"
