"""Rows understood from a file, brought into a table many at a time by django-import-export.

A sheet of the admin site (``donvi.quan_tri_bang``) is corrected cell by cell; the annexes of a plan
come as values, already read, each with the row it belongs to. Preview and saving are one road:
every row is compared with what is stored, validated, and, unless it is a rehearsal, written in
bulk with old -> new values, person and reason.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from import_export.resources import ModelResource
from import_export.results import RowResult

from donvi.ghi_chep import delete_recorded, insert_recorded, overwrite_recorded
from donvi.gia_tri import show_value
from donvi.khac_biet import KhacBiet
from donvi.models import NguoiDung
from donvi.rang_buoc import check_constraints
from donvi.tieng_viet import format_ngay, format_so

_KHOA = frozenset({"khoa_tim_kiem", "khoa_sap_xep"})  # follow from the words


@dataclass(frozen=True, slots=True)
class NguoiGhi:
    """Who writes, why and when; ``by`` is None for the portal itself."""

    by: NguoiDung | None
    ly_do: str
    at: datetime


@dataclass(slots=True)
class DongGhi:
    """One row to write: the stored row or a new one, and the values it shall have.

    Fields that are not named stay as they are. ``xoa``: the row goes. ``thuoc`` is whatever the
    caller tells the change under.
    """

    thuoc: Any
    row: models.Model
    values: Mapping[str, Any] = field(default_factory=dict)
    xoa: bool = False


@dataclass(slots=True)
class DaNhap:
    """What became of one row: ``viec`` is "new", "update", "delete", "skip" or "invalid"."""

    dong: DongGhi
    viec: str
    cac_khac: tuple[KhacBiet, ...] = ()
    cac_loi: Mapping[str, Sequence[str]] = field(default_factory=dict)


class NhapHangLoat(ModelResource):
    """Base of the tables an annex is brought into; a subclass names model and fields.

    ``nhan`` names fields as people know them where the model's own label is another;
    ``khong_ke`` are fields whose change is no news of its own. ``tu_lap``: rows are made of stored
    rows alone, nothing in them is typed, so there is nothing to validate.
    """

    nhan: ClassVar[Mapping[str, str]] = {}
    khong_ke: ClassVar[frozenset[str]] = frozenset({"thu_tu"})
    tu_lap: ClassVar[bool] = False

    class Meta:
        use_bulk = True
        batch_size = None  # ``insert_recorded`` parts rows itself
        skip_diff = True  # compared below, without a copy of every row
        skip_unchanged = True
        report_skipped = True
        import_id_fields = ("id",)
        use_transactions = True

    def __init__(self, ghi: NguoiGhi | None = None) -> None:
        """``ghi`` is None for a rehearsal: nothing is written."""
        super().__init__()
        self.create_instances: list[models.Model] = []
        self.update_instances: list[models.Model] = []
        self.delete_instances: list[models.Model] = []
        self.ghi = ghi
        concrete = self._meta.model._meta.concrete_fields
        self.cac_truong = {f.name: f for f in concrete if f.name in self._meta.fields}
        self._cac_quan_he = {f.name: f for f in concrete if f.is_relation}
        self._can_kiem = [
            (f, _plainly_valid(f))
            for f in concrete
            if not (f.is_relation or f.primary_key or f.name in _KHOA)
        ]
        self._cach_viet = {
            name: (self.nhan.get(name, str(column.verbose_name)), _writer(column))
            for name, column in self.cac_truong.items()
            if name not in self.khong_ke
        }
        self._cac_dieu_kien = check_constraints(self._meta.model)
        self._doi: set[str] = set()

    def get_import_id_fields(self) -> list[str]:
        return ["id"]  # rows come with their stored row, nothing is looked up

    def bring_in(self, rows: Sequence[DongGhi]) -> list[DaNhap]:
        """Compare, validate and (unless it is a rehearsal) write rows; tell what became of each.

        A row that is not valid is told with its sentences, and nothing of the batch is written.
        """
        joined = [row for row in rows if not (row.values or row.xoa) and row.row.pk is None]
        apart = {id(row) for row in joined}
        others = [row for row in rows if id(row) not in apart]
        told = self._bring_in(others)
        if any(one.viec == "invalid" for one in told):
            return told
        return [*told, *self._join(joined)]

    def _join(self, rows: Sequence[DongGhi]) -> list[DaNhap]:
        """Write new rows that only join stored rows: nothing in them was typed or differs."""
        if self.ghi:
            made = [row.row for row in rows]
            insert_recorded(made, by=self.ghi.by, reason=self.ghi.ly_do, at=self.ghi.at)
        return [DaNhap(row, "new", tuple(self.tell(row.row, "new", ()))) for row in rows]

    def _bring_in(self, rows: Sequence[DongGhi]) -> list[DaNhap]:
        if not rows:
            return []
        self._doi = set()
        data = tablib.Dataset(*((row,) for row in rows), headers=["dong"])
        result = self.import_data(
            data, dry_run=self.ghi is None, raise_errors=False, rollback_on_validation_errors=True
        )
        for _, errors in result.row_errors():
            raise errors[0].error
        for error in result.base_errors:
            raise error.error
        return [self._told(row, told) for row, told in zip(rows, result.rows, strict=True)]

    def _told(self, row: DongGhi, result: RowResult) -> DaNhap:
        if result.import_type == RowResult.IMPORT_TYPE_INVALID:
            return DaNhap(row, "invalid", cac_loi=result.validation_error.message_dict)
        if result.import_type == RowResult.IMPORT_TYPE_SKIP:
            return DaNhap(row, "skip")
        return DaNhap(row, result.import_type, tuple(result.cac_khac))

    # -- one row ---------------------------------------------------------------------------------

    def get_or_init_instance(self, instance_loader: Any, row: Any) -> tuple[models.Model, bool]:
        stored = row["dong"].row
        return stored, stored.pk is None

    def for_delete(self, row: Any, instance: models.Model) -> bool:
        return bool(row["dong"].xoa)

    def import_instance(self, instance: models.Model, row: Any, **kwargs: Any) -> None:
        """Set the values that differ, and remember old and new."""
        changed = []
        is_new = instance.pk is None
        for name, value in row["dong"].values.items():
            column = self._cac_quan_he.get(name)
            if column is not None:
                same = _points_at(instance, column, value)
            else:
                same = getattr(instance, name) == value
            if not same:
                changed.append((name, None if is_new else getattr(instance, name)))
                setattr(instance, name, value)
        row["doi"] = changed

    def skip_row(
        self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        return instance.pk is not None and not row["doi"] and not import_validation_errors

    def validate_instance(
        self,
        instance: models.Model,
        import_validation_errors: Any = None,
        validate_unique: bool = True,  # noqa: FBT001, FBT002 - the library's signature
    ) -> None:
        """Check fields and the table's constraints; codes are unique by the caller's matching."""
        if self.tu_lap:
            return
        errors: dict[str, Any] = {}
        for column, is_plain in self._can_kiem:
            value = getattr(instance, column.attname)
            if not is_plain(value):
                try:
                    setattr(instance, column.attname, column.clean(value, instance))
                except ValidationError as error:
                    errors[column.name] = error.error_list
        broken = [text for judge, text in self._cac_dieu_kien if judge(instance) is False]
        if broken:
            errors[NON_FIELD_ERRORS] = broken
        if errors:
            raise ValidationError(errors)
        instance.clean()

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        instance, changed = row["dong"].row, row.get("doi", [])
        self._doi.update(name for name, _ in changed)
        viec = row_result.import_type
        row_result.cac_khac = list(self.tell(instance, viec, changed))

    def tell(
        self, instance: Any, viec: str, changed: Sequence[tuple[str, Any]]
    ) -> Iterator[KhacBiet]:
        """Say what changes in a row; what a new row does not have is not told."""
        for name, old in changed:
            if name in self._cach_viet:
                label, write = self._cach_viet[name]
                cu, moi = "" if old is None else write(old), write(getattr(instance, name))
                if cu != moi:
                    yield KhacBiet(label, cu, moi)

    # -- writing ---------------------------------------------------------------------------------

    def bulk_create(self, *args: Any, **kwargs: Any) -> None:
        rows, self.create_instances = self.create_instances, []
        if self.ghi and not kwargs["result"].invalid_rows:
            insert_recorded(rows, by=self.ghi.by, reason=self.ghi.ly_do, at=self.ghi.at)

    def bulk_update(self, *args: Any, **kwargs: Any) -> None:
        rows, self.update_instances = self.update_instances, []
        if self.ghi and not kwargs["result"].invalid_rows:
            columns = {f.name for f in self._meta.model._meta.concrete_fields}
            names = sorted(self._doi | (_KHOA & columns))
            overwrite_recorded(rows, names, by=self.ghi.by, reason=self.ghi.ly_do, at=self.ghi.at)

    def bulk_delete(self, *args: Any, **kwargs: Any) -> None:
        rows, self.delete_instances = self.delete_instances, []
        if self.ghi and not kwargs["result"].invalid_rows:
            for row in rows:
                delete_recorded(row, by=self.ghi.by, reason=self.ghi.ly_do, at=self.ghi.at)


def _points_at(instance: models.Model, column: Any, value: models.Model | None) -> bool:
    """Tell whether a row stands on this other row already, which may be unsaved still."""
    if value is None or value.pk is not None:
        return bool(getattr(instance, column.attname) == (value and value.pk))
    return column.is_cached(instance) and getattr(instance, column.name) is value


def _plainly_valid(column: Any) -> Callable[[Any], bool]:
    """Make what tells, without the machinery of validation, that a value fits a column.

    False only means that the machinery is to be asked.
    """
    blank = bool(column.blank)
    if not column.flatchoices and type(column) is models.TextField:
        return lambda value: blank or bool(value)
    if not column.flatchoices and type(column) is models.CharField and len(column.validators) <= 1:
        longest = column.max_length or 0
        return lambda value: len(value) <= longest if value else blank
    fits = _plain_check(column)
    return lambda value: blank if value is None or value == "" else fits(value)


def _plain_check(column: Any) -> Callable[[Any], bool]:
    if column.flatchoices:
        known = frozenset(value for value, _ in column.flatchoices)
        return lambda value: value in known
    if isinstance(column, models.IntegerField):
        validators: list[Any] = list(column.validators)
        bounds = [(v.code, v.limit_value) for v in validators if hasattr(v, "limit_value")]
        if len(bounds) < len(validators) or any(callable(limit) for _, limit in bounds):
            return lambda value: False
        low = max((limit for code, limit in bounds if code == "min_value"), default=-math.inf)
        high = min((limit for code, limit in bounds if code == "max_value"), default=math.inf)
        return lambda value: type(value) is int and low <= value <= high
    if type(column) is models.DecimalField and len(column.validators) == 1:
        return _decimal_check(column.max_digits or 0, column.decimal_places or 0)
    return lambda value: False


def _decimal_check(digits: int, places: int) -> Callable[[Any], bool]:
    """Tell what has at most so many digits, so many of them after the comma."""
    beyond = Decimal(10) ** (digits - places)

    def fits(value: Any) -> bool:
        if type(value) is not Decimal or not value.is_finite():
            return False
        exponent = value.as_tuple().exponent
        return -beyond < value < beyond and isinstance(exponent, int) and exponent >= -places

    return fits


def _writer(column: Any) -> Callable[[Any], str]:
    """Choose how a column's values are written for people: "" for nothing, amounts with dots."""
    if column.flatchoices:
        labels = {value: str(label) for value, label in column.flatchoices}
        return lambda value: labels.get(value, value) if value else ""
    if isinstance(column, models.CharField | models.TextField):
        return lambda value: value or ""
    if isinstance(column, models.IntegerField | models.DecimalField):
        return lambda value: "" if value is None else format_so(value)
    if type(column) is models.DateField:
        return lambda value: "" if value is None else format_ngay(value)
    return lambda value: "" if value is None else show_value(column, value)
