"""The portal's daily jobs, with their hours in Vietnam: open forms, clean up, remind, send mail."""

from datetime import date, datetime, time

from baocao.ban_in import drop_old_files
from baocao.mo_ky import open_periods
from baocao.nhac import load_mail, remind
from baocao.phien_ban import keep_first_versions
from donvi.thu import send_morning_mail
from donvi.viec_hang_ngay import KetQua, LanChay, ViecTheoNgay, run_daily_jobs


def _open(on: date, at: datetime) -> KetQua:
    """Open forms; a plan that has no version yet (approved before any was kept) gets its first."""
    keep_first_versions(at=at)
    return {"so_phieu": open_periods(on=on, at=at)}


def _remind(on: date, at: datetime) -> KetQua:
    return {"so_thong_bao": remind(on=on, at=at)}


def _mail(on: date, at: datetime) -> KetQua:
    done = send_morning_mail(on=on, at=at, viec=load_mail(on=on, at=at))
    return None if done.con_lai else {"so_thu": done.da_gui}


def _drop_files(on: date, at: datetime) -> KetQua:
    return {"so_ban_in": drop_old_files(at=at)}


CAC_VIEC = (
    ViecTheoNgay("mo_ky", time(0, 10), _open),
    ViecTheoNgay("nhac", time(6, 30), _remind, gop_ngay_lo=True),
    ViecTheoNgay("thu", time(7, 0), _mail, gop_ngay_lo=True, trong_giao_dich=False),
    ViecTheoNgay("don_ban_in", time(22, 0), _drop_files, gop_ngay_lo=True),
)


def run_due(*, at: datetime) -> list[LanChay]:
    """Do every daily job that is due at ``at`` and not yet done, days missed included."""
    return run_daily_jobs(CAC_VIEC, at=at)
