"""The page boxes of one document as CSS (trang in): paper, margins, numbers, faces, draft mark.

This part of the style depends on the document (how many appendices, how each lies, its margins)
and on the machine (where the font files are), so it is written per document. Everything else is
in static/css/print.css.
"""

from vanban.phong_chu import BoPhongChu
from vanban.tai_lieu import HuongGiay, PhuLucDaDanhSo, TaiLieu

_STYLES = (("normal", 400), ("normal", 700), ("italic", 400), ("italic", 700))


def page_css(tai_lieu: TaiLieu, phong_chu: BoPhongChu) -> str:
    """Write the CSS of the pages: A4, margins, numbers from 1 in each part, hidden on page 1."""
    parts = [
        "body { margin: 0; }",
        font_faces(phong_chu),
        base_page(tai_lieu, family_name(phong_chu)),
    ]
    parts += [appendix_page(muc) for muc in tai_lieu.numbered_phu_luc]
    return "\n".join(parts)


def family_name(phong_chu: BoPhongChu) -> str:
    """Name the embedded family so that no font of the machine can answer in its place."""
    return f"{phong_chu.ho_chu} VB"


def font_faces(phong_chu: BoPhongChu) -> str:
    """Bind the four font files to the family name, and the document to that family."""
    family = family_name(phong_chu)
    faces = "\n".join(
        f'@font-face {{ font-family: "{family}"; src: url("{path.as_uri()}"); '
        f"font-style: {style}; font-weight: {weight}; }}"
        for path, (style, weight) in zip(phong_chu.files, _STYLES, strict=True)
    )
    return f'{faces}\n.van-ban {{ font-family: "{family}", serif; }}'


def base_page(tai_lieu: TaiLieu, family: str) -> str:
    """Write the page of the body (I.1-I.3, I.7); a draft is marked in the margin."""
    tham_so = tai_lieu.tham_so
    margins = f"{tham_so.le_tren}mm {tham_so.le_phai}mm {tham_so.le_duoi}mm {tham_so.le_trai}mm"
    number = f'@top-center {{ content: counter(page); font: {tham_so.co_chu}pt "{family}"; }}'
    draft = (
        f'@top-left {{ content: "DỰ THẢO"; font: bold 13pt "{family}"; }}'
        if tai_lieu.du_thao
        else ""
    )
    return (
        f"@page {{ size: A4 portrait; margin: {margins}; {number} {draft} }}\n"
        "@page :first { @top-center { content: none; } }"
    )


def appendix_page(muc: PhuLucDaDanhSo) -> str:
    """Write the pages of one appendix: its own name, so that numbers begin at 1 again (III.1.đ)."""
    huong = "landscape" if muc.phu_luc.huong_giay is HuongGiay.NGANG else "portrait"
    return (
        f"#{muc.ma} {{ page: {muc.ma}; }}\n"
        f"@page {muc.ma} {{ size: A4 {huong}; }}\n"
        f"@page :nth(1 of {muc.ma}) {{ counter-reset: page 1; @top-center {{ content: none; }} }}"
    )
