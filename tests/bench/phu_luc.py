"""How right annexes are read: cells of the sample plans' annexes, three ways in two formats."""

import io
from collections import Counter

from nhapxuat.doc_tep import read_tables
from nhapxuat.hieu_bang import understand
from tests.nhapxuat.cham_diem import mark
from tests.nhapxuat.mau_phu_luc import CAC_KE_HOACH, annexes, context
from tests.nhapxuat.tao_phu_luc import write_all


def count_cells() -> Counter[str]:
    """Count cells read right, flagged, or wrong and unflagged."""
    totals: Counter[str] = Counter()
    for ma in CAC_KE_HOACH:
        for ten, content in write_all(ma):
            result = understand(read_tables(io.BytesIO(content), ten), context(ma))
            for bang in annexes(ma):
                totals.update(mark(result, bang)[0])
    return totals


def report() -> str:
    """Say the counts in one line."""
    counts = count_cells()
    told = ", ".join(f"{counts[kind]:,} {kind}" for kind in ("right", "flagged", "wrong"))
    return f"Annexes of the sample plans, cells read: {told}"
