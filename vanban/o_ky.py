"""The two signature fields of an issued document (ô ký): their names in the file and on pages.

Standard library only.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class OKy:
    """A signature field: its name in the file, what a reader hears, how a sentence names it."""

    ten_o: str
    mo_ta: str
    ten_goi: str


O_NGUOI_KY = OKy(
    "ChuKyNguoiKy", "Chữ ký số của người có thẩm quyền", "ô ký của người có thẩm quyền"
)
O_CO_QUAN = OKy("ChuKyCoQuan", "Chữ ký số của cơ quan ban hành", "ô ký của cơ quan ban hành")
CAC_O_KY = (O_NGUOI_KY, O_CO_QUAN)


def name_field(ten_o: str) -> str:
    """Name a field in a sentence; one that is not ours by its name in the file.

    >>> name_field("ChuKyCoQuan"), name_field("Signature1")
    ('ô ký của cơ quan ban hành', 'ô ký “Signature1”')
    """
    return next((o.ten_goi for o in CAC_O_KY if o.ten_o == ten_o), f"ô ký “{one_line(ten_o)}”")


def one_line(text: str) -> str:
    """Make one printable line of at most 200 letters of what somebody put into a file.

    >>> one_line(" Trần\\x00 Văn\\nMẫu ")
    'Trần Văn Mẫu'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]
