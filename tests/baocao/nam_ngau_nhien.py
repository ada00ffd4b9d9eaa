"""A commune that lives through months of random acts, all through the services.

Drafts, forms sent late, with gaps, returned, accepted out of order, reopened; two leads of one
indicator, tasks nobody leads, paused, undated, recurring.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from baocao import phieu as forms
from baocao.mo_ky import open_periods
from baocao.models import PhieuBaoCao
from chitieu.models import ChiTieu, MucChiTieu
from chitieu.services import NhapSoLieu
from donvi.models import DonVi, NguoiDung
from donvi.vai_tro import VaiTro
from kehoach.ky_bao_cao import LoaiKy
from kehoach.models import KeHoach
from nhiemvu.services import NhapTienDo, owed_obligations
from tests.factories import (
    make_chi_tieu,
    make_don_vi,
    make_ke_hoach,
    make_nguoi,
    make_nhiem_vu,
    make_phan_cong,
    make_quy_dinh,
    make_xa,
    saved,
)

TODAY = date(2026, 10, 25)


@dataclass
class XaNgauNhien:
    """A commune of random tasks and indicators, and its people."""

    draw: Random
    ke_hoach: KeHoach
    cac_don_vi: list[DonVi]
    nguoi: dict[int, NguoiDung]
    lanh_dao: NguoiDung
    tong_hop: NguoiDung
    da_lam: Counter[str] = field(default_factory=Counter)


def make_world(seed: int) -> XaNgauNhien:
    """Make the commune before anything is reported; the same seed makes the same one."""
    draw = Random(seed)
    xa = make_xa()
    focal = make_don_vi(xa, "Phòng Văn hóa - Xã hội", "phong", ma="VHXH", thu_tu=1)
    board = make_don_vi(xa, "Ủy ban nhân dân xã", "lanh_dao", ma="UBND", thu_tu=0)
    outside = make_don_vi(xa, "Ngân hàng Nhà nước", "ngoai_xa", ma="NHNN", thu_tu=90)
    villages = [make_don_vi(xa, f"Thôn {n}", "thon", ma=f"T{n}", thu_tu=10 + n) for n in range(4)]
    plan = make_ke_hoach(xa, focal, nam_ket_thuc=2030, cac_moc=[2026, 2030])
    plan.bao_cao_tu_ngay = date(2026, 5, 1)
    saved(plan)
    make_quy_dinh(plan, LoaiKy.THANG)
    make_quy_dinh(plan, LoaiKy.QUY, ngay_han_don_vi=10)
    focal_person = make_nguoi("tonghop", focal, VaiTro.TONG_HOP)
    people = {unit.pk: make_nguoi(f"nguoi{unit.pk}", unit, VaiTro.CAN_BO) for unit in villages}
    people |= {focal.pk: focal_person, outside.pk: focal_person}
    world = XaNgauNhien(
        draw, plan, [focal, *villages, outside], people,
        make_nguoi("lanhdao", board, VaiTro.LANH_DAO), focal_person,
    )  # fmt: skip
    _make_tasks(world)
    _make_indicators(world)
    return world


def _make_tasks(world: XaNgauNhien) -> None:
    draw = world.draw
    for _ in range(12):
        kind = draw.choice(["quy", "thang", "nam", "thuong_xuyen", "khong_co", "ngay"])
        start = date(2026, draw.randint(1, 9), draw.randint(1, 28))
        dated = kind not in ("thuong_xuyen", "khong_co")
        paused = draw.random() < 0.1
        task = make_nhiem_vu(
            world.ke_hoach,
            loai_han=kind,
            tu_ngay=start if dated and draw.random() < 0.7 else None,
            han_hoan_thanh=start + timedelta(days=draw.randint(0, 150)) if dated else None,
            tam_dung=paused,
            ly_do_tam_dung="Chờ hướng dẫn" if paused else "",
        )
        units = draw.sample(world.cac_don_vi, draw.randint(0, 4))
        leads = draw.randint(0, len(units))
        for place, unit in enumerate(units):
            make_phan_cong(task, unit, "chu_tri" if place < leads else "phoi_hop")


def _make_indicators(world: XaNgauNhien) -> None:
    draw = world.draw
    for _ in range(10):
        leads = draw.sample(world.cac_don_vi, draw.choice([0, 1, 1, 2]))
        row = make_chi_tieu(
            world.ke_hoach,
            *leads,
            chieu_huong=draw.choice(["tang", "giam"]),
            cach_cong_don=draw.choice(["cuoi_ky", "cong_don", "trung_binh", "ty_le"]),
            don_vi_tinh=draw.choice(["%", "lớp"]),
        )
        level = MucChiTieu.objects.get(chi_tieu=row)
        level.so_sanh = draw.choice([">=", "<=", ">", "<", "=", ""])
        level.gia_tri = Decimal(draw.choice([0, 5, 30, 75]))
        if level.so_sanh == "<" and not level.gia_tri:
            level.so_sanh = "<="  # "below 0" is no level anybody can reach
        saved(level)
        if draw.random() < 0.6:
            more = {"nguyen_van": "90", "loai_muc": "so", "so_sanh": level.so_sanh, "gia_tri": 90}
            saved(MucChiTieu(chi_tieu=row, nam=2030, don_vi_tinh="%", **more))
    for _ in range(2):
        row = make_chi_tieu(world.ke_hoach, world.cac_don_vi[1], loai_chi_tieu="dinh_tinh")
        level = MucChiTieu.objects.get(chi_tieu=row)
        level.loai_muc, level.so_sanh, level.gia_tri = "dinh_tinh", "", None
        saved(level)


# --- living through the year --------------------------------------------------------------------


def live(world: XaNgauNhien) -> None:
    """Open the periods day by day; in random order people write, send, accept, return, reopen."""
    for month in range(5, 11):
        open_periods(on=date(2026, month, 10), ke_hoach=[world.ke_hoach])
    report_on(world)


def report_on(world: XaNgauNhien, *periods: str) -> None:
    """Let units write and send, and the focal unit decide, of all periods or of some."""
    draw = world.draw
    forms_ = PhieuBaoCao.objects.filter(ke_hoach=world.ke_hoach)
    forms_ = forms_.filter(ky_bao_cao__in=periods) if periods else forms_
    pks = list(forms_.order_by("pk").values_list("pk", flat=True))
    draw.shuffle(pks)
    for pk in pks:
        form = PhieuBaoCao.objects.select_related("ke_hoach", "don_vi").get(pk=pk)
        _write(world, form)
    draw.shuffle(pks)
    for pk in pks:
        form = PhieuBaoCao.objects.select_related("ke_hoach", "don_vi").get(pk=pk)
        _decide(world, form)


def _write(world: XaNgauNhien, form: PhieuBaoCao) -> None:
    draw, by = world.draw, world.nguoi[form.don_vi_id]
    if form.is_sent or draw.random() < 0.12:
        return
    day = form.han_nop + timedelta(days=draw.randint(-6, 5))
    at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
    parts = owed_obligations(form.ke_hoach, form.don_vi, form.den_ngay)
    today = max(TODAY, form.den_ngay)
    progress = tuple(_progress(draw, part.pk, min(day, today)) for part in parts)
    figures = tuple(_figure(draw, row) for row in _owed_indicators(form))
    words = forms.NoiDungNhap(tien_do=progress, so_lieu=figures)
    form = forms.save_form(phieu=form, noi_dung=words, lan_luu=form.lan_luu, by=by, at=at)
    world.da_lam["save"] += 1
    if draw.random() < 0.9:
        forms.submit(phieu=form, lan_luu=form.lan_luu, by=by, at=at, ly_do_thieu="Chưa đủ số liệu")
        world.da_lam["submit"] += 1


def _owed_indicators(form: PhieuBaoCao) -> list[ChiTieu]:
    rows = ChiTieu.objects.filter(ke_hoach=form.ke_hoach).prefetch_related("cac_chu_tri")
    is_focal = form.don_vi_id == form.ke_hoach.don_vi_dau_moi_id
    return [
        row for row in rows
        if form.don_vi_id in {lead.don_vi_id for lead in row.cac_chu_tri.all()}
        or (is_focal and not row.cac_chu_tri.all())
    ]  # fmt: skip


def _progress(draw: Random, pk: int, day: date) -> NhapTienDo:
    what = draw.random()
    if what < 0.2:
        return NhapTienDo(pk)
    if what < 0.35:
        return NhapTienDo(pk, khong_phat_sinh=True)
    if what < 0.5:
        return NhapTienDo(pk, noi_dung="Đang làm", kho_khan="Thiếu kinh phí")
    if what < 0.65:
        done = day - timedelta(days=draw.randint(0, 40))
        return NhapTienDo(pk, noi_dung="Xong", phan_tram=100, ngay_hoan_thanh=done)
    return NhapTienDo(pk, noi_dung="Đã làm", phan_tram=draw.choice([0, 5, 40, 99, 100]))


def _figure(draw: Random, row: ChiTieu) -> NhapSoLieu:
    what = draw.random()
    if what < 0.15:
        return NhapSoLieu(row.pk)
    if what < 0.3:
        return NhapSoLieu(row.pk, draw.choice(["khong_phat_sinh", "chua_co"]), ghi_chu="Chưa có")
    if row.loai_chi_tieu == "dinh_tinh":
        return NhapSoLieu(row.pk, "co_so_lieu", nhan_xet="Đã ứng dụng")
    if row.don_vi_tinh == "%" and draw.random() < 0.5:
        whole = Decimal(draw.randint(1, 900))
        part = Decimal(draw.randint(0, int(whole)))
        return NhapSoLieu(row.pk, "co_so_lieu", tu_so=part, mau_so=whole)
    return NhapSoLieu(row.pk, "co_so_lieu", gia_tri=Decimal(draw.choice([0, 5, 30, 60, 75, 80])))


def _decide(world: XaNgauNhien, form: PhieuBaoCao) -> None:
    draw = world.draw
    if form.trang_thai != "da_gui" or form.sent_at is None or draw.random() < 0.1:
        return
    by, at = world.tong_hop, form.sent_at + timedelta(days=1)
    if draw.random() < 0.15:
        form = forms.send_back(phieu=form, ly_do="Ghi số", lan_luu=form.lan_luu, by=by, at=at)
        world.da_lam["send_back"] += 1
        if draw.random() < 0.5:
            return
        form = forms.submit(
            phieu=form, lan_luu=form.lan_luu, by=world.nguoi[form.don_vi_id],
            at=at + timedelta(days=1), ly_do_thieu="Chưa đủ",
        )  # fmt: skip
    form = forms.accept(phieu=form, lan_luu=form.lan_luu, by=by, at=at)
    world.da_lam["accept"] += 1
    if draw.random() < 0.12:
        leader = world.lanh_dao
        forms.reopen(phieu=form, ly_do="Nhầm kỳ", lan_luu=form.lan_luu, by=leader, at=at)
        world.da_lam["reopen"] += 1
