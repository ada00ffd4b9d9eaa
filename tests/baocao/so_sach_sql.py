"""The books of a commune read from bare tables, by SQL written for the purpose.

Nothing here is computed; what comes of the rows is told by ``mo_hinh_bao_cao``.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from tests.baocao.mo_hinh_bao_cao import SoSach
from tests.baocao.mo_hinh_ky import Dong


def sql(statement: str, *values: Any) -> list[Dong]:
    """Run a statement and give its rows by column name."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def as_day(value: Any) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None


def as_number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def sent_on(value: Any) -> date:
    """Give the day in Vietnam of a stored moment (UTC)."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (moment.astimezone(UTC) + timedelta(hours=7)).date()


def read_plan(plan: int) -> SoSach:
    """Read what the plan promises: its tasks, who does them, its indicators and levels."""
    units = sql(
        "SELECT u.ma, u.ten, u.thu_tu FROM donvi_donvi u"
        " JOIN kehoach_kehoach k ON k.xa_id = u.xa_id WHERE k.id = %s"
        " ORDER BY u.thu_tu, u.khoa_sap_xep, u.id",
        plan,
    )
    tasks = sql(
        "SELECT id, ma, ten, chu_tri_nguyen_van AS chu_tri, phoi_hop_nguyen_van AS phoi_hop,"
        " thoi_han_nguyen_van AS thoi_han, loai_han, tu_ngay AS tu, han_hoan_thanh AS den, tam_dung"
        " FROM nhiemvu_nhiemvu WHERE ke_hoach_id = %s AND loai_nhiem_vu = 'phu_luc'"
        " ORDER BY thu_tu, id",
        plan,
    )
    parts = sql(
        "SELECT p.nhiem_vu_id, u.ma, p.vai_phan_cong FROM nhiemvu_phancong p"
        " JOIN donvi_donvi u ON u.id = p.don_vi_id ORDER BY u.thu_tu, u.khoa_sap_xep, p.id"
    )
    for task in tasks:
        pk = task.pop("id")
        own = [row for row in parts if row["nhiem_vu_id"] == pk]
        task["tu"], task["den"] = as_day(task["tu"]), as_day(task["den"])
        task["cac_phan"] = [(row["ma"], row["vai_phan_cong"] == "chu_tri") for row in own]
    return SoSach(units, tasks, _indicators(plan))


def _indicators(plan: int) -> list[Dong]:
    rows = sql(
        "SELECT id, ma, ten, loai_chi_tieu AS loai, don_vi_tinh, cach_cong_don AS cach,"
        " chieu_huong, chu_tri_nguyen_van FROM chitieu_chitieu WHERE ke_hoach_id = %s"
        " ORDER BY thu_tu, id",
        plan,
    )
    leads = sql(
        "SELECT c.chi_tieu_id, u.ma, u.ten FROM chitieu_chutrichitieu c"
        " JOIN donvi_donvi u ON u.id = c.don_vi_id ORDER BY c.thu_tu, c.id"
    )
    levels = sql(
        "SELECT chi_tieu_id, nam, nguyen_van, so_sanh, gia_tri FROM chitieu_mucchitieu ORDER BY nam"
    )
    for row in rows:
        pk = row.pop("id")
        own = [lead for lead in leads if lead["chi_tieu_id"] == pk]
        row["giam"] = row.pop("chieu_huong") == "giam"
        row["chu_tri"] = [lead["ma"] for lead in own]
        printed = row.pop("chu_tri_nguyen_van")
        row["chu_tri_in"] = "; ".join(lead["ten"] for lead in own) or printed
        row["muc"] = [
            (m["nam"], m["nguyen_van"], m["so_sanh"], as_number(m["gia_tri"]))
            for m in levels
            if m["chi_tieu_id"] == pk
        ]
    return rows


def read_told(books: SoSach, plan: int) -> SoSach:
    """Read what units told and the focal unit accepted, and the money that moved."""
    books.phieu = _forms(plan)
    books.tien_do = sql(
        "SELECT u.ma AS don_vi, n.ma AS nhiem_vu, t.ky_bao_cao AS ky, t.ngay_chot AS chot,"
        " t.phan_tram, t.ngay_hoan_thanh AS xong, t.noi_dung, t.kho_khan, t.nguyen_nhan, t.de_xuat"
        " FROM nhiemvu_tiendo t JOIN nhiemvu_phancong p ON p.id = t.phan_cong_id"
        " JOIN nhiemvu_nhiemvu n ON n.id = p.nhiem_vu_id JOIN donvi_donvi u ON u.id = p.don_vi_id"
        " WHERE n.ke_hoach_id = %s AND t.accepted_at IS NOT NULL ORDER BY t.ngay_chot, t.id",
        plan,
    )
    for row in books.tien_do:
        row["chot"], row["xong"] = as_day(row["chot"]), as_day(row["xong"])
    books.so_lieu = sql(
        "SELECT u.ma AS don_vi, c.ma AS chi_tieu, s.ky_bao_cao AS ky, s.ngay_chot AS chot,"
        " s.tinh_trang, s.gia_tri, s.tu_so, s.mau_so, s.nhan_xet, s.ghi_chu FROM chitieu_solieu s"
        " JOIN chitieu_chitieu c ON c.id = s.chi_tieu_id JOIN donvi_donvi u ON u.id = s.don_vi_id"
        " WHERE c.ke_hoach_id = %s AND s.accepted_at IS NOT NULL ORDER BY s.ngay_chot, s.id",
        plan,
    )
    for row in books.so_lieu:
        row["chot"] = as_day(row["chot"])
        row |= {name: as_number(row[name]) for name in ("gia_tri", "tu_so", "mau_so")}
    _read_money(books, plan)
    return books


def _forms(plan: int) -> list[Dong]:
    forms = sql(
        "SELECT f.id, u.ma AS don_vi, f.ky_bao_cao AS ky, f.den_ngay AS chot, f.trang_thai,"
        " f.sent_at, f.han_nop, f.ket_qua_chung AS chung FROM baocao_phieubaocao f"
        " JOIN donvi_donvi u ON u.id = f.don_vi_id WHERE f.ke_hoach_id = %s"
        " ORDER BY u.thu_tu, u.khoa_sap_xep, f.den_ngay, f.id",
        plan,
    )
    served = sql("SELECT phieu_bao_cao_id, ky_bao_cao FROM baocao_kykemtheo")
    for form in forms:
        pk, sent = form.pop("id"), form.pop("sent_at")
        form["kem"] = [row["ky_bao_cao"] for row in served if row["phieu_bao_cao_id"] == pk]
        form["chot"] = as_day(form["chot"])
        form["nhan"] = form.pop("trang_thai") == "da_tiep_nhan"
        last = as_day(form.pop("han_nop"))
        form["muon"] = bool(sent and last and sent_on(sent) > last)
    return forms


def _read_money(books: SoSach, plan: int) -> None:
    books.tien = sql(
        "SELECT loai_khoan AS loai, so_tien, ngay_chung_tu AS ngay FROM kinhphi_khoankinhphi"
        " WHERE ke_hoach_id = %s",
        plan,
    )
    for row in books.tien:
        row["ngay"] = as_day(row["ngay"])
    [printed] = sql("SELECT tong_kinh_phi_in FROM kehoach_kehoach WHERE id = %s", plan)
    [lines] = sql(
        "SELECT SUM(thanh_tien_in) AS tong FROM kinhphi_dongkinhphi"
        " WHERE ke_hoach_id = %s AND dong_cha_id IS NULL",
        plan,
    )
    books.du_toan = printed["tong_kinh_phi_in"] or lines["tong"]
