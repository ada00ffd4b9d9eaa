"""Comparing two contents of a plan: each kind of change alone, and what must always hold."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baocao.doc_truong import TEN_MA
from baocao.so_sanh_phien_ban import DongKhac, compare_contents, moved_pairs, pair_rows
from baocao.truong_ke_hoach import LoaiThayDoi, PhanKeHoach, code_of, fields_of
from chitieu.models import ChiTieu
from kehoach.models import DeMuc, KeHoach
from kinhphi.models import DongKinhPhi
from nhiemvu.models import NhiemVu, NhomNhiemVu

pytestmark = pytest.mark.pure

VHXH = {"ma": "VHXH", "ten": "Phòng Văn hóa - Xã hội"}
CA = {"ma": "CA", "ten": "Công an xã"}


def level(nam: int, gia_tri: str | None, nguyen_van: str | None = None) -> dict[str, Any]:
    words = f"≥ {gia_tri}%" if nguyen_van is None else nguyen_van
    return {
        "nam": nam, "nguyen_van": words, "loai_muc": "so" if gia_tri else "can_xem",
        "so_sanh": ">=" if gia_tri else "", "gia_tri": gia_tri, "gia_tri_den": None,
        "don_vi_tinh": "%", "pham_vi": "",
    }  # fmt: skip


def task(ma: str, ten: str, **more: Any) -> dict[str, Any]:
    return {
        "ma": ma, "ten": ten, "loai_nhiem_vu": "phu_luc", "chu_tri_nguyen_van": "Phòng VHXH",
        "phoi_hop_nguyen_van": "", "thoi_han_nguyen_van": "Năm 2026", "loai_han": "nam",
        "tu_ngay": "2026-01-01", "han_hoan_thanh": "2026-12-31", "san_pham": "",
        "kinh_phi_nguyen_van": "", "so_tien": None, "nguon_nguyen_van": "", "nhom": "I",
        "de_muc": "", "chu_tri": [VHXH], "phoi_hop": [], "chi_tieu": [],
    } | more  # fmt: skip


def content() -> dict[str, Any]:
    return {
        "ke_hoach": {
            "trich_yeu": "Chuyển đổi số năm 2026", "nam_bat_dau": 2026, "nam_ket_thuc": 2026,
            "cac_moc": [2026], "tong_kinh_phi_in": 1_640_000_000, "don_vi_dau_moi": VHXH,
        },
        "nhom_nhiem_vu": [
            {"ma": "I", "ten": "Hạ tầng số", "loai_nhom": "phu_luc"},
            {"ma": "II", "ten": "Nhân lực số", "loai_nhom": "phu_luc"},
        ],
        "nhiem_vu": [
            task("1", "Phủ sóng di động toàn bộ các thôn"),
            task("2", "Lắp camera an ninh tại trục đường chính"),
            task("3", "Tập huấn kỹ năng số cho cán bộ", nhom="II"),
        ],
        "chi_tieu": [
            {"ma": "1", "ten": "Tỷ lệ hồ sơ trực tuyến", "chu_tri_nguyen_van": "Công an xã",
             "chu_tri": [CA], "muc": [level(2026, "75"), level(2030, "95")]},
        ],
        "kinh_phi": [
            {"ma": "A", "noi_dung": "Hạ tầng", "thanh_tien_in": 900, "thanh_tien_tinh": 900},
            {"ma": "A.1", "ma_cha": "A", "noi_dung": "Camera", "don_gia": 450,
             "so_luong_nguyen_van": "02", "so_luong": "2", "thanh_tien_in": 900,
             "thanh_tien_tinh": 900},
        ],
        "quy_dinh_bao_cao": [{"loai_ky": "T", "ngay_han_don_vi": 20, "nghiem_ngat": True}],
    }  # fmt: skip


def told(row: DongKhac) -> tuple[Any, ...]:
    """Write a row down flat: part, code, kinds, and each change as (name, old, new)."""
    changes = tuple((c.nhan, str(c.cu), str(c.moi)) for c in row.cac_thay_doi)
    return (str(row.phan), row.so, [str(kind) for kind in row.cac_loai], changes)


def differences(change: Any) -> list[tuple[Any, ...]]:
    """Compare the sample content with itself after one change."""
    new = deepcopy(content())
    change(new)
    return [told(row) for row in compare_contents(content(), new).cac_dong]


def set_task(place: int, **values: Any) -> Any:
    return lambda new: new["nhiem_vu"][place].update(values)


def set_level(new: dict[str, Any]) -> None:
    new["chi_tieu"][0]["muc"][1] = level(2030, "98")


def drop_level(new: dict[str, Any]) -> None:
    del new["chi_tieu"][0]["muc"][0]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda new: new["nhiem_vu"].append(task("4", "Mở lớp học số")),
         ("nhiem_vu", "4", ["bo_sung"], ())),
        (lambda new: new["nhiem_vu"].pop(1), ("nhiem_vu", "2", ["bai_bo"], ())),
        (set_task(0, ten="Phủ sóng di động 5G toàn bộ các thôn"),
         ("nhiem_vu", "1", ["doi_loi"],
          (("Nội dung nhiệm vụ", "Phủ sóng di động toàn bộ các thôn",
            "Phủ sóng di động 5G toàn bộ các thôn"),))),
        (set_task(0, thoi_han_nguyen_van="Quý II/2026", loai_han="quy",
                  han_hoan_thanh="2026-06-30"),
         ("nhiem_vu", "1", ["doi_han"], (("Thời hạn", "Năm 2026", "Quý II/2026"),))),
        (set_task(1, chu_tri_nguyen_van="Công an xã", chu_tri=[CA]),
         ("nhiem_vu", "2", ["doi_chu_tri"], (("Chủ trì", "Phòng VHXH", "Công an xã"),))),
        (set_task(1, phoi_hop_nguyen_van="Các thôn"),
         ("nhiem_vu", "2", ["doi_phoi_hop"], (("Phối hợp", "", "Các thôn"),))),
        (set_task(1, kinh_phi_nguyen_van="200", so_tien=200_000_000),
         ("nhiem_vu", "2", ["doi_tien"], (("Kinh phí", "", "200"),))),
        (set_task(0, tam_dung=True, ly_do_tam_dung="chờ vốn"),
         ("nhiem_vu", "1", ["tam_dung"],
          (("Thực hiện", "theo kế hoạch", "tạm dừng: chờ vốn"),))),
        (set_task(1, nhom="II"),
         ("nhiem_vu", "2", ["chuyen_cho"], (("Nhóm nhiệm vụ", "I", "II"),))),
        (set_task(1, ma="2a"),
         ("nhiem_vu", "2a", ["doi_so"], (("Số thứ tự", "2", "2a"),))),
        (lambda new: new["nhiem_vu"].insert(0, new["nhiem_vu"].pop(2)),
         ("nhiem_vu", "3", ["chuyen_cho"], (("Vị trí", "thứ 3", "thứ 1"),))),
        (set_level,
         ("chi_tieu", "1", ["doi_muc"], (("Mức năm 2030", "≥ 95%", "≥ 98%"),))),
        (drop_level, ("chi_tieu", "1", ["doi_muc"], (("Mức năm 2026", "≥ 75%", ""),))),
        (lambda new: new["ke_hoach"].update(tong_kinh_phi_in=1_700_000_000),
         ("ke_hoach", "", ["doi_tien"],
          (("Tổng kinh phí (đồng)", "1.640.000.000", "1.700.000.000"),))),
        (lambda new: new["kinh_phi"][1].update(don_gia=500, thanh_tien_in=1000,
                                               thanh_tien_tinh=1000),
         ("kinh_phi", "A.1", ["doi_tien"],
          (("Đơn giá (đồng)", "450", "500"), ("Thành tiền in (đồng)", "900", "1.000"),
           ("Thành tiền tính lại (đồng)", "900", "1.000")))),
        (lambda new: new["quy_dinh_bao_cao"][0].update(ngay_han_don_vi=15),
         ("quy_dinh_bao_cao", "", ["doi_han"],
          (("Hạn của đơn vị", "trước ngày 20 của tháng cuối kỳ",
            "trước ngày 15 của tháng cuối kỳ"),))),
    ],
)  # fmt: skip
def test_each_kind_of_change_alone(change, expected):
    assert differences(change) == [expected]


def test_an_inserted_task_renumbers_those_after_it_and_drops_none():
    def change(new):
        new["nhiem_vu"].insert(1, task("2", "Xây dựng phòng họp trực tuyến"))
        new["nhiem_vu"][2]["ma"], new["nhiem_vu"][3]["ma"] = "3", "4"

    assert differences(change) == [
        ("nhiem_vu", "3", ["doi_so"], (("Số thứ tự", "2", "3"),)),
        ("nhiem_vu", "4", ["doi_so"], (("Số thứ tự", "3", "4"),)),
        ("nhiem_vu", "2", ["bo_sung"], ()),
    ]


def test_a_task_put_in_the_place_of_another_is_dropped_and_added():
    change = set_task(1, ten="Xây dựng phòng họp trực tuyến")
    assert differences(change) == [
        ("nhiem_vu", "2", ["bo_sung"], ()),
        ("nhiem_vu", "2", ["bai_bo"], ()),
    ]


def test_a_renumbered_group_moves_no_task():
    def change(new):
        new["nhom_nhiem_vu"][1]["ma"] = new["nhiem_vu"][2]["nhom"] = "III"

    assert differences(change) == [
        ("nhom_nhiem_vu", "III", ["doi_so"], (("Số thứ tự", "II", "III"),))
    ]


def test_a_renumbered_budget_line_takes_its_lines_along():
    def change(new):
        new["kinh_phi"][0]["ma"] = new["kinh_phi"][1]["ma_cha"] = "B"
        new["kinh_phi"][1]["ma"] = "B.1"

    assert [row[2] for row in differences(change)] == [["doi_so"], ["doi_so"]]


def test_spelling_habits_of_keyboards_are_words_too_but_the_row_stays_one():
    [row] = differences(set_task(0, ten="PHỦ SÓNG di động toàn bộ các thôn"))
    assert row[2] == ["doi_loi"]


def test_a_corrected_reading_changes_no_word():
    new = content()
    new["nhiem_vu"][0]["han_hoan_thanh"] = "2026-11-30"
    found = compare_contents(content(), new)
    assert (found.is_empty, found.has_words) == (False, False)
    [change] = found.cac_dong[0].cac_thay_doi
    assert (change.is_reading, change.moi.doc) == (True, "từ 01/01/2026 đến hết 30/11/2026")


def test_counts_name_only_what_happened():
    new = content()
    new["nhiem_vu"].pop()
    new["nhiem_vu"][0]["thoi_han_nguyen_van"] = new["nhiem_vu"][1]["thoi_han_nguyen_van"] = "2027"
    assert compare_contents(content(), new).count_kinds() == {
        LoaiThayDoi.BAI_BO: 1,
        LoaiThayDoi.DOI_HAN: 2,
    }


@pytest.mark.parametrize(
    ("khoa", "lua_chon"),
    [
        ("chu_the", KeHoach.ChuThe), ("don_vi_tien", KeHoach.DonViTien),
        ("bo_cot", KeHoach.BoCot), ("noi_dung_kem", DeMuc.NoiDungKem),
        ("loai_de_muc", DeMuc.LoaiDeMuc), ("loai_chi_tieu", ChiTieu.LoaiChiTieu),
        ("loai_nhom", NhomNhiemVu.LoaiNhom), ("loai_nhiem_vu", NhiemVu.LoaiNhiemVu),
        ("cap_dong", DongKinhPhi.CapDong),
    ],
)  # fmt: skip
def test_codes_are_called_what_the_models_call_them(khoa, lua_chon):
    assert TEN_MA[khoa] == dict(lua_chon.choices)


# -- what holds for any two contents ------------------------------------------------------------

WORDS = st.lists(
    st.sampled_from(["phủ", "sóng", "camera", "thôn", "lớp", "học", "số", "hồ", "sơ", "mạng"]),
    min_size=1,
    max_size=6,
).map(" ".join)
TASKS = st.lists(
    st.builds(
        task,
        st.sampled_from("123456789"),
        WORDS,
        thoi_han_nguyen_van=st.sampled_from(("Năm 2026", "Quý II", "")),
        chu_tri=st.sampled_from(([VHXH], [CA], [])),
        so_tien=st.sampled_from((None, 5)),
        nhom=st.sampled_from(("I", "II", "")),
    ),
    max_size=6,
    unique_by=lambda row: row["ma"],
)
INDICATORS = st.lists(
    st.builds(
        lambda ma, ten, muc: {"ma": ma, "ten": ten, "muc": muc},
        st.sampled_from("12345"),
        WORDS,
        st.lists(
            st.builds(level, st.sampled_from((2026, 2030)), st.sampled_from(("75", "80", None))),
            max_size=2,
            unique_by=lambda row: row["nam"],
        ),
    ),
    max_size=4,
    unique_by=lambda row: row["ma"],
)
GROUPS = content()["nhom_nhiem_vu"]
CONTENTS = st.builds(
    lambda tasks, indicators, bases: {
        "nhiem_vu": tasks, "chi_tieu": indicators, "nhom_nhiem_vu": GROUPS,
        "can_cu": [{"noi_dung": one} for one in bases],
    },
    TASKS, INDICATORS, st.lists(WORDS, max_size=4),
)  # fmt: skip


@given(CONTENTS)
def test_a_content_does_not_differ_from_itself(a):
    assert compare_contents(a, deepcopy(a)).cac_dong == ()


@given(CONTENTS, CONTENTS)
def test_equal_comparison_means_equal_rows(a, b):
    assert compare_contents(a, b).is_empty == (a == b)


def apply(a: dict[str, Any], b: dict[str, Any], phan: PhanKeHoach) -> list[dict[str, Any]]:
    """Carry the differences from ``a`` to ``b`` out on the rows of one part of ``a``."""
    rows = [dict(row) for row in a[phan]]
    found = compare_contents(a, b).of_part(phan)
    for row in (row for row in found if row.moi is not None and row.cu is not None):
        mine = rows[a[phan].index(row.cu)]
        fields = {field.khoa: field for field in fields_of(phan, (row.cu, row.moi))}
        for change in row.cac_thay_doi:
            raw = fields[change.truong].khoa_tho if change.truong in fields else ("ma",)
            mine |= {key: row.moi[key] for key in raw if key in row.moi}
    dropped = [a[phan].index(row.cu) for row in found if row.moi is None]
    kept = [row for place, row in enumerate(rows) if place not in dropped]
    return kept + [row.moi for row in found if row.cu is None]


@given(CONTENTS, CONTENTS)
def test_the_differences_carried_out_on_the_old_give_the_new(a, b):
    for phan in (PhanKeHoach.NHIEM_VU, PhanKeHoach.CHI_TIEU):
        made = sorted(apply(a, b, phan), key=lambda row: code_of(phan, row))
        assert made == sorted(b[phan], key=lambda row: code_of(phan, row))


@given(CONTENTS, CONTENTS)
def test_swapping_the_contents_turns_the_differences_round(a, b):
    def flat(row: DongKhac, *, turned: bool) -> str:
        old, new = (row.moi, row.cu) if turned else (row.cu, row.moi)
        changes = [
            (c.truong, *((c.moi, c.cu) if turned else (c.cu, c.moi)))
            for c in row.cac_thay_doi
            if c.truong != "thu_tu"  # which of two rows moved is a matter of view
        ]
        return repr((row.phan, old, new, changes)) if changes or None in (old, new) else ""

    there = sorted(flat(row, turned=False) for row in compare_contents(a, b).cac_dong)
    back = sorted(flat(row, turned=True) for row in compare_contents(b, a).cac_dong)
    assert [row for row in there if row] == [row for row in back if row]


@given(st.permutations(range(7)))
def test_the_rows_that_moved_are_as_few_as_can_be(places):
    pairs = [(old, new) for new, old in enumerate(places)]
    stayed = [pair for pair in pairs if pair not in moved_pairs(pairs)]
    assert stayed == sorted(stayed)
    longest = 1 + max(
        [len(run) for n in range(1, 128)
         if (run := [old for new, old in enumerate(places) if n >> new & 1]) == sorted(run)]
    )  # fmt: skip
    assert len(stayed) == longest - 1


@given(CONTENTS, CONTENTS)
def test_no_row_is_paired_twice(a, b):
    pairs = pair_rows(PhanKeHoach.NHIEM_VU, a["nhiem_vu"], b["nhiem_vu"])
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
