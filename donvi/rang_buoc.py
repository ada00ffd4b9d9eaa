"""What a table's own constraints say of a row that is not stored yet, without asking the database.

The database remains the last guard. Here many rows are checked before any is written, so that a
person hears which row of their file breaks which rule, in the rule's own sentence.
"""

import operator
from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import F, Q

_SO_SANH: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, wanted: value in wanted,
}


class DieuKienLa(TypeError):
    """A condition uses a comparison this module doesn't know."""


def check_constraints(model: type[models.Model]) -> list[tuple[Any, str]]:
    """Give the conditions of a table's check constraints, each with its sentence."""
    return [
        (check.condition, str(check.violation_error_message))
        for check in model._meta.constraints
        if isinstance(check, models.CheckConstraint)
    ]


def holds(condition: Any, row: models.Model) -> bool | None:
    """Tell whether a condition holds for a row; None is SQL's "unknown", which a check lets pass.

    :raises DieuKienLa: the condition compares in a way that is not known here.
    """
    if not isinstance(condition, Q):
        raise DieuKienLa(repr(condition))
    parts = [
        holds(part, row) if isinstance(part, Q) else _compare(part, row)
        for part in condition.children
    ]
    found = _join(parts, is_or=condition.connector == Q.OR)
    return not found if condition.negated and found is not None else found


def _join(parts: list[bool | None], *, is_or: bool) -> bool | None:
    if is_or in parts:
        return is_or
    return None if None in parts else not is_or


def _compare(part: Any, row: models.Model) -> bool | None:
    path, wanted = part
    name, _, lookup = path.partition("__")
    value = _value(row, name)
    if lookup == "isnull":
        return (value is None) is wanted
    if (lookup or "exact") not in _SO_SANH:
        raise DieuKienLa(path)
    if isinstance(wanted, F):
        wanted = _value(row, wanted.name)  # type: ignore[attr-defined]
    if value is None or wanted is None:
        return None
    return _SO_SANH[lookup or "exact"](value, wanted)


def _value(row: models.Model, name: str) -> Any:
    """Give a field's value; a row not stored yet stands for itself."""
    field: Any = row._meta.get_field(name)
    if field.is_relation and field.is_cached(row):
        return getattr(row, name)
    return getattr(row, field.attname)
