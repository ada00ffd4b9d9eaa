"""Rows for tests: each function makes one valid row with calm defaults; name only what matters."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from baocao.lien_ket import digest_of
from baocao.models import (
    BaoCao,
    CongVanDonDoc,
    DieuChinh,
    LienKetNhap,
    PhienBan,
    PhieuBaoCao,
    VanBan,
)
from baocao.van_ban_di import freeze_amendment, freeze_letter, freeze_report
from baocao.vong_doi_van_ban import promulgate
from chitieu.models import ChiTieu, ChuTriChiTieu, MucChiTieu, SoLieu
from donvi.models import DonVi, NguoiDung, ThanhVien, Xa
from donvi.vai_tro import VaiTro
from kehoach.ky_bao_cao import LoaiKy, parse_ky
from kehoach.models import KeHoach, QuyDinhBaoCao
from kinhphi.models import DongKinhPhi, KhoanKinhPhi, ThamDinh
from nhiemvu.models import GiaHan, NhiemVu, NhomNhiemVu, PhanCong, TienDo

MAT_KHAU = "mat-khau-thu-123"
Row = TypeVar("Row", bound=models.Model)
_numbers = count(1)


def saved(row: Row) -> Row:
    """Check the fields, derive the keys and save with history, as services do.

    Whether keys exist, are unique and keep the constraints is not asked beforehand, a query for
    each: the database refuses what breaks them. That asking was a third of all work of the tests.
    """
    keys = [field.name for field in row._meta.concrete_fields if field.is_relation]
    row.clean_fields(exclude=keys)
    row.clean()
    row._change_reason = ""
    row.save()
    return row


def make_xa(ma: str = "18313", ten: str = "Vũ Quang", **more: Any) -> Xa:
    """Make a commune of Hà Tĩnh."""
    return saved(Xa(ma=ma, ten=ten, **{"ma_tinh": "42", "ten_tinh": "Hà Tĩnh"} | more))


def make_don_vi(xa: Xa, ten: str = "Thôn 1", loai_don_vi: str = "thon", **more: Any) -> DonVi:
    """Make a unit of the commune."""
    ma = more.pop("ma", None) or f"DV{next(_numbers)}"
    return saved(DonVi(xa=xa, ma=ma, ten=ten, loai_don_vi=loai_don_vi, **more))


def make_nguoi(
    username: str, don_vi: DonVi | None = None, *vai_tro: VaiTro, **more: Any
) -> NguoiDung:
    """Make a person who holds the roles in the unit; the password is ``MAT_KHAU``."""
    ma_tinh = more.pop("ma_tinh", "")
    more = {"ho_ten": username.capitalize()} | more
    person = NguoiDung.objects.create_user(username, password=MAT_KHAU, **more)
    for role in vai_tro:
        saved(ThanhVien(nguoi_dung=person, vai_tro=role, don_vi=don_vi, ma_tinh=ma_tinh))
    return person


def make_ke_hoach(xa: Xa, dau_moi: DonVi, ma: str = "vu-quang-2026", **more: Any) -> KeHoach:
    """Make an approved plan of 2026 without any reporting rule."""
    values: dict[str, Any] = {
        "co_quan_ban_hanh": "ỦY BAN NHÂN DÂN\nXÃ VŨ QUANG",
        "dia_danh": "Vũ Quang",
        "trich_yeu": f"Chuyển đổi số xã {xa.ten} năm 2026",
        "nam_bat_dau": 2026,
        "nam_ket_thuc": 2026,
        "cac_moc": [2026],
        "quyen_han": "TM. ỦY BAN NHÂN DÂN",
        "trang_thai": KeHoach.TrangThai.DA_DUYET,
    }
    return saved(KeHoach(xa=xa, don_vi_dau_moi=dau_moi, ma=ma, **values | more))


def make_quy_dinh(ke_hoach: KeHoach, loai_ky: LoaiKy = LoaiKy.THANG, **more: Any) -> QuyDinhBaoCao:
    """Make the rule "hằng tháng trước ngày 20", forms opening ten days before."""
    values = {"ngay_han_don_vi": 20, "nghiem_ngat": True} | more
    return saved(QuyDinhBaoCao(ke_hoach=ke_hoach, loai_ky=loai_ky, **values))


def make_nhiem_vu(ke_hoach: KeHoach, ten: str = "Tuyên truyền", **more: Any) -> NhiemVu:
    """Make a task of the annex with the deadline 31/12/2026."""
    number = next(_numbers)
    values = {
        "ma": str(number),
        "thu_tu": number,
        "loai_han": "nam",
        "tu_ngay": date(2026, 1, 1),
        "han_hoan_thanh": date(2026, 12, 31),
        "thoi_han_nguyen_van": "Năm 2026",
    }
    return saved(NhiemVu(ke_hoach=ke_hoach, ten=ten, **values | more))


def make_phan_cong(nhiem_vu: NhiemVu, don_vi: DonVi, vai: str = "chu_tri") -> PhanCong:
    """Give the unit a part in the task: "chu_tri" or "phoi_hop"."""
    return saved(PhanCong(nhiem_vu=nhiem_vu, don_vi=don_vi, vai_phan_cong=vai))


def make_chi_tieu(
    ke_hoach: KeHoach, *chu_tri: DonVi, ten: str = "Tỷ lệ hồ sơ trực tuyến", **more: Any
) -> ChiTieu:
    """Make an indicator in percent with the level "≥ 75%" for 2026, led by the units in order."""
    number = next(_numbers)
    values = {"ma": str(number), "thu_tu": number, "don_vi_tinh": "%"} | more
    row = saved(ChiTieu(ke_hoach=ke_hoach, ten=ten, **values))
    for place, unit in enumerate(chu_tri):
        saved(ChuTriChiTieu(chi_tieu=row, don_vi=unit, thu_tu=place))
    level = {"nguyen_van": "≥ 75%", "loai_muc": "so", "so_sanh": ">=", "gia_tri": 75}
    saved(MucChiTieu(chi_tieu=row, nam=2026, don_vi_tinh="%", **level))
    return row


def make_phieu(ke_hoach: KeHoach, don_vi: DonVi, **more: Any) -> PhieuBaoCao:
    """Make the unsent form of October 2026: figures 15/9 - 14/10, last day 19/10."""
    values = {
        "ky_bao_cao": "2026-T10",
        "tu_ngay": date(2026, 9, 15),
        "den_ngay": date(2026, 10, 14),
        "han_nop": date(2026, 10, 19),
    }
    return saved(PhieuBaoCao(ke_hoach=ke_hoach, don_vi=don_vi, **values | more))


def make_dong_kinh_phi(
    ke_hoach: KeHoach, ma: str, cha: DongKinhPhi | None = None, **more: Any
) -> DongKinhPhi:
    """Make a budget row; name quantity, price and printed amount (đồng) where they matter."""
    values = {"noi_dung": f"Khoản {ma}", "so_in": ma, "thu_tu": next(_numbers)} | more
    cap = values.pop("cap_dong", "dong")
    return saved(DongKinhPhi(ke_hoach=ke_hoach, ma=ma, dong_cha=cha, cap_dong=cap, **values))


def make_khoan(noi: DongKinhPhi | NhiemVu, loai: str, so_tien: int, **more: Any) -> KhoanKinhPhi:
    """Make a movement ("phan_bo", "giai_ngan", "quyet_toan") of so many đồng."""
    place = "dong_kinh_phi" if isinstance(noi, DongKinhPhi) else "nhiem_vu"
    values = {"ngay_chung_tu": date(2026, 10, 5), "so_chung_tu": "15/QĐ-UBND", place: noi} | more
    return saved(KhoanKinhPhi(ke_hoach=noi.ke_hoach, loai_khoan=loai, so_tien=so_tien, **values))


def make_tham_dinh(
    noi: DongKinhPhi | NhiemVu, so_tien: int, by: NguoiDung | None = None, **more: Any
) -> ThamDinh:
    """Put an appraisal of so many đồng in force."""
    place = "dong_kinh_phi" if isinstance(noi, DongKinhPhi) else "nhiem_vu"
    values = {"ngay_van_ban": date(2026, 10, 1), "so_van_ban": "12/BC-KT", place: noi} | more
    at = {"created_at": datetime(2026, 10, 1, 2, 0, tzinfo=UTC), "created_by": by}
    return saved(ThamDinh(ke_hoach=noi.ke_hoach, so_tien=so_tien, **at, **values))


def _chot(ky_bao_cao: str) -> dict[str, Any]:
    """Give what every row of a period has: code, cut-off on the 14th, accepted the day after."""
    period = parse_ky(ky_bao_cao)
    return {
        "ky_bao_cao": ky_bao_cao,
        "ngay_chot": date(period.nam, period.last_month, 14),
        "accepted_at": datetime(period.nam, period.last_month, 15, 2, tzinfo=UTC),
    }


def make_tien_do(phan_cong: PhanCong, ky_bao_cao: str = "2026-T10", **more: Any) -> TienDo:
    """Make accepted progress of a period; ``accepted_at=None`` makes a draft."""
    return saved(TienDo(phan_cong=phan_cong, **_chot(ky_bao_cao) | more))


def make_so_lieu(
    chi_tieu: ChiTieu, don_vi: DonVi, ky_bao_cao: str = "2026-T10", **more: Any
) -> SoLieu:
    """Make an accepted figure of a period; ``accepted_at=None`` makes a draft."""
    values = {"tinh_trang": SoLieu.TinhTrang.CO_SO_LIEU} | _chot(ky_bao_cao) | more
    return saved(SoLieu(chi_tieu=chi_tieu, don_vi=don_vi, **values))


def make_bao_cao(ke_hoach: KeHoach, **more: Any) -> BaoCao:
    """Make the report of October 2026, asked for and not yet compiled."""
    values = {
        "ky_bao_cao": "2026-T10",
        "tu_ngay": date(2026, 9, 15),
        "den_ngay": date(2026, 10, 14),
    }
    return saved(BaoCao(ke_hoach=ke_hoach, **values | more))


def make_cong_van(
    ke_hoach: KeHoach, don_vi: DonVi, by: NguoiDung, trang_thai: str = "du_thao", **more: Any
) -> CongVanDonDoc:
    """Make a reminder letter to the unit, drafted on 25/10/2026, in the given state."""
    at = datetime(2026, 10, 25, 2, tzinfo=UTC)
    values = {"trich_yeu": "đôn đốc gửi báo cáo", "noi_dung": "Thôn 1 còn chậm báo cáo."} | more
    if trang_thai in ("da_duyet", "da_ban_hanh"):
        values = {"approved_at": at, "approved_by": by} | values
    letter = saved(
        CongVanDonDoc(
            ke_hoach=ke_hoach, don_vi=don_vi, ngay_so_lieu=date(2026, 10, 25), created_at=at,
            created_by=by, trang_thai=trang_thai, **values,
        )
    )  # fmt: skip
    if letter.approved_at:
        freeze_letter(cong_van=letter, tep_pdf=b"%PDF-1.7", by=by, at=at)
    return letter


def make_van_ban(
    ke_hoach: KeHoach,
    by: NguoiDung,
    trang_thai: str = "cho_ky",
    tep_pdf: bytes = b"%PDF-1.7",
    ky_bao_cao: str = "2026-T07",
) -> VanBan:
    """Make the document of a report approved on 20/10/2026, or issued as 41 the day after."""
    at = datetime(2026, 10, 20, 2, tzinfo=UTC)
    state = {"trang_thai": "da_duyet", "approved_at": at, "approved_by": by}
    report = make_bao_cao(ke_hoach, ky_bao_cao=ky_bao_cao, **state)
    document = freeze_report(bao_cao=report, tep_pdf=tep_pdf, by=by, at=at)
    if trang_thai == "da_ban_hanh":
        day = date(2026, 10, 21)
        return promulgate(van_ban=document, so_hieu="41", ngay_ban_hanh=day, by=by, at=at)
    return document


def make_dieu_chinh(
    ke_hoach: KeHoach, by: NguoiDung, trang_thai: str = "du_thao", **more: Any
) -> DieuChinh:
    """Make an amendment of the plan from an empty version 1, so that all it says is new."""
    at = datetime(2026, 10, 25, 2, tzinfo=UTC)

    def version(number: int, content: dict[str, Any]) -> PhienBan:
        row = PhienBan(ke_hoach=ke_hoach, so_phien_ban=number, noi_dung=content, ma_bam="0" * 64)
        row.created_at = at
        return saved(row)

    values = {"trich_yeu": "Điều chỉnh kế hoạch", "ly_do": "Theo công văn của tỉnh"} | more
    if is_approved := trang_thai in ("da_duyet", "da_ban_hanh"):
        later = version(2, {"muc_tieu": [{"noi_dung": "Nâng cao nhận thức"}]})
        values = {"approved_at": at, "approved_by": by, "den_phien_ban": later} | values
    row = saved(
        DieuChinh(
            ke_hoach=ke_hoach, tu_phien_ban=version(1, {"a": []}), created_at=at, created_by=by,
            trang_thai=trang_thai, **values,
        )
    )  # fmt: skip
    if is_approved:
        freeze_amendment(dieu_chinh=row, tep_pdf=b"%PDF-1.7", by=by, at=at)
    return row


def make_nhom_nhiem_vu(ke_hoach: KeHoach, ma: str = "I", ten: str = "Hạ tầng số") -> NhomNhiemVu:
    """Make a group of tasks of the annex."""
    number = next(_numbers)
    return saved(NhomNhiemVu(ke_hoach=ke_hoach, ma=ma, ten=ten, loai_nhom="phu_luc", thu_tu=number))


def make_gia_han(phan_cong: PhanCong, nguoi_xin: NguoiDung, **more: Any) -> GiaHan:
    """Make a request to move the last day to 31/01/2027, asked for on 12/10/2026."""
    values = {
        "han_cu": phan_cong.last_day,
        "han_moi": date(2027, 1, 31),
        "ly_do": "Chờ kinh phí",
        "created_at": datetime(2026, 10, 12, 2, tzinfo=UTC),
        "created_by": nguoi_xin,
    }
    return saved(GiaHan(phan_cong=phan_cong, **values | more))


def make_lien_ket(
    phieu: PhieuBaoCao, nguoi_tao: NguoiDung, ma: str = "ma-mat", **more: Any
) -> LienKetNhap:
    """Make a one-time link to the form with the secret ``ma``, open until tomorrow."""
    at = timezone.now()
    values = {
        "nguoi_nhap": "Bà Châu, trưởng thôn",
        "ma_bam": digest_of(ma),
        "het_han_luc": at + timedelta(days=1),
        "created_at": at,
        "created_by": nguoi_tao,
        "sent_at": None if more.get("trang_thai", "cho_nhap") == "cho_nhap" else at,
    }
    return saved(LienKetNhap(phieu_bao_cao=phieu, **values | more))
