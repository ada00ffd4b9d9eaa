"""What a person says about a file, laid over what was read: cells, tables, columns."""

from dataclasses import replace

import pytest

from kinhphi.so_tien import DonViTien
from nhapxuat.bang_tho import BangTho, DongTho, NguonBang, OTho, VungGop
from nhapxuat.hieu_bang import understand_recognised
from nhapxuat.ket_qua_nhap import BoiCanh, ViTri
from nhapxuat.nhan_bang import LoaiBang, recognise
from nhapxuat.sua_bang import (
    BO_QUA,
    ChonBang,
    ChonCot,
    apply_choices,
    aside_key,
    correct_cells,
    header_key,
    place_choice,
    table_key,
)
from nhapxuat.tu_vung_cot import LoaiCot

pytestmark = pytest.mark.pure


def make_table(*rows, gop=()):
    return BangTho(
        "PL", NguonBang.TRANG_TINH,
        tuple(
            DongTho(n, {c: OTho(text) for c, text in enumerate(row, 1) if text is not None})
            for n, row in enumerate(rows, 1)
        ),
        tuple(gop),
    )  # fmt: skip


NHIEM_VU = make_table(
    ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Mức chi"],
    ["1", "Việc A", "Phòng Kinh tế", "Quý I/2026", "5"],
    ["2", "Việc B", None, "Quý II/2026", "6"],
    gop=[VungGop(2, 3, 3, 3)],
)
NGU_CANH = BoiCanh(read_units=lambda words: (), nam_bat_dau=2026, nam_ket_thuc=2026)
O_CHU_TRI = ViTri(NHIEM_VU.label, 3, 3)


def test_corrected_words_stand_in_the_whole_merged_cell():
    [bang] = correct_cells([NHIEM_VU], {O_CHU_TRI: "Công an xã"})
    assert [bang.cell(n, 3).noi_dung for n in (2, 3)] == ["Công an xã", "Công an xã"]
    assert bang.cell(2, 2) == NHIEM_VU.cell(2, 2)


def test_a_correction_takes_away_what_was_wrong_with_the_cell():
    broken = BangTho(
        "PL", NguonBang.TRANG_TINH, (DongTho(1, {1: OTho("#REF!", cac_loi=("hỏng",))}),)
    )
    [bang] = correct_cells([broken], {ViTri(broken.label, 1, 1): "5"})
    assert bang.cell(1, 1) == OTho("5")


def test_a_cell_the_file_leaves_out_can_be_filled():
    [bang] = correct_cells([NHIEM_VU], {ViTri(NHIEM_VU.label, 1, 6): "Ghi chú"})
    assert bang.cell(1, 6).noi_dung == "Ghi chú"


@pytest.mark.parametrize("place", [ViTri("Bảng khác", 2, 2), ViTri(NHIEM_VU.label, 2)])
def test_other_tables_and_whole_rows_are_left_alone(place):
    [bang] = correct_cells([NHIEM_VU], {place: "x"})
    assert bang is NHIEM_VU


def kinds_of(found):
    return [cot.loai_cot for cot in found.cac_bang[0].cac_cot]


def test_what_is_remembered_stands_over_what_was_recognised():
    found = recognise([NHIEM_VU])
    memory = {(LoaiBang.NHIEM_VU, header_key("MỨC CHI")): ChonCot(LoaiCot.GHI_CHU)}
    changed = apply_choices(found, memory, {})
    assert kinds_of(changed) == [*kinds_of(found)[:4], LoaiCot.GHI_CHU]
    assert changed.cac_bang[0].cac_cot[4].do_tin_cay == 100
    other = {(LoaiBang.KINH_PHI, header_key("MỨC CHI")): ChonCot(LoaiCot.GHI_CHU)}
    assert apply_choices(found, other, {}) == found


def test_what_is_chosen_for_this_file_stands_over_what_is_remembered():
    found = recognise([NHIEM_VU])
    memory = {(LoaiBang.NHIEM_VU, header_key("Mức chi")): ChonCot(LoaiCot.GHI_CHU)}
    money = ChonBang(LoaiBang.NHIEM_VU, {5: ChonCot(LoaiCot.KINH_PHI, None, DonViTien.TRIEU)})
    changed = apply_choices(found, memory, {table_key(found.cac_bang[0]): money})
    read = understand_recognised(changed, NGU_CANH)
    assert [row.kinh_phi for row in read.nhiem_vu] == [5_000_000, 6_000_000]


def test_a_table_can_be_left_out():
    found = recognise([NHIEM_VU])
    changed = apply_choices(found, {}, {table_key(found.cac_bang[0]): ChonBang(None)})
    assert (changed.cac_bang, changed.bo_qua) == ((), ((NHIEM_VU, BO_QUA),))


def test_a_table_that_was_not_recognised_is_read_as_a_person_says():
    strange = make_table(["Xã A"], ["#", "Đầu mục", "Ai"], ["1", "Việc A", "Phòng Kinh tế"])
    found = recognise([strange])
    assert found.cac_bang == ()
    columns = {2: ChonCot(LoaiCot.TEN_GOI), 3: ChonCot(LoaiCot.CHU_TRI)}
    chosen = ChonBang(LoaiBang.NHIEM_VU, columns, dong_tieu_de=2)
    read = understand_recognised(apply_choices(found, {}, {aside_key(strange): chosen}), NGU_CANH)
    assert [(row.ma, row.ten, row.chu_tri_nguyen_van) for row in read.nhiem_vu] == [
        ("1", "Việc A", "Phòng Kinh tế")
    ]


def test_a_choice_is_stored_and_read_back():
    chosen = ChonBang(
        LoaiBang.KINH_PHI, {3: ChonCot(LoaiCot.THANH_TIEN, None, DonViTien.TRIEU),
                            4: ChonCot(LoaiCot.MUC_DAT, 2030)}, 7,
    )  # fmt: skip
    assert ChonBang.from_dict(chosen.as_dict()) == chosen
    assert ChonBang.from_dict(ChonBang(None).as_dict()) == ChonBang(None)


def test_a_table_keeps_a_column_of_names_whatever_is_remembered():
    memory = {(LoaiBang.NHIEM_VU, header_key("Nhiệm vụ")): ChonCot(LoaiCot.KHONG_NHAP)}
    [table] = apply_choices(recognise([NHIEM_VU]), memory, {}).cac_bang
    assert [cot.tieu_de for cot in table.columns(LoaiCot.TEN_GOI)] == ["Nhiệm vụ"]
    assert len(understand_recognised(apply_choices(recognise([NHIEM_VU]), memory, {}), NGU_CANH)
               .nhiem_vu) == 2  # fmt: skip


def test_what_is_said_later_of_a_table_goes_where_it_was_said_first():
    by_hand = ChonBang(LoaiBang.NHIEM_VU, {}, 4)
    later = ChonBang(LoaiBang.NHIEM_VU, {2: ChonCot(LoaiCot.TEN_GOI)})
    kept = {"PL|0": by_hand.as_dict(), "B|7": ChonBang(None).as_dict()}
    assert place_choice(kept, "PL|4", later) == ("PL|0", replace(later, dong_tieu_de=4))
    assert place_choice(kept, "PL|9", later) == ("PL|9", later)
    assert place_choice(kept, "B|0", later) == ("B|7", later)
    assert place_choice({}, "B|0", later) == ("B|0", later)
