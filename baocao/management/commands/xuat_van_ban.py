"""Write a plan or a report to a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from baocao.models import BaoCao
from baocao.tep_van_ban import DangTep, plan_file, report_file
from donvi.lenh import Lenh
from kehoach.models import KeHoach
from vanban.bang_bieu import LoiTaiLieu
from vanban.phong_chu import LoiTaoPdf


class Command(Lenh):
    """``manage.py xuat_van_ban ke-hoach MA | bao-cao ID --dang pdf|docx|xlsx --ra FILE``."""

    help = "Xuất kế hoạch hoặc báo cáo ra tệp PDF, Word hoặc Excel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("loai", choices=["ke-hoach", "bao-cao"], help="loại văn bản")
        parser.add_argument("ma", help="mã kế hoạch, hoặc số của báo cáo")
        parser.add_argument(
            "--dang", choices=[str(dang) for dang in DangTep], default="pdf", help="dạng tệp"
        )
        parser.add_argument("--ra", required=True, metavar="FILE", help="tệp ghi ra")

    def handle(self, *args: Any, **options: Any) -> None:
        make = self._plan if options["loai"] == "ke-hoach" else self._report
        try:
            content = make(options["ma"], DangTep(options["dang"]))
        except (LoiTaoPdf, LoiTaiLieu) as error:
            self.refuse(str(error))
        try:
            Path(options["ra"]).write_bytes(content)
        except OSError:
            self.refuse(
                f"Không ghi được tệp “{options['ra']}”: cần một đường dẫn trong thư mục đã có và "
                "được phép ghi."
            )
        self.stdout.write(f"Đã ghi {options['ra']} ({len(content)} byte).")

    def _plan(self, ma: str, dang: DangTep) -> bytes:
        plans = KeHoach.objects.select_related("xa", "don_vi_dau_moi")
        plan = plans.filter(ma=ma).first()
        if plan is None:
            self.refuse(f"Không có kế hoạch mang mã “{ma}”. Hãy xem mã ở trang Kế hoạch.")
        return plan_file(plan, dang)

    def _report(self, ma: str, dang: DangTep) -> bytes:
        if not (ma.isascii() and ma.isdigit() and len(ma) < 19):
            self.refuse(f"Số của báo cáo phải là số nguyên, không phải “{ma}”.")
        reports = BaoCao.objects.select_related("ke_hoach__xa", "ke_hoach__don_vi_dau_moi")
        report = reports.filter(pk=int(ma)).first()
        if report is None or report.compiled_at is None:
            self.refuse(f"Không có báo cáo số {ma} đã tổng hợp. Lập báo cáo bằng lap_bao_cao.")
        return report_file(report, dang)
