"""New rows into a table by PostgreSQL's COPY, for files of thousands of rows.

An INSERT names every value again in SQL that is built, sent and parsed; COPY takes rows as plain
text (PostgreSQL manual, COPY, text format). Keys are drawn from the table's sequence first, so
rows that stand on each other can be written one table after the other. What a table's columns are
decides whether it can be written so; elsewhere, and on SQLite, Django's ``bulk_create`` writes.
"""

from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from operator import attrgetter
from typing import Any

from django.db import connection, models

_RONG = r"\N"  # how the text format writes NULL


def _write_text(value: Any) -> str:
    text = str(value)
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    return text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def _write_whole(value: Any) -> str:
    return str(int(value))


def _write_bool(value: Any) -> str:
    return "t" if value else "f"


# By exact class: a field of our own may prepare its values in a way that is not known here.
_CACH_VIET: dict[type, Callable[[Any], str]] = {
    models.TextField: _write_text,
    models.CharField: _write_text,
    models.BigAutoField: _write_whole,
    models.ForeignKey: _write_whole,
    models.IntegerField: _write_whole,
    models.BigIntegerField: _write_whole,
    models.PositiveIntegerField: _write_whole,
    models.PositiveSmallIntegerField: _write_whole,
    models.DecimalField: str,
    models.BooleanField: _write_bool,
    models.DateField: lambda value: value.isoformat(),
}


def can_copy(model: type[models.Model]) -> bool:
    """Tell whether the database takes rows of a model by COPY, and every column is a plain one."""
    return connection.vendor == "postgresql" and all(map(_is_plain, model._meta.concrete_fields))


def _is_plain(column: Any) -> bool:
    if type(column) not in _CACH_VIET or column.has_db_default():
        return False
    if column.is_relation:
        return bool(column.target_field.primary_key) and _is_plain(column.target_field)
    return not getattr(column, "auto_now", False) and not getattr(column, "auto_now_add", False)


def copy_in(rows: Sequence[models.Model]) -> None:
    """Write valid new rows of one model and give them their keys: two statements.

    Nothing is checked here and no signal is sent, as with ``bulk_create``.

    :raises ValueError: a row stands on one that is not stored.
    :raises django.db.Error: the database refuses a row; the caller's transaction is lost.
    """
    model = type(rows[0])
    columns: list[Any] = list(model._meta.concrete_fields)
    _draw_keys(model, rows)
    _join_related([column for column in columns if column.is_relation], rows)
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.column) for column in columns)
    sheet = StringIO("".join(_lines(columns, rows)))
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN", sheet)
    alias = connection.alias
    for row in rows:
        state = row._state  # noqa: SLF001 - a row is told so that it is stored, by bulk_create too
        state.adding, state.db = False, alias


def _draw_keys(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    table, key = connection.ops.quote_name(model._meta.db_table), model._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, key.column, len(rows)],
        )
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            setattr(row, key.attname, number)


def _join_related(columns: Sequence[Any], rows: Sequence[models.Model]) -> None:
    """Take over the keys of related rows that were stored after they were set."""
    for column in columns:
        for row in rows:
            if getattr(row, column.attname) is None:
                other = column.get_cached_value(row, default=None)
                if other is not None:
                    # Not by setattr: the field would forget the row it holds.
                    vars(row)[column.attname] = _key_of(other)


def _key_of(row: models.Model) -> Any:
    if row.pk is None:
        msg = f"{row!r} is not stored yet: rows that stand on it can't be."
        raise ValueError(msg)
    return row.pk


def _lines(columns: Sequence[Any], rows: Iterable[models.Model]) -> Iterable[str]:
    write = [_CACH_VIET[type(column)] for column in columns]
    values_of = attrgetter(*(column.attname for column in columns))
    for row in rows:
        values = zip(write, values_of(row), strict=True)
        yield "\t".join([_RONG if value is None else to(value) for to, value in values]) + "\n"
