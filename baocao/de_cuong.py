"""The outline (đề cương) of a report: which sections, in which order, written from what.

Pure. Each kind of report has a default outline; the focal unit may keep its own per plan and kind
(``DeMucDeCuong``). A section is known by its code, which stays; the number printed before its title
follows its place. A month is short, a year evaluates every indicator and prepares the next one;
Decree 09/2019 wants difficulties, causes and proposals in every kind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from donvi.lua_chon import LuaChon
from kehoach.ky_bao_cao import LoaiKy


class NguonViet(LuaChon):
    """What drafts a section from the figures."""

    CHI_DAO = "chi_dao", "tình hình gửi báo cáo và công tác chỉ đạo"
    CHI_TIEU = "chi_tieu", "kết quả các chỉ tiêu"
    TUNG_CHI_TIEU = "tung_chi_tieu", "đánh giá từng chỉ tiêu"
    NHIEM_VU = "nhiem_vu", "kết quả nhiệm vụ"
    KINH_PHI = "kinh_phi", "kinh phí"
    TON_TAI = "ton_tai", "tồn tại, hạn chế và nguyên nhân"
    CHAM_TIEN_DO = "cham_tien_do", "nhiệm vụ chậm, khó khăn, nguyên nhân và đề xuất"
    PHUONG_HUONG = "phuong_huong", "nhiệm vụ trọng tâm kỳ sau"
    NAM_SAU = "nam_sau", "chỉ tiêu và nhiệm vụ năm sau"
    DE_XUAT = "de_xuat", "đề xuất, kiến nghị"


@dataclass(frozen=True)
class MucDeCuong:
    """One section: ``cap_do`` 1 is a main section (I, II), 2 a part of the one before (1, 2).

    Without ``nguon_viet`` the section is ``loi_mau`` as it stands; without either a heading only.
    """

    ma: str
    tieu_de: str
    nguon_viet: NguonViet | None = None
    cap_do: int = 1
    loi_mau: str = ""


_N = NguonViet
CHI_DAO = MucDeCuong("I", "Công tác lãnh đạo, chỉ đạo, điều hành", _N.CHI_DAO)
KET_QUA = MucDeCuong("II", "Kết quả thực hiện")
CHI_TIEU = MucDeCuong("II.1", "Kết quả thực hiện các chỉ tiêu", _N.CHI_TIEU, 2)
TUNG_CHI_TIEU = MucDeCuong("II.1", "Đánh giá từng chỉ tiêu", _N.TUNG_CHI_TIEU, 2)
NHIEM_VU = MucDeCuong("II.2", "Kết quả thực hiện nhiệm vụ", _N.NHIEM_VU, 2)
KINH_PHI = MucDeCuong("II.3", "Kinh phí thực hiện", _N.KINH_PHI, 2)
TON_TAI = MucDeCuong("III", "Tồn tại, hạn chế và nguyên nhân", _N.TON_TAI)
PHUONG_HUONG = MucDeCuong("IV", "Phương hướng, nhiệm vụ trọng tâm", _N.PHUONG_HUONG)
DE_XUAT = MucDeCuong("V", "Đề xuất, kiến nghị", _N.DE_XUAT)

DeCuong = tuple[MucDeCuong, ...]
DAY_DU: DeCuong = (
    CHI_DAO, KET_QUA, CHI_TIEU, NHIEM_VU, KINH_PHI, TON_TAI, PHUONG_HUONG, DE_XUAT,
)  # fmt: skip
THANG: DeCuong = (
    CHI_DAO, KET_QUA, CHI_TIEU, NHIEM_VU, KINH_PHI,
    MucDeCuong("III", "Nhiệm vụ chậm tiến độ; khó khăn, vướng mắc", _N.CHAM_TIEN_DO),
    MucDeCuong("IV", "Nhiệm vụ trọng tâm tháng sau", _N.PHUONG_HUONG),
)  # fmt: skip
NAM: DeCuong = (
    CHI_DAO, KET_QUA, TUNG_CHI_TIEU, NHIEM_VU, KINH_PHI, TON_TAI,
    MucDeCuong("IV", "Phương hướng, nhiệm vụ năm sau", _N.NAM_SAU),
    DE_XUAT,
)  # fmt: skip
DEFAULT_OUTLINES: Mapping[LoaiKy, DeCuong] = MappingProxyType(
    dict.fromkeys(LoaiKy, DAY_DU) | {LoaiKy.THANG: THANG, LoaiKy.NAM: NAM}
)
SO_MUC_TOI_DA = 30
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def number_sections(levels: Iterable[int]) -> list[str]:
    """Number sections by their place: I, II, II.1, II.2, III; a part without a head is a head.

    >>> number_sections([1, 1, 2, 2, 1]), number_sections([2, 2])
    (['I', 'II', 'II.1', 'II.2', 'III'], ['I', 'I.1'])
    """
    numbers: list[str] = []
    head = part = 0
    for level in levels:
        if level == 1 or head == 0:
            head, part = head + 1, 0
            numbers.append(to_roman(head))
        else:
            part += 1
            numbers.append(f"{to_roman(head)}.{part}")
    return numbers


def to_roman(number: int) -> str:
    """Write a number from 1 on in Roman figures.

    >>> to_roman(4), to_roman(19)
    ('IV', 'XIX')
    """
    text = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        text += sign * times
    return text


# Reports compiled before sections named what drafts them.
_BY_CODE = {muc.ma: muc.nguon_viet for muc in DAY_DU}


def source_of(ma: str, nguon_viet: str) -> NguonViet | None:
    """Say what drafted a stored section, also one stored without saying so."""
    if nguon_viet in set(NguonViet):
        return NguonViet(nguon_viet)
    return _BY_CODE.get(ma)
