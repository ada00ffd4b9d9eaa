"""Mismatches in a plan that may stand."""

from django.db import models
from django.db.models import Q

from donvi.ban_ghi import recorded
from donvi.models import NguoiDung
from kehoach.models import KeHoach


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
