"""Documents whose bytes are fixed for signing (văn bản đi), their files and the signatures found.

What is still drafted belongs to its own subject (report, letter, plan, amendment); a `VanBan`
begins with approval and lives on through signing, issue, replacement and correction.
"""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from baocao.models.bao_cao import BaoCao
from baocao.models.dieu_chinh import DieuChinh, PhienBan
from baocao.models.don_doc import CongVanDonDoc
from baocao.trang_thai import HinhThucKy, LoaiVanBan, TrangThaiVanBan
from donvi.ban_ghi import recorded
from donvi.models import NguoiDung
from donvi.policies import scope_of
from kehoach.models import KeHoach

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class VanBanQuerySet(models.QuerySet["VanBan"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the documents of the communes this person may see, newest first."""
        return self.filter(scope_of(user).xa_filter("ke_hoach__xa__")).order_by(
            "-created_at", "-pk"
        )


def _only(field: str) -> Q:
    """Say that of the four contents only this one is set."""
    fields = ("bao_cao", "cong_van", "phien_ban", "dieu_chinh")
    return Q(**{f"{name}__isnull": name != field for name in fields})


class VanBan(models.Model):
    """One official document from approval on; its file is kept, never rendered again.

    Number and date come from the document system (Decree 30/2020/NĐ-CP, article 15); a wrong
    content is replaced by another document of the same kind, a wrong form is corrected by a letter
    (article 18.3), whose number, date and words are kept here.
    """

    ke_hoach = models.ForeignKey(
        KeHoach, models.PROTECT, verbose_name="kế hoạch", related_name="cac_van_ban"
    )
    loai_van_ban = models.CharField("loại văn bản", max_length=12, choices=LoaiVanBan.choices())
    bao_cao = models.ForeignKey(
        BaoCao,
        models.PROTECT,
        verbose_name="báo cáo",
        null=True,
        blank=True,
        related_name="cac_van_ban",
    )
    cong_van = models.ForeignKey(
        CongVanDonDoc,
        models.PROTECT,
        verbose_name="công văn",
        null=True,
        blank=True,
        related_name="cac_van_ban",
    )
    phien_ban = models.ForeignKey(
        PhienBan,
        models.PROTECT,
        verbose_name="phiên bản",
        null=True,
        blank=True,
        related_name="cac_van_ban",
    )
    dieu_chinh = models.ForeignKey(
        DieuChinh,
        models.PROTECT,
        verbose_name="điều chỉnh",
        null=True,
        blank=True,
        related_name="cac_van_ban",
    )
    trich_yeu = models.TextField("trích yếu")
    ky_hieu = models.CharField("ký hiệu", max_length=30)
    trang_thai = models.CharField(
        "trạng thái",
        max_length=12,
        choices=TrangThaiVanBan.choices(),
        default=TrangThaiVanBan.CHO_KY,
    )
    hinh_thuc_ky = models.CharField(
        "hình thức ký", max_length=8, choices=HinhThucKy.choices(), blank=True
    )
    signed_at = models.DateTimeField("ký lúc", null=True, blank=True)
    so_hieu = models.CharField("số hiệu", max_length=20, blank=True)
    ngay_ban_hanh = models.DateField("ngày ban hành", null=True, blank=True)
    issued_at = models.DateTimeField("phát hành lúc", null=True, blank=True)
    issued_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người phát hành",
        null=True,
        blank=True,
        related_name="+",
    )
    thay_the_cho = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name="thay thế cho",
        null=True,
        blank=True,
        related_name="ban_thay_the",
    )
    so_dinh_chinh = models.CharField("số đính chính", max_length=60, blank=True)
    ngay_dinh_chinh = models.DateField("ngày đính chính", null=True, blank=True)
    noi_dung_dinh_chinh = models.TextField("nội dung đính chính", blank=True)
    ly_do_thu_hoi = models.TextField("lý do thu hồi", blank=True)
    created_at = models.DateTimeField("tạo lúc")
    created_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người tạo",
        null=True,
        blank=True,
        related_name="+",
    )

    objects = VanBanQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        constraints = [
            models.CheckConstraint(
                condition=Q(loai_van_ban="bao_cao") & _only("bao_cao")
                | Q(loai_van_ban="cong_van") & _only("cong_van")
                | Q(loai_van_ban="ke_hoach") & _only("phien_ban")
                | Q(loai_van_ban="dieu_chinh") & _only("dieu_chinh"),
                name="van_ban_dung_noi_dung",
                violation_error_message="Văn bản phải gắn với đúng một nội dung theo loại của nó.",
            ),
            models.CheckConstraint(
                condition=Q(so_hieu="", ngay_ban_hanh__isnull=True)
                | ~Q(so_hieu="") & Q(ngay_ban_hanh__isnull=False),
                name="van_ban_so_va_ngay",
                violation_error_message="Số hiệu và ngày ban hành phải cùng có hoặc cùng trống.",
            ),
            models.CheckConstraint(
                condition=~Q(trang_thai__in=["da_ban_hanh", "da_thay_the"]) | ~Q(so_hieu=""),
                name="van_ban_ban_hanh_co_so",
                violation_error_message="Văn bản đã phát hành thì phải có số hiệu và ngày.",
            ),
            models.CheckConstraint(
                condition=Q(thay_the_cho__isnull=True) | ~Q(thay_the_cho=F("pk")),
                name="van_ban_khong_tu_thay_the",
                violation_error_message="Văn bản không thể thay thế chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return self.trich_yeu

    @property
    def title(self) -> str:
        """Name the document with its kind, said once: "Báo cáo tháng 10 năm 2026"."""
        kind = self.get_loai_van_ban_display().capitalize()
        said = self.trich_yeu.lower().startswith(kind.lower())
        return self.trich_yeu if said else f"{kind}: {self.trich_yeu}"


class TepVanBan(models.Model):
    """The bytes of a document: the one issued by the portal, or a signed one taken back.

    Kept as they were and never made again; ``ma_bam`` is the SHA-256 of the bytes.
    """

    class LoaiTep(models.TextChoices):
        BAN_GOC = "ban_goc", "bản gốc chờ ký"
        DA_KY = "da_ky", "bản đã ký"

    van_ban = models.ForeignKey(
        VanBan, models.PROTECT, verbose_name="văn bản", related_name="cac_tep"
    )
    loai_tep = models.CharField(
        "loại tệp", max_length=8, choices=LoaiTep.choices, default=LoaiTep.BAN_GOC
    )
    noi_dung = models.BinaryField("nội dung")
    ma_bam = models.CharField("mã băm", max_length=64, help_text="SHA-256.")
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

    class Meta:
        verbose_name = "tệp văn bản"
        verbose_name_plural = "tệp văn bản"
        constraints = [
            models.UniqueConstraint(
                fields=["van_ban"],
                condition=Q(loai_tep="ban_goc"),
                name="tep_van_ban_mot_ban_goc",
                violation_error_message="Văn bản đã có bản gốc.",
            )
        ]

    def __str__(self) -> str:
        return self.ma_bam


class ChuKy(models.Model):
    """One signature found in a signed file that was taken back (chữ ký số)."""

    tep_van_ban = models.ForeignKey(
        TepVanBan, models.CASCADE, verbose_name="tệp văn bản", related_name="cac_chu_ky"
    )
    truong_ky = models.CharField("trường ký", max_length=60)
    nguoi_ky = models.CharField("người ký", max_length=300)
    co_quan = models.CharField("cơ quan", max_length=300, blank=True)
    signed_at = models.DateTimeField("ký lúc", null=True, blank=True)
    duoc_tin_cay = models.BooleanField(
        "được tin cậy", default=False, help_text="Truy được tới một chứng thư gốc đã cấu hình."
    )
    ghi_chu = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "chữ ký"
        verbose_name_plural = "chữ ký"
        constraints = [
            models.UniqueConstraint(
                fields=["tep_van_ban", "truong_ky"],
                name="chu_ky_mot_truong",
                violation_error_message="Mỗi trường ký của một tệp chỉ có một chữ ký.",
            )
        ]

    def __str__(self) -> str:
        return self.nguoi_ky
