"""Make the Word file of a `TaiLieu`: the same words as the PDF, in real styles and sections.

Nothing about wording is decided here (docs/adr/0005). The font is named Times New Roman; where it
is missing, Word takes one of equal widths. Equal documents give equal bytes.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from docx.document import Document as TaiLieuWord
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.section import Section
from docx.shared import Mm, Twips

from vanban.bang_bieu import BangBieu, CanhLe
from vanban.bang_word import table_blocks
from vanban.goi_word import document_bytes, new_document
from vanban.kieu_word import HEADINGS, MAU_CHU_DAM, twips
from vanban.ngat_dong import width_em
from vanban.tai_lieu import (
    CapDieuKhoan,
    DieuKhoan,
    GachDauDong,
    HuongGiay,
    Khoi,
    KhoiDau,
    KhoiKy,
    NoiNhan,
    PhuLucDaDanhSo,
    TaiLieu,
)
from vanban.the_thuc import (
    CAO_KHUNG_CHU,
    COT_CO_QUAN,
    COT_KINH_GUI,
    COT_QUOC_HIEU,
    HANG_KINH_GUI,
    HANG_SO_KY_HIEU,
    HANG_TEN_LOAI,
    KHO_GIAY,
    QUOC_HIEU,
    TIEU_NGU,
    ThamSo,
)
from vanban.xml_word import (
    DoanChu,
    DongWord,
    OWord,
    Xml,
    element,
    one_line,
    page_number_paragraph,
    paragraph,
    table,
)

_QUOC_HIEU = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_TIEU_NGU = "Độc lập - Tự do - Hạnh phúc"
_RONG_QUOC_HIEU = 2087  # hundredths of an em, measured in the bold face: must stay on one line
_RONG_TIEU_NGU = 1224  # as above: the rule below is exactly as long (II.1.b)
_PHAN_TRAM_KE = 40  # of the line above: between 1/3 and 1/2 (II.2.b, II.5.b)
_TRONG_SO_DO_RONG = {CapDieuKhoan.PHAN, CapDieuKhoan.CHUONG}


def render_docx(tai_lieu: TaiLieu) -> bytes:
    """Make the .docx: body, then every appendix in a section of its own; about 0.1 s a plan."""
    return document_bytes(_Writer(tai_lieu).document())


class _Writer:
    """Write one document from its first line to its last."""

    def __init__(self, tai_lieu: TaiLieu) -> None:
        self.tai_lieu = tai_lieu
        self.tham_so = tai_lieu.tham_so
        self.word = new_document(tai_lieu)

    def document(self) -> TaiLieuWord:
        """Write body and appendices."""
        self._set_page(self.word.sections[0], HuongGiay.DOC)
        self._append(self._body())
        for muc in self.tai_lieu.numbered_phu_luc:
            section = self.word.add_section(WD_SECTION.NEW_PAGE)
            # The mark that ends the section before must not push an empty page out.
            self.word.paragraphs[-1].style = self.word.styles["Ngắt phần"]
            self._set_page(section, muc.phu_luc.huong_giay)
            self._append(self._appendix(muc))
        self._append([paragraph("NgatPhan")])
        return self.word

    def _append(self, pieces: Iterable[Xml]) -> None:
        """Put pieces at the end, before the properties of the last section."""
        body = self.word.element.body
        for piece in pieces:
            body.insert_element_before(piece, "w:sectPr")

    # --- pages ----------------------------------------------------------------------------------

    def _set_page(self, section: Section, huong: HuongGiay) -> None:
        """Lay a section out: paper, margins, numbers from 1, none on its first page (I.1-I.7)."""
        tham_so = self.tham_so
        ngang = huong is HuongGiay.NGANG
        rong, cao = KHO_GIAY[::-1] if ngang else KHO_GIAY
        section.page_width, section.page_height = Mm(rong), Mm(cao)
        section.orientation = WD_ORIENT.LANDSCAPE if ngang else WD_ORIENT.PORTRAIT
        section.top_margin, section.bottom_margin = Mm(tham_so.le_tren), Mm(tham_so.le_duoi)
        section.left_margin, section.right_margin = Mm(tham_so.le_trai), Mm(tham_so.le_phai)
        section.header_distance = Twips((twips(tham_so.le_tren) - tham_so.co_chu * 23) // 2)
        section.footer_distance = Mm(10)
        section.different_first_page_header_footer = True
        self._number_from_one()
        draft = "DỰ THẢO" if self.tai_lieu.du_thao else ""
        width = tham_so.landscape_text_width if ngang else tham_so.text_width
        number = page_number_paragraph(draft, tab_giua=twips(width) // 2)
        _fill_header(section, number, paragraph("DuThao" if draft else "SoTrang", draft))

    def _number_from_one(self) -> None:
        """Let the pages of the last section count from 1."""
        properties = self.word.element.body.sectPr
        for name in ("pgNumType", "docGrid"):
            for old in properties.xpath(f"w:{name}"):
                properties.remove(old)
        properties.insert_element_before(element("pgNumType", start=1), "w:cols", "w:titlePg")

    # --- body -----------------------------------------------------------------------------------

    def _body(self) -> Iterator[Xml]:
        """Write head, title, addressees, legal bases, text, signature."""
        tai_lieu, width = self.tai_lieu, self.tham_so.text_width
        yield head_table(tai_lieu.khoi_dau, self.tham_so, tai_lieu.ve_viec_lines)
        yield from _title(tai_lieu, twips(width))
        yield from _addressees(tai_lieu.kinh_gui_lines, self.tham_so)
        for dong in tai_lieu.can_cu_lines:
            yield paragraph("CanCu", one_line(dong))
        for khoi in tai_lieu.leading_blocks:
            yield from block(khoi, twips(width))
        closing = block(tai_lieu.last_block, twips(width))
        for piece in closing:
            _keep_with_next(piece)
        yield from closing
        yield paragraph("TruocKhoiKy")
        yield signature_table(tai_lieu.khoi_ky, tai_lieu.noi_nhan, twips(width))

    def _appendix(self, muc: PhuLucDaDanhSo) -> Iterator[Xml]:
        """Write one appendix: number, title, reference, content (III.1)."""
        ngang = muc.phu_luc.huong_giay is HuongGiay.NGANG
        width = self.tham_so.landscape_text_width if ngang else self.tham_so.text_width
        title = "\n".join(muc.upper_ten)
        yield paragraph("TenPhuLuc", DoanChu(f"{muc.nhan}\n", "SoPhuLuc"), title)
        yield paragraph("KemTheo", muc.kem_theo)
        if not muc.noi_dung:
            yield paragraph("PhuLucTrong", one_line(muc.phu_luc.khi_trong))
        for khoi in muc.noi_dung:
            yield from block(khoi, twips(width))


def head_table(khoi_dau: KhoiDau, tham_so: ThamSo, ve_viec: tuple[str, ...] = ()) -> Xml:
    """Write issuer beside national heading, number beside place and date, without borders.

    `ve_viec` are the lines of a letter's subject, below the number.
    """
    lon = tham_so.quoc_hieu_lon
    size = QUOC_HIEU.size(lon=lon)
    both = twips(tham_so.text_width) * COT_QUOC_HIEU[1] // 100
    left = twips(tham_so.text_width) * COT_CO_QUAN[1] // 100
    right = max(both - left, _em(_RONG_QUOC_HIEU, size) + 40)
    left = both - right
    issuer = [paragraph("CoQuanChuQuan", one_line(dong)) for dong in khoi_dau.upper_chu_quan]
    issuer += [paragraph("TenCoQuan", one_line(dong)) for dong in khoi_dau.upper_ban_hanh]
    last = khoi_dau.upper_ban_hanh[-1] if khoi_dau.upper_ban_hanh else ""
    issuer.append(_rule(left, _em(width_em(last), size) * _PHAN_TRAM_KE // 100))
    issuer.append(paragraph("KhoangCach"))
    nation = (
        paragraph("QuocHieu", _QUOC_HIEU),
        paragraph("TieuNgu", _TIEU_NGU),
        _rule(right, _em(_RONG_TIEU_NGU, TIEU_NGU.size(lon=lon))),
    )
    number = [paragraph("SoKyHieu", khoi_dau.number_line)]
    if ve_viec:
        number.append(paragraph("VeViec", "\n".join(ve_viec)))
    number.append(paragraph("KhoangCach"))
    place = (paragraph("DiaDanh", khoi_dau.place_line),)
    title = HANG_KINH_GUI if ve_viec else HANG_TEN_LOAI
    rows = (
        DongWord(
            (OWord(tuple(issuer), canh_doc="top"), OWord(nation, canh_doc="top")),
            cao=_share_of_height(HANG_SO_KY_HIEU),
        ),
        DongWord(
            (
                OWord((*number, paragraph("KhoangCach")), canh_doc="top"),
                OWord(place, canh_doc="top"),
            ),
            cao=_share_of_height(title - HANG_SO_KY_HIEU),
        ),
    )
    return table("BangKhongVien", (left, right), rows)


def signature_table(khoi_ky: KhoiKy, noi_nhan: NoiNhan, width: int) -> Xml:
    """Write recipients beside the signature block; one row that never breaks (II.7, II.9.b)."""
    recipients = [paragraph("NoiNhan", "Nơi nhận:")]
    recipients += [paragraph("DongNoiNhan", one_line(dong)) for dong in noi_nhan.lines]
    signer = [paragraph("QuyenHan", one_line(dong)) for dong in khoi_ky.upper_quyen_han]
    signer.append(paragraph("ChoKy"))
    if khoi_ky.chuc_vu_khac:
        signer.append(paragraph("QuyenHan", one_line(khoi_ky.upper_chuc_vu_khac)))
    signer.append(paragraph("HoTen", one_line(khoi_ky.ho_ten)))
    row = DongWord((OWord(tuple(recipients), canh_doc="top"), OWord(tuple(signer), canh_doc="top")))
    return table("BangKhongVien", (width // 2, width - width // 2), (row,))


def block(khoi: Khoi, width: int) -> list[Xml]:
    """Write one block of the text; tables fill `width` twips."""
    if isinstance(khoi, BangBieu):
        return table_blocks(khoi, width)
    if isinstance(khoi, DieuKhoan):
        return _clause(khoi)
    if isinstance(khoi, GachDauDong):
        style = "GachDauDong" if khoi.cap_do == 1 else "DauCong"
        return [paragraph(style, one_line(f"{khoi.dau_dong} {khoi.noi_dung}"))]
    return [paragraph("NoiDung", one_line(khoi.noi_dung))]


def _clause(khoi: DieuKhoan) -> list[Xml]:
    """Write a heading on a line of its own, or a number and title that open a paragraph."""
    heading = HEADINGS[khoi.cap_do]
    if khoi.cap_do in _TRONG_SO_DO_RONG:
        lines = [one_line(khoi.nhan), one_line(khoi.printed_ten)]
        return [paragraph(heading, "\n".join(filter(None, lines)))]
    if khoi.cap_do is CapDieuKhoan.MUC_LON:
        made = [paragraph(heading, one_line(f"{khoi.nhan} {khoi.printed_ten}"))]
        if khoi.noi_dung:
            made.append(paragraph("NoiDung", one_line(khoi.noi_dung)))
        return made
    if khoi.has_own_line:
        return [paragraph(heading, one_line(f"{khoi.nhan} {khoi.ten}"))]
    if khoi.ten:
        opening = DoanChu(one_line(f"{khoi.nhan} {khoi.ten}:"), MAU_CHU_DAM)
        return [paragraph("Khoan", opening, f" {one_line(khoi.noi_dung)}")]
    return [paragraph("Khoan", one_line(f"{khoi.nhan} {khoi.noi_dung}"))]


def _title(tai_lieu: TaiLieu, width: int) -> Iterator[Xml]:
    """Write type name and subject with the rule below them (II.5); of a letter, a gap only."""
    if tai_lieu.la_cong_van:
        return
    lines = tai_lieu.trich_yeu_lines
    longest = max(width_em(dong) for dong in lines)
    yield paragraph("TenLoai", tai_lieu.upper_ten_loai)
    yield paragraph("TrichYeu", "\n".join(lines))
    yield _rule(width, _em(longest, tai_lieu.tham_so.co_chu) * _PHAN_TRAM_KE // 100)
    yield paragraph("KhoangCach")


def _addressees(cac_dong: tuple[str, ...], tham_so: ThamSo) -> Iterator[Xml]:
    """Write "Kính gửi:" with one addressee in its line, or several below it (II.9.a)."""
    label, width = "Kính gửi:", twips(tham_so.text_width)
    start = width * (sum(COT_KINH_GUI) - 100) // 100  # what is right of it has the box's middle
    if len(cac_dong) == 1:
        text = f"{label} {one_line(cac_dong[0])}"
        yield paragraph("KinhGui", text, canh_le=CanhLe.GIUA, le_trai_phai=(start, 0))
    elif cac_dong:
        step = _em(width_em(label), tham_so.co_chu)
        longest = _em(max(width_em(dong) for dong in cac_dong), tham_so.co_chu)
        side = start + max((width - start - step - longest) // 2, 0)
        yield paragraph("KinhGui", label, le_trai_phai=(side, 0))
        for dong in cac_dong:
            yield paragraph("KinhGui", one_line(dong), le_trai_phai=(side + step, 0))
    if cac_dong:
        yield paragraph("KhoangCach")


def _share_of_height(percent: Decimal) -> int:
    """Turn a share of the height of the text into twips."""
    return twips(percent * CAO_KHUNG_CHU / 100)


def _rule(width: int, length: int) -> Xml:
    """Draw a rule of `length` in the middle of `width`, both in twips."""
    side = max((width - length) // 2, 0)
    return paragraph("DuongKe", le_trai_phai=(side, side))


def _em(hundredths: int, size: int) -> int:
    """Turn hundredths of an em into twips for a type size in points."""
    return hundredths * size * 20 // 100


def _keep_with_next(piece: Xml) -> None:
    """Keep a paragraph, or the last row of a table, on the page of what follows."""
    for properties in piece.xpath("self::w:p/w:pPr | w:tr[last()]/w:tc/w:p/w:pPr"):
        if not properties.xpath("w:keepNext"):
            properties.insert(1, element("keepNext"))


def _fill_header(section: Section, number: Xml, first: Xml) -> None:
    """Put the page number on every page but the first of the section."""
    for header, content in ((section.header, number), (section.first_page_header, first)):
        header.is_linked_to_previous = False
        run = header.paragraphs[0].add_run()
        old = run.element.getparent()
        old.getparent().replace(old, content)
