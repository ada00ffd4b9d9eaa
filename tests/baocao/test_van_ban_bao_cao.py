"""A compiled report as a document: head, words and appendices from the frozen snapshot."""

from typing import Any

import pytest

from baocao import tong_hop as services
from baocao.models import BaoCao
from baocao.trang_thai import TrangThaiBaoCao as B
from baocao.van_ban_bao_cao import indicator_results, report_document, task_results
from chitieu.danh_gia import KetQuaDanhGia
from donvi.models import NguoiDung
from kehoach.ky_bao_cao import LoaiKy
from kehoach.models import KeHoach, NoiNhan
from nhiemvu.trang_thai import TrangThai
from tests.baocao.bao_cao_mau import AT, report_in
from tests.baocao.so_lieu_mau import cac_chi_tieu, cac_nhiem_vu, chi_tieu, nhiem_vu, noi
from tests.factories import (
    make_bao_cao,
    make_chi_tieu,
    make_nhiem_vu,
    make_phan_cong,
    make_quy_dinh,
    make_tien_do,
    saved,
)
from tests.personas import XaMau
from vanban.bang_bieu import BangBieu, KieuDong, OBang
from vanban.tai_lieu import DieuKhoan, DoanVan, GachDauDong, HuongGiay, TaiLieu


def compiled(plan: KeHoach, **more: Any) -> BaoCao:
    return services.compile_report(bao_cao_id=make_bao_cao(plan, **more).pk, at=AT)


def fresh(report: BaoCao) -> BaoCao:
    """Load the report as the page does."""
    rows = BaoCao.objects.select_related("ke_hoach__xa", "ke_hoach__don_vi_dau_moi")
    return rows.get(pk=report.pk)


def cells(table: BangBieu) -> list[tuple[str, ...]]:
    return [
        tuple(cell.noi_dung if isinstance(cell, OBang) else cell for cell in row.cac_o)
        for row in table.cac_dong
    ]


# --- head and end ---------------------------------------------------------------------------------


def test_draft_has_the_symbol_of_a_report_a_blank_number_and_a_mark(vu_quang: XaMau) -> None:
    document = report_document(compiled(vu_quang.ke_hoach))
    assert document.khoi_dau.number_line == "Số:        /BC-UBND"
    assert document.khoi_dau.place_line == "Vũ Quang, ngày        tháng        năm 2026"
    assert document.upper_ten_loai == "BÁO CÁO"
    assert document.trich_yeu == (
        "Kết quả tháng 10 năm 2026 thực hiện Kế hoạch chuyển đổi số xã Vũ Quang năm 2026"
    )
    assert document.khoi_ky.quyen_han == ("TM. ỦY BAN NHÂN DÂN",)
    assert document.du_thao


def test_steering_committee_reports_under_its_own_symbol_and_name(vu_quang: XaMau) -> None:
    plan = vu_quang.ke_hoach
    plan.ky_hieu, plan.chu_the = "KH-BCĐ", KeHoach.ChuThe.BAN_CHI_DAO
    plan.so_hieu, plan.ngay_ban_hanh = "12", "2026-01-05"
    saved(plan)
    document = report_document(compiled(plan))
    first, last = document.noi_dung[0], document.noi_dung[-1]
    assert document.khoi_dau.ky_hieu == "BC-BCĐ"
    assert first == DoanVan(
        "Thực hiện Kế hoạch số 12/KH-BCĐ chuyển đổi số xã Vũ Quang năm 2026, Ban Chỉ đạo xã Vũ "
        "Quang báo cáo kết quả tháng 10 năm 2026 (số liệu từ ngày 15/09/2026 đến ngày 14/10/2026) "
        "như sau:"
    )
    assert last == DoanVan(
        "Trên đây là báo cáo kết quả tháng 10 năm 2026 thực hiện Kế hoạch của Ban Chỉ đạo xã Vũ "
        "Quang."
    )


@pytest.mark.parametrize(
    ("state", "marked", "number"),
    [
        (B.DU_THAO, True, "Số:        /BC-UBND"),
        (B.CHO_DUYET, True, "Số:        /BC-UBND"),
        (B.DA_DUYET, False, "Số:        /BC-UBND"),
        (B.DA_BAN_HANH, False, "Số: 05/BC-UBND"),
    ],
)
def test_mark_goes_with_approval_and_the_number_comes_with_issue(
    state: B, *, marked: bool, number: str, vu_quang: XaMau, tong_hop: NguoiDung,
    lanh_dao: NguoiDung,
) -> None:  # fmt: skip
    report = fresh(report_in(state, vu_quang, tong_hop, lanh_dao))
    document = report_document(report)
    assert (document.du_thao, document.khoi_dau.number_line) == (marked, number)
    assert not report_document(report, for_signing=True).du_thao
    day = (
        "ngày 21 tháng 10 năm 2026"
        if state == B.DA_BAN_HANH
        else "ngày        tháng        năm 2026"
    )
    assert document.khoi_dau.place_line == f"Vũ Quang, {day}"


def test_number_with_a_letter_is_printed_as_it_was_given(vu_quang: XaMau) -> None:
    report = compiled(vu_quang.ke_hoach)
    report.so_hieu = "05a"
    assert report_document(report).khoi_dau.number_line == "Số: 05a/BC-UBND"


def test_addressees_are_those_of_the_kind_of_report_and_recipients_those_of_the_plan(
    vu_quang: XaMau,
) -> None:
    plan = vu_quang.ke_hoach
    make_quy_dinh(plan, LoaiKy.QUY, noi_nhan_bao_cao="UBND tỉnh")
    make_quy_dinh(plan, LoaiKy.THANG, noi_nhan_bao_cao="Sở KH&CN;\nThường trực Đảng ủy xã.")
    report = compiled(plan)
    without = report_document(report)
    assert without.kinh_gui_lines == ("- Sở KH&CN;", "- Thường trực Đảng ủy xã.")
    assert without.noi_nhan.lines == ("- Lưu: VT, VHXH.",)
    for place, name in enumerate(("Như trên", "Lưu: VT")):
        saved(NoiNhan(ke_hoach=plan, ten=name, thu_tu=place))
    assert report_document(report).noi_nhan.lines == ("- Như trên;", "- Lưu: VT.")


# --- words ----------------------------------------------------------------------------------------


def outline(document: TaiLieu) -> list[str]:
    return [f"{b.nhan} {b.ten}" for b in document.noi_dung if isinstance(b, DieuKhoan)]


def test_sections_stand_under_their_headings_with_bullets_and_edits(
    vu_quang: XaMau, tong_hop: NguoiDung
) -> None:
    lead = make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
    make_tien_do(lead, phan_tram=40, noi_dung="Đã cài", de_xuat="Cấp máy")
    report = compiled(vu_quang.ke_hoach)
    services.edit_section(
        bao_cao=report, ma="IV", noi_dung="Kính đề nghị:\n\n- Cấp máy;\n-Không gạch", lan_luu=0,
        by=tong_hop, at=AT,
    )  # fmt: skip

    document = report_document(report)

    assert outline(document) == [
        "I. Công tác lãnh đạo, chỉ đạo, điều hành",
        "II. Kết quả thực hiện",
        "1. Kết quả thực hiện các chỉ tiêu",
        "2. Kết quả thực hiện nhiệm vụ",
        "3. Kinh phí thực hiện",
        "III. Nhiệm vụ chậm tiến độ; khó khăn, vướng mắc",
        "IV. Nhiệm vụ trọng tâm tháng sau",
    ]
    assert GachDauDong("Đã cài (Thôn 1).") in document.noi_dung
    assert document.noi_dung[-4:-1] == (
        DoanVan("Kính đề nghị:"), GachDauDong("Cấp máy;"), DoanVan("-Không gạch"),
    )  # fmt: skip


def test_document_stands_still_when_rows_change_afterwards(vu_quang: XaMau) -> None:
    lead = make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, "Tên cũ"), vu_quang.thon)
    make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon)
    report = compiled(vu_quang.ke_hoach)
    before = report_document(fresh(report))
    lead.nhiem_vu.ten = "Tên mới"
    saved(lead.nhiem_vu)
    make_tien_do(lead, phan_tram=90, noi_dung="Sau khi tổng hợp")
    make_chi_tieu(vu_quang.ke_hoach)
    assert report_document(fresh(report)) == before


def test_document_costs_four_queries_whatever_it_holds(
    vu_quang: XaMau, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon)
        make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
    report = fresh(compiled(vu_quang.ke_hoach))
    with django_assert_num_queries(4):
        report_document(report)


# --- appendices -----------------------------------------------------------------------------------


def test_appendices_hold_indicators_and_tasks_across_the_page(vu_quang: XaMau) -> None:
    document = report_document(compiled(vu_quang.ke_hoach))
    assert [(p.nhan, p.phu_luc.ten, p.phu_luc.huong_giay) for p in document.numbered_phu_luc] == [
        ("Phụ lục I", "Kết quả thực hiện các chỉ tiêu tháng 10 năm 2026", HuongGiay.NGANG),
        ("Phụ lục II", "Kết quả thực hiện nhiệm vụ tháng 10 năm 2026", HuongGiay.NGANG),
    ]
    assert document.reference_line == (
        "(Kèm theo Báo cáo số        /BC-UBND ngày        tháng        năm 2026 "
        "của UBND xã Vũ Quang)"
    )


@pytest.mark.pure
def test_first_appendix_prints_level_figure_share_result_lead_and_note() -> None:
    figures = cac_chi_tieu(
        chi_tieu(KetQuaDanhGia.TRONG_LO_TRINH, "VNeID", ghi_chu="Ước",
                 ket_qua_ky="5,5"),
        chi_tieu(KetQuaDanhGia.CAN_NHAN_XET, "Nhận thức", ma="2", gia_tri="", ty_le="",
                 don_vi_tinh="", muc="", nhan_xet="Đã nâng lên"),
        chi_tieu(KetQuaDanhGia.DAT, "Tỷ lệ:", ma="3", la_tieu_de=True),
    )  # fmt: skip
    table = indicator_results(figures)
    assert cells(table) == [
        (
            "1",
            "VNeID",
            "%",
            "≥ 75%.",
            "5,5",
            "70,63",
            "94,1",
            "đang trong lộ trình",
            "Thôn 1",
            "Ước. Mức năm 2026",
        ),
        ("2", "Nhận thức", "", "", "", "Đã nâng lên", "", "cần nhận xét", "Thôn 1", ""),
        ("3", "Tỷ lệ:"),
    ]
    assert [row.kieu_dong for row in table.cac_dong] == [KieuDong.THUONG] * 2 + [KieuDong.NHOM]


@pytest.mark.pure
def test_second_appendix_groups_tasks_and_quotes_at_most_three_units() -> None:
    said = [noi(f"Thôn {n}", "- Đã họp;\n- Đã cài.") for n in range(1, 6)]
    figures = cac_nhiem_vu(
        nhiem_vu(TrangThai.DANG_THUC_HIEN_TRONG_HAN, "1", nhom="I. Hạ tầng", tong_so=5, da_lam=2,
                 phan_tram=45, ket_qua=said, kho_khan=said[:1], so_ngay_tre=4),
        nhiem_vu(TrangThai.CHUA_THUC_HIEN, "2", nhom="I. Hạ tầng"),
        nhiem_vu(TrangThai.THUONG_XUYEN, "3", nhom="II. Xã hội", phan_tram=0, tong_so=3, da_lam=2),
    )  # fmt: skip
    assert cells(task_results(figures)) == [
        ("I. Hạ tầng",),
        (
            "1", "Việc 1", "Công an xã", "", "Năm 2026",
            "2/5 đơn vị đã hoàn thành. Đạt 45%. Thôn 1: Đã họp; Đã cài. Thôn 2: Đã họp; Đã cài. "
            "Thôn 3: Đã họp; Đã cài. Và 2 nội dung khác.",
            "đang thực hiện trong hạn", "Thôn 1: Đã họp; Đã cài.", "Chậm 4 ngày",
        ),
        ("2", "Việc 2", "Công an xã", "", "Năm 2026", "Chưa có báo cáo.", "chưa thực hiện",
         "", ""),
        ("II. Xã hội",),
        ("3", "Việc 3", "Công an xã", "", "Năm 2026", "2/3 đơn vị đã thực hiện. Đạt 0%.",
         "thường xuyên", "", ""),
    ]  # fmt: skip
