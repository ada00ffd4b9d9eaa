"""The symbols of a plan's documents (ký hiệu): Decree 30/2020/NĐ-CP, Appendix I, II.3 and III."""

from kehoach.models import KeHoach


def report_symbol(plan: KeHoach) -> str:
    """Derive the symbol of a report from the plan's: KH-UBND -> BC-UBND (Appendix III)."""
    return f"BC-{plan.ky_hieu.partition('-')[2]}"


def letter_symbol(plan: KeHoach) -> str:
    """Give the symbol of the plan's letters (II.3.b): issuer - drafting unit."""
    issuer = "UBND" if plan.chu_the == KeHoach.ChuThe.UBND else "BCĐ"
    return f"{issuer}-{plan.don_vi_dau_moi.ma}"
