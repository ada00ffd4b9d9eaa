"""Showing values and components: numbers, dates, money, state badges, icons, and `wrap`.

Everything a template needs beyond Django's own tags; the words "có" and "không" of a value live in
its choice list, its look in ``donvi.huy_hieu``. Formatting never computes: None shows as "–".
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from django import forms, template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from heroicons.templatetags.heroicons import heroicon_micro, heroicon_mini, heroicon_outline

from donvi.huy_hieu import TONE_ICONS, look_of
from donvi.tieng_viet import fold, format_gon, format_ngay, format_so

register = template.Library()

EMPTY = "–"
STYLESHEETS = (
    "tokens", "theme", "base", "header", "button", "card", "stat", "table", "badge", "form",
    "filter", "cell", "progress", "message", "dialog", "list", "nav", "chart", "plain",
)  # fmt: skip
MESSAGE_LEVELS = {
    "debug": ("neutral", "Thông tin"),
    "info": ("info", "Thông tin"),
    "success": ("success", "Đã xong"),
    "warning": ("warning", "Lưu ý"),
    "error": ("danger", "Lỗi"),
}


# --- values -------------------------------------------------------------------------------------


@register.filter
def so(value: Decimal | int | None, so_le: int | None = None) -> str:
    """Write a number the Vietnamese way: 1.640 or 70,63; None is "–"."""
    return EMPTY if value is None or value == "" else format_so(value, so_le)


@register.filter
def phan_tram(value: Decimal | int | None, so_le: int = 2) -> str:
    """Write a percentage given as 0..100: "70,63%"; at most ``so_le`` decimals, None is "–"."""
    if value is None or value == "":
        return EMPTY
    return f"{format_gon(value, so_le)}%"


@register.filter
def voi_don_vi(value: Decimal | int | str | None, don_vi: str) -> str:
    """Write a value with its unit as official texts do: "86,21%", "5 lớp"; None is "–".

    Numbers get at most two decimals, or all where two would make a nought of them; a text is taken
    as a number written already.
    """
    if value is None or value in {"", EMPTY}:
        return EMPTY
    text = value if isinstance(value, str) else format_gon(value)
    if text == "0" and not isinstance(value, str):
        text = format_so(value)
    gap = "" if don_vi.startswith("%") or not don_vi else "\u00a0"
    return f"{text}{gap}{don_vi}"


@register.filter
def gon(value: Decimal | int | None, so_le: int = 2) -> str:
    """Write a number with at most ``so_le`` decimals: 85,48 or 62; None is "–"."""
    return EMPTY if value is None or value == "" else format_gon(value, so_le)


@register.filter
def ngay(value: date | None) -> str:
    """Write a date as 05/01/2026, a moment by its day in Vietnam; None is "–"."""
    if value is None or value == "":
        return EMPTY
    return format_ngay(_in_vietnam(value))


@register.filter
def ngay_gio(value: datetime | None) -> str:
    """Write a moment as "14:30 05/01/2026", Vietnamese time; None is "–"."""
    if value is None or value == "":
        return EMPTY
    local = _in_vietnam(value)
    return f"{local:%H:%M} {format_ngay(local)}"


def _in_vietnam(value: date) -> date:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)  # noqa: TID251 - converts, reads no clock
    return value


@register.filter
def dong(value: int | Literal[""] | None) -> str:
    """Write whole đồng: "1.640.000.000 đồng"; None is "–"."""
    return EMPTY if value is None or value == "" else f"{format_so(value)}\u00a0đồng"


@register.filter
def so_trieu(value: int | Literal[""] | None) -> str:
    """Write whole đồng as a bare number of triệu đồng, for a column headed so; None is "–"."""
    return EMPTY if value is None or value == "" else format_so(Decimal(value) / 1_000_000)


@register.filter
def trieu(value: int | None) -> str:
    """Write whole đồng as triệu đồng: 1 640 000 000 is "1.640 triệu đồng"; None is "–"."""
    text = so_trieu(value)
    return text if text == EMPTY else f"{text}\u00a0triệu đồng"


@register.filter
def so_tien(value: int | None, don_vi: str) -> str:
    """Write whole đồng as a bare number of đồng or, for ``don_vi`` "trieu", of triệu đồng."""
    return so_trieu(value) if don_vi == "trieu" else so(value)


@register.filter
def tien(value: int | None, don_vi: str) -> str:
    """Write whole đồng with its unit: đồng or, for ``don_vi`` "trieu", triệu đồng, exactly."""
    return trieu(value) if don_vi == "trieu" else dong(value)


# Amounts as sentences of the portal write them; words quoted from a plan stay as they are.
_TIEN_TRONG_CAU = re.compile(r"(?<![\w.,/])([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+) đồng\b")
_TRICH_DAN = re.compile("(“[^”]*”)")


@register.filter
def cau_tien(cau: str, don_vi: str) -> str:
    """Write the amounts of a sentence in the unit chosen; each says its unit.

    >>> cau_tien("Dòng A ghi “500 đồng”: 2 × 15.000.000 đồng", "trieu").replace("\xa0", " ")
    'Dòng A ghi “500 đồng”: 2 × 15 triệu đồng'
    """
    if don_vi != "trieu":
        return cau
    parts = _TRICH_DAN.split(cau)
    parts[::2] = [
        _TIEN_TRONG_CAU.sub(lambda found: trieu(int(found[1].replace(".", ""))), part)
        for part in parts[::2]
    ]
    return "".join(parts)


@register.filter
def chenh(value: int | None, don_vi: str) -> str:
    """Write a difference with its sign: "+810.000.000", "-5"; nothing is "0"."""
    text = so_tien(abs(value) if value else value, don_vi)
    return f"{'+' if value > 0 else '-'}{text}" if value else text


@register.filter
def slug(text: str) -> str:
    """Make an element id out of words: "Gửi báo cáo" is "gui-bao-cao"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(str(text))).strip("-")


# --- signs --------------------------------------------------------------------------------------

_ICON_SETS = {16: heroicon_micro, 20: heroicon_mini, 24: heroicon_outline}


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: int = 16) -> SafeString:
    """Draw a heroicon (decoration, hidden from screen readers) in 16, 20 or 24 px."""
    return mark_safe(_ICON_SETS[size](name, size=size, focusable="false"))  # noqa: S308 - the package's own SVG


@register.simple_tag
def tone_icon(tone: str, size: int = 16) -> SafeString:
    """Draw the sign that goes with a tone."""
    return icon(TONE_ICONS[tone], size)


@register.filter
def huy_hieu(state: object, label: str = "") -> SafeString:
    """Draw a state as badge: sign, tone and words (``label``, else the state's own)."""
    if state is None or state == "":
        return mark_safe(EMPTY)  # noqa: S308 - a constant
    look = look_of(state, str(label))
    return _badge(look.icon, look.tone, look.label)


@lru_cache(maxsize=512)
def _badge(icon_name: str, tone: str, words: str) -> SafeString:
    return format_html(
        '<span class="c-badge c-badge--{}">{}<span>{}</span></span>', tone, icon(icon_name), words
    )


@register.simple_tag
def cell_sign(state: object) -> SafeString:
    """Draw the state of a grid cell: sign and words; nothing for an untouched cell."""
    look = look_of(state)
    if str(getattr(state, "value", state)) == "trung_tinh":
        return mark_safe("")
    return format_html('{}<span class="c-cell__word">{}</span>', icon(look.icon), look.label)


@register.filter
def message_tone(level: str) -> str:
    """Give the tone of a message level of Django."""
    return MESSAGE_LEVELS.get(level, MESSAGE_LEVELS["info"])[0]


@register.filter
def message_word(level: str) -> str:
    """Give the word that says a message's level to who can't see its sign."""
    return MESSAGE_LEVELS.get(level, MESSAGE_LEVELS["info"])[1]


# --- building pages -----------------------------------------------------------------------------


@register.simple_tag
def stylesheets() -> SafeString:
    """Link the portal's own stylesheets, tokens first."""
    hrefs = ((static(f"css/{name}.css"),) for name in STYLESHEETS)
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', hrefs)


@register.simple_block_tag
def wrap(content: str, template_name: str, **kwargs: Any) -> str:
    """Put what stands between the tags into a component as its ``body``."""
    return render_to_string(template_name, {"body": content, **kwargs})


@register.simple_tag
def form_input(field: BoundField, *notes: str) -> SafeString:
    """Draw the widget of a form field with the classes of the design.

    ``notes``: endings of the ids of further lines that describe the box ("state").
    """
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect):  # a list of choices: styled by its place
        return field.as_widget()
    classes = [str(widget.attrs.get("class", "")), _widget_class(widget)]
    if field.errors:
        classes.append("is-invalid")
    attrs: dict[str, str | bool] = {"class": " ".join(filter(None, classes))}
    if notes:
        lines = [*(field.aria_describedby or "").split(), *(f"{field.auto_id}_{n}" for n in notes)]
        attrs["aria-describedby"] = " ".join(dict.fromkeys(lines))
    return field.as_widget(attrs=attrs)


def _widget_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


@register.filter
def page_numbers(page: Page[Any]) -> list[int]:
    """List the page numbers worth a link; 0 stands for a gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else 0 for number in numbers]


@register.simple_tag
def page_url(query: QueryDict | None, number: int) -> str:
    """Address another page of the same list, keeping its filters."""
    params = QueryDict(mutable=True) if query is None else query.copy()
    params["page"] = str(number)
    return f"?{params.urlencode()}"


TAB_PLACES = 5


@register.filter
def tabbar_shown(items: Sequence[Any]) -> Sequence[Any]:
    """Give the navigation items that have a place of their own on a phone."""
    return items if len(items) <= TAB_PLACES else items[: TAB_PLACES - 1]


@register.filter
def tabbar_hidden(items: Sequence[Any]) -> Sequence[Any]:
    """Give the navigation items behind "Thêm" on a phone."""
    return [] if len(items) <= TAB_PLACES else items[TAB_PLACES - 1 :]
