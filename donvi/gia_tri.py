"""Old -> new values of a row in words, for the act log and the history pages."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.timezone import get_current_timezone

from donvi.tieng_viet import format_ngay, format_so

EMPTY = "(trống)"
# Keys that follow from other columns, and secrets.
LEFT_OUT = frozenset({"khoa_tim_kiem", "khoa_sap_xep", "password", "last_login"})


def show_value(field: Any, value: Any) -> str:
    """Write a stored value of ``field`` as a person reads it: labels, dates, decimal commas."""
    if value in (None, ""):
        return EMPTY
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if field is not None and field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(get_current_timezone()).strftime("%H:%M %d/%m/%Y")
    if isinstance(value, date):
        return format_ngay(value)
    if isinstance(value, Decimal):
        return format_so(value)
    return str(value)


def changed_values(
    stored: models.Model | None,
    row: models.Model | None,
    typed: Mapping[str, Any],
    left_out: Sequence[str] = (),
) -> tuple[dict[str, str], dict[str, str]]:
    """Compare a row as stored with the row as edited; give the values that differ, old and new.

    ``stored`` is None for a new row, ``row`` for one to be deleted. ``typed`` holds the chosen rows
    of many-to-many fields, which are saved after the row. One query per foreign key read.
    """
    some = row or stored
    if some is None:
        return {}, {}
    skipped = {*LEFT_OUT, *left_out, some._meta.pk.name}
    pairs = {
        field.name: (_value(stored, field), _value(row, field))
        for field in some._meta.concrete_fields
        if field.name not in skipped
    }
    pairs |= {
        field.name: (_names(stored, field.name), _join(typed[field.name]))
        for field in some._meta.many_to_many
        if field.name in typed
    }
    differing = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    return (
        {name: old for name, (old, _) in differing.items()} if stored else {},
        {name: new for name, (_, new) in differing.items()} if row else {},
    )


def _value(row: models.Model | None, field: Any) -> str:
    return EMPTY if row is None else show_value(field, getattr(row, field.name))


def _names(row: models.Model | None, name: str) -> str:
    return EMPTY if row is None else _join(getattr(row, name).all())


def _join(rows: Any) -> str:
    return ", ".join(sorted(str(row) for row in rows)) or EMPTY
