"""Helpers of the tests of the admin site: addresses, and forms filled in as they stand."""

from typing import Any

from django.db import models
from django.test import Client
from django.urls import reverse


def address(model: type[models.Model], page: str, row: models.Model | None = None) -> str:
    """Give the address of a page ("changelist", "add", "change", "history" ...) of a table."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=[row.pk] if row else [])


def form_data(client: Client, row: models.Model, **changed: Any) -> dict[str, Any]:
    """Read the change form of a row as it stands and write ``changed`` into it."""
    page = client.get(address(type(row), "change", row))
    form = page.context["adminform"].form
    values = {bound.html_name: bound.value() for bound in form}
    data = {name: value for name, value in values.items() if value not in (None, False)}
    texts = {name: _typed(form, name, value) for name, value in data.items()}
    return texts | changed


def _typed(form: Any, name: str, value: Any) -> Any:
    if isinstance(value, list | tuple | models.QuerySet):
        return [getattr(entry, "pk", entry) for entry in value]
    widget = form.fields[name].widget
    if getattr(widget, "widgets", None):
        return value
    written = widget.format_value(value) if hasattr(widget, "format_value") else value
    return "" if written is None else written
