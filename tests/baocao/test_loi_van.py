"""The narrative of a report: every sentence stands on the figures, and the figures add up."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baocao.loi_van import draft_sections
from chitieu.danh_gia import KetQuaDanhGia
from nhiemvu.trang_thai import TrangThai
from tests.baocao.so_lieu_mau import (
    cac_chi_tieu,
    cac_don_vi,
    cac_nhiem_vu,
    chi_tieu,
    nhiem_vu,
    noi,
    so_lieu,
)

pytestmark = pytest.mark.pure
QUA_HAN = TrangThai.DANG_THUC_HIEN_QUA_HAN
TRONG_HAN = TrangThai.DANG_THUC_HIEN_TRONG_HAN


def section(ma: str, **parts: Any) -> str:
    """Draft one section of an otherwise empty report."""
    [found] = [s for s in draft_sections(so_lieu(**parts)) if s.ma == ma]
    return found.noi_dung


def test_report_has_its_sections_numbered_and_only_the_heading_is_empty() -> None:
    drafted = draft_sections(so_lieu())
    assert [(s.ma, s.tieu_de) for s in drafted] == [
        ("I", "Công tác lãnh đạo, chỉ đạo, điều hành"),
        ("II", "Kết quả thực hiện"),
        ("II.1", "Kết quả thực hiện các chỉ tiêu"),
        ("II.2", "Kết quả thực hiện nhiệm vụ"),
        ("II.3", "Kinh phí thực hiện"),
        ("III", "Tồn tại, hạn chế và nguyên nhân"),
        ("IV", "Phương hướng, nhiệm vụ trọng tâm"),
        ("V", "Đề xuất, kiến nghị"),
    ]
    assert [s.noi_dung for s in drafted] == [
        "Trong kỳ không có đơn vị nào phải gửi báo cáo.",
        "",
        "Kế hoạch không đặt chỉ tiêu.",
        "Kế hoạch không giao nhiệm vụ.",
        "Kế hoạch không ghi số tiền cụ thể; kinh phí bố trí lồng ghép theo phân cấp.",
        "Không có nhiệm vụ quá hạn tại thời điểm chốt số liệu.",
        "Tiếp tục duy trì các nhiệm vụ thường xuyên theo kế hoạch.",
        "Không có đề xuất, kiến nghị.",
    ]


# --- I: who reported ------------------------------------------------------------------------------


def test_units_are_counted_and_the_late_and_missing_named() -> None:
    units = cac_don_vi(nhan=["Công an xã", "Thôn 1"], muon=["Thôn 1"], thieu=["Thôn 2", "Thôn 3"])
    assert section("I", don_vi=units) == (
        "Trong kỳ có 2/4 đơn vị gửi báo cáo và được tiếp nhận. Gửi muộn: Thôn 1. "
        "Chưa có báo cáo được tiếp nhận: Thôn 2, Thôn 3."
    )


def test_all_in_time_names_nobody_and_nobody_at_all_names_everyone() -> None:
    assert section("I", don_vi=cac_don_vi(nhan=["A", "B"])) == (
        "Trong kỳ có 2/2 đơn vị gửi báo cáo và được tiếp nhận."
    )
    assert section("I", don_vi=cac_don_vi(thieu=["A"])) == (
        "Trong kỳ có 0/1 đơn vị gửi báo cáo và được tiếp nhận. Chưa có báo cáo được tiếp nhận: A."
    )


def test_estimate_and_words_on_leading_follow_the_count() -> None:
    words = section(
        "I",
        la_uoc=True,
        don_vi=cac_don_vi(nhan=["A"]),
        y_kien={"chi_dao": [noi("A", "Đã ban hành 3 văn bản.")]},
    )
    assert words == (
        "Trong kỳ có 1/1 đơn vị gửi báo cáo và được tiếp nhận. Số liệu chốt trước ngày cuối kỳ; "
        "phần còn lại của kỳ là số ước thực hiện.\n- Đã ban hành 3 văn bản (A)."
    )


# --- II: indicators, tasks, money -----------------------------------------------------------------


def test_indicators_are_counted_by_result_and_the_best_and_worst_named() -> None:
    words = section(
        "II.1",
        chi_tieu=cac_chi_tieu(
            chi_tieu(KetQuaDanhGia.VUOT, "Hồ sơ trực tuyến;", gia_tri="80"),
            chi_tieu(KetQuaDanhGia.DAT, "Số lớp", gia_tri="2", don_vi_tinh="lớp", muc="02 lớp"),
            chi_tieu(KetQuaDanhGia.TRONG_LO_TRINH),
            chi_tieu(KetQuaDanhGia.KHONG_DAT, "Hạng", gia_tri="3", don_vi_tinh="", muc="Top 1"),
            chi_tieu(KetQuaDanhGia.CHUA_DAT, "VNeID"),
            chi_tieu(KetQuaDanhGia.CHUA_CO_SO_LIEU, gia_tri=""),
            chi_tieu(KetQuaDanhGia.CAN_NHAN_XET, gia_tri=""),
        ),
    )
    assert words == (
        "Kế hoạch có 7 chỉ tiêu. Đến thời điểm chốt số liệu: 2 chỉ tiêu đạt và vượt (trong đó "
        "vượt 1), 1 chỉ tiêu đang trong lộ trình thực hiện, 2 chỉ tiêu chưa đạt, 1 chỉ tiêu chưa "
        "có số liệu, 1 chỉ tiêu cần nhận xét bằng lời.\n"
        "Các chỉ tiêu đạt và vượt: Hồ sơ trực tuyến 80% (mức phải đạt năm 2026: ≥ 75%); "
        "Số lớp 2 lớp (mức phải đạt năm 2026: 02 lớp).\n"
        "Các chỉ tiêu chưa đạt: Hạng 3 (mức phải đạt năm 2026: Top 1); "
        "VNeID 70,63% (mức phải đạt năm 2026: ≥ 75%).\n"
        "Chi tiết tại Phụ lục I."
    )


def test_tasks_are_counted_in_the_official_matrix() -> None:
    states = [
        TrangThai.HOAN_THANH_DUNG_HAN, TrangThai.HOAN_THANH_QUA_HAN, TRONG_HAN, QUA_HAN, QUA_HAN,
        TrangThai.TAM_DUNG, TrangThai.THUONG_XUYEN,
    ]  # fmt: skip
    assert section("II.2", nhiem_vu=cac_nhiem_vu(*map(nhiem_vu, states))) == (
        "Tổng số 7 nhiệm vụ. Đã hoàn thành 2 nhiệm vụ (đúng hạn 1, quá hạn 1); chưa hoàn thành 5 "
        "nhiệm vụ (trong hạn 3, quá hạn 2).\nChi tiết tại Phụ lục II."
    )


def test_all_late_is_said_by_unit_and_in_the_matrix() -> None:
    tasks = cac_nhiem_vu(
        nhiem_vu(QUA_HAN, "3"), nhiem_vu(QUA_HAN, "7"),
        tre={"Thôn 1": ["3", "7"], "Công an xã": ["7"]},
    )  # fmt: skip
    assert "chưa hoàn thành 2 nhiệm vụ (trong hạn 0, quá hạn 2)" in section("II.2", nhiem_vu=tasks)
    assert section("III", nhiem_vu=tasks) == (
        "Thôn 1: 2 nhiệm vụ quá hạn (số 3, 7).\nCông an xã: 1 nhiệm vụ quá hạn (số 7)."
    )


def test_overdue_task_that_nobody_leads_is_not_passed_over() -> None:
    tasks = cac_nhiem_vu(
        nhiem_vu(QUA_HAN, "3"), nhiem_vu(QUA_HAN, "4"), nhiem_vu(TRONG_HAN, "5"),
        tre={"Thôn 1": ["3"]},
    )  # fmt: skip
    assert section("III", nhiem_vu=tasks) == (
        "Thôn 1: 1 nhiệm vụ quá hạn (số 3).\nChưa rõ đơn vị chủ trì: 1 nhiệm vụ quá hạn (số 4)."
    )


def test_same_words_of_several_units_are_quoted_once() -> None:
    said = [noi("Thôn 1", "Đã họp thôn."), noi("Thôn 2", " Đã họp thôn "), noi("CA", "Khác")]
    again = [noi("Thôn 1", "Đã họp thôn;")]
    words = section(
        "II.2",
        nhiem_vu=cac_nhiem_vu(
            nhiem_vu(TRONG_HAN, ket_qua=said), nhiem_vu(TRONG_HAN, ket_qua=again)
        ),
    )
    assert words.splitlines()[1:] == [
        "- Đã họp thôn (Thôn 1, Thôn 2).",
        "- Khác (CA).",
        "Chi tiết tại Phụ lục II.",
    ]


def test_words_of_several_lines_stay_one_paragraph_with_their_source() -> None:
    loi = "- Đã họp thôn;\r\n+ Đã phát 12 bài.\n\n• Nhiệt độ -5 độ\n"
    assert section("V", y_kien={"de_xuat": [noi("Thôn 1", loi)]}) == (
        "- Đã họp thôn; Đã phát 12 bài; Nhiệt độ -5 độ (Thôn 1)."
    )
    assert section("V", y_kien={"de_xuat": [noi("Thôn 1", " .\n- ;")]}) == (
        "Không có đề xuất, kiến nghị."
    )


def test_long_list_of_results_is_cut_and_says_where_the_rest_is() -> None:
    said = [noi("A", f"Việc {n}") for n in range(15)]
    words = section("II.2", nhiem_vu=cac_nhiem_vu(nhiem_vu(TRONG_HAN, ket_qua=said))).splitlines()
    assert words[1:13] == [f"- Việc {n} (A)." for n in range(12)]
    assert words[13:] == [
        "Còn 3 nội dung khác theo phiếu báo cáo của các đơn vị.", "Chi tiết tại Phụ lục II."
    ]  # fmt: skip


def test_difficulties_causes_and_proposals_are_quoted_in_full() -> None:
    many = [noi("A", f"Lời {n}") for n in range(15)]
    lines = [f"- Lời {n} (A)." for n in range(15)]
    opinions = {"kho_khan": many, "nguyen_nhan": many, "de_xuat": many}
    assert section("III", y_kien=opinions).splitlines() == [
        "Không có nhiệm vụ quá hạn tại thời điểm chốt số liệu.", *lines, "Nguyên nhân:", *lines,
    ]  # fmt: skip
    assert section("V", y_kien=opinions).splitlines() == lines


@pytest.mark.parametrize(
    ("money", "words"),
    [
        (
            (3_711_000_000, 395_000_000, 279_000_000, 0),
            "Tổng kinh phí theo kế hoạch 3.711.000.000 đồng; đã phân bổ 395.000.000 đồng; đã giải "
            "ngân 279.000.000 đồng, đạt 70,63% số đã phân bổ; đã quyết toán 0 đồng.",
        ),
        (
            (1_000, 0, 0, 0),
            "Tổng kinh phí theo kế hoạch 1.000 đồng; đã phân bổ 0 đồng; đã giải ngân 0 đồng; "
            "đã quyết toán 0 đồng.",
        ),
        (
            (None, 300, 200, 100),
            "Kế hoạch không ghi tổng kinh phí; đã phân bổ 300 đồng; đã giải ngân 200 đồng, đạt "
            "66,67% số đã phân bổ; đã quyết toán 100 đồng.",
        ),
        (
            (0, 5, 5, 5),
            "Tổng kinh phí theo kế hoạch 0 đồng; đã phân bổ 5 đồng; đã giải ngân 5 đồng, đạt 100% "
            "số đã phân bổ; đã quyết toán 5 đồng.",
        ),
    ],
)
def test_money_is_said_in_dong_and_shares_rounded_half_up(
    money: tuple[int | None, int, int, int], words: str
) -> None:
    names = ("du_toan", "phan_bo", "giai_ngan", "quyet_toan")
    assert section("II.3", kinh_phi=dict(zip(names, money, strict=True))) == words


# --- IV: what comes next --------------------------------------------------------------------------


def test_next_steps_name_open_tasks_the_overdue_first() -> None:
    tasks = cac_nhiem_vu(
        nhiem_vu(TrangThai.CHUA_THUC_HIEN, "1", chu_tri="", thoi_han=""),
        nhiem_vu(TRONG_HAN, "2", ten="Cài VNeID.", chu_tri="Công an xã;\nThôn 1"),
        nhiem_vu(TrangThai.HOAN_THANH_DUNG_HAN, "3"),
        nhiem_vu(QUA_HAN, "4"),
        nhiem_vu(TrangThai.THUONG_XUYEN, "5"),
    )
    assert section("IV", nhiem_vu=tasks) == (
        "Tập trung thực hiện 3 nhiệm vụ chưa hoàn thành (trong đó quá hạn 1):\n"
        "- Việc 4 (Công an xã; thời hạn: Năm 2026);\n"
        "- Cài VNeID (Công an xã; Thôn 1; thời hạn: Năm 2026);\n"
        "- Việc 1 (chưa rõ đơn vị chủ trì; thời hạn: không ghi)."
    )


def test_more_than_twelve_open_tasks_are_counted_and_twelve_named() -> None:
    tasks = cac_nhiem_vu(*(nhiem_vu(TRONG_HAN, str(n)) for n in range(1, 14)))
    lines = section("IV", nhiem_vu=tasks).splitlines()
    assert lines[0] == "Tập trung thực hiện 13 nhiệm vụ chưa hoàn thành, trước hết:"
    assert len(lines) == 13
    assert lines[-1] == "- Việc 12 (Công an xã; thời hạn: Năm 2026)."


# --- the figures add up, whatever they are --------------------------------------------------------

names = st.lists(st.text("ABCDEĐ", min_size=1, max_size=4), max_size=8, unique=True)
sentences = st.text(st.sampled_from("aăâ b.;,-+•\n\r"), max_size=30)


def numbers(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", text)]


@given(data=st.data(), units=names)
def test_counts_of_units_agree_with_the_forms(data: st.DataObject, units: list[str]) -> None:
    """Each form is missing, accepted in time, or accepted late."""
    states = [data.draw(st.sampled_from(["thieu", "dung", "muon"])) for _ in units]
    by_state = {s: [u for u, its in zip(units, states, strict=True) if its == s] for s in states}
    late, missing = by_state.get("muon", []), by_state.get("thieu", [])
    accepted = by_state.get("dung", []) + late

    words = section("I", don_vi=cac_don_vi(accepted, late, missing))

    if not units:
        assert numbers(words) == []
        return
    assert numbers(words) == [len(accepted), len(accepted) + len(missing)]
    named = dict(re.findall(r"(Gửi muộn|Chưa có báo cáo được tiếp nhận): ([^.]*)\.", words))
    assert named.get("Gửi muộn", "") == ", ".join(late)
    assert named.get("Chưa có báo cáo được tiếp nhận", "") == ", ".join(missing)


@given(states=st.lists(st.sampled_from(list(TrangThai)), min_size=1, max_size=20))
def test_counts_of_tasks_add_up_to_their_total(states: list[TrangThai]) -> None:
    rows = [nhiem_vu(state, str(n)) for n, state in enumerate(states)]
    first, *_ = section("II.2", nhiem_vu=cac_nhiem_vu(*rows)).splitlines()
    total, done, in_time, late, undone, still, overdue = numbers(first)
    assert (total, done, undone) == (len(states), in_time + late, still + overdue)
    assert total == done + undone
    assert overdue == states.count(QUA_HAN)
    assert in_time == states.count(TrangThai.HOAN_THANH_DUNG_HAN)
    # Every overdue task is named, none twice, none that is not overdue.
    shortcomings = section("III", nhiem_vu=cac_nhiem_vu(*rows))
    assert sum(numbers(shortcomings)[:1]) == overdue
    assert numbers(shortcomings)[1:] == [n for n, s in enumerate(states) if s == QUA_HAN]


@given(results=st.lists(st.sampled_from(list(KetQuaDanhGia)), min_size=1, max_size=20))
def test_counts_of_indicators_add_up_to_their_total(results: list[KetQuaDanhGia]) -> None:
    rows = [chi_tieu(result, "X", muc="") for result in results]
    first, *named = section("II.1", chi_tieu=cac_chi_tieu(*rows)).splitlines()
    total, reached, surpassed, *others = numbers(first)
    assert total == len(results) == reached + sum(others)
    assert surpassed == results.count(KetQuaDanhGia.VUOT) <= reached
    assert sum(line.count("(mức phải đạt") for line in named) == reached + others[1]


@given(said=st.lists(st.tuples(st.sampled_from(["Thôn 1", "Thôn 2", "CA"]), sentences)))
def test_every_word_said_is_quoted_once_in_a_line_of_its_own(said: list[tuple[str, str]]) -> None:
    words = section("V", y_kien={"de_xuat": [noi(unit, loi) for unit, loi in said]})
    lines = words.splitlines()
    if lines != ["Không có đề xuất, kiến nghị."]:
        assert all(re.fullmatch(r"- \S.* \([^)]+\)\.", line) for line in lines)
    quoted = [line.rpartition(" (")[0] for line in lines]
    assert len(set(quoted)) == len(quoted)
    for unit, loi in said:
        if re.search(r"[aăâb]", loi):
            assert any(unit in line for line in lines)


@given(spent=st.integers(0, 10**13), allocated=st.integers(1, 10**13))
def test_share_is_the_nearest_hundredth_of_a_percent(spent: int, allocated: int) -> None:
    money = {"du_toan": 1, "phan_bo": allocated, "giai_ngan": spent, "quyet_toan": 0}
    text = re.search(r"đạt ([\d.,]+)%", section("II.3", kinh_phi=money))
    assert text is not None
    whole, _, rest = text[1].replace(".", "").partition(",")
    hundredths = int(whole) * 100 + int((rest + "00")[:2])
    assert abs(2 * (hundredths * allocated - spent * 10000)) <= allocated
