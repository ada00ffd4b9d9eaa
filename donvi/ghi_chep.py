"""Recorded writing: the one way a recorded row is saved, and the act log.

Old -> new values per field are kept by simple-history, which hangs on ``save``; the acting person
and the reason are handed over explicitly (no request in a thread-local). Acts in the words of the
office ("trả lại phiếu tháng 10") go to ``NhatKy``.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from simple_history.utils import (
    bulk_create_with_history,
    bulk_update_with_history,
    get_history_manager_for_model,
)

from donvi.models import NguoiDung, NhatKy, Xa

Row = TypeVar("Row", bound=models.Model)


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
    for row in rows:
        row.clean()
    return insert_recorded(rows, by=by, reason=reason)


def insert_recorded(
    rows: Sequence[Row], *, by: NguoiDung | None, reason: str = "", at: datetime | None = None
) -> list[Row]:
    """Insert many valid rows of one model with their history: two statements per 500 rows."""
    if not rows:
        return []
    created: list[Row] = bulk_create_with_history(
        list(rows),
        type(rows[0]),
        batch_size=500,
        default_user=by,
        default_change_reason=reason,
        default_date=at,
    )
    return created


def overwrite_recorded(
    rows: Sequence[Row],
    fields: Sequence[str],
    *,
    by: NguoiDung | None,
    reason: str = "",
    at: datetime | None = None,
) -> None:
    """Write the named fields of many stored rows of one model, with their history.

    An INSERT that meets the stored row and updates it: two statements per 500 rows, where
    ``update_recorded`` builds a CASE per row and field. The caller holds the rows locked.
    """
    if rows:
        model = type(rows[0])
        model._default_manager.bulk_create(
            list(rows),
            batch_size=500,
            update_conflicts=True,
            unique_fields=[model._meta.pk.name],
            update_fields=list(fields),
        )
        get_history_manager_for_model(model).bulk_history_create(
            rows,
            batch_size=500,
            update=True,
            default_user=by,
            default_change_reason=reason,
            default_date=at,
        )


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
