"""A file's kind is told from its bytes; what may run, is locked or is damaged is refused."""

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from baocao.loai_tep import CAC_LOAI, TEN_DAI_NHAT, TepBiTuChoi, check_file, tidy_name
from tests.baocao.tep_thu import (
    EXCEL_TYPE,
    HEIC,
    JPG,
    LOCKED,
    MACRO_TYPE,
    OLE,
    PDF,
    archive,
    office,
    png,
    with_password,
)

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("data", "nhan"),
    [
        (PDF, "PDF"), (JPG, "ảnh JPG"), (png(), "ảnh PNG"), (HEIC, "ảnh HEIC"), (office(), "Word"),
        (office(EXCEL_TYPE), "Excel"),
    ],
)  # fmt: skip
def test_a_file_is_what_its_bytes_say(data, nhan):
    assert check_file("hoa-don.exe", data).nhan == nhan


@pytest.mark.parametrize(
    ("data", "vi_sao"),
    [
        (b"", "tệp trống"),
        (b"MZ\x90\x00", "chương trình hoặc tập lệnh"),
        (b"\x7fELF\x02", "chương trình hoặc tập lệnh"),
        (b"#!/bin/sh\n", "chương trình hoặc tập lệnh"),
        (b"<html><body>", "trang web hoặc ảnh SVG"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?><svg>", "trang web hoặc ảnh SVG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "trang web hoặc ảnh SVG"),
        (b"Chi la chu thuong", "không nhận ra loại tệp"),
        (b"Rar!\x1a\x07", "tệp nén"),
        (archive({"a.txt": b"a"}), "tệp nén"),
        (OLE, "kiểu cũ"),
        (LOCKED, "mật khẩu"),
        (with_password(office()), "mật khẩu"),
        (PDF.replace(b"<<>>\nstart", b"<</Encrypt 2 0 R>>\nstart"), "mật khẩu"),
        (PDF.replace(b"<<>>\nend", b"<</S /JavaScript>>\nend"), "mã chạy được"),
        (PDF[:-8], "hỏng"),
        (png()[:-20], "hỏng"),
        (png(100_000, 100_000), "quá nhiều điểm ảnh"),
        (JPG[:-2], "hỏng"),
        (office()[:-30], "hỏng"),
        (office(word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"), "macro"),
        (office(MACRO_TYPE), "macro"),
        (office("application/x"), "không phải tệp Word hay Excel"),
    ],
)  # fmt: skip
def test_what_is_refused_is_refused_in_one_sentence(data, vi_sao):
    with pytest.raises(TepBiTuChoi) as refusal:
        check_file("báo cáo.pdf", data)
    assert str(refusal.value).startswith("Tệp “báo cáo.pdf” chưa được nhận: ")
    assert vi_sao in str(refusal.value)


def test_a_file_that_unfolds_to_far_more_than_it_weighs_is_refused():
    bomb = office(word__media=b"\x00" * (200 * 2**20))
    assert len(bomb) < 2**20
    with pytest.raises(TepBiTuChoi, match="giải nén lớn bất thường"):
        check_file("bom.docx", bomb)


@given(st.sampled_from([PDF, JPG, png(), office(), LOCKED]), st.data())
def test_a_damaged_file_is_taken_or_refused_but_never_an_error(whole, data):
    place = data.draw(st.integers(0, len(whole) - 1))
    damage = data.draw(st.binary(max_size=8))
    with contextlib.suppress(TepBiTuChoi):
        check_file("tep", whole[:place] + damage + whole[place + len(damage) :])


@given(st.text(), st.sampled_from(sorted(CAC_LOAI)))
@example("..", "application/pdf")
@example("a" * 300 + ".png", "image/jpeg")
def test_a_kept_name_is_plain_short_and_ends_as_its_kind_does(ten, loai):
    name = tidy_name(ten, CAC_LOAI[loai])
    assert len(name) <= TEN_DAI_NHAT
    assert name.endswith(CAC_LOAI[loai].cac_duoi)
    assert not set(name) & set('/\\<>:"|?*\n\x00')
