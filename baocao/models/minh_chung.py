"""Evidence: files, links and document numbers a unit puts beside what it reports."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from baocao.loai_tep import CAC_LOAI, LoaiTep, mb
from baocao.models.phieu import PhieuBaoCao
from chitieu.models import ChiTieu
from donvi.ban_ghi import recorded
from donvi.models import NguoiDung
from donvi.policies import scope_of
from nhiemvu.models import PhanCong

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class MinhChungQuerySet(models.QuerySet["MinhChung"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the evidence of the forms this person may open (draft rules apply beside)."""
        form = "phieu_bao_cao__"
        scope = scope_of(user).unit_filter(f"{form}don_vi_id", f"{form}ke_hoach__xa_id")
        return self.filter(scope).order_by("pk")


class MinhChung(models.Model):
    """One piece of evidence of a form: a stored file, or a link; of a task, a figure, or both.

    The file's kind is what its bytes say, not its name; ``ma_bam`` is the SHA-256 of the bytes.
    """

    phieu_bao_cao = models.ForeignKey(
        PhieuBaoCao, models.PROTECT, verbose_name="phiếu báo cáo", related_name="cac_minh_chung"
    )
    phan_cong = models.ForeignKey(
        PhanCong,
        models.PROTECT,
        verbose_name="phân công",
        null=True,
        blank=True,
        related_name="cac_minh_chung",
    )
    chi_tieu = models.ForeignKey(
        ChiTieu,
        models.PROTECT,
        verbose_name="chỉ tiêu",
        null=True,
        blank=True,
        related_name="cac_minh_chung",
    )
    mo_ta = models.CharField("mô tả", max_length=300, blank=True)
    duong_dan = models.URLField("đường dẫn", max_length=500, blank=True)
    so_van_ban = models.CharField("số văn bản", max_length=60, blank=True)
    tep_dinh_kem = models.FileField(
        "tệp đính kèm", upload_to="minh-chung/%Y/%m", max_length=200, blank=True
    )
    ten_tep = models.CharField("tên tệp", max_length=200, blank=True)
    loai_tep = models.CharField("loại tệp", max_length=80, blank=True)
    so_byte = models.PositiveIntegerField("số byte", default=0)
    ma_bam = models.CharField("mã băm", max_length=64, blank=True, help_text="SHA-256.")
    created_at = models.DateTimeField("tạo lúc")
    created_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người tạo",
        null=True,
        blank=True,
        related_name="+",
    )
    removed_at = models.DateTimeField(
        "gỡ lúc", null=True, blank=True, help_text="Minh chứng đã gỡ vẫn được lưu để tra cứu."
    )

    objects = MinhChungQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        constraints = [
            models.CheckConstraint(
                condition=~Q(tep_dinh_kem="") | ~Q(duong_dan="") | ~Q(so_van_ban=""),
                name="minh_chung_co_gi",
                violation_error_message="Minh chứng cần một tệp, một đường dẫn hoặc số văn bản.",
            ),
            models.CheckConstraint(
                condition=Q(phan_cong__isnull=True) | Q(chi_tieu__isnull=True),
                name="minh_chung_mot_noi",
                violation_error_message="Minh chứng gắn với một nhiệm vụ hoặc một chỉ tiêu.",
            ),
        ]

    def __str__(self) -> str:
        return self.mo_ta or self.ten_tep or self.so_van_ban or self.duong_dan

    @property
    def kind(self) -> LoaiTep | None:
        """Give the kind of the file; None without one."""
        return CAC_LOAI.get(self.loai_tep) if self.tep_dinh_kem else None

    @property
    def so_mb(self) -> str:
        """Write the size of the file in MB."""
        return mb(self.so_byte)

    @property
    def place(self) -> str:
        """Name the row of the form it belongs to: "nv12", "ct5", "" for the whole form."""
        if self.phan_cong_id:
            return f"nv{self.phan_cong_id}"
        return f"ct{self.chi_tieu_id}" if self.chi_tieu_id else ""
