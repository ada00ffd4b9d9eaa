"""The five plans in fixtures/ are complete, whole and consistent with themselves."""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.pure

FIXTURES = Path(__file__).parents[2] / "fixtures"

# Counted in the documents by hand; kept apart from the "dem" of the files on purpose.
COUNTS: dict[str, dict[str, int]] = {
    "ky-lac-2025": {
        "can_cu": 4,
        "noi_nhan": 6,
        "chi_tieu": 18,
        "dinh_luong": 7,
        "dinh_tinh": 10,
        "tham_chieu": 1,
        "tieu_de": 0,
        "o_muc": 7,
        "nhom_phu_luc": 0,
        "nhom_van_xuoi": 0,
        "phu_luc": 0,
        "van_xuoi": 0,
        "giai_phap": 5,
        "to_chuc": 9,
        "kinh_phi": 0,
        "ket_qua_truoc": 0,
    },
    "vu-quang-2026": {
        "can_cu": 4,
        "noi_nhan": 7,
        "chi_tieu": 27,
        "dinh_luong": 25,
        "dinh_tinh": 1,
        "tham_chieu": 0,
        "tieu_de": 1,
        "o_muc": 130,
        "nhom_phu_luc": 4,
        "nhom_van_xuoi": 6,
        "phu_luc": 19,
        "van_xuoi": 52,
        "giai_phap": 0,
        "to_chuc": 5,
        "kinh_phi": 0,
        "ket_qua_truoc": 0,
    },
    "ky-lac-2026": {
        "can_cu": 10,
        "noi_nhan": 6,
        "chi_tieu": 15,
        "dinh_luong": 15,
        "dinh_tinh": 0,
        "tham_chieu": 0,
        "tieu_de": 0,
        "o_muc": 15,
        "nhom_phu_luc": 0,
        "nhom_van_xuoi": 9,
        "phu_luc": 14,
        "van_xuoi": 26,
        "giai_phap": 5,
        "to_chuc": 11,
        "kinh_phi": 10,
        "ket_qua_truoc": 18,
    },
    "tinh-khe-2025": {
        "can_cu": 4,
        "noi_nhan": 8,
        "chi_tieu": 7,
        "dinh_luong": 5,
        "dinh_tinh": 2,
        "tham_chieu": 0,
        "tieu_de": 0,
        "o_muc": 5,
        "nhom_phu_luc": 0,
        "nhom_van_xuoi": 5,
        "phu_luc": 0,
        "van_xuoi": 17,
        "giai_phap": 0,
        "to_chuc": 21,
        "kinh_phi": 0,
        "ket_qua_truoc": 0,
    },
    "son-hong-2027": {
        "can_cu": 1,
        "noi_nhan": 8,
        "chi_tieu": 33,
        "dinh_luong": 24,
        "dinh_tinh": 9,
        "tham_chieu": 0,
        "tieu_de": 0,
        "o_muc": 24,
        "nhom_phu_luc": 0,
        "nhom_van_xuoi": 6,
        "phu_luc": 7,
        "van_xuoi": 6,
        "giai_phap": 0,
        "to_chuc": 7,
        "kinh_phi": 22,
        "ket_qua_truoc": 13,
    },
}
PLANS = sorted(COUNTS)
# Letters the extraction dropped or misread; none may be left.
DAMAGED = (
    "th o ",
    "kh n thưởng",
    "int rn t",
    "VN ID",
    "VNelD",
    "trẻ  m",
    "Son Hồng",
    "chuyên biến",
    "Phần đầu",
    "địa bản",
    "hợp trực tuyến",
    "VHXX",
    'cộng đồ"',
    "**",
    "  ",
    " \n",
    "\ufffd",
)


def read(ma: str) -> dict[str, Any]:
    return json.loads((FIXTURES / f"{ma}.json").read_text(encoding="utf-8"))


def count(plan: dict[str, Any]) -> dict[str, int]:
    indicators = Counter(row["loai"] for row in plan["chi_tieu"])
    tasks = Counter(row["loai"] for row in plan["nhiem_vu"])
    groups = Counter(row["loai"] for row in plan["nhom_nhiem_vu"])
    return {
        **{key: len(plan[key]) for key in ("can_cu", "noi_nhan", "chi_tieu", "kinh_phi")},
        "ket_qua_truoc": len(plan["ket_qua_truoc"]),
        **{key: indicators[key] for key in ("dinh_luong", "dinh_tinh", "tham_chieu", "tieu_de")},
        **{key: tasks[key] for key in ("phu_luc", "van_xuoi", "giai_phap", "to_chuc")},
        **{f"nhom_{key}": groups[key] for key in ("phu_luc", "van_xuoi")},
        "o_muc": sum(len(row["muc"]) for row in plan["chi_tieu"]),
    }


@pytest.mark.parametrize("ma", PLANS)
def test_plan_holds_every_row_of_the_document(ma: str) -> None:
    assert count(read(ma)) == COUNTS[ma]


@pytest.mark.parametrize("ma", PLANS)
def test_plan_counts_of_the_file_are_its_rows(ma: str) -> None:
    names = {
        "dinh_luong": "chi_tieu_dinh_luong",
        "dinh_tinh": "chi_tieu_dinh_tinh",
        "tham_chieu": "chi_tieu_tham_chieu",
        "tieu_de": "chi_tieu_tieu_de",
        "phu_luc": "nhiem_vu_phu_luc",
        "van_xuoi": "nhiem_vu_van_xuoi",
    }
    plan = read(ma)
    counted = {names.get(key, key): value for key, value in count(plan).items()}
    assert plan["dem"] == counted | {"nguon_von": len(plan["nguon_von"])}


@pytest.mark.parametrize("ma", PLANS)
@pytest.mark.parametrize("part", ["de_muc", "chi_tieu", "nhiem_vu", "kinh_phi", "muc_tieu"])
def test_plan_codes_are_unique_and_parents_come_before(ma: str, part: str) -> None:
    seen: list[str] = []
    for row in read(ma)[part]:
        assert row.get("ma_cha") in [None, *seen]
        seen.append(row["ma"])
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("ma", PLANS)
def test_plan_links_point_at_rows_that_exist(ma: str) -> None:
    plan = read(ma)
    tasks = {row["ma"] for row in plan["nhiem_vu"]}
    groups = {row["ma"] for row in plan["nhom_nhiem_vu"]}
    headings = {row["ma"] for row in plan["de_muc"]}
    sources = {row["ma"] for row in plan["nguon_von"]}
    linked = [code for row in plan["de_muc"] for code in row.get("ma_nhiem_vu", [])]
    assert {row["ma_nhom"] for row in plan["nhiem_vu"]} - {None} == groups
    assert (
        {row.get("ma_nhom") for row in plan["de_muc"]} - {None}
        <= groups
        <= headings | {row["ma"] for row in plan["nhom_nhiem_vu"] if row["loai"] == "phu_luc"}
    )
    # Every task of the body is printed under one heading, annex tasks under none.
    assert sorted(linked) == sorted(
        row["ma"] for row in plan["nhiem_vu"] if row["loai"] != "phu_luc"
    )
    assert {row["ma_nhiem_vu"] for row in plan["kinh_phi"]} - {None} <= tasks
    assert {row["ma_nguon_von"] for row in plan["kinh_phi"]} - {None} <= sources
    assert {row["ma_de_muc"] for row in plan["can_cu"]} - {None} <= headings


@pytest.mark.parametrize("ma", PLANS)
def test_plan_levels_stand_at_milestones_of_the_plan(ma: str) -> None:
    plan = read(ma)
    head = plan["ke_hoach"]
    milestones = [str(year) for year in head["cac_moc"]]
    for row in plan["chi_tieu"]:
        has_levels = row["loai"] == "dinh_luong" or (ma == "vu-quang-2026" and row["ma"] != "15")
        assert [level["moc"] for level in row["muc"]] == (milestones if has_levels else [])
        assert all(level["nguyen_van"] for level in row["muc"])
    assert head["nam_bat_dau"] <= head["cac_moc"][0] <= head["cac_moc"][-1] <= head["nam_ket_thuc"]


@pytest.mark.parametrize("name", [*PLANS, "don_vi_mau", "xa_ha_tinh"])
def test_fixture_text_is_whole_and_nfc(name: str) -> None:
    text = (FIXTURES / f"{name}.json").read_text(encoding="utf-8")
    body = "\n".join(strings(json.loads(text)))
    assert unicodedata.is_normalized("NFC", text)
    assert [word for word in DAMAGED if word in body] == []


def strings(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [text for value in node.values() for text in strings(value)]
    if isinstance(node, list):
        return [text for value in node for text in strings(value)]
    return [node] if isinstance(node, str) else []


def test_vu_quang_keeps_the_words_of_difficult_cells() -> None:
    plan = read("vu-quang-2026")
    levels = {
        (row["ma"], level["moc"]): level["nguyen_van"]
        for row in plan["chi_tieu"]
        for level in row["muc"]
    }
    tasks = {row["ma"]: row for row in plan["nhiem_vu"]}
    merged = [row["ma"] for row in plan["chi_tieu"] if row["ke_thua_chu_tri"]]
    assert levels["1", "2026"] == "≥ 60%."
    assert levels["1", "2035"] == "6G (50%)"
    assert levels["6", "2026"] == "đạt 2% GRDP"
    assert levels["10", "2045"] == "ứng dụng"
    assert levels["16", "2030"] == "100"
    assert levels["20", "2040"] == "=30%."
    assert merged == ["15.1", "15.2", "15.3", "15.4", "15.5", "15.6"]
    assert tasks["8"]["thoi_han_nguyen_van"] == ""
    assert tasks["9"]["thoi_han_nguyen_van"] == "Sau khi có văn bản của Trung ương, của tỉnh"
    assert tasks["16"]["chu_tri_nguyen_van"] == "Công an tỉnh, xã"


def test_ky_lac_2026_money_of_tasks_is_4_600_million() -> None:
    plan = read("ky-lac-2026")
    by_source: Counter[str] = Counter()
    for row in plan["nhiem_vu"]:
        by_source[row["nguon_nguyen_van"]] += row["so_tien"] or 0
    cells = {row["ma"]: row["kinh_phi_nguyen_van"] for row in plan["nhiem_vu"]}
    assert sum(by_source.values()) == 4_600_000_000
    assert sum(row["thanh_tien_in"] or 0 for row in plan["kinh_phi"]) == 4_600_000_000
    assert by_source["Ngân sách theo phân cấp"] == 3_790_000_000
    assert by_source["Ngân sách tỉnh, xã"] == 650_000_000
    assert by_source["Ngân sách xã"] == 160_000_000
    assert cells["2"] == "1.640"
    assert [row["ma"] for row in plan["kinh_phi"] if row["thanh_tien_in"] is None] == ["4"]


def test_son_hong_budget_stands_as_printed_with_its_three_wrong_rows() -> None:
    plan = read("son-hong-2027")
    rows = {row["ma"]: row for row in plan["kinh_phi"]}
    leaves = [row for row in plan["kinh_phi"] if row["cap"] == "dong"]
    wrong = [
        row["ma"] for row in leaves if row["so_luong"] * row["don_gia"] != row["thanh_tien_in"]
    ]
    assert Counter(row["cap"] for row in plan["kinh_phi"]) == {"phan": 3, "muc": 3, "dong": 16}
    assert wrong == ["A.III.5", "C.1", "C.2"]
    assert rows["A.III.5"]["thanh_tien_nguyen_van"] == "900.000.000"
    assert [rows[code]["thanh_tien_in"] for code in "ABC"] == [
        1_420_000_000,
        266_000_000,
        2_025_000_000,
    ]
    assert plan["ke_hoach"]["tong_kinh_phi_in"] == "3.711.000.000"
    assert plan["ke_hoach"]["tong_bang_chu"] == "Ba tỷ bảy trăm mười một triệu đồng"
    assert sum(row["thanh_tien_in"] for row in leaves) == 4_521_000_000


@pytest.mark.parametrize("ma", PLANS)
def test_printed_amounts_are_the_numbers_beside_them(ma: str) -> None:
    plan = read(ma)
    factor = 1_000_000 if plan["ke_hoach"]["don_vi_tien"] == "trieu" else 1
    for row in plan["kinh_phi"]:
        digits = re.sub(r"\D", "", row["thanh_tien_nguyen_van"])
        assert row["thanh_tien_in"] == (int(digits) * factor if digits else None)


def test_reporting_rules_are_those_of_each_plan() -> None:
    rules = {
        ma: [
            (row["loai_ky"], row["ngay_han"], row["lech_thang"])
            for row in read(ma)["quy_dinh_bao_cao"]
        ]
        for ma in PLANS
    }
    every = [(kind, None, None) for kind in ("T", "Q", "6T", "N", "DX")]
    assert rules == {
        "vu-quang-2026": [
            ("T", 20, 0),
            ("Q", 10, 0),
            ("6T", 10, 0),
            ("N", 30, -1),
            ("DX", None, None),
        ],
        "ky-lac-2026": every[2:],
        "ky-lac-2025": every,
        "tinh-khe-2025": every,
        "son-hong-2027": every,
    }


def test_issuers_and_focal_units_differ_as_in_the_plans() -> None:
    heads = {ma: read(ma)["ke_hoach"] for ma in PLANS}
    assert {ma: head["chu_the"] for ma, head in heads.items() if head["chu_the"] != "ubnd"} == {
        "tinh-khe-2025": "ban_chi_dao"
    }
    assert {ma: head["don_vi_dau_moi"] for ma, head in heads.items()} == {
        "ky-lac-2025": "VHXH",
        "ky-lac-2026": "VHXH",
        "vu-quang-2026": "VHXH",
        "tinh-khe-2025": "VHXH",
        "son-hong-2027": "VP",
    }
    assert {ma: head["nguoi_ky"] for ma, head in heads.items()} == {
        "ky-lac-2025": "Nguyễn Sỹ Ba",
        "ky-lac-2026": "Nguyễn Sỹ Ba",
        "vu-quang-2026": "Trần Văn Trà",
        "tinh-khe-2025": "Phạm Quốc Vương",
        "son-hong-2027": "Phan Xuân Hải",
    }


def test_communes_are_69_of_ha_tinh_and_one_of_quang_ngai() -> None:
    communes = json.loads((FIXTURES / "xa_ha_tinh.json").read_text(encoding="utf-8"))["xa"]
    codes = [row["ma"] for row in communes]
    names = {row["ma"]: row["ten"] for row in communes}
    assert Counter((row["ma_tinh"], row["cap_hanh_chinh"]) for row in communes) == {
        ("42", "xa"): 60,
        ("42", "phuong"): 9,
        ("51", "xa"): 1,
    }
    assert len(codes) == len(set(codes))
    assert [names[code] for code in ("18313", "18838", "18160", "21211")] == [
        "Vũ Quang",
        "Kỳ Lạc",
        "Sơn Hồng",
        "Tịnh Khê",
    ]


def test_sample_units_resolve_their_groups() -> None:
    communes = json.loads((FIXTURES / "don_vi_mau.json").read_text(encoding="utf-8"))["xa"]
    sizes = {}
    for commune in communes:
        kinds = {row["ma"]: row["loai"] for row in commune["don_vi"]}
        assert len(kinds) == len(commune["don_vi"])
        for group in commune["nhom"]:
            by_rule = [code for code, kind in kinds.items() if kind in group["quy_tac_loai"]]
            assert group["don_vi"] == by_rule != []
        sizes[commune["khoa"]] = sum(
            kind not in ("lanh_dao", "ngoai_xa") for kind in kinds.values()
        )
    assert sizes == {"vuquang": 24, "kylac": 18, "sonhong": 19, "tinhkhe": 16}
