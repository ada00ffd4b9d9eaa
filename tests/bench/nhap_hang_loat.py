"""How fast an understood annex is saved: 10,000 rows with their history, previewed and written.

`make bench` measures on its SQLite file; `python -m tests.bench.nhap_hang_loat` on a PostgreSQL
it starts and stops. One row is a task or a budget row with all it brings along: its obligations
(two per task), its source and its history rows.
"""

import os
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

SO_DONG = 10_000
LUC = datetime(2026, 11, 2, 3, tzinfo=UTC)


def report(so_dong: int = SO_DONG) -> str:
    """Measure and say it in lines; a plan of its own for each kind of row."""
    return "\n".join([*_measure("tasks", so_dong), *_measure("budget rows", so_dong)])


def _measure(kind: str, so_dong: int) -> list[str]:
    from donvi.models import DonVi, Xa
    from kehoach.models import KeHoach
    from nhapxuat.ket_qua_nhap import KetQuaNhap

    xa = Xa.objects.create(ma=f"0{len(kind):04d}", ten="Đo lường")
    units = [
        DonVi.objects.create(xa=xa, ma=f"DV{n}", ten=f"Phòng số {n}", loai_don_vi="phong", thu_tu=n)
        for n in range(1, 7)
    ]
    plan = KeHoach.objects.create(
        ma=f"bench-{len(kind)}", xa=xa, co_quan_ban_hanh="UBND XÃ", dia_danh="Đo lường",
        trich_yeu="Đo lường", nam_bat_dau=2026, nam_ket_thuc=2026, don_vi_dau_moi=units[0],
        quyen_han="TM. ỦY BAN NHÂN DÂN",
    )  # fmt: skip
    make, field = (_task, "nhiem_vu") if kind == "tasks" else (_line, "kinh_phi")
    rows = [make(n) for n in range(so_dong)]
    fresh = KetQuaNhap(**{field: tuple(rows)})
    changed = KetQuaNhap(
        **{field: tuple(_reword(row) if n % 10 == 0 else row for n, row in enumerate(rows))}
    )
    told = [f"{so_dong:,} {kind}, least: {so_dong / _least(plan, rows):,.0f} rows/s"]
    for name, result in (("new", fresh), ("again", fresh), ("again, 10 % changed", changed)):
        preview, save, cpu = _run(plan, result)
        told.append(
            f"{so_dong:,} {kind}, {name}: preview {so_dong / preview:,.0f} rows/s, save "
            f"{so_dong / save:,.0f} rows/s ({so_dong / cpu:,.0f} per second of our processor time)"
        )
    return told


def _least(plan: Any, rows: list[Any]) -> float:
    """Insert the bare rows and nothing else, no history, and take them back; give the seconds."""
    from django.db import transaction

    from kinhphi.models import DongKinhPhi
    from nhiemvu.models import NhiemVu

    bare = [
        NhiemVu(ke_hoach=plan, ma=row.ma, ten=row.ten, loai_han="quy", thu_tu=n)
        if hasattr(row, "ten_nhom")
        else DongKinhPhi(ke_hoach=plan, ma=row.ma, noi_dung=row.noi_dung, thu_tu=n)
        for n, row in enumerate(rows)
    ]
    started = perf_counter()
    with transaction.atomic():
        type(bare[0]).objects.bulk_create(bare, batch_size=500)
        took = perf_counter() - started
        transaction.set_rollback(True)
    return took


def _run(plan: Any, result: Any) -> tuple[float, float, float]:
    """Give the seconds of preview and saving, and the processor's for saving alone."""
    from nhapxuat.luu_phu_luc import preview_changes, save_annexes

    started = perf_counter()
    seen = preview_changes(plan, result)
    previewed, cpu = perf_counter(), process_time()
    save_annexes(
        ke_hoach=plan, ket_qua=result, dau_vet=seen.dau_vet, ly_do="Đo lường", by=None, at=LUC
    )
    return previewed - started, perf_counter() - previewed, process_time() - cpu


def _task(n: int) -> Any:
    from donvi.nhan_dien import DonViDocDuoc, LoaiTenGoi
    from nhapxuat.ket_qua_nhap import NhiemVuNhap
    from nhiemvu.thoi_han import parse_thoi_han

    lead, other = (
        DonViDocDuoc(f"Phòng số {place}", f"DV{place}", LoaiTenGoi.DON_VI)
        for place in (n % 3 + 1, n % 3 + 4)
    )
    return NhiemVuNhap(
        str(n + 1), f"{n // 500 + 1}", f"Nhiệm vụ chuyển đổi số thứ {n + 1} của xã trong năm",
        (lead,), (other,), parse_thoi_han("Quý III/2026", nam_mac_dinh=2026, nam_ket_thuc=2026),
        f"Báo cáo kết quả {n + 1}", 1_000_000 * (n % 90 + 1), "Ngân sách xã", n + 5,
        f"Nhóm nhiệm vụ {n // 500 + 1}", lead.nguyen_van, other.nguyen_van, f"{n % 90 + 1}",
        bang="Trang tính “Nhiệm vụ”",
    )  # fmt: skip


def _line(n: int) -> Any:
    from nhapxuat.ket_qua_nhap import KinhPhiNhap

    part, section = n // 1000, n % 1000 // 100
    if n % 1000 == 0:
        ma, parent, kind = f"P{part}", None, "phan"
    elif n % 100 == 0:
        ma, parent, kind = f"P{part}.{section}", f"P{part}", "muc"
    else:
        above = f"P{part}.{section}" if section else f"P{part}"
        ma, parent, kind = f"{above}.d{n % 100}", above, "dong"
    quantity, price = Decimal(n % 7 + 1), 1_500_000
    return KinhPhiNhap(
        ma, parent, kind, f"Khoản chi thứ {n + 1} cho chuyển đổi số của xã", "bộ", quantity, price,
        int(quantity) * price, int(quantity) * price, "Ngân sách xã", "", n + 5, ma,
        "Trang tính “Kinh phí”",
    )  # fmt: skip


def _reword(row: Any) -> Any:
    if hasattr(row, "ten_nhom"):
        return replace(row, san_pham="Sản phẩm theo văn bản điều chỉnh")
    return replace(row, thanh_tien=row.thanh_tien + 500_000)


def main() -> None:
    """Measure on a PostgreSQL of our own."""
    from tests import dich_vu, scratch

    scratch.prepare_environment()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with dich_vu.postgresql(folder) as address:
            os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": address}
            import django

            django.setup()
            from django.core.management import call_command
            from django.db import connection

            call_command("migrate", verbosity=0)
            print(report())
            connection.close()


if __name__ == "__main__":
    main()
