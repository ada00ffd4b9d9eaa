"""Who does it by when: groups, tasks, assignments (obligations), progress."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from chitieu.models import ChiTieu
from donvi.ban_ghi import KhoaTimKiem, recorded
from donvi.lua_chon import LuaChon
from donvi.models import DonVi, NguoiDung, NhomDonVi
from donvi.policies import scope_of
from kehoach.ky_bao_cao import KyBaoCao, parse_ky
from kehoach.models import KY_BAO_CAO_VALIDATOR, DeMuc, KeHoach
from nhiemvu.gia_han import GiaHan
from nhiemvu.thoi_han import LoaiHan
from nhiemvu.trang_thai import TrangThai, derive_state

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

__all__ = ["GiaHan", "NhiemVu", "NhomNhiemVu", "PhanCong", "TienDo", "VaiPhanCong"]


class NhomNhiemVu(models.Model):
    """A heading over tasks: of the annex (I, II ...) or of the body's solutions (1, 2 ...)."""

    class LoaiNhom(models.TextChoices):
        PHU_LUC = "phu_luc", "phụ lục"
        VAN_XUOI = "van_xuoi", "trong thân văn bản"

    ke_hoach = models.ForeignKey(
        KeHoach, models.CASCADE, verbose_name="kế hoạch", related_name="cac_nhom_nhiem_vu"
    )
    ma = models.CharField("mã", max_length=30)
    ten = models.TextField("tên")
    loai_nhom = models.CharField("loại nhóm", max_length=10, choices=LoaiNhom.choices)
    thu_tu = models.PositiveSmallIntegerField("thứ tự")

    history = recorded()

    class Meta:
        verbose_name = "nhóm nhiệm vụ"
        verbose_name_plural = "nhóm nhiệm vụ"
        constraints = [
            models.UniqueConstraint(
                fields=["ke_hoach", "ma"],
                name="nhom_nhiem_vu_ma_duy_nhat",
                violation_error_message="Kế hoạch đã có nhóm nhiệm vụ mang mã này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ma}. {self.ten}"


class NhiemVuQuerySet(models.QuerySet["NhiemVu"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the tasks of the plans this person may see."""
        return self.filter(scope_of(user).xa_filter("ke_hoach__xa__")).in_order()

    def annexed(self) -> Self:
        """Keep the tasks of the plan's annex: those that units must report on."""
        return self.filter(loai_nhiem_vu=NhiemVu.LoaiNhiemVu.PHU_LUC)

    def reported(self) -> Self:
        """Keep the tasks units report on: those of the annex, or all of a plan without one."""
        annexed = NhiemVu.objects.annexed().filter(ke_hoach=OuterRef("ke_hoach"))
        return self.filter(Q(loai_nhiem_vu=NhiemVu.LoaiNhiemVu.PHU_LUC) | ~Exists(annexed))

    def in_order(self) -> Self:
        """Order as the plan prints them."""
        return self.order_by("ke_hoach_id", "thu_tu", "pk")


class NhiemVu(KhoaTimKiem):
    """A task, with the words of the plan and what the portal read from them."""

    class LoaiNhiemVu(models.TextChoices):
        PHU_LUC = "phu_luc", "nhiệm vụ phụ lục"
        VAN_XUOI = "van_xuoi", "nhiệm vụ trong thân văn bản"
        GIAI_PHAP = "giai_phap", "giải pháp"
        TO_CHUC = "to_chuc", "phân công tổ chức thực hiện"

    ke_hoach = models.ForeignKey(
        KeHoach, models.CASCADE, verbose_name="kế hoạch", related_name="cac_nhiem_vu"
    )
    nhom_nhiem_vu = models.ForeignKey(
        NhomNhiemVu,
        models.PROTECT,
        verbose_name="nhóm nhiệm vụ",
        null=True,
        blank=True,
        related_name="cac_nhiem_vu",
    )
    de_muc = models.ForeignKey(
        DeMuc,
        models.SET_NULL,
        verbose_name="đề mục",
        null=True,
        blank=True,
        related_name="cac_nhiem_vu",
    )
    loai_nhiem_vu = models.CharField(
        "loại nhiệm vụ", max_length=10, choices=LoaiNhiemVu.choices, default=LoaiNhiemVu.PHU_LUC
    )
    ma = models.CharField("mã", max_length=30)
    ten = models.TextField("tên")
    chu_tri_nguyen_van = models.TextField("chủ trì nguyên văn", blank=True)
    phoi_hop_nguyen_van = models.TextField("phối hợp nguyên văn", blank=True)
    thoi_han_nguyen_van = models.CharField("thời hạn nguyên văn", max_length=300, blank=True)
    loai_han = models.CharField("loại hạn", max_length=14, choices=LoaiHan.choices())
    tu_ngay = models.DateField("từ ngày", null=True, blank=True)
    han_hoan_thanh = models.DateField("hạn hoàn thành", null=True, blank=True)
    san_pham = models.TextField("sản phẩm", blank=True)
    kinh_phi_nguyen_van = models.CharField("kinh phí nguyên văn", max_length=100, blank=True)
    so_tien = models.BigIntegerField("số tiền", null=True, blank=True, help_text="Đồng.")
    nguon_nguyen_van = models.CharField("nguồn nguyên văn", max_length=300, blank=True)
    cac_chi_tieu = models.ManyToManyField(
        ChiTieu, verbose_name="các chỉ tiêu", related_name="cac_nhiem_vu", blank=True
    )
    tam_dung = models.BooleanField("tạm dừng", default=False)
    ly_do_tam_dung = models.TextField("lý do tạm dừng", blank=True)
    thu_tu = models.PositiveSmallIntegerField("thứ tự")

    objects = NhiemVuQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        constraints = [
            models.UniqueConstraint(
                fields=["ke_hoach", "ma"],
                name="nhiem_vu_ma_duy_nhat",
                violation_error_message="Kế hoạch đã có nhiệm vụ mang mã này.",
            ),
            models.CheckConstraint(
                condition=Q(tu_ngay__isnull=True)
                | Q(han_hoan_thanh__isnull=True)
                | Q(han_hoan_thanh__gte=F("tu_ngay")),
                name="nhiem_vu_ngay_dung_thu_tu",
                violation_error_message="Hạn hoàn thành phải bằng hoặc sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(so_tien__isnull=True) | Q(so_tien__gte=0),
                name="nhiem_vu_so_tien_khong_am",
                violation_error_message="Số tiền không được âm.",
            ),
            models.CheckConstraint(
                condition=Q(tam_dung=False) | ~Q(ly_do_tam_dung=""),
                name="nhiem_vu_tam_dung_co_ly_do",
                violation_error_message="Tạm dừng nhiệm vụ thì phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ma}. {self.ten}"

    def searchable_text(self) -> str:
        return f"{self.ma} {self.ten} {self.chu_tri_nguyen_van} {self.san_pham}"

    def sortable_text(self) -> str:
        return self.ma


class VaiPhanCong(LuaChon):
    """Say whether a unit leads a task or coordinates in it."""

    CHU_TRI = "chu_tri", "chủ trì"
    PHOI_HOP = "phoi_hop", "phối hợp"


class PhanCongQuerySet(models.QuerySet["PhanCong"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the obligations in the plans this person may see."""
        return self.filter(scope_of(user).xa_filter("nhiem_vu__ke_hoach__xa__")).in_order()

    def leading(self) -> Self:
        """Keep the obligations of lead units; a coordinating unit can't be late."""
        return self.filter(vai_phan_cong=VaiPhanCong.CHU_TRI)

    def in_order(self) -> Self:
        """Order by task as printed, then by unit."""
        return self.order_by("nhiem_vu__thu_tu", "don_vi__thu_tu", "pk")


class PhanCong(models.Model):
    """An obligation: one unit's part in one task.

    A group lead ("các phòng, ban, ngành, các thôn") becomes one row per unit, so that the task
    can say "đã làm 7/12". Percent, completion date and period repeat the latest accepted progress
    (written together with it, in ``nhiemvu.services``), ``han_gia_han`` the latest day granted
    (``nhiemvu.xin_gia_han``), so that lists need no second query.
    """

    nhiem_vu = models.ForeignKey(
        NhiemVu, models.CASCADE, verbose_name="nhiệm vụ", related_name="cac_phan_cong"
    )
    don_vi = models.ForeignKey(
        DonVi, models.PROTECT, verbose_name="đơn vị", related_name="cac_phan_cong"
    )
    vai_phan_cong = models.CharField("vai phân công", max_length=10, choices=VaiPhanCong.choices())
    thuoc_nhom = models.ForeignKey(
        NhomDonVi,
        models.SET_NULL,
        verbose_name="thuộc nhóm",
        null=True,
        blank=True,
        related_name="cac_phan_cong",
    )
    phan_tram = models.PositiveSmallIntegerField(
        "phần trăm", null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    ngay_hoan_thanh = models.DateField("ngày hoàn thành", null=True, blank=True)
    ky_moi_nhat = models.CharField("kỳ mới nhất", max_length=12, blank=True)
    han_gia_han = models.DateField(
        "hạn gia hạn", null=True, blank=True, help_text="Hạn mới lãnh đạo xã đã đồng ý."
    )

    objects = PhanCongQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        constraints = [
            models.UniqueConstraint(
                fields=["nhiem_vu", "don_vi"],
                name="phan_cong_mot_vai",
                violation_error_message="Đơn vị này đã được phân công trong nhiệm vụ đó.",
            ),
            models.CheckConstraint(
                condition=Q(phan_tram__isnull=True) | Q(phan_tram__lte=100),
                name="phan_cong_phan_tram_hop_le",
                violation_error_message="Tiến độ là số từ 0 đến 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nhiem_vu.ma}: {self.don_vi}"

    @property
    def is_lead(self) -> bool:
        """Tell whether the unit leads (and so must report progress)."""
        return self.vai_phan_cong == VaiPhanCong.CHU_TRI

    @property
    def latest_period(self) -> KyBaoCao | None:
        """Read the period of the latest accepted progress; None before the first one."""
        return parse_ky(self.ky_moi_nhat) if self.ky_moi_nhat else None

    @property
    def last_day(self) -> date | None:
        """Give the last day in force: the plan's, or the later one granted to this unit."""
        return max(filter(None, (self.nhiem_vu.han_hoan_thanh, self.han_gia_han)), default=None)

    @property
    def is_extended(self) -> bool:
        """Tell whether the unit was granted a later last day than the plan's."""
        return self.last_day != self.nhiem_vu.han_hoan_thanh

    def state(self, on: date) -> TrangThai:
        """Derive the state on the given day; reads ``nhiem_vu`` (a query if not loaded)."""
        task = self.nhiem_vu
        return derive_state(
            loai_han=LoaiHan(task.loai_han),
            tu=task.tu_ngay,
            den=self.last_day,
            phan_tram=self.phan_tram,
            ngay_hoan_thanh=self.ngay_hoan_thanh,
            tam_dung=task.tam_dung,
            on=on,
        )


class TienDoQuerySet(models.QuerySet["TienDo"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep own units' progress, and accepted progress of communes this person may see.

        What another unit has drafted is nobody else's to read, the focal unit's and leaders'
        included; they read it in the form, once it was sent.
        """
        scope = scope_of(user)
        mine = Q(phan_cong__don_vi__in=scope.own_units)
        seen = scope.xa_filter("phan_cong__nhiem_vu__ke_hoach__xa__") & Q(accepted_at__isnull=False)
        return self.filter(mine | seen).order_by("-ngay_chot", "-pk")

    def accepted(self) -> Self:
        """Keep the progress the focal unit has accepted; only this counts."""
        return self.filter(accepted_at__isnull=False)


class TienDo(models.Model):
    """What one unit did in one period for one obligation."""

    phan_cong = models.ForeignKey(
        PhanCong, models.PROTECT, verbose_name="phân công", related_name="cac_tien_do"
    )
    ky_bao_cao = models.CharField("kỳ báo cáo", max_length=12, validators=[KY_BAO_CAO_VALIDATOR])
    ngay_chot = models.DateField("ngày chốt")
    khong_phat_sinh = models.BooleanField("không phát sinh", default=False)
    phan_tram = models.PositiveSmallIntegerField(
        "phần trăm",
        null=True,
        blank=True,
        validators=[MaxValueValidator(100, "Tiến độ là số từ 0 đến 100.")],
    )
    noi_dung = models.TextField("nội dung", blank=True)
    kho_khan = models.TextField("khó khăn", blank=True)
    nguyen_nhan = models.TextField("nguyên nhân", blank=True)
    de_xuat = models.TextField("đề xuất", blank=True)
    ngay_hoan_thanh = models.DateField("ngày hoàn thành", null=True, blank=True)
    san_pham = models.TextField("sản phẩm", blank=True)
    accepted_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)
    la_minh_hoa = models.BooleanField("là minh họa", default=False)

    objects = TienDoQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "tiến độ"
        verbose_name_plural = "tiến độ"
        # Serves the history of a task and the figures of a period's report.
        indexes = [models.Index(fields=["ky_bao_cao", "phan_cong"], name="tien_do_theo_ky")]
        constraints = [
            models.UniqueConstraint(
                fields=["phan_cong", "ky_bao_cao"],
                name="tien_do_mot_ky",
                violation_error_message="Đơn vị đã báo cáo nhiệm vụ này trong kỳ.",
            ),
            models.CheckConstraint(
                condition=Q(phan_tram__isnull=True) | Q(phan_tram__lte=100),
                name="tien_do_phan_tram_hop_le",
                violation_error_message="Tiến độ là số từ 0 đến 100.",
            ),
            # Completion means 100 % and a product handed over (or a reason why there is none).
            models.CheckConstraint(
                condition=Q(ngay_hoan_thanh__isnull=True) | Q(phan_tram=100),
                name="tien_do_hoan_thanh_du",
                violation_error_message="Có ngày hoàn thành thì tiến độ phải là 100%.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phan_cong} kỳ {self.ky_bao_cao}"

    @property
    def period(self) -> KyBaoCao:
        """Read the stored code as a period."""
        return parse_ky(self.ky_bao_cao)
