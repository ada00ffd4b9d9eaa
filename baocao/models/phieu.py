"""The form one unit owes for one period."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.utils.timezone import get_current_timezone

from baocao.trang_thai import (
    EDITABLE_FORM,
    NOTHING_OWED,
    REPORTED_FORM,
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
        return self.exclude(trang_thai__in=list(NOTHING_OWED))

    def owed(self) -> Self:
        """Leave out the forms that were closed because their request was called off."""
        return self.exclude(trang_thai=TrangThaiPhieu.DA_DONG)

    def filled_by(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the forms this person fills in (as ``policies.fills_for`` says of one form)."""
        scope = scope_of(user)
        outside = Q(
            don_vi__loai_don_vi=LoaiDonVi.NGOAI_XA,
            ke_hoach__don_vi_dau_moi__in=scope.units_with(VaiTro.TONG_HOP),
        )
        return self.filter(Q(don_vi__in=scope.entering_units) | outside)

    def of_period(self, ky: KyBaoCao) -> Self:
        """Keep the forms that serve a period: its own, and shorter ones told for it too."""
        served = KyKemTheo.objects.filter(phieu_bao_cao=OuterRef("pk"), ky_bao_cao=str(ky))
        return self.filter(Q(ky_bao_cao=str(ky)) | Exists(served))

    def count_by_period(self) -> list[dict[str, Any]]:
        """Count the forms of each plan and period: ``phai_nop da_gui da_tiep_nhan minh_hoa``.

        One dictionary per plan and period, with ``han_nop``, the last day of its units. A form
        that serves longer periods counts for each of them; closed forms don't count. Two
        queries.
        """
        bearing = _counted(self.owed().values("ke_hoach_id", "ky_bao_cao"), "")
        rows = {(row["ke_hoach_id"], row["ky_bao_cao"]): row for row in bearing}
        serving = _counted(
            KyKemTheo.objects.filter(phieu_bao_cao__in=self.owed().order_by().values("pk")).values(
                "ky_bao_cao", ke_hoach_id=F("phieu_bao_cao__ke_hoach_id")
            ),
            "phieu_bao_cao__",
        )
        for row in serving:
            _add_counts(rows.setdefault((row["ke_hoach_id"], row["ky_bao_cao"]), row), row)
        return [rows[key] for key in sorted(rows)]


def _counted(groups: Any, form: str) -> Any:
    """Count the forms of each group; ``form`` leads from the group's rows to the form."""
    sent, accepted = list(REPORTED_FORM), TrangThaiPhieu.DA_TIEP_NHAN
    return groups.annotate(
        han_nop=Max(f"{form}han_nop"),
        phai_nop=Count("pk"),
        da_gui=Count("pk", filter=Q(**{f"{form}trang_thai__in": sent})),
        da_tiep_nhan=Count("pk", filter=Q(**{f"{form}trang_thai": accepted})),
        minh_hoa=Count("pk", filter=Q(**{f"{form}la_minh_hoa": True})),
    ).order_by("ke_hoach_id", "ky_bao_cao")


def _add_counts(total: dict[str, Any], row: dict[str, Any]) -> None:
    """Add the forms that serve a period to those that bear it (units opened before the change)."""
    if total is row:
        return
    total["han_nop"] = max(total["han_nop"], row["han_nop"])
    for name in ("phai_nop", "da_gui", "da_tiep_nhan", "minh_hoa"):
        total[name] += row[name]


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
    def ten_ky(self) -> str:
        """Name the period, with the longer ones the form serves (a query if not prefetched).

        "quý II năm 2026, dùng chung cho báo cáo 6 tháng đầu năm 2026"
        """
        longer = sorted(row.period for row in self.cac_ky_kem.all())
        if not longer:
            return self.period.label
        names = ", báo cáo ".join(period.label for period in longer)
        return f"{self.period.label}, dùng chung cho báo cáo {names}"

    @property
    def is_editable(self) -> bool:
        """Tell whether its words may still be changed by the unit."""
        return self.trang_thai in EDITABLE_FORM

    @property
    def is_sent(self) -> bool:
        """Tell whether the unit has reported."""
        return self.trang_thai in REPORTED_FORM

    @property
    def is_closed(self) -> bool:
        """Tell whether nobody waits for it any more: its request was called off."""
        return self.trang_thai == TrangThaiPhieu.DA_DONG

    def is_overdue(self, on: date) -> bool:
        """Tell whether it is unsent on ``on`` although its last day has passed."""
        return self.trang_thai not in NOTHING_OWED and on > self.han_nop

    def is_late(self) -> bool:
        """Tell whether it was sent after its last day (Vietnam time)."""
        if self.sent_at is None:
            return False
        return self.sent_at.astimezone(get_current_timezone()).date() > self.han_nop


class KyKemTheo(models.Model):
    """A longer period the same form serves, because both are due on one day (6 tháng with quý II).

    The form itself bears the shorter period; the longer one adds up what its periods said.
    """

    phieu_bao_cao = models.ForeignKey(
        PhieuBaoCao, models.CASCADE, verbose_name="phiếu báo cáo", related_name="cac_ky_kem"
    )
    ky_bao_cao = models.CharField("kỳ báo cáo", max_length=12, validators=[KY_BAO_CAO_VALIDATOR])

    class Meta:
        verbose_name = "kỳ kèm theo"
        verbose_name_plural = "kỳ kèm theo"
        constraints = [
            models.UniqueConstraint(
                fields=["phieu_bao_cao", "ky_bao_cao"],
                name="ky_kem_theo_mot_lan",
                violation_error_message="Phiếu đã phục vụ kỳ này.",
            )
        ]

    def __str__(self) -> str:
        return self.period.label

    @property
    def period(self) -> KyBaoCao:
        """Read the stored code as a period."""
        return parse_ky(self.ky_bao_cao)
