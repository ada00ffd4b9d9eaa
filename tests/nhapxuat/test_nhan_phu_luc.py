"""The annexes of the five sample plans, written three ways in two formats, are read back."""

import io
from collections import Counter

import pytest

from nhapxuat.doc_tep import read_tables
from nhapxuat.hieu_bang import understand
from nhapxuat.van_de import MucDo
from tests.nhapxuat.cham_diem import mark
from tests.nhapxuat.mau_phu_luc import CAC_KE_HOACH, annexes, context
from tests.nhapxuat.tao_phu_luc import write_all
from tests.nhapxuat.xao_tieu_de import write_shuffled

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("ma", CAC_KE_HOACH)
def test_no_cell_is_wrong_and_unflagged(ma):
    totals: Counter[str] = Counter()
    told: list[str] = []
    errors: list[str] = []
    for ten, content in write_all(ma):
        result = understand(read_tables(io.BytesIO(content), ten), context(ma))
        for bang in annexes(ma):
            counts, wrong = mark(result, bang)
            totals += counts
            told += [f"{ten}: {line}" for line in wrong]
        errors += [one.thong_bao for one in result.van_de if one.muc_do is MucDo.LOI]
    assert told == []
    assert errors == []
    expected = sum(len(row) - 1 for bang in annexes(ma) for row in bang.mong_doi.values())
    assert totals["right"] == 6 * expected


@pytest.mark.parametrize("seed", range(9))
def test_other_headers_in_any_order_say_the_same(seed):
    ma, ten, content = write_shuffled(seed)
    result = understand(read_tables(io.BytesIO(content), ten), context(ma))
    told = [line for bang in annexes(ma) for line in mark(result, bang)[1]]
    assert told == []
