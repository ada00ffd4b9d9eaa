"""Files read in a process of their own: what comes back is the same, what hurts stays outside."""

import io
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhapxuat import doc_rieng, tien_trinh_doc
from nhapxuat.bang_luu import tables_from_bytes, tables_to_bytes
from nhapxuat.bang_tho import BangTho, DongTho, NguonBang, OTho, VungGop
from nhapxuat.doc_rieng import read_tables_apart
from nhapxuat.doc_tep import read_tables
from nhapxuat.loi_tep import GioiHan, TepKhongDoc, TepQuaLon, TepRong, TepTonSuc
from tests.nhapxuat.tep_xau import CAC_TEP, NHO, good_docx, good_xlsx

pytestmark = pytest.mark.pure

CHU = st.text(max_size=8)
CAC_CAU = st.lists(CHU, max_size=2).map(tuple)
O_THO = st.builds(
    OTho,
    noi_dung=CHU,
    gia_tri=st.none() | st.booleans() | st.dates() | st.datetimes()
    | st.decimals(allow_nan=False, allow_infinity=False),
    dinh_dang=CHU, chu_dam=st.booleans(), chu_nghieng=st.booleans(), da_gach=CHU, danh_so=CHU,
    canh_bao=CAC_CAU, cac_loi=CAC_CAU,
)  # fmt: skip
DONG_THO = st.builds(
    DongTho, so_dong=st.integers(1, 9),
    cac_o=st.dictionaries(st.integers(1, 9), st.builds(OTho, noi_dung=CHU) | O_THO, max_size=3),
    bi_an=st.booleans(), la_tieu_de=st.booleans(), canh_bao=CAC_CAU,
)  # fmt: skip
BANG_THO = st.builds(
    BangTho, ten=CHU, nguon=st.sampled_from(NguonBang),
    cac_dong=st.lists(DONG_THO, max_size=3, unique_by=lambda row: row.so_dong).map(tuple),
    vung_gop=st.lists(st.builds(VungGop, *[st.integers(1, 9)] * 4), max_size=2).map(tuple),
    bi_an=st.booleans(), cot_an=st.frozensets(st.integers(1, 9), max_size=2),
    chu_truoc=CAC_CAU, chu_sau=CAC_CAU, canh_bao=CAC_CAU,
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(BANG_THO, max_size=2).map(tuple))
def test_tables_come_back_as_they_were(tables):
    assert tables_from_bytes(tables_to_bytes(tables)) == tables


@pytest.mark.parametrize(("ten", "build"), [("a.xlsx", good_xlsx), ("a.docx", good_docx)])
def test_the_process_reads_what_the_readers_read(ten, build):
    content = build()
    assert read_tables_apart(content, ten) == read_tables(io.BytesIO(content), ten)


@pytest.mark.parametrize("ten_loai", CAC_TEP)
def test_each_hostile_file_is_refused_within_the_bounds(ten_loai):
    """Memory is bounded by the process (address space below 300 MB), time by who asks (15 s).

    Neither bound is met: each file is refused for what it is.
    """
    ten, build, error = CAC_TEP[ten_loai]
    content = build()
    with pytest.raises(TepKhongDoc) as refused:
        read_tables_apart(content, ten, NHO)
    with pytest.raises(error) as same:
        read_tables(io.BytesIO(content), ten, NHO)
    assert str(refused.value) == str(same.value)


def test_the_bounds_are_those_promised():
    assert tien_trinh_doc.BO_NHO_TOI_DA < 300 * 2**20
    assert doc_rieng.THOI_GIAN_TOI_DA < 15


def test_a_process_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(doc_rieng, "THOI_GIAN_TOI_DA", 0)
    with pytest.raises(TepTonSuc):
        read_tables_apart(good_xlsx(), "a.xlsx")


def test_a_process_out_of_memory_answers_in_one_sentence():
    """Limits lifted: what the tables need is more than the process may have."""
    lifted = GioiHan(dong_toi_da=10**9, o_toi_da=10**9)
    with pytest.raises(TepTonSuc):
        read_tables_apart(b"a;b;c;d\n" * 200_000, "a.csv", lifted)


def test_a_process_that_dies_is_told(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(TepTonSuc):
        read_tables_apart(good_xlsx(), "a.xlsx")


@pytest.mark.parametrize(("co", "error"), [(0, TepRong), (11, TepQuaLon)])
def test_size_is_looked_at_before_a_process_is_started(monkeypatch, co, error):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(error):
        read_tables_apart(b"x" * co, "a.xlsx", GioiHan(tep_toi_da=10))
