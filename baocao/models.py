"""What is told: the form each unit owes per period, and the compiled report of the period."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, F, Max, Q
from django.utils.timezone import get_current_timezone

from baocao.trang_thai import (
    EDITABLE_FORM,
    FROZEN_REPORT,
    REPORTED_FORM,
    TrangThaiBaoCao,
    TrangThaiPhieu,
)
from donvi.ban_ghi import recorded
from donvi.models import DonVi, LoaiDonVi, NguoiDung
from donvi.policies import scope_of
from donvi.vai_tro import VaiTro
from kehoach.ky_bao_cao import KyBaoCao, parse_ky
from kehoach.models import KY_BAO_CAO_VALIDATOR, KeHoach

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class PhieuBaoCaoQuerySet(models.QuerySet["PhieuBaoCao"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep own units' forms; all of the commune for its focal unit and leaders."""
        return self.filter(scope_of(user).unit_filter("don_vi_id", "ke_hoach__xa_id")).order_by(
            "han_nop", "don_vi__thu_tu", "pk"
        )

    def overdue(self, on: date) -> Self:
        """Keep the forms not sent although their last day is before ``on``."""
        return self.unsent().filter(han_nop__lt=on)

    def unsent(self) -> Self:
        """Keep the forms a unit still has to send, those that were returned included."""
        return self.exclude(trang_thai__in=list(REPORTED_FORM))

    def filled_by(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the forms this person fills in (as ``policies.fills_for`` says of one form)."""
        scope = scope_of(user)
        outside = Q(
            don_vi__loai_don_vi=LoaiDonVi.NGOAI_XA,
            ke_hoach__don_vi_dau_moi__in=scope.units_with(VaiTro.TONG_HOP),
        )
        return self.filter(Q(don_vi__in=scope.entering_units) | outside)

    def count_by_period(self) -> "models.QuerySet[PhieuBaoCao, dict[str, Any]]":
        """Count the forms of each plan and period: ``phai_nop da_gui da_tiep_nhan minh_hoa``.

        One dictionary per plan and period, with ``han_nop``, the last day of its units.
        """
        return (
            self.values("ke_hoach_id", "ky_bao_cao")
            .annotate(
                han_nop=Max("han_nop"),
                phai_nop=Count("pk"),
                da_gui=Count("pk", filter=Q(trang_thai__in=list(REPORTED_FORM))),
                da_tiep_nhan=Count("pk", filter=Q(trang_thai=TrangThaiPhieu.DA_TIEP_NHAN)),
                minh_hoa=Count("pk", filter=Q(la_minh_hoa=True)),
            )
            .order_by("ke_hoach_id", "ky_bao_cao")
        )


class PhieuBaoCao(models.Model):
    """The form one unit owes for one period: opened by the portal, never created by hand."""

    ke_hoach = models.ForeignKey(
        KeHoach, models.PROTECT, verbose_name="kế hoạch", related_name="cac_phieu"
    )
    don_vi = models.ForeignKey(
        DonVi, models.PROTECT, verbose_name="đơn vị", related_name="cac_phieu"
    )
    ky_bao_cao = models.CharField("kỳ báo cáo", max_length=12, validators=[KY_BAO_CAO_VALIDATOR])
    tu_ngay = models.DateField("từ ngày")
    den_ngay = models.DateField("đến ngày")
    han_nop = models.DateField("hạn nộp", help_text="Ngày cuối cùng còn được coi là đúng hạn.")
    trang_thai = models.CharField(
        "trạng thái",
        max_length=14,
        choices=TrangThaiPhieu.choices(),
        default=TrangThaiPhieu.CHUA_BAO_CAO,
    )
    ket_qua_chung = models.TextField("kết quả chung", blank=True)
    kho_khan_chung = models.TextField("khó khăn chung", blank=True)
    de_xuat_chung = models.TextField("đề xuất chung", blank=True)
    ly_do_thieu = models.TextField(
        "lý do thiếu", blank=True, help_text="Lý do gửi khi còn mục bắt buộc chưa nhập."
    )
    ly_do_tra_lai = models.TextField("lý do trả lại", blank=True)
    lan_luu = models.PositiveIntegerField("lần lưu", default=0)
    nhap_thay = models.BooleanField(
        "nhập thay", default=False, help_text="Đầu mối nhập thay cơ quan ngoài xã."
    )
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người lưu",
        null=True,
        blank=True,
        related_name="+",
    )
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    sent_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người gửi",
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField("kiểm tra lúc", null=True, blank=True)
    decided_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người kiểm tra",
        null=True,
        blank=True,
        related_name="+",
    )
    la_minh_hoa = models.BooleanField("là minh họa", default=False)

    objects = PhieuBaoCaoQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "phiếu báo cáo"
        verbose_name_plural = "phiếu báo cáo"
        # Serves the matrix (all units of a period) and the forms a unit owes.
        indexes = [models.Index(fields=["ke_hoach", "ky_bao_cao"], name="phieu_theo_ky")]
        constraints = [
            models.UniqueConstraint(
                fields=["ke_hoach", "don_vi", "ky_bao_cao"],
                name="phieu_mot_ky",
                violation_error_message="Đơn vị đã có phiếu của kỳ này.",
            ),
            models.CheckConstraint(
                condition=Q(den_ngay__gte=F("tu_ngay")),
                name="phieu_ngay_dung_thu_tu",
                violation_error_message="Ngày cuối kỳ phải sau ngày đầu kỳ.",
            ),
            models.CheckConstraint(
                condition=~Q(trang_thai__in=["da_gui", "da_tiep_nhan"]) | Q(sent_at__isnull=False),
                name="phieu_da_gui_co_luc",
                violation_error_message="Phiếu đã gửi thì phải ghi thời điểm gửi.",
            ),
            models.CheckConstraint(
                condition=~Q(trang_thai="tra_lai") | ~Q(ly_do_tra_lai=""),
                name="phieu_tra_lai_co_ly_do",
                violation_error_message="Trả lại phiếu thì phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=~Q(trang_thai="da_tiep_nhan") | Q(decided_at__isnull=False),
                name="phieu_tiep_nhan_co_luc",
                violation_error_message="Phiếu đã tiếp nhận thì phải ghi thời điểm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.don_vi}, {self.period.label}"

    @property
    def period(self) -> KyBaoCao:
        """Read the stored code as a period."""
        return parse_ky(self.ky_bao_cao)

    @property
    def is_editable(self) -> bool:
        """Tell whether its words may still be changed by the unit."""
        return self.trang_thai in EDITABLE_FORM

    @property
    def is_sent(self) -> bool:
        """Tell whether the unit has reported."""
        return self.trang_thai in REPORTED_FORM

    def is_overdue(self, on: date) -> bool:
        """Tell whether it is unsent on ``on`` although its last day has passed."""
        return not self.is_sent and on > self.han_nop

    def is_late(self) -> bool:
        """Tell whether it was sent after its last day (Vietnam time)."""
        if self.sent_at is None:
            return False
        return self.sent_at.astimezone(get_current_timezone()).date() > self.han_nop


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
    approved_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    approved_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người duyệt",
        null=True,
        blank=True,
        related_name="+",
    )
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
    """One section of a report: the draft written from the figures, and the edited words."""

    bao_cao = models.ForeignKey(
        BaoCao, models.CASCADE, verbose_name="báo cáo", related_name="cac_phan"
    )
    ma = models.CharField("mã", max_length=20)
    tieu_de = models.TextField("tiêu đề")
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


class TepVanBan(models.Model):
    """The bytes of an approved report, kept as they were and never rendered again."""

    bao_cao = models.ForeignKey(
        BaoCao, models.PROTECT, verbose_name="báo cáo", related_name="cac_tep"
    )
    noi_dung = models.BinaryField("nội dung")
    ma_bam = models.CharField("mã băm", max_length=64, help_text="SHA-256.")
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

    def __str__(self) -> str:
        return self.ma_bam
