"""The figures of one period's report: a snapshot of plain values, frozen with the report.

Built from accepted forms only: the period's own, and those of the shorter periods within it. States
and evaluations are those of the cut-off day, so compiling the same forms again on another day gives
the same snapshot. Every row names the rows it came from (``nguon``), so that a number in the report
leads back to who said it and when. Snapshots are read through ``ban_chup.read_snapshot``.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from baocao.ban_chup import SNAPSHOT_VERSION
from baocao.ky_tong_hop import CuaSo, KyTongHop, next_period
from baocao.models import PhieuBaoCao
from baocao.noi_dung_chi_tieu import compared_results, indicator_figures, load_indicators
from baocao.noi_dung_dot_xuat import request_figures
from baocao.noi_dung_kinh_phi import compared_money, load_money, money_figures
from baocao.noi_dung_nhiem_vu import (
    NhiemVuDaDoc,
    PhieuTheoKy,
    compared_tasks,
    load_tasks,
    said,
    task_figures,
)
from baocao.trang_thai import TrangThaiPhieu

Snapshot = dict[str, Any]


def build_snapshot(dang_lap: KyTongHop) -> Snapshot:
    """Gather the whole snapshot (13 queries, whatever the number of units and tasks)."""
    forms = load_forms(dang_lap)
    by_period = {(form.don_vi_id, form.ky_bao_cao): form.pk for form in forms}
    tasks, indicators = load_tasks(dang_lap), load_indicators(dang_lap)
    money = load_money(dang_lap.ke_hoach, dang_lap.den_ngay)
    beside = {"ky_truoc": dang_lap.ky_truoc, "cung_ky": dang_lap.cung_ky}
    following = next_period(dang_lap.ky)
    return {
        "phien_ban": SNAPSHOT_VERSION,
        "ky": str(dang_lap.ky),
        "nhan_ky": dang_lap.ky.label,
        "nhan_ky_sau": following.label if following else "",
        "den_het_ky_sau": following.calendar_window[1].isoformat() if following else "",
        "tu_ngay": dang_lap.tu_ngay.isoformat(),
        "den_ngay": dang_lap.den_ngay.isoformat(),
        "la_uoc": dang_lap.la_uoc,
        "don_vi": unit_figures(dang_lap, forms),
        "chi_tieu": indicator_figures(dang_lap, indicators, by_period),
        "nhiem_vu": task_figures(dang_lap, tasks, by_period),
        "kinh_phi": money_figures(dang_lap, money),
        "so_sanh": {
            name: {
                "nhan": window.ky.label,
                "den_ngay": window.den_ngay.isoformat(),
                "nhiem_vu": compared_tasks(tasks, window),
                "chi_tieu": compared_results(indicators, window),
                "kinh_phi": compared_money(money, window),
            }
            for name, window in beside.items()
            if window
        },
        "y_kien": opinions(dang_lap, forms, tasks, by_period),
        **request_figures(dang_lap.ke_hoach, dang_lap.ky),
    }


# --- units --------------------------------------------------------------------------------------


def load_forms(dang_lap: KyTongHop) -> list[PhieuBaoCao]:
    """Load the forms of the period and of the shorter periods within it (2 queries)."""
    owed = PhieuBaoCao.objects.filter(ke_hoach=dang_lap.ke_hoach).owed()
    within = Q(den_ngay__gte=dang_lap.tu_ngay, den_ngay__lte=dang_lap.den_ngay)
    forms = (
        owed.filter(within | Q(pk__in=owed.of_period(dang_lap.ky).order_by().values("pk")))
        .select_related("don_vi")
        .prefetch_related("cac_ky_kem")
        .order_by("don_vi__thu_tu", "don_vi__khoa_sap_xep", "den_ngay", "pk")
    )
    ma = str(dang_lap.ky)
    return [form for form in forms if serves(form, ma) or _covers(dang_lap, form)]


def serves(form: PhieuBaoCao, ma_ky: str) -> bool:
    """Tell whether the form is told for this very period (no query once periods are loaded)."""
    return form.ky_bao_cao == ma_ky or ma_ky in {row.ky_bao_cao for row in form.cac_ky_kem.all()}


def _covers(dang_lap: KyTongHop, form: PhieuBaoCao) -> bool:
    return dang_lap.covers(form.ky_bao_cao, form.den_ngay)


def _is_accepted(form: PhieuBaoCao) -> bool:
    return form.trang_thai == TrangThaiPhieu.DA_TIEP_NHAN


def unit_figures(dang_lap: KyTongHop, forms: Sequence[PhieuBaoCao]) -> Snapshot:
    """Say which units reported, which late, and which are missing, by name; no query.

    Counted over the period's own forms; ``ky_con`` counts those of the periods within it.
    """
    own = [form for form in forms if serves(form, str(dang_lap.ky))]
    shorter = [form for form in forms if form not in own]
    accepted = [form for form in own if _is_accepted(form)]
    return {
        "phai_bao_cao": len(own),
        "da_tiep_nhan": [_unit(form) for form in accepted],
        "gui_muon": [_unit(form) for form in accepted if form.is_late()],
        "thieu": [_missing(form) for form in own if not _is_accepted(form)],
        "ky_con": {
            "phai_nop": len(shorter),
            "da_tiep_nhan": sum(_is_accepted(form) for form in shorter),
            "thieu": [
                _missing(form) | {"ky": form.period.label}
                for form in sorted(shorter, key=lambda form: form.period)
                if not _is_accepted(form)
            ],
        },
    }


def _unit(form: PhieuBaoCao) -> Snapshot:
    return {"ma": form.don_vi.ma, "ten": form.don_vi.ten, "phieu": form.pk}


def _missing(form: PhieuBaoCao) -> Snapshot:
    state = {"trang_thai": str(form.trang_thai), "nhan": form.get_trang_thai_display()}
    return _unit(form) | state


# --- words --------------------------------------------------------------------------------------


def opinions(
    dang_lap: KyTongHop, forms: Iterable[PhieuBaoCao], tasks: NhiemVuDaDoc, by_period: PhieuTheoKy
) -> Snapshot:
    """Collect what units said of difficulties, causes and proposals in the period; no query."""
    told = tasks.said_in(CuaSo(dang_lap.ky, dang_lap.tu_ngay, dang_lap.den_ngay))
    accepted = [form for form in forms if _is_accepted(form)]
    return {
        "chi_dao": [_of_form(f, f.ket_qua_chung) for f in accepted if f.ket_qua_chung],
        "kho_khan": [_of_form(f, f.kho_khan_chung) for f in accepted if f.kho_khan_chung]
        + [said(p, p.kho_khan, by_period) for p in told if p.kho_khan],
        "nguyen_nhan": [said(p, p.nguyen_nhan, by_period) for p in told if p.nguyen_nhan],
        "de_xuat": [_of_form(f, f.de_xuat_chung) for f in accepted if f.de_xuat_chung]
        + [said(p, p.de_xuat, by_period) for p in told if p.de_xuat],
    }


def _of_form(form: PhieuBaoCao, words: str) -> Snapshot:
    return {
        "ma": form.don_vi.ma,
        "don_vi": form.don_vi.ten,
        "loi": words,
        "ky": form.ky_bao_cao,
        "phieu": form.pk,
    }
