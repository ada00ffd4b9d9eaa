"""The empty workbook (mẫu nhập) of a plan: its columns, notes, lists to choose from, a guide.

Examples stand in the guide and in notes only: a row that need not be deleted can't be forgotten.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kinhphi.so_tien import DonViTien
from nhapxuat.bang_tho import column_letters
from nhapxuat.huong_dan_mau import guide_sheet, note_for
from nhapxuat.kinh_phi_xuat import (
    DON_GIA,
    DON_VI_TINH,
    NGUON,
    SO_LUONG,
    THANH_TIEN,
    budget_columns,
)
from nhapxuat.phu_luc_xuat import (
    CHU_TRI,
    KINH_PHI,
    PHOI_HOP,
    SAN_PHAM,
    TEN,
    THOI_HAN,
    CotXuat,
    DauPhuLuc,
    header_rows,
    indicator_columns,
    task_columns,
    title_lines,
)
from nhapxuat.phu_luc_xuat import NGUON as NGUON_NHIEM_VU
from nhapxuat.trang_rieng import DANH_SACH
from nhapxuat.trang_xuat import CanhO, DanhSachChon, DongChu, DongXuat, OXuat, TrangXuat
from nhapxuat.ve_so import draw_workbook

SO_DONG = 200
DON_VI_TINH_THUONG = (
    "%", "cuộc", "lớp", "người", "hộ", "hồ sơ", "bộ", "gói", "máy", "hệ thống", "mô hình", "thôn",
)  # fmt: skip
NGUON_THUONG = ("Ngân sách trung ương", "Ngân sách tỉnh", "Ngân sách xã", "Xã hội hóa")
_COT_NHIEM_VU = (TEN, CHU_TRI, PHOI_HOP, THOI_HAN, SAN_PHAM, KINH_PHI, NGUON_NHIEM_VU)
_GOI_Y = "Chọn trong danh sách hoặc gõ nội dung khác."


@dataclass(frozen=True, slots=True)
class MauNhap:
    """What an empty workbook of a plan is made of."""

    chi_tieu: DauPhuLuc
    nhiem_vu: DauPhuLuc
    kinh_phi: DauPhuLuc
    cac_nam: tuple[int, ...]
    nam_dau: int
    nam_cuoi: int
    don_vi_tien: DonViTien
    cac_don_vi: tuple[str, ...] = ()
    don_vi_tinh: tuple[str, ...] = ()
    nguon_von: tuple[str, ...] = ()


def template_workbook(mau: MauNhap) -> bytes:
    """Write the empty workbook: guide, three annexes of 200 prepared rows, and the lists."""
    lists = _Danh(mau)
    sheets = [
        guide_sheet(mau.don_vi_tien, mau.cac_nam),
        _indicators(mau, lists),
        _tasks(mau, lists),
        _budget(mau, lists),
        lists.sheet(),
    ]
    return draw_workbook(
        sheets, tieu_de=f"Bảng mẫu phụ lục: {mau.chi_tieu.trich_yeu}", tac_gia=mau.chi_tieu.co_quan
    )


class _Danh:
    """The lists people choose from, a column each in a hidden sheet."""

    def __init__(self, mau: MauNhap) -> None:
        self.cac_cot = [
            ("Đơn vị", mau.cac_don_vi),
            ("Đơn vị tính", tuple(dict.fromkeys((*mau.don_vi_tinh, *DON_VI_TINH_THUONG)))),
            ("Nguồn kinh phí", tuple(dict.fromkeys((*mau.nguon_von, *NGUON_THUONG)))),
            ("Thời hạn", deadlines(mau.nam_dau, mau.nam_cuoi)),
        ]

    def choice(self, so_cot: int, ten: str) -> list[DanhSachChon]:
        """Offer the list of this name in a column; an empty list offers nothing."""
        place = [name for name, _ in self.cac_cot].index(ten)
        size = len(self.cac_cot[place][1])
        letters = column_letters(place + 1)
        where = f"'{DANH_SACH[0]}'!${letters}$3:${letters}${size + 2}"
        return [DanhSachChon(so_cot, vung=where, loi_nhac=_GOI_Y)] if size else []

    def sheet(self) -> TrangXuat:
        size = max(len(words) for _, words in self.cac_cot)
        rows = [
            DongXuat({n: OXuat(words[row]) for n, (_, words) in enumerate(self.cac_cot)
                      if row < len(words)})
            for row in range(size)
        ]  # fmt: skip
        columns = [CotXuat(ten, 36) for ten, _ in self.cac_cot]
        return TrangXuat(
            DANH_SACH[0],
            tuple(cot.do_rong for cot in columns),
            (DongChu(DANH_SACH[1], CanhO.TRAI, dam=True),),
            header_rows(columns),
            tuple(rows),
            bi_an=True,
        )


def deadlines(nam_dau: int, nam_cuoi: int) -> tuple[str, ...]:
    """Suggest deadlines: usual words, and quarters and years of at most five years.

    >>> deadlines(2026, 2026)[:4]
    ('Thường xuyên', 'Định kỳ hằng năm', 'Năm 2026', 'Quý I/2026')
    """
    years = range(nam_dau, min(nam_cuoi, nam_dau + 4) + 1)
    named = [
        words
        for nam in years
        for words in (f"Năm {nam}", *(f"Quý {quy}/{nam}" for quy in ("I", "II", "III", "IV")))
    ]
    return ("Thường xuyên", "Định kỳ hằng năm", *named)


def _indicators(mau: MauNhap, lists: _Danh) -> TrangXuat:
    columns = indicator_columns(mau.cac_nam)
    choices = lists.choice(2, "Đơn vị tính") + lists.choice(len(columns) - 1, "Đơn vị")
    return _sheet("Chỉ tiêu", mau.chi_tieu, columns, choices)


def _tasks(mau: MauNhap, lists: _Danh) -> TrangXuat:
    columns = task_columns(_COT_NHIEM_VU, mau.don_vi_tien)
    place = {key: n for n, key in enumerate(_COT_NHIEM_VU, start=1)}
    columns[place[KINH_PHI]] = _as_money(columns[place[KINH_PHI]], mau.don_vi_tien)
    choices = [
        *lists.choice(place[CHU_TRI], "Đơn vị"), *lists.choice(place[PHOI_HOP], "Đơn vị"),
        *lists.choice(place[THOI_HAN], "Thời hạn"),
        *lists.choice(place[NGUON_NHIEM_VU], "Nguồn kinh phí"),
    ]  # fmt: skip
    return _sheet("Nhiệm vụ", mau.nhiem_vu, columns, choices, mau.don_vi_tien)


def _budget(mau: MauNhap, lists: _Danh) -> TrangXuat:
    columns = budget_columns(mau.don_vi_tien)
    for key in (DON_GIA, THANH_TIEN):
        columns[key] = _as_money(columns[key], mau.don_vi_tien)
    columns[SO_LUONG] = replace(columns[SO_LUONG], dinh_dang="General")
    choices = lists.choice(DON_VI_TINH, "Đơn vị tính") + lists.choice(NGUON, "Nguồn kinh phí")
    return _sheet("Kinh phí", mau.kinh_phi, columns, choices, mau.don_vi_tien)


def _as_money(cot: CotXuat, don_vi_tien: DonViTien) -> CotXuat:
    code = "#,##0" if don_vi_tien is DonViTien.DONG else "#,##0.0"
    return replace(cot, dinh_dang=code)


def _sheet(
    ten: str,
    dau: DauPhuLuc,
    columns: Sequence[CotXuat],
    choices: Sequence[DanhSachChon],
    don_vi_tien: DonViTien | None = None,
) -> TrangXuat:
    noted = [replace(cot, loi_nhac=note_for(ten, cot)) for cot in columns]
    return TrangXuat(
        ten,
        tuple(cot.do_rong for cot in noted),
        title_lines(dau, don_vi_tien),
        header_rows(noted),
        canh_cot={n: (cot.canh, cot.dinh_dang) for n, cot in enumerate(noted)},
        danh_sach=tuple(choices),
        dong_trong=SO_DONG,
        cot_co_dinh=2,
    )
