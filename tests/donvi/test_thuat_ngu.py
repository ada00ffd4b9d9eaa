"""The glossary page is what the models say, not what somebody once wrote."""

from pathlib import Path

import pytest
from django.conf import settings

from donvi.management.commands.sinh_thuat_ngu import glossary

pytestmark = pytest.mark.pure


def test_glossary_is_generated_from_the_models_of_today() -> None:
    page = (Path(settings.BASE_DIR) / "docs" / "thuat-ngu.md").read_text("utf-8")
    assert page == glossary(), "run `python manage.py sinh_thuat_ngu`"
