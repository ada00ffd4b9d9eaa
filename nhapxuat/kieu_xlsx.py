"""Styles and shared strings of a workbook: what a cell's words look like, and its number format."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from nhapxuat import loi_tep
from nhapxuat.chu_tho import clean, is_note_mark
from nhapxuat.dinh_dang_so import DINH_DANG_SAN, MAC_DINH
from nhapxuat.goi_ooxml import SuKien, read_events
from nhapxuat.loi_tep import GioiHan

_MA_DAI = 512  # characters of a number format; Excel keeps 255


@dataclass(frozen=True, slots=True)
class KieuChu:
    """A font of the workbook."""

    ten_phong: str = ""
    chu_dam: bool = False
    chu_nghieng: bool = False
    gach_ngang: bool = False


@dataclass(frozen=True, slots=True)
class KieuO:
    """How a cell is shown: number format and font."""

    dinh_dang: str = MAC_DINH
    kieu_chu: KieuChu = KieuChu()


@dataclass(frozen=True, slots=True)
class ChuoiChu:
    """A text with its struck-out runs and its raised marks of notes apart."""

    noi_dung: str
    da_gach: str = ""
    chu_thich: str = ""
    bi_cat: bool = False  # longer than a cell may be


def is_on(attributes: dict[str, str]) -> bool:
    """Tell whether a switch such as ``<b/>`` or ``<b val="0"/>`` is on."""
    return attributes.get("val", "1") not in {"0", "false", "off"}


def read_styles(goi: zipfile.ZipFile, ten_phan: str) -> list[KieuO]:
    """Read the cell styles, in the order cells name them."""
    codes = dict(DINH_DANG_SAN)
    fonts: list[KieuChu] = []
    styles: list[KieuO] = []
    inside = ""
    font: dict[str, str | bool] = {}
    for kind, tag, attributes in read_events(goi, ten_phan):
        if kind == "mo":
            if tag in {"fonts", "cellXfs", "cellStyleXfs", "numFmts", "dxfs", "cellStyles"}:
                inside = tag
            elif inside == "numFmts" and tag == "numFmt":
                code = attributes.get("formatCode", MAC_DINH)
                codes[_number(attributes, "numFmtId")] = code if len(code) <= _MA_DAI else MAC_DINH
            elif inside == "cellXfs" and tag == "xf":
                styles.append(_style(attributes, codes, fonts))
            elif inside == "fonts":
                _read_font(font, tag, attributes)
        elif kind == "dong" and tag == "font" and inside == "fonts":
            fonts.append(KieuChu(**font))  # type: ignore[arg-type]
            font = {}
    return styles


def _number(attributes: dict[str, str], key: str) -> int:
    text = attributes.get(key, "0")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _read_font(font: dict[str, str | bool], tag: str, attributes: dict[str, str]) -> None:
    if tag in {"b", "i", "strike"}:
        name = {"b": "chu_dam", "i": "chu_nghieng", "strike": "gach_ngang"}[tag]
        font[name] = is_on(attributes)
    elif tag == "name":
        font["ten_phong"] = attributes.get("val", "")


def _style(attributes: dict[str, str], codes: dict[int, str], fonts: list[KieuChu]) -> KieuO:
    font = _number(attributes, "fontId")
    code = codes.get(_number(attributes, "numFmtId"), MAC_DINH)
    return KieuO(code, fonts[font] if font < len(fonts) else KieuChu())


def read_strings(goi: zipfile.ZipFile, ten_phan: str, gioi_han: GioiHan) -> list[ChuoiChu]:
    """Read the shared strings.

    :raises TepQuaNhieu: more strings than a file may have cells.
    """
    strings: list[ChuoiChu] = []
    events = read_events(goi, ten_phan)
    for kind, tag, _ in events:
        if kind == "mo" and tag == "si":
            if len(strings) >= gioi_han.o_toi_da:
                raise loi_tep.TepQuaNhieu("Tệp", "ô có chữ", gioi_han.o_toi_da)
            strings.append(read_string(events, "si", gioi_han))
    return strings


def read_string(events: Iterator[SuKien], until: str, gioi_han: GioiHan) -> ChuoiChu:
    """Read the runs of one string up to the end of the element ``until``."""
    string = ChuoiDangDoc()
    in_text = in_phonetic = False
    for kind, tag, attributes in events:
        if kind == "chu":
            if in_text:
                string.add(tag, gioi_han.chu_toi_da)
        elif kind == "mo":
            in_text = tag == "t" and not in_phonetic
            in_phonetic = in_phonetic or tag == "rPh"
            string.look(tag, attributes)
        elif tag == until:
            break
        else:
            in_text = False
            in_phonetic = in_phonetic and tag != "rPh"
            string.end(tag)
    return string.finish()


class ChuoiDangDoc:
    """A string being read: its runs by how they look."""

    def __init__(self) -> None:
        self.phan: dict[str, list[str]] = {"": [], "gach": [], "cao": []}
        self.kieu = ""
        self.do_dai = 0
        self.bi_cat = False

    def look(self, tag: str, attributes: dict[str, str]) -> None:
        """Take up what says how the run looks."""
        if tag == "r":
            self.kieu = ""
        elif tag == "strike" and is_on(attributes):
            self.kieu = "gach"
        elif tag == "vertAlign" and attributes.get("val") == "superscript" and not self.kieu:
            self.kieu = "cao"

    def end(self, tag: str) -> None:
        """Forget the look of a run that ends."""
        if tag == "r":
            self.kieu = ""

    def add(self, text: str, toi_da: int) -> None:
        """Take words of the run, none beyond the limit."""
        if self.bi_cat:
            return
        kept = self.phan[""]
        is_note = self.kieu == "cao" and is_note_mark(text, "".join(kept[-2:]))
        (kept if self.kieu == "cao" and not is_note else self.phan[self.kieu]).append(text)
        self.do_dai += len(text)
        self.bi_cat = self.do_dai > toi_da

    def finish(self) -> ChuoiChu:
        """Give the string, its parts cleaned."""
        kept, struck, marks = (clean("".join(words)) for words in self.phan.values())
        return ChuoiChu(kept, struck, marks, self.bi_cat)
