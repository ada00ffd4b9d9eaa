"""How a commune sets its documents where Decree 30/2020/NĐ-CP leaves a choice."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models

from donvi.ban_ghi import recorded
from donvi.models.to_chuc import Xa
from vanban.the_thuc import CO_CHU, CO_CHU_BANG, GIAN_DONG, THUT_DONG, LoiThamSo, ThamSo


def _as_listed(value: Decimal, choices: tuple[Decimal, ...]) -> Decimal:
    """Write a stored measure as the choice it is ("10", not "10.0"), so that both print alike."""
    return next((choice for choice in choices if choice == value), value)


class TheThucVanBan(models.Model):
    """The layout choices of one commune; a commune without a row has those of `ThamSo`.

    Sizes are points, margins and the indent millimetres.
    """

    xa = models.OneToOneField(Xa, models.CASCADE, verbose_name="xã", related_name="the_thuc")
    co_chu = models.PositiveSmallIntegerField(
        "cỡ chữ",
        choices=[(size, str(size)) for size in CO_CHU],
        default=14,
        help_text="Cỡ chữ của nội dung, tính bằng điểm.",
    )
    co_chu_bang = models.PositiveSmallIntegerField(
        "cỡ chữ bảng",
        choices=[(size, str(size)) for size in CO_CHU_BANG],
        default=12,
        help_text="Cỡ chữ trong bảng, tính bằng điểm.",
    )
    quoc_hieu_lon = models.BooleanField(
        "quốc hiệu lớn", default=False, help_text="Quốc hiệu 13, Tiêu ngữ 14 thay vì 12 và 13."
    )
    thut_dong = models.DecimalField(
        "thụt dòng",
        max_digits=4,
        decimal_places=1,
        choices=[(size, str(size).replace(".", ",")) for size in THUT_DONG],
        default=THUT_DONG[-1],
        help_text="Khoảng lùi đầu dòng, tính bằng milimét.",
    )
    gian_dong = models.DecimalField(
        "giãn dòng",
        max_digits=3,
        decimal_places=2,
        choices=[(size, str(size).replace(".", ",")) for size in GIAN_DONG],
        default=GIAN_DONG[1],
        help_text="Khoảng cách giữa các dòng.",
    )
    le_tren = models.PositiveSmallIntegerField("lề trên", default=20, help_text="Milimét.")
    le_duoi = models.PositiveSmallIntegerField("lề dưới", default=20, help_text="Milimét.")
    le_trai = models.PositiveSmallIntegerField("lề trái", default=30, help_text="Milimét.")
    le_phai = models.PositiveSmallIntegerField("lề phải", default=15, help_text="Milimét.")

    history = recorded()

    class Meta:
        verbose_name = "thể thức văn bản"
        verbose_name_plural = "thể thức văn bản"

    def __str__(self) -> str:
        return f"Thể thức văn bản {self.xa}"

    @property
    def tham_so(self) -> ThamSo:
        """Give the choices to the document kit.

        :raises LoiThamSo: a value is outside the decree (a row that was never validated).
        """
        return ThamSo(
            co_chu=self.co_chu,
            co_chu_bang=self.co_chu_bang,
            quoc_hieu_lon=self.quoc_hieu_lon,
            thut_dong=_as_listed(self.thut_dong, THUT_DONG),
            gian_dong=_as_listed(self.gian_dong, GIAN_DONG),
            le_tren=self.le_tren,
            le_duoi=self.le_duoi,
            le_trai=self.le_trai,
            le_phai=self.le_phai,
        )

    def clean(self) -> None:
        """Refuse a measure that the decree does not allow, in its own words."""
        super().clean()
        try:
            _ = self.tham_so
        except LoiThamSo as error:
            raise ValidationError(str(error)) from error
