"""The compiled report of a period, its sections, and the outline it follows."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from baocao.trang_thai import (
    FROZEN_REPORT,
    TrangThaiBaoCao,
)
from donvi.ban_ghi import recorded
from donvi.models import NguoiDung
from donvi.policies import scope_of
from kehoach.ky_bao_cao import KyBaoCao, LoaiKy, parse_ky
from kehoach.models import KY_BAO_CAO_VALIDATOR, KeHoach

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class BaoCaoQuerySet(models.QuerySet["BaoCao"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the reports of the communes this person may see, newest period first."""
        return self.filter(scope_of(user).xa_filter("ke_hoach__xa__")).order_by("-den_ngay", "-pk")


class BaoCao(models.Model):
    """The compiled report of one period of one plan: frozen figures, editable narrative."""

    ke_hoach = models.ForeignKey(
        KeHoach, models.PROTECT, verbose_name="kế hoạch", related_name="cac_bao_cao"
    )
    ky_bao_cao = models.CharField("kỳ báo cáo", max_length=12, validators=[KY_BAO_CAO_VALIDATOR])
    tu_ngay = models.DateField("từ ngày")
    den_ngay = models.DateField("đến ngày")
    trang_thai = models.CharField(
        "trạng thái",
        max_length=12,
        choices=TrangThaiBaoCao.choices(),
        default=TrangThaiBaoCao.DANG_LAP,
    )
    buoc_dang_lam = models.CharField("bước đang làm", max_length=200, blank=True)
    phan_tram = models.PositiveSmallIntegerField("phần trăm", default=0)
    loi_tong_hop = models.TextField("lỗi tổng hợp", blank=True)
    so_lieu = models.JSONField("số liệu", default=dict, blank=True)
    so_hieu = models.CharField("số hiệu", max_length=20, blank=True)
    ngay_ban_hanh = models.DateField("ngày ban hành", null=True, blank=True)
    ly_do_tra_lai = models.TextField("lý do trả lại", blank=True)
    requested_at = models.DateTimeField("yêu cầu lúc", null=True, blank=True)
    requested_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người yêu cầu",
        null=True,
        blank=True,
        related_name="+",
    )
    compiled_at = models.DateTimeField("tổng hợp lúc", null=True, blank=True)
    stale_at = models.DateTimeField(
        "cũ từ lúc",
        null=True,
        blank=True,
        help_text="Lúc một phiếu mà báo cáo dựa vào được tiếp nhận hoặc mở lại sau khi tổng hợp.",
    )
    approved_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    approved_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người duyệt",
        null=True,
        blank=True,
        related_name="+",
    )
    ngay_gui_cap_tren = models.DateField("ngày gửi cấp trên", null=True, blank=True)
    la_minh_hoa = models.BooleanField("là minh họa", default=False)

    objects = BaoCaoQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "báo cáo"
        verbose_name_plural = "báo cáo"
        constraints = [
            models.UniqueConstraint(
                fields=["ke_hoach", "ky_bao_cao"],
                name="bao_cao_mot_ky",
                violation_error_message="Kế hoạch đã có báo cáo của kỳ này.",
            ),
            models.CheckConstraint(
                condition=Q(so_hieu="", ngay_ban_hanh__isnull=True)
                | ~Q(so_hieu="") & Q(ngay_ban_hanh__isnull=False),
                name="bao_cao_so_va_ngay",
                violation_error_message="Số hiệu và ngày ban hành phải cùng có hoặc cùng trống.",
            ),
            models.CheckConstraint(
                condition=~Q(trang_thai__in=["da_duyet", "da_ban_hanh"])
                | Q(approved_at__isnull=False),
                name="bao_cao_duyet_co_luc",
                violation_error_message="Báo cáo đã duyệt thì phải ghi thời điểm duyệt.",
            ),
            models.CheckConstraint(
                condition=Q(phan_tram__lte=100),
                name="bao_cao_phan_tram_hop_le",
                violation_error_message="Tiến trình là số từ 0 đến 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"Báo cáo {self.period.label}"

    @property
    def period(self) -> KyBaoCao:
        """Read the stored code as a period."""
        return parse_ky(self.ky_bao_cao)

    @property
    def is_frozen(self) -> bool:
        """Tell whether figures and words may no longer change."""
        return self.trang_thai in FROZEN_REPORT


class PhanBaoCao(models.Model):
    """One section of a report: the draft written from the figures, and the edited words.

    ``ma`` stays with the section for good; ``so_in`` is the number it is printed with, which
    follows the outline (blank in reports compiled before there was one: ``ma`` is printed).
    """

    bao_cao = models.ForeignKey(
        BaoCao, models.CASCADE, verbose_name="báo cáo", related_name="cac_phan"
    )
    ma = models.CharField("mã", max_length=20)
    so_in = models.CharField("số in", max_length=20, blank=True)
    tieu_de = models.TextField("tiêu đề")
    nguon_viet = models.CharField("nguồn viết", max_length=20, blank=True)
    ban_nhap = models.TextField("bản nháp", blank=True)
    noi_dung = models.TextField("nội dung", blank=True)
    thu_tu = models.PositiveSmallIntegerField("thứ tự")
    lan_luu = models.PositiveIntegerField("lần lưu", default=0)
    edited_at = models.DateTimeField("sửa lúc", null=True, blank=True)
    edited_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người sửa",
        null=True,
        blank=True,
        related_name="+",
    )

    history = recorded()

    class Meta:
        verbose_name = "phần báo cáo"
        verbose_name_plural = "phần báo cáo"
        constraints = [
            models.UniqueConstraint(
                fields=["bao_cao", "ma"],
                name="phan_bao_cao_ma_duy_nhat",
                violation_error_message="Báo cáo đã có phần mang mã này.",
            )
        ]

    def __str__(self) -> str:
        return self.tieu_de

    @property
    def printed_number(self) -> str:
        """Give the number printed before the title."""
        return self.so_in or self.ma


class DeMucDeCuong(models.Model):
    """One section of the outline (đề cương) a plan's reports of one kind follow.

    ``nguon_viet`` names what drafts the section (``loi_van``), empty for ``loi_mau`` as it stands.
    A plan without rows for a kind follows the default outline of that kind. Printed numbers come
    from place and ``cap_do`` (``de_cuong``); ``ma`` stays, whatever place the section moves to.
    """

    ke_hoach = models.ForeignKey(
        KeHoach, models.CASCADE, verbose_name="kế hoạch", related_name="cac_de_muc_de_cuong"
    )
    loai_ky = models.CharField("loại kỳ", max_length=3, choices=LoaiKy.choices())
    ma = models.CharField("mã", max_length=20)
    tieu_de = models.TextField("tiêu đề")
    cap_do = models.PositiveSmallIntegerField(
        "cấp độ", default=1, help_text="1: mục lớn (I, II); 2: khoản trong mục (1, 2)."
    )
    nguon_viet = models.CharField("nguồn viết", max_length=20, blank=True)
    loi_mau = models.TextField("lời mẫu", blank=True)
    thu_tu = models.PositiveSmallIntegerField("thứ tự")

    history = recorded()

    class Meta:
        verbose_name = "đề mục đề cương"
        verbose_name_plural = "đề cương báo cáo"
        constraints = [
            models.UniqueConstraint(
                fields=["ke_hoach", "loai_ky", "ma"],
                name="de_cuong_ma_duy_nhat",
                violation_error_message="Đề cương loại báo cáo này đã có đề mục mang mã đó.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ma}. {self.tieu_de}"
