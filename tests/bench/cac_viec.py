"""What `make bench` measures; imported once Django knows its database."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone

from baocao import tong_hop
from baocao.models import BaoCao, PhieuBaoCao
from chitieu.models import ChiTieu, MucChiTieu, SoLieu
from donvi.models import NguoiDung
from kehoach.models import KeHoach
from nhiemvu.models import NhiemVu, PhanCong, TienDo
from tests.bench import in_an
from tests.bench.do_luong import Measure, compare, seconds

MA, KY = "vu-quang-2026", "2026-T10"
TASKS = f"/ke-hoach/{MA}/nhiem-vu/?loai=tat_ca"


def all_measures(
    file: Path, copy: Path, copyfile: Callable[[Path, Path], object]
) -> Iterator[Measure | str]:
    """Measure one thing after the other, facts last; the first one loads what the others need."""
    call_command("migrate", verbosity=0)
    connection.close()
    copyfile(file, copy)
    yield load_sample_data(file, copy)
    plans, facts = in_an.print_plans()
    yield plans
    yield in_an.print_long_plan()
    plan = KeHoach.objects.get(ma=MA)
    yield list_tasks(plan)
    yield save_form(plan)
    yield compile_report(plan)
    yield "\n" + "\n".join([*facts, in_an.memory()])


def load_sample_data(file: Path, copy: Path) -> Measure:
    """Load five plans, a year of activity and the accounts; least: copy the rows by SQL."""
    ours = seconds(
        lambda: call_command("nap_ke_hoach_mau", mat_khau="mat-khau-do-luong", verbosity=0)
    )
    connection.close()
    with closing(sqlite3.connect(copy)) as target:
        target.execute("ATTACH ? AS loaded", [str(file)])
        tables = target.execute("SELECT name FROM loaded.sqlite_master WHERE type = 'table'")
        names = [name for (name,) in tables if not name.startswith("sqlite_")]
        floor = seconds(lambda: _copy_rows(target, names))
    return Measure("load the sample data", ours, floor)


def _copy_rows(target: sqlite3.Connection, names: list[str]) -> None:
    for name in names:
        target.execute(f'DELETE FROM main."{name}"')
        target.execute(f'INSERT INTO main."{name}" SELECT * FROM loaded."{name}"')
    target.commit()


def list_tasks(plan: KeHoach) -> Measure:
    """Show every task of a plan; least: a plain Django page with the same rows and columns."""
    client = signed_in("vuquang.vhxh")
    rows = plan.cac_nhiem_vu.count()

    def plain() -> None:
        with override_settings(ROOT_URLCONF="tests.bench.trang_tron"):
            assert client.get(f"/{plan.pk}/").status_code == 200

    def ours() -> None:
        assert client.get(TASKS).status_code == 200

    return compare(f"task list, {rows} rows", ours, plain)


def save_form(plan: KeHoach) -> Measure:
    """Save a unit's form with every row changed; least: one UPDATE per row in a transaction."""
    client = signed_in("vuquang.congan")
    form = PhieuBaoCao.objects.get(ke_hoach=plan, don_vi__ma="CAX", ky_bao_cao="2026-N")
    parts = list(PhanCong.objects.leading().filter(
        nhiem_vu__ke_hoach=plan, nhiem_vu__loai_nhiem_vu="phu_luc", don_vi=form.don_vi
    ))  # fmt: skip
    turn = iter(range(10_000))

    def ours() -> None:
        text = f"Đã làm việc thứ {next(turn)}"
        data = {f"nv{part.pk}-noi_dung": text for part in parts}
        data |= {f"nv{part.pk}-goc": "" for part in parts}
        version = PhieuBaoCao.objects.values_list("lan_luu", flat=True).get(pk=form.pk)
        answer = client.post(f"/phieu/{form.pk}/", data | {"lan_luu": str(version)})
        assert answer.status_code == 302
        assert TienDo.objects.filter(noi_dung=text).count() == len(parts)

    def floor() -> None:
        text = f"Đã làm việc thứ {next(turn)}"
        with transaction.atomic():
            for part in parts:
                TienDo.objects.filter(phan_cong=part, ky_bao_cao="2026-N").update(noi_dung=text)

    return compare(f"save a form, {len(parts)} rows", ours, floor)


def compile_report(plan: KeHoach) -> Measure:
    """Compile a month; least: read the rows it stands on, write one row.

    The sample has it issued; here it is a draft again, as on the day it was compiled.
    """
    BaoCao.objects.filter(ke_hoach=plan, ky_bao_cao=KY).update(trang_thai="du_thao")

    def ours() -> None:
        asked = tong_hop.request_report(ke_hoach=plan, ma_ky=KY, by=None, at=timezone.now())
        tong_hop.compile_report(bao_cao_id=asked.pk, at=timezone.now())

    def floor() -> None:
        read: list[Any] = [
            list(PhieuBaoCao.objects.filter(ke_hoach=plan).values()),
            list(TienDo.objects.filter(phan_cong__nhiem_vu__ke_hoach=plan).values()),
            list(SoLieu.objects.filter(chi_tieu__ke_hoach=plan).values()),
            list(NhiemVu.objects.filter(ke_hoach=plan).values()),
            list(PhanCong.objects.filter(nhiem_vu__ke_hoach=plan).values()),
            list(ChiTieu.objects.filter(ke_hoach=plan).values()),
            list(MucChiTieu.objects.filter(chi_tieu__ke_hoach=plan).values()),
        ]
        BaoCao.objects.filter(ke_hoach=plan, ky_bao_cao=KY).update(den_ngay=date(2026, 10, 14))
        assert all(read)

    return compare("compile a month's report", ours, floor)


def signed_in(username: str) -> Client:
    """Give a browser of this person."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(
        NguoiDung.objects.get(username=username), "django.contrib.auth.backends.ModelBackend"
    )
    return client
