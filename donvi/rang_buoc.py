"""What a table's own constraints say of a row that is not stored yet, without asking the database.

The database remains the last guard. Here many rows are checked before any is written, so that a
person hears which row of their file breaks which rule, in the rule's own sentence.
"""

import operator
from collections.abc import Callable, Sequence
from operator import attrgetter
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


# Says whether a condition holds for a row; None is SQL's "unknown", which a check lets pass.
PhanXet = Callable[[Any], bool | None]


def check_constraints(model: type[models.Model]) -> list[tuple[PhanXet, str]]:
    """Give a judge for each check constraint of a table, with the constraint's sentence."""
    return [
        (judge_of(check.condition, model), str(check.violation_error_message))
        for check in model._meta.constraints
        if isinstance(check, models.CheckConstraint)
    ]


def judge_of(condition: Any, model: type[models.Model]) -> PhanXet:
    """Make the judge of a condition: read once, then asked for many rows.

    :raises DieuKienLa: the condition compares in a way that is not known here.
    """
    if not isinstance(condition, Q):
        raise DieuKienLa(repr(condition))
    parts = [
        judge_of(part, model) if isinstance(part, Q) else _judge_one(part, model)
        for part in condition.children
    ]
    found = _any_of(parts) if condition.connector == Q.OR else _all_of(parts)
    return _not(found) if condition.negated else found


def _any_of(parts: Sequence[PhanXet]) -> PhanXet:
    def judge(row: Any) -> bool | None:
        unknown = False
        for part in parts:
            found = part(row)
            if found:
                return True
            unknown = unknown or found is None
        return None if unknown else False

    return judge


def _all_of(parts: Sequence[PhanXet]) -> PhanXet:
    def judge(row: Any) -> bool | None:
        unknown = False
        for part in parts:
            found = part(row)
            if found is False:
                return False
            unknown = unknown or found is None
        return None if unknown else True

    return judge


def _not(part: PhanXet) -> PhanXet:
    def judge(row: Any) -> bool | None:
        found = part(row)
        return None if found is None else not found

    return judge


def _judge_one(part: Any, model: type[models.Model]) -> PhanXet:
    path, wanted = part
    name, _, lookup = path.partition("__")
    value = _reader(name, model)
    if lookup == "isnull":
        return lambda row: (value(row) is None) is wanted
    if (lookup or "exact") not in _SO_SANH:
        raise DieuKienLa(path)
    compare = _SO_SANH[lookup or "exact"]
    other = _reader(wanted.name, model) if isinstance(wanted, F) else None  # type: ignore[attr-defined]

    def judge(row: Any) -> bool | None:
        mine, against = value(row), wanted if other is None else other(row)
        return None if mine is None or against is None else compare(mine, against)

    return judge


def _reader(name: str, model: type[models.Model]) -> Callable[[Any], Any]:
    """Give what reads a field's value; a row not stored yet stands for itself."""
    field: Any = model._meta.get_field(name)
    stored = attrgetter(field.attname)
    if not field.is_relation:
        return stored
    return lambda row: getattr(row, name) if field.is_cached(row) else stored(row)
