"""`manage.py nhap_phu_luc FILE --ke-hoach MA [--thu] [--json]`: read an annex and save it.

With `--thu` it only checks. Exit status 0 when the file can be (or was) saved, 1 when it has errors
and nothing is saved, 2 (with one line on standard error that names the cause) when it can't be
read or the plan doesn't take it.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import timezone

from donvi.lenh import Lenh
from donvi.models import NguoiDung
from kehoach.models import KeHoach
from nhapxuat.boi_canh import load_boi_canh
from nhapxuat.doc_rieng import check_size, read_tables_apart
from nhapxuat.hieu_bang import understand
from nhapxuat.ket_qua_nhap import KetQuaNhap, VanDeNhap
from nhapxuat.loi_nhap import KhongLuuDuoc, NhapError
from nhapxuat.loi_tep import TepKhongDoc
from nhapxuat.luu_phu_luc import preview_changes, save_annexes
from nhapxuat.nhap_tep import file_limits
from nhapxuat.policies import may_import, may_take_annexes
from nhapxuat.thay_doi import LoaiThayDoi, ThayDoi
from nhapxuat.van_de import MucDo

# What keeps a path from being opened, in words; the system's own are English.
WHY: tuple[tuple[type[Exception], str], ...] = (
    (FileNotFoundError, "không có tệp này"),
    (IsADirectoryError, "đây là thư mục"),
    (PermissionError, "không có quyền đọc tệp"),
)


class Command(Lenh):
    help = (
        "Đọc phụ lục Word, Excel, CSV, nêu mọi điểm chưa rõ và lưu vào kế hoạch (--thu: chỉ xem)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("tep", metavar="TEP", help="Tệp .xlsx, .docx hoặc .csv.")
        parser.add_argument(
            "--ke-hoach", required=True, metavar="MA", help="Mã kế hoạch, ví dụ son-hong-2027."
        )
        parser.add_argument("--thu", action="store_true", help="Chỉ kiểm tra, không lưu.")
        parser.add_argument(
            "--ly-do", default="", metavar="LÝ_DO", help="Ghi vào lịch sử của từng dòng."
        )
        parser.add_argument(
            "--nguoi", default="", metavar="TÊN", help="Tên đăng nhập của người lưu."
        )
        parser.add_argument("--json", action="store_true", help="In một đối tượng JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was understood.

        :raises SystemExit: with status 1 when the file has errors, 2 when it can't be read.
        """
        ma = options["ke_hoach"]
        ke_hoach = KeHoach.objects.select_related("xa").filter(ma=ma).first()
        if ke_hoach is None:
            self.refuse(
                f"Không có kế hoạch mang mã “{ma}”: cần một mã có trong danh sách kế hoạch, "
                "ví dụ son-hong-2027."
            )
        by = self._person(options["nguoi"])
        path = Path(options["tep"])
        result = self._read(path, ke_hoach)
        if options["thu"] or result.co_loi:
            changes = preview_changes(ke_hoach, result)
        else:
            changes = self._save(ke_hoach, result, path.name, options["ly_do"], by)
        blocking = _errors_of(changes)
        result = replace(result, van_de=result.van_de + blocking)
        saved = not (options["thu"] or result.co_loi)
        if options["json"]:
            self.stdout.write(json.dumps(result.as_dict(da_luu=saved), ensure_ascii=False))
        else:
            self._tell(result, changes, saved=saved)
        if result.co_loi:
            sys.exit(1)

    def _person(self, username: str) -> NguoiDung | None:
        """Give the person who is said to save; nobody is the portal itself."""
        if not username:
            return None
        found = NguoiDung.objects.filter(username=username).first()
        if found is None:
            self.refuse(
                f"Không có tài khoản “{username}”: cần tên đăng nhập của người lưu, ví dụ "
                "vuquang.vhxh."
            )
        return found

    def _save(
        self, ke_hoach: KeHoach, result: KetQuaNhap, ten_tep: str, ly_do: str, by: NguoiDung | None
    ) -> ThayDoi:
        """Save and say what was done; errors seen beside the plan only take everything back."""
        decision = may_import(by, ke_hoach) if by is not None else may_take_annexes(ke_hoach)
        if not decision:
            self.refuse(decision.reason)
        try:
            with transaction.atomic():
                done = save_annexes(
                    ke_hoach=ke_hoach, ket_qua=result, dau_vet=None,
                    ly_do=ly_do or f"Nhập từ tệp {ten_tep} bằng lệnh", by=by, at=timezone.now(),
                    ten_tep=ten_tep,
                )  # fmt: skip
                transaction.set_rollback(bool(_errors_of(done)))
        except KhongLuuDuoc as refusal:
            return replace(preview_changes(ke_hoach, result), van_de=refusal.van_de)
        except NhapError as refusal:
            self.refuse(str(refusal))
        return done

    def _read(self, path: Path, ke_hoach: KeHoach) -> KetQuaNhap:
        try:
            check_size(path.stat().st_size, file_limits())
            tables = read_tables_apart(path.read_bytes(), path.name, file_limits())
        except TepKhongDoc as error:
            self.refuse(f"{path.name}: {error}")
        except (OSError, ValueError) as error:
            reason = next((words for kind, words in WHY if isinstance(error, kind)), "lỗi khi đọc")
            self.refuse(f"Không mở được tệp “{path}”: {reason}; hãy kiểm tra đường dẫn.")
        return understand(tables, load_boi_canh(ke_hoach))

    def _tell(self, result: KetQuaNhap, changes: ThayDoi, *, saved: bool) -> None:
        known = {one.dau_vet for one in result.van_de}
        for one in (*result.van_de, *(one for one in changes.van_de if one.dau_vet not in known)):
            self.stdout.write(as_line(one))
        count = changes.dem
        self.stdout.write(
            f"{'Đã' if saved else 'Chưa lưu; sẽ'} thêm {count[LoaiThayDoi.THEM]} dòng, sửa "
            f"{count[LoaiThayDoi.SUA]} dòng, giữ nguyên {count[LoaiThayDoi.GIU]} dòng; "
            f"{len(changes.vang_mat)} dòng của kế hoạch không có trong tệp được để nguyên."
        )
        self.stdout.write(
            f"{len(result.chi_tieu)} chỉ tiêu, {len(result.nhiem_vu)} nhiệm vụ, "
            f"{len(result.kinh_phi)} dòng kinh phí; {len(result.van_de)} điểm cần xem."
        )


def _errors_of(changes: ThayDoi) -> tuple[VanDeNhap, ...]:
    return tuple(one for one in changes.van_de if one.muc_do is MucDo.LOI)


def as_line(one: VanDeNhap) -> str:
    """Give a problem as one line for a person."""
    value = f" “{one.gia_tri}”" if one.gia_tri else ""
    return f"[{one.muc_do.label}] {one.o_dau}{value}: {one.thong_bao}"
