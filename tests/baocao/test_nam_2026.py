"""A whole year of Vũ Quang, day by day, beside a small model that knows nothing of the portal.

Jobs and acts are killed at random statements of the database and begun again: the year must come
out as if nothing had happened.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

import pytest
from django.db import connection

from baocao import phieu as forms
from baocao import tong_hop
from baocao.ma_tran import load_matrix
from baocao.mo_ky import units_owing
from baocao.models import BaoCao, PhieuBaoCao
from baocao.nap_mau.don_vi import load_communes, load_units
from baocao.nap_mau.ke_hoach import load_plan
from baocao.viec_hang_ngay import CAC_VIEC
from chitieu.services import NhapSoLieu, owed_indicators
from donvi.models import DonVi, NguoiDung, ThongBao
from donvi.vai_tro import VaiTro
from donvi.viec_hang_ngay import run_daily_jobs
from kehoach.models import KeHoach
from nhiemvu.services import NhapTienDo, owed_obligations
from tests.baocao.nam_2026 import HAN_DAU_MOI, MOT_NGAY, MoHinh, ViecCuaPhieu, draw_script
from tests.factories import make_nguoi

pytestmark = pytest.mark.long_sqlite

Value = TypeVar("Value")
DAILY = CAC_VIEC[:2]  # opening and reminding; the mail has tests of its own
LO_VIEC = {date(2026, 4, 20), date(2026, 4, 21), date(2026, 4, 22), date(2026, 9, 10)}  # outages


class Chet(BaseException):
    """The process is gone: nothing of ours may catch it."""


@dataclass
class NguoiGiet:
    """Kills what it is told to run, sometimes, and lets it be begun again until it is done."""

    draw: Random
    so_lan: int = 0

    def run(self, act: Callable[[], Value]) -> Value:
        while self.draw.random() < 0.12:
            try:
                with connection.execute_wrapper(self._wrapper(self.draw.randint(1, 25))):
                    return act()
            except Chet:
                self.so_lan += 1
        return act()

    def _wrapper(self, left: int) -> Callable[..., Any]:
        def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal left
            if sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
                left -= 1
                if left == 0:
                    raise Chet  # what the dead had not committed is rolled back
            return run(sql, params, many, context)

        return execute


@dataclass
class Nam:
    """The commune of the year: its plan, its units, the person of each."""

    ke_hoach: KeHoach
    don_vi: dict[str, DonVi]
    nguoi: dict[str, NguoiDung]
    giet: NguoiGiet

    def form(self, viec: ViecCuaPhieu) -> PhieuBaoCao:
        rows = PhieuBaoCao.objects.select_related("ke_hoach__xa", "don_vi")
        return rows.get(don_vi=self.don_vi[viec.don_vi], ky_bao_cao=viec.ky)


@pytest.fixture
def nam(db: None) -> Nam:
    """Give Vũ Quang with its real plan and nothing reported."""
    load_communes()
    load_units()
    load_plan("vu-quang-2026")
    plan = KeHoach.objects.select_related("xa", "don_vi_dau_moi").get(ma="vu-quang-2026")
    units = {unit.ma: unit for unit in units_owing(plan)}
    focal = make_nguoi("VHXH", plan.don_vi_dau_moi, VaiTro.TONG_HOP)
    people = {
        ma: make_nguoi(ma, unit, VaiTro.CAN_BO)
        for ma, unit in units.items()
        if unit.pk != plan.don_vi_dau_moi_id and not unit.is_external
    }
    make_nguoi("TRUONG_CA", units["CAX"], VaiTro.TRUONG_DON_VI)
    killer = NguoiGiet(Random(57))
    return Nam(plan, units, {ma: people.get(ma, focal) for ma in units}, killer)


def listeners(nam: Nam) -> dict[str, tuple[set[str], set[str], set[str]]]:
    """Say who hears of a unit's form at each level."""
    heads = {"CAX": {"TRUONG_CA"}}
    return {
        ma: ({nam.nguoi[ma].username}, heads.get(ma, set()), {"VHXH"} - {nam.nguoi[ma].username})
        for ma in nam.don_vi
    }


# --- what people do -------------------------------------------------------------------------------


def moment(day: date, hour: int) -> datetime:
    """Give an hour of a day in Vietnam."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC) - timedelta(hours=7)


def send(nam: Nam, viec: ViecCuaPhieu, day: date) -> None:
    """Send the form, with a reason for what is left out."""
    form, by, at = nam.form(viec), nam.nguoi[viec.don_vi], moment(day, 15)
    if day.day % 3 == 0:  # the others send it as it stands, with a reason
        form = write(nam, form, day)
    nam.giet.run(
        lambda: forms.submit(
            phieu=form, lan_luu=form.lan_luu, by=by, at=at, ly_do_thieu="Phần còn lại báo cáo sau"
        )
    )


def write(nam: Nam, form: PhieuBaoCao, day: date) -> PhieuBaoCao:
    """Save a draft about two tasks and an indicator."""
    by = nam.nguoi[form.don_vi.ma]
    parts = owed_obligations(form.ke_hoach, form.don_vi, form.den_ngay)[:2]
    figures = owed_indicators(form.ke_hoach, form.don_vi, form.den_ngay)[:1]
    words = forms.NoiDungNhap(
        tuple(_progress(part.pk, day) for part in parts),
        tuple(_figure(row, day) for row in figures),
    )
    return nam.giet.run(
        lambda: forms.save_form(
            phieu=form, noi_dung=words, lan_luu=form.lan_luu, by=by, at=moment(day, 14)
        )
    )


def _progress(pk: int, day: date) -> NhapTienDo:
    percent = min(99, 8 * day.month)
    return NhapTienDo(pk, noi_dung=f"Việc đến ngày {day:%d/%m}", phan_tram=percent)


def _figure(row: Any, day: date) -> NhapSoLieu:
    if row.loai_chi_tieu != "dinh_luong":
        return NhapSoLieu(row.pk, "co_so_lieu", nhan_xet="Đang triển khai")
    return NhapSoLieu(row.pk, "co_so_lieu", gia_tri=7 * day.month)


def live_through(nam: Nam, script: list[ViecCuaPhieu], day: date) -> None:
    """Do what the script has for the day."""
    focal = nam.nguoi["VHXH"]
    for viec in script:
        if day in (viec.gui, viec.gui_lai):
            send(nam, viec, day)
        if day == viec.tra:
            form = nam.form(viec)
            nam.giet.run(
                lambda form=form: forms.send_back(
                    phieu=form, ly_do="Ghi rõ số liệu", lan_luu=form.lan_luu, by=focal,
                    at=moment(day, 16),
                )
            )  # fmt: skip
        if day == viec.nhan:
            form = nam.form(viec)
            nam.giet.run(
                lambda form=form: forms.accept(
                    phieu=form, lan_luu=form.lan_luu, by=focal, at=moment(day, 17)
                )
            )


def compile_period(nam: Nam, ky: str, day: date) -> BaoCao:
    """Ask for the report of the period and let a worker, who may die, compile it."""
    at = moment(day, 18)
    report = tong_hop.request_report(ke_hoach=nam.ke_hoach, ma_ky=ky, by=nam.nguoi["VHXH"], at=at)
    return nam.giet.run(lambda: tong_hop.compile_report(bao_cao_id=report.pk, at=at))


# --- what is seen ---------------------------------------------------------------------------------


def seen_states(nam: Nam) -> Counter[tuple[str, str]]:
    rows = PhieuBaoCao.objects.filter(ke_hoach=nam.ke_hoach)
    states = rows.values_list("ky_bao_cao", "trang_thai")
    return Counter((ky, "chua_bao_cao" if st == "dang_nhap" else st) for ky, st in states)


def seen_overdue(nam: Nam, day: date) -> set[tuple[str, str]]:
    rows = PhieuBaoCao.objects.filter(ke_hoach=nam.ke_hoach).overdue(day)
    return set(rows.values_list("don_vi__ma", "ky_bao_cao"))


def seen_rates(nam: Nam, day: date) -> dict[str, tuple[int, int, int]]:
    matrix = load_matrix(nam.ke_hoach, nam=2026, loai_ky=None, on=day)
    found = {}
    for row in matrix.cac_dong:
        assert row.day_du.tong_so == row.dung_han.tong_so
        found[row.don_vi.ma] = (row.day_du.dat, row.dung_han.dat, row.day_du.tong_so)
    return found


def seen_notices(day: date) -> set[tuple[str, str, str]]:
    """Read the reminders of forms that were made on the day: person, unit, period."""
    made = ThongBao.objects.filter(
        khoa_trung__startswith="nhac:phieu:", created_at=moment(day, 8)
    ).values_list("nguoi_nhan__username", "khoa_trung")
    forms_ = {
        str(pk): (ma, ky)
        for pk, ma, ky in PhieuBaoCao.objects.values_list("pk", "don_vi__ma", "ky_bao_cao")
    }
    return {(person, *forms_[key.split(":")[2]]) for person, key in made}


def seen_report(report: BaoCao) -> dict[str, set[str]]:
    units = report.so_lieu["don_vi"]
    return {name: {u["ma"] for u in units[name]} for name in ("da_tiep_nhan", "gui_muon", "thieu")}


def test_a_year_goes_as_the_model_says(nam: Nam) -> None:
    assert len(nam.don_vi) == 26  # 24 of the commune, two outside
    script = draw_script(2026, list(nam.don_vi))
    model = MoHinh(script, listeners(nam))
    day, reports = date(2026, 1, 1), {}
    while day < date(2027, 1, 9):  # the day the forms of 2027 open
        if day not in LO_VIEC:
            while nam.giet.run(lambda day=day: run_daily_jobs(DAILY, at=moment(day, 8))):
                pass  # until nothing is left to do
            assert seen_notices(day) == model.remind(day), day
        live_through(nam, script, day)
        assert seen_states(nam) == model.states(day), day
        assert seen_overdue(nam, day) == model.overdue(day), day
        if day.day == 20:
            assert seen_rates(nam, day) == model.rates(day), day
        for ky, due in HAN_DAU_MOI.items():
            if day == due:
                reports[ky] = compile_period(nam, ky, day)
                assert seen_report(reports[ky]) == model.report(ky, day), ky
        day += MOT_NGAY
    assert len(reports) == 12 + 4 + 1 + 1
    assert nam.giet.so_lan > 60
