"""Write the glossary page from the models: every term, its identifier, its meaning."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from donvi.lenh import Lenh

OUR_APPS = ("donvi", "kehoach", "chitieu", "nhiemvu", "kinhphi", "nhapxuat", "baocao")
HEAD = """# Glossary (thuật ngữ)

Generated from the models by `python manage.py sinh_thuat_ngu`; don't edit it by hand, a test
compares it. An identifier is its label minus the marks, so every name can be read back. Two words
to keep apart: **chỉ tiêu** is an indicator (spending is *khoản kinh phí*), **đơn vị** is an
organisation (a unit of measure is *đơn vị tính*).

Acts keep English verbs in code: submit = gửi, trình · send back = trả lại · accept = tiếp nhận ·
aggregate = tổng hợp · approve = duyệt · promulgate = ban hành · reopen = mở lại.
"""


class Command(Lenh):
    """``manage.py sinh_thuat_ngu [--ra FILE]``."""

    help = "Sinh trang thuật ngữ docs/thuat-ngu.md từ các mô hình dữ liệu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        default = Path(settings.BASE_DIR) / "docs" / "thuat-ngu.md"
        parser.add_argument("--ra", default=str(default), metavar="FILE", help="tệp ghi ra")

    def handle(self, *args: Any, **options: Any) -> None:
        Path(options["ra"]).write_text(glossary(), "utf-8")
        self.stdout.write(f"Đã ghi {options['ra']}.")


def glossary() -> str:
    """Build the whole page."""
    return HEAD + "".join(_app(label) for label in OUR_APPS)


def _app(label: str) -> str:
    found = [m for m in apps.get_app_config(label).get_models() if not _is_history(m)]
    if not found:
        return ""
    return f"\n## {apps.get_app_config(label).verbose_name} (`{label}`)\n" + "".join(
        _model(model) for model in found
    )


def _is_history(model: type[models.Model]) -> bool:
    return model.__name__.startswith("Historical") or bool(model._meta.auto_created)


def _model(model: type[models.Model]) -> str:
    meaning = (model.__doc__ or "").strip().splitlines()[0]
    lines = [f"\n### {model._meta.verbose_name}: `{model.__name__}`\n\n{meaning}\n\n"]
    lines += ["| term | identifier | values or note |\n|---|---|---|\n"]
    return "".join([*lines, *_fields(model)])


def _fields(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.get_fields():
        if isinstance(field, models.Field) and not field.primary_key:
            values = " · ".join(str(label) for _, label in field.flatchoices)
            note = values or str(field.help_text)
            yield f"| {field.verbose_name} | `{field.name}` | {note} |\n"
