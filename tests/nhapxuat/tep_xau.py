"""Files that must not hurt the portal: built here, each with the cause that is to be named."""

import io
import struct
import zipfile
from collections.abc import Callable
from functools import partial

import docx
import openpyxl

from nhapxuat import loi_tep

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DTD = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e {}>]>'
_REL = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/{}" Target="{}" TargetMode="External"/></Relationships>'
)


def good_xlsx() -> bytes:
    book = openpyxl.Workbook()
    for row in (["TT", "Nhiệm vụ", "Thời gian"], [1, "Việc A", "Quý I/2026"]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def good_docx() -> bytes:
    document = docx.Document()
    table = document.add_table(2, 3)
    for i, words in enumerate(["TT", "Nhiệm vụ", "Thời gian"]):
        table.cell(0, i).text = words
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_parts(content: bytes, **parts: bytes | None) -> bytes:
    """Give a package with parts added, replaced, or (None) left out; "__" is "/"."""
    wanted = {name.replace("__", "/"): data for name, data in parts.items()}
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in wanted:
                new.writestr(name, old.read(name))
        for name, data in wanted.items():
            if data is not None:
                new.writestr(name, data)
    return stream.getvalue()


def replace_in(content: bytes, part: str, before: str, after: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        text = package.read(part).decode()
    assert before in text
    return with_parts(content, **{part: text.replace(before, after, 1).encode()})


def _sheet(rows: str) -> bytes:
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    sheet = f"{head}<sheetData>{rows}</sheetData></worksheet>"
    return with_parts(good_xlsx(), **{"xl/worksheets/sheet1.xml": sheet.encode()})


def _strings(strings: bytes) -> bytes:
    relation = (
        '<Relationship Id="s1" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/sharedStrings"/></Relationships>'
    )
    content = replace_in(good_xlsx(), "xl/_rels/workbook.xml.rels", "</Relationships>", relation)
    return with_parts(content, **{"xl/sharedStrings.xml": b"<sst>" + strings + b"</sst>"})


def _ole(*names: str) -> bytes:
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    return _OLE + bytes(504) + entries + bytes(512)


def _zip_of(*entries: tuple[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as package:
        for name, data in entries:
            package.writestr(name, data)
    return stream.getvalue()


def _bomb(part: str, content: bytes, megabytes: int) -> bytes:
    return with_parts(content, **{part: bytes(megabytes << 20)})


def _encrypted() -> bytes:
    data = bytearray(good_xlsx())
    place = data.find(b"PK\x01\x02")
    while place != -1:
        flags = struct.unpack_from("<H", data, place + 8)[0] | 1
        struct.pack_into("<H", data, place + 8, flags)
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def _wrong_sum() -> bytes:
    """Give a package whose sheet does not match its checksum."""
    data = bytearray(good_xlsx())
    place = data.find(b"xl/worksheets/sheet1.xml") + len(b"xl/worksheets/sheet1.xml") + 40
    data[place] ^= 0xFF
    return bytes(data)


def _overlapping() -> bytes:
    """Give a package two of whose entries unpack the same bytes."""
    data = bytearray(
        with_parts(good_xlsx(), **{"xl/z1.bin": bytes(1000), "xl/z2.bin": bytes(1000)})
    )
    first = second = data.find(b"PK\x01\x02")
    while second != -1:
        if b"xl/z1.bin" in data[second : second + 60]:
            first = second
        if b"xl/z2.bin" in data[second : second + 60]:
            data[second + 42 : second + 46] = data[first + 42 : first + 46]
        second = data.find(b"PK\x01\x02", second + 4)
    return bytes(data)


def _content_type(content: bytes, before: str, after: str) -> bytes:
    return replace_in(content, "[Content_Types].xml", before, after)


def _table(rows: str) -> bytes:
    head = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    body = f"{head}<w:body><w:tbl>{rows}</w:tbl></w:body></w:document>"
    return with_parts(good_docx(), **{"word/document.xml": body.encode()})


_ROW = "<row r='{0}'><c r='A{0}'><v>1</v></c></row>"
_W_CELL = "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"

# What lies just beyond a limit stays small.
NHO = loi_tep.GioiHan(dong_toi_da=2_000, o_toi_da=20_000)
Tep = tuple[str, Callable[[], bytes], type[loi_tep.TepKhongDoc]]
CAC_TEP: dict[str, Tep] = {
    "rỗng": ("a.xlsx", bytes, loi_tep.TepRong),
    "chỉ có số 0": ("a.xlsx", partial(bytes, 4096), loi_tep.TepRong),
    "csv chỉ có khoảng trắng": ("a.csv", lambda: b" \r\n\t \n", loi_tep.TepRong),
    "csv chỉ có dấu đầu tệp": ("a.csv", lambda: b"\xef\xbb\xbf\r\n", loi_tep.TepRong),
    "csv chỉ có dấu ngăn": ("a.csv", lambda: b";;;\r\n;;;\r\n", loi_tep.TepRong),
    "thiếu phần chữ": (
        "a.xlsx", lambda: with_parts(_strings(b""), **{"xl/sharedStrings.xml": None}),
        loi_tep.TepHong,
    ),
    "quá 10 MB": ("a.csv", lambda: b"a;b\n" * (3 << 20), loi_tep.TepQuaLon),
    "xlsx cắt cụt": ("a.xlsx", lambda: good_xlsx()[:-900], loi_tep.TepHong),
    "docx cắt giữa": ("a.docx", lambda: good_docx()[:9000], loi_tep.TepHong),
    "sai tổng kiểm": ("a.xlsx", _wrong_sum, loi_tep.TepHong),
    "xml đứt đoạn": (
        "a.xlsx", lambda: replace_in(good_xlsx(), "xl/worksheets/sheet1.xml", "</sheetData>", ""),
        loi_tep.TepHong,
    ),
    "thiếu trang tính": (
        "a.xlsx", lambda: with_parts(good_xlsx(), **{"xl/workbook.xml": None}), loi_tep.TepHong,
    ),
    "pdf đội tên": ("a.xlsx", lambda: b"%PDF-1.7 " + bytes(99), loi_tep.TepSaiLoai),
    "ảnh đội tên": ("a.docx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), loi_tep.TepSaiLoai),
    "trang web đội tên": ("a.xlsx", lambda: b"<html><table><tr>", loi_tep.TepSaiLoai),
    "rtf đội tên": ("a.docx", lambda: b"{\\rtf1 a}", loi_tep.TepSaiLoai),
    "rar đội tên": ("a.xlsx", lambda: b"Rar!\x1a\x07" + bytes(99), loi_tep.TepSaiLoai),
    "chương trình đội tên": ("a.xlsx", lambda: b"MZ" + bytes(99), loi_tep.TepSaiLoai),
    "chữ đội tên": ("a.xlsx", lambda: b"TT;Nhiem vu", loi_tep.TepSaiLoai),
    "rác đội tên": ("a.docx", lambda: b"rac\1\2\3" * 99, loi_tep.TepHong),
    "word thiếu thân": (
        "a.docx", lambda: with_parts(good_docx(), **{"word/document.xml": None}), loi_tep.TepHong,
    ),
    "trang tính trỏ ra ngoài": (
        "a.xlsx",
        lambda: replace_in(
            good_xlsx(), "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "../../etc/passwd"
        ),
        loi_tep.TepHong,
    ),
    "dòng đi lùi": (
        "a.xlsx", lambda: _sheet(_ROW.format(9) + _ROW.format(3)), loi_tep.TepHong,
    ),
    "dòng âm": ("a.xlsx", lambda: _sheet(_ROW.format(-5)), loi_tep.TepHong),
    "một ô hai lần": (
        "a.xlsx", lambda: _sheet("<row><c r='B1'><v>1</v></c><c r='B1'><v>2</v></c></row>"),
        loi_tep.TepHong,
    ),
    "hai thành phần cùng tên": (
        "a.docx", lambda: with_parts(good_docx(), **{"Word/Document.XML": b"<a/>"}),
        loi_tep.TepSaiLoai,
    ),
    "nén kiểu lạ": (
        "a.xlsx", lambda: _zip_of(("a.xml", b"a"), packing=zipfile.ZIP_BZIP2), loi_tep.TepSaiLoai,
    ),
    "csv utf-32": ("a.csv", lambda: "TT;Nội dung".encode("utf-32"), loi_tep.TepSaiLoai),
    "csv ngoặc không đóng": (
        "a.csv", lambda: b'TT;Ten\n1;"May;5\n2;b;3\n', loi_tep.TepSaiLoai,
    ),
    "word mang đuôi excel": ("a.xlsx", good_docx, loi_tep.TepSaiLoai),
    "excel mang đuôi word": ("a.docx", good_xlsx, loi_tep.TepSaiLoai),
    "zip thường": ("a.xlsx", lambda: _zip_of(("a.txt", b"a")), loi_tep.TepSaiLoai),
    "ods": ("a.xlsx", lambda: _zip_of(("mimetype", b"application/vnd.oasis")), loi_tep.TepSaiLoai),
    "xlsb": (
        "a.xlsx",
        lambda: _content_type(
            good_xlsx(), "spreadsheetml.sheet.main+xml", "excel.sheet.binary.macro"
        ),
        loi_tep.TepSaiLoai,
    ),
    "csv nhị phân": ("a.csv", lambda: b"a;b\0\1\2" * 9, loi_tep.TepSaiLoai),
    "csv mã cũ": ("a.csv", lambda: b"TT;Nhi\xd6m v\xf4\n", loi_tep.TepSaiLoai),
    "mật khẩu": ("a.xlsx", partial(_ole, "EncryptionInfo", "EncryptedPackage"),
                 loi_tep.TepCoMatKhau),
    "mật khẩu zip": ("a.xlsx", _encrypted, loi_tep.TepCoMatKhau),
    "xls": ("a.xls", partial(_ole, "Root Entry", "Workbook"), loi_tep.TepKieuCu),
    "xls đội tên": ("a.xlsx", partial(_ole, "Root Entry", "Book"), loi_tep.TepKieuCu),
    "doc": ("a.doc", partial(_ole, "Root Entry", "WordDocument"), loi_tep.TepKieuCu),
    "macro excel": (
        "a.xlsx", lambda: with_parts(good_xlsx(), **{"xl/vbaProject.bin": b"a"}),
        loi_tep.TepCoMacro,
    ),
    "macro word": (
        "a.docx",
        lambda: _content_type(
            good_docx(), "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "vnd.ms-word.document.macroEnabled.main+xml",
        ),
        loi_tep.TepCoMacro,
    ),
    "macro excel 4": (
        "a.xlsx",
        lambda: _content_type(
            good_xlsx(), "</Types>",
            '<Override PartName="/xl/m.xml" ContentType="application/vnd.ms-excel.macrosheet+xml"/>'
            "</Types>",
        ),
        loi_tep.TepCoMacro,
    ),
    "zip trong zip": (
        "a.xlsx", lambda: with_parts(good_xlsx(), **{"xl/b.zip": _zip_of(("a", b"a"))}),
        loi_tep.TepLongTep,
    ),
    "zip giấu tên": (
        "a.docx", lambda: with_parts(good_docx(), **{"word/media/a.png": _zip_of(("a", b"a"))}),
        loi_tep.TepLongTep,
    ),
    "excel nhúng trong word": (
        "a.docx", lambda: with_parts(good_docx(), **{"word/embeddings/b.xlsx": good_xlsx()}),
        loi_tep.TepLongTep,
    ),
    "đường dẫn lên trên": (
        "a.xlsx", lambda: with_parts(good_xlsx(), **{"../../etc/passwd": b"a"}),
        loi_tep.TepCoDuongDan,
    ),
    "đường dẫn tuyệt đối": (
        "a.docx", lambda: with_parts(good_docx(), **{"/tmp/a.xml": b"a"}), loi_tep.TepCoDuongDan,
    ),
    "đường dẫn windows": (
        "a.xlsx", lambda: with_parts(good_xlsx(), **{"C:\\a.xml": b"a"}), loi_tep.TepCoDuongDan,
    ),
    "thực thể ngoài": (
        "a.xlsx",
        lambda: with_parts(
            good_xlsx(),
            **{"xl/sharedStrings.xml": _DTD.format('SYSTEM "file:///etc/passwd"').encode()},
        ),
        loi_tep.TepCoThucTheXml,
    ),
    "tỷ tiếng cười": (
        "a.docx",
        lambda: with_parts(good_docx(), **{"word/document.xml": _DTD.format('"ha"').encode()}),
        loi_tep.TepCoThucTheXml,
    ),
    "thực thể utf-16": (
        "a.docx",
        lambda: with_parts(
            good_docx(), **{"word/styles.xml": _DTD.format('"ha"').encode("utf-16")}
        ),
        loi_tep.TepCoThucTheXml,
    ),
    "thực thể trong liên kết": (
        "a.docx",
        lambda: with_parts(
            good_docx(), **{"word/_rels/document.xml.rels": _DTD.format('"ha"').encode()}
        ),
        loi_tep.TepCoThucTheXml,
    ),
    "bom xml": (
        "a.xlsx", partial(_bomb, "xl/worksheets/sheet1.xml", good_xlsx(), 90),
        loi_tep.TepNenQuaMuc,
    ),
    "bom ảnh": ("a.docx", partial(_bomb, "word/media/a.png", good_docx(), 160),
                loi_tep.TepNenQuaMuc),
    "bom chồng nhau": ("a.xlsx", _overlapping, loi_tep.TepHong),
    "quá nhiều thành phần": (
        "a.xlsx",
        lambda: with_parts(good_xlsx(), **{f"xl/media/{i}.png": b"" for i in range(3001)}),
        loi_tep.TepQuaNhieu,
    ),
    "triệu dòng trống": (
        "a.xlsx", lambda: _sheet("".join(f"<row r='{i}'/>" for i in range(1, 1_000_001))),
        loi_tep.TepQuaNhieu,
    ),
    "dòng thứ 1.048.576": ("a.xlsx", lambda: _sheet(_ROW.format(1_048_576)), loi_tep.TepQuaNhieu),
    "một dòng quá giới hạn": (
        "a.xlsx", lambda: _sheet("".join(_ROW.format(i) for i in range(1, 2_002))),
        loi_tep.TepQuaNhieu,
    ),
    "16.384 cột": (
        "a.xlsx", lambda: _sheet(f"<row r='1'>{'<c><v>1</v></c>' * 16_384}</row>"),
        loi_tep.TepQuaNhieu,
    ),
    "quá nhiều ô": (
        "a.xlsx",
        lambda: _sheet(f"<row>{'<c><v>1</v></c>' * 250}</row>" * 100),
        loi_tep.TepQuaNhieu,
    ),
    "triệu ô": (
        "a.xlsx",
        lambda: _sheet(f"<row>{'<c><v>1</v></c>' * 250}</row>" * 4000),
        loi_tep.TepQuaNhieu,
    ),
    "quá nhiều chuỗi": (
        "a.xlsx", lambda: _strings(b"<si/>" * 2_000_000), loi_tep.TepQuaNhieu,
    ),
    "quá nhiều chuỗi có chữ": (
        "a.xlsx", lambda: _strings(b"<si><t>a</t></si>" * 25_000), loi_tep.TepQuaNhieu,
    ),
    "word quá nhiều dòng": (
        "a.docx", lambda: _table(f"<w:tr>{_W_CELL}</w:tr>" * 2_001), loi_tep.TepQuaNhieu,
    ),
    "word 1.000 cột": ("a.docx", lambda: _table(f"<w:tr>{_W_CELL * 1000}</w:tr>"),
                       loi_tep.TepQuaNhieu),
    "csv quá nhiều dòng": ("a.csv", lambda: b"a;b\n" * 2_001, loi_tep.TepQuaNhieu),
    "csv 300 cột": ("a.csv", lambda: b";".join([b"a"] * 300), loi_tep.TepQuaNhieu),
    "csv một ô 1 MB": ("a.csv", lambda: b"a;" + b"x" * (1 << 20), loi_tep.TepSaiLoai),
    "liên kết sổ khác": (
        "a.xlsx", lambda: with_parts(good_xlsx(), **{"xl/externalLinks/a1.xml": b"<a/>"}),
        loi_tep.TepCoLienKetNgoai,
    ),
    "ảnh từ mạng": (
        "a.docx",
        lambda: with_parts(
            good_docx(),
            **{"word/_rels/footer1.xml.rels": _REL.format("image", "http://a.vn/x.png").encode()},
        ),
        loi_tep.TepCoLienKetNgoai,
    ),
    "khuôn từ mạng": (
        "a.docx",
        lambda: with_parts(
            good_docx(),
            **{
                "word/_rels/settings.xml.rels": _REL.format(
                    "attachedTemplate", "http://a.vn/x.dotm"
                ).encode()
            },
        ),
        loi_tep.TepCoLienKetNgoai,
    ),
}  # fmt: skip
