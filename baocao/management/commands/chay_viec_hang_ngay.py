"""Do the daily jobs on a machine without beat: `manage.py chay_viec_hang_ngay [--ngay]`."""

import sys
from argparse import ArgumentTypeError
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from baocao.management.commands.mo_ky_bao_cao import read_day
from baocao.viec_hang_ngay import run_due
from donvi.lenh import Lenh
from donvi.tieng_viet import format_ngay
from donvi.viec_hang_ngay import LanChay

TEN_VIEC = {
    "mo_ky": "mở phiếu báo cáo", "nhac": "nhắc việc", "thu": "gửi thư buổi sáng",
    "don_ban_in": "dọn tệp cũ",
}  # fmt: skip
NAM_DAU, NAM_CUOI = 2020, 2100  # the years a plan may have
DON_VI_DEM = {"so_phieu": "phiếu", "so_thong_bao": "thông báo", "so_thu": "thư", "so_ban_in": "tệp"}


def read_working_day(text: str) -> date:
    """Read a day on which the portal may have work.

    :raises ArgumentTypeError: with a sentence for the person at the keyboard.
    """
    day = read_day(text)
    if not NAM_DAU <= day.year <= NAM_CUOI:
        raise ArgumentTypeError(f"ngày “{text}” phải trong các năm {NAM_DAU} đến {NAM_CUOI}")
    return day


def tell(lan: LanChay) -> str:
    """Say in one Vietnamese line what became of a job on a day."""
    head = f"Ngày {format_ngay(lan.ngay_chay)}, {TEN_VIEC.get(lan.ten, lan.ten)}:"
    if lan.loi:
        return f"{head} chưa làm được ({lan.loi}); sẽ làm lại ở lần chạy sau."
    if lan.ket_qua is None:
        return f"{head} gộp vào ngày chạy sau."
    facts = [f"{count} {DON_VI_DEM.get(name, name)}" for name, count in lan.ket_qua.items()]
    return f"{head} {', '.join(facts) or 'xong'}."


class Command(Lenh):
    help = (
        "Làm các việc hằng ngày đã đến giờ và chưa làm: mở phiếu, nhắc việc, gửi thư; làm bù các "
        "ngày bị lỡ. Chạy lại không làm hai lần."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--ngay",
            type=read_working_day,
            default=None,
            help="Làm như đang là cuối ngày này, dạng 2026-10-09 (mặc định: bây giờ).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the jobs and say what was done; status 1 when one failed."""
        day = options["ngay"]
        at = timezone.make_aware(datetime.combine(day, time(23, 59))) if day else timezone.now()
        done = run_due(at=at)
        for lan in done:
            self.stdout.write(tell(lan))
        if not done:
            self.stdout.write("Không có việc nào đến giờ mà chưa làm.")
        if any(lan.loi for lan in done):
            sys.exit(1)
