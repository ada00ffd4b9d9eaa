"""Who: communes, units, groups, spellings, people, memberships, the act log and notices."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from donvi.ban_ghi import KhoaTimKiem, recorded
from donvi.lua_chon import LuaChon
from donvi.policies import scope_of
from donvi.tieng_viet import fold, normalise
from donvi.vai_tro import VaiTro

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class XaQuerySet(models.QuerySet["Xa"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the communes this person may see (one query for the memberships, cached)."""
        return self.filter(scope_of(user).xa_filter("")).order_by("khoa_sap_xep", "pk")


class Xa(KhoaTimKiem):
    """A commune (xã, phường). Its name is never a key: 245 names occur in several provinces."""

    class CapHanhChinh(models.TextChoices):
        XA = "xa", "xã"
        PHUONG = "phuong", "phường"

    ma = models.CharField(
        "mã",
        max_length=5,
        unique=True,
        validators=[RegexValidator(r"^\d{5}$", "Mã xã gồm đúng 5 chữ số, ví dụ 18313.")],
        error_messages={"unique": "Đã có xã mang mã này."},
    )
    ten = models.CharField("tên", max_length=100)
    cap_hanh_chinh = models.CharField(
        "cấp hành chính", max_length=10, choices=CapHanhChinh.choices, default=CapHanhChinh.XA
    )
    ma_tinh = models.CharField("mã tỉnh", max_length=2)
    ten_tinh = models.CharField("tên tỉnh", max_length=100)

    objects = XaQuerySet.as_manager()

    class Meta:
        verbose_name = "xã"
        verbose_name_plural = "xã, phường"

    def __str__(self) -> str:
        return f"{self.get_cap_hanh_chinh_display()} {self.ten}"

    def sortable_text(self) -> str:
        return self.ten


class LoaiDonVi(LuaChon):
    """Say what kind of body a unit is."""

    LANH_DAO = "lanh_dao", "lãnh đạo, cơ quan ban hành"
    VAN_PHONG = "van_phong", "văn phòng"
    PHONG = "phong", "phòng chuyên môn"
    TRUNG_TAM = "trung_tam", "trung tâm"
    CONG_AN = "cong_an", "công an"
    TRAM_Y_TE = "tram_y_te", "trạm y tế"
    TRUONG_HOC = "truong_hoc", "trường học"
    THON = "thon", "thôn"
    DOAN_THE = "doan_the", "đoàn thể"
    CO_QUAN_DANG = "co_quan_dang", "cơ quan đảng, dân cử"
    TO_CONG_TAC = "to_cong_tac", "tổ công tác"
    NGOAI_XA = "ngoai_xa", "ngoài xã"


class DonViQuerySet(models.QuerySet["DonVi"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the units of the communes this person may see."""
        return self.filter(scope_of(user).xa_filter("xa__")).order_by(
            "thu_tu", "khoa_sap_xep", "pk"
        )

    def active(self, on: date) -> Self:
        """Keep the units that exist on the day ``on`` (their last day included)."""
        return self.filter(Q(ngay_ket_thuc__isnull=True) | Q(ngay_ket_thuc__gte=on))


class DonVi(KhoaTimKiem):
    """A unit of a commune, or an outside body that leads something in its plan."""

    xa = models.ForeignKey(Xa, models.PROTECT, verbose_name="xã", related_name="cac_don_vi")
    ma = models.CharField("mã", max_length=30)
    ten = models.CharField("tên", max_length=200)
    loai_don_vi = models.CharField("loại đơn vị", max_length=20, choices=LoaiDonVi.choices())
    thu_tu = models.PositiveSmallIntegerField("thứ tự", default=100)
    don_vi_ke_tiep = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="đơn vị kế tiếp",
        null=True,
        blank=True,
        related_name="cac_don_vi_truoc",
        help_text="Đơn vị nhận việc sau khi sáp nhập hoặc đổi tên.",
    )
    ngay_ket_thuc = models.DateField("ngày kết thúc", null=True, blank=True)
    la_minh_hoa = models.BooleanField("là minh họa", default=False)

    objects = DonViQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=["xa", "ma"],
                name="don_vi_ma_duy_nhat",
                violation_error_message="Xã này đã có đơn vị mang mã đó.",
            ),
            models.CheckConstraint(
                condition=Q(don_vi_ke_tiep__isnull=True) | Q(ngay_ket_thuc__isnull=False),
                name="don_vi_ke_tiep_co_ngay",
                violation_error_message="Đơn vị có đơn vị kế tiếp thì phải có ngày kết thúc.",
            ),
            models.CheckConstraint(
                condition=Q(don_vi_ke_tiep__isnull=True) | ~Q(don_vi_ke_tiep=F("id")),
                name="don_vi_ke_tiep_khac_minh",
                violation_error_message="Đơn vị kế tiếp phải là một đơn vị khác.",
            ),
        ]

    def __str__(self) -> str:
        return self.ten

    @property
    def is_external(self) -> bool:
        """Tell whether the focal unit must enter on this body's behalf."""
        return self.loai_don_vi == LoaiDonVi.NGOAI_XA


class NhomDonVi(models.Model):
    """A group such as "Các phòng, ban, ngành, trung tâm, các thôn" that stands for units."""

    xa = models.ForeignKey(Xa, models.PROTECT, verbose_name="xã", related_name="cac_nhom_don_vi")
    ma = models.CharField("mã", max_length=30)
    ten = models.CharField("tên", max_length=200)
    cac_don_vi = models.ManyToManyField(
        DonVi, verbose_name="các đơn vị", related_name="cac_nhom", blank=True
    )

    history = recorded()

    class Meta:
        verbose_name = "nhóm đơn vị"
        verbose_name_plural = "nhóm đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=["xa", "ma"],
                name="nhom_don_vi_ma_duy_nhat",
                violation_error_message="Xã này đã có nhóm đơn vị mang mã đó.",
            )
        ]

    def __str__(self) -> str:
        return self.ten


class TenKhac(models.Model):
    """One spelling found in a plan, and the unit or group it means in this commune."""

    xa = models.ForeignKey(Xa, models.PROTECT, verbose_name="xã", related_name="cac_ten_khac")
    ten = models.CharField("tên", max_length=300)
    khoa_tim_kiem = models.CharField("khóa tìm kiếm", max_length=300, editable=False)
    don_vi = models.ForeignKey(
        DonVi,
        models.CASCADE,
        verbose_name="đơn vị",
        null=True,
        blank=True,
        related_name="cac_ten_khac",
    )
    nhom_don_vi = models.ForeignKey(
        NhomDonVi,
        models.CASCADE,
        verbose_name="nhóm đơn vị",
        null=True,
        blank=True,
        related_name="cac_ten_khac",
    )

    history = recorded()

    class Meta:
        verbose_name = "tên khác"
        verbose_name_plural = "tên khác"
        constraints = [
            models.UniqueConstraint(
                fields=["xa", "khoa_tim_kiem"],
                name="ten_khac_duy_nhat",
                violation_error_message="Cách viết này đã được gán cho một đơn vị của xã.",
            ),
            # Neither: a word that is known to be no unit (a channel, a contractor).
            models.CheckConstraint(
                condition=Q(don_vi__isnull=True) | Q(nhom_don_vi__isnull=True),
                name="ten_khac_mot_nghia",
                violation_error_message="Một cách viết chỉ chỉ một đơn vị hoặc một nhóm đơn vị.",
            ),
        ]

    def __str__(self) -> str:
        return self.ten

    def clean(self) -> None:
        super().clean()
        self.khoa_tim_kiem = fold(normalise(self.ten))[:300]


class NguoiDung(AbstractUser):
    """A person with an account. The name is one field: Vietnamese names are not split."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    ho_ten = models.CharField("họ tên", max_length=150)
    chuc_vu = models.CharField("chức vụ", max_length=150, blank=True)

    REQUIRED_FIELDS = ["ho_ten"]

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"

    def __str__(self) -> str:
        return self.ho_ten or self.username

    def get_full_name(self) -> str:
        return self.ho_ten

    def get_short_name(self) -> str:
        return self.ho_ten


class ThanhVien(models.Model):
    """A role a person holds: in a unit, for a commune, for a province, or for the portal."""

    nguoi_dung = models.ForeignKey(
        NguoiDung, models.CASCADE, verbose_name="người dùng", related_name="cac_vai_tro"
    )
    vai_tro = models.CharField("vai trò", max_length=20, choices=VaiTro.choices())
    don_vi = models.ForeignKey(
        DonVi,
        models.PROTECT,
        verbose_name="đơn vị",
        null=True,
        blank=True,
        related_name="cac_thanh_vien",
    )
    ma_tinh = models.CharField("mã tỉnh", max_length=2, blank=True)

    history = recorded()

    class Meta:
        verbose_name = "thành viên"
        verbose_name_plural = "thành viên"
        constraints = [
            # SQLite can't compare nulls as equal; a missing unit counts as 0 instead.
            models.UniqueConstraint(
                "nguoi_dung",
                "vai_tro",
                Coalesce("don_vi", 0),
                "ma_tinh",
                name="thanh_vien_duy_nhat",
                violation_error_message="Người này đã giữ vai trò đó.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(vai_tro=VaiTro.QUAN_TRI, don_vi__isnull=True, ma_tinh="")
                    | Q(vai_tro=VaiTro.CAP_TINH, don_vi__isnull=True) & ~Q(ma_tinh="")
                    | Q(don_vi__isnull=False, ma_tinh="")
                    & ~Q(vai_tro__in=[VaiTro.QUAN_TRI, VaiTro.CAP_TINH])
                ),
                name="thanh_vien_dung_pham_vi",
                violation_error_message=(
                    "Vai trò cấp tỉnh cần mã tỉnh, vai trò quản trị không gắn đơn vị, "
                    "các vai trò khác cần một đơn vị."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nguoi_dung}: {self.get_vai_tro_display()}"


class NhatKyQuerySet(models.QuerySet["NhatKy"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the acts of the communes this person may see, newest first."""
        return self.filter(scope_of(user).xa_filter("xa__")).order_by("-created_at", "-pk")

    def about(self, obj: models.Model) -> Self:
        """Keep the acts on one object, newest first."""
        return self.filter(loai_doi_tuong=obj._meta.label_lower, ma_doi_tuong=str(obj.pk)).order_by(
            "-created_at", "-pk"
        )


class NhatKy(models.Model):
    """One act on record (append-only): who, when, which act, on what, old -> new, why."""

    xa = models.ForeignKey(
        Xa, models.PROTECT, verbose_name="xã", null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("lúc", db_index=True)
    created_by = models.ForeignKey(
        NguoiDung,
        models.PROTECT,
        verbose_name="người làm",
        null=True,
        blank=True,
        related_name="+",
    )
    hanh_dong = models.CharField("hành động", max_length=60)
    loai_doi_tuong = models.CharField("loại đối tượng", max_length=60)
    ma_doi_tuong = models.CharField("mã đối tượng", max_length=40)
    mo_ta = models.TextField("mô tả")
    gia_tri_cu = models.JSONField("giá trị cũ", default=dict, blank=True)
    gia_tri_moi = models.JSONField("giá trị mới", default=dict, blank=True)
    ly_do = models.TextField("lý do", blank=True)
    so_van_ban = models.CharField("số văn bản", max_length=60, blank=True)

    objects = NhatKyQuerySet.as_manager()

    class Meta:
        verbose_name = "nhật ký"
        verbose_name_plural = "nhật ký"
        # Serves NhatKyQuerySet.about: the history panel of a task, a form, a report.
        indexes = [
            models.Index(fields=["loai_doi_tuong", "ma_doi_tuong"], name="nhat_ky_doi_tuong")
        ]

    def __str__(self) -> str:
        return self.mo_ta


class ThongBao(models.Model):
    """A notice to one person: shown in the portal, and an outbox row for the morning e-mail."""

    class TrangThai(models.TextChoices):
        CHO_GUI = "cho_gui", "chờ gửi"
        DA_GUI = "da_gui", "đã gửi"
        KHONG_GUI = "khong_gui", "không gửi thư"

    nguoi_nhan = models.ForeignKey(
        NguoiDung, models.CASCADE, verbose_name="người nhận", related_name="cac_thong_bao"
    )
    tieu_de = models.CharField("tiêu đề", max_length=200)
    noi_dung = models.TextField("nội dung", blank=True)
    duong_dan = models.CharField("đường dẫn", max_length=200, blank=True)
    khoa_trung = models.CharField("khóa trùng", max_length=120)
    trang_thai = models.CharField(
        "trạng thái", max_length=12, choices=TrangThai.choices, default=TrangThai.CHO_GUI
    )
    created_at = models.DateTimeField("tạo lúc")
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        constraints = [
            models.UniqueConstraint(
                fields=["nguoi_nhan", "khoa_trung"],
                name="thong_bao_khong_lap",
                violation_error_message="Thông báo này đã được gửi cho người nhận.",
            )
        ]

    def __str__(self) -> str:
        return self.tieu_de
