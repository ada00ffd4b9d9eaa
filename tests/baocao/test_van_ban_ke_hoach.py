"""The five sample plans as documents: every word of theirs is printed, once, where it belongs."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from pypdf import PdfReader

from baocao.nap_mau.don_vi import load_communes, load_units
from baocao.nap_mau.ke_hoach import load_plan
from baocao.nap_mau.tep_mau import CAC_KE_HOACH_MAU, read_fixture
from baocao.van_ban_ke_hoach import TASK_COLUMNS, plan_document
from donvi.tieng_viet import format_so
from kehoach.models import KeHoach
from vanban.bang_bieu import BangBieu, OBang
from vanban.pdf import render_pdf
from vanban.tai_lieu import DieuKhoan, HuongGiay, PhuLuc, TaiLieu

pytestmark = pytest.mark.django_db
Documents = dict[str, TaiLieu]
CAC_MA = pytest.mark.parametrize("ma", CAC_KE_HOACH_MAU)
CO_NHIEM_VU = ("vu-quang-2026", "ky-lac-2026", "son-hong-2027")


@pytest.fixture(scope="module")
def documents(django_db_setup: None, django_db_blocker: Any) -> Documents:
    """Load the five plans once, describe them, and leave the database as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_communes()
        load_units()
        for ma in CAC_KE_HOACH_MAU:
            load_plan(ma)
        plans = KeHoach.objects.select_related("xa", "don_vi_dau_moi").order_by("pk")
        found = {plan.ma: plan_document(plan) for plan in plans}
        transaction.set_rollback(True)
    return found


def lines(document: TaiLieu) -> list[str]:
    """List the sentences of the body, headings and tables left out."""
    blocks = [b for b in document.noi_dung if not isinstance(b, BangBieu | DieuKhoan)]
    return [block.noi_dung for block in blocks]


def rows(phu_luc: PhuLuc) -> list[tuple[str, ...]]:
    """List the rows of an appendix's only table as plain words."""
    [table] = phu_luc.noi_dung
    assert isinstance(table, BangBieu)
    return [
        tuple(cell.noi_dung if isinstance(cell, OBang) else cell for cell in row.cac_o)
        for row in table.cac_dong
    ]


def annex(document: TaiLieu, first_words: str) -> list[tuple[str, ...]]:
    [found] = [p for p in document.phu_luc if p.ten.startswith(first_words)]
    return rows(found)


# --- head, end, body ------------------------------------------------------------------------------


@CAC_MA
def test_head_and_signature_are_those_of_the_plan(ma: str, documents: Documents) -> None:
    head, document = read_fixture(ma)["ke_hoach"], documents[ma]
    assert document.upper_ten_loai == "KẾ HOẠCH"
    assert document.trich_yeu == head["trich_yeu"]
    assert list(document.khoi_dau.co_quan_ban_hanh) == head["co_quan_ban_hanh"]
    assert document.khoi_dau.number_line == f"Số:        /{head['ky_hieu']}"
    assert list(document.khoi_ky.quyen_han) == head["quyen_han"]
    assert document.khoi_ky.ho_ten == head["nguoi_ky"]
    assert document.noi_nhan.cac_dong == tuple(
        row["noi_dung"] for row in read_fixture(ma)["noi_nhan"]
    )
    assert not document.du_thao


PLACES = {
    "vu-quang-2026": "Vũ Quang, ngày        tháng 01 năm 2026",
    "ky-lac-2026": "Kỳ Lạc, ngày        tháng 11 năm 2026",
    "son-hong-2027": "Sơn Hồng, ngày        tháng 7 năm 2026",
    "ky-lac-2025": "Kỳ Lạc, ngày        tháng        năm       ",
    "tinh-khe-2025": "Tịnh Khê, ngày        tháng 8 năm 2025",
}


@CAC_MA
def test_month_printed_in_advance_stands_beside_a_blank_day(ma: str, documents: Documents) -> None:
    assert documents[ma].khoi_dau.place_line.strip() == PLACES[ma].strip()


def test_steering_committee_signs_with_both_posts_under_its_superior(documents: Documents) -> None:
    document = documents["tinh-khe-2025"]
    assert document.khoi_dau.upper_chu_quan == ("UBND XÃ TỊNH KHÊ",)
    assert document.khoi_dau.upper_ban_hanh[0] == "BAN CHỈ ĐẠO PHÁT TRIỂN"
    assert document.khoi_dau.ky_hieu == "KH-BCĐ"
    assert document.khoi_ky.upper_quyen_han == ("TRƯỞNG BAN",)
    assert document.khoi_ky.upper_chuc_vu_khac == "CHỦ TỊCH UBND XÃ"
    assert document.khoi_ky.ho_ten == "Phạm Quốc Vương"


@CAC_MA
def test_body_has_every_heading_in_order_with_its_own_number(ma: str, documents: Documents) -> None:
    expected = [
        (row["so_in"], row["tieu_de"])
        for row in read_fixture(ma)["de_muc"]
        if row["loai"] != "phu_luc"
    ]
    printed = [b for b in documents[ma].noi_dung if isinstance(b, DieuKhoan)]
    assert [(b.nhan.rstrip("."), b.ten) for b in printed] == [
        (number.rstrip("."), title) for number, title in expected
    ]


@CAC_MA
def test_body_has_every_paragraph_base_objective_source_and_task(
    ma: str, documents: Documents
) -> None:
    data, document = read_fixture(ma), documents[ma]
    said = lines(document)
    text = "\n".join(said)
    paragraphs = [p for row in data["de_muc"] for p in row["noi_dung"].splitlines() if p]
    bases = [*document.can_cu, *said]
    tasks = [row["ten"] for row in data["nhiem_vu"] if row["loai"] != "phu_luc"]
    assert [p for p in paragraphs if p.removeprefix("- ") not in said] == []
    assert [b for b in data["can_cu"] if not any(b["noi_dung"] in line for line in bases)] == []
    assert [m for m in data["muc_tieu"] if m["noi_dung"] not in text] == []
    assert [s for s in data["nguon_von"] if not {s["ten"], s["nguyen_van"]} & set(said)
            and s["nguyen_van"] not in text] == []  # fmt: skip
    assert [name for name in tasks if said.count(name) != 1] == []
    assert said[0] == data["ke_hoach"]["loi_dan"]
    assert said[-1] == data["ke_hoach"]["loi_ket"]


@CAC_MA
def test_nothing_in_the_body_is_printed_twice(ma: str, documents: Documents) -> None:
    said = lines(documents[ma])
    assert sorted(set(said)) == sorted(said)


# --- indicators -----------------------------------------------------------------------------------


@CAC_MA
def test_every_level_of_every_indicator_is_printed_in_its_own_words(
    ma: str, documents: Documents
) -> None:
    data, document = read_fixture(ma), documents[ma]
    said = lines(document)
    in_annex = {row[:2]: row for p in document.phu_luc for row in rows(p)}
    missing = []
    for indicator in data["chi_tieu"]:
        row = in_annex.get((indicator["ma"], indicator["ten"]))
        words = indicator["nguyen_van"] or indicator["ten"]
        printed = row[2:] if row else (words,) if words in said else ()
        levels = [level["nguyen_van"] for level in indicator["muc"]]
        if row:
            missing += [level for level in levels if level not in printed]
        else:
            missing += [level for level in levels if not any(level in p for p in printed)]
            missing += [] if printed else [words]
    assert missing == []


def test_vu_quang_lists_indicators_by_milestone_with_the_leads_of_merged_cells(
    documents: Documents,
) -> None:
    document = documents["vu-quang-2026"]
    table = annex(document, "DANH MỤC CÁC CHỈ TIÊU")
    indicators = read_fixture("vu-quang-2026")["chi_tieu"]
    assert [row[0] for row in table] == [indicator["ma"] for indicator in indicators]
    leads = {row["ma"]: row["chu_tri_nguyen_van"] for row in indicators}
    assert table[0] == (
        "1", "Tỷ lệ phủ sóng 5G trên địa bàn", "≥ 60%.", "100%", "6G (50%)", "6G (80%)",
        "6G (100%)", "Phòng Văn hóa - Xã hội",
    )  # fmt: skip
    child = next(row for row in table if row[0] == "15.3")
    assert (leads["15.3"], child[-1]) == ("", leads["15"])
    [first] = document.phu_luc[0].noi_dung
    assert isinstance(first, BangBieu)
    assert [column.ten for column in first.cac_cot][2:7] == [
        f"Năm {year}" for year in (2026, 2030, 2035, 2040, 2045)
    ]


# --- tasks and money ------------------------------------------------------------------------------


@pytest.mark.parametrize("ma", CO_NHIEM_VU)
def test_every_task_of_the_annex_stands_under_its_group_in_the_plans_own_columns(
    ma: str, documents: Documents
) -> None:
    data = read_fixture(ma)
    tables = [rows(p) for p in documents[ma].phu_luc]
    [table] = [t for t in tables if len(t[0]) in (2,) or t[0][1] == data["nhiem_vu"][0]["ten"]]
    names = [name for _, name in TASK_COLUMNS[data["ke_hoach"]["bo_cot_nhiem_vu"]]]
    groups = {group["ma"]: group["ten"] for group in data["nhom_nhiem_vu"]}
    expected: list[tuple[str, ...]] = []
    last = None
    for task in data["nhiem_vu"]:
        if task["loai"] != "phu_luc":
            continue
        if task["ma_nhom"] and task["ma_nhom"] != last:
            last = task["ma_nhom"]
            expected.append((last, groups[last]))
        expected.append(tuple(str(task[name] or "") for name in names))
    assert table == expected


def test_son_hong_prints_every_amount_of_its_budget_and_the_total(documents: Documents) -> None:
    data = read_fixture("son-hong-2027")
    table = annex(documents["son-hong-2027"], "DANH MỤC NHIỆM VỤ VÀ DỰ TRÙ")
    assert table == [
        *(
            (
                row["so_in"], row["noi_dung"], row["don_vi_tinh"], row["so_luong_nguyen_van"],
                row["don_gia_nguyen_van"], row["thanh_tien_nguyen_van"], row["ghi_chu"],
            )
            for row in data["kinh_phi"]
        ),
        ("Tổng cộng", format_so(3_711_000_000), ""),
    ]  # fmt: skip


def test_ky_lac_prints_every_amount_beside_its_task(documents: Documents) -> None:
    data = read_fixture("ky-lac-2026")
    table = annex(documents["ky-lac-2026"], "NHIỆM VỤ CHUYỂN ĐỔI SỐ")
    amounts = {row["ma_nhiem_vu"]: row["thanh_tien_nguyen_van"] for row in data["kinh_phi"]}
    assert {row[0]: row[6] for row in table if row[0] in amounts} == amounts


ANNEXES = {
    "vu-quang-2026": ["Phụ lục I", "Phụ lục II"],
    "ky-lac-2026": ["Phụ lục"],
    "son-hong-2027": ["Phụ lục I", "Phụ lục II"],
    "ky-lac-2025": [],
    "tinh-khe-2025": [],
}


@CAC_MA
def test_appendices_are_those_of_the_plan_and_lie_across(ma: str, documents: Documents) -> None:
    printed = documents[ma].numbered_phu_luc
    assert [p.nhan for p in printed] == ANNEXES[ma]
    assert {p.phu_luc.huong_giay for p in printed} <= {HuongGiay.NGANG}


# --- the file -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(documents: Documents) -> PdfReader:
    """Render the plan of the steering committee: two posts, thirty headings."""
    return PdfReader(io.BytesIO(render_pdf(documents["tinh-khe-2025"])))


def joined(words: str) -> str:
    return "".join(words.split())


def test_file_opens_with_the_national_heading_and_loses_no_sentence(
    pages: PdfReader, documents: Documents
) -> None:
    text = [page.extract_text() for page in pages.pages]
    first = " ".join(text[0].split())
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in first
    assert "Độc lập - Tự do - Hạnh phúc" in first
    # Every page but the first opens with its number.
    later = [page.strip().removeprefix(str(n)) for n, page in enumerate(text[1:], start=2)]
    whole = joined("".join([text[0], *later]))
    document = documents["tinh-khe-2025"]
    headings = [b.printed_ten for b in document.noi_dung if isinstance(b, DieuKhoan)]
    wanted = [*lines(document)[:-1], *headings, "TRƯỞNG BAN", "CHỦ TỊCH UBND XÃ"]
    assert [line for line in wanted if joined(line) not in whole] == []


def fonts(pages: PdfReader) -> Iterator[Any]:
    for page in pages.pages:
        for font in page["/Resources"]["/Font"].values():
            yield font.get_object()


def test_file_embeds_its_faces_and_lacks_no_glyph(pages: PdfReader) -> None:
    used = list(fonts(pages))
    descriptors = [
        child.get_object()["/FontDescriptor"] for font in used for child in font["/DescendantFonts"]
    ]
    assert used
    assert [d["/FontName"] for d in descriptors if not {"/FontFile2", "/FontFile3"} & set(d)] == []
    assert {"Liberation-Serif" in str(font["/BaseFont"]) for font in used} == {True}
    text = "".join(page.extract_text() for page in pages.pages)
    assert not {"\ufffd", "\x00", "□"} & set(text)
