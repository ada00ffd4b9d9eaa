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
from chitieu.models import ChiTieu, MucChiTieu
from chitieu.services import NhapSoLieu
from donvi.models import DonVi, NguoiDung, ThongBao
from donvi.vai_tro import VaiTro
from donvi.viec_hang_ngay import run_daily_jobs
from kehoach.models import KeHoach
from nhiemvu.models import NhiemVu, PhanCong
from nhiemvu.services import NhapTienDo
from tests.baocao.mo_hinh_bao_cao import report_of
from tests.baocao.mo_hinh_ky import Dong, cut_off_window, periods_beside
from tests.baocao.nam_2026 import HAN_DAU_MOI, MOT_NGAY, MoHinh, ViecCuaPhieu, draw_script
from tests.baocao.nam_2026_noi_dung import (
    CACH_TINH,
    HAN_NHIEM_VU,
    KHONG_CHU_TRI,
    TAM_DUNG,
    TIEN,
    NoiDungNam,
)
from tests.baocao.so_sach_sql import read_plan, read_told
from tests.baocao.so_voi_mo_hinh import check_report
from tests.factories import make_dong_kinh_phi, make_khoan, make_nguoi

pytestmark = pytest.mark.long_sqlite

Value = TypeVar("Value")
DAILY = [viec for viec in CAC_VIEC if viec.ten in ("mo_ky", "nhac")]  # mail has its own tests
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
    noi_dung: NoiDungNam
    phan_cong: dict[tuple[str, str], int]
    chi_tieu: dict[str, int]

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
    set_tasks_and_rules(plan)
    units = {unit.ma: unit for unit in units_owing(plan)}
    focal = make_nguoi("VHXH", plan.don_vi_dau_moi, VaiTro.TONG_HOP)
    people = {
        ma: make_nguoi(ma, unit, VaiTro.CAN_BO)
        for ma, unit in units.items()
        if unit.pk != plan.don_vi_dau_moi_id and not unit.is_external
    }
    make_nguoi("TRUONG_CA", units["CAX"], VaiTro.TRUONG_DON_VI)
    parts = PhanCong.objects.filter(nhiem_vu__ke_hoach=plan)
    return Nam(
        plan, units, {ma: people.get(ma, focal) for ma in units}, NguoiGiet(Random(57)),
        NoiDungNam(read_told(read_plan(plan.pk), plan.pk)),
        {(ma, unit): pk for pk, ma, unit in parts.values_list("pk", "nhiem_vu__ma", "don_vi__ma")},
        dict(ChiTieu.objects.filter(ke_hoach=plan).values_list("ma", "pk")),
    )  # fmt: skip


def set_tasks_and_rules(plan: KeHoach) -> None:
    """Give tasks last days, indicators other rules, the plan money: the real plan has none."""
    tasks = NhiemVu.objects.filter(ke_hoach=plan)
    for ma, (start, end) in HAN_NHIEM_VU.items():
        tasks.filter(ma=ma).update(loai_han="ngay", tu_ngay=start, han_hoan_thanh=end)
    tasks.filter(ma=TAM_DUNG).update(tam_dung=True, ly_do_tam_dung="Chờ hướng dẫn")
    PhanCong.objects.filter(nhiem_vu__in=tasks.filter(ma=KHONG_CHU_TRI)).filter(
        vai_phan_cong="chu_tri"
    ).delete()
    for ma, (rule, falls, unit, sign, level) in CACH_TINH.items():
        rows = ChiTieu.objects.filter(ke_hoach=plan, ma=ma)
        way = "giam" if falls else "tang"
        rows.update(cach_cong_don=rule, chieu_huong=way, don_vi_tinh=unit)
        levels = MucChiTieu.objects.filter(chi_tieu__in=rows)
        levels.filter(nam=2026).update(so_sanh=sign, gia_tri=level, don_vi_tinh=unit)
        levels.exclude(nam=2026).delete()
    line = make_dong_kinh_phi(plan, "1", thanh_tien_in=2_000_000_000)
    for kind, amount, day in TIEN:
        make_khoan(line, kind, amount, ngay_chung_tu=day)


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
    """Write what there is to say, if anything, and send with a reason for what is left out."""
    form, by, at = nam.form(viec), nam.nguoi[viec.don_vi], moment(day, 15)
    told = nam.noi_dung.write(viec, day)
    if any(told):
        form = write(nam, form, told, day)
    nam.giet.run(
        lambda: forms.submit(
            phieu=form, lan_luu=form.lan_luu, by=by, at=at, ly_do_thieu="Phần còn lại báo cáo sau"
        )
    )


def write(nam: Nam, form: PhieuBaoCao, told: Any, day: date) -> PhieuBaoCao:
    """Save the rows as a draft."""
    progress, figures, words = told
    unit = form.don_vi.ma
    typed = forms.NoiDungNhap(
        tuple(_progress(nam.phan_cong[row["nhiem_vu"], unit], row) for row in progress),
        tuple(_figure(nam.chi_tieu[row["chi_tieu"]], row) for row in figures),
        {"ket_qua_chung": words} if words else {},
    )
    by = nam.nguoi[unit]
    return nam.giet.run(
        lambda: forms.save_form(
            phieu=form, noi_dung=typed, lan_luu=form.lan_luu, by=by, at=moment(day, 14)
        )
    )


def _progress(pk: int, row: Dong) -> NhapTienDo:
    same = ("khong_phat_sinh", "phan_tram", "noi_dung", "kho_khan", "nguyen_nhan", "de_xuat")
    return NhapTienDo(pk, **{name: row[name] for name in same}, ngay_hoan_thanh=row["xong"])


def _figure(pk: int, row: Dong) -> NhapSoLieu:
    same = ("tinh_trang", "gia_tri", "tu_so", "mau_so", "nhan_xet", "ghi_chu")
    return NhapSoLieu(pk, **{name: row[name] for name in same})


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


def expected_report(nam: Nam, script: list[ViecCuaPhieu], ky: str, day: date) -> Dong:
    """Say what the report compiled on the day must hold: every figure, beside earlier periods."""
    other = {name: cut_off_window(code) for name, code in periods_beside(ky).items()}
    books = nam.noi_dung.books(script, day)
    return report_of(books, cut_off_window(ky), uoc=True, beside=other)


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
                check_report(reports[ky], expected_report(nam, script, ky, day))
        day += MOT_NGAY
    assert len(reports) == 12 + 4 + 1 + 1
    assert nam.giet.so_lan > 60
