"""New rows made from one mould, for files of thousands of rows.

``Model(a=b, c=d)`` asks every field for its default and every relation for its router, row after
row. A mould asks once; the rows it gives are the same (a test compares them).
"""

from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models.base import ModelState

Row = TypeVar("Row", bound=models.Model)


class KhuonDong(Generic[Row]):
    """Makes new rows of a model: ``shared`` values stand in each, relations differ by row.

    Each field's default must be a plain value: one that is made anew for each row can't be shared.
    """

    def __init__(self, model: type[Row], **shared: Any) -> None:
        columns: list[Any] = list(model._meta.concrete_fields)
        made_anew = [f.name for f in columns if f.has_default() and callable(f.default)]
        if made_anew:
            msg = f"{model.__name__}: {', '.join(made_anew)} has another default in each row."
            raise TypeError(msg)
        sample = model(**shared)
        self._model = model
        self._values = {column.attname: getattr(sample, column.attname) for column in columns}
        self._relations = {column.name: column for column in columns if column.is_relation}
        self._held = [
            (column, column.get_cached_value(sample))
            for column in self._relations.values()
            if column.is_cached(sample)
        ]

    def make(self, **related: models.Model | None) -> Row:
        """Give a new row that points at these rows; they may be unsaved still.

        :raises KeyError: the model has no such relation.
        """
        # What ``Model.__init__`` leaves behind, without its walk over all fields and its signals.
        row = self._model.__new__(self._model)
        values = vars(row)
        values["_state"] = ModelState()
        values.update(self._values)
        for column, other in self._held:
            column.set_cached_value(row, other)
        for name, other in related.items():
            column = self._relations[name]
            values[column.attname] = None if other is None else other.pk
            column.set_cached_value(row, other)
        return row
