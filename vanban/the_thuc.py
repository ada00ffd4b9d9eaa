"""The measures of an official document (thể thức): Decree 30/2020/NĐ-CP, Appendix I.

One place for numbers that the PDF and the Word file must share. Each constant names the article
it comes from; "I.5" means Appendix I, Part I, item 5, and "II.1.a" means Part II, item 1, point a.
Lengths are millimetres, type sizes are points. What the decree leaves to the issuer is in
`ThamSo` (tham số), and every value there is checked against the range of the decree.

Standard library only.
"""

from dataclasses import dataclass
from decimal import Decimal

# --- page -----------------------------------------------------------------------------------
KHO_GIAY = (210, 297)  # I.1: A4, portrait; I.2 allows landscape for tables
LE_TREN = (20, 25)  # I.3: smallest and largest, both allowed
LE_DUOI = (20, 25)  # I.3
LE_TRAI = (30, 35)  # I.3
LE_PHAI = (15, 20)  # I.3
HO_CHU = "Times New Roman"  # I.4; metric-equal Liberation Serif is what is embedded
SO_TRANG = "arabic, centred in the top margin, none on page 1, from 1 in every appendix"  # I.7


@dataclass(frozen=True)
class KieuChu:
    """How one component is set (kiểu chữ): the range of sizes and the style.

    `co_nho` and `co_lon` are the smallest and the largest size allowed, in points.

    >>> QUOC_HIEU.size(lon=True), NOI_NHAN_DONG.size(lon=False)
    (13, 11)
    """

    dieu_muc: str
    co_nho: int
    co_lon: int
    in_dam: bool = False
    in_nghieng: bool = False
    in_hoa: bool = False

    def size(self, *, lon: bool) -> int:
        """Choose the larger or the smaller size that the decree allows, in points."""
        return self.co_lon if lon else self.co_nho


# --- components (the numbers of the boxes are those of Appendix I, Part IV) --------------------
QUOC_HIEU = KieuChu("II.1.a", 12, 13, in_dam=True, in_hoa=True)  # ô 1
TIEU_NGU = KieuChu("II.1.b", 13, 14, in_dam=True)  # ô 1, rule as long as the text
CO_QUAN_CHU_QUAN = KieuChu("II.2.b", 12, 13, in_hoa=True)  # ô 2, not bold
CO_QUAN_BAN_HANH = KieuChu("II.2.b", 12, 13, in_dam=True, in_hoa=True)  # ô 2
SO_KY_HIEU = KieuChu("II.3.b", 13, 13)  # ô 3
DIA_DANH_NGAY = KieuChu("II.4.c", 13, 14, in_nghieng=True)  # ô 4
TEN_LOAI = KieuChu("II.5.b", 13, 14, in_dam=True, in_hoa=True)  # ô 5a
TRICH_YEU = KieuChu("II.5.b", 13, 14, in_dam=True)  # ô 5a
VE_VIEC = KieuChu("II.5.b", 12, 13)  # ô 5b: subject of a letter, under number and symbol
CAN_CU = KieuChu("II.6.a", 13, 14, in_nghieng=True)  # ô 6
NOI_DUNG = KieuChu("II.6.d", 13, 14)  # ô 6
PHAN_CHUONG = KieuChu("II.6.d", 13, 14, in_dam=True)  # ô 6, centred, title upper case
MUC_LON = KieuChu("II.6.d", 13, 14, in_dam=True, in_hoa=True)  # "I. ..." of phần/mục/khoản/điểm
KHOAN_CO_TEN = KieuChu("II.6.d", 13, 14, in_dam=True)  # "1. ..." with a title
QUYEN_HAN_CHUC_VU = KieuChu("II.7.d", 13, 14, in_dam=True, in_hoa=True)  # ô 7a
HO_TEN = KieuChu("II.7.d", 13, 14, in_dam=True)  # ô 7b
KINH_GUI = KieuChu("II.9.a", 13, 14)  # ô 9a
NOI_NHAN_TIEU_DE = KieuChu("II.9.b", 12, 12, in_dam=True, in_nghieng=True)  # ô 9b
NOI_NHAN_DONG = KieuChu("II.9.b", 11, 11)  # ô 9b
PHU_LUC_SO = KieuChu("III.1.b", 14, 14, in_dam=True)  # "Phụ lục I", lower case
PHU_LUC_TEN = KieuChu("III.1.b", 13, 14, in_dam=True, in_hoa=True)
PHU_LUC_KEM_THEO = KieuChu("III.1.c", 13, 14, in_nghieng=True)

# --- rules, gaps, places ----------------------------------------------------------------------
DUONG_KE_CO_QUAN = (Decimal(1) / 3, Decimal(1) / 2)  # II.2.b: share of the line of text above
DUONG_KE_TRICH_YEU = (Decimal(1) / 3, Decimal(1) / 2)  # II.5.b
CACH_DOAN_IT_NHAT = 6  # II.6.d: points between two paragraphs
KHOANG_KY = 35  # II.7.d leaves it open; room for a signature image and a seal of 36 mm beside it
O_CHU_KY = (40, 30)  # II.7.d: image of the signature, width and height, centred in KHOANG_KY
CON_DAU = 36  # II.8.a: the seal in its true size
PHAN_CHONG_DAU = Decimal(1) / 3  # II.8.a: share of the signature, on its left, under the seal
# Part IV, the drawing of the boxes, in percent of the text (165 × 257 mm). It is schematic: a box
# whose words are wider than it keeps its right edge; what is taller pushes down what follows.
COT_CO_QUAN = (0, 44)  # ô 2, ô 3
COT_QUOC_HIEU = (52, 98)  # ô 1, ô 4
COT_KINH_GUI = (41, 85)  # ô 9a
COT_NOI_NHAN = (0, 50)  # ô 9b
COT_KHOI_KY = (50, 100)  # ô 7a, 7b, 7c
HANG_SO_KY_HIEU = Decimal("6.5")  # ô 3, ô 4: share of the text height, from its top
HANG_TEN_LOAI = Decimal("12.7")  # ô 5a
HANG_KINH_GUI = Decimal("18.6")  # ô 9a of a letter
CAO_KHUNG_CHU = 257  # the height those shares are of, in millimetres: margins of 20
DONG_CO_QUAN = 1670  # widest line of ô 2 in hundredths of an em, so that it keeps to its column
DONG_TRICH_YEU = 2900  # widest line of the subject
CHU_CAI_DIEM = "abcdđeghiklmnopqrstuvxy"  # II.6.d: Vietnamese order; no f, j, w, z

# --- what the issuer may choose -----------------------------------------------------------------
CO_CHU = (13, 14)
CO_CHU_BANG = (11, 12, 13, 14)  # not in the decree; tables of appendices
THUT_DONG = (Decimal("10"), Decimal("12.7"))  # II.6.d: 1 cm or 1.27 cm
CACH_DOAN = (6, 8, 10, 12)
GIAN_DONG = (Decimal("1"), Decimal("1.15"), Decimal("1.3"), Decimal("1.5"))  # II.6.d: 1 ... 1.5


class LoiThamSo(ValueError):
    """A layout choice outside the decree; the text is a Vietnamese sentence for the user."""


@dataclass(frozen=True)
class ThamSo:
    """The choices that the decree leaves open (tham số trình bày), for one document.

    Sizes are points, margins and the indent millimetres, `gian_dong` counts single lines as Word
    does. `quoc_hieu_lon` takes 13/14 for the national heading instead of 12/13.

    :raises LoiThamSo: when a value is not one the decree allows.

    >>> ThamSo().co_chu
    14
    >>> ThamSo(le_trai=28)
    Traceback (most recent call last):
    ...
    vanban.the_thuc.LoiThamSo: Lề trái: giá trị 28 không hợp lệ; cần từ 30 đến 35 mm.
    """

    co_chu: int = 14
    co_chu_bang: int = 12
    quoc_hieu_lon: bool = False
    thut_dong: Decimal = Decimal("12.7")
    cach_doan: int = CACH_DOAN_IT_NHAT
    gian_dong: Decimal = Decimal("1.15")
    le_tren: int = 20
    le_duoi: int = 20
    le_trai: int = 30
    le_phai: int = 15

    @property
    def text_width(self) -> int:
        """Give the width of the text on a portrait page, in millimetres."""
        return KHO_GIAY[0] - self.le_trai - self.le_phai

    @property
    def landscape_text_width(self) -> int:
        """Give the width of the text on a landscape page, in millimetres."""
        return KHO_GIAY[1] - self.le_trai - self.le_phai

    def __post_init__(self) -> None:
        """Refuse a value that no article allows."""
        check_choice("Cỡ chữ nội dung", self.co_chu, CO_CHU)
        check_choice("Cỡ chữ trong bảng", self.co_chu_bang, CO_CHU_BANG)
        check_choice("Khoảng lùi đầu dòng", self.thut_dong, THUT_DONG)
        check_choice("Khoảng cách giữa các đoạn", self.cach_doan, CACH_DOAN)
        check_choice("Khoảng cách dòng", self.gian_dong, GIAN_DONG)
        check_range("Lề trên", self.le_tren, LE_TREN)
        check_range("Lề dưới", self.le_duoi, LE_DUOI)
        check_range("Lề trái", self.le_trai, LE_TRAI)
        check_range("Lề phải", self.le_phai, LE_PHAI)


def check_choice(ten: str, gia_tri: Decimal | int, lua_chon: tuple[Decimal | int, ...]) -> None:
    """Refuse a value that is not in the list.

    :raises LoiThamSo: naming the measure, the value and what is expected.
    """
    if gia_tri not in lua_chon:
        cho_phep = ", ".join(str(x).replace(".", ",") for x in lua_chon)
        raise LoiThamSo(f"{ten}: giá trị {gia_tri} không hợp lệ; cần một trong: {cho_phep}.")


def check_range(ten: str, gia_tri: int, khoang: tuple[int, int]) -> None:
    """Refuse a length outside the range (both ends allowed), in millimetres.

    :raises LoiThamSo: naming the measure, the value and what is expected.
    """
    if not khoang[0] <= gia_tri <= khoang[1]:
        raise LoiThamSo(
            f"{ten}: giá trị {gia_tri} không hợp lệ; cần từ {khoang[0]} đến {khoang[1]} mm."
        )


def roman(thu_tu: int) -> str:
    """Write an ordinal as the Roman number of a Phần, a Mục or a Phụ lục (II.6.d, III.1.b).

    :raises LoiThamSo: below 1.

    >>> [roman(n) for n in (1, 4, 9, 14, 40, 99)]
    ['I', 'IV', 'IX', 'XIV', 'XL', 'XCIX']
    """
    if thu_tu < 1:
        raise LoiThamSo(f"Số thứ tự {thu_tu} không viết được bằng chữ số La Mã; cần từ 1 trở lên.")
    values = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
              (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
    text = ""
    for value, letters in values:
        count, thu_tu = divmod(thu_tu, value)
        text += letters * count
    return text


def diem_letter(thu_tu: int) -> str:
    """Give the letter of a Điểm by its ordinal from 1, in Vietnamese order (II.6.d).

    :raises LoiThamSo: outside 1 ... 23.

    >>> "".join(diem_letter(n) for n in range(1, 8))
    'abcdđeg'
    """
    if not 1 <= thu_tu <= len(CHU_CAI_DIEM):
        raise LoiThamSo(
            f"Điểm thứ {thu_tu} không có chữ cái; mỗi khoản có từ 1 đến {len(CHU_CAI_DIEM)} điểm."
        )
    return CHU_CAI_DIEM[thu_tu - 1]


def pad_document_number(so_van_ban: str) -> str:
    """Write the number of a document, with a 0 before numbers below 10 (II.3.b).

    A number with a letter ("05a", for one inserted between two) is written as it was given.

    >>> [pad_document_number(number) for number in ("5", "12", " 05", "05a")]
    ['05', '12', '05', '05a']
    """
    given = so_van_ban.strip()
    return given.zfill(2) if given.isdecimal() else given


def pad_month(thang: int) -> str:
    """Write a month: a 0 before months 1 and 2 only (II.4.b).

    >>> [pad_month(n) for n in (1, 2, 3, 12)]
    ['01', '02', '3', '12']
    """
    return f"{thang:02d}" if thang in (1, 2) else str(thang)
