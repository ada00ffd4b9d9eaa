"""Understanding the totals of a table of money: its last row, its words, what does not add up."""

import re
from collections.abc import Mapping, Sequence

from donvi.tieng_viet import fold
from kinhphi.cong_don import (
    DOI_TUONG_TONG,
    CayKinhPhiSai,
    DongCongDon,
    MaPhatHien,
    PhatHien,
    check_rows,
    sum_rows,
)
from kinhphi.so_tien import is_amount_in_words
from nhapxuat.dong_bang import DongNhanRa, LoaiDong
from nhapxuat.ket_qua_nhap import TongNhap
from nhapxuat.so_ghi import SoGhi, ThemVeVanDe
from nhapxuat.tu_vung_cot import LoaiCot
from nhapxuat.van_de import MucDo

_CONG = re.compile(r"cong(?: chung)?\s*[:.]?")  # the total, where it is the only one
_BANG_CHU = re.compile(r"bằng chữ\s*:?\s*(.+?)[).\s]*$", re.IGNORECASE)


def understand_total(
    ghi: SoGhi,
    rows: Sequence[DongNhanRa],
    made: Mapping[str, DongNhanRa],
    lines: Sequence[DongCongDon],
    cot: LoaiCot,
) -> None:
    """Read the printed total and its words; compare them with the rows, note what differs.

    ``made`` are the rows of the file by the code they were given, ``cot`` the column of amounts.
    """
    if not rows:
        return
    totals = [row for row in rows if row.loai_dong is LoaiDong.TONG]
    grand = [row for row in totals if re.match("tong", fold(row.ten or row.ma.nguyen_van))]
    if not grand and len(totals) == 1 and _CONG.fullmatch(fold(totals[0].ten)):
        grand = totals
    total = ghi.amount(grand[-1], cot) if grand else None
    words = [row.ten for row in rows if row.loai_dong in {LoaiDong.GHI_CHU, LoaiDong.TONG}]
    in_words = _find_words((*words, *ghi.bang.chu_sau))
    try:
        findings = check_rows(lines, total, in_words)
        added = sum_rows(lines).theo_cac_muc
    except CayKinhPhiSai as error:
        ghi.note(
            MucDo.LOI, ghi.bang.label, "", str(error), ma=MaPhatHien.CAY_SAI.value,
            doi_tuong=DOI_TUONG_TONG, phai_sua=True,
        )  # fmt: skip
        return
    last = grand[-1] if grand else None
    for one in findings:
        row = last if one.doi_tuong == DOI_TUONG_TONG else None
        _note_finding(ghi, one, made.get(one.doi_tuong, row), cot)
    if total is not None or in_words:
        place = last or rows[-1]
        ghi.tong = TongNhap(total, in_words, added, place.bang.label, place.so_dong)


def _find_words(texts: Sequence[str]) -> str:
    """Find the total in words: behind "Bằng chữ", else a line of its own below the table."""
    found = next((match[1] for text in texts if (match := _BANG_CHU.search(text))), "")
    return found or next((text for text in texts if is_amount_in_words(text)), "")


def _note_finding(ghi: SoGhi, found: PhatHien, row: DongNhanRa | None, cot: LoaiCot) -> None:
    """Tell a sum that differs at the amount a person can correct, under the code it keeps."""
    about: ThemVeVanDe = {"ma": found.ma.value, "doi_tuong": found.doi_tuong}
    text = f"{found.ma.value}: {found.thong_bao}"
    cell = ghi.cell(row, cot) if row else None
    if cell and cell.so_cot:
        ghi.note_cell(MucDo.CANH_BAO, cell, text, **about)
    elif row:
        ghi.note_row(MucDo.CANH_BAO, row, text, **about)
    else:
        value = "" if found.gia_tri_in is None else str(found.gia_tri_in)
        ghi.note(MucDo.CANH_BAO, ghi.bang.label, value, text, **about)
