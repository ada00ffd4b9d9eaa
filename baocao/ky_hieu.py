"""The symbols of a plan's documents (ký hiệu): Decree 30/2020/NĐ-CP, Appendix I, II.3 and III."""

from donvi.tieng_viet import format_ngay_van_ban
from kehoach.models import KeHoach


def report_symbol(plan: KeHoach) -> str:
    """Derive the symbol of a report from the plan's: KH-UBND -> BC-UBND (Appendix III)."""
    return f"BC-{plan.ky_hieu.partition('-')[2]}"


def letter_symbol(plan: KeHoach) -> str:
    """Give the symbol of the plan's letters (II.3.b): issuer - drafting unit."""
    issuer = "UBND" if plan.chu_the == KeHoach.ChuThe.UBND else "BCĐ"
    return f"{issuer}-{plan.don_vi_dau_moi.ma}"


def plan_reference(plan: KeHoach) -> str:
    """Name a plan as another document cites it; number and day are dots until they are given.

    "Kế hoạch số 12/KH-UBND ngày 05 tháng 01 năm 2026 của Ủy ban nhân dân xã Vũ Quang".
    """
    number, day = plan.so_hieu or "...", plan.ngay_ban_hanh
    month = plan.thoi_gian_ky or f"tháng ... năm {plan.nam_bat_dau}"
    dated = format_ngay_van_ban(day) if day else f"ngày ... {month}"
    who = "Ủy ban nhân dân" if plan.chu_the == KeHoach.ChuThe.UBND else "Ban Chỉ đạo"
    return f"Kế hoạch số {number}/{plan.ky_hieu} {dated} của {who} {plan.xa}"
