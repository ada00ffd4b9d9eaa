"""Writes the annexes of the sample plans as people type them: .xlsx and .docx, three ways each."""

import copy
import io
import unicodedata
from dataclasses import dataclass, field
from typing import Any

import docx
import openpyxl
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.styles import Alignment, Font

from tests.nhapxuat.mau_phu_luc import BangMau, DongMau, annexes


@dataclass
class KieuTrinhBay:
    """One typographic way: header words and order of columns by kind of table, and habits."""

    ten: str
    cot: dict[str, list[tuple[str, str]]]
    hai_tang: bool = False
    dong_so: bool = False
    gop_doc: tuple[str, ...] = ()
    gop_nhom: bool = False
    lap_tieu_de: int = 0
    dong_trong: int = 0
    ky_tu_la: bool = False
    so_that: bool = False
    ngat_dong: bool = False
    ghi_chu: bool = False
    tu_danh_so: bool = False
    cham_ma: str = ""


KIEU_CHUAN = KieuTrinhBay(
    "chuẩn",
    {
        "chi_tieu": [("tt", "TT"), ("ten", "Chỉ tiêu"), ("NAM", "Năm {}"),
                     ("chu_tri", "Cơ quan chủ trì theo dõi, đánh giá")],
        "nhiem_vu": [("tt", "TT"), ("ten", "Nội dung nhiệm vụ"), ("chu_tri", "Đơn vị chủ trì"),
                     ("phoi_hop", "Đơn vị phối hợp"), ("thoi_han", "Thời gian hoàn thành"),
                     ("san_pham", "Sản phẩm đầu ra"), ("kinh_phi", "Kinh phí ({})"),
                     ("nguon", "Nguồn kinh phí")],
        "kinh_phi": [("tt", "TT"), ("ten", "Nội dung"), ("dvt", "ĐVT"), ("so_luong", "Số lượng"),
                     ("don_gia", "Đơn giá (đồng)"), ("thanh_tien", "Thành tiền (đồng)"),
                     ("ghi_chu", "Ghi chú")],
    },
)  # fmt: skip
KIEU_GOP = KieuTrinhBay(
    "gộp ô",
    {
        "chi_tieu": [("tt", "STT"), ("ten", "Tên chỉ tiêu"), ("dvt", "Đơn vị"),
                     ("NAM", "{}"), ("chu_tri", "Đơn vị chủ trì")],
        "nhiem_vu": [("tt", "STT"), ("ten", "Nhiệm vụ, giải pháp"), ("san_pham", "Kết quả dự kiến"),
                     ("chu_tri", "Cơ quan thực hiện|Chủ trì"),
                     ("phoi_hop", "Cơ quan thực hiện|Phối hợp"),
                     ("thoi_han", "Thời gian triển khai/ hoàn thành"),
                     ("kinh_phi", "Kinh phí dự kiến"), ("nguon", "Nguồn vốn")],
        "kinh_phi": [("tt", "STT"), ("ten", "Hạng mục, nội dung chi"), ("dvt", "Đơn vị tính"),
                     ("so_luong", "Dự toán|Khối lượng"), ("don_gia", "Dự toán|Đơn giá"),
                     ("thanh_tien", "Dự toán|Thành tiền"), ("ghi_chu", "Ghi chú")],
    },
    hai_tang=True, dong_so=True, gop_doc=("chu_tri",), gop_nhom=True, lap_tieu_de=9, cham_ma=".",
)  # fmt: skip
KIEU_LON_XON = KieuTrinhBay(
    "lộn xộn",
    {
        "chi_tieu": [("tt", "Số TT"), ("chu_tri", "Bộ phận phụ trách"), ("ten", "Các chỉ tiêu"),
                     ("NAM", "Phấn đấu đến năm {}")],
        "nhiem_vu": [("tt", "Số TT"), ("thoi_han", "Tiến độ"), ("ten", "Đầu việc"),
                     ("phoi_hop", "Các đơn vị phối hợp thực hiện"), ("chu_tri", "Chịu trách nhiệm"),
                     ("nguon", "Nguồn"), ("kinh_phi", "Dự toán"),
                     ("san_pham", "Kết quả, sản phẩm")],
        "kinh_phi": [("tt", "Số TT"), ("ghi_chu", "Ghi chú"), ("ten", "Nội dung công việc"),
                     ("thanh_tien", "Kinh phí"), ("don_gia", "Đơn giá"), ("so_luong", "SL"),
                     ("dvt", "ĐVT")],
    },
    dong_trong=6, ky_tu_la=True, so_that=True, ngat_dong=True, ghi_chu=True, tu_danh_so=True,
)  # fmt: skip
CAC_KIEU = (KIEU_CHUAN, KIEU_GOP, KIEU_LON_XON)


@dataclass
class OLuoi:
    """A cell of the grid: its words, looks, and how far it reaches."""

    chu: Any = ""
    dam: bool = False
    ngang: int = 1
    doc: int = 1
    dinh_dang: str = ""
    khoa: str = ""


@dataclass
class Luoi:
    """A table ready to be written: rows of cells by column from 0, lines above and below."""

    dau_de: list[str]
    so_cot: int
    cac_dong: list[dict[int, OLuoi]] = field(default_factory=list)
    ghi_chu: list[str] = field(default_factory=list)
    tu_danh_so: bool = False


def make_grid(bang: BangMau, kieu: KieuTrinhBay) -> Luoi:
    columns = _columns(bang, kieu)
    luoi = Luoi(_titles(bang, kieu), len(columns))
    luoi.tu_danh_so = kieu.tu_danh_so and bang.loai == "nhiem_vu"
    header = _header(columns, kieu, bang)
    luoi.cac_dong += copy.deepcopy(header)
    for count, row in enumerate(bang.cac_dong, start=1):
        if kieu.lap_tieu_de and count % kieu.lap_tieu_de == 0 and row.kieu == "dong":
            luoi.cac_dong += copy.deepcopy(header)
        if kieu.dong_trong and count % kieu.dong_trong == 0:
            luoi.cac_dong.append({})
        luoi.cac_dong += _row(row, columns, kieu, bang)
    if kieu.gop_doc:
        _merge_down(luoi, kieu.gop_doc)
    if kieu.ghi_chu:
        luoi.ghi_chu = ["Ghi chú: Số liệu có thể điều chỉnh theo văn bản của cấp trên."]
    return luoi


def _columns(bang: BangMau, kieu: KieuTrinhBay) -> list[tuple[str, str]]:
    columns: list[tuple[str, str]] = []
    used = {key for row in bang.cac_dong for key, words in row.o.items() if words}
    for key, words in kieu.cot[bang.loai]:
        if key == "NAM":
            columns += [(nam, words.format(nam)) for nam in bang.cac_nam]
        elif key in used or key in {"tt", "ten"}:
            unit = bang.don_vi_tien.label if bang.don_vi_tien else ""
            columns.append((key, words.format(unit)))
    return columns


def _titles(bang: BangMau, kieu: KieuTrinhBay) -> list[str]:
    titles = ["PHỤ LỤC", bang.dau_de, "(Kèm theo Kế hoạch của Ủy ban nhân dân xã)"]
    if bang.don_vi_tien and kieu.ten != "chuẩn":
        titles.append(f"Đơn vị tính: {bang.don_vi_tien.label}")
    return titles


def _header(
    columns: list[tuple[str, str]], kieu: KieuTrinhBay, bang: BangMau
) -> list[dict[int, OLuoi]]:
    two = kieu.hai_tang and (len(bang.cac_nam) > 1 or any("|" in words for _, words in columns))
    top: dict[int, OLuoi] = {}
    low: dict[int, OLuoi] = {}
    for i, (key, words) in enumerate(columns):
        above, _, below = words.rpartition("|")
        if two and key in bang.cac_nam:
            above, below = "Phấn đấu theo từng giai đoạn", words
        if not two or not above:
            top[i] = OLuoi(below, True, doc=2 if two else 1)
            continue
        low[i] = OLuoi(below, True)
        first = next((c for c in top.values() if c.khoa == above), None)
        if first:
            first.ngang += 1
        else:
            top[i] = OLuoi(above, True, khoa=above)
    rows = [top, low] if two else [top]
    if kieu.dong_so:
        rows.append({i: OLuoi(f"({i + 1})") for i in range(len(columns))})
    return rows


def _row(
    row: DongMau, columns: list[tuple[str, str]], kieu: KieuTrinhBay, bang: BangMau
) -> list[dict[int, OLuoi]]:
    keys = [key for key, _ in columns]
    if row.kieu == "nhom" and kieu.gop_nhom:
        code, words = row.o["tt"], row.o["ten"]
        mark = ")" if code.islower() else "."
        text = f"{code}{mark} {words}" if code else words
        return [{0: OLuoi(text, True, ngang=len(columns))}]
    cells = {
        i: OLuoi(row.o.get(key, ""), row.kieu != "dong", khoa=key) for i, key in enumerate(keys)
    }
    for cell in cells.values():
        if cell.khoa == "tt" and cell.chu and row.kieu == "dong":
            cell.chu += kieu.cham_ma
        _dress(cell, kieu, bang)
    if kieu.ngat_dong and row.kieu == "dong" and row.o["tt"] in {"3", "7"}:
        return _tear(cells)
    return [cells]


def _dress(cell: OLuoi, kieu: KieuTrinhBay, bang: BangMau) -> None:
    """Write numbers as numbers, and letters as some keyboards leave them."""
    text = cell.chu
    if not isinstance(text, str) or not text:
        return
    digits = text.replace(".", "")
    if kieu.so_that and cell.khoa in {"kinh_phi", "don_gia", "thanh_tien"} and digits.isdecimal():
        cell.chu, cell.dinh_dang = int(digits), "#,##0"
    elif (
        kieu.so_that and cell.khoa in bang.cac_nam and text.rstrip("%").isdecimal() and "%" in text
    ):
        cell.chu, cell.dinh_dang = int(text.rstrip("%")) / 100, "0%"
    elif kieu.so_that and cell.khoa in {"tt", "so_luong"} and text.isdecimal():
        cell.chu, cell.dinh_dang = int(text), "00" if text.startswith("0") else "General"
    elif kieu.ky_tu_la:
        cell.chu = unicodedata.normalize("NFD", text).replace(" xã", "\u00a0xa\u0303\u200b")


def _tear(cells: dict[int, OLuoi]) -> list[dict[int, OLuoi]]:
    """Tear a row in two, as a page break does, before a word in small letters."""
    rest: dict[int, OLuoi] = {}
    for i, cell in cells.items():
        words = cell.chu.split(" ") if cell.khoa == "ten" else []
        cut = next((n for n in range(len(words) // 2, len(words)) if words[n][:1].islower()), 0)
        if cut:
            rest[i] = OLuoi(" ".join(words[cut:]), khoa="ten")
            cell.chu = " ".join(words[:cut])
    return [cells, rest] if rest else [cells]


def _merge_down(luoi: Luoi, keys: tuple[str, ...]) -> None:
    for i in range(luoi.so_cot):
        first: OLuoi | None = None
        for row in luoi.cac_dong:
            cell = row.get(i)
            if cell is None or cell.khoa not in keys or not cell.chu:
                first = None
            elif first is not None and first.chu == cell.chu:
                first.doc += 1
                del row[i]
            else:
                first = cell


# -- .xlsx ---------------------------------------------------------------------------------------


def write_xlsx(grids: list[Luoi], *, mot_trang: bool = False) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheet = None
    start = 1
    for number, luoi in enumerate(grids, start=1):
        if sheet is None or not mot_trang:
            sheet = book.create_sheet(f"Phụ lục {number}")
            start = 1
        for line in luoi.dau_de:
            sheet.cell(start, 1, line).font = Font(bold=True)
            sheet.merge_cells(start_row=start, end_row=start, start_column=1,
                              end_column=luoi.so_cot)  # fmt: skip
            start += 1
        start = _fill_sheet(sheet, luoi, start + 1)
        for line in luoi.ghi_chu:
            sheet.cell(start, 1, line)
            start += 1
        start += 3
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill_sheet(sheet: Any, luoi: Luoi, start: int) -> int:
    for row in luoi.cac_dong:
        for i, cell in row.items():
            target = sheet.cell(start, i + 1, cell.chu if cell.chu != "" else None)
            if isinstance(cell.chu, str):
                target.data_type = "s"  # "= 20%" is words, not a formula
            target.font = Font(bold=cell.dam)
            target.alignment = Alignment(wrap_text=True)
            if cell.dinh_dang:
                target.number_format = cell.dinh_dang
            if cell.ngang > 1 or cell.doc > 1:
                sheet.merge_cells(
                    start_row=start, end_row=start + cell.doc - 1, start_column=i + 1,
                    end_column=i + cell.ngang,
                )  # fmt: skip
        start += 1
    return start


# -- .docx ---------------------------------------------------------------------------------------


def write_docx(grids: list[Luoi]) -> bytes:
    document = docx.Document()
    document.sections[0].orientation = WD_ORIENT.LANDSCAPE
    head = document.add_table(1, 2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN XÃ"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    for luoi in grids:
        for line in luoi.dau_de:
            document.add_paragraph(line)
        _fill_table(document, luoi)
        for line in luoi.ghi_chu:
            document.add_paragraph(line)
        document.add_paragraph("Nơi nhận: như trên")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _fill_table(document: Any, luoi: Luoi) -> None:
    table = document.add_table(len(luoi.cac_dong), luoi.so_cot, style="Table Grid")
    grid = [row.cells for row in table.rows]
    for r, row in enumerate(luoi.cac_dong):
        for i, cell in row.items():
            target = grid[r][i]
            if cell.ngang > 1 or cell.doc > 1:
                target = target.merge(grid[r + cell.doc - 1][i + cell.ngang - 1])
            _fill_cell(document, target, cell, luoi, r)


def _fill_cell(document: Any, target: Any, cell: OLuoi, luoi: Luoi, r: int) -> None:
    text = str(_as_words(cell))
    paragraph = target.paragraphs[0]
    if luoi.tu_danh_so and cell.khoa == "tt" and text.isdecimal():
        paragraph.style = document.styles["List Number"]
        return
    if luoi.tu_danh_so and cell.khoa == "ten" and r % 3 == 0 and " " in text:
        _write_tracked(paragraph, text)
        return
    run = paragraph.add_run(text)
    run.bold = cell.dam or None
    if luoi.tu_danh_so and cell.khoa == "san_pham" and text:
        _wrap_in_control(paragraph, run)


def _as_words(cell: OLuoi) -> Any:
    """Write typed numbers as Word holds them: as words."""
    if isinstance(cell.chu, float):
        return f"{round(cell.chu * 100)}%"
    if isinstance(cell.chu, int) and cell.dinh_dang == "#,##0":
        return f"{cell.chu:,}".replace(",", ".")
    return f"{cell.chu:02d}" if isinstance(cell.chu, int) and cell.dinh_dang == "00" else cell.chu


def _write_tracked(paragraph: Any, text: str) -> None:
    """Write the words with an insertion in and a deletion out."""
    first, _, rest = text.partition(" ")
    paragraph.add_run(first)
    for tag, text_tag, words in (("w:del", "w:delText", " cũ bỏ đi"), ("w:ins", "w:t", f" {rest}")):
        change = OxmlElement(tag)
        change.set(qn("w:id"), "1")
        change.set(qn("w:author"), "A")
        run = OxmlElement("w:r")
        inner = OxmlElement(text_tag)
        inner.set(qn("xml:space"), "preserve")
        inner.text = words
        run.append(inner)
        change.append(run)
        paragraph._p.append(change)


def _wrap_in_control(paragraph: Any, run: Any) -> None:
    control = OxmlElement("w:sdt")
    content = OxmlElement("w:sdtContent")
    control.append(OxmlElement("w:sdtPr"))
    control.append(content)
    paragraph._p.append(control)
    content.append(run._r)


def write_all(ma: str) -> list[tuple[str, bytes]]:
    """Write the annexes of a plan every way; names say plan, way and kind of file."""
    files = []
    for number, kieu in enumerate(CAC_KIEU, start=1):
        grids = [make_grid(bang, kieu) for bang in annexes(ma)]
        files.append((f"{ma}-{number}.xlsx", write_xlsx(grids, mot_trang=number == 3)))
        files.append((f"{ma}-{number}.docx", write_docx(grids)))
    return files
