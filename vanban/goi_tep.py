"""Make the ZIP of an Office file repeatable (gói tệp): equal documents give equal bytes.

Word and Excel files are ZIP archives; the libraries that write them put the clock time into every
entry. Standard library only.
"""

import io
import re
import zipfile

_THOI_DIEM = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can name
_TRANG_THAI_TEP = 0o600 << 16
_LUC_TAO = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")
_THUOC_TINH = "docProps/core.xml"


def without_clock(content: bytes) -> bytes:
    """Write the archive again with one fixed date, and without the times in its properties."""
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == _THUOC_TINH:
                data = _LUC_TAO.sub(b"", data)
            entry = zipfile.ZipInfo(name, _THOI_DIEM)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _TRANG_THAI_TEP
            target.writestr(entry, data)
    return output.getvalue()
