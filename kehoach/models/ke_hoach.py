"""Plans: heading, sections, objectives, legal bases, recipients."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from donvi.ban_ghi import KhoaTimKiem, recorded
from donvi.models import DonVi, Xa
from donvi.policies import scope_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models import NguoiDung


class KeHoachQuerySet(models.QuerySet["KeHoach"]):
    def visible_to(self, user: "NguoiDung | AnonymousUser") -> Self:
        """Keep the plans of the communes this person may see, newest years first."""
        return self.filter(scope_of(user).xa_filter("xa__")).order_by(
            "-nam_bat_dau", "khoa_sap_xep", "pk"
        )

    def reporting(self) -> Self:
        """Keep the plans that are in force (``is_in_force``), so that units report on them."""
        numbered = ~Q(so_hieu="") & ~Q(trang_thai=KeHoach.TrangThai.DA_THAY_THE)
        return self.filter(Q(trang_thai__in=APPROVED) | numbered)


class KeHoach(KhoaTimKiem):
    """A plan of one commune, as issued; number and date stay blank until văn thư gives them."""

    class ChuThe(models.TextChoices):
        UBND = "ubnd", "Ủy ban nhân dân"
        BAN_CHI_DAO = "ban_chi_dao", "Ban Chỉ đạo"

    class TrangThai(models.TextChoices):
        DU_THAO = "du_thao", "dự thảo"
        CHO_DUYET = "cho_duyet", "chờ duyệt"
        DA_DUYET = "da_duyet", "đã duyệt"
        DA_BAN_HANH = "da_ban_hanh", "đã ban hành"
        DA_THAY_THE = "da_thay_the", "đã thay thế"

    class DonViTien(models.TextChoices):
        DONG = "dong", "đồng"
        TRIEU = "trieu", "triệu đồng"

    class BoCot(models.TextChoices):
        """Which columns the annexes of this plan print: three sets found in real plans."""

        VU_QUANG = "vu_quang_5", "5 cột (nhiệm vụ, chủ trì, phối hợp, thời gian)"
        KY_LAC = "ky_lac_8", "8 cột (thêm kết quả, kinh phí, nguồn)"
        SON_HONG = "son_hong_6", "6 cột (thêm sản phẩm đầu ra)"

    ma = models.SlugField("mã", max_length=60, unique=True)
    xa = models.ForeignKey(Xa, models.PROTECT, verbose_name="xã", related_name="cac_ke_hoach")
    chu_the = models.CharField(
        "chủ thể", max_length=12, choices=ChuThe.choices, default=ChuThe.UBND
    )
    co_quan_ban_hanh = models.TextField(
        "cơ quan ban hành", help_text="Mỗi dòng của khối tên cơ quan trên một dòng."
    )
    co_quan_chu_quan = models.TextField(
        "cơ quan chủ quản", blank=True, help_text="Chỉ khi Ban Chỉ đạo ban hành; mỗi dòng một dòng."
    )
    ky_hieu = models.CharField("ký hiệu", max_length=30, default="KH-UBND")
    so_hieu = models.CharField("số hiệu", max_length=20, blank=True)
    ngay_ban_hanh = models.DateField("ngày ban hành", null=True, blank=True)
    dia_danh = models.CharField("địa danh", max_length=100)
    thoi_gian_ky = models.CharField(
        "thời gian ký",
        max_length=60,
        blank=True,
        help_text="Tháng, năm in sẵn khi chưa có ngày, ví dụ: tháng 01 năm 2026.",
    )
    trich_yeu = models.TextField("trích yếu")
    nam_bat_dau = models.PositiveSmallIntegerField(
        "năm bắt đầu", validators=[MinValueValidator(2020), MaxValueValidator(2100)]
    )
    nam_ket_thuc = models.PositiveSmallIntegerField(
        "năm kết thúc", validators=[MinValueValidator(2020), MaxValueValidator(2100)]
    )
    nhan_thoi_gian = models.CharField("nhãn thời gian", max_length=120, blank=True)
    cac_moc = models.JSONField(
        "các mốc",
        default=list,
        blank=True,
        help_text="Các năm có mức chỉ tiêu, ví dụ [2026, 2030].",
    )
    bao_cao_tu_ngay = models.DateField(
        "báo cáo từ ngày",
        null=True,
        blank=True,
        help_text="Bỏ trống thì báo cáo từ ngày 01/01 của năm bắt đầu.",
    )
    don_vi_dau_moi = models.ForeignKey(
        DonVi, models.PROTECT, verbose_name="đơn vị đầu mối", related_name="cac_ke_hoach_dau_moi"
    )
    don_vi_tien = models.CharField(
        "đơn vị tiền", max_length=6, choices=DonViTien.choices, default=DonViTien.DONG
    )
    bo_cot = models.CharField(
        "bộ cột", max_length=12, choices=BoCot.choices, default=BoCot.VU_QUANG
    )
    tong_kinh_phi_in = models.BigIntegerField("tổng kinh phí in", null=True, blank=True)
    tong_bang_chu = models.CharField("tổng bằng chữ", max_length=200, blank=True)
    nhac_truoc_ngay = models.CharField(
        "nhắc trước ngày",
        max_length=40,
        default="7, 3, 1",
        blank=True,
        validators=[
            RegexValidator(
                r"^\s*\d{1,2}(\s*,\s*\d{1,2})*\s*$",
                "Nhắc trước ngày viết như 7, 3, 1: số ngày trước hạn, cách nhau bằng dấu phẩy.",
            )
        ],
        help_text="Số ngày trước hạn, ví dụ 7, 3, 1; bỏ trống thì không nhắc trước.",
    )
    nhac_lai_sau_ngay = models.PositiveSmallIntegerField(
        "nhắc lại sau ngày",
        default=5,
        validators=[MaxValueValidator(60)],
        help_text="Quá hạn thì nhắc hôm sau, rồi cứ bấy nhiêu ngày một lần; 0 là không nhắc lại.",
    )
    kinh_gui = models.TextField("kính gửi", blank=True, help_text="Mỗi nơi một dòng.")
    loi_dan = models.TextField("lời dẫn", blank=True)
    loi_ket = models.TextField("lời kết", blank=True)
    quyen_han = models.TextField(
        "quyền hạn", help_text="Các dòng trên chữ ký, ví dụ TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH."
    )
    chuc_vu_khac = models.CharField("chức vụ khác", max_length=100, blank=True)
    nguoi_ky = models.CharField("người ký", max_length=100, blank=True)
    phien_ban = models.PositiveSmallIntegerField("phiên bản", default=1)
    thay_the_cho = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name="thay thế cho",
        null=True,
        blank=True,
        related_name="ban_thay_the",
    )
    trang_thai = models.CharField(
        "trạng thái", max_length=12, choices=TrangThai.choices, default=TrangThai.DU_THAO
    )

    objects = KeHoachQuerySet.as_manager()
    history = recorded()

    class Meta:
        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"
        constraints = [
            models.CheckConstraint(
                condition=Q(nam_ket_thuc__gte=F("nam_bat_dau")),
                name="ke_hoach_nam_dung_thu_tu",
                violation_error_message="Năm kết thúc phải bằng hoặc sau năm bắt đầu.",
            ),
            # Decree 30/2020 article 15: number and date are given together, at issue.
            models.CheckConstraint(
                condition=Q(so_hieu="", ngay_ban_hanh__isnull=True)
                | ~Q(so_hieu="") & Q(ngay_ban_hanh__isnull=False),
                name="ke_hoach_so_va_ngay",
                violation_error_message="Số hiệu và ngày ban hành phải cùng có hoặc cùng trống.",
            ),
            models.CheckConstraint(
                condition=~Q(trang_thai="da_ban_hanh") | ~Q(so_hieu=""),
                name="ke_hoach_ban_hanh_co_so",
                violation_error_message="Kế hoạch đã ban hành thì phải có số hiệu và ngày.",
            ),
            models.CheckConstraint(
                condition=Q(tong_kinh_phi_in__isnull=True) | Q(tong_kinh_phi_in__gte=0),
                name="ke_hoach_tong_khong_am",
                violation_error_message="Tổng kinh phí không được âm.",
            ),
        ]

    def __str__(self) -> str:
        return self.trich_yeu

    def searchable_text(self) -> str:
        return f"{self.ma} {self.trich_yeu} {self.so_hieu}/{self.ky_hieu}"

    def sortable_text(self) -> str:
        return self.trich_yeu

    @property
    def is_in_force(self) -> bool:
        """Tell whether units report on it: approved, or issued and opened again to be replaced.

        A plan keeps its number until the document that replaces the issued one is issued.
        """
        replaced = self.trang_thai == KeHoach.TrangThai.DA_THAY_THE
        return self.trang_thai in APPROVED or bool(self.so_hieu and not replaced)

    @property
    def is_frozen(self) -> bool:
        """Tell whether the wording is issued, so that a correction needs a reason."""
        return self.trang_thai in (
            KeHoach.TrangThai.DA_DUYET,
            KeHoach.TrangThai.DA_BAN_HANH,
            KeHoach.TrangThai.DA_THAY_THE,
        )


APPROVED = (KeHoach.TrangThai.DA_DUYET, KeHoach.TrangThai.DA_BAN_HANH)


class DeMuc(models.Model):
    """A heading of the body with its printed number (errors of numbering kept) and paragraphs."""

    class LoaiDeMuc(models.TextChoices):
        PHAN = "phan", "phần"
        MUC_LON = "muc", "mục"
        KHOAN = "khoan", "khoản"
        DIEM = "diem", "điểm"
        PHU_LUC = "phu_luc", "phụ lục"

    class NoiDungKem(models.TextChoices):
        """Say which rows of the plan are printed under a heading."""

        CHI_TIEU = "chi_tieu", "các chỉ tiêu"
        MUC_TIEU = "muc_tieu", "các mục tiêu"
        NHIEM_VU = "nhiem_vu", "bảng nhiệm vụ"
        GIAI_PHAP = "giai_phap", "các giải pháp"
        KINH_PHI = "kinh_phi", "bảng kinh phí"
        NGUON_VON = "nguon_von", "các nguồn vốn"
        CAN_CU = "can_cu", "các căn cứ"
        PHU_LUC = "phu_luc", "phụ lục"

    ke_hoach = models.ForeignKey(
        KeHoach, models.CASCADE, verbose_name="kế hoạch", related_name="cac_de_muc"
    )
    de_muc_cha = models.ForeignKey(
        "self",
        models.CASCADE,
        verbose_name="đề mục cha",
        null=True,
        blank=True,
        related_name="cac_de_muc_con",
    )
    ma = models.CharField("mã", max_length=30)
    loai_de_muc = models.CharField("loại đề mục", max_length=10, choices=LoaiDeMuc.choices)
    so_in = models.CharField("số in", max_length=20, blank=True)
    tieu_de = models.TextField("tiêu đề")
    noi_dung = models.TextField("nội dung", blank=True)
    noi_dung_kem = models.CharField(
        "nội dung kèm", max_length=12, choices=NoiDungKem.choices, blank=True
    )
    thu_tu = models.PositiveSmallIntegerField("thứ tự")

    history = recorded()

    class Meta:
        verbose_name = "đề mục"
        verbose_name_plural = "đề mục"
        constraints = [
            models.UniqueConstraint(
                fields=["ke_hoach", "ma"],
                name="de_muc_ma_duy_nhat",
                violation_error_message="Kế hoạch đã có đề mục mang mã này.",
            )
        ]

    def __str__(self) -> str:
        dot = "." if self.so_in[-1:].isalnum() else ""
        return f"{self.so_in}{dot} {self.tieu_de}".strip()


class MucTieu(models.Model):
    """An objective in words (mục tiêu); the measured levels are in ``chitieu``."""

    ke_hoach = models.ForeignKey(
        KeHoach, models.CASCADE, verbose_name="kế hoạch", related_name="cac_muc_tieu"
    )
    noi_dung = models.TextField("nội dung")
    thu_tu = models.PositiveSmallIntegerField("thứ tự")

    history = recorded()

    class Meta:
        verbose_name = "mục tiêu"
        verbose_name_plural = "mục tiêu"

    def __str__(self) -> str:
        return self.noi_dung


class CanCu(models.Model):
    """A legal basis, in the words of the plan."""

    ke_hoach = models.ForeignKey(
        KeHoach, models.CASCADE, verbose_name="kế hoạch", related_name="cac_can_cu"
    )
    tu_dan = models.CharField("từ dẫn", max_length=60, default="Căn cứ")
    noi_dung = models.TextField("nội dung")
    so_hieu = models.CharField("số hiệu", max_length=60, blank=True)
    ngay_van_ban = models.DateField("ngày văn bản", null=True, blank=True)
    co_quan_ban_hanh = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    thu_tu = models.PositiveSmallIntegerField("thứ tự")

    history = recorded()

    class Meta:
        verbose_name = "căn cứ"
        verbose_name_plural = "căn cứ"

    def __str__(self) -> str:
        return self.noi_dung


class NoiNhan(models.Model):
    """A line of "Nơi nhận"."""

    ke_hoach = models.ForeignKey(
        KeHoach, models.CASCADE, verbose_name="kế hoạch", related_name="cac_noi_nhan"
    )
    ten = models.CharField("tên", max_length=200)
    thu_tu = models.PositiveSmallIntegerField("thứ tự")

    history = recorded()

    class Meta:
        verbose_name = "nơi nhận"
        verbose_name_plural = "nơi nhận"

    def __str__(self) -> str:
        return self.ten
