"""Count the pages of a PDF (đếm trang) that the portal itself made, or found good."""

from io import BytesIO


def count_pages(tep: bytes) -> int | None:
    """Give the number of pages, None when the bytes can't be read as a PDF."""
    # Here and not above: half a second of loading, for one line of a package.
    from pyhanko.pdf_utils.misc import PdfReadError  # noqa: PLC0415
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415

    try:
        return int(PdfFileReader(BytesIO(tep)).root["/Pages"]["/Count"])
    except (PdfReadError, KeyError, ValueError, TypeError):
        return None
