"""The files of `fixtures/`, read as they are."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

# In the order they are listed and loaded; the file is named after the plan's code.
CAC_KE_HOACH_MAU = (
    "vu-quang-2026",
    "ky-lac-2026",
    "son-hong-2027",
    "ky-lac-2025",
    "tinh-khe-2025",
)
LY_DO = "Nạp dữ liệu mẫu"


def read_fixture(ten_tep: str) -> Any:
    """Read one JSON file of `fixtures/`, named without its ending; fractions become Decimal."""
    path = Path(settings.BASE_DIR) / "fixtures" / f"{ten_tep}.json"
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
