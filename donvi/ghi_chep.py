"""Recorded writing: the one way a recorded row is saved, and the act log.

Old -> new values per field are kept by simple-history, which hangs on ``save``; the acting person
and the reason are handed over explicitly (no request in a thread-local). Acts in the words of the
office ("trả lại phiếu tháng 10") go to ``NhatKy``.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models import Value
from simple_history.utils import (
    bulk_create_with_history,
    bulk_update_with_history,
    get_history_manager_for_model,
)

from donvi.chep_vao import can_copy, copy_in
from donvi.models import NguoiDung, NhatKy, Xa

Row = TypeVar("Row", bound=models.Model)
MOI_LENH = 500  # rows of one statement where many are written
IT_DONG = 20  # rows that are not worth drawing their keys first


def save_recorded(
    row: Row, *, by: NguoiDung | None, reason: str = "", at: datetime | None = None
) -> Row:
    """Validate and save one row, with the person and the reason in its history.

    ``at`` is the moment the history gives, for rows whose past is asked for (default: now).

    :raises ValidationError: a field or constraint is violated; nothing is written.
    """
    row.full_clean()
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = reason  # type: ignore[attr-defined]
    if at is not None:
        row._history_date = at  # type: ignore[attr-defined]
    row.save()
    return row


def delete_recorded(
    row: models.Model, *, by: NguoiDung | None, reason: str = "", at: datetime | None = None
) -> None:
    """Delete one row, with the person and the reason in its history."""
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = reason  # type: ignore[attr-defined]
    if at is not None:
        row._history_date = at  # type: ignore[attr-defined]
    row.delete()


def create_recorded(rows: Sequence[Row], *, by: NguoiDung | None, reason: str = "") -> list[Row]:
    """Insert many new rows of one model with their history: two statements per 500 rows.

    Runs ``clean`` (derived keys) but leaves constraints to the database: for callers that built
    the rows themselves, such as the loader of reference data.
    """
    if not rows:
        return []
    for row in rows:
        row.clean()
    model = type(rows[0])
    created: list[Row] = bulk_create_with_history(
        list(rows), model, batch_size=500, default_user=by, default_change_reason=reason
    )
    return created


def insert_recorded(
    rows: Sequence[Row], *, by: NguoiDung | None, reason: str, at: datetime
) -> list[Row]:
    """Insert many valid rows of one model with their history, few statements for thousands.

    Nothing is checked here; ``at`` is the moment the history gives.
    """
    if not rows:
        return []
    made = list(rows)
    with transaction.atomic(savepoint=False):
        if len(made) > IT_DONG and can_copy(type(made[0])):
            copy_in(made)
        else:
            type(made[0])._default_manager.bulk_create(made, batch_size=MOI_LENH)
        _copy_to_history(made, "+", by, reason, at)
    return made


def overwrite_recorded(
    rows: Sequence[Row],
    fields: Sequence[str],
    *,
    by: NguoiDung | None,
    reason: str,
    at: datetime,
) -> None:
    """Write the named fields of many stored rows of one model, with their history.

    An INSERT that meets the stored row and updates it: two statements per 500 rows, where
    ``update_recorded`` builds a CASE per row and field. The caller holds the rows locked.
    """
    if not rows:
        return
    model = type(rows[0])
    with transaction.atomic(savepoint=False):
        model._default_manager.bulk_create(
            list(rows),
            batch_size=MOI_LENH,
            update_conflicts=True,
            unique_fields=[model._meta.pk.name],
            update_fields=list(fields),
        )
        _copy_to_history(rows, "~", by, reason, at)


def _copy_to_history(
    rows: Sequence[models.Model],
    kind: str,
    by: NguoiDung | None,
    reason: str,
    at: datetime,
) -> None:
    """Let the database copy stored rows to their history, a statement for thousands.

    The same rows simple-history writes one object at a time, in a third of the time.
    """
    model = type(rows[0])
    history = get_history_manager_for_model(model).model
    own = [field.attname for field in history.tracked_fields]
    facts = {
        "history_date": Value(at, models.DateTimeField()),
        "history_user_id": Value(by and by.pk, models.IntegerField(null=True)),
        "history_change_reason": Value(reason, models.TextField()),
        "history_type": Value(kind, models.CharField()),
    }
    names = [history._meta.get_field(name).column for name in [*own, *facts]]
    with connection.cursor() as cursor:
        quoted = ", ".join(map(connection.ops.quote_name, names))
        table = connection.ops.quote_name(history._meta.db_table)
        step = MOI_LENH if connection.features.max_query_params else 10 * MOI_LENH
        for start in range(0, len(rows), step):
            keys = [row.pk for row in rows[start : start + step]]
            found = model._default_manager.filter(pk__in=keys).order_by("pk")
            select, values = found.values_list(*own, *facts.values()).query.sql_with_params()
            cursor.execute(f"INSERT INTO {table} ({quoted}) {select}", values)


def update_recorded(
    rows: Sequence[Row], fields: Sequence[str], *, by: NguoiDung | None, reason: str = ""
) -> None:
    """Update the named fields of many rows of one model, with their history."""
    if rows:
        bulk_update_with_history(
            list(rows),
            type(rows[0]),
            list(fields),
            batch_size=500,
            default_user=by,
            default_change_reason=reason,
        )


def save_typed(
    row: models.Model,
    values: Mapping[str, object],
    *,
    is_empty: bool,
    refusal: Exception | None,
    by: NguoiDung,
    reason: str = "",
) -> bool:
    """Write what a person typed into a draft row; say whether anything changed.

    Nothing typed (``is_empty``) removes a stored draft and makes no new one.

    :raises Exception: ``refusal``, when there is one and something would change.
    :raises ValidationError: a field or constraint is violated; nothing is written.
    """
    unchanged = all(getattr(row, name) == value for name, value in values.items())
    if unchanged or (row.pk is None and is_empty):
        return False
    if refusal is not None:
        raise refusal
    if is_empty:
        delete_recorded(row, by=by, reason=reason)
        return True
    for name, value in values.items():
        setattr(row, name, value)
    save_recorded(row, by=by, reason=reason)
    return True


def log_act(  # noqa: PLR0913 - an act has this many facts
    *,
    by: NguoiDung | None,
    at: datetime,
    xa: Xa | None,
    hanh_dong: str,
    doi_tuong: models.Model,
    mo_ta: str,
    gia_tri_cu: dict[str, Any] | None = None,
    gia_tri_moi: dict[str, Any] | None = None,
    ly_do: str = "",
    so_van_ban: str = "",
) -> NhatKy:
    """Append one act to the log; ``by`` is None when the portal itself acted (a worker)."""
    return NhatKy.objects.create(
        xa=xa,
        created_at=at,
        created_by=by,
        hanh_dong=hanh_dong,
        loai_doi_tuong=doi_tuong._meta.label_lower,
        ma_doi_tuong=str(doi_tuong.pk),
        mo_ta=mo_ta,
        gia_tri_cu=gia_tri_cu or {},
        gia_tri_moi=gia_tri_moi or {},
        ly_do=ly_do,
        so_van_ban=so_van_ban,
    )
