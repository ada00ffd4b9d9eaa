"""Paragraphs of Word: the words a reader sees when all tracked changes are accepted.

Insertions are in, deletions, hidden text, field codes and placeholders are out; struck-out words
stand apart. Whatever was left out or taken in is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from nhapxuat.chu_tho import (
    KY_HIEU,
    clean,
    find_old_encoding,
    is_note_mark,
    say_note_mark,
    say_old_encoding,
)
from nhapxuat.danh_so_docx import BoDanhSo
from nhapxuat.goi_ooxml import SuKien
from nhapxuat.kieu_xlsx import is_on

DA_CHEN = "Ô có chữ chèn thêm đang theo dõi thay đổi (Track Changes); được hiểu là đã chấp nhận."
DA_XOA = "Ô có chữ xóa bớt đang theo dõi thay đổi (Track Changes); được hiểu là đã xóa."
CHU_AN = "Ô có chữ ẩn; chữ ẩn không được nhập."
KHUNG_CHU = "Ô có khung chữ (text box); chữ trong khung không được nhập, cần gõ thẳng vào ô."
KY_HIEU_LA = "Ô có ký hiệu riêng của phông chữ không đọc được; cần gõ lại ký hiệu này."
GACH_CHAN = {">": "≥", "<": "≤"}
DAU_GACH_CHAN = "Dấu “{}” gạch chân được hiểu là “{}”; cần kiểm tra lại."
CHU_GACH_CHAN = "Ô có dấu “{}” trong chữ gạch chân; cần kiểm tra đó có phải là “{}”."

_OUT = {"del", "moveFrom"}
_IN = {"ins", "moveTo"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


@dataclass(slots=True)
class DoanChu:
    """Words collected from one or more paragraphs of a cell."""

    noi_dung: list[str] = field(default_factory=list)
    da_gach: list[str] = field(default_factory=list)
    co_thuong: bool = False
    co_dam: bool = False
    co_thang: bool = False
    phong_chu: str = ""
    canh_bao: set[str] = field(default_factory=set)
    cac_loi: set[str] = field(default_factory=set)
    danh_so: str = ""

    @property
    def text(self) -> str:
        """Give the words, cleaned, paragraphs as lines."""
        return clean("".join(self.noi_dung))

    def check_encoding(self) -> None:
        """Note an old 8-bit encoding as an error of the cell."""
        old = find_old_encoding(self.text, self.phong_chu)
        if old:
            self.cac_loi.add(say_old_encoding(old))


@dataclass(slots=True)
class _KieuChay:
    """How the run being read looks."""

    gach_ngang: bool = False
    bi_an: bool = False
    chu_dam: bool = False
    chu_nghieng: bool = False
    gach_chan: bool = False
    tren_cao: bool = False


class BoDocDoan:
    """Reads paragraphs from the events of a document, one after the other."""

    def __init__(self, events: Iterator[SuKien], danh_so: BoDanhSo) -> None:
        self.events = events
        self.danh_so = danh_so
        self.so_xoa = 0

    def opened(self, until: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Go through what opens before ``until`` ends; whoever takes one up reads it whole."""
        for kind, tag, attributes in self.events:
            if kind == "mo":
                yield tag, attributes
            elif kind == "dong" and tag == until:
                return

    def skip(self, tag: str) -> None:
        """Go past the end of the element that has just begun."""
        depth = 1
        for kind, other, _ in self.events:
            if other == tag and kind != "chu":
                depth += 1 if kind == "mo" else -1
                if not depth:
                    return

    def read(self, doan: DoanChu) -> None:
        """Read the paragraph that has just begun into ``doan``, as a line of its own."""
        if doan.noi_dung:
            doan.noi_dung.append("\n")
        depth = 1
        for kind, tag, attributes in self.events:
            if kind == "mo":
                depth += tag == "p"
                self._open(tag, attributes, doan)
            elif kind == "dong":
                depth -= tag == "p"
                self.so_xoa -= tag in _OUT
                if not depth:
                    return

    def _open(self, tag: str, attributes: dict[str, str], doan: DoanChu) -> None:
        if tag == "pPr":
            self._read_properties(doan)
        elif tag == "r":
            self._read_run(doan)
        elif tag == "sdtPr":
            self._read_control()
        elif tag in {"Fallback", "instrText"}:
            self.skip(tag)
        elif tag in _OUT:
            self.so_xoa += 1
            doan.canh_bao.add(DA_XOA)
        elif tag in _IN:
            doan.canh_bao.add(DA_CHEN)
        elif tag == "p":
            doan.noi_dung.append("\n")

    def _read_properties(self, doan: DoanChu) -> None:
        num_id = kieu = ""
        cap = 0
        for tag, attributes in self.opened("pPr"):
            value = attributes.get("val", "")
            if tag == "numId":
                num_id = value
            elif tag == "ilvl":
                cap = int(value) if value.isdecimal() and len(value) < 3 else 0
            elif tag == "pStyle":
                kieu = value
        label = self.danh_so.number(num_id, cap, kieu)
        if label:
            doan.noi_dung.append(f"{label} ")
            doan.danh_so = doan.danh_so or label

    def _read_control(self) -> None:
        """Read the properties of a content control; a placeholder in it is left out."""
        is_placeholder = False
        for tag, attributes in self.opened("sdtPr"):
            is_placeholder = is_placeholder or (tag == "showingPlcHdr" and is_on(attributes))
        if is_placeholder:
            for kind, tag, _ in self.events:
                if (kind, tag) == ("mo", "sdtContent"):
                    self.skip("sdtContent")
                    return

    def _read_run(self, doan: DoanChu) -> None:
        look = _KieuChay()
        inside = ""
        for kind, tag, attributes in self.events:
            if kind == "chu":
                if inside == "t":
                    self._add(tag, look, doan)
            elif kind == "dong":
                inside = ""
                if tag == "r":
                    return
            elif tag == "rPr":
                self._read_look(look, doan)
            else:
                inside = tag
                self._read_sign(tag, attributes, look, doan)

    def _read_sign(
        self, tag: str, attributes: dict[str, str], look: _KieuChay, doan: DoanChu
    ) -> None:
        if tag in _SIGNS:
            self._add(_SIGNS[tag], look, doan)
        elif tag == "sym":
            self._add_symbol(attributes, look, doan)
        elif tag in {"drawing", "pict", "object"}:
            if self._skip_drawing(tag):
                doan.canh_bao.add(KHUNG_CHU)
        elif tag in {"delText", "instrText", "Fallback"}:
            self.skip(tag)

    def _skip_drawing(self, tag: str) -> bool:
        """Go past a drawing; tell whether it holds a frame with words in it."""
        depth, frames, has_words = 1, 0, False
        for kind, other, _ in self.events:
            if kind == "chu":
                has_words = has_words or (frames > 0 and bool(other.strip()))
                continue
            step = 1 if kind == "mo" else -1
            frames += step * (other == "txbxContent")
            depth += step * (other == tag)
            if not depth:
                break
        return has_words

    def _add_symbol(self, attributes: dict[str, str], look: _KieuChay, doan: DoanChu) -> None:
        code = int(attributes.get("char", "0") or "0", 16)
        sign = KY_HIEU.get(code | 0xF000)
        if sign is None:
            doan.cac_loi.add(KY_HIEU_LA)
        else:
            self._add(sign, look, doan)

    def _read_look(self, look: _KieuChay, doan: DoanChu) -> None:
        for tag, attributes in self.opened("rPr"):
            if tag in {"strike", "dstrike"}:
                look.gach_ngang = look.gach_ngang or is_on(attributes)
            elif tag in {"vanish", "b", "i"}:
                name = {"vanish": "bi_an", "b": "chu_dam", "i": "chu_nghieng"}[tag]
                setattr(look, name, is_on(attributes))
            elif tag == "u":
                look.gach_chan = attributes.get("val", "single") != "none"
            elif tag == "vertAlign":
                look.tren_cao = attributes.get("val") == "superscript"
            elif tag == "rFonts":
                doan.phong_chu = attributes.get("ascii", "") or doan.phong_chu

    def _add(self, text: str, look: _KieuChay, doan: DoanChu) -> None:
        if self.so_xoa:
            return
        if look.bi_an:
            doan.canh_bao.add(CHU_AN)
        elif look.gach_ngang:
            doan.da_gach.append(text)
        elif look.tren_cao and is_note_mark(text, "".join(doan.noi_dung[-2:])):
            doan.canh_bao.add(say_note_mark(text.strip()))
        else:
            doan.noi_dung.append(_read_underlined(text, doan) if look.gach_chan else text)
            if text.strip():
                doan.co_dam = doan.co_dam or look.chu_dam
                doan.co_thuong = doan.co_thuong or not look.chu_dam
                doan.co_thang = doan.co_thang or not look.chu_nghieng


def _read_underlined(text: str, doan: DoanChu) -> str:
    """Read an underlined > or < as the sign it stands for, and say so."""
    for sign, meant in GACH_CHAN.items():
        if text.strip() == sign:
            doan.canh_bao.add(DAU_GACH_CHAN.format(sign, meant))
            return text.replace(sign, meant)
        if sign in text:
            doan.canh_bao.add(CHU_GACH_CHAN.format(sign, meant))
    return text
