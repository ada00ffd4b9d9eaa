"""Annexes of communes nobody here has seen: every cell right or flagged, and few needless flags."""

import io
from collections import Counter

import pytest

from nhapxuat.doc_tep import read_tables
from nhapxuat.hieu_bang import understand
from nhapxuat.van_de import MucDo
from tests.nhapxuat.cham_diem import mark_facts
from tests.nhapxuat.xa_la_ca_bo import CAC_TEP

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("make", CAC_TEP, ids=lambda make: make.__name__)
def test_no_cell_is_wrong_and_unflagged(make):
    tep = make()
    result = understand(read_tables(io.BytesIO(tep.noi_dung), tep.ten), tep.context())
    told: list[str] = []
    counts: Counter[str] = Counter()
    for loai in ("chi_tieu", "nhiem_vu", "kinh_phi"):
        found, wrong = mark_facts(result, loai, tep.mong_doi.get(loai, {}))
        counts += found
        told += wrong
    assert told == []
    warnings = [one for one in result.van_de if one.muc_do is not MucDo.THONG_TIN]
    assert len(warnings) == tep.canh_bao, [(one.o_dau, one.thong_bao) for one in warnings]
    sentences = " ".join(one.thong_bao for one in result.van_de)
    assert [words for words in tep.phai_noi if words not in sentences] == []
