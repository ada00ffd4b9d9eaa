"""Compile the report of one period (what the worker runs)."""

import json
from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from baocao import tong_hop
from baocao.models import BaoCao
from baocao.trang_thai import TrangThaiPhieu
from donvi.lenh import Lenh
from kehoach.models import KeHoach


class Command(Lenh):
    """``manage.py lap_bao_cao --ke-hoach vu-quang-2026 --ky 2026-T10 [--json]``."""

    help = "Tổng hợp báo cáo của một kỳ từ các phiếu đã tiếp nhận."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ke-hoach", required=True, metavar="MA", help="mã kế hoạch")
        parser.add_argument("--ky", required=True, metavar="KY", help="kỳ, ví dụ 2026-T10")
        parser.add_argument("--json", action="store_true", help="in kết quả một dòng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        ke_hoach = KeHoach.objects.filter(ma=options["ke_hoach"]).first()
        if ke_hoach is None:
            self.refuse(
                f"Không có kế hoạch mang mã “{options['ke_hoach']}”. Hãy xem mã ở trang Kế hoạch."
            )
        now = timezone.now()
        try:
            report = tong_hop.request_report(
                ke_hoach=ke_hoach, ma_ky=options["ky"], by=None, at=now
            )
            report = tong_hop.compile_report(bao_cao_id=report.pk, at=now)
        except tong_hop.BaoCaoError as refusal:
            self.refuse(str(refusal))
        self._print(report, as_json=options["json"])

    def _print(self, report: BaoCao, *, as_json: bool) -> None:
        missing = [unit["ma"] for unit in report.so_lieu["don_vi"]["thieu"]]
        silent = [
            unit["ma"]
            for unit in report.so_lieu["don_vi"]["thieu"]
            if unit["trang_thai"] in (TrangThaiPhieu.CHUA_BAO_CAO, TrangThaiPhieu.DANG_NHAP)
        ]
        sections = list(report.cac_phan.order_by("thu_tu", "pk"))
        if as_json:
            result = {
                "id": report.pk,
                "ke_hoach": report.ke_hoach.ma,
                "ky": report.ky_bao_cao,
                "trang_thai": str(report.trang_thai),
                "thieu": silent,  # what was sent and is not accepted yet was reported
                "muc": [
                    {"ma": s.ma, "tieu_de": s.tieu_de, "noi_dung": s.noi_dung} for s in sections
                ],
            }
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        self.stdout.write(f"{report} (số {report.pk}): {report.get_trang_thai_display()}.")
        self.stdout.write(f"Chưa có báo cáo được tiếp nhận: {', '.join(missing) or 'không có'}.")
