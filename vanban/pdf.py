"""Make HTML and PDF of a `TaiLieu`: one template for the preview and for the file.

The PDF is PDF/A-2a (archive, tagged), its type faces are embedded, nothing is fetched from
outside, and equal documents give equal bytes, with or without the fields for signatures.
"""

import unicodedata
from pathlib import Path

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString

from vanban.phong_chu import LoiTaoPdf, default_directories, find_fonts
from vanban.tai_lieu import TaiLieu
from vanban.trang_in import page_css

_PRINT_CSS = Path(__file__).resolve().parent.parent / "static" / "css" / "print.css"


def render_html(tai_lieu: TaiLieu) -> str:
    """Make the whole preview page: no inline style or script, so a strict CSP may hold on it."""
    return _render(tai_lieu, css_url=static("css/print.css"))


def render_sheet(tai_lieu: TaiLieu) -> SafeString:
    """Make the document alone, to stand in a page that links css/print.css; nothing inline."""
    html = render_to_string("vanban/_than.html", {"tai_lieu": tai_lieu})
    return SafeString(unicodedata.normalize("NFC", html))


def render_pdf(tai_lieu: TaiLieu, *, cho_ky: bool = False) -> bytes:
    """Make the PDF; takes about 0.2 s a page.

    With `cho_ky` (chờ ký) it is the final one: it has the two empty signature fields of
    `truong_ky`, and its bytes are those a signed file is compared with (`kiem_chu_ky`).

    :raises LoiTaoPdf: when the machine lacks the type faces or the libraries for it, or when
        fields are asked for a draft.
    """
    if cho_ky and tai_lieu.du_thao:
        raise LoiTaoPdf("Bản dự thảo không có ô chữ ký; cần bản trình ký của văn bản.")
    phong_chu = find_fonts(default_directories())
    try:
        # Here and not above: a second of loading, and a machine without Pango still shows pages.
        from vanban.bo_in_pdf import write_pdf  # noqa: PLC0415
    except OSError as error:
        raise LoiTaoPdf(
            "Không tạo được PDF: máy chưa có thư viện Pango. Hãy cài hai gói libpango-1.0-0 và "
            "libpangoft2-1.0-0 (lệnh: apt-get install libpango-1.0-0 libpangoft2-1.0-0)."
        ) from error
    return write_pdf(
        _render(tai_lieu, css_url=""),
        [_PRINT_CSS.read_text("utf-8"), page_css(tai_lieu, phong_chu)],
        allowed_urls=frozenset(path.as_uri() for path in phong_chu.files),
        cho_ky=cho_ky,
    )


def _render(tai_lieu: TaiLieu, *, css_url: str) -> str:
    """Fill the template; letters are composed (NFC), as TCVN 6909 wants them."""
    context = {"tai_lieu": tai_lieu, "css_url": css_url}
    return unicodedata.normalize("NFC", render_to_string("vanban/tai_lieu.html", context))
