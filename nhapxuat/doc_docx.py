"""Reading .docx annexes into neutral tables, in the order of the document."""

import zipfile
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from donvi.tieng_viet import format_so
from nhapxuat import loi_tep
from nhapxuat.bang_tho import BangTho, DongTho, NguonBang, OTho, VungGop
from nhapxuat.chu_tho import clean
from nhapxuat.danh_so_docx import read_numbering
from nhapxuat.doan_docx import BoDocDoan, DoanChu
from nhapxuat.goi_ooxml import parts_of, read_events, read_relations
from nhapxuat.kiem_tep import BROKEN
from nhapxuat.kieu_xlsx import is_on
from nhapxuat.loi_tep import GioiHan
from nhapxuat.muc_tieu_loi_van import MucTieuLoiVan

DONG_XOA = "Có dòng bị xóa đang theo dõi thay đổi (Track Changes); dòng đó không được nhập."
DONG_CHEN = "Dòng được chèn thêm đang theo dõi thay đổi (Track Changes); được hiểu là đã chấp nhận."
BANG_LONG = "Ô chứa một bảng khác bên trong; bảng đó được đọc riêng."
_CHU_QUANH = 8


def read_docx(tep: BinaryIO, gioi_han: GioiHan = loi_tep.MAC_DINH) -> tuple[BangTho, ...]:
    """Read all tables of a checked document, with the words before and after each.

    :raises TepKhongDoc: broken, or beyond a limit.
    """
    try:
        with zipfile.ZipFile(tep) as goi:
            main = next((path for kind, path in read_relations(goi, "").values()
                         if kind == "officeDocument"), "word/document.xml")  # fmt: skip
            if main not in parts_of(goi):
                raise loi_tep.TepHong(main)
            parts = dict(read_relations(goi, main).values())
            numbering = read_numbering(goi, parts.get("numbering", ""), parts.get("styles", ""))
            reader = BoDocDoan(read_events(goi, main), numbering)
            return tuple(_BoDocBang(reader, gioi_han).read_body())
    except BROKEN as error:
        raise loi_tep.TepHong from error


@dataclass(slots=True)
class _OWord:
    """A cell being read: its place in the grid and its words."""

    so_cot_gop: int = 1
    gop_doc: str = ""
    doan: DoanChu = field(default_factory=DoanChu)


@dataclass(slots=True)
class _BangWord:
    """A table being read."""

    cac_dong: list[DongTho] = field(default_factory=list)
    so_dong: int = 0
    dang_gop: dict[int, VungGop] = field(default_factory=dict)
    vung_gop: list[VungGop] = field(default_factory=list)
    canh_bao: set[str] = field(default_factory=set)


class _BoDocBang:
    """One reading of one document."""

    def __init__(self, reader: BoDocDoan, gioi_han: GioiHan) -> None:
        self.reader = reader
        self.gioi_han = gioi_han
        self.so_dong = self.so_o = 0
        self.cac_bang: list[BangTho] = []
        self.chu_truoc: deque[str] = deque(maxlen=_CHU_QUANH)
        self.muc_tieu = MucTieuLoiVan()

    def read_body(self) -> Iterator[BangTho]:
        for kind, tag, _ in self.reader.events:
            if kind != "mo":
                self.reader.so_xoa -= kind == "dong" and tag in {"del", "moveFrom"}
            elif tag == "p":
                doan = DoanChu()
                self.reader.read(doan)
                if text := doan.text.strip():
                    self.chu_truoc.append(text)
                    self._follow(text)
                    self.muc_tieu.take(text)
            elif tag == "tbl":
                self._read_table()
            elif tag in {"del", "moveFrom"}:
                self.reader.so_xoa += 1
        return iter((*self.cac_bang, *self.muc_tieu.as_table()))

    def _follow(self, text: str) -> None:
        """Keep a paragraph as one that follows the last table."""
        if self.cac_bang and len(self.cac_bang[-1].chu_sau) < _CHU_QUANH:
            last = self.cac_bang[-1]
            self.cac_bang[-1] = replace(last, chu_sau=(*last.chu_sau, text))

    def _read_table(self) -> None:
        before, self.chu_truoc = tuple(self.chu_truoc), deque(maxlen=_CHU_QUANH)
        place = len(self.cac_bang)
        if place >= self.gioi_han.bang_toi_da:
            raise loi_tep.TepQuaNhieu("Tệp", "bảng", self.gioi_han.bang_toi_da)
        bang = _BangWord()
        self.cac_bang.append(self._finish(place, bang, before))
        for tag, _ in self.reader.opened("tbl"):
            if tag == "tr":
                self._read_row(bang)
        self.cac_bang[place] = self._finish(place, bang, before)

    def _finish(self, place: int, bang: _BangWord, before: tuple[str, ...]) -> BangTho:
        return BangTho(
            str(place + 1),
            NguonBang.BANG_WORD,
            tuple(bang.cac_dong),
            tuple(bang.vung_gop) + tuple(filter(_is_real, bang.dang_gop.values())),
            chu_truoc=before,
            canh_bao=tuple(sorted(bang.canh_bao)),
        )

    def _read_row(self, bang: _BangWord) -> None:
        self.so_dong += 1
        bang.so_dong += 1
        if self.so_dong > self.gioi_han.dong_toi_da:
            raise loi_tep.TepQuaNhieu("Tệp", "dòng", self.gioi_han.dong_toi_da)
        flags: dict[str, str] = {}
        cells: dict[int, OTho] = {}
        so_cot = 1
        for tag, _ in self.reader.opened("tr"):
            if tag == "trPr":
                flags = self._read_row_properties()
                so_cot += int(flags.get("gridBefore") or 0)
            elif tag == "tc":
                so_cot = self._place_cell(self._read_cell(bang), bang, cells, so_cot)
        if "del" in flags:
            bang.canh_bao.add(DONG_XOA)
        elif cells:
            inserted = (DONG_CHEN,) if "ins" in flags else ()
            header = "tblHeader" in flags
            bang.cac_dong.append(DongTho(bang.so_dong, cells, la_tieu_de=header, canh_bao=inserted))

    def _read_row_properties(self) -> dict[str, str]:
        flags = {}
        for tag, attributes in self.reader.opened("trPr"):
            if is_on(attributes):
                flags[tag] = attributes.get("val", "")
        before = flags.get("gridBefore", "")
        flags["gridBefore"] = before if before.isdecimal() and len(before) < 4 else ""
        return flags

    def _read_cell(self, bang: _BangWord) -> _OWord:
        cell = _OWord()
        for tag, _ in self.reader.opened("tc"):
            if tag == "tcPr":
                self._read_cell_properties(cell)
            elif tag == "p":
                self.reader.read(cell.doan)
            elif tag == "tbl":
                cell.doan.canh_bao.add(BANG_LONG)
                self._read_table()
        return cell

    def _read_cell_properties(self, cell: _OWord) -> None:
        for tag, attributes in self.reader.opened("tcPr"):
            value = attributes.get("val", "")
            if tag == "gridSpan" and value.isdecimal() and len(value) < 6:
                cell.so_cot_gop = max(1, int(value))
            elif tag == "vMerge":
                cell.gop_doc = value or "continue"

    def _place_cell(
        self, cell: _OWord, bang: _BangWord, cells: dict[int, OTho], so_cot: int
    ) -> int:
        """Put a cell into its row and give the column after it."""
        after = so_cot + cell.so_cot_gop
        if after - 1 > self.gioi_han.cot_toi_da:
            where = f"Bảng {len(self.cac_bang)}"
            raise loi_tep.TepQuaNhieu(where, "cột", self.gioi_han.cot_toi_da)
        running = bang.dang_gop.get(so_cot)
        if cell.gop_doc == "continue" and running and running.dong_cuoi == bang.so_dong - 1:
            bang.dang_gop[so_cot] = replace(running, dong_cuoi=bang.so_dong)
            return after
        if running and _is_real(running):
            bang.vung_gop.append(running)
        bang.dang_gop[so_cot] = VungGop(bang.so_dong, so_cot, bang.so_dong, after - 1)
        made = self._make(cell.doan)
        if not made.la_trong or made.da_gach:
            cells[so_cot] = made
            self.so_o += 1
        if self.so_o > self.gioi_han.o_toi_da:
            raise loi_tep.TepQuaNhieu("Tệp", "ô có nội dung", self.gioi_han.o_toi_da)
        return after

    def _make(self, doan: DoanChu) -> OTho:
        doan.check_encoding()
        text = doan.text
        if len(text) > self.gioi_han.chu_toi_da:
            text = text[: self.gioi_han.chu_toi_da]
            doan.cac_loi.add(f"Ô dài quá {format_so(self.gioi_han.chu_toi_da)} ký tự.")
        return OTho(
            text,
            chu_dam=doan.co_dam and not doan.co_thuong,
            chu_nghieng=bool(text) and not doan.co_thang,
            da_gach=clean("".join(doan.da_gach)),
            danh_so=doan.danh_so,
            canh_bao=tuple(sorted(doan.canh_bao)),
            cac_loi=tuple(sorted(doan.cac_loi)),
        )


def _is_real(vung: VungGop) -> bool:
    return vung.dong_dau < vung.dong_cuoi or vung.cot_dau < vung.cot_cuoi
