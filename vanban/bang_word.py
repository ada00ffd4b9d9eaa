"""Tables of a Word file (bảng Word): repeated header, joined cells, group and total rows."""

from vanban.bang_bieu import BangBieu, CanhLe, DongBang, KieuDong, OBang
from vanban.xml_word import DongWord, OWord, Xml, clean, one_line, paragraph, table

_TEXT_STYLES = {
    KieuDong.THUONG: "OBang",
    KieuDong.NHOM: "DongNhom",
    KieuDong.TONG: "DongTong",
}


def table_blocks(bang: BangBieu, be_rong: int) -> list[Xml]:
    """Write a table whose columns fill `be_rong` twips, with the lines that stand above it.

    Without such a line a small gap is set, since Word joins tables that follow each other.
    """
    above: list[Xml] = []
    if bang.ten_bang:
        above.append(paragraph("TenBang", one_line(bang.ten_bang)))
    if bang.don_vi_tinh:
        above.append(paragraph("DonViTinh", f"Đơn vị tính: {one_line(bang.don_vi_tinh)}"))
    rows = [*_header(bang), *_body(bang)]
    name = bang.ten_bang or ", ".join(cot.ten for cot in bang.cac_cot)
    made = table("BangBieu", column_widths(bang, be_rong), rows, ten=name)
    return [*(above or [paragraph("KhoangCach")]), made]


def column_widths(bang: BangBieu, be_rong: int) -> list[int]:
    """Share `be_rong` twips among the columns; the last one takes what rounding leaves.

    >>> from vanban.bang_bieu import CotBang
    >>> column_widths(BangBieu((CotBang("TT", 1), CotBang("Nội dung", 2))), 100)
    [33, 67]
    """
    total = sum(cot.do_rong for cot in bang.cac_cot)
    widths = [cot.do_rong * be_rong // total for cot in bang.cac_cot]
    widths[-1] += be_rong - sum(widths)
    return widths


def _header(bang: BangBieu) -> list[DongWord]:
    """Write the header rows; a cell two rows high goes on as an empty one in the second."""
    upper, *lower = bang.header_rows
    rows = [_header_row(list(upper), joined="restart")]
    if lower:
        below = iter(lower[0])
        second = [next(below) if cot.nhom else OBang("", so_dong=2) for cot in bang.cac_cot]
        rows.append(_header_row(second, joined="continue"))
    return rows


def _header_row(cac_o: list[OBang], *, joined: str) -> DongWord:
    """Write one header row; cells two rows high are marked as `joined`."""
    cells = tuple(
        OWord(
            (paragraph("DauCot", _lines(o_bang.noi_dung)),),
            so_cot=o_bang.so_cot,
            noi_doc=joined if o_bang.so_dong > 1 else "",
        )
        for o_bang in cac_o
    )
    return DongWord(cells, is_header=True)


def _body(bang: BangBieu) -> list[DongWord]:
    """Write the rows; the one above a total stays on its page."""
    rows = bang.laid_rows
    following = [*rows[1:], None]
    return [
        _row(dong, stays=after is not None and after.kieu_dong is KieuDong.TONG)
        for dong, after in zip(rows, following, strict=True)
    ]


def _row(dong: DongBang, *, stays: bool) -> DongWord:
    """Write one row in the style of its kind."""
    style = _TEXT_STYLES[dong.kieu_dong]
    cells = tuple(
        OWord(
            (
                paragraph(
                    style,
                    _lines(o_bang.noi_dung),
                    canh_le=_direct(o_bang.canh_le),
                    stays=stays,
                ),
            ),
            so_cot=o_bang.so_cot,
        )
        for o_bang in dong.cac_o
        if isinstance(o_bang, OBang)
    )
    return DongWord(cells, is_whole=not dong.is_breakable)


def _direct(canh_le: CanhLe | None) -> CanhLe | None:
    """Leave out an alignment that the style has already."""
    return None if canh_le is CanhLe.TRAI else canh_le


def _lines(text: str) -> str:
    """Keep the lines of a cell, with single spaces in each."""
    return "\n".join(one_line(line) for line in clean(text).splitlines())
