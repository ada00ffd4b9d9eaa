import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donvi.nhan_dien import (
    BangTenGoi,
    DonViDocDuoc,
    LoaiTenGoi,
    TenGoi,
    TenGoiSaiDinhDang,
    build_bang,
    load_ten_goi,
    read_cell,
)

pytestmark = pytest.mark.pure

GOC = Path(__file__).parents[2]
TEN_GOI = load_ten_goi(json.loads((GOC / "fixtures/ten_don_vi.json").read_text("utf-8")))
BANG = build_bang(TEN_GOI)
DU_LIEU = json.loads((GOC / "tests/du_lieu/o_don_vi.json").read_text("utf-8"))


def read_codes(cell_text: str, bang: BangTenGoi = BANG) -> list[str | None]:
    return [don_vi.ma for don_vi in read_cell(cell_text, bang)]


def read_pairs(cell_text: str) -> list[tuple[str, str | None]]:
    return [(don_vi.nguyen_van, don_vi.ma) for don_vi in read_cell(cell_text, BANG)]


def test_there_are_44_cells() -> None:
    assert len({o["o"] for o in DU_LIEU["o"]}) == 44


@pytest.mark.parametrize("o", DU_LIEU["o"], ids=lambda o: o["o"])
def test_cell_of_the_plans_is_read(o: dict) -> None:
    don_vi = read_cell(o["o"], BANG)
    assert [[don_vi.ma, don_vi.loai.value] for don_vi in don_vi] == o["don_vi"]
    assert [bool(dv.canh_bao) for dv in don_vi] == [
        dv.loai in {LoaiTenGoi.MO_HO, LoaiTenGoi.KHONG_PHAI_DON_VI} for dv in don_vi
    ]


@pytest.mark.parametrize(("ten", "ma"), DU_LIEU["ten_goi"])
@pytest.mark.parametrize("write", [str, str.upper, str.lower, lambda ten: f"- {ten}."])
def test_every_spelling_of_the_plans_is_known(ten: str, ma: str, write) -> None:
    assert read_codes(write(ten)) == [ma]


@pytest.mark.parametrize(("cell_text", "cac_ma"), DU_LIEU["ghep"])
def test_spellings_with_two_units_or_a_lead_word(cell_text: str, cac_ma: list[str]) -> None:
    assert read_codes(cell_text) == cac_ma


@pytest.mark.parametrize(
    ("cell_text", "expected"),
    [
        ("", []),
        (" ; , \n - ", []),
        ("Đề nghị Ủy ban MTTQ xã", [("Ủy ban MTTQ xã", "MTTQ")]),
        ("- Phòng VH-XH\n- Công an xã", [("Phòng VH-XH", "VHXH"), ("Công an xã", "CAX")]),
        ("Phòng Kinh tế\nCông an xã", [("Phòng Kinh tế", "KT"), ("Công an xã", "CAX")]),
        ("Phòng Văn hóa\n- Xã hội (chủ trì)", [("Phòng Văn hóa - Xã hội", "VHXH")]),
        (
            "1. Phòng KT; 2. Công an xã Sơn Hồng và các thôn",
            [("Phòng KT", "KT"), ("Công an xã Sơn Hồng", "CAX"), ("các thôn", "THON")],
        ),
        (
            "Phòng Kinh tế phối hợp với các Trạm Y tế xã trên địa bàn",
            [("Phòng Kinh tế", "KT"), ("các Trạm Y tế xã trên địa bàn", "TYT")],
        ),
        ("và các Công an xã", [("Công an xã", "CAX")]),
        (
            "Công an tỉnh Hà Tĩnh, xã Sơn Kim 1",
            [("Công an tỉnh Hà Tĩnh", "EXT_CAT"), ("xã Sơn Kim 1", "CAX")],
        ),
        ("Công an xã; tỉnh", [("Công an xã", "CAX"), ("tỉnh", "EXT_CAT")]),
        (
            "Hội Phụ nữ, Nông dân, Cựu chiến binh",
            [("Hội Phụ nữ", "HPN"), ("Nông dân", "HND"), ("Cựu chiến binh", None)],
        ),
        (
            "Phòng KT; Đội A; VH-XH xã",
            [("Phòng KT", "KT"), ("Đội A", None), ("VH-XH xã", "VHXH")],
        ),
        ("Kinh tế", [("Kinh tế", None)]),
        (
            "Phòng Kinh tế xã và các đơn vị liên quan",
            [("Phòng Kinh tế xã", "KT"), ("các đơn vị liên quan", None)],
        ),
        (
            "Phòng Văn hóa - Xã hội và Kinh tế",
            [("Phòng Văn hóa - Xã hội", "VHXH"), ("Kinh tế", "KT")],
        ),
        ("Công an xã và Hội Cựu chiến binh", [("Công an xã", "CAX"), ("Hội Cựu chiến binh", None)]),
        ("VP UBND xã; CA xã", [("VP UBND xã", "VP"), ("CA xã", "CAX")]),
        ("Văn phòng HĐND\u2013UBND", [("Văn phòng HĐND\u2013UBND", "VP")]),
        ("Phòng Kinh\u00a0t\u200bế", [("Phòng Kinh t\u200bế", "KT")]),
    ],
)  # fmt: skip
def test_cell_is_read(cell_text: str, expected: list[tuple[str, str | None]]) -> None:
    assert read_pairs(cell_text) == expected


@pytest.mark.parametrize(
    "cell_text",
    [
        "Phòng Kinh tế huyện",
        "Phòng Kinh tế và Hạ tầng",
        "Chi hội Phụ nữ thôn 3",
        "Ban quản lý chợ",
        "Công an xã Hội Cựu chiến binh",
        "Công an xã Hội Nông Nghiệp",
        "Công an xã CCB",
        "Công an xã 2 Sơn Hồng",
        "Ngân hàng Nhà nước chi nhánh Khu vực 7",
        "Các phòng, ban, ngành, đoàn thể",
        "THON",
        "Tài chính",
    ],
)
def test_what_no_name_covers_wholly_stays_words_and_is_flagged(cell_text: str) -> None:
    assert read_cell(cell_text, BANG) == (
        DonViDocDuoc(
            cell_text,
            None,
            LoaiTenGoi.CHUA_NHAN_RA,
            f"Chưa nhận ra đơn vị trong cụm từ “{cell_text}”: cần chọn đơn vị trong danh mục "
            "hoặc khai thêm tên gọi khác cho đơn vị.",
        ),
    )


def test_unknown_list_ends_where_another_name_begins() -> None:
    assert read_pairs("Các ban, ngành; đoàn thể, Hội A, các hội") == [
        ("Các ban, ngành", None),
        ("đoàn thể", None),
        ("Hội A", None),
        ("các hội", None),
    ]


def test_numbers_of_a_list_are_not_lost() -> None:
    assert read_pairs("Thôn 1, 2, 3.") == [("Thôn 1", None), ("2", None), ("3", None)]
    bang = build_bang([TenGoi(f"Thôn {so}", f"T{so}", LoaiTenGoi.DON_VI) for so in (1, 2, 3)])
    assert read_codes("Thôn 1, 2, 3.", bang) == ["T1", "T2", "T3"]


def test_name_of_another_commune_is_flagged() -> None:
    assert [
        don_vi.canh_bao
        for don_vi in read_cell("Công an xã Vũ Quang; UBND xã; Trạm Y tế", BANG, ten_xa="Sơn Hồng")
    ] == [
        "“Công an xã Vũ Quang” nêu tên một xã khác với xã của kế hoạch: cần kiểm tra lại đơn vị.",
        "",
        "",
    ]
    for cell_text in ("CÔNG AN XÃ SƠN HỒNG", "UBND xã Sơn Hồng", "Phòng Văn hóa - Xã hội"):
        (don_vi,) = read_cell(cell_text, BANG, ten_xa="Sơn Hồng")
        assert (don_vi.nguyen_van, don_vi.canh_bao) == (cell_text, "")
    # Without the commune's name nothing can be compared.
    assert [don_vi.canh_bao for don_vi in read_cell("Công an xã Vũ Quang", BANG)] == [""]


def test_warnings_say_what_the_words_are() -> None:
    canh_bao = {
        dv.nguyen_van: dv.canh_bao for dv in read_cell("Đơn vị cung cấp; Tài chính - Kế toán", BANG)
    }
    assert canh_bao == {
        "Đơn vị cung cấp": (
            "“Đơn vị cung cấp” không phải là đơn vị nên không được giao nhiệm vụ. "
            "Đây là nhà cung cấp."
        ),
        "Tài chính - Kế toán": (
            "“Tài chính - Kế toán” chưa rõ là đơn vị nào: cần chọn một đơn vị cụ thể. Sau ngày "
            "01/7/2025 đây không còn là đơn vị của xã mà là bộ phận thuộc Phòng Kinh tế."
        ),
    }


def test_spelling_of_two_units_is_ambiguous() -> None:
    bang = build_bang(
        [
            TenGoi("Tổ CĐS", "TO_A", LoaiTenGoi.DON_VI),
            TenGoi("Tổ CĐS", "TO_A", LoaiTenGoi.DON_VI),
            TenGoi("tổ cđs", "TO_B", LoaiTenGoi.DON_VI),
            TenGoi("...", "TO_C", LoaiTenGoi.DON_VI),
        ]
    )
    assert read_cell("Tổ CĐS", bang) == (
        DonViDocDuoc(
            "Tổ CĐS",
            None,
            LoaiTenGoi.MO_HO,
            "“Tổ CĐS” chưa rõ là đơn vị nào: cần chọn một đơn vị cụ thể. "
            "Tên gọi này được khai cho nhiều đơn vị.",
        ),
    )


def test_empty_table_flags_every_part() -> None:
    assert read_codes("Phòng Kinh tế; các thôn", build_bang([])) == [None, None]


def test_shipped_spellings_are_each_one_thing() -> None:
    assert sorted(BANG.theo_khoa.values(), key=lambda ten: ten.ten) == sorted(
        TEN_GOI, key=lambda ten: ten.ten
    )
    assert {ten.ma for ten in TEN_GOI if ten.loai == LoaiTenGoi.NHOM} == {
        "TRUONG", "THON", "TCNSCD", "G_PBN_TT_THON", "G_PBN_TT", "G_PBN_TT_CQDV",
        "G_PBN_CQDV_THON", "G_PBN_CQDV", "G_CQDV", "G_PHONG_TT", "G_BPCM",
    }  # fmt: skip
    assert {ten.ma for ten in TEN_GOI if ten.loai == LoaiTenGoi.DON_VI} == {
        "UBND_XA", "VP", "VHXH", "KT", "TTPVHCC", "CAX", "TYT", "MTTQ", "DTN", "HPN", "HND",
        "DANGUY", "HDND", "BCD", "TUCCN", "EXT_NHNN", "EXT_CAT", "EXT_SKHCN", "EXT_SNV",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("du_lieu", "thong_bao"),
    [
        (
            {"khac": []},
            "Bảng tên gọi có loại “khac” không dùng được: cần một trong các loại "
            "don_vi, nhom, khong_phai_don_vi, mo_ho.",
        ),
        (
            {"chua_nhan_ra": []},
            "Bảng tên gọi có loại “chua_nhan_ra” không dùng được: cần một trong các loại "
            "don_vi, nhom, khong_phai_don_vi, mo_ho.",
        ),
        (
            {"don_vi": [{"ma": "A", "ten": "A"}, {"ten": "B"}]},
            "Bảng tên gọi, loại “don_vi”, dòng 2: thiếu dữ liệu, cần có “ten” và “ma”.",
        ),
        (
            {"_ghi_chu": "", "mo_ho": [{"ma": "A"}]},
            "Bảng tên gọi, loại “mo_ho”, dòng 1: thiếu dữ liệu, cần có “ten”.",
        ),
    ],
)
def test_bad_table_is_refused(du_lieu: dict, thong_bao: str) -> None:
    with pytest.raises(TenGoiSaiDinhDang) as caught:
        load_ten_goi(du_lieu)
    assert str(caught.value) == thong_bao


@given(st.text())
def test_nothing_typed_raises(cell_text: str) -> None:
    for don_vi in read_cell(cell_text, BANG, ten_xa=cell_text):
        assert don_vi.nguyen_van


MANH = st.sampled_from(
    [*(ten.ten for ten in TEN_GOI), "và", "xã", "tỉnh", "các", "Hội", "3", "Đội A", "ngành"]
)


@given(st.lists(st.tuples(MANH, st.sampled_from([" ", ", ", "; ", "\n", "\n- ", " - ", "."]))))
def test_words_are_read_in_order_and_none_twice(manh: list[tuple[str, str]]) -> None:
    cell_text = "".join(ten + ngan_cach for ten, ngan_cach in manh)
    con_lai = " ".join(cell_text.split())
    for don_vi in read_cell(cell_text, BANG):
        _, da_gap, con_lai = con_lai.partition(don_vi.nguyen_van)
        assert da_gap == don_vi.nguyen_van


@given(st.lists(st.sampled_from(TEN_GOI), min_size=1))
def test_known_names_between_semicolons_are_all_read(cac_ten: list[TenGoi]) -> None:
    cell_text = "; ".join(ten.ten for ten in cac_ten)
    assert read_codes(cell_text) == [ten.ma or None for ten in cac_ten]


def test_long_text_is_read_in_time() -> None:
    cell_text = "và " * 5000 + "Phòng Kinh tế, " * 2000 + "từ lạ " * 5000
    don_vi = read_codes(cell_text)
    assert don_vi == ["KT"] * 2000 + [None]


@pytest.mark.parametrize("cell_text", ["P. Kinh tế", "P.Kinh tế", "P.KT"])
def test_the_point_of_an_abbreviated_office_cuts_nothing(cell_text: str) -> None:
    assert read_pairs(cell_text) == [(cell_text, "KT")]


def test_a_point_after_a_whole_word_still_cuts() -> None:
    assert read_codes("Phòng. Công an xã") == [None, "CAX"]
