"""Reading what was typed into one box: a number, a percentage, a day, or one sentence why not.

Every sentence names the field, what is wrong and what is expected.
"""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError

from donvi.tieng_viet import SoKhongDocDuoc, format_ngay, normalise, parse_so


def read_percent(label: str, text: str) -> int | None:
    """Read whole percent, 0 to 100 inclusive, with or without the sign; "" is None.

    >>> read_percent("Tiến độ", "40 %"), read_percent("Tiến độ", " ")
    (40, None)

    :raises ValidationError: anything else.
    """
    plain = normalise(text).removesuffix("%").strip()
    if not plain:
        return None
    try:
        value = parse_so(plain)
    except SoKhongDocDuoc:
        value = None
    if value is None or value != value.to_integral_value() or not 0 <= value <= 100:
        raise ValidationError(
            f"{label} “{text.strip()}” không hợp lệ: cần một số nguyên từ 0 đến 100, ví dụ 40."
        )
    return int(value)


def read_number(label: str, text: str, *, whole_digits: int, places: int) -> Decimal | None:
    """Read a number with at most so many digits and decimal places; "" is None.

    >>> read_number("Giá trị", "70,63", whole_digits=14, places=6)
    Decimal('70.63')

    :raises ValidationError: unreadable, too large or too fine.
    """
    plain = normalise(text).removesuffix("%").strip()
    if not plain:
        return None
    try:
        value = parse_so(plain)
    except SoKhongDocDuoc as error:
        raise ValidationError(
            f"{label} “{text.strip()}” không đọc được: cần một số viết theo lối Việt Nam, "
            "ví dụ 85,5 hoặc 1.640."
        ) from error
    exponent = value.normalize().as_tuple().exponent
    if abs(value) >= Decimal(10) ** whole_digits or -int(exponent) > places:
        raise ValidationError(
            f"{label} “{text.strip()}” không ghi được: cần một số có tối đa {whole_digits} chữ số "
            f"phần nguyên và {places} chữ số sau dấu phẩy."
        )
    return value


def read_past_day(label: str, text: str, *, on: date) -> date | None:
    """Read a day not after ``on``, written 2026-10-05 (a browser's date box) or 05/10/2026.

    >>> read_past_day("Ngày hoàn thành", "05/10/2026", on=date(2026, 10, 5))
    datetime.date(2026, 10, 5)

    :raises ValidationError: no such day, or it is yet to come.
    """
    day = read_day(label, text)
    if day is not None and day > on:
        raise ValidationError(
            f"{label} {format_ngay(day)} ở sau hôm nay ({format_ngay(on)}): chỉ ghi ngày đã qua; "
            "nếu việc chưa xong thì bỏ trống."
        )
    return day


def read_day(label: str, text: str) -> date | None:
    """Read any day, past or to come; "" is None.

    >>> read_day("Ngày khai trương", "05/10/2026")
    datetime.date(2026, 10, 5)

    :raises ValidationError: no such day.
    """
    plain = normalise(text)
    if not plain:
        return None
    day = _read_day(plain)
    if day is None:
        raise ValidationError(
            f"{label} “{plain}” không đọc được: cần ngày/tháng/năm, ví dụ 05/10/2026."
        )
    return day


def _read_day(plain: str) -> date | None:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(plain, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
