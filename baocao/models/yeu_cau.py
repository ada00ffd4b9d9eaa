"""Ad hoc requests (báo cáo đột xuất): their own questions, units and date."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from baocao.models.phieu import PhieuBaoCao
from donvi.ban_ghi import recorded
from donvi.models import DonVi, NguoiDung
from donvi.policies import scope_of
from kehoach.ky_bao_cao import KyBaoCao, parse_ky
from kehoach.models import KY_BAO_CAO_VALIDATOR, KeHoach

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class YeuCauBaoCaoQuerySet(models.QuerySet["YeuCauBaoCao"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep what this person watches over, and what was handed to own units; newest first."""
        scope = scope_of(user)
        rows = self.order_by("-created_at", "-pk")
        if scope.is_admin:
            return rows
        handed_out = Q(assigned_at__isnull=False) & Q(
            pk__in=YeuCauBaoCao.cac_don_vi.through.objects.filter(
                donvi_id__in=scope.own_units
            ).values("yeucaubaocao_id")
        )
        watched = Q(ke_hoach__xa_id__in=scope.reading_communes)
        province = Q(ke_hoach__xa__ma_tinh__in=scope.cac_ma_tinh, assigned_at__isnull=False)
        return rows.filter(watched | province | handed_out)


class YeuCauBaoCao(models.Model):
    """One ad hoc request of a plan; handing it out opens a form for each of its units."""

    class TrangThai(models.TextChoices):
        SOAN = "soan", "đang soạn"
        DA_GIAO = "da_giao", "đã giao"
        DA_HUY = "da_huy", "đã hủy"

    ke_hoach = models.ForeignKey(
        KeHoach, models.PROTECT, verbose_name="kế hoạch", related_name="cac_yeu_cau"
    )
    ky_bao_cao = models.CharField("kỳ báo cáo", max_length=12, validators=[KY_BAO_CAO_VALIDATOR])
    tieu_de = models.CharField("tiêu đề", max_length=300)
    noi_dung = models.TextField("nội dung", blank=True)
    so_van_ban = models.CharField(
        "số văn bản", max_length=60, blank=True, help_text="Văn bản yêu cầu, ví dụ 123/UBND-VHXH."
    )
    tu_ngay = models.DateField("từ ngày")
    den_ngay = models.DateField("đến ngày", help_text="Ngày cuối cùng lấy số liệu.")
    han_nop = models.DateField("hạn nộp", help_text="Ngày cuối cùng còn được coi là đúng hạn.")
    cac_don_vi = models.ManyToManyField(
        DonVi, verbose_name="các đơn vị", related_name="cac_yeu_cau_bao_cao", blank=True
    )
    kem_nhiem_vu = models.BooleanField(
        "kèm nhiệm vụ",
        default=False,
        help_text="Chọn khi phiếu cũng hỏi tiến độ nhiệm vụ và số liệu chỉ tiêu của đơn vị.",
    )
    trang_thai = models.CharField(
        "trạng thái", max_length=8, choices=TrangThai.choices, default=TrangThai.SOAN
    )
    ly_do_huy = models.TextField("lý do hủy", blank=True)
    lan_luu = models.PositiveIntegerField("lần lưu", default=0)
    created_at = models.DateTimeField("tạo lúc")
    created_by = models.ForeignKey(
        NguoiDung, models.PROTECT, verbose_name="người tạo", related_name="+"
    )
    assigned_at = models.DateTimeField("giao lúc", null=True, blank=True)

    objects = YeuCauBaoCaoQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "yêu cầu báo cáo"
        verbose_name_plural = "yêu cầu báo cáo"
        constraints = [
            models.UniqueConstraint(
                fields=["ke_hoach", "ky_bao_cao"],
                name="yeu_cau_mot_ky",
                violation_error_message="Kế hoạch đã có yêu cầu mang mã kỳ này.",
            ),
            models.CheckConstraint(
                condition=Q(den_ngay__gte=F("tu_ngay")),
                name="yeu_cau_ngay_dung_thu_tu",
                violation_error_message="Ngày cuối lấy số liệu phải bằng hoặc sau ngày đầu.",
            ),
            models.CheckConstraint(
                condition=~Q(trang_thai="da_giao") | Q(assigned_at__isnull=False),
                name="yeu_cau_da_giao_co_luc",
                violation_error_message="Yêu cầu đã giao thì phải ghi thời điểm giao.",
            ),
            models.CheckConstraint(
                condition=~Q(trang_thai="da_huy") | ~Q(ly_do_huy=""),
                name="yeu_cau_huy_co_ly_do",
                violation_error_message="Hủy yêu cầu thì phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return self.tieu_de

    @property
    def period(self) -> KyBaoCao:
        """Read the stored code as a period."""
        return parse_ky(self.ky_bao_cao)

    @property
    def is_draft(self) -> bool:
        """Tell whether it may still be rewritten: nobody was asked yet."""
        return self.trang_thai == self.TrangThai.SOAN

    @property
    def is_running(self) -> bool:
        """Tell whether its units are asked, and it was not called off."""
        return self.trang_thai == self.TrangThai.DA_GIAO


class CauHoi(models.Model):
    """One question of an ad hoc request."""

    class LoaiTraLoi(models.TextChoices):
        LOI_VAN = "loi_van", "lời văn"
        SO = "so", "số"
        CO_KHONG = "co_khong", "có hoặc không"
        NGAY = "ngay", "ngày"

    yeu_cau = models.ForeignKey(
        YeuCauBaoCao, models.CASCADE, verbose_name="yêu cầu", related_name="cac_cau_hoi"
    )
    noi_dung = models.TextField("nội dung")
    loai_tra_loi = models.CharField(
        "loại trả lời", max_length=8, choices=LoaiTraLoi.choices, default=LoaiTraLoi.LOI_VAN
    )
    don_vi_tinh = models.CharField("đơn vị tính", max_length=50, blank=True)
    bat_buoc = models.BooleanField("bắt buộc", default=True)
    thu_tu = models.PositiveSmallIntegerField("thứ tự")

    history = recorded()

    class Meta:
        verbose_name = "câu hỏi"
        verbose_name_plural = "câu hỏi"

    def __str__(self) -> str:
        return self.noi_dung


class TraLoi(models.Model):
    """What one unit's form says to one question; the original words are kept."""

    phieu_bao_cao = models.ForeignKey(
        PhieuBaoCao, models.CASCADE, verbose_name="phiếu báo cáo", related_name="cac_tra_loi"
    )
    cau_hoi = models.ForeignKey(
        CauHoi, models.PROTECT, verbose_name="câu hỏi", related_name="cac_tra_loi"
    )
    noi_dung = models.TextField("nội dung")

    history = recorded()

    class Meta:
        verbose_name = "trả lời"
        verbose_name_plural = "trả lời"
        constraints = [
            models.UniqueConstraint(
                fields=["phieu_bao_cao", "cau_hoi"],
                name="tra_loi_mot_lan",
                violation_error_message="Phiếu đã trả lời câu hỏi này.",
            )
        ]

    def __str__(self) -> str:
        return self.noi_dung
