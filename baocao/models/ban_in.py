"""Files that take long to make: asked for, made by a worker, kept under a link that stays."""

from typing import TYPE_CHECKING, Self

from django.db import models

from baocao.models.bao_cao import BaoCao
from baocao.trang_thai import TrangThaiBanIn
from donvi.models import NguoiDung
from donvi.policies import scope_of
from kehoach.models import KeHoach

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class BanInQuerySet(models.QuerySet["BanIn"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the files of the communes this person may see, newest first."""
        return self.filter(scope_of(user).xa_filter("ke_hoach__xa__")).order_by(
            "-created_at", "-pk"
        )


class BanIn(models.Model):
    """One file made of a plan or a report as its data stood at one moment.

    ``khoa_noi_dung`` is the SHA-256 of what the file is made of and of its form: asking again for
    what is there gives the same row, asking after a change gives another.
    """

    ke_hoach = models.ForeignKey(
        KeHoach, models.CASCADE, verbose_name="kế hoạch", related_name="cac_ban_in"
    )
    bao_cao = models.ForeignKey(
        BaoCao,
        models.CASCADE,
        verbose_name="báo cáo",
        null=True,
        blank=True,
        related_name="cac_ban_in",
    )
    dang_tep = models.CharField("dạng tệp", max_length=4)
    ten_tep = models.CharField("tên tệp", max_length=200)
    khoa_noi_dung = models.CharField("khóa nội dung", max_length=64, unique=True)
    trang_thai = models.CharField(
        "trạng thái",
        max_length=8,
        choices=TrangThaiBanIn.choices(),
        default=TrangThaiBanIn.DANG_CHO,
    )
    buoc_dang_lam = models.CharField("bước đang làm", max_length=200, blank=True)
    phan_tram = models.PositiveSmallIntegerField("phần trăm", default=0)
    loi_tao_tep = models.TextField("lỗi tạo tệp", blank=True)
    noi_dung = models.BinaryField("nội dung", null=True, blank=True)
    ma_bam = models.CharField("mã băm", max_length=64, blank=True, help_text="SHA-256.")
    so_byte = models.PositiveIntegerField("số byte", default=0)
    so_trang = models.PositiveIntegerField("số trang", null=True, blank=True)
    created_at = models.DateTimeField("tạo lúc")
    created_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người tạo",
        null=True,
        blank=True,
        related_name="+",
    )
    started_at = models.DateTimeField("bắt đầu lúc", null=True, blank=True)
    done_at = models.DateTimeField("xong lúc", null=True, blank=True)

    objects = BanInQuerySet.as_manager()

    class Meta:
        verbose_name = "bản in"
        verbose_name_plural = "bản in"

    def __str__(self) -> str:
        return self.ten_tep
