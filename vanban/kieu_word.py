"""The styles of the Word file (kiểu): one for each component of the decree, under its own name.

An office that goes on working in Word finds "Quốc hiệu", "Trích yếu", "Nơi nhận" in the list of
styles, and real headings in the navigation pane. Sizes and slants are those of `the_thuc`, gaps
those of static/css/print.css. The result is XML text for styles.xml; standard library only.
"""

from dataclasses import dataclass
from decimal import Decimal

from vanban import the_thuc
from vanban.bang_bieu import CanhLe
from vanban.tai_lieu import CapDieuKhoan
from vanban.the_thuc import KieuChu, ThamSo

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DON = Decimal(1)  # single line spacing, as Word counts it
KE_MANH = 6  # eighths of a point: rules under issuer, motto and subject (0.75 pt)
KE_BANG = 4  # borders of tables (0.5 pt)
LE_O = (40, 60)  # twips above and below, left and right of the text of a cell: 2 pt, 3 pt
MAU_CHU_DAM = "NhanDam"

HEADINGS = {
    CapDieuKhoan.PHAN: "Heading1",
    CapDieuKhoan.CHUONG: "Heading1",
    CapDieuKhoan.MUC_LON: "Heading2",
    CapDieuKhoan.KHOAN: "Heading3",
    CapDieuKhoan.TIEU_KHOAN: "Heading4",
    CapDieuKhoan.DIEM: "Heading5",
}
JUSTIFY = {
    CanhLe.TRAI: "left",
    CanhLe.GIUA: "center",
    CanhLe.PHAI: "right",
    CanhLe.DEU: "both",
}


@dataclass(frozen=True)
class KieuDoan:
    """A paragraph style (kiểu đoạn): `truoc` and `sau` are points of space before and after.

    `gian_dong` counts single lines; `thut_dong` is the first-line indent in millimetres;
    `cap_muc` the outline level from 0, for the navigation pane.
    """

    ma: str
    ten: str
    co_chu: int
    in_dam: bool = False
    in_nghieng: bool = False
    canh_le: CanhLe = CanhLe.TRAI
    truoc: int = 0
    sau: int = 0
    gian_dong: Decimal = DON
    thut_dong: Decimal = Decimal(0)
    keeps_with_next: bool = False
    cap_muc: int | None = None
    dua_tren: str = "Normal"


def twips(milimet: Decimal | int) -> int:
    """Give a length in twentieths of a point.

    >>> twips(210), twips(Decimal("12.7"))
    (11906, 720)
    """
    return int((Decimal(milimet) * 1440 / Decimal("25.4")).to_integral_value())


def styles_xml(tham_so: ThamSo, *, ngon_ngu: str) -> str:
    """Write the whole styles part for one document's choices."""
    styles = "".join(_paragraph_style(kieu) for kieu in paragraph_styles(tham_so))
    return (
        f'<w:styles xmlns:w="{NS}">{_defaults(tham_so, ngon_ngu)}{styles}'
        f"{_character_styles()}{_table_styles()}</w:styles>"
    )


def paragraph_styles(tham_so: ThamSo) -> list[KieuDoan]:
    """List the paragraph styles, the base of all first."""
    return [
        KieuDoan("Normal", "Normal", tham_so.co_chu, dua_tren=""),
        *_head_styles(tham_so),
        *_body_styles(tham_so),
        *_table_text_styles(tham_so),
        *_end_styles(tham_so),
    ]


def _of(ma: str, ten: str, kieu_chu: KieuChu, *, lon: bool, **more: object) -> KieuDoan:
    """Take size, weight and slant from the measures of the decree."""
    values = {"in_dam": kieu_chu.in_dam, "in_nghieng": kieu_chu.in_nghieng} | more
    return KieuDoan(ma, ten, kieu_chu.size(lon=lon), **values)  # type: ignore[arg-type]


def _head_styles(tham_so: ThamSo) -> list[KieuDoan]:
    """List the styles of the head and the title (II.1-II.5, II.9.a)."""
    lon, dau = tham_so.co_chu == 14, tham_so.quoc_hieu_lon
    giua = CanhLe.GIUA
    return [
        _of("QuocHieu", "Quốc hiệu", the_thuc.QUOC_HIEU, lon=dau, canh_le=giua),
        _of("TieuNgu", "Tiêu ngữ", the_thuc.TIEU_NGU, lon=dau, canh_le=giua),
        _of(
            "CoQuanChuQuan",
            "Tên cơ quan chủ quản",
            the_thuc.CO_QUAN_CHU_QUAN,
            lon=dau,
            canh_le=giua,
        ),
        _of("TenCoQuan", "Tên cơ quan", the_thuc.CO_QUAN_BAN_HANH, lon=dau, canh_le=giua),
        _of("SoKyHieu", "Số ký hiệu", the_thuc.SO_KY_HIEU, lon=dau, canh_le=giua),
        _of("DiaDanh", "Địa danh ngày tháng", the_thuc.DIA_DANH_NGAY, lon=dau, canh_le=giua),
        _of("VeViec", "Về việc", the_thuc.VE_VIEC, lon=dau, canh_le=giua, truoc=6),
        _of("TenLoai", "Tên loại", the_thuc.TEN_LOAI, lon=lon, canh_le=giua,
            keeps_with_next=True),
        _of("TrichYeu", "Trích yếu", the_thuc.TRICH_YEU, lon=lon, canh_le=giua,
            keeps_with_next=True),
        _of("KinhGui", "Kính gửi", the_thuc.KINH_GUI, lon=lon, keeps_with_next=True),
        KieuDoan("DuongKe", "Đường kẻ", 2, canh_le=giua, truoc=2),
        KieuDoan("KhoangCach", "Khoảng cách", 2, keeps_with_next=True),
    ]  # fmt: skip


def _body_styles(tham_so: ThamSo) -> list[KieuDoan]:
    """List the styles of the body and of the heads of appendices (II.6, III.1)."""
    lon = tham_so.co_chu == 14
    dong: dict[str, object] = {"gian_dong": tham_so.gian_dong, "truoc": tham_so.cach_doan}
    doan = dong | {"canh_le": CanhLe.DEU, "thut_dong": tham_so.thut_dong}
    muc = doan | {"keeps_with_next": True}
    giua = {"canh_le": CanhLe.GIUA, "keeps_with_next": True}
    noi_dung = the_thuc.NOI_DUNG
    return [
        _of("CanCu", "Căn cứ", the_thuc.CAN_CU, lon=lon, **doan),
        _of("NoiDung", "Nội dung", noi_dung, lon=lon, **doan),
        _of("GachDauDong", "Gạch đầu dòng", noi_dung, lon=lon, **doan, dua_tren="NoiDung"),
        _of("DauCong", "Gạch đầu dòng cấp 2", noi_dung, lon=lon, **doan, dua_tren="NoiDung"),
        _of("Khoan", "Khoản", noi_dung, lon=lon, **doan, dua_tren="NoiDung"),
        _of("Heading1", "heading 1", the_thuc.PHAN_CHUONG, lon=lon,
            **dong | giua | {"truoc": 12, "cap_muc": 0}),
        _of("Heading2", "heading 2", the_thuc.MUC_LON, lon=lon, **muc, cap_muc=1),
        _of("Heading3", "heading 3", the_thuc.KHOAN_CO_TEN, lon=lon, **muc, cap_muc=2),
        _of("Heading4", "heading 4", the_thuc.KHOAN_CO_TEN, lon=lon, **muc, cap_muc=3),
        _of("Heading5", "heading 5", noi_dung, lon=lon, **muc, cap_muc=4),
        _of("TenPhuLuc", "Tên phụ lục", the_thuc.PHU_LUC_TEN, lon=lon,
            **giua, cap_muc=0, dua_tren="Heading1"),
        _of("KemTheo", "Kèm theo", the_thuc.PHU_LUC_KEM_THEO, lon=lon, **giua, sau=2),
        _of("PhuLucTrong", "Phụ lục trống", noi_dung, lon=lon, canh_le=CanhLe.GIUA, truoc=12),
    ]  # fmt: skip


def _table_text_styles(tham_so: ThamSo) -> list[KieuDoan]:
    """List the styles of tables: caption, unit, header, cells, groups, totals."""
    lon, co_chu, o_bang = tham_so.co_chu == 14, tham_so.co_chu_bang, "OBang"
    giua, phai = CanhLe.GIUA, CanhLe.PHAI
    noi_dung = the_thuc.NOI_DUNG.size(lon=lon)
    return [
        KieuDoan("TenBang", "Tên bảng", noi_dung, in_dam=True, canh_le=giua, truoc=8, sau=6,
                 keeps_with_next=True),
        KieuDoan("DonViTinh", "Đơn vị tính", noi_dung, in_nghieng=True, canh_le=phai, truoc=6,
                 sau=6, keeps_with_next=True),
        KieuDoan(o_bang, "Ô bảng", co_chu),
        KieuDoan("DauCot", "Đầu cột", co_chu, in_dam=True, canh_le=giua, keeps_with_next=True,
                 dua_tren=o_bang),
        KieuDoan("DongNhom", "Dòng nhóm", co_chu, in_dam=True, keeps_with_next=True,
                 dua_tren=o_bang),
        KieuDoan("DongTong", "Dòng tổng", co_chu, in_dam=True, dua_tren=o_bang),
    ]  # fmt: skip


def _end_styles(tham_so: ThamSo) -> list[KieuDoan]:
    """List the styles of signature, recipients, page number, section ends (II.7, II.9.b, I.7)."""
    lon = tham_so.co_chu == 14
    giua = CanhLe.GIUA
    so_trang = the_thuc.NOI_DUNG.size(lon=lon)
    return [
        _of("QuyenHan", "Quyền hạn chức vụ", the_thuc.QUYEN_HAN_CHUC_VU, lon=lon, canh_le=giua),
        KieuDoan("ChoKy", "Chỗ ký", so_trang, canh_le=giua),
        _of("HoTen", "Họ tên người ký", the_thuc.HO_TEN, lon=lon, canh_le=giua),
        _of("NoiNhan", "Nơi nhận", the_thuc.NOI_NHAN_TIEU_DE, lon=lon),
        _of("DongNoiNhan", "Danh sách nơi nhận", the_thuc.NOI_NHAN_DONG, lon=lon),
        KieuDoan("SoTrang", "Số trang", so_trang, canh_le=giua),
        KieuDoan("DuThao", "Dự thảo", 13, in_dam=True),
        KieuDoan("TruocKhoiKy", "Trước khối ký", 2, keeps_with_next=True),
        KieuDoan("NgatPhan", "Ngắt phần", 1),
    ]


def _defaults(tham_so: ThamSo, ngon_ngu: str) -> str:
    """Write what holds for every character: face, size, language. Hide Word's own styles."""
    ten = the_thuc.HO_CHU
    co_chu = tham_so.co_chu * 2
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{ten}" w:hAnsi="{ten}" '
        f'w:eastAsia="{ten}" w:cs="{ten}"/><w:color w:val="000000"/><w:sz w:val="{co_chu}"/>'
        f'<w:szCs w:val="{co_chu}"/><w:lang w:val="{ngon_ngu}" w:eastAsia="{ngon_ngu}" '
        f'w:bidi="{ngon_ngu}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" '
        'w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" '
        'w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
    )


def _paragraph_style(kieu: KieuDoan) -> str:
    """Write one paragraph style; its parts stand in the order the format asks for."""
    builtin = kieu.ten == "Normal" or kieu.ten.startswith("heading")
    marks = "" if builtin else ' w:customStyle="1"'
    marks += ' w:default="1"' if not kieu.dua_tren else ""
    base = f'<w:basedOn w:val="{kieu.dua_tren}"/>' if kieu.dua_tren else ""
    following = '<w:next w:val="NoiDung"/>' if kieu.cap_muc is not None else ""
    keep = "<w:keepNext/><w:keepLines/>" if kieu.keeps_with_next else '<w:keepNext w:val="0"/>'
    level = f'<w:outlineLvl w:val="{kieu.cap_muc}"/>' if kieu.cap_muc is not None else ""
    bold, italic = int(kieu.in_dam), int(kieu.in_nghieng)
    return (
        f'<w:style w:type="paragraph"{marks} w:styleId="{kieu.ma}"><w:name w:val="{kieu.ten}"/>'
        f"{base}{following}<w:qFormat/><w:pPr>{keep}<w:widowControl/>{_border(kieu)}"
        f'<w:spacing w:before="{kieu.truoc * 20}" w:after="{kieu.sau * 20}" {_line(kieu)}/>'
        f'<w:ind w:firstLine="{twips(kieu.thut_dong)}"/><w:jc w:val="{JUSTIFY[kieu.canh_le]}"/>'
        f'{level}</w:pPr><w:rPr><w:b w:val="{bold}"/><w:bCs w:val="{bold}"/><w:i w:val="{italic}"/>'
        f'<w:iCs w:val="{italic}"/><w:sz w:val="{kieu.co_chu * 2}"/>'
        f'<w:szCs w:val="{kieu.co_chu * 2}"/></w:rPr></w:style>'
    )


def _border(kieu: KieuDoan) -> str:
    """Draw the rule of the style that is a rule."""
    if kieu.ma != "DuongKe":
        return ""
    return f'<w:pBdr><w:top w:val="single" w:sz="{KE_MANH}" w:space="0" w:color="000000"/></w:pBdr>'


def _line(kieu: KieuDoan) -> str:
    """Write the line spacing: exact for empty lines that only hold a place, else in lines."""
    exact = {"DuongKe": 60, "KhoangCach": 120, "TruocKhoiKy": 240, "NgatPhan": 20}
    if kieu.ma in exact:
        return f'w:line="{exact[kieu.ma]}" w:lineRule="exact"'
    if kieu.ma == "ChoKy":
        return f'w:line="{twips(the_thuc.KHOANG_KY)}" w:lineRule="atLeast"'
    return f'w:line="{int(kieu.gian_dong * 240)}" w:lineRule="auto"'


def _character_styles() -> str:
    """Write the styles within a line: bold opening of a clause, number of an appendix."""
    bold = "<w:b/><w:bCs/>"
    size = the_thuc.PHU_LUC_SO.size(lon=True) * 2
    styles = (
        (MAU_CHU_DAM, "Nhấn đậm", bold),
        ("SoPhuLuc", "Số phụ lục", f'{bold}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'),
    )
    return "".join(
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{ma}"><w:name w:val="{ten}"/>'
        f"<w:qFormat/><w:rPr>{look}</w:rPr></w:style>"
        for ma, ten, look in styles
    )


def _table_styles() -> str:
    """Write the two table styles: with borders, and without any for head and signature."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{KE_BANG}" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return _table_style(
        "BangBieu", "Bảng biểu", f"<w:tblBorders>{sides}</w:tblBorders>", LE_O
    ) + _table_style("BangKhongVien", "Bảng không viền", "", (0, 0))


def _table_style(ma: str, ten: str, borders: str, le_o: tuple[int, int]) -> str:
    """Write one table style with its cell margins."""
    doc, ngang = le_o
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", doc), ("left", ngang), ("bottom", doc), ("right", ngang))
    )
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{ma}"><w:name w:val="{ten}"/>'
        f'<w:qFormat/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{borders}'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"
    )
