"""The snapshot of a period: accepted rows, as of the cut-off day, each number with its source."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from baocao.ky_tong_hop import KyTongHop
from baocao.models import PhieuBaoCao
from baocao.noi_dung import Snapshot, build_snapshot
from baocao.trang_thai import TrangThaiPhieu
from chitieu.danh_gia import CachCongDon
from kehoach.ky_bao_cao import parse_ky
from kinhphi.models import DongKinhPhi
from nhiemvu.models import PhanCong
from tests.factories import (
    make_chi_tieu,
    make_don_vi,
    make_dong_kinh_phi,
    make_khoan,
    make_nhiem_vu,
    make_nhom_nhiem_vu,
    make_phan_cong,
    make_phieu,
    make_so_lieu,
    make_tien_do,
    saved,
)
from tests.personas import XaMau

pytestmark = pytest.mark.django_db
CUT_OFF = date(2026, 10, 14)
SENT = datetime(2026, 10, 18, 2, tzinfo=UTC)


def snapshot(xa: XaMau, ky: str = "2026-T10", **more: Any) -> Snapshot:
    values = {"tu_ngay": date(2026, 9, 15), "den_ngay": CUT_OFF, "la_uoc": False} | more
    return build_snapshot(KyTongHop(ke_hoach=xa.ke_hoach, ky=parse_ky(ky), **values))


def accepted(form: PhieuBaoCao, sent: datetime = SENT, **words: str) -> PhieuBaoCao:
    """Make the form sent and accepted, with what it says in general."""
    form.trang_thai, form.sent_at, form.decided_at = TrangThaiPhieu.DA_TIEP_NHAN, sent, sent
    for name, value in words.items():
        setattr(form, name, value)
    return saved(form)


def part(xa: XaMau, unit: Any, vai: str = "chu_tri", **task: Any) -> PhanCong:
    return make_phan_cong(make_nhiem_vu(xa.ke_hoach, **task), unit, vai)


# --- head, units ----------------------------------------------------------------------------------


def test_head_names_period_window_and_estimate(vu_quang: XaMau) -> None:
    made = snapshot(vu_quang, la_uoc=True)
    assert {key: made[key] for key in list(made)[:8]} == {
        "phien_ban": 2,
        "ky": "2026-T10",
        "nhan_ky": "tháng 10 năm 2026",
        "nhan_ky_sau": "tháng 11 năm 2026",
        "den_het_ky_sau": "2026-11-30",
        "tu_ngay": "2026-09-15",
        "den_ngay": "2026-10-14",
        "la_uoc": True,
    }


def test_units_are_accepted_late_or_missing_in_their_usual_order(vu_quang: XaMau) -> None:
    plan = vu_quang.ke_hoach
    village = accepted(make_phieu(plan, vu_quang.thon), datetime(2026, 10, 19, 17, tzinfo=UTC))
    police = accepted(make_phieu(plan, vu_quang.cong_an))
    focal = make_phieu(plan, vu_quang.vhxh, trang_thai="da_gui", sent_at=SENT)
    make_phieu(plan, vu_quang.ubnd, ky_bao_cao="2026-T09")

    units = snapshot(vu_quang)["don_vi"]

    assert units == {
        "phai_bao_cao": 3,
        "da_tiep_nhan": [
            {"ma": "CA", "ten": "Công an xã", "phieu": police.pk},
            {"ma": "THON1", "ten": "Thôn 1", "phieu": village.pk},
        ],
        # Sent at midnight in Vietnam of the 20th: the last day was the 19th.
        "gui_muon": [{"ma": "THON1", "ten": "Thôn 1", "phieu": village.pk}],
        "thieu": [
            {
                "ma": "VHXH", "ten": "Phòng Văn hóa - Xã hội", "phieu": focal.pk,
                "trang_thai": "da_gui", "nhan": "đã gửi, chờ kiểm tra",
            }
        ],
        "ky_con": {"phai_nop": 0, "da_tiep_nhan": 0, "thieu": []},
    }  # fmt: skip


# --- indicators -----------------------------------------------------------------------------------


def test_indicator_stands_with_level_figure_result_and_the_rows_it_is_made_of(
    vu_quang: XaMau,
) -> None:
    indicator = make_chi_tieu(
        vu_quang.ke_hoach, vu_quang.cong_an, vu_quang.thon, ma="9", ten="VNeID",
        cach_cong_don=CachCongDon.TY_LE,
    )  # fmt: skip
    values = [
        make_so_lieu(
            indicator, vu_quang.cong_an, ky, gia_tri=60, tu_so=60, mau_so=100, ghi_chu=f"kỳ {ky}"
        )
        for ky in ("2026-T08", "2026-T09")
    ]
    make_so_lieu(indicator, vu_quang.cong_an, "2026-T11", gia_tri=99)  # after the cut-off
    make_so_lieu(indicator, vu_quang.cong_an, "2026-T10", gia_tri=98, accepted_at=None)

    figures = snapshot(vu_quang)["chi_tieu"]

    assert figures["cac_dong"] == [
        {
            "id": indicator.pk, "ma": "9", "ten": "VNeID", "nhom": "", "la_tieu_de": False,
            "don_vi_tinh": "%", "cach_cong_don": "ty_le", "muc": "≥ 75%", "nam_muc": 2026,
            "gia_tri": "60", "ket_qua_ky": "", "ky_truoc": "", "cung_ky": "",
            "ky_so_lieu": "2026-T09", "nhan_xet": "", "ghi_chu": "kỳ 2026-T09", "ty_le": "80",
            "ket_qua": "trong_lo_trinh", "nhan_ket_qua": "đang trong lộ trình",
            "chu_tri": "Công an xã; Thôn 1", "nguon": [row.pk for row in values],
            "nguon_phieu": [{"ky": "2026-T08", "phieu": None}, {"ky": "2026-T09", "phieu": None}],
        }
    ]  # fmt: skip


def test_results_add_up_to_the_indicators_that_are_measured(vu_quang: XaMau) -> None:
    plan = vu_quang.ke_hoach
    for kind in ("tieu_de", "dinh_tinh", "tham_chieu", "dinh_luong"):
        row = make_chi_tieu(plan, loai_chi_tieu=kind, chu_tri_nguyen_van="Các đơn vị")
        if kind != "dinh_luong":
            row.cac_muc.all().delete()
        if kind == "dinh_tinh":
            words = make_so_lieu(row, vu_quang.vhxh, "2026-T09", nhan_xet="Đã triển khai")

    figures = snapshot(vu_quang)["chi_tieu"]

    assert (figures["tong_so"], figures["chua_bao_cao"]) == (3, 2)
    assert sum(figures["theo_ket_qua"].values()) == 3
    heading, in_words, *_ = figures["cac_dong"]
    assert (heading["la_tieu_de"], heading["ket_qua"]) == (True, "")
    assert (in_words["nhan_xet"], in_words["nguon"]) == ("Đã triển khai", [words.pk])
    assert (in_words["ket_qua"], in_words["chu_tri"]) == ("can_nhan_xet", "Các đơn vị")


# --- tasks ----------------------------------------------------------------------------------------


def test_task_stands_as_of_the_cut_off_with_what_was_said_in_the_period(vu_quang: XaMau) -> None:
    group = make_nhom_nhiem_vu(vu_quang.ke_hoach)
    lead = part(
        vu_quang, vu_quang.thon, ma="7", ten="Cài VNeID", nhom_nhiem_vu=group,
        chu_tri_nguyen_van="Các thôn", phoi_hop_nguyen_van="Công an",
    )  # fmt: skip
    helper = make_phan_cong(lead.nhiem_vu, vu_quang.cong_an, "phoi_hop")
    make_tien_do(lead, "2026-T09", phan_tram=30, noi_dung="Tháng trước")
    now = make_tien_do(lead, "2026-T10", phan_tram=40, noi_dung="Đã cài", kho_khan="Thiếu máy")
    helped = make_tien_do(helper, "2026-T10", noi_dung="Đã cử người")
    make_tien_do(lead, "2026-T11", phan_tram=90, noi_dung="Sau ngày chốt")
    lead.phan_tram = 90
    saved(lead)

    tasks = snapshot(vu_quang)["nhiem_vu"]

    of = {"ky": "2026-T10", "nhiem_vu": lead.nhiem_vu_id, "phieu": None}
    assert tasks["cac_dong"] == [
        {
            "id": lead.nhiem_vu_id, "ma": "7", "ten": "Cài VNeID", "nhom": "I. Hạ tầng số",
            "chu_tri": "Các thôn", "phoi_hop": "Công an", "thoi_han": "Năm 2026",
            "han_hoan_thanh": "2026-12-31", "trang_thai": "dang_thuc_hien_trong_han",
            "nhan_trang_thai": "đang thực hiện trong hạn",
            "phan_tram": 40, "da_lam": 0, "tong_so": 1, "so_ngay_tre": 0,
            "ket_qua": [
                {"ma": "THON1", "don_vi": "Thôn 1", "loi": "Đã cài", "nguon": now.pk} | of,
                {"ma": "CA", "don_vi": "Công an xã", "loi": "Đã cử người", "nguon": helped.pk} | of,
            ],
            "kho_khan": [
                {"ma": "THON1", "don_vi": "Thôn 1", "loi": "Thiếu máy", "nguon": now.pk} | of
            ],
            "nguon": [now.pk, helped.pk],
        }
    ]  # fmt: skip
    assert tasks["theo_trang_thai"] == {"đang thực hiện trong hạn": 1}


def test_year_cut_off_on_the_same_day_is_not_quoted_in_the_month(vu_quang: XaMau) -> None:
    lead = part(vu_quang, vu_quang.thon)
    make_tien_do(lead, "2026-N", phan_tram=90, noi_dung="Cả năm", ngay_chot=CUT_OFF)
    make_tien_do(lead, "2026-T10", phan_tram=40, noi_dung="Tháng này")
    [line] = snapshot(vu_quang)["nhiem_vu"]["cac_dong"]
    assert [said["loi"] for said in line["ket_qua"]] == ["Tháng này"]


def test_nothing_new_keeps_percent_and_completion_of_before(vu_quang: XaMau) -> None:
    lead = part(vu_quang, vu_quang.thon)
    make_tien_do(lead, "2026-T08", phan_tram=100, ngay_hoan_thanh=date(2026, 8, 1))
    make_tien_do(lead, "2026-T09", khong_phat_sinh=True)
    make_tien_do(lead, "2026-T10", noi_dung="Chỉ có lời")
    [line] = snapshot(vu_quang)["nhiem_vu"]["cac_dong"]
    assert (line["phan_tram"], line["trang_thai"]) == (100, "hoan_thanh_dung_han")
    assert (line["da_lam"], line["tong_so"]) == (1, 1)


def test_overdue_tasks_are_counted_for_the_late_units_most_first(vu_quang: XaMau) -> None:
    due = {"han_hoan_thanh": date(2026, 6, 30)}
    first, second = (make_nhiem_vu(vu_quang.ke_hoach, ma=ma, **due) for ma in ("3", "7"))
    for task in (first, second):
        make_phan_cong(task, vu_quang.thon)
    police = make_phan_cong(second, vu_quang.cong_an)
    in_time = make_phan_cong(second, vu_quang.vhxh)
    make_tien_do(in_time, "2026-T06", phan_tram=100, ngay_hoan_thanh=date(2026, 6, 10))
    # Finished between the cut-off and the report: still late on the cut-off day.
    make_tien_do(police, "2026-T10", phan_tram=100, ngay_hoan_thanh=date(2026, 10, 16))

    tasks = snapshot(vu_quang)["nhiem_vu"]

    assert tasks["qua_han_theo_don_vi"] == [
        {"ma": "THON1", "ten": "Thôn 1", "so_nhiem_vu": 2, "cac_nhiem_vu": ["3", "7"]},
        {"ma": "CA", "ten": "Công an xã", "so_nhiem_vu": 1, "cac_nhiem_vu": ["7"]},
    ]
    assert tasks["ma_tran"] == {
        "hoan_thanh_dung_han": 0,
        "hoan_thanh_qua_han": 0,
        "chua_hoan_thanh_trong_han": 0,
        "chua_hoan_thanh_qua_han": 2,
    }
    assert [row["so_ngay_tre"] for row in tasks["cac_dong"]] == [106, 106]


# --- money, opinions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "lines", "tasks", "estimate"),
    [
        (3_711, [100, 200], [5], 3_711),
        (None, [100, 200], [5], 300),
        (None, [None, None], [5, 6], None),  # rows without amounts: what their page shows too
        (None, [], [5, 6], 11),
        (None, [], [], None),
        (0, [], [], 0),
    ],
)
def test_estimate_is_the_printed_total_else_the_lines_else_the_tasks(
    printed: int | None, lines: list[int | None], tasks: list[int], estimate: int | None,
    vu_quang: XaMau,
) -> None:  # fmt: skip
    plan = vu_quang.ke_hoach
    plan.tong_kinh_phi_in = printed
    for place, amount in enumerate(lines):
        make_dong_kinh_phi(plan, f"{place}", thanh_tien_in=amount)
    for amount in tasks:
        make_nhiem_vu(plan, so_tien=amount)
    assert snapshot(vu_quang)["kinh_phi"]["du_toan"] == estimate


def test_money_moved_is_summed_by_kind_up_to_the_cut_off(vu_quang: XaMau) -> None:
    line: DongKinhPhi = make_dong_kinh_phi(vu_quang.ke_hoach, "1", thanh_tien_in=900)
    task = make_nhiem_vu(vu_quang.ke_hoach)
    make_khoan(line, "phan_bo", 500)
    make_khoan(task, "phan_bo", 100)
    make_khoan(line, "giai_ngan", 200, ngay_chung_tu=CUT_OFF)
    make_khoan(line, "giai_ngan", 50, ngay_chung_tu=date(2026, 10, 15))
    made = snapshot(vu_quang)["kinh_phi"]
    assert {kind: made[kind] for kind in ("du_toan", "phan_bo", "giai_ngan", "quyet_toan")} == {
        "du_toan": 900, "phan_bo": 600, "giai_ngan": 200, "quyet_toan": 0
    }  # fmt: skip
    assert made["tu_dau_nam"] == {"phan_bo": 600, "giai_ngan": 200, "quyet_toan": 0}
    assert [row["so_tien"] for row in made["nguon"]] == [500, 100, 200]


def test_opinions_come_from_accepted_forms_and_progress_of_the_period(vu_quang: XaMau) -> None:
    form = accepted(
        make_phieu(vu_quang.ke_hoach, vu_quang.thon),
        ket_qua_chung="Đã ban hành 2 văn bản", kho_khan_chung="Mạng yếu", de_xuat_chung="Cấp máy",
    )  # fmt: skip
    make_phieu(vu_quang.ke_hoach, vu_quang.cong_an, kho_khan_chung="Chưa gửi")
    lead = part(vu_quang, vu_quang.thon)
    make_tien_do(lead, "2026-T09", phan_tram=1, kho_khan="Kỳ trước")
    now = make_tien_do(
        lead, phan_tram=40, kho_khan="Thiếu máy", nguyen_nhan="Chưa cấp", de_xuat="Thêm kinh phí"
    )
    said = {"ma": "THON1", "don_vi": "Thôn 1", "ky": "2026-T10", "phieu": form.pk}
    task = {"nguon": now.pk, "nhiem_vu": lead.nhiem_vu_id}
    assert snapshot(vu_quang)["y_kien"] == {
        "chi_dao": [said | {"loi": "Đã ban hành 2 văn bản"}],
        "kho_khan": [
            said | {"loi": "Mạng yếu"},
            said | task | {"loi": "Thiếu máy"},
        ],
        "nguyen_nhan": [said | task | {"loi": "Chưa cấp"}],
        "de_xuat": [
            said | {"loi": "Cấp máy"},
            said | task | {"loi": "Thêm kinh phí"},
        ],
    }


# --- the whole ------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_snapshot_costs_the_same_for_one_and_three_of_everything(
    rows: int, vu_quang: XaMau, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        unit = make_don_vi(vu_quang.xa, f"Thôn {number}")
        accepted(make_phieu(vu_quang.ke_hoach, unit))
        make_tien_do(part(vu_quang, unit), phan_tram=40, noi_dung="Đã làm")
        make_so_lieu(make_chi_tieu(vu_quang.ke_hoach, unit), unit, gia_tri=70)
        make_khoan(make_dong_kinh_phi(vu_quang.ke_hoach, f"{number}"), "phan_bo", 5)
    with django_assert_num_queries(14):
        made = snapshot(vu_quang)
    assert (made["nhiem_vu"]["tong_so"], made["chi_tieu"]["tong_so"]) == (rows, rows)


def test_same_forms_give_the_same_snapshot_and_nothing_of_another_plan(
    vu_quang: XaMau, nguoi_ngoai: Any
) -> None:
    stranger = nguoi_ngoai.cac_vai_tro.first().don_vi
    from_elsewhere = make_nhiem_vu(
        saved(
            type(vu_quang.ke_hoach)(
                xa=stranger.xa, don_vi_dau_moi=stranger, ma="khac", trich_yeu="Khác",
                co_quan_ban_hanh="UBND", dia_danh="Kỳ Lạc", quyen_han="TM.", nam_bat_dau=2026,
                nam_ket_thuc=2026,
            )
        )
    )  # fmt: skip
    make_tien_do(make_phan_cong(from_elsewhere, stranger), phan_tram=40, noi_dung="Của xã khác")
    make_tien_do(part(vu_quang, vu_quang.thon), phan_tram=40, noi_dung="Đã làm")
    first = snapshot(vu_quang)
    assert first == snapshot(vu_quang)
    assert "Của xã khác" not in str(first)
    assert first["nhiem_vu"]["tong_so"] == 1
