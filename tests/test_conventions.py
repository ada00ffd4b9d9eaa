"""The rules of the house that neither ruff, mypy nor import-linter knows."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "vanban",
    "donvi",
    "kehoach",
    "chitieu",
    "nhiemvu",
    "kinhphi",
    "nhapxuat",
    "baocao",
    "config",
)
CODE = sorted(
    path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

MAX_FILE_LINES, MAX_FUNCTION_LINES, MAX_TEMPLATE_LINES = 400, 40, 120
FORBIDDEN_STEMS = {"utils", "util", "helpers", "helper", "common", "misc"}
LONG_TEMPLATES = {"templates/donvi/giao_dien.html"}  # every component in every state, on purpose
# Who may write in bulk: the one place that writes the history too, and rows that have no history.
BULK_WRITERS = {
    "donvi/ghi_chep.py": "writes the history in the same step",
    "baocao/ban_in.py:_step": "how far a file is, no value of it",
    "baocao/ban_in.py:drop_old_files": "files to take away are not recorded",
    "baocao/mo_ky.py:_serve": "which periods a form serves is in the act log",
    "baocao/tong_hop.py:_step": "how far a running compilation is, no value of the report",
    "donvi/services.py:notify": "notices are not recorded",
    "donvi/services.py:read_notices": "notices are not recorded",
    "donvi/services.py:withdraw_notices": "notices are not recorded",
    "donvi/thu.py": "neither notices nor letters are recorded",
    "nhapxuat/nhap_tep.py:read_file": "what was read of a file handed in, which has no history",
    "nhapxuat/xem_tep.py:claim": "whose run a file is in, no value of it",
    "nhapxuat/xem_tep.py:tell_step": "how far a file is, no value of it",
    "nhapxuat/phien_luu.py:park_codes": "codes nobody sees, replaced in the same transaction",
}
BULK_METHODS = {"update", "bulk_create", "bulk_update", "update_or_create"}

# Words of the machinery are English (rule "printed in Django's manual").
MACHINERY_FIELDS = {"id", "username", "email", "password", "is_active", "is_staff", "is_superuser"}
MACHINERY_FIELDS |= {"last_login", "date_joined", "groups", "user_permissions", "history"}
MACHINERY_FIELDS |= {"first_name", "last_name"}
MACHINERY_ENDINGS = ("_at", "_by", "_ptr", "_sha256")
SINGLE_SYLLABLES = {"ma", "ten", "nam", "thang", "quy", "xa", "ky", "khoa"}


def own_models() -> list[type[models.Model]]:
    """List the models of our apps, without the history tables made from them."""
    found = [model for app in APPS[:-1] for model in apps.get_app_config(app).get_models()]
    return [model for model in found if not model.__name__.startswith("Historical")]


def strip_marks(label: str) -> str:
    """Turn "Hạn hoàn thành" into "han_hoan_thanh"."""
    text = unicodedata.normalize("NFD", label.lower().replace("đ", "d"))
    plain = "".join(char for char in text if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def snake(name: str) -> str:
    """Turn "KeHoach" into "ke_hoach"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def is_machinery(field: str) -> bool:
    """Tell whether a field's name is English on purpose."""
    return field in MACHINERY_FIELDS or field.endswith(MACHINERY_ENDINGS)


def own_fields(model: type[models.Model]) -> Iterator[models.Field]:
    """Yield the fields a model declares, without the machinery's."""
    for field in [*model._meta.fields, *model._meta.many_to_many]:
        if not is_machinery(field.name):
            yield field


def relative(path: Path) -> str:
    """Name a file as the messages of these tests do."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.pure
def test_files_are_short():
    assert [relative(p) for p in [*CODE, *TESTS] if _lines(p) > MAX_FILE_LINES] == []


@pytest.mark.pure
def test_templates_are_short():
    assert [
        relative(p)
        for p in TEMPLATES
        if _lines(p) > MAX_TEMPLATE_LINES and relative(p) not in LONG_TEMPLATES
    ] == []


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function, its docstring left out: examples make nothing harder."""
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    words = first.end_lineno - first.lineno + 1 if is_docstring else 0
    return function.end_lineno - function.lineno + 1 - words


@pytest.mark.pure
def test_functions_are_short():
    assert [
        f"{relative(path)}:{function.lineno} {function.name}"
        for path in CODE
        for function in _functions(path)
        if _length(function) > MAX_FUNCTION_LINES
    ] == []


@pytest.mark.pure
def test_no_file_is_called_after_nothing():
    assert [relative(p) for p in [*CODE, *TESTS] if p.stem in FORBIDDEN_STEMS] == []


@pytest.mark.pure
def test_recorded_rows_are_not_written_behind_the_history():
    assert [
        f"{relative(path)}:{function.name} calls .{call.func.attr}("
        for path in CODE
        for function in _functions(path)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and _is_bulk_write(call)
        if not {relative(path), f"{relative(path)}:{function.name}"} & set(BULK_WRITERS)
    ] == []


def _is_bulk_write(call: ast.Call) -> bool:
    """Recognise `queryset.update(field=...)`; `dict.update(other)` takes no keyword."""
    if not (isinstance(call.func, ast.Attribute) and call.func.attr in BULK_METHODS):
        return False
    return call.func.attr != "update" or bool(call.keywords)


@pytest.mark.pure
def test_templates_have_no_inline_style_script_or_handler():
    inline = re.compile(
        r"<style\b|<script(?![^>]*\ssrc=)(?![^>]*application/json)|\sstyle=|\son[a-z]+=|\shx-on|javascript:"
    )
    assert [
        f"{relative(path)}: {found[0]}"
        for path in TEMPLATES
        for found in inline.finditer(path.read_text())
    ] == []


@pytest.mark.pure
def test_templates_name_no_other_host():
    outside = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")
    assert [relative(p) for p in TEMPLATES if outside.search(p.read_text())] == []


@pytest.mark.pure
@pytest.mark.parametrize(
    ("label", "identifier"),
    [("Hạn hoàn thành", "han_hoan_thanh"), ("đơn vị", "don_vi"), ("số, ký hiệu", "so_ky_hieu")],
)
def test_strip_marks(label, identifier):
    assert strip_marks(label) == identifier


def test_model_names_are_their_labels_without_marks():
    assert [
        f"{model.__name__}: {model._meta.verbose_name}"
        for model in own_models()
        if snake(model.__name__) != strip_marks(str(model._meta.verbose_name))
    ] == []


def test_field_names_are_their_labels_without_marks():
    assert [
        f"{model.__name__}.{field.name}: {field.verbose_name}"
        for model in own_models()
        for field in own_fields(model)
        if field.name != strip_marks(str(field.verbose_name))
    ] == []


def test_names_have_two_syllables():
    names = {snake(model.__name__) for model in own_models()}
    names |= {field.name for model in own_models() for field in own_fields(model)}
    assert sorted(name for name in names if "_" not in name and name not in SINGLE_SYLLABLES) == []


def test_labels_are_lower_case():
    labels = [str(field.verbose_name) for model in own_models() for field in own_fields(model)]
    labels += [str(model._meta.verbose_name) for model in own_models()]
    assert sorted({label for label in labels if label[0].isupper()}) == []
