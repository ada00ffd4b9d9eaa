"""The words of column headers (tiêu đề cột), in the many wordings communes use.

Each rule is looked for in the folded header; the first that fits decides, with how sure it is in
percent. Two kinds are looked at again by what stands in the column ("Đơn vị" may be a unit of
measure or a lead).
"""

import re
from functools import lru_cache

from donvi.lua_chon import LuaChon
from donvi.tieng_viet import fold


class LoaiCot(LuaChon):
    """What a column of an annex holds."""

    MA_SO = "ma_so", "số thứ tự, mã"
    TEN_GOI = "ten_goi", "nội dung"
    NHOM = "nhom", "nhóm"
    CHU_TRI = "chu_tri", "đơn vị chủ trì"
    PHOI_HOP = "phoi_hop", "đơn vị phối hợp"
    CHU_TRI_PHOI_HOP = "chu_tri_phoi_hop", "đơn vị chủ trì và phối hợp"
    DON_VI = "don_vi", "đơn vị (chưa rõ là đơn vị tính hay đơn vị thực hiện)"
    BAT_DAU = "bat_dau", "thời gian bắt đầu"
    THOI_HAN = "thoi_han", "thời hạn"
    DANH_DAU = "danh_dau", "mốc thời gian đánh dấu x"
    SAN_PHAM = "san_pham", "sản phẩm, kết quả"
    KINH_PHI = "kinh_phi", "kinh phí"
    PHAN_NGUON = "phan_nguon", "kinh phí của một nguồn"
    KINH_PHI_NAM = "kinh_phi_nam", "kinh phí của một năm"
    NGUON_VON = "nguon_von", "nguồn kinh phí"
    MUC_DAT = "muc_dat", "mức phải đạt"
    DON_VI_TINH = "don_vi_tinh", "đơn vị tính"
    SO_LUONG = "so_luong", "số lượng"
    DON_GIA = "don_gia", "đơn giá"
    THANH_TIEN = "thanh_tien", "thành tiền"
    GHI_CHU = "ghi_chu", "ghi chú"
    KHONG_NHAP = "khong_nhap", "không nhập"


TEN_TAM = 76  # percent of names that give way to a column of plainer ones
_NAM = r"\b(?:19|20)\d\d\b"
_NGUON_KHAC = r"(?:so lieu|du lieu|thong tin|nhan luc)"  # sources that are not of money
_TU_NOI_DUNG = (
    r"noi dung|nhiem vu|cong viec|dau viec|hang muc|danh muc|hoat dong|giai phap|de muc|ten goi"
)
_LUAT = tuple(
    (kind, re.compile(pattern), sure)
    for kind, pattern, sure in (
        (
            LoaiCot.KHONG_NHAP,
            r"(?:lanh dao|dong chi|uy vien|thanh vien)\b.*(?:phu trach|chi dao|theo doi|phan cong)"
            r"|nguoi (?:phu trach|chi dao|lien he)|^lanh dao\b|can bo dau moi|dien thoai"
            r"|^can cu(?: (?:phap ly|thuc hien|van ban|giao|de xuat|ban hanh|chi dao))*$",
            96,
        ),
        (LoaiCot.CHU_TRI_PHOI_HOP, r"chu tri.*phoi hop|phoi hop.*chu tri", 90),
        (
            LoaiCot.PHOI_HOP,
            r"phoi hop|(?:don vi|co quan) ho tro|don vi lien quan|co quan lien quan|cung thuc hien"
            r"|tham gia",
            95,
        ),
        (LoaiCot.CHU_TRI, r"chu tri|chu quan|thuc hien chinh", 95),
        (
            LoaiCot.MA_SO,
            r"^(?:t[ /]?t|s[ /]?t[ /]?t|so tt|so thu tu|thu tu"
            r"|ma(?: so| chi tieu| nhiem vu| nv| ct| kp| kinh phi| dong| muc| hieu)?"
            r"|ky hieu|so|#)$",
            95,
        ),
        (
            LoaiCot.DON_VI_TINH,
            r"don vi tinh|^d vi tinh|^dvt|^dv tinh|^dvi tinh|don vi do|^don vi \(?%",
            95,
        ),
        (LoaiCot.DON_GIA, r"don gia|^d gia$", 95),
        (LoaiCot.DON_GIA, r"^gia\b(?! tri)|^muc (?:chi|gia)|dinh muc", 90),
        (LoaiCot.SO_LUONG, r"so luong|khoi luong|^s ?/? ?l$|^s luong|^so lg\b", 95),
        (LoaiCot.THANH_TIEN, r"thanh tien|^t tien\b", 95),
        (
            LoaiCot.NGUON_VON,
            rf"^nguon(?! {_NGUON_KHAC})|^von$|nguon (?:kinh phi|von|ngan sach|thuc hien)",
            95,
        ),
        (
            LoaiCot.KHONG_NHAP,
            r"^(?:so |ket qua |uoc |da |tinh hinh |gia tri )*(?:thuc hien|uoc|hien trang"
            r"|thuc trang|ket qua(?! (?:du kien|phai dat|can dat|dau ra|mong))|dat duoc|so lieu)"
            rf"\b.*{_NAM}"
            rf"|{_NAM}.* (?:thuc hien|uoc(?: dat| thuc hien)?|ket qua|dat duoc)$"
            r"|\bso (?:voi|sanh)\b|^ty le (?:hoan thanh|thuc hien|tang|giam)\b"
            r"|^(?:muc do hoan thanh|tinh trang|trang thai|danh gia)\b"
            rf"|^(?:so lieu )?(?:hien trang|thuc trang)\b|^th {_NAM}",
            80,
        ),
        (
            LoaiCot.KINH_PHI,
            r"kinh phi|^kp\b|^chi phi\b|du toan|so tien|muc dau tu|nhu cau von|tong von|von dau tu"
            r"|^tong tien",
            90,
        ),
        (  # "Nhiệm vụ được giao" names the work, not who does it
            LoaiCot.TEN_GOI,
            rf"^(?:cac |ten )?(?:{_TU_NOI_DUNG}|viec|chi tieu)\b.*"
            r"\b(?:duoc giao|(?:duoc )?phan cong|theo doi)$|^(?:cac )?viec\b",
            85,
        ),
        (
            LoaiCot.CHU_TRI,
            r"trach nhiem|phu trach|dau moi|theo doi|tham muu|phan cong|duoc giao"
            r"|(?:don vi|co quan|bo phan|phong ban|nganh|nguoi|can bo)(?:[/, ]+\w+){0,3} thuc hien"
            r"|don vi trien khai|to chuc thuc hien",
            85,
        ),
        (LoaiCot.SAN_PHAM, r"^ket qua (?:thuc hien|dat duoc|den nay|hien nay)", 70),
        (LoaiCot.TEN_GOI, r"^ten san pham,? (?:dich vu|hang hoa|thiet bi)", 90),
        (LoaiCot.SAN_PHAM, r"^(?:ten )?(?:san pham|ket qua|dau ra)", 90),
        (LoaiCot.BAT_DAU, r"bat dau|tu ngay|khoi cong|^tu(?: thang| quy| nam)?$", 90),
        (
            LoaiCot.THOI_HAN,
            r"thoi gian|thoi han|tien do|hoan thanh|ket thuc|ky han|^han\b|moc thoi gian|lo trinh"
            r"|den ngay|^den(?: thang| quy| nam)?$",
            90,
        ),
        (
            LoaiCot.SAN_PHAM,
            r"san pham|ket qua|dau ra|muc tieu can dat|yeu cau can dat|yeu cau ve",
            90,
        ),
        (LoaiCot.GHI_CHU, r"^ghi chu|^luu y|^chu thich", 95),
        (LoaiCot.NHOM, r"^tru cot\b|^mang (?:cong viec|cong tac|nhiem vu)", 85),
        (LoaiCot.TEN_GOI, rf"{_TU_NOI_DUNG}|^ten\b", 90),
        (  # a level of a part of the year is none of the year
            LoaiCot.KHONG_NHAP,
            rf"^(?:\w+ ){{0,4}}(?:(?:3[01]|[12]\d|0?[1-9])/)?(?:1[01]|0?[1-9])/{_NAM}"
            rf"|\b(?:thang (?:1[01]|0?[1-9])|quy (?:i{{1,3}}|[1-3]))(?: ?/ ?| nam | ){_NAM}"
            r"|^0?[369] thang\b(?: dau| cuoi)?",
            50,
        ),
        (
            LoaiCot.MUC_DAT,
            rf"^(?:den |het |nam |giai doan |muc tieu |chi tieu |ke hoach |phan dau |muc |kh )*"
            rf"(?:\w+ ){{0,8}}(?:\d{{1,2}}/){{0,2}}{_NAM}",
            90,
        ),
        (
            LoaiCot.MUC_DAT,
            r"^muc\b(?! tieu)|phan dau|chi tieu giao|ke hoach giao|^ke hoach$|^ty le|can dat"
            r"|gia tri"
            r"|chi tieu phai dat|^giao\b|^muc tieu(?: nam)?(?: \(?%\)?)?$",
            75,
        ),
        (LoaiCot.TEN_GOI, r"chi tieu|muc tieu|tieu chi|linh vuc|^chi so", 85),
        (
            LoaiCot.TEN_GOI,
            r"^dien giai|^(?:cac )?khoan (?:muc|chi)|^(?:hang hoa|vat tu|dich vu)\b",
            TEN_TAM,
        ),
        (LoaiCot.DON_VI, r"^(?:cac )?(?:co quan[/, ]+)?don vi$|^co quan$", 50),
    )
)
_DA_LAM = re.compile(r"\((?:uoc |da |so |ket qua )*(?:thuc hien|th|ket qua|hien trang)\b[^)]*\)")
_MAX_HEADER = 120


@lru_cache(maxsize=4096)
def read_header(tieu_de: str) -> tuple[LoaiCot, int] | None:
    """Tell what a column with this header holds, and how sure that is (0 to 100).

    >>> read_header("Thời gian triển khai/ hoàn thành")
    (<LoaiCot.THOI_HAN: 'thoi_han'>, 90)
    >>> read_header("Cơ quan chủ trì theo dõi, đánh giá"), read_header("Phấn đấu đến năm 2030")
    ((<LoaiCot.CHU_TRI: 'chu_tri'>, 95), (<LoaiCot.MUC_DAT: 'muc_dat'>, 90))
    >>> read_header("Phòng Kinh tế") is None
    True
    """
    folded = re.sub(r"[^\w/%#(), ]+", " ", fold(tieu_de)).strip()
    if not folded or len(folded) > _MAX_HEADER:
        return None
    words = " ".join(folded.split())
    bare = " ".join(re.sub(r"\([^)]*\)", " ", words).split()) or words
    if _DA_LAM.search(words) and re.search(_NAM, words):
        return LoaiCot.KHONG_NHAP, 80
    for kind, pattern, sure in _LUAT:
        if pattern.search(bare):
            return kind, sure
    return None


_NHOM_NAM = re.compile(
    r"(?:[ivx]+\.? |[a-z1-9][.)] )?(?:cac )?(?:chi tieu |muc tieu |ke hoach )?"
    r"(?:den |nam |giai doan )*(?:19|20)\d\d(?:\D{1,6}(?:19|20)\d\d)?:?"
)
_GIAI_DOAN = re.compile(r"((?:19|20)\d\d)\D{1,12}((?:19|20)\d\d)")
_MOT_NAM = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def read_year(tieu_de: str) -> tuple[int, bool] | None:
    """Find the year a header or group row is about; True where it is the end of a span.

    >>> read_year("Mục tiêu năm 2026"), read_year("Giai đoạn 2026 - 2030"), read_year("Mức")
    ((2026, False), (2030, True), None)
    """
    span = _GIAI_DOAN.search(tieu_de)
    if span:
        return int(span[2]), True
    years = _MOT_NAM.findall(tieu_de)
    return (int(years[-1]), False) if years else None


def read_year_group(dong_nhom: str) -> int | None:
    """Give the year a group row stands for, None for other groups.

    >>> read_year_group("Năm 2026"), read_year_group("Mục tiêu đến năm 2030:")
    (2026, 2030)
    >>> read_year_group("Số hóa hồ sơ trước năm 2025") is None
    True
    """
    year = read_year(dong_nhom) if _NHOM_NAM.fullmatch(fold(dong_nhom)) else None
    return year[0] if year else None
