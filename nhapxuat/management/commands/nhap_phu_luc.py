"""`manage.py nhap_phu_luc FILE --ke-hoach MA --thu [--json]`: what an annex is understood as.

Exit status 0 when the file can be saved, 1 when it has errors, 2 (with one line on standard error
that names the cause) when it can't be read. So far it only checks: `--thu` must be given.
"""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from donvi.lenh import Lenh
from kehoach.models import KeHoach
from nhapxuat.boi_canh import load_boi_canh
from nhapxuat.doc_tep import read_tables
from nhapxuat.hieu_bang import understand
from nhapxuat.ket_qua_nhap import KetQuaNhap, VanDeNhap
from nhapxuat.loi_tep import TepKhongDoc


class Command(Lenh):
    help = "Đọc phụ lục Word, Excel, CSV của một kế hoạch và nêu mọi điểm chưa rõ; chưa lưu gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("tep", metavar="TEP", help="Tệp .xlsx, .docx hoặc .csv.")
        parser.add_argument(
            "--ke-hoach", required=True, metavar="MA", help="Mã kế hoạch, ví dụ son-hong-2027."
        )
        parser.add_argument("--thu", action="store_true", help="Chỉ kiểm tra, không lưu.")
        parser.add_argument("--json", action="store_true", help="In một đối tượng JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was understood.

        :raises SystemExit: with status 1 when the file has errors, 2 when it can't be read.
        """
        if not options["thu"]:
            self.refuse(
                "Lệnh này chưa lưu được phụ lục vào kế hoạch: hãy thêm --thu để chỉ kiểm tra tệp."
            )
        ma = options["ke_hoach"]
        ke_hoach = KeHoach.objects.select_related("xa").filter(ma=ma).first()
        if ke_hoach is None:
            self.refuse(
                f"Không có kế hoạch mang mã “{ma}”: cần một mã có trong danh sách kế hoạch, "
                "ví dụ son-hong-2027."
            )
        result = self._read(Path(options["tep"]), ke_hoach)
        if options["json"]:
            self.stdout.write(json.dumps(result.as_dict(), ensure_ascii=False))
        else:
            self._tell(result)
        if result.co_loi:
            sys.exit(1)

    def _read(self, path: Path, ke_hoach: KeHoach) -> KetQuaNhap:
        try:
            with path.open("rb") as tep:
                tables = read_tables(tep, path.name)
        except TepKhongDoc as error:
            self.refuse(f"{path.name}: {error}")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", "") or str(error)
            self.refuse(f"Không mở được tệp “{path}”: hãy kiểm tra đường dẫn ({reason}).")
        return understand(tables, load_boi_canh(ke_hoach))

    def _tell(self, result: KetQuaNhap) -> None:
        for one in result.van_de:
            self.stdout.write(as_line(one))
        self.stdout.write(
            f"{len(result.chi_tieu)} chỉ tiêu, {len(result.nhiem_vu)} nhiệm vụ, "
            f"{len(result.kinh_phi)} dòng kinh phí; {len(result.van_de)} điểm cần xem."
        )


def as_line(one: VanDeNhap) -> str:
    """Give a problem as one line for a person."""
    value = f" “{one.gia_tri}”" if one.gia_tri else ""
    return f"[{one.muc_do.label}] {one.o_dau}{value}: {one.thong_bao}"
