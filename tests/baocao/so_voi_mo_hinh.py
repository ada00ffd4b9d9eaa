"""A compiled report beside what the model says: every drafted section and both tables, whole."""

from baocao.bieu_mau import indicator_cells, task_cells
from baocao.models import BaoCao
from tests.baocao.loi_van_mo_hinh import SECTIONS, indicator_table, task_table
from tests.baocao.mo_hinh_ky import Dong


def check_report(report: BaoCao, facts: Dong) -> None:
    """Fail at the first section or table that differs in a word or a number."""
    ky = report.ky_bao_cao
    for section in report.cac_phan.exclude(nguon_viet=""):
        expected = SECTIONS[section.nguon_viet](facts)
        assert section.ban_nhap.splitlines() == expected, (ky, section.nguon_viet)
    rows = [row for row in report.so_lieu["chi_tieu"]["cac_dong"] if not row["la_tieu_de"]]
    printed = [indicator_cells(row, la_uoc=report.so_lieu["la_uoc"]) for row in rows]
    assert printed == indicator_table(facts), ky
    rows = report.so_lieu["nhiem_vu"]["cac_dong"]
    assert [task_cells(row, in_full=True) for row in rows] == task_table(facts), ky
