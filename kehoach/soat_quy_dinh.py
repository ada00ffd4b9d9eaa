"""What is wrong with a reporting rule, and what is only worth knowing, each in one sentence."""

from dataclasses import replace
from datetime import date, timedelta

from donvi.tieng_viet import format_ngay
from kehoach.ky_bao_cao import (
    DoiNgayNghi,
    LichBaoCao,
    WorkingDay,
    estimated_window,
    periods_of_year,
    schedule,
)
from kehoach.ky_chung import PhieuChung
from kehoach.lich import is_asked
from kehoach.models import KeHoach, QuyDinhBaoCao
from kehoach.quy_dinh import rule_of


def find_fault(quy_dinh: QuyDinhBaoCao, ke_hoach: KeHoach) -> str:
    """Say what makes the rule impossible in a year of the plan, "" if nothing does; no query."""
    rule = replace(rule_of(quy_dinh), doi_ngay_nghi=DoiNgayNghi.KHONG)
    for nam in range(ke_hoach.nam_bat_dau, ke_hoach.nam_ket_thuc + 1):
        for ky in periods_of_year(rule, nam):
            fault = _fault_of(schedule(ky, rule))
            if fault:
                return fault
    return ""


def _fault_of(lich: LichBaoCao) -> str:
    name, unit, focal = lich.ky.label, format_ngay(lich.han_don_vi), format_ngay(lich.han_dau_moi)
    if lich.han_don_vi < lich.ky.calendar_window[0]:
        return (
            f"Hạn của đơn vị ({unit}) rơi trước ngày đầu của kỳ {name}; hãy chọn ngày hoặc tháng "
            "muộn hơn."
        )
    if lich.han_dau_moi < lich.han_don_vi:
        return (
            f"Hạn của đầu mối ({focal}) sớm hơn hạn của đơn vị ({unit}) ở kỳ {name}; đầu mối cần "
            "thời gian tổng hợp sau khi đơn vị gửi."
        )
    return ""


def remarks_on(form: PhieuChung, lich: LichBaoCao, works: WorkingDay) -> list[str]:
    """Say what is worth knowing of one period in the calendar of a year; no query."""
    return [
        sentence
        for sentence in (
            _shared(form, lich),
            _estimated(lich, works),
            _too_tight(lich, works),
            _moved(lich, works),
            _not_asked(lich),
        )
        if sentence
    ]


def _shared(form: PhieuChung, lich: LichBaoCao) -> str:
    if not form.kem:
        return ""
    if lich == form.chinh:
        longer = ", ".join(row.ky.label for row in form.kem)
        return f"Một phiếu, dùng chung cho báo cáo {longer}."
    return f"Đơn vị không nhập phiếu riêng: dùng chung phiếu {form.chinh.ky.label}."


def _estimated(lich: LichBaoCao, works: WorkingDay) -> str:
    window = estimated_window(lich.ky, lich.quy_tac, works)
    if window is None:
        return ""
    tu, den = (format_ngay(day) for day in window)
    if lich.so_lieu_den > lich.han_don_vi:
        return (
            f"Hạn của đơn vị đến trước ngày chốt {format_ngay(lich.so_lieu_den)}: số liệu từ {tu} "
            f"đến {den} là ước thực hiện."
        )
    return f"Số liệu từ {tu} đến {den} là ước thực hiện."


def _too_tight(lich: LichBaoCao, works: WorkingDay) -> str:
    """Point out that no working day lies between cut-off and deadline (Decree 09, article 13)."""
    between = (lich.han_don_vi - lich.so_lieu_den).days
    days = (lich.so_lieu_den + timedelta(days=step) for step in range(1, between))
    if between < 0 or any(works(day) for day in days):
        return ""
    return "Không có ngày làm việc nào giữa ngày chốt và hạn (Nghị định 09/2019, Điều 13)."


def _moved(lich: LichBaoCao, works: WorkingDay) -> str:
    named = schedule(lich.ky, replace(lich.quy_tac, doi_ngay_nghi=DoiNgayNghi.KHONG), works)
    pairs = (
        ("đơn vị", named.han_don_vi, lich.han_don_vi),
        ("đầu mối", named.han_dau_moi, lich.han_dau_moi),
    )
    moved = [_move_words(who, old) for who, old, new in pairs if old != new]
    return f"{'; '.join(moved).capitalize()}." if moved else ""


def _move_words(who: str, old: date) -> str:
    return f"hạn của {who} chuyển từ ngày nghỉ {format_ngay(old)}"


def _not_asked(lich: LichBaoCao) -> str:
    since = lich.quy_tac.ap_dung_tu
    if is_asked(lich) or since is None:
        return ""
    return f"Không mở phiếu: quy định áp dụng từ {format_ngay(since)}."
