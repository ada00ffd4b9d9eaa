"""Every table and sentence of a month's, quarter's, half-year's and year's report beside SQL.

The statements are written from the words of the rules and read bare tables; the code under test is
only asked for the report. A commune that lived through random acts (``nam_ngau_nhien``).
"""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from baocao import tong_hop as reports
from baocao.dot_xuat import NhapCauHoi
from baocao.mo_ky import open_periods
from baocao.models import BaoCao, PhieuBaoCao, TraLoi
from baocao.van_ban_dot_xuat import answer_appendices
from chitieu.models import ChiTieu, SoLieu
from donvi.tieng_viet import format_gon, format_so
from kehoach.ky_bao_cao import LoaiKy
from tests.baocao.dot_xuat_mau import form_of, make_request
from tests.baocao.mo_hinh_bao_cao import report_of
from tests.baocao.mo_hinh_ky import CuaSo, cut_off_window, periods_beside
from tests.baocao.nam_ngau_nhien import XaNgauNhien, live, make_world, report_on
from tests.baocao.so_sach_sql import read_plan, read_told
from tests.baocao.so_voi_mo_hinh import check_report
from tests.baocao.test_doi_chieu import (
    _answers_by_period,
    _months,
    combine,
    count_indicators,
    count_tasks,
    value_of,
)
from tests.factories import make_dong_kinh_phi, make_khoan, make_quy_dinh, saved
from vanban.bang_bieu import BangBieu

pytestmark = pytest.mark.long_sqlite

ALL = [f"2026-T{n:02}" for n in range(1, 13)] + [f"2026-{q}" for q in ("Q1", "Q2", "Q3", "Q4")]
ALL += ["2026-6T", "2026-9T", "2026-N"]
REPORTS = ("2026-T06", "2026-Q2", "2026-6T", "2026-9T", "2026-N")
BEFORE = {"2026-T06": "2026-T05", "2026-Q2": "2026-Q1"}  # the others' lie in 2025


def sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def within(ky: str) -> list[str]:
    """List the periods whose months all lie in the months of ``ky``, itself included."""
    months = set(_months(ky))
    return [code for code in ALL if set(_months(code)) <= months]


def marks(values: list[str]) -> str:
    return ", ".join(["%s"] * len(values))


def words(report: BaoCao, source: str) -> str:
    return str(report.cac_phan.get(nguon_viet=source).ban_nhap)


def compare_units(world: XaNgauNhien, report: BaoCao) -> None:
    ky = report.ky_bao_cao
    count = (
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN trang_thai = 'da_tiep_nhan' THEN 1 ELSE 0 END), 0)"
        " FROM baocao_phieubaocao f WHERE ke_hoach_id = %s AND "
    )
    serves = (
        "(ky_bao_cao = %s OR EXISTS (SELECT 1 FROM baocao_kykemtheo k"
        " WHERE k.phieu_bao_cao_id = f.id AND k.ky_bao_cao = %s))"
    )
    [(owing, accepted)] = sql(count + serves, world.ke_hoach.pk, ky, ky)
    codes = within(ky)
    [(told, told_accepted)] = sql(
        f"{count} ky_bao_cao IN ({marks(codes)}) AND NOT {serves}",
        world.ke_hoach.pk, *codes, ky, ky,
    )  # fmt: skip
    text = words(report, "chi_dao")
    said = re.findall(r"Trong kỳ có (\d+)/(\d+) đơn vị", text)
    assert said == ([(str(accepted), str(owing))] if owing else []), ky
    said = re.findall(r"tổng hợp từ (\d+)/(\d+) phiếu", text)
    assert said == ([(str(told_accepted), str(told))] if told else []), ky
    assert len(report.so_lieu["don_vi"]["thieu"]) == owing - accepted


TASKS = re.compile(
    r"Tổng số (\d+) nhiệm vụ\. Đã hoàn thành (\d+) nhiệm vụ \(đúng hạn (\d+), quá hạn (\d+)\); "
    r"chưa hoàn thành (\d+) nhiệm vụ \(trong hạn (\d+), quá hạn (\d+)\)\."
)


def done_by(world: XaNgauNhien, on: date) -> set[int]:
    tasks = count_tasks(world.ke_hoach, on, on)["tasks"]
    return {pk for pk, cell in tasks.items() if cell.startswith("hoan_thanh")}


def compare_tasks(world: XaNgauNhien, report: BaoCao) -> None:
    ky, on = report.ky_bao_cao, report.den_ngay
    expected = count_tasks(world.ke_hoach, on, on)
    cells = expected["cells"]
    in_time, late = cells["hoan_thanh_dung_han"], cells["hoan_thanh_qua_han"]
    open_, overdue = cells["chua_hoan_thanh_trong_han"], cells["chua_hoan_thanh_qua_han"]
    numbers = (sum(cells.values()), in_time + late, in_time, late, open_ + overdue, open_, overdue)
    text = words(report, "nhiem_vu")
    [said] = TASKS.findall(text)
    assert said == tuple(str(number) for number in numbers), ky
    new = done_by(world, on) - done_by(world, report.tu_ngay - timedelta(days=1))
    said = re.findall(r"hoàn thành thêm (\d+) nhiệm vụ", text)
    assert said == ([str(len(new))] if new else []), ky
    section = "cham_tien_do" if "-T" in ky else "ton_tai"
    units = {unit.pk: unit.ten for unit in world.cac_don_vi}
    lines = re.findall(r"^(.+): (\d+) nhiệm vụ quá hạn", words(report, section), re.MULTILINE)
    named = {name: int(n) for name, n in lines if name != "Chưa rõ đơn vị chủ trì"}
    assert named == {units[pk]: n for pk, n in expected["late"].items() if pk}, ky
    compare_change(world, report, text)


def told_in(world: XaNgauNhien, ky: str) -> list[tuple[Any, ...]]:
    """Give (row, obligation, words) accepted within a period, oldest first."""
    codes = within(ky)
    return sql(
        "SELECT t.id, t.phan_cong_id, t.noi_dung, t.kho_khan FROM nhiemvu_tiendo t"
        " JOIN nhiemvu_phancong p ON p.id = t.phan_cong_id"
        " JOIN nhiemvu_nhiemvu n ON n.id = p.nhiem_vu_id"
        f" WHERE n.ke_hoach_id = %s AND t.accepted_at IS NOT NULL"
        f" AND t.ky_bao_cao IN ({marks(codes)}) ORDER BY t.ngay_chot, t.id",
        world.ke_hoach.pk, *codes,
    )  # fmt: skip


def compare_change(world: XaNgauNhien, report: BaoCao, text: str) -> None:
    """Check "So với ...: số nhiệm vụ đã hoàn thành tăng 3 nhiệm vụ (42,86%)"."""
    before = BEFORE.get(report.ky_bao_cao)
    if not before or not told_in(world, before):
        assert "So với" not in text
        return
    [(day,)] = sql(
        "SELECT MAX(den_ngay) FROM baocao_phieubaocao WHERE ke_hoach_id = %s AND ky_bao_cao = %s",
        world.ke_hoach.pk, before,
    )  # fmt: skip
    day = date.fromisoformat(str(day)[:10])
    change = len(done_by(world, report.den_ngay)) - len(done_by(world, day))
    [said] = re.findall(r"đã hoàn thành (tăng \d+|giảm \d+|không thay đổi)", text)
    word = "tăng" if change > 0 else "giảm"
    assert said == (f"{word} {abs(change)}" if change else "không thay đổi"), report.ky_bao_cao


def compare_quotes(world: XaNgauNhien, report: BaoCao) -> None:
    rows = told_in(world, report.ky_bao_cao)
    last = {part: words for _, part, words, _ in rows if words}
    lines = report.so_lieu["nhiem_vu"]["cac_dong"]
    quoted = Counter(said["loi"] for line in lines for said in line["ket_qua"])
    assert quoted == Counter(last.values()), report.ky_bao_cao
    difficulties = Counter(words for *_, words in rows if words)
    quoted = Counter(said["loi"] for line in lines for said in line["kho_khan"])
    assert quoted == difficulties, report.ky_bao_cao
    assert {pk for line in lines for pk in line["nguon"]} == {row[0] for row in rows}


def shown(value: Any) -> str:
    return "" if value is None else format_gon(value)


def of_period(row: ChiTieu, ky: str, on: date) -> str:
    """Make the figure of one period alone: what was told for it and for its parts."""
    codes = within(ky)
    answers = [s for s in _answers_by_period(row, on) if s.ky_bao_cao in codes]
    return shown(combine(row, answers, on))


def compare_indicators(world: XaNgauNhien, report: BaoCao) -> None:
    ky, on = report.ky_bao_cao, report.den_ngay
    lines = {line["id"]: line for line in report.so_lieu["chi_tieu"]["cac_dong"]}
    for row in ChiTieu.objects.filter(ke_hoach=world.ke_hoach):
        line = lines.pop(row.pk)
        assert line["gia_tri"] == shown(value_of(row, on)), (ky, row.cach_cong_don)
        assert line["ket_qua_ky"] == of_period(row, ky, on), (ky, row.cach_cong_don)
        before = BEFORE.get(ky)
        assert line["ky_truoc"] == (of_period(row, before, on) if before else ""), ky
        told = SoLieu.objects.filter(pk__in=line["nguon"], accepted_at__isnull=False)
        assert told.filter(chi_tieu=row, ngay_chot__lte=on).count() == len(line["nguon"])
    assert lines == {}
    counts = count_indicators(world.ke_hoach, on)
    text = words(report, "tung_chi_tieu" if ky == "2026-N" else "chi_tieu")
    assert re.findall(r"Kế hoạch có (\d+) chỉ tiêu", text) == [str(sum(counts.values()))]
    assert re.findall(r"(\d+) chỉ tiêu đạt và vượt \(", text) == [str(counts["reached"])]
    assert re.findall(r"(\d+) chỉ tiêu chưa có số liệu", text) == [str(counts["nothing"])]
    short = re.findall(r"(\d+) chỉ tiêu đang trong lộ trình .*?, (\d+) chỉ tiêu chưa đạt", text)
    assert sum(int(number) for number in short[0]) == counts["short"], ky


def compare_money(world: XaNgauNhien, report: BaoCao) -> None:
    def moved(kind: str, first: date) -> int:
        [(total,)] = sql(
            "SELECT COALESCE(SUM(so_tien), 0) FROM kinhphi_khoankinhphi WHERE ke_hoach_id = %s"
            " AND loai_khoan = %s AND ngay_chung_tu BETWEEN %s AND %s",
            world.ke_hoach.pk, kind, first, report.den_ngay,
        )  # fmt: skip
        return int(total)

    text = words(report, "kinh_phi")
    for kind, label in (("phan_bo", "phân bổ"), ("giai_ngan", "giải ngân")):
        assert f"đã {label} {format_so(moved(kind, date(2000, 1, 1)))} đồng" in text
    period, year = moved("giai_ngan", report.tu_ngay), moved("giai_ngan", date(2026, 1, 1))
    told = (
        f"Trong kỳ giải ngân {format_so(period)} đồng; lũy kế từ đầu năm giải ngân "
        f"{format_so(year)} đồng."
    )
    assert (told in text) == bool(year)


def compare_every_word(world: XaNgauNhien, report: BaoCao, *, uoc: bool) -> None:
    """Check every section and both tables, whole, against what the bare rows make."""
    ky, window = report.ky_bao_cao, CuaSo(report.ky_bao_cao, report.tu_ngay, report.den_ngay)
    beside = {} if "-DX" in ky else periods_beside(ky)
    other = {name: cut_off_window(code) for name, code in beside.items()}
    books = read_told(read_plan(world.ke_hoach.pk), world.ke_hoach.pk)
    check_report(report, report_of(books, window, uoc=uoc, beside=other))


# --- ad hoc requests ------------------------------------------------------------------------------

CAC_CAU = (
    NhapCauHoi("Số điểm lõm sóng?", "so", "điểm"),
    NhapCauHoi("Kiến nghị với cấp trên?", "loi_van", bat_buoc=False),
    NhapCauHoi("Đã có tổ công nghệ số cộng đồng?", "co_khong"),
    NhapCauHoi("Ngày rà soát xong?", "ngay"),
    NhapCauHoi("Ai trả lời?", "loi_van", bat_buoc=False),
)
TRA_LOI = (
    ("1.200", "Thêm trạm thu phát.", "co", "2026-10-05", ""),
    ("7,5", "- Thêm trạm thu phát;", "khong", "", ""),
    ("3", "", "co", "2026-10-12", ""),
)


def answer_request(world: XaNgauNhien) -> None:
    """Ask three units, who answer each in its own way beside their tasks and figures."""
    asked = world.cac_don_vi[1:4]
    request = make_request(
        world.ke_hoach, world.tong_hop, *asked, cac_cau_hoi=CAC_CAU, kem_nhiem_vu=True
    )
    for unit, answers in zip(asked, TRA_LOI, strict=True):
        form = form_of(request, unit)
        for question, text in zip(request.cac_cau_hoi.order_by("thu_tu"), answers, strict=True):
            if text:
                saved(TraLoi(phieu_bao_cao=form, cau_hoi=question, noi_dung=text))
    open_forms = PhieuBaoCao.objects.filter(ky_bao_cao=request.ky_bao_cao)
    while open_forms.exclude(trang_thai="da_tiep_nhan").exists():
        report_on(world, request.ky_bao_cao)


def answers_to(world: XaNgauNhien, number: int) -> list[tuple[str, str]]:
    """Give (unit, answer) of the accepted forms to a question, in the usual order of units."""
    return sql(
        "SELECT u.ten, t.noi_dung FROM baocao_traloi t JOIN baocao_cauhoi c ON c.id = t.cau_hoi_id"
        " JOIN baocao_phieubaocao f ON f.id = t.phieu_bao_cao_id"
        " JOIN donvi_donvi u ON u.id = f.don_vi_id WHERE f.ke_hoach_id = %s AND c.thu_tu = %s"
        " AND f.trang_thai = 'da_tiep_nhan' ORDER BY u.thu_tu",
        world.ke_hoach.pk, number,
    )  # fmt: skip


def vietnamese(text: str) -> str:
    day = text.split("-")
    return "/".join(day[::-1]) if len(day) == 3 else {"co": "Có", "khong": "Không"}.get(text, text)


def compare_answers(world: XaNgauNhien, report: BaoCao) -> None:
    [(first,)] = sql("SELECT MIN(thu_tu) FROM baocao_cauhoi")
    told = [answers_to(world, first + n) for n in range(len(CAC_CAU))]
    assert [len(rows) for rows in told] == [3, 2, 3, 2, 0]  # or the test says too little
    numbers = [Decimal(text.replace(".", "").replace(",", ".")) for _, text in told[0]]
    each = [" (" + "; ".join(f"{unit}: {vietnamese(text)}" for unit, text in rows) + ")"
            for rows in told]  # fmt: skip
    yes = [unit for unit, text in told[2] if text == "co"]
    no = [unit for unit, text in told[2] if text == "khong"]
    expected = [
        f"Tổng cộng {format_so(sum(numbers))} điểm theo báo cáo của {len(told[0])} đơn vị"
        f"{each[0]}.",
        f"- Thêm trạm thu phát ({', '.join(unit for unit, _ in told[1])}).",
        f"{len(yes)} đơn vị trả lời có: {', '.join(yes)}. "
        f"{len(no)} đơn vị trả lời không: {', '.join(no)}.",
        f"{len(told[3])} đơn vị đã trả lời{each[3]}.",
        "Chưa có đơn vị nào trả lời được tiếp nhận.",
    ]
    sections = report.cac_phan.filter(ma__startswith="DX.").order_by("thu_tu")
    assert [section.ban_nhap for section in sections] == expected
    names = list(dict.fromkeys(unit for rows in (told[0], told[2], told[3]) for unit, _ in rows))
    cells = [{unit: vietnamese(text) for unit, text in told[n]} for n in (0, 2, 3)]
    rows = [
        (str(n), unit, *(one.get(unit, "") for one in cells)) for n, unit in enumerate(names, 1)
    ]
    rows.append(("", "Tổng cộng", format_so(sum(numbers)), "", ""))
    in_words = [(str(n), unit, text) for n, (unit, text) in enumerate(told[1], 1)]
    tables = [
        [row.cac_o for row in block.cac_dong]
        for annex in answer_appendices(report.so_lieu["dot_xuat"])
        for block in annex.noi_dung
        if isinstance(block, BangBieu)
    ]
    assert tables == [rows, in_words]


# --- tests ----------------------------------------------------------------------------------------


@pytest.fixture
def world(db: None) -> XaNgauNhien:
    """Give a commune that lived through half a year and reports in every kind of period."""
    world = make_world(2)
    make_quy_dinh(world.ke_hoach, LoaiKy.SAU_THANG, ngay_han_don_vi=10)
    make_quy_dinh(world.ke_hoach, LoaiKy.CHIN_THANG)
    make_quy_dinh(world.ke_hoach, LoaiKy.NAM)
    line = make_dong_kinh_phi(world.ke_hoach, "1", thanh_tien_in=900)
    for amount, kind, day in (
        (500, "phan_bo", date(2026, 1, 10)), (90, "giai_ngan", date(2026, 4, 2)),
        (7, "giai_ngan", date(2026, 6, 14)), (3, "giai_ngan", date(2026, 6, 15)),
        (1, "giai_ngan", date(2025, 12, 20)), (11, "quyet_toan", date(2026, 9, 1)),
        (60, "giai_ngan", date(2027, 6, 1)), (5, "giai_ngan", date(2027, 4, 20)),
    ):  # fmt: skip
        make_khoan(line, kind, amount, ngay_chung_tu=day)
    live(world)
    return world


def compiled(world: XaNgauNhien, ky: str, at: datetime) -> BaoCao:
    asked = reports.request_report(ke_hoach=world.ke_hoach, ma_ky=ky, by=None, at=at)
    return reports.compile_report(bao_cao_id=asked.pk, at=at)


def compare_next_year(world: XaNgauNhien) -> None:
    """Check that a later year is set beside this one, and beside the period before."""
    open_periods(on=date(2027, 6, 10), ke_hoach=[world.ke_hoach])
    report_on(world, "2027-T05", "2027-Q2", "2027-T06")
    at, compared = datetime(2027, 6, 25, 3, tzinfo=UTC), Counter[str]()
    for ky in ("2027-T06", "2027-Q2", "2027-6T"):
        report = compiled(world, ky, at)
        compare_every_word(world, report, uoc=True)
        text = "\n".join(report.cac_phan.values_list("ban_nhap", flat=True))
        compared.update(re.findall(r"[Ss]o với (cùng kỳ|tháng 5|6 tháng cuối)", text))
    assert min(compared[name] for name in ("cùng kỳ", "tháng 5", "6 tháng cuối")) >= 3, compared


def test_every_table_and_sentence_is_what_sql_says(world: XaNgauNhien) -> None:
    at = datetime(2026, 12, 20, 3, tzinfo=UTC)
    for ky in REPORTS:
        report = compiled(world, ky, at)
        compare_units(world, report)
        compare_tasks(world, report)
        compare_quotes(world, report)
        compare_indicators(world, report)
        compare_money(world, report)
        compare_every_word(world, report, uoc=True)
    answer_request(world)
    report = compiled(world, "2026-DX1", at)
    compare_every_word(world, report, uoc=False)
    compare_answers(world, report)
    compare_next_year(world)
