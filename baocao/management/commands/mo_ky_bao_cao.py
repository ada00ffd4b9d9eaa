"""Open the report forms that are due: `manage.py mo_ky_bao_cao [--ngay YYYY-MM-DD]`."""

from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from baocao.mo_ky import open_periods
from donvi.lenh import Lenh
from donvi.tieng_viet import format_ngay


def read_day(text: str) -> date:
    """Read a day given as 2026-10-09.

    :raises ArgumentTypeError: with a sentence for the person at the keyboard.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(
            f"không đọc được ngày “{text}”; cần viết năm-tháng-ngày, ví dụ 2026-10-09"
        ) from error


class Command(Lenh):
    help = "Mở các phiếu báo cáo đã đến ngày mở; chạy lại không mở trùng."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--ngay",
            type=read_day,
            default=None,
            help="Ngày tính, dạng 2026-10-09 (mặc định: hôm nay).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Open the forms and say how many."""
        on = options["ngay"] or timezone.localdate()
        opened = open_periods(on=on, at=timezone.now())
        self.stdout.write(f"Ngày {format_ngay(on)}: đã mở {opened} phiếu báo cáo.")
