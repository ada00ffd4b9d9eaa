"""`manage.py nap_ke_hoach_mau`: load the five sample plans; run twice, nothing doubles."""

import os
import secrets
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from baocao.nap_mau.bao_cao import load_reports
from baocao.nap_mau.don_vi import load_communes, load_units
from baocao.nap_mau.hoat_dong import load_activity
from baocao.nap_mau.ke_hoach import load_plan
from baocao.nap_mau.tai_khoan import load_accounts
from baocao.nap_mau.tep_mau import CAC_KE_HOACH_MAU
from baocao.nap_mau.thong_ke import count_rows, format_table
from baocao.phien_ban import keep_first_versions
from donvi.lenh import Lenh


class Command(Lenh):
    help = (
        "Nạp năm kế hoạch mẫu cùng xã, đơn vị, cách viết tên đơn vị và dữ liệu minh họa. "
        "Chạy lại không nhân đôi, không ghi đè những gì đã sửa."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--khong-tien-do",
            action="store_true",
            help="Chỉ nạp dữ liệu tham chiếu, không nạp tiến độ và số liệu minh họa.",
        )
        parser.add_argument(
            "--tai-khoan",
            action="store_true",
            help="Tạo tài khoản minh họa; mật khẩu lấy từ DEMO_PASSWORD, nếu không có thì in ra.",
        )
        parser.add_argument(
            "--mat-khau",
            default="",
            help="Tạo tài khoản minh họa với mật khẩu này.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        load_communes()
        load_units()
        added = [ma for ma in CAC_KE_HOACH_MAU if load_plan(ma)]
        now = timezone.now()
        keep_first_versions(at=now)
        if options["tai_khoan"] or options["mat_khau"]:
            self._load_accounts(options["mat_khau"])
        told = 0
        if not options["khong_tien_do"]:
            told = load_activity(on=timezone.localdate(now), at=now)
            load_reports(on=timezone.localdate(now))
        if options["verbosity"] > 0:
            self.stdout.write(format_table(count_rows()))
            self.stdout.write(
                f"Đã nạp mới {len(added)} kế hoạch; "
                f"{len(CAC_KE_HOACH_MAU) - len(added)} kế hoạch đã có từ trước, giữ nguyên."
            )
            if told:
                self.stdout.write(f"Đã thêm dữ liệu minh họa cho {told} phiếu báo cáo.")

    def _load_accounts(self, given: str) -> None:
        from_environment = given or os.environ.get("DEMO_PASSWORD", "")
        password = from_environment or secrets.token_urlsafe(9)
        names = load_accounts(password)
        if not from_environment:
            self.stdout.write(f"Mật khẩu của {len(names)} tài khoản minh họa: {password}")
