"""The quick reader of PDF files reads what pyHanko's own reads."""

import io

import pytest
from pyhanko.pdf_utils.generic import Reference
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.vanban.van_ban_ky import signed_pdf
from vanban.doc_pdf_nhanh import QuickReader

pytestmark = pytest.mark.pure


def objects(kind):
    reader = kind(io.BytesIO(signed_pdf()), strict=False)
    for number in range(1, int(reader.trailer["/Size"])):
        written = io.BytesIO()
        reader.get_object(Reference(number, 0, reader)).write_to_stream(written, None)
        yield written.getvalue()


def test_every_object_is_the_one_pyhanko_reads():
    assert list(objects(QuickReader)) == list(objects(PdfFileReader))
