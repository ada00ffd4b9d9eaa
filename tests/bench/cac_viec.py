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
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from baocao import tong_hop
from baocao.models import BaoCao, PhieuBaoCao
from baocao.van_ban_ke_hoach import plan_document
from chitieu.models import ChiTieu, MucChiTieu, SoLieu
from donvi.models import NguoiDung
from kehoach.models import KeHoach
from nhiemvu.models import NhiemVu, PhanCong, TienDo
from tests.bench.do_luong import Measure, compare, seconds
from vanban import bo_in_pdf
from vanban.pdf import render_pdf

MA, KY = "vu-quang-2026", "2026-T10"
TASKS = f"/ke-hoach/{MA}/nhiem-vu/?loai=tat_ca"


def all_measures(
    file: Path, copy: Path, copyfile: Callable[[Path, Path], object]
) -> Iterator[Measure]:
    """Measure one thing after the other; the first one loads what the others need."""
    call_command("migrate", verbosity=0)
    connection.close()
    copyfile(file, copy)
    yield load_sample_data(file, copy)
    yield print_plans()
    plan = KeHoach.objects.get(ma=MA)
    yield list_tasks(plan)
    yield save_form(plan)
    yield compile_report(plan)


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


def print_plans() -> Measure:
    """Make the PDF of the five plans; least: WeasyPrint alone on the same HTML and CSS."""
    handed: list[tuple[str, list[str]]] = []
    write = bo_in_pdf.write_pdf

    def note(html: str, css: list[str], *, allowed_urls: frozenset[str]) -> bytes:
        handed.append((html, css))
        return write(html, css, allowed_urls=allowed_urls)

    plans = list(KeHoach.objects.order_by("pk"))
    render_pdf(plan_document(plans[0]))  # loads WeasyPrint and the faces
    bo_in_pdf.write_pdf = note
    try:
        ours = sum(seconds(lambda plan=plan: render_pdf(plan_document(plan))) for plan in plans)
    finally:
        bo_in_pdf.write_pdf = write
    floor = sum(seconds(lambda given=given: _weasyprint(*given)) for given in handed)
    return Measure("PDF of the five plans", ours, floor)


def _weasyprint(html: str, css: list[str]) -> None:
    fonts = FontConfiguration()
    sheets = [CSS(string=text, font_config=fonts) for text in css]
    HTML(string=html).write_pdf(stylesheets=sheets, font_config=fonts, presentational_hints=True)


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
    """Compile a month; least: read the rows it stands on, write one row."""

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
