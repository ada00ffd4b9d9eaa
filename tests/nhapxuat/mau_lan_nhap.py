"""A file handed in, as it stands after reading: a small annex with a lead nobody knows."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from nhapxuat import xem_tep
from nhapxuat.bang_luu import tables_to_bytes
from nhapxuat.bang_tho import BangTho, DongTho, NguonBang, OTho
from nhapxuat.models import LanNhap

AT = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
TIEU_DE = ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Kinh phí (triệu đồng)")


def annex(*rows: tuple[str, ...], ten: str = "PL") -> BangTho:
    """Make a sheet whose first row is the header."""
    return BangTho(
        ten,
        NguonBang.TRANG_TINH,
        tuple(
            DongTho(number, {cot: OTho(text) for cot, text in enumerate(row, 1)})
            for number, row in enumerate((TIEU_DE, *rows), 1)
        ),
    )


def task_rows(so_dong: int, chu_tri: str = "Phòng Không Có") -> tuple[tuple[str, ...], ...]:
    """Make rows of tasks."""
    return tuple(
        (str(n), f"Việc số {n}", chu_tri, "Quý III/2026", "1,5") for n in range(1, so_dong + 1)
    )


def make_lan_nhap(
    ke_hoach: Any, by: Any, *tables: BangTho, trang_thai: str = "cho_xem", **more: Any
) -> LanNhap:
    """Hand a file in; one that waits to be looked at is understood and compared."""
    tables = tables or (annex(*task_rows(1)),)
    content = b"" if trang_thai == "bi_tu_choi" else b"PK\x03\x04"
    lan_nhap = LanNhap(
        ke_hoach=ke_hoach, ten_tep="phu-luc.xlsx", noi_dung=content or None,
        ma_bam=sha256(content).hexdigest(), so_byte=len(content), trang_thai=trang_thai,
        bang_doc=tables_to_bytes(tables), created_at=AT, created_by=by, **more,
    )  # fmt: skip
    lan_nhap.full_clean()
    lan_nhap.save()
    if trang_thai == "cho_xem":
        xem_tep.review(lan_nhap)
    return lan_nhap
