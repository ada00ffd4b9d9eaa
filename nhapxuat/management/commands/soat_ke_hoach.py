"""`manage.py soat_ke_hoach MA [--json]`: what in a plan does not add up or is not clear.

Exit status 0 whatever is found, 2 (with one line on standard error) for an unknown plan.
"""

import json
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from donvi.lenh import Lenh
from kehoach.models import KeHoach
from nhapxuat.soat import KetQuaSoat, check_plan


class Command(Lenh):
    help = "Soát một kế hoạch: liệt kê những điểm không khớp hoặc chưa rõ, không sửa gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ma", metavar="MA", help="Mã kế hoạch, ví dụ son-hong-2027.")
        parser.add_argument("--json", action="store_true", help="In một đối tượng JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the findings, worst first.

        :raises SystemExit: with status 2 when there is no such plan.
        """
        ma = options["ma"]
        ke_hoach = KeHoach.objects.select_related("xa", "don_vi_dau_moi").filter(ma=ma).first()
        if ke_hoach is None:
            self.refuse(
                f"Không có kế hoạch mang mã “{ma}”: cần một mã có trong danh sách kế hoạch, "
                "ví dụ son-hong-2027."
            )
        found = check_plan(ke_hoach)
        if options["json"]:
            rows = {"van_de": [as_json(result) for result in found]}
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for result in found:
            self.stdout.write(as_line(result))
        self.stdout.write(f"{ke_hoach.ma}: {len(found)} vấn đề, {_count_open(found)} chưa xử lý.")


def _count_open(found: list[KetQuaSoat]) -> int:
    return sum(result.chap_nhan is None for result in found)


def as_json(result: KetQuaSoat) -> dict[str, Any]:
    """Give a finding as other tools read it."""
    van_de, accepted = result.van_de, result.chap_nhan
    return {
        "ma": van_de.ma,
        "muc_do": van_de.muc_do.value,
        "doi_tuong": van_de.doi_tuong,
        "thong_bao": van_de.thong_bao,
        "gia_tri_in": van_de.gia_tri_in,
        "gia_tri_tinh": van_de.gia_tri_tinh,
        "chap_nhan": accepted
        and {
            "ly_do": accepted.ly_do,
            "boi": str(accepted.created_by),
            "luc": timezone.localtime(accepted.created_at).isoformat(timespec="seconds"),
        },
    }


def as_line(result: KetQuaSoat) -> str:
    """Give a finding as one line for a person."""
    van_de, accepted = result.van_de, result.chap_nhan
    line = f"[{van_de.muc_do.label}] {van_de.ma} {van_de.thong_bao}"
    return f"{line} (Đã chấp nhận: {accepted.ly_do})" if accepted else line
