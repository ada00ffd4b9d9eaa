"""What a document system reads about an outgoing document (siêu dữ liệu): fields and XML.

The fields are those of Decree 30/2020/NĐ-CP, Appendix VI, for outgoing documents, in its order.
The XML is well-formed whatever the words hold, and equal fields give equal bytes. Standard library
only.
"""

import re
from dataclasses import dataclass, fields
from datetime import date
from xml.etree import ElementTree

TRICH_YEU_TOI_DA = 500  # characters of Subject
DO_KHAN_THUONG = 0  # Priority: 0 ordinary, 1 urgent, 2 very urgent, 3 most urgent
TIENG_VIET = "Tiếng Việt"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class SieuDuLieu:
    """An outgoing document in the words of Appendix VI; what nobody knows yet is blank.

    `ma_ho_so` names the file of records, `thu_tu` the place in it (from 1); `so_hieu` is the number
    alone ("05"), `ky_hieu` the symbol ("BC-UBND"); `nguoi_ky` says post and name.
    """

    ma_ho_so: str
    thu_tu: int
    ten_loai: str
    so_hieu: str
    ky_hieu: str
    ngay_ban_hanh: date | None
    co_quan: str
    trich_yeu: str
    so_trang: int | None
    nguoi_ky: str
    noi_nhan: tuple[str, ...]
    so_ban: int
    han_tra_loi: date | None = None
    ngon_ngu: str = TIENG_VIET
    do_khan: int = DO_KHAN_THUONG


@dataclass(frozen=True)
class TepKem:
    """A file that goes with the metadata (tệp kèm): its name and SHA-256."""

    ten_tep: str
    ma_bam: str


_FIELDS = (
    ("FileCode", "ma_ho_so"),
    ("DocOrdinal", "thu_tu"),
    ("TypeName", "ten_loai"),
    ("CodeNumber", "so_hieu"),
    ("CodeNotation", "ky_hieu"),
    ("IssuedDate", "ngay_ban_hanh"),
    ("OrganName", "co_quan"),
    ("Subject", "trich_yeu"),
    ("Language", "ngon_ngu"),
    ("PageAmount", "so_trang"),
    ("SignerInfo", "nguoi_ky"),
    ("To", "noi_nhan"),
    ("Priority", "do_khan"),
    ("IssuedAmount", "so_ban"),
    ("DueDate", "han_tra_loi"),
)
if {name for _, name in _FIELDS} != {field.name for field in fields(SieuDuLieu)}:
    raise TypeError("Each field of SieuDuLieu has one element, and no other.")


def metadata_xml(du_lieu: SieuDuLieu, cac_tep: tuple[TepKem, ...] = ()) -> bytes:
    """Write the metadata as XML (UTF-8), the files with their digests at the end.

    Dates are written as ISO 8601; control characters are dropped; a subject above 500 characters
    is cut, its last character then being an ellipsis.

    >>> du_lieu = SieuDuLieu("vq", 1, "Báo cáo", "05", "BC-UBND", date(2026, 1, 5), "UBND xã",
    ...     "Kết quả < 50 %", 3, "Phó Chủ tịch Trần Văn Mẫu", ("A", "B"), 2)
    >>> b"<Subject>K\\xe1\\xba\\xbft qu\\xe1\\xba\\xa3 &lt; 50 %</Subject>" in metadata_xml(du_lieu)
    True
    """
    root = ElementTree.Element("OutgoingDocument")
    for element, name in _FIELDS:
        ElementTree.SubElement(root, element).text = _text(element, getattr(du_lieu, name))
    files = ElementTree.SubElement(root, "Files")
    for tep in cac_tep:
        one = ElementTree.SubElement(files, "File")
        ElementTree.SubElement(one, "Name").text = clean_xml(tep.ten_tep)
        ElementTree.SubElement(one, "Sha256").text = clean_xml(tep.ma_bam)
    ElementTree.indent(root)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def clean_xml(text: str) -> str:
    """Drop what XML can't hold: control characters and halves of surrogate pairs.

    >>> clean_xml("a\\x00b\\ud800c\\td")
    'abc\\td'
    """
    return _NO_XML.sub("", text)


def cut_subject(text: str) -> str:
    """Bring a subject on one line of at most 500 characters.

    >>> cut_subject(" a\\n  b "), len(cut_subject("x" * 501)), cut_subject("x" * 501)[-2:]
    ('a b', 500, 'x…')
    """
    line = " ".join(clean_xml(text).split())
    return line if len(line) <= TRICH_YEU_TOI_DA else line[: TRICH_YEU_TOI_DA - 1] + "…"


def _text(element: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return clean_xml("; ".join(value))
    return cut_subject(str(value)) if element == "Subject" else clean_xml(str(value))
