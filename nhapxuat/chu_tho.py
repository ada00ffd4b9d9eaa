"""Text as files hold it: composed, without what nobody sees; old 8-bit fonts recognised.

Before Unicode, Vietnamese was written with fonts that show other characters (TCVN3: .VnTime and
its family; VNI: VNI-Times ...). Such text is named, never converted here: a wrong conversion would
put words into a plan that nobody wrote.
"""

import re
import unicodedata

from donvi.lua_chon import LuaChon


class BangMaCu(LuaChon):
    """An 8-bit encoding of Vietnamese."""

    TCVN3 = "tcvn3", "TCVN3 (ABC)"
    VNI = "vni", "VNI"


# Characters of Word's Symbol font that plans use, by their private code.
KY_HIEU = {
    0xF02B: "+", 0xF02D: "-", 0xF03C: "<", 0xF03D: "=", 0xF03E: ">", 0xF0A3: "≤", 0xF0B0: "°",
    0xF0B1: "±", 0xF0B3: "≥", 0xF0B4: "×", 0xF0B7: "•", 0xF0BB: "≈", 0xF0A7: "▪", 0xF0D8: "•",
    0xF0FC: "✓", 0xF025: "%",
}  # fmt: skip

# What nobody sees is dropped; private signs are written as the sign they show.
_THAY_THE: dict[int, str | None] = {
    code: None
    for code in range(0x10000)
    if code not in {0x09, 0x0A} and unicodedata.category(chr(code)) in {"Cf", "Cc", "Cs"}
}
_THAY_THE.update(KY_HIEU)
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_SPACES = re.compile(r"[^\S\n]+")
# Letters and signs of plans that need no cleaning; a text with any other is looked at closely.
_PHAI_SUA = re.compile(
    r"[^ !-~\u00a1-\u00ac\u00ae-\u024f\u1e00-\u1eff\u2013\u2014\u2018-\u201d\u2022\u2026"
    r"\u2264\u2265\n]|\A\s|\s\Z|\s\s"
)
# The Icelandic letter some keyboards give for Đ: the same to the eye, another to every search.
_ETH = re.compile(
    "\\b[\u00d0\u00f0](?=[aeiouyAEIOUYVKT\u00c0-\u00ff\u0102\u0103\u01a0-\u01b0\u1ea0-\u1ef9])"
)
_NOTE_MARK = re.compile(r"\s*[(\[]?(?:\d{1,2}|\*{1,3}|[a-e]|[ivx]{1,4})[)\]]?[,;\s]*")
_METRES = re.compile(r"(?<![^\W\d_])[kcd]?m\s*\Z", re.IGNORECASE)
_UNICODE_ONLY = re.compile("[\u1ea0-\u1ef9ăđơưĂĐƠƯ]")
_TCVN3_FONT = re.compile(r"\.vn", re.IGNORECASE)
_VNI_FONT = re.compile(r"vni[-_ ]", re.IGNORECASE)
# A sign no word has, between letters or at the end of one: "nh©n d©n x·", "§¶ng".
_TCVN3_WORD = re.compile(
    r"[A-Za-z][\u00a8-\u00ae\u00b5-\u00b9\u00bb-\u00be\u00d7]|[\u00a7\u00a8\u00a9\u00ac\u00ae]"
    r"[A-Za-z\u00c0-\u00ff]|[a-z][\u00c0-\u00de](?=[a-z])"
)
# VNI writes a vowel and its mark as two characters: "nhaân daân", "xaõ", "ñaûng".
_VNI_WORD = re.compile("[aeo]â|aê|[aeouyiöôâê][øûïùõ]|[aeoöô]å|[öñ]|ä|ë|ü", re.IGNORECASE)


def clean(text: str) -> str:
    """Bring text into NFC without invisible characters; lines are kept, other spaces are one.

    >>> clean("Pho\\u0300ng\\u00a0 Va\\u0306n\\u200b ho\\u0301a \\r\\n Xa\\u0303 hội ")
    'Phòng Văn hóa\\nXã hội'
    >>> clean("\\uf0b3 60%"), clean("\u00d0ơn vị; \u00d0VT")
    ('≥ 60%', 'Đơn vị; ĐVT')
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    if "\u00d0" in text or "\u00f0" in text:
        text = _ETH.sub(lambda found: "Đ" if found[0] == "\u00d0" else "đ", text)
    if not _PHAI_SUA.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    text = _LINE_ENDS.sub("\n", text).translate(_THAY_THE)
    composed = unicodedata.normalize("NFC", text)
    lines = (_SPACES.sub(" ", line).strip() for line in composed.split("\n"))
    return "\n".join(lines).strip("\n")


def is_note_mark(text: str, before: str) -> bool:
    """Tell whether raised words are the mark of a note, not a part of what is said.

    >>> is_note_mark("1", "mạng"), is_note_mark("(2)", "80%"), is_note_mark("*", "số")
    (True, True, True)
    >>> is_note_mark("2", "100 m"), is_note_mark("o", "30"), is_note_mark("", "số")
    (False, False, False)
    """
    is_square = text.strip() in {"2", "3"} and _METRES.search(before) is not None
    return _NOTE_MARK.fullmatch(text) is not None and not is_square


def say_note_mark(marks: str) -> str:
    """Say that the mark of a note was left out.

    >>> say_note_mark("(1)")
    'Chỉ số trên “(1)” được hiểu là dấu chú thích nên không được nhập.'
    """
    return f"Chỉ số trên “{marks}” được hiểu là dấu chú thích nên không được nhập."


def find_old_encoding(text: str, font: str = "") -> BangMaCu | None:
    """Tell which 8-bit encoding a text is written in, None for Unicode.

    The font's name decides where it says so and the text has such characters.

    >>> find_old_encoding("Uû ban nh©n d©n x·"), find_old_encoding("UÛy ban nhaân daân xaõ")
    (<BangMaCu.TCVN3: 'tcvn3'>, <BangMaCu.VNI: 'vni'>)
    >>> find_old_encoding("Ủy ban nhân dân xã"), find_old_encoding("Ban giám sát ODA © 2026")
    (None, None)
    """
    if text.isascii() or _UNICODE_ONLY.search(text):
        return None
    tcvn3, vni = len(_TCVN3_WORD.findall(text)), len(_VNI_WORD.findall(text))
    if tcvn3 > 1:
        return BangMaCu.TCVN3
    return BangMaCu.VNI if vni > 1 else _by_font(font)


def _by_font(font: str) -> BangMaCu | None:
    if font and _TCVN3_FONT.match(font):
        return BangMaCu.TCVN3
    if font and _VNI_FONT.match(font):
        return BangMaCu.VNI
    return None


def say_old_encoding(bang_ma: BangMaCu) -> str:
    """Say what to do about text in an old encoding.

    >>> say_old_encoding(BangMaCu.VNI)[:44]
    'Chữ trong ô dùng phông cũ theo bảng mã VNI; '
    """
    return (
        f"Chữ trong ô dùng phông cũ theo bảng mã {bang_ma.label}; cần chuyển sang Unicode "
        "(Times New Roman) rồi nhập lại."
    )
