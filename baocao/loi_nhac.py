"""The words of a reminder (lời nhắc): how long is left, how late it is, what is expected. Pure."""

from collections.abc import Mapping
from datetime import date

from donvi.tieng_viet import format_ngay

TIEU_DE_TOI_DA = 200  # letters of a notice's title
NEU_TEN_TOI_DA = 12  # units named in one note


def deadline_words(han: date, on: date) -> str:
    """Say how far the last day ``han`` is on the day ``on``.

    >>> [deadline_words(date(2026, 10, 19), date(2026, 10, n)) for n in (16, 19, 21)]
    ['Còn 3 ngày', 'Hôm nay là hạn cuối', 'Quá hạn 2 ngày']
    """
    days = (han - on).days
    if days == 0:
        return "Hôm nay là hạn cuối"
    return f"Còn {days} ngày" if days > 0 else f"Quá hạn {-days} ngày"


def reminder_title(ten: str, han: date, on: date) -> str:
    """Write the title of a reminder, the deadline first; a long name is cut at its end.

    >>> reminder_title("phiếu báo cáo tháng 10 năm 2026", date(2026, 10, 19), date(2026, 10, 18))
    'Còn 1 ngày (hạn 19/10/2026): phiếu báo cáo tháng 10 năm 2026'
    """
    return cut(f"{deadline_words(han, on)} (hạn {format_ngay(han)}): {ten}", TIEU_DE_TOI_DA)


def waiting_title(ten: str, tu_ngay: date, on: date) -> str:
    """Write the title of a reminder about something that waits since the day ``tu_ngay``.

    >>> waiting_title("xin gia hạn nhiệm vụ 5", date(2026, 10, 1), date(2026, 10, 2))
    'Chờ 1 ngày (từ 01/10/2026): xin gia hạn nhiệm vụ 5'
    """
    days = (on - tu_ngay).days
    return cut(f"Chờ {days} ngày (từ {format_ngay(tu_ngay)}): {ten}", TIEU_DE_TOI_DA)


def gathered_title(so_don_vi: int, qua_han: int, sap_den: int) -> str:
    """Write what a focal unit hears of all units at once.

    >>> gathered_title(14, 35, 3)
    '14 đơn vị có 35 việc quá hạn, 3 việc sắp đến hạn'
    >>> gathered_title(1, 0, 2)
    '1 đơn vị có 2 việc sắp đến hạn'
    """
    parts = [(qua_han, "quá hạn"), (sap_den, "sắp đến hạn")]
    return f"{so_don_vi} đơn vị có " + ", ".join(f"{n} việc {what}" for n, what in parts if n)


def gathered_note(so_viec: Mapping[str, int]) -> str:
    """Name the units with the number of their things, who owes most first.

    >>> gathered_note({"Thôn 1": 1, "Công an xã": 3})
    'Công an xã: 3 việc; Thôn 1: 1 việc.'
    """
    order = sorted(so_viec.items(), key=lambda row: (-row[1], row[0]))
    named = "; ".join(f"{unit}: {count} việc" for unit, count in order[:NEU_TEN_TOI_DA])
    rest = len(order) - NEU_TEN_TOI_DA
    return f"{named}; và {rest} đơn vị khác." if rest > 0 else f"{named}."


def cut(text: str, dai_nhat: int) -> str:
    """Put a text on one line of at most so many letters; what is left out shows as "…".

    >>> cut("Tuyên  truyền rộng rãi", 10)
    'Tuyên…'
    """
    line = " ".join(text.split())
    if len(line) <= dai_nhat:
        return line
    kept = line[: dai_nhat - 1]
    return (kept.rpartition(" ")[0] or kept).rstrip(" ,;:.(“") + "…"
