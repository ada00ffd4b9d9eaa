"""Write a plan or a report to a file."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from baocao.models import BaoCao
from baocao.van_ban_bao_cao import report_document
from baocao.van_ban_ke_hoach import plan_document
from kehoach.models import KeHoach
from vanban.pdf import render_pdf
from vanban.phong_chu import LoiTaoPdf


class Command(BaseCommand):
    """``manage.py xuat_van_ban ke-hoach MA | bao-cao ID --dang pdf --ra FILE``."""

    help = "Xuất kế hoạch hoặc báo cáo ra tệp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("loai", choices=["ke-hoach", "bao-cao"], help="loại văn bản")
        parser.add_argument("ma", help="mã kế hoạch, hoặc số của báo cáo")
        parser.add_argument(
            "--dang", choices=["pdf", "docx", "xlsx"], default="pdf", help="dạng tệp"
        )
        parser.add_argument("--ra", required=True, metavar="FILE", help="tệp ghi ra")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dang"] != "pdf":
            self._refuse(f"Chưa xuất được dạng {options['dang']}; hiện chỉ có dạng pdf.")
        find = self._plan if options["loai"] == "ke-hoach" else self._report
        try:
            content = find(options["ma"])
            Path(options["ra"]).write_bytes(content)
        except LoiTaoPdf as error:
            self._refuse(str(error))
        except OSError as error:
            self._refuse(f"Không ghi được tệp {options['ra']}: {error.strerror}.")
        self.stdout.write(f"Đã ghi {options['ra']} ({len(content)} byte).")

    def _plan(self, ma: str) -> bytes:
        plans = KeHoach.objects.select_related("xa", "don_vi_dau_moi")
        plan = plans.filter(ma=ma).first()
        if plan is None:
            self._refuse(f"Không có kế hoạch mang mã “{ma}”. Hãy xem mã ở trang Kế hoạch.")
        return render_pdf(plan_document(plan))

    def _report(self, ma: str) -> bytes:
        if not ma.isdigit():
            self._refuse(f"Số của báo cáo phải là số nguyên, không phải “{ma}”.")
        reports = BaoCao.objects.select_related("ke_hoach__xa", "ke_hoach__don_vi_dau_moi")
        report = reports.filter(pk=int(ma)).first()
        if report is None or report.compiled_at is None:
            self._refuse(f"Không có báo cáo số {ma} đã tổng hợp. Lập báo cáo bằng lap_bao_cao.")
        kept = report.cac_tep.order_by("-pk").first() if report.is_frozen else None
        return bytes(kept.noi_dung) if kept else render_pdf(report_document(report))

    def _refuse(self, sentence: str) -> NoReturn:
        """Say why in one line and leave with status 2."""
        self.stderr.write(sentence)
        sys.exit(2)
