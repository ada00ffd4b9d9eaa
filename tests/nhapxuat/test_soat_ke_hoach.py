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
    assert lines[-1] == "son-hong-2027: 13 vấn đề, 13 chưa xử lý."


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
