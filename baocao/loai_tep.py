"""What kind of file evidence is, told from its bytes and never from its name.

Taken: PDF, Word (.docx), Excel (.xlsx), photographs (JPG, PNG, HEIC). Everything else is refused
with one sentence that says what the file is and what to do: programs, scripts, web pages and SVG
(they may run in the reader's browser), archives, old or macro documents, files with a password.
"""

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from donvi.tieng_viet import format_so

GIAI_NEN_TOI_DA = 200 * 2**20  # bytes a Word or Excel file may unfold to
SO_PHAN_TOI_DA = 5000  # parts of a Word or Excel file
DIEM_ANH_TOI_DA = 100_000_000  # pixels of a PNG
TEN_DAI_NHAT = 120  # characters of a file's name, its ending included

NHAN = "Chỉ nhận tệp PDF, Word (.docx), Excel (.xlsx) và ảnh JPG, PNG, HEIC."


class TepBiTuChoi(Exception):
    """A file that is not taken; str() is a sentence for the user that names the file."""

    def __init__(self, ten: str, vi_sao: str) -> None:
        super().__init__(f"Tệp “{ten}” chưa được nhận: {vi_sao}")


@dataclass(frozen=True)
class LoaiTep:
    """A kind of file: its media type, its endings (the first is the usual one), its name."""

    loai_noi_dung: str
    cac_duoi: tuple[str, ...]
    nhan: str
    hien_trong_trang: bool = False  # browsers show it without another program

    @property
    def la_anh(self) -> bool:
        """Tell whether it is a picture a page can show."""
        return self.hien_trong_trang and self.loai_noi_dung.startswith("image/")


_OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = LoaiTep("application/pdf", (".pdf",), "PDF", hien_trong_trang=True)
JPG = LoaiTep("image/jpeg", (".jpg", ".jpeg"), "ảnh JPG", hien_trong_trang=True)
PNG = LoaiTep("image/png", (".png",), "ảnh PNG", hien_trong_trang=True)
HEIC = LoaiTep("image/heic", (".heic", ".heif"), "ảnh HEIC")
DOCX = LoaiTep(f"{_OFFICE}.wordprocessingml.document", (".docx",), "Word")
XLSX = LoaiTep(f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",), "Excel")
CAC_LOAI = {kind.loai_noi_dung: kind for kind in (PDF, JPG, PNG, HEIC, DOCX, XLSX)}
DUOI_NHAN = ",".join(ending for kind in CAC_LOAI.values() for ending in kind.cac_duoi)

_PLAIN_PACKING = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # what Word and Excel write
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_CU = "đây là tệp Word, Excel kiểu cũ; hãy mở ra, lưu thành .docx hoặc .xlsx rồi tải lên lại."
_CO_MAT_KHAU = "tệp được đặt mật khẩu nên người kiểm tra không mở được; hãy gỡ mật khẩu trước."
_HONG = "tệp bị hỏng hoặc chưa tải lên trọn vẹn; hãy mở thử trên máy rồi tải lên lại."
_CHUONG_TRINH = f"đây là chương trình hoặc tập lệnh có thể chạy trên máy người đọc. {NHAN}"
_TRANG_WEB = f"đây là trang web hoặc ảnh SVG, có thể chứa mã chạy được. {NHAN}"
_TEP_NEN = f"đây là tệp nén; hãy giải nén và tải từng tệp lên. {NHAN}"
_MACRO = "tệp có macro, tức là mã chạy được; hãy lưu lại không kèm macro rồi tải lên."
_MA_TRONG_PDF = "tệp PDF có mã chạy được bên trong; hãy in lại thành PDF thường rồi tải lên."
_QUA_TO = "nội dung giải nén lớn bất thường, có thể làm treo máy người đọc."

# What a damaged or cleverly broken container makes the reader of zip files stumble over.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, ValueError,
    LookupError, OSError, EOFError,
)  # fmt: skip

# What else files begin with, and why they are refused.
_BEGINNINGS = (
    ((b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe"), _CHUONG_TRINH),
    ((b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF"), _TEP_NEN),
)
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|svg|script|\?xml|head|body|iframe)", re.IGNORECASE)
_ENCRYPTED_PDF = re.compile(rb"/Encrypt\b")
_ACTIVE_PDF = re.compile(rb"/(?:JavaScript|Launch)\b")


def check_file(ten: str, data: bytes) -> LoaiTep:
    r"""Tell the kind of a file, or say why it is not taken.

    >>> check_file("ban-do.png.exe", b"%PDF-1.7\n...\n%%EOF").nhan
    'PDF'

    :raises TepBiTuChoi: it is none of the kinds taken, damaged, locked, or carries code.
    """
    if not data:
        raise TepBiTuChoi(ten, "tệp trống, không có nội dung nào.")
    if data.startswith(b"%PDF-"):
        return _check_pdf(ten, data)
    if data.startswith(b"\xff\xd8\xff"):
        return _whole(ten, JPG, is_whole=b"\xff\xd9" in data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _check_png(ten, data)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return HEIC
    if data.startswith(b"PK"):
        return _check_office(ten, data)
    raise TepBiTuChoi(ten, _why_refused(data))


def _why_refused(data: bytes) -> str:
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # an OLE container
        return _CO_MAT_KHAU if "EncryptedPackage".encode("utf-16-le") in data else _CU
    for beginnings, reason in _BEGINNINGS:
        if data.startswith(beginnings):
            return reason
    if _MARKUP.search(data[:4096]):
        return _TRANG_WEB
    return f"không nhận ra loại tệp từ nội dung. {NHAN}"


def _whole(ten: str, kind: LoaiTep, *, is_whole: bool) -> LoaiTep:
    if not is_whole:
        raise TepBiTuChoi(ten, _HONG)
    return kind


def _check_pdf(ten: str, data: bytes) -> LoaiTep:
    if _ENCRYPTED_PDF.search(data):
        raise TepBiTuChoi(ten, _CO_MAT_KHAU)
    if _ACTIVE_PDF.search(data):
        raise TepBiTuChoi(ten, _MA_TRONG_PDF)
    return _whole(ten, PDF, is_whole=b"%%EOF" in data)


def _check_png(ten: str, data: bytes) -> LoaiTep:
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    is_whole = data[12:16] == b"IHDR" and b"IEND" in data
    if is_whole and width * height > DIEM_ANH_TOI_DA:
        raise TepBiTuChoi(ten, "ảnh có quá nhiều điểm ảnh; hãy thu nhỏ rồi tải lên lại.")
    return _whole(ten, PNG, is_whole=is_whole)


def _check_office(ten: str, data: bytes) -> LoaiTep:
    """Take a zip container as what its list of content types says it is."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _check_parts(ten, archive)
    except _BROKEN as error:
        raise TepBiTuChoi(ten, _HONG) from error


def _check_parts(ten: str, archive: zipfile.ZipFile) -> LoaiTep:
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise TepBiTuChoi(ten, _CO_MAT_KHAU)
    if any(part.compress_type not in _PLAIN_PACKING for part in parts):
        raise TepBiTuChoi(ten, _TEP_NEN)
    if len(parts) > SO_PHAN_TOI_DA or sum(part.file_size for part in parts) > GIAI_NEN_TOI_DA:
        raise TepBiTuChoi(ten, _QUA_TO)
    if "[content_types].xml" not in names:
        raise TepBiTuChoi(ten, _TEP_NEN)
    types = archive.read("[Content_Types].xml")
    if _has_macro(names, types):
        raise TepBiTuChoi(ten, _MACRO)
    for kind in (DOCX, XLSX):
        if f'"{kind.loai_noi_dung}.main+xml"'.encode() in types:
            return _whole(ten, kind, is_whole=archive.testzip() is None)
    raise TepBiTuChoi(ten, f"đây không phải tệp Word hay Excel thông thường. {NHAN}")


def _has_macro(names: set[str], types: bytes) -> bool:
    """Look for code in a Word or Excel file: VBA, ActiveX, or a type that says so."""
    parts = any(name.endswith("vbaproject.bin") or "/activex/" in name for name in names)
    return parts or b"macroEnabled" in types or b"vbaProject" in types


def tidy_name(ten: str, kind: LoaiTep) -> str:
    r"""Give the name a file is kept under: no folder, no control sign, the ending of its kind.

    >>> tidy_name(r"C:\Anh\ban do.JPEG", JPG), tidy_name("../../hoa don.exe", PDF)
    ('ban do.jpeg', 'hoa don.pdf')
    >>> tidy_name(" .pdf", PDF)
    'tep.pdf'
    """
    last = PurePosixPath(ten.replace("\\", "/")).name
    plain = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*/')
    stem, dot, ending = plain.rpartition(".")
    ending = f".{ending.lower()}"
    is_short = bool(dot) and len(ending) <= 6
    stem = (stem if is_short else plain).strip(" .") or "tep"
    ending = ending if ending in kind.cac_duoi else kind.cac_duoi[0]
    return stem[: TEN_DAI_NHAT - len(ending)] + ending


def mb(so_byte: int) -> str:
    """Write a size in MB, rounded up to one decimal, so that "10,1" is more than "10".

    >>> mb(10 * 2**20), mb(10 * 2**20 + 1), mb(1)
    ('10', '10,1', '0,1')
    """
    tenths = -(-so_byte * 10 // 2**20)
    return format_so(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10},{tenths % 10}"
