"""Metadata of an outgoing document: the fields of Appendix VI, well-formed whatever the words."""

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.sieu_du_lieu import SieuDuLieu, TepKem, metadata_xml

pytestmark = pytest.mark.pure

MAU = SieuDuLieu(
    ma_ho_so="vu-quang-2026", thu_tu=3, ten_loai="Báo cáo", so_hieu="05", ky_hieu="BC-UBND",
    ngay_ban_hanh=date(2026, 11, 5), co_quan="UBND xã Vũ Quang", trich_yeu="Kết quả tháng 10",
    so_trang=7, nguoi_ky="KT. CHỦ TỊCH, Trần Văn Mẫu", noi_nhan=("Sở KH&CN", "Lưu: VT"), so_ban=2,
)  # fmt: skip


def read(content: bytes) -> dict[str, str]:
    return {one.tag: one.text or "" for one in ElementTree.fromstring(content)}


def test_each_field_stands_in_the_order_of_the_decree():
    found = read(metadata_xml(MAU))
    del found["Files"]
    assert list(found.items()) == [
        ("FileCode", "vu-quang-2026"), ("DocOrdinal", "3"), ("TypeName", "Báo cáo"),
        ("CodeNumber", "05"), ("CodeNotation", "BC-UBND"), ("IssuedDate", "2026-11-05"),
        ("OrganName", "UBND xã Vũ Quang"), ("Subject", "Kết quả tháng 10"),
        ("Language", "Tiếng Việt"), ("PageAmount", "7"),
        ("SignerInfo", "KT. CHỦ TỊCH, Trần Văn Mẫu"), ("To", "Sở KH&CN; Lưu: VT"),
        ("Priority", "0"), ("IssuedAmount", "2"), ("DueDate", ""),
    ]  # fmt: skip


def test_files_are_named_with_their_digests():
    root = ElementTree.fromstring(metadata_xml(MAU, (TepKem("van-ban.pdf", "ab" * 32),)))
    [file] = root.iter("File")
    assert [one.text for one in file] == ["van-ban.pdf", "ab" * 32]


@given(st.text(max_size=700))
def test_any_words_give_xml_that_can_be_read(text: str):
    content = metadata_xml(replace(MAU, trich_yeu=text, nguoi_ky=text, noi_nhan=(text,)))
    assert content == metadata_xml(replace(MAU, trich_yeu=text, nguoi_ky=text, noi_nhan=(text,)))
    assert len(read(content)["Subject"]) <= 500


def test_half_a_character_and_control_characters_are_dropped():
    found = read(metadata_xml(replace(MAU, trich_yeu="Kế\x00 hoạch\ud800 số\x0b")))
    assert found["Subject"] == "Kế hoạch số"
