"""Understanding (hiểu bảng) a file: from neutral tables to indicators, tasks and budget rows.

Every cell is either read with certainty or told about; nothing is guessed in silence. Pure: the
directory of the commune comes in as a function, the plan's years and money as values.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from nhapxuat.bang_tho import BangTho, NguonBang
from nhapxuat.dong_bang import DongNhanRa, LoaiDong, read_rows
from nhapxuat.hieu_chi_tieu import understand_indicators
from nhapxuat.hieu_kinh_phi import understand_budget
from nhapxuat.hieu_nhiem_vu import understand_tasks
from nhapxuat.ket_qua_nhap import (
    BoiCanh,
    ChiTieuNhap,
    KetQuaNhap,
    KinhPhiNhap,
    NhiemVuNhap,
    TongNhap,
    VanDeNhap,
)
from nhapxuat.ma_theo_bang import MaTheoBang
from nhapxuat.nhan_bang import BangNhanRa, KetQuaNhan, LoaiBang, recognise
from nhapxuat.so_ghi import SoGhi
from nhapxuat.tu_vung_cot import LoaiCot
from nhapxuat.van_de import MucDo

CHAC_CHAN = 75  # percent; a column below it is told about
_CUA_TIEN = {LoaiCot.SO_LUONG, LoaiCot.DON_GIA, LoaiCot.THANH_TIEN}
_CUA_VIEC = {
    LoaiCot.PHOI_HOP, LoaiCot.BAT_DAU, LoaiCot.THOI_HAN, LoaiCot.DANH_DAU, LoaiCot.SAN_PHAM,
}  # fmt: skip
# What a table of each kind has no place for.
_KHONG_CHO = {
    LoaiBang.CHI_TIEU: _CUA_TIEN
    | _CUA_VIEC
    | {LoaiCot.KINH_PHI, LoaiCot.NGUON_VON, LoaiCot.PHAN_NGUON, LoaiCot.KINH_PHI_NAM},
    LoaiBang.NHIEM_VU: (_CUA_TIEN - {LoaiCot.THANH_TIEN}) | {LoaiCot.MUC_DAT, LoaiCot.DON_VI_TINH},
    LoaiBang.KINH_PHI: _CUA_VIEC
    | {LoaiCot.CHU_TRI, LoaiCot.CHU_TRI_PHOI_HOP, LoaiCot.MUC_DAT, LoaiCot.KINH_PHI},
}
# Kinds a table may have many columns of, and kinds of which the first one is read.
_NHIEU_COT = {
    LoaiCot.KHONG_NHAP, LoaiCot.MUC_DAT, LoaiCot.DANH_DAU, LoaiCot.PHAN_NGUON,
    LoaiCot.KINH_PHI_NAM,
}  # fmt: skip
_NHU_NHAU = {LoaiCot.CHU_TRI_PHOI_HOP: LoaiCot.CHU_TRI}
BANG_CHAC = 65  # percent; a table below it is


def understand(tables: Sequence[BangTho], boi_canh: BoiCanh) -> KetQuaNhap:
    """Recognise and understand all tables of a file."""
    return understand_recognised(recognise(tables), boi_canh)


def understand_recognised(found: KetQuaNhan, boi_canh: BoiCanh) -> KetQuaNhap:
    """Understand recognised tables, as found or as a person has set their columns."""
    indicators: list[ChiTieuNhap] = []
    tasks: list[NhiemVuNhap] = []
    budget: list[KinhPhiNhap] = []
    problems: list[VanDeNhap] = [*_note_tables(found)]
    before: tuple[BangNhanRa, tuple[DongNhanRa, ...]] | None = None
    totals: dict[LoaiBang, list[TongNhap]] = defaultdict(list)
    apart = MaTheoBang()
    for table, rows in _join_pieces(found.cac_bang):
        ghi = SoGhi(table, boi_canh)
        _note_columns(ghi)
        _note_unheaded(ghi)
        _note_lost_group(ghi, rows, before)
        before = (table, rows)
        _note_left_out(ghi, rows)
        if table.loai_bang is LoaiBang.CHI_TIEU:
            indicators += apart.separate(ghi, understand_indicators(ghi, rows))
        elif table.loai_bang is LoaiBang.NHIEM_VU:
            tasks += apart.separate(ghi, understand_tasks(ghi, rows))
        else:
            budget += apart.separate(ghi, understand_budget(ghi, rows))
        problems += ghi.van_de
        if ghi.tong:
            totals[table.loai_bang].append(ghi.tong)
    order = list(MucDo)
    problems.sort(key=lambda one: order.index(one.muc_do))
    return KetQuaNhap(
        tuple(indicators), tuple(tasks), tuple(budget), tuple(problems), found.cac_bang,
        _only_total(totals),
    )  # fmt: skip


def _only_total(totals: Mapping[LoaiBang, Sequence[TongNhap]]) -> TongNhap | None:
    """Give the total of the plan: that of the one budget, else of the one table of tasks."""
    for kind in (LoaiBang.KINH_PHI, LoaiBang.NHIEM_VU):
        if totals.get(kind):
            return totals[kind][0] if len(totals[kind]) == 1 else None
    return None


def _join_pieces(
    tables: Sequence[BangNhanRa],
) -> list[tuple[BangNhanRa, tuple[DongNhanRa, ...]]]:
    """Put the tables that go on after a page break with the one they belong to."""
    joined: list[list[BangNhanRa]] = []
    for table in tables:
        if table.noi_tiep and joined:
            joined[-1].append(table)
        else:
            joined.append([table])
    return [(pieces[0], read_rows(*pieces)) for pieces in joined]


def _grade_piece(table: BangNhanRa) -> MucDo:
    """A table that repeats the header of the one before goes on with it for certain."""
    return MucDo.THONG_TIN if table.dong_tieu_de else MucDo.CANH_BAO


def _grade_aside(bang: BangTho) -> MucDo:
    return MucDo.THONG_TIN if bang.nguon is NguonBang.LOI_VAN else MucDo.CANH_BAO


def _note_tables(found: KetQuaNhan) -> list[VanDeNhap]:
    problems = [
        VanDeNhap(_grade_aside(bang), bang.label, "", f"{why[:1].upper()}{why[1:]}.")
        for bang, why in found.bo_qua
    ]
    text = "Bảng được hiểu là phần tiếp của bảng ngay trước."
    problems += [
        VanDeNhap(_grade_piece(table), table.bang.label, "", text)
        for table in found.cac_bang
        if table.noi_tiep
    ]
    if not found.cac_bang:
        text = (
            "Tệp không có bảng nào nhận ra được là phụ lục chỉ tiêu, nhiệm vụ hoặc kinh phí; cần "
            "bảng có dòng tiêu đề, ví dụ TT, Nội dung, Đơn vị chủ trì, Thời gian."
        )
        problems.append(VanDeNhap(MucDo.LOI, "Tệp", "", text, phai_sua=True))
    return problems


def _note_unheaded(ghi: SoGhi) -> None:
    """Tell what stands below no header at all, and in hidden columns."""
    known = {so_cot for cot in ghi.found.cac_cot for so_cot in (cot.so_cot, *cot.cot_phu)}
    lost: dict[int, int] = {}
    for number in ghi.found.cac_dong:
        for so_cot, cell in ghi.bang.row(number).cac_o.items():
            if so_cot not in known and not cell.la_trong:
                lost.setdefault(so_cot, number)
    for so_cot, number in lost.items():
        text = "Cột không có tiêu đề nên không được nhập; cần ghi tiêu đề nếu muốn nhập."
        place = ghi.bang.place(number, so_cot)
        ghi.note(MucDo.CANH_BAO, place, ghi.bang.own_cell(number, so_cot).mot_dong[:80], text)
    for cot in ghi.found.cac_cot:
        if cot.so_cot in ghi.bang.cot_an and cot.loai_cot is not LoaiCot.KHONG_NHAP:
            where = f"{ghi.bang.label}, cột “{cot.tieu_de}”"
            text = "Cột bị ẩn trong tệp nhưng vẫn được đọc; cần bỏ nếu không muốn nhập."
            ghi.note(MucDo.CANH_BAO, where, "", text)


def _note_columns(ghi: SoGhi) -> None:
    """Tell which columns are left out, and what is taken for something without certainty."""
    if ghi.found.do_tin_cay < BANG_CHAC:
        text = (
            f"Bảng được hiểu là bảng {ghi.found.loai_bang.label} (độ tin cậy "
            f"{ghi.found.do_tin_cay}%); cần xác nhận hoặc chọn lại loại bảng."
        )
        ghi.note(MucDo.CANH_BAO, ghi.bang.label, "", text)
    for cot in ghi.found.cac_cot:
        where = f"{ghi.bang.label}, cột “{cot.tieu_de}”"
        if cot.loai_cot is LoaiCot.KHONG_NHAP:
            # An unknown column, or one pushed out by another of its kind, may hold what is needed.
            muc_do = MucDo.CANH_BAO if cot.do_tin_cay < 60 else MucDo.THONG_TIN
            need = " Cần ghép cột nếu muốn nhập." if muc_do is MucDo.CANH_BAO else ""
            ghi.note(muc_do, where, "", f"Cột này không được nhập.{need}")
        elif cot.loai_cot in _KHONG_CHO[ghi.found.loai_bang]:
            text = (
                f"Cột được hiểu là “{cot.loai_cot.label}”, bảng {ghi.found.loai_bang.label} không "
                "có chỗ cho cột này nên không được nhập."
            )
            ghi.note(_grade_left_out(ghi, cot.loai_cot), where, "", text)
        elif cot.do_tin_cay < CHAC_CHAN:
            text = (
                f"Cột được hiểu là “{cot.loai_cot.label}” (độ tin cậy {cot.do_tin_cay}%); cần xác "
                "nhận hoặc ghép lại cột."
            )
            ghi.note(MucDo.CANH_BAO, where, "", text)
    _note_second_columns(ghi)
    for sentence in ghi.bang.canh_bao:
        ghi.note(MucDo.CANH_BAO, ghi.bang.label, "", sentence)


def _grade_left_out(ghi: SoGhi, kind: LoaiCot) -> MucDo:
    """Figures by year in a budget may be quantities or amounts, whatever their header seems."""
    of_money = ghi.found.loai_bang is LoaiBang.KINH_PHI
    return MucDo.CANH_BAO if of_money and kind is LoaiCot.MUC_DAT else MucDo.THONG_TIN


def _note_second_columns(ghi: SoGhi) -> None:
    """Tell a column that is not read because another one of its kind stands before it."""
    seen: dict[LoaiCot, str] = {}
    for cot in ghi.found.cac_cot:
        kind = _NHU_NHAU.get(cot.loai_cot, cot.loai_cot)
        if kind in _NHIEU_COT or kind in _KHONG_CHO[ghi.found.loai_bang]:
            continue
        if kind in seen:
            text = (
                f"Cột này và cột “{seen[kind]}” cùng được hiểu là “{cot.loai_cot.label}”; chỉ cột "
                "đứng trước được đọc. Cần ghép lại cột."
            )
            ghi.note(MucDo.CANH_BAO, f"{ghi.bang.label}, cột “{cot.tieu_de}”", "", text)
        seen.setdefault(kind, cot.tieu_de)


def _note_lost_group(
    ghi: SoGhi,
    rows: Sequence[DongNhanRa],
    before: tuple[BangNhanRa, tuple[DongNhanRa, ...]] | None,
) -> None:
    """Tell when rows may belong to the last group of the table before, cut off by a heading."""
    if before is None or before[0].loai_bang is not ghi.found.loai_bang or not rows:
        return
    had_groups = any(row.loai_dong is LoaiDong.NHOM for row in before[1])
    if had_groups and rows[0].loai_dong is LoaiDong.DU_LIEU:
        text = (
            "Dòng đầu bảng không thuộc nhóm nào trong khi bảng trước cùng loại có chia nhóm; cần "
            "kiểm tra các dòng đầu có tiếp nối nhóm cuối của bảng trước không."
        )
        ghi.note(MucDo.CANH_BAO, rows[0].bang.place(rows[0].so_dong), rows[0].ten[:80], text)


def _note_left_out(ghi: SoGhi, rows: Sequence[DongNhanRa]) -> None:
    for row in rows:
        if row.loai_dong is LoaiDong.BO_QUA:
            for sentence in row.canh_bao:
                ghi.note_row(MucDo.CANH_BAO, row, sentence)
        elif row.loai_dong in {LoaiDong.GHI_CHU, LoaiDong.TONG}:
            text = f"Dòng được hiểu là {row.loai_dong.label}, không nhập thành dòng riêng."
            ghi.note_row(MucDo.THONG_TIN, row, text)
            ghi.begin_row(row)
        elif row.loai_dong is LoaiDong.NHOM:
            ghi.begin_row(row)
