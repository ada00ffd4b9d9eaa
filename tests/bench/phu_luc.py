"""How right annexes are read, and how fast.

Two corpora: the annexes of the sample plans, three ways in two formats; and annexes in styles of
other communes, whose facts were written by hand.
"""

import io
import time
from collections import Counter

from nhapxuat.doc_tep import read_tables
from nhapxuat.hieu_bang import understand
from nhapxuat.van_de import MucDo
from tests.nhapxuat.cham_diem import mark, mark_facts
from tests.nhapxuat.mau_phu_luc import CAC_KE_HOACH, annexes, context
from tests.nhapxuat.tao_phu_luc import write_all
from tests.nhapxuat.viet_tep import TrangViet, write_book
from tests.nhapxuat.xa_la_ca_bo import CAC_TEP

_SO_DONG = 10_000


def count_cells() -> Counter[str]:
    """Count cells of the sample plans read right, flagged, or wrong and unflagged."""
    totals: Counter[str] = Counter()
    for ma in CAC_KE_HOACH:
        for ten, content in write_all(ma):
            result = understand(read_tables(io.BytesIO(content), ten), context(ma))
            for bang in annexes(ma):
                totals.update(mark(result, bang)[0])
    return totals


def count_foreign_cells() -> Counter[str]:
    """Count the same for the styles of other communes, and the warnings their files raise."""
    totals: Counter[str] = Counter()
    for make in CAC_TEP:
        tep = make()
        result = understand(read_tables(io.BytesIO(tep.noi_dung), tep.ten), tep.context())
        for loai in ("chi_tieu", "nhiem_vu", "kinh_phi"):
            totals.update(mark_facts(result, loai, tep.mong_doi.get(loai, {}))[0])
        totals["warnings"] += sum(one.muc_do is not MucDo.THONG_TIN for one in result.van_de)
    return totals


def time_long_sheet() -> tuple[float, float]:
    """Give the seconds of the processor that reading and understanding a long sheet take."""
    header = ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian", "Sản phẩm",
              "Kinh phí (triệu đồng)", "Nguồn"]  # fmt: skip
    rows = [
        [i, f"Triển khai nhiệm vụ số {i} trên địa bàn xã", "Phòng Kinh tế", "Công an xã",
         "Quý I/2026", "Báo cáo", i % 50 + 1.5, "Ngân sách xã"]
        for i in range(1, _SO_DONG + 1)
    ]  # fmt: skip
    stream = io.BytesIO(write_book(TrangViet([header, *rows])))
    start = time.process_time()
    tables = read_tables(stream, "dai.xlsx")
    between = time.process_time()
    understand(tables, context("ky-lac-2026"))
    return between - start, time.process_time() - between


def report() -> str:
    """Say the figures in three lines."""
    own, foreign = count_cells(), count_foreign_cells()
    reading, understanding = time_long_sheet()
    return (
        f"Annexes of the sample plans, cells read: {_say(own)}\n"
        f"Annexes in {len(CAC_TEP)} styles of other communes: {_say(foreign)}; "
        f"{foreign['warnings']} warnings\n"
        f"A sheet of {_SO_DONG:,} x 8: read in {reading:.1f} s, understood in "
        f"{understanding:.1f} s of the processor"
    )


def _say(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[kind]:,} {kind}" for kind in ("right", "flagged", "wrong"))
