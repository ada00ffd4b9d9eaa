"""Numbers in workbooks that go out (số xuất): a number only where its words read back the same."""

import re
from decimal import Decimal

from kinhphi.so_tien import DonViTien
from nhapxuat.dinh_dang_so import read_number, show_number

_SO = re.compile(
    r"(?P<nguyen>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,15})(?:,(?P<le>[0-9]{1,6}))?(?P<pt>%)?"
)
_CHU_SO = 15  # digits a workbook keeps


def number_of(chu: str) -> tuple[Decimal, str] | None:
    """Give the number and number format that show exactly these words; None: keep the words.

    >>> number_of("1.640"), number_of("01"), number_of("60%")
    ((Decimal('1640'), '#,##0'), (Decimal('1'), '00'), (Decimal('0.60'), '0%'))
    >>> number_of("12,50"), number_of("≥ 60%"), number_of("1.64")
    ((Decimal('12.50'), '0.00'), None, None)
    """
    found = _SO.fullmatch(chu)
    if found is None:
        return None
    whole, part = found["nguyen"], found["le"] or ""
    if len(whole.replace(".", "")) + len(part) > _CHU_SO:
        return None
    code = "#,##0" if "." in whole else "0" * len(whole) if whole[0] == "0" else "0"
    code += ("." + "0" * len(part) if part else "") + ("%" if found["pt"] else "")
    value = Decimal(whole.replace(".", "") + (f".{part}" if part else ""))
    if found["pt"]:
        value = value.scaleb(-2)
    return (value, code) if _shows(value, code, chu) else None


def _shows(so: Decimal, dinh_dang: str, chu: str) -> bool:
    stored = read_number(repr(float(so)))
    if stored is None:
        return False
    shown = show_number(stored, dinh_dang)
    return shown.noi_dung == chu and not shown.canh_bao


def amount_format(so: Decimal) -> str:
    """Give the format that shows an amount in full: dots between thousands, no needless zeros.

    >>> amount_format(Decimal("1640")), amount_format(Decimal("1.5"))
    ('#,##0', '#,##0.0')
    """
    exponent = so.normalize().as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def in_unit(dong: int, don_vi_tien: DonViTien) -> Decimal:
    """Turn whole đồng into the unit of a column, exactly.

    >>> in_unit(1_640_500_000, DonViTien.TRIEU)
    Decimal('1640.5')
    """
    whole, rest = divmod(dong, don_vi_tien.he_so)
    return Decimal(whole) if not rest else (Decimal(dong) / don_vi_tien.he_so).normalize()


def fits(dong: int, don_vi_tien: DonViTien) -> bool:
    """Tell whether a workbook keeps this amount exactly in that unit."""
    digits = in_unit(dong, don_vi_tien).as_tuple().digits
    return len(digits) <= _CHU_SO
