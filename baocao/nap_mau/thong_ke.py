"""What the database holds of each sample plan, as a table a person reads."""

from collections.abc import Mapping

from django.db.models import Count, QuerySet

from baocao.models import PhieuBaoCao
from baocao.nap_mau.tep_mau import CAC_KE_HOACH_MAU
from chitieu.models import ChiTieu, MucChiTieu
from kehoach.models import CanCu, DeMuc, NoiNhan
from kinhphi.models import DongKinhPhi
from nhiemvu.models import NhiemVu, PhanCong

LoaiNhiemVu = NhiemVu.LoaiNhiemVu


def _sources() -> dict[str, tuple[QuerySet, str]]:
    """Name what is counted: the heading, the rows, and the path from a row to its plan."""
    tasks = {
        kind: NhiemVu.objects.filter(loai_nhiem_vu=kind)
        for kind in (
            LoaiNhiemVu.PHU_LUC,
            LoaiNhiemVu.VAN_XUOI,
            LoaiNhiemVu.GIAI_PHAP,
            LoaiNhiemVu.TO_CHUC,
        )
    }
    return {
        "Căn cứ": (CanCu.objects.all(), "ke_hoach"),
        "Đề mục": (DeMuc.objects.all(), "ke_hoach"),
        "Chỉ tiêu": (ChiTieu.objects.all(), "ke_hoach"),
        "Ô mức": (MucChiTieu.objects.all(), "chi_tieu__ke_hoach"),
        "NV phụ lục": (tasks[LoaiNhiemVu.PHU_LUC], "ke_hoach"),
        "NV trong thân": (tasks[LoaiNhiemVu.VAN_XUOI], "ke_hoach"),
        "Giải pháp": (tasks[LoaiNhiemVu.GIAI_PHAP], "ke_hoach"),
        "Tổ chức": (tasks[LoaiNhiemVu.TO_CHUC], "ke_hoach"),
        "Phân công": (PhanCong.objects.all(), "nhiem_vu__ke_hoach"),
        "Kinh phí": (DongKinhPhi.objects.all(), "ke_hoach"),
        "Nơi nhận": (NoiNhan.objects.all(), "ke_hoach"),
        "Phiếu": (PhieuBaoCao.objects.all(), "ke_hoach"),
    }


def count_rows() -> dict[str, dict[str, int]]:
    """Count the rows of each sample plan, by plan and heading: one query per heading."""
    counts: dict[str, dict[str, int]] = {ma: {} for ma in CAC_KE_HOACH_MAU}
    for heading, (rows, path) in _sources().items():
        by_plan = rows.order_by().values_list(f"{path}__ma").annotate(so=Count("pk"))
        found = dict(by_plan.filter(**{f"{path}__ma__in": CAC_KE_HOACH_MAU}))
        for ma, row in counts.items():
            row[heading] = found.get(ma, 0)
    return counts


def format_table(counts: Mapping[str, Mapping[str, int]]) -> str:
    """Lay the counts out, one line per plan.

    >>> print(format_table({"a-2026": {"Chỉ tiêu": 27}}))
    Kế hoạch  Chỉ tiêu
    a-2026          27
    """
    headings = list(next(iter(counts.values())))
    lines = [["Kế hoạch", *headings]]
    lines += [[ma, *(str(row[heading]) for heading in headings)] for ma, row in counts.items()]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0])]
            + [text.rjust(width) for text, width in zip(line[1:], widths[1:], strict=True)]
        )
        for line in lines
    )
