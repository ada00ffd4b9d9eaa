"""`manage.py soat_ke_hoach`: the real plan of Sơn Hồng, to the đồng, and unknown plans."""

import json
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from baocao.nap_mau.don_vi import load_communes, load_units
from baocao.nap_mau.ke_hoach import load_plan
from donvi.models import DonVi
from donvi.vai_tro import VaiTro
from kehoach.models import KeHoach
from nhapxuat.services import accept_finding
from nhapxuat.soat import check_plan
from tests.factories import make_nguoi

pytestmark = pytest.mark.django_db


@pytest.fixture
def son_hong() -> KeHoach:
    load_communes()
    load_units()
    load_plan("son-hong-2027")
    return KeHoach.objects.get()


def run(*options: str) -> str:
    output = StringIO()
    call_command("soat_ke_hoach", *options, stdout=output)
    return output.getvalue()


def findings() -> list[dict[str, Any]]:
    return json.loads(run("son-hong-2027", "--json"))["van_de"]


def test_son_hong_money_to_the_dong(son_hong: KeHoach) -> None:
    rows = [row for row in findings() if row["ma"].startswith("KP-")]
    assert [
        (row["ma"], row["muc_do"], row["doi_tuong"], row["gia_tri_in"], row["gia_tri_tinh"])
        for row in rows
    ] == [
        ("KP-02", "loi", "A.III", 530_000_000, 1_340_000_000),
        ("KP-01", "loi", "A.III.5", 900_000_000, 90_000_000),
        ("KP-01", "loi", "C.1", 25_000_000, 36_000_000),
        ("KP-01", "loi", "C.2", 2_000_000_000, 2_200_000_000),
        ("KP-06", "loi", "Tổng kinh phí", 3_711_000_000, 4_521_000_000),
        ("KP-05", "canh_bao", "C", 2_025_000_000, 2_236_000_000),
        ("KP-07", "canh_bao", "Tổng kinh phí", 3_711_000_000, 3_922_000_000),
        ("KP-30", "canh_bao", "Nhiệm vụ 2", "20 cài đặt phần mềm bảo mật", "B.4: 30 máy"),
    ]
    assert {row["chap_nhan"] for row in rows} == {None}


def test_one_row_has_the_keys_other_tools_read(son_hong: KeHoach) -> None:
    [row] = [row for row in findings() if row["doi_tuong"] == "A.III.5"]
    assert row == {
        "ma": "KP-01",
        "muc_do": "loi",
        "doi_tuong": "A.III.5",
        "thong_bao": (
            "Dòng A.III.5: 6 × 15.000.000 đồng = 90.000.000 đồng, nhưng thành tiền in là "
            "900.000.000 đồng."
        ),
        "gia_tri_in": 900_000_000,
        "gia_tri_tinh": 90_000_000,
        "chap_nhan": None,
    }


def test_level_nobody_can_reach_is_found_in_son_hong(son_hong: KeHoach) -> None:
    assert [(row["ma"], row["doi_tuong"]) for row in findings() if row["ma"] == "CT-04"] == [
        ("CT-04", "Chỉ tiêu b.6, năm 2027")
    ]


def test_figures_of_the_text_of_son_hong(son_hong: KeHoach) -> None:
    values = [
        (row["ma"], row["doi_tuong"], row["gia_tri_in"], row["gia_tri_tinh"])
        for row in findings()
        if row["ma"].startswith("VB-")
    ]
    assert values == [
        ("VB-01", "Mục II", "826", "820"),
        ("VB-02", "Mục II", "99,8%", "99,87%"),
        ("VB-03", "Mục II", "17568.000", "17.568.000"),
    ]


# What the other real plans are told, and nothing else: code, object.
BON_KE_HOACH = {
    "ky-lac-2025": [
        ("NV-01", "Phụ lục nhiệm vụ"), ("CT-01", "Chỉ tiêu"), ("VB-11", "Các đề mục"),
    ],
    "ky-lac-2026": [
        ("KP-25", "Nhiệm vụ 4"), ("CT-01", "Chỉ tiêu"), ("VB-10", "Thời gian ký"),
        ("KP-24", "Nhiệm vụ không có kinh phí"), ("VB-05", "Mục tiêu chung 1"),
        ("VB-06", "Căn cứ 7"), ("VB-11", "Phần II"),
    ],
    "tinh-khe-2025": [
        ("NV-01", "Phụ lục nhiệm vụ"), ("CT-01", "Chỉ tiêu"), ("VB-11", "Các đề mục"),
        ("VB-11", "Mục III"),
    ],
    "vu-quang-2026": [
        ("NV-05", "Nhiệm vụ 8"), ("NV-09", "Sản phẩm của các nhiệm vụ"), ("NV-03", "Nhiệm vụ 4"),
        ("CT-09", "Chỉ tiêu 1, năm 2035"), ("CT-09", "Chỉ tiêu 1, năm 2040"),
        ("CT-09", "Chỉ tiêu 1, năm 2045"), ("CT-14", "Chỉ tiêu 4, năm 2040"),
        ("CT-14", "Chỉ tiêu 4, năm 2045"), ("CT-09", "Chỉ tiêu 16, năm 2030"),
    ],
}  # fmt: skip


@pytest.mark.long_sqlite
def test_other_plans_are_told_what_is_wrong_and_nothing_else(db: None) -> None:
    load_communes()
    load_units()
    found = {}
    for ma in BON_KE_HOACH:
        load_plan(ma)
        rows = check_plan(KeHoach.objects.get(ma=ma))
        found[ma] = [(row.van_de.ma, row.van_de.doi_tuong) for row in rows]
    assert found == BON_KE_HOACH


def test_acceptance_is_told_with_reason_person_and_time(son_hong: KeHoach) -> None:
    office = DonVi.objects.get(xa=son_hong.xa, ma="VP")
    person = make_nguoi("hop", office, VaiTro.TONG_HOP, ho_ten="Tống Thị Mai")
    wrong = next(r for r in check_plan(son_hong) if r.van_de.doi_tuong == "C.1")
    accept_finding(
        ke_hoach=son_hong,
        dau_vet=wrong.dau_vet,
        ly_do="Được giảm giá",
        by=person,
        at=datetime(2026, 10, 6, 2, 30, tzinfo=UTC),
    )
    [row] = [row for row in findings() if row["doi_tuong"] == "C.1"]
    assert row["chap_nhan"] == {
        "ly_do": "Được giảm giá",
        "boi": "Tống Thị Mai",
        "luc": "2026-10-06T09:30:00+07:00",
    }


def test_words_for_a_person(son_hong: KeHoach) -> None:
    lines = run("son-hong-2027").splitlines()
    assert lines[1] == (
        "[lỗi] KP-01 Dòng A.III.5: 6 × 15.000.000 đồng = 90.000.000 đồng, nhưng thành tiền in là "
        "900.000.000 đồng."
    )
    assert lines[-1] == "son-hong-2027: 17 vấn đề, 17 chưa xử lý."


def test_unknown_plan_is_one_line_and_status_2(db: None, capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit) as end:
        run("khong-co", "--json")
    assert end.value.code == 2
    output = capsys.readouterr()
    assert (output.out, output.err) == (
        "",
        "Không có kế hoạch mang mã “khong-co”: cần một mã có trong danh sách kế hoạch, ví dụ "
        "son-hong-2027.\n",
    )
