"""Each further finding of a plan, on rows that were never stored: told when wrong, else silent."""

from datetime import date
from typing import Any

import pytest

from kehoach.models import MucTieu
from nhapxuat.soat_chi_tieu import check_indicators
from nhapxuat.soat_loi_van import check_text
from nhapxuat.soat_ma import check_codes
from nhapxuat.soat_nhiem_vu import check_tasks
from nhapxuat.soat_phu_luc import check_annexes
from nhapxuat.van_de import MUC_DO, LinhVuc, LoaiNoiSua, VanDe
from tests.nhapxuat.ho_so_mau import (
    Rows,
    basis,
    dossier,
    heading,
    indicator,
    level,
    line,
    named,
    plan,
    task,
    told,
)

pytestmark = pytest.mark.pure


# Tasks and indicators ---------------------------------------------------------------------------


def test_product_missing_in_one_task() -> None:
    found = check_tasks(dossier(nhiem_vu=[task("1"), task("2", san_pham=" ")]))
    assert told(found) == [
        ("NV-09", "Nhiệm vụ 2",
         "Nhiệm vụ 2: ô sản phẩm để trống; cần nêu sản phẩm hoặc kết quả phải đạt."),
    ]  # fmt: skip


def test_annex_without_the_column_of_products_is_told_once() -> None:
    found = list(check_tasks(dossier(nhiem_vu=[task(str(n), san_pham="") for n in range(1, 20)])))
    assert named(found) == [("NV-09", "Sản phẩm của các nhiệm vụ")]
    assert "(19 nhiệm vụ)" in found[0].thong_bao


def test_task_that_begins_before_the_plan() -> None:
    early = task("1", tu_ngay=date(2025, 12, 1))
    [one] = check_tasks(dossier(nhiem_vu=[early]))
    assert (one.ma, "ngày bắt đầu 01/12/2025" in one.thong_bao) == ("NV-07", True)


def test_at_least_everything_and_a_year_outside_the_plan() -> None:
    row = indicator("1", level(2026, "≥ 100%", 100), level(2030, "= 90%", 90, "="))
    rows = dossier(plan(nam_ket_thuc=2028), chi_tieu=[row])
    found = [one for one in check_indicators(rows) if one.ma in ("CT-14", "CT-15")]
    assert told(found) == [
        ("CT-14", "Chỉ tiêu 1, năm 2026",
         "Chỉ tiêu 1, năm 2026: mức “≥ 100%” không có gì vượt qua được; nên ghi “100%”."),
        ("CT-15", "Chỉ tiêu 1, năm 2030",
         "Chỉ tiêu 1, năm 2030: mức của năm 2030 nằm ngoài thời gian của kế hoạch (2026-2028)."),
    ]  # fmt: skip


# Codes and numbers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"nhiem_vu": [task("1"), task("2"), task("3")]}, []),
        ({"nhiem_vu": [task("1"), task("2"), task("02")]}, [("NV-11", "Nhiệm vụ 02")]),
        ({"nhiem_vu": [task("1"), task("2", ten="VIỆC thứ 1.")]}, [("NV-10", "Nhiệm vụ 2")]),
        ({"nhiem_vu": [task("1"), task("4")]}, [("NV-12", "Phụ lục nhiệm vụ")]),
        ({"nhiem_vu": [task("1"), task("2"), task("3.1")]}, [("NV-13", "Nhiệm vụ 3.1")]),
        ({"chi_tieu": [indicator("1"), indicator("01")]}, [("CT-11", "Chỉ tiêu 01")]),
        ({"chi_tieu": [indicator("1"), indicator("2", ten="Tỷ lệ hồ sơ loại 1")]},
         [("CT-10", "Chỉ tiêu 2")]),
        ({"chi_tieu": [indicator("14"), indicator("15.1")]}, [("CT-12", "Chỉ tiêu 15.1")]),
        ({"chi_tieu": [indicator("15"), indicator("15.1")]}, []),
        ({"chi_tieu": [indicator("b.2"), indicator("b.3a"), indicator("b.3b"), indicator("b.4")]},
         []),
        ({"chi_tieu": [indicator("b.2"), indicator("b.5")]}, [("CT-13", "Các chỉ tiêu")]),
        ({"dong_kinh_phi": [line("A"), line("A.", noi_dung="Khác")]}, [("KP-28", "A.")]),
        ({"dong_kinh_phi": [line("A"), line("B", noi_dung="khoản A")]}, [("KP-28", "B")]),
        ({"dong_kinh_phi": [line("A"), line("A.1"), line("A.3")]}, [("KP-29", "Bảng kinh phí")]),
    ],
)  # fmt: skip
def test_codes_words_and_numbers(rows: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert named(check_codes(dossier(**rows))) == expected


# Annexes beside each other ----------------------------------------------------------------------


def test_lines_without_a_task_and_tasks_without_a_line() -> None:
    tasks = [
        task("1"),
        task("2", so_tien=5_000_000),
        task("3", nguon_nguyen_van="Ngân sách xã"),
        task("4"),
        task("5", ten="Mua sắm thiết bị họp trực tuyến"),
    ]
    rows = [
        line("A.1", nhiem_vu=tasks[0]),
        line("A.2", noi_dung="Mua sắm thiết bị họp trực tuyến."),
    ]
    assert named(check_annexes(dossier(nhiem_vu=tasks, dong_kinh_phi=rows))) == [
        ("KP-22", "A.2"),
        ("KP-23", "Nhiệm vụ 2"),
        ("KP-23", "Nhiệm vụ 3"),
        ("KP-24", "Nhiệm vụ không có kinh phí"),
    ]
    found = list(check_annexes(dossier(nhiem_vu=tasks, dong_kinh_phi=rows)))
    assert "(nội dung gần giống nhiệm vụ 5)" in found[0].thong_bao
    assert (found[-1].gia_tri_in, found[0].gia_tri_tinh) == ("4, 5", "5")


def test_budget_without_any_link_is_told_once() -> None:
    rows = [line("A"), line("B")]
    [found] = check_annexes(dossier(nhiem_vu=[task("1")], dong_kinh_phi=rows))
    assert (found.ma, found.doi_tuong) == ("KP-22", "Tổng kinh phí")
    assert [(ma, noi.khoa) for ma, noi in found.cac_noi_sua] == [(r.ma, str(r.pk)) for r in rows]


def test_finding_about_many_rows_leads_to_each_of_them() -> None:
    plain = plan()
    [no_annex] = check_tasks(dossier(plain))
    assert (no_annex.noi_sua.loai, no_annex.noi_sua.khoa) == (LoaiNoiSua.NHAP_PHU_LUC, plain.ma)
    tasks = [task(ma, san_pham="") for ma in ("1", "2", "5")]
    [no_product] = check_tasks(dossier(nhiem_vu=tasks))
    assert [ma for ma, _ in no_product.cac_noi_sua] == ["1", "2", "5"]
    [gap] = check_codes(dossier(nhiem_vu=tasks))
    assert (gap.ma, gap.noi_sua.khoa) == ("NV-12", str(tasks[2].pk))
    rows = [indicator("1"), indicator("2")]
    for row in rows:
        row._prefetched_objects_cache["cac_chu_tri"] = Rows()
    [no_lead] = check_indicators(dossier(chi_tieu=rows))
    assert [ma for ma, _ in no_lead.cac_noi_sua] == ["1", "2"]


def test_sources_and_amounts_of_tasks_that_bear_the_money() -> None:
    tasks = [
        task("1", so_tien=5, kinh_phi_nguyen_van="5", nguon_nguyen_van="Ngân sách xã"),
        task("2", nguon_nguyen_van="Ngân sách tỉnh"),
        task("3", so_tien=7, kinh_phi_nguyen_van="7"),
        task("4"),
        task("5", kinh_phi_nguyen_van="vài triệu", nguon_nguyen_van="Ngân sách xã"),
    ]
    assert named(check_annexes(dossier(nhiem_vu=tasks))) == [
        ("KP-25", "Nhiệm vụ 2"),
        ("KP-26", "Nhiệm vụ 3"),
        ("KP-24", "Nhiệm vụ không có kinh phí"),
        ("KP-27", "Nhiệm vụ 5"),
    ]
    assert named(check_annexes(dossier(nhiem_vu=[task("1", nguon_nguyen_van="Xã hội hóa")]))) == []


def test_total_in_the_text_and_its_words() -> None:
    words = "Tổng kinh phí là 3.711 triệu đồng (Bằng chữ: Ba tỷ bảy trăm mười hai triệu đồng)."
    rows = dossier(plan(tong_kinh_phi_in=3_700_000_000), de_muc=[heading(1, "V", noi_dung=words)])
    assert told(check_annexes(rows)) == [
        ("KP-21", "Mục V",
         "Mục V: số tiền bằng số là 3.711.000.000 đồng, nhưng bằng chữ “Ba tỷ bảy trăm mười hai "
         "triệu đồng” là 3.712.000.000 đồng; cần ghi thống nhất."),
        ("KP-20", "Mục V",
         "Mục V: tổng kinh phí ghi là 3.711.000.000 đồng, nhưng tổng kinh phí của kế hoạch là "
         "3.700.000.000 đồng; cần ghi thống nhất."),
    ]  # fmt: skip
    right = dossier(plan(tong_kinh_phi_in=3_711_000_000), de_muc=[
        heading(1, "V", noi_dung="Tổng kinh phí là 3.711 triệu đồng, trong đó xã 2 tỷ đồng.")
    ])  # fmt: skip
    assert told(check_annexes(right)) == []


# The text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "found"), [("Không", []), ("-", []), ("0", []), ("Khoảng 200", ["KP-27"])]
)
def test_words_that_say_there_is_no_money(words: str, found: list[str]) -> None:
    rows = [task("1", kinh_phi_nguyen_van=words), task("2", so_tien=5)]
    codes = [ma for ma, _ in named(check_annexes(dossier(nhiem_vu=rows))) if ma != "KP-24"]
    assert codes == found


def test_total_in_the_text_where_the_plan_prints_none() -> None:
    words = "Tổng kinh phí thực hiện kế hoạch là {} triệu đồng."
    tasks = [task("1", so_tien=20_000_000), task("2", so_tien=30_000_000)]
    rows = [line("A", thanh_tien_in=50_000_000, nhiem_vu=tasks[0])]
    for annex in ({"nhiem_vu": tasks}, {"dong_kinh_phi": rows}):
        for amount, found in ((50, []), (40, [("KP-20", "Mục I")])):
            said = [heading(1, "I", noi_dung=words.format(amount))]
            told_of = named(check_annexes(dossier(de_muc=said, **annex)))
            assert [one for one in told_of if one[0] == "KP-20"] == found


def test_figures_that_contradict_each_other() -> None:
    words = (
        "- Đã giải quyết: 826; trong đó, trước hạn: 729 hồ sơ, đúng hạn: 91, quá hạn: 0\n"
        "- Trực tuyến 757/758 hồ sơ, đạt tỷ lệ 99,8%\n- Phí thu được 17568.000 đồng"
    )
    found = list(check_text(dossier(de_muc=[heading(1, "Phần I"), heading(2, "II", 1, words)])))
    assert named(found) == [(ma, "Phần I, mục II") for ma in ("VB-01", "VB-02", "VB-03")]
    assert [(one.gia_tri_in, one.gia_tri_tinh) for one in found] == [
        ("826", "820"), ("99,8%", "99,87%"), ("17568.000", "17.568.000"),
    ]  # fmt: skip
    assert [one.noi_sua.loai for one in found if one.noi_sua] == [LoaiNoiSua.DE_MUC] * 3


def test_documents_named_in_two_ways() -> None:
    bases = [
        basis("Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về chuyển đổi số"),
        basis("Chương trình hành động số 01-CTr/ĐU ngày 12/7/2025 của Đảng ủy xã"),
        basis("Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng", co_quan_ban_hanh="TTg"),
        basis("Quyết định số 749/QĐ-TTg của Thủ tướng Chính phủ", co_quan_ban_hanh="TTg"),
    ]
    goals = [
        MucTieu(pk=1, noi_dung="Thực hiện Nghị quyết số 57-NQ/TW ngày 20/12/2024"),
        MucTieu(pk=2, noi_dung="Thực hiện Chương trình hành động số 02-CTr/ĐU ngày 9/7/2025"),
    ]
    found = check_text(dossier(can_cu=bases, muc_tieu=goals))
    assert told(found) == [
        ("VB-04", "Mục tiêu chung 1",
         "Mục tiêu chung 1: Nghị quyết số 57-NQ/TW ghi ngày 20/12/2024, nhưng căn cứ 1 ghi ngày "
         "22/12/2024; cần đối chiếu với văn bản gốc."),
        ("VB-05", "Mục tiêu chung 2",
         "Mục tiêu chung 2: nêu Chương trình hành động số 02-CTr/ĐU ngày 09/07/2025, còn phần căn "
         "cứ nêu Chương trình hành động số 01-CTr/ĐU ngày 12/07/2025; nếu là một văn bản thì cần "
         "ghi thống nhất."),
        ("VB-06", "Căn cứ 4",
         "Căn cứ 4: văn bản số 749/QĐ-TTg đã nêu ở căn cứ 3; cần bỏ một lần."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "Kế hoạch số 12/KH-UBND ngày 5/1/2024 và Kế hoạch số 12/KH-UBND ngày 6/2/2025",
        "Nghị quyết số 03/NQ-CP ngày 09/01/2025 và Nghị quyết số 71/NQ-CP ngày 01/4/2025",
        "Hồ sơ hình thành trước ngày 01/7/2025; giai đoạn 2026-2030; đến 31/12/2026",
    ],
)
def test_what_may_be_right_is_not_told(words: str) -> None:
    bases = [basis("Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ")]
    assert told(check_text(dossier(can_cu=bases, de_muc=[heading(1, "I", None, words)]))) == []


def test_days_no_calendar_has_or_after_the_plan() -> None:
    words = "Hoàn thành trước ngày 31/11/2026; kéo dài đến ngày 01 tháng 01 năm 2027."
    found = check_text(dossier(de_muc=[heading(1, "I", None, words)]))
    assert told(found) == [
        ("VB-08", "Mục I",
         "Mục I: ngày “31/11/2026” không có trong lịch; cần ghi lại ngày đúng."),
        ("VB-09", "Mục I",
         "Mục I: ngày 01/01/2027 ở sau thời gian của kế hoạch (đến 31/12/2026); cần kiểm tra lại."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("signed", "expected"),
    [
        ({"so_hieu": "1", "ngay_ban_hanh": date(2026, 1, 9)}, ["VB-07"]),
        ({"thoi_gian_ky": "tháng 01 năm 2026"}, []),
        ({"thoi_gian_ky": "tháng 12 năm 2025"}, ["VB-07"]),
        ({}, []),
    ],
)
def test_document_dated_after_the_plan(signed: dict[str, Any], expected: list[str]) -> None:
    bases = [basis("Kế hoạch số 9/KH-UBND ngày 10/01/2026 của UBND tỉnh")]
    assert [one.ma for one in check_text(dossier(plan(**signed), can_cu=bases))] == expected


def test_plan_signed_after_its_own_deadlines() -> None:
    tasks = [task("1", han_hoan_thanh=date(2026, 6, 30)), task("2")]
    late = dossier(plan(thoi_gian_ky="tháng 11 năm 2026"), nhiem_vu=tasks)
    assert told(check_text(late)) == [
        ("VB-10", "Thời gian ký",
         "Kế hoạch ghi thời gian ký là “tháng 11 năm 2026”, sau khi nhiệm vụ 1 đã hết hạn; cần "
         "kiểm tra lại thời gian ký hoặc thời hạn của các nhiệm vụ đó."),
    ]  # fmt: skip
    assert told(check_text(dossier(plan(thoi_gian_ky="tháng 6 năm 2026"), nhiem_vu=tasks))) == []


def test_numbers_of_headings() -> None:
    rows = [heading(1, "I"), heading(2, "IV"), heading(3, "IV"), heading(4, "1", 1)]
    [one] = check_text(dossier(de_muc=rows))
    assert (one.ma, one.doi_tuong, one.gia_tri_in) == (
        "VB-11", "Các đề mục", "“IV” in 2 lần; thiếu số giữa “I” và “IV”",
    )  # fmt: skip
    assert one.noi_sua is not None
    assert one.noi_sua.khoa == "2"


def test_every_code_belongs_to_a_subject() -> None:
    assert {VanDe(ma, "", "").linh_vuc for ma in MUC_DO} == set(LinhVuc)
