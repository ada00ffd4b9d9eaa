"""Workbook of a report (bảng tính), with stable codes in the first column.

Original words stand as they are; amounts are whole đồng. The sheets come from the report's frozen
snapshot only, so that they say what the signed report says. A plan's own workbook is that of its
annexes (``nhapxuat.so_phu_luc``).
"""

from baocao.bang_tinh_bao_cao import report_sheets
from baocao.models import BaoCao
from baocao.trang_tinh import write_workbook
from baocao.van_ban_ke_hoach import issuer_name


def report_workbook(bao_cao: BaoCao) -> bytes:
    """Write the figures of a compiled report as .xlsx, from its snapshot (no query)."""
    title = f"{bao_cao}: {bao_cao.ke_hoach.trich_yeu}"
    return write_workbook(
        report_sheets(bao_cao), tieu_de=title, tac_gia=issuer_name(bao_cao.ke_hoach)
    )
