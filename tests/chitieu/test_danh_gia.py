from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chitieu.danh_gia import ChieuHuong, KetQuaDanhGia, evaluate, infer_chieu_huong
from chitieu.muc_chi_tieu import LoaiMuc, MucDocDuoc, SoSanh, parse_muc

pytestmark = pytest.mark.pure

HAN = date(2026, 12, 31)
SAU_HAN = date(2027, 1, 1)
TANG, GIAM = ChieuHuong.TANG, ChieuHuong.GIAM

SO_LIEU = st.decimals(-1000, 1000, places=3)
CO_THE_THIEU = st.none() | SO_LIEU
MUC = st.builds(
    lambda so_sanh, gia_tri, rong: MucDocDuoc(
        "mức", LoaiMuc.CON_SO, so_sanh, gia_tri, None if rong is None else gia_tri + rong
    ),
    st.sampled_from(SoSanh),
    SO_LIEU,
    st.none() | st.decimals("0.001", 100, places=3),
)
THU_TU = {
    KetQuaDanhGia.CAN_NHAN_XET: 0,
    KetQuaDanhGia.KHONG_DAT: 0,
    KetQuaDanhGia.CHUA_DAT: 0,
    KetQuaDanhGia.TRONG_LO_TRINH: 1,
    KetQuaDanhGia.DAT: 2,
    KetQuaDanhGia.VUOT: 3,
}


def judge(raw, gia_tri, chieu_huong=TANG, on=HAN, **more):
    """Evaluate at the end of 2026 and keep what pages count: the result and the percent."""
    figure = None if gia_tri is None else Decimal(gia_tri)
    more = {key: Decimal(value) for key, value in more.items()}
    danh_gia = evaluate(
        muc=parse_muc(raw),
        gia_tri=figure,
        chieu_huong=chieu_huong,
        moc_ket_thuc=HAN,
        on=on,
        **more,
    )
    return danh_gia.ket_qua.label, None if danh_gia.ty_le is None else str(danh_gia.ty_le)


@pytest.mark.parametrize(
    ("raw", "gia_tri", "expected"),
    [
        ("≥ 60%", "61", ("vượt", "100")),
        ("≥ 60%", "60", ("đạt", "100")),
        ("≥ 60%", "59.99", ("đang trong lộ trình", "99.9")),
        ("≥ 60%", "45", ("đang trong lộ trình", "75.0")),
        ("≥ 60%", "0", ("đang trong lộ trình", "0.0")),
        ("≥ 60%", "-5", ("đang trong lộ trình", "0.0")),
        ("65%", "65", ("đạt", "100")),
        ("65%", "70", ("vượt", "100")),
        ("trên 80%", "80", ("đang trong lộ trình", "99.9")),
        ("trên 80%", "80.1", ("đạt", "100")),
        ("trên 80%", "100", ("đạt", "100")),
        ("≥ 0 lớp", "0", ("đạt", "100")),
        ("trên 0 lớp", "0", ("đang trong lộ trình", "0.0")),
        ("40 - 50%", "40", ("đạt", "100")),
        ("40 - 50%", "50", ("đạt", "100")),
        ("40 - 50%", "51", ("vượt", "100")),
        ("40 - 50%", "20", ("đang trong lộ trình", "50.0")),
        ("khoảng 80%", "76", ("đạt", "100")),
        ("khoảng 80%", "84", ("đạt", "100")),
        ("khoảng 80%", "85", ("vượt", "100")),
        ("khoảng 80%", "38", ("đang trong lộ trình", "50.0")),
    ],
)
def test_rising_figure(raw, gia_tri, expected):
    assert judge(raw, gia_tri) == expected


@pytest.mark.parametrize(
    ("raw", "gia_tri", "expected"),
    [
        ("không quá 3 ngày", "3", ("đạt", "100")),
        ("không quá 3 ngày", "2", ("vượt", "100")),
        ("không quá 3 ngày", "6", ("đang trong lộ trình", "50.0")),
        ("dưới 5%", "5", ("đang trong lộ trình", "99.9")),
        ("dưới 5%", "4.9", ("đạt", "100")),
        ("5 ngày", "5", ("đạt", "100")),
        ("5 ngày", "10", ("đang trong lộ trình", "50.0")),
        ("không để xảy ra sự cố", "0", ("đạt", "100")),
        ("không để xảy ra sự cố", "1", ("đang trong lộ trình", "0.0")),
        ("40 - 50%", "39", ("vượt", "100")),
        ("40 - 50%", "50", ("đạt", "100")),
        ("40 - 50%", "100", ("đang trong lộ trình", "50.0")),
        ("khoảng 40%", "42", ("đạt", "100")),
    ],
)
def test_falling_figure(raw, gia_tri, expected):
    assert judge(raw, gia_tri, GIAM) == expected


def test_operator_overrules_the_direction():
    assert judge("không quá 3 ngày", 6, TANG) == judge("không quá 3 ngày", 6, GIAM)
    assert judge("≥ 60%", 61, GIAM) == judge("≥ 60%", 61, TANG)


@pytest.mark.parametrize(
    ("gia_tri", "expected"),
    [
        ("60", ("đạt", "100")),
        ("61", ("vượt", "100")),
        ("30", ("không đạt", "50.0")),
        (None, ("chưa có số liệu", None)),
    ],
)
def test_after_the_milestone(gia_tri, expected):
    assert judge("≥ 60%", gia_tri, on=SAU_HAN) == expected


@pytest.mark.parametrize("missing", [None, "NaN", "sNaN", "Infinity"])
def test_missing_figure_has_no_percentage(missing):
    assert judge("≥ 60%", missing) == ("chưa có số liệu", None)


@pytest.mark.parametrize(
    ("raw", "ly_do"),
    [
        ("", "Kế hoạch không giao mức cho mốc này; cần người có trách nhiệm nhận xét."),
        ("ứng dụng", "Chỉ tiêu định tính “ứng dụng”; cần nhận xét kèm minh chứng."),
        ("60%; 70%", "Mức “60%; 70%” chưa đọc được thành số; cần nhận xét."),
        ("Trên 100%", "Mức “Trên 100%” không thể đạt được theo nghĩa đen; cần nhận xét."),
    ],
)
@pytest.mark.parametrize("gia_tri", [None, Decimal(100)])
def test_level_without_a_usable_number_needs_a_remark(raw, ly_do, gia_tri):
    danh_gia = evaluate(
        muc=parse_muc(raw), gia_tri=gia_tri, chieu_huong=TANG, moc_ket_thuc=HAN, on=SAU_HAN
    )

    assert (danh_gia.ket_qua, danh_gia.ty_le, danh_gia.ly_do) == (
        KetQuaDanhGia.CAN_NHAN_XET,
        None,
        ly_do,
    )


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"muc_lo_trinh": "50"}, ("chưa đạt", "75.0")),
        ({"muc_lo_trinh": "45"}, ("đang trong lộ trình", "75.0")),
        ({"gia_tri_goc": "46"}, ("chưa đạt", "0.0")),
        ({"gia_tri_goc": "30"}, ("đang trong lộ trình", "50.0")),
        ({"gia_tri_goc": "60"}, ("chưa đạt", "75.0")),
        ({"gia_tri_goc": "90"}, ("chưa đạt", "75.0")),
        ({"gia_tri_goc": "NaN", "muc_lo_trinh": "Infinity"}, ("đang trong lộ trình", "75.0")),
        ({"gia_tri_goc": "50", "muc_lo_trinh": "40"}, ("đang trong lộ trình", "0.0")),
    ],
)
def test_path_and_baseline_say_who_is_behind(more, expected):
    assert judge("≥ 60%", 45, **more) == expected


def test_baseline_of_a_falling_figure():
    assert judge("không quá 2 ngày", 6, GIAM, gia_tri_goc="10") == ("đang trong lộ trình", "50.0")
    assert judge("không quá 2 ngày", 11, GIAM, gia_tri_goc="10") == ("chưa đạt", "0.0")
    assert judge("không quá 2 ngày", 4, GIAM, gia_tri_goc="2") == ("chưa đạt", "50.0")


@pytest.mark.parametrize(
    ("raw", "gia_tri", "more", "ly_do"),
    [
        ("≥ 1,5%", "1.23456", {}, "Số liệu 1,2346%, mức ≥ 1,5%, hạn 31/12/2026."),
        ("2 lớp", "1640", {}, "Số liệu 1.640 lớp, mức 2 lớp, hạn 31/12/2026."),
        ("100", "7", {}, "Số liệu 7, mức 100, hạn 31/12/2026."),
        (
            "60%",
            "40",
            {"muc_lo_trinh": Decimal("52.5")},
            "Số liệu 40%, mức 60%, lộ trình đến nay 52,5%, hạn 31/12/2026.",
        ),
    ],
)
def test_reason_is_one_sentence(raw, gia_tri, more, ly_do):
    danh_gia = evaluate(
        muc=parse_muc(raw),
        gia_tri=Decimal(gia_tri),
        chieu_huong=TANG,
        moc_ket_thuc=HAN,
        on=HAN,
        **more,
    )

    assert danh_gia.ly_do == ly_do


def test_missing_figure_after_the_milestone_says_it_has_passed():
    danh_gia = evaluate(
        muc=parse_muc("60%"), gia_tri=None, chieu_huong=TANG, moc_ket_thuc=HAN, on=SAU_HAN
    )

    assert danh_gia.ly_do == "Chưa có số liệu, mốc 31/12/2026 đã qua."


@given(MUC, CO_THE_THIEU, st.sampled_from(ChieuHuong), CO_THE_THIEU, CO_THE_THIEU, st.booleans())
def test_percentage_is_clamped_and_full_only_when_met(muc, gia_tri, chieu_huong, goc, path, late):
    danh_gia = evaluate(
        muc=muc,
        gia_tri=gia_tri,
        chieu_huong=chieu_huong,
        moc_ket_thuc=HAN,
        on=SAU_HAN if late else HAN,
        gia_tri_goc=goc,
        muc_lo_trinh=path,
    )

    met = danh_gia.ket_qua in (KetQuaDanhGia.DAT, KetQuaDanhGia.VUOT)
    assert (danh_gia.ty_le is None) == (
        danh_gia.ket_qua in (KetQuaDanhGia.CHUA_CO_SO_LIEU, KetQuaDanhGia.CAN_NHAN_XET)
    )
    assert danh_gia.ty_le is None or 0 <= danh_gia.ty_le <= 100
    assert (danh_gia.ty_le == 100) == met


@given(MUC, SO_LIEU, SO_LIEU, st.sampled_from(ChieuHuong), CO_THE_THIEU, CO_THE_THIEU)
def test_better_figure_is_never_judged_worse(muc, one, other, chieu_huong, goc, path):
    falls = muc.so_sanh in (SoSanh.KHONG_LON_HON, SoSanh.NHO_HON) or (
        muc.so_sanh in (SoSanh.BANG_DUNG, SoSanh.XAP_XI) and chieu_huong is GIAM
    )
    worse, better = (
        evaluate(
            muc=muc,
            gia_tri=figure,
            chieu_huong=chieu_huong,
            moc_ket_thuc=HAN,
            on=HAN,
            gia_tri_goc=goc,
            muc_lo_trinh=path,
        )
        for figure in sorted((one, other), reverse=falls)
    )

    assert THU_TU[worse.ket_qua] <= THU_TU[better.ket_qua]
    assert (worse.ty_le or 0) <= (better.ty_le or 0)


@pytest.mark.parametrize(
    ("raw", "chieu_huong"),
    [
        ("≥ 60%", TANG),
        ("trên 0 lớp", TANG),
        ("≥ 0 lớp", TANG),
        ("65%", TANG),
        ("0 - 5%", TANG),
        ("không để xảy ra sự cố", GIAM),
        ("không quá 5 ngày", GIAM),
        ("dưới 5%", GIAM),
        ("ứng dụng", TANG),
    ],
)
def test_direction_is_inferred_from_the_level(raw, chieu_huong):
    assert infer_chieu_huong(parse_muc(raw)) is chieu_huong


def test_every_result_has_a_label():
    assert [ket_qua.label for ket_qua in KetQuaDanhGia] == [
        "vượt",
        "đạt",
        "đang trong lộ trình",
        "chưa đạt",
        "không đạt",
        "chưa có số liệu",
        "cần nhận xét",
    ]
