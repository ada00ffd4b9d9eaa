"""The two appendices in the columns of the provincial form, cell by cell, from a snapshot.

Pure. The signed document and the workbook sent up are both drawn from here, so that they agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from baocao.loi_noi import one_line

Snapshot = dict[str, Any]
RECURRING = "thuong_xuyen"
QUOTED = 3  # units quoted in one cell of the printed table; the workbook quotes all


@dataclass(frozen=True)
class CotBieuMau:
    """One column: its head, its share of the width in percent, ``trai``, ``giua`` or ``phai``."""

    tieu_de: str
    be_rong: int
    can_le: str = "trai"


INDICATOR_COLUMNS = (
    CotBieuMau("TT", 5, "giua"),
    CotBieuMau("Chỉ tiêu", 23),
    CotBieuMau("Đơn vị tính", 7, "giua"),
    CotBieuMau("Kế hoạch năm", 9, "giua"),
    CotBieuMau("Kết quả kỳ này", 8, "phai"),
    CotBieuMau("Lũy kế/ước thực hiện", 9, "phai"),
    CotBieuMau("% so kế hoạch", 8, "phai"),
    CotBieuMau("Đánh giá", 9, "giua"),
    CotBieuMau("Đơn vị chủ trì", 13),
    CotBieuMau("Ghi chú", 9),
)
TASK_COLUMNS = (
    CotBieuMau("TT", 5, "giua"),
    CotBieuMau("Nhiệm vụ", 21),
    CotBieuMau("Chủ trì", 10),
    CotBieuMau("Phối hợp", 10),
    CotBieuMau("Thời hạn", 9, "giua"),
    CotBieuMau("Kết quả/tiến độ", 21),
    CotBieuMau("Trạng thái", 9, "giua"),
    CotBieuMau("Khó khăn", 10),
    CotBieuMau("Ghi chú", 5),
)


def indicator_cells(row: Snapshot, *, la_uoc: bool) -> tuple[str, ...]:
    """Fill the columns of appendix I for one indicator; figures stand as they are printed.

    An indicator told in words has them in "Lũy kế"; "ước" and a level of another year are noted.
    """
    figure = row["gia_tri"] or one_line(row["nhan_xet"])
    notes = [one_line(row["ghi_chu"]), "Số ước thực hiện" if la_uoc and row["gia_tri"] else ""]
    if row["muc"] and row["nam_muc"]:
        notes.append(f"Mức năm {row['nam_muc']}")
    return (
        row["ma"],
        row["ten"],
        row["don_vi_tinh"],
        row["muc"],
        row["ket_qua_ky"],
        figure,
        row["ty_le"],
        row["nhan_ket_qua"] or "chưa có số liệu",
        row["chu_tri"],
        ". ".join(filter(None, notes)),
    )


def task_cells(row: Snapshot, *, in_full: bool) -> tuple[str, ...]:
    """Fill the columns of appendix II for one task; ``in_full`` quotes every unit."""
    return (
        row["ma"],
        row["ten"],
        row["chu_tri"],
        row["phoi_hop"],
        row["thoi_han"],
        _result(row, in_full=in_full),
        row["nhan_trang_thai"],
        _said(row["kho_khan"], in_full=in_full),
        f"Chậm {row['so_ngay_tre']} ngày" if row.get("so_ngay_tre") else "",
    )


def _result(row: Snapshot, *, in_full: bool) -> str:
    parts = []
    if row["tong_so"] > 1:
        act = "thực hiện" if row["trang_thai"] == RECURRING else "hoàn thành"
        parts.append(f"{row['da_lam']}/{row['tong_so']} đơn vị đã {act}.")
    if row["phan_tram"] is not None:
        parts.append(f"Đạt {row['phan_tram']}%.")
    said = _said(row["ket_qua"], in_full=in_full)
    return " ".join([*parts, said]).strip() or "Chưa có báo cáo."


def _said(rows: Sequence[Snapshot], *, in_full: bool) -> str:
    """Join what units said, each with its name; what is not printed is counted."""
    shown = [
        f"{row['don_vi']}: {one_line(row['loi'])}." for row in (rows if in_full else rows[:QUOTED])
    ]
    if len(rows) > len(shown):
        shown.append(f"Và {len(rows) - len(shown)} nội dung khác.")
    return " ".join(shown)
