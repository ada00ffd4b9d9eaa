"""Checking (soát) the text of a plan: figures, documents, dates, the numbers of headings."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from donvi.tieng_viet import fold, format_ngay
from kehoach.models import CanCu, DeMuc, KeHoach
from nhapxuat.ho_so_soat import DoanVan, HoSoSoat, heading_name
from nhapxuat.so_trong_loi import find_malformed, find_wrong_shares, find_wrong_sums
from nhapxuat.van_ban_trong_loi import (
    VanBanTrongLoi,
    check_numbering,
    find_dates,
    find_documents,
)
from nhapxuat.van_de import LoaiNoiSua, NoiSua, VanDe

_SO_TRONG_LOI = (
    ("VB-01", find_wrong_sums),
    ("VB-02", find_wrong_shares),
    ("VB-03", find_malformed),
)
_THANG_KY = re.compile(r"(?:ngày\s+([0-9]{1,2})\s+)?tháng\s+([0-9]{1,2})\s+năm\s+([0-9]{4})")


def check_text(ho_so: HoSoSoat) -> Iterator[VanDe]:
    """Find what in the text of a plan contradicts itself, its annexes or the calendar."""
    for piece in (*ho_so.body(), *ho_so.annexes()):
        yield from _check_figures(piece)
    yield from _check_documents(ho_so)
    yield from _check_dates(ho_so)
    yield from _check_signing(ho_so)
    yield from _check_headings(ho_so)


def _found(
    ma: str, piece: DoanVan, cau: str, in_ra: str | None = None, tinh: str | None = None
) -> VanDe:
    sentence = f"{piece.noi}: {cau}"
    return VanDe(ma, piece.noi, sentence, in_ra, tinh, piece.duong_dan, piece.noi_sua)


def _check_figures(piece: DoanVan) -> Iterator[VanDe]:
    for ma, find in _SO_TRONG_LOI:
        for wrong in find(piece.van_ban):
            cau = f"trong “{wrong.doan.rstrip('.')}”, {wrong.cau}."
            yield _found(ma, piece, cau, wrong.so_in, wrong.so_tinh)


def _check_documents(ho_so: HoSoSoat) -> Iterator[VanDe]:
    bases = list(ho_so.legal_bases())
    pieces = [*(piece for _, piece in bases), *ho_so.body()]
    named = [(piece, one) for piece in pieces for one in find_documents(piece.van_ban)]
    yield from _two_dates(named)
    yield from _other_number(ho_so, bases)
    yield from _named_twice(bases)


def _two_dates(named: list[tuple[DoanVan, VanBanTrongLoi]]) -> Iterator[VanDe]:
    """Look for one number with two dates of one year; numbers begin anew each year."""
    first: dict[tuple[str, int], tuple[DoanVan, date]] = {}
    told: set[tuple[str, date]] = set()
    for piece, one in named:
        if one.ngay is None:
            continue
        where, ngay = first.setdefault((one.khoa, one.ngay.year), (piece, one.ngay))
        if ngay != one.ngay and (one.khoa, one.ngay) not in told:
            told.add((one.khoa, one.ngay))
            cau = (
                f"{one} ghi ngày {format_ngay(one.ngay)}, nhưng {where.noi.lower()} ghi ngày "
                f"{format_ngay(ngay)}; cần đối chiếu với văn bản gốc."
            )
            yield _found("VB-04", piece, cau, format_ngay(one.ngay), format_ngay(ngay))


def _other_number(ho_so: HoSoSoat, bases: list[tuple[CanCu, DoanVan]]) -> Iterator[VanDe]:
    """Look for a document of the body that may be the one of the legal bases, misnumbered.

    Told only where both have one symbol and one year, the number of the body stands nowhere among
    the bases, and the body never names the basis' number.
    """
    in_bases = {one.khoa: one for _, piece in bases for one in find_documents(piece.van_ban)}
    own = [one for _, piece in bases for one in find_documents(piece.van_ban)[:1]]
    pieces = list(ho_so.body())
    in_body = {one.khoa for piece in pieces for one in find_documents(piece.van_ban)}
    told: set[str] = set()
    for piece in pieces:
        for one in find_documents(piece.van_ban):
            like = [
                base
                for base in own
                if base.ky_hieu == one.ky_hieu
                and base.khoa not in in_body
                and base.ngay
                and one.ngay
                and base.ngay.year == one.ngay.year
            ]
            if one.khoa in in_bases or one.khoa in told or len(like) != 1:
                continue
            told.add(one.khoa)
            cau = (
                f"nêu {_dated(one)}, còn phần căn cứ nêu {_dated(like[0])}; nếu là một văn bản "
                "thì cần ghi thống nhất."
            )
            yield _found("VB-05", piece, cau, one.so_hieu, like[0].so_hieu)


def _dated(one: VanBanTrongLoi) -> str:
    return f"{one} ngày {format_ngay(one.ngay)}" if one.ngay else str(one)


def _named_twice(bases: list[tuple[CanCu, DoanVan]]) -> Iterator[VanDe]:
    seen: dict[tuple[str, str], DoanVan] = {}
    for row, piece in bases:
        documents = find_documents(piece.van_ban)[:1]
        number = documents[0].khoa if documents else fold(row.so_hieu)
        if not number:
            continue
        key = (number, fold(row.co_quan_ban_hanh))
        if key in seen:
            told = documents[0].so_hieu if documents else row.so_hieu
            cau = f"văn bản số {told} đã nêu ở {seen[key].noi.lower()}; cần bỏ một lần."
            yield _found("VB-06", piece, cau, told)
        seen.setdefault(key, piece)


def _last_day(plan: KeHoach) -> date:
    """Give the last day a document the plan names can bear: issue, signing, end of the plan."""
    return plan.ngay_ban_hanh or _signing_day(plan) or date(plan.nam_ket_thuc, 12, 31)


def _signing_day(plan: KeHoach) -> date | None:
    """Read the printed month of signing as its last day; None where none is printed."""
    found = _THANG_KY.search(plan.thoi_gian_ky.lower())
    if found is None:
        return None
    day, month, year = (int(part or 0) for part in found.groups())
    try:
        if day:
            return date(year, month, day)
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        return None


def _check_dates(ho_so: HoSoSoat) -> Iterator[VanDe]:
    limit = _last_day(ho_so.ke_hoach)
    end = date(ho_so.ke_hoach.nam_ket_thuc, 12, 31)
    bases = [piece for _, piece in ho_so.legal_bases()]
    for piece in (*bases, *ho_so.body(), *ho_so.annexes()):
        documents = {one.ngay: one for one in find_documents(piece.van_ban) if one.ngay}
        for found in find_dates(piece.van_ban):
            if found.ngay is None:
                cau = f"ngày “{found.nguyen_van}” không có trong lịch; cần ghi lại ngày đúng."
                yield _found("VB-08", piece, cau, found.nguyen_van)
            elif found.ngay in documents and found.ngay > limit:
                cau = (
                    f"{_dated(documents[found.ngay])} có ngày sau khi kế hoạch được ký hoặc kết "
                    f"thúc ({format_ngay(limit)}); cần đối chiếu với văn bản gốc."
                )
                yield _found("VB-07", piece, cau, format_ngay(found.ngay), format_ngay(limit))
            elif found.ngay > end:
                cau = (
                    f"ngày {format_ngay(found.ngay)} ở sau thời gian của kế hoạch (đến "
                    f"{format_ngay(end)}); cần kiểm tra lại."
                )
                yield _found("VB-09", piece, cau, format_ngay(found.ngay), format_ngay(end))


def _check_signing(ho_so: HoSoSoat) -> Iterator[VanDe]:
    """Look for deadlines that end before the plan is signed."""
    plan = ho_so.ke_hoach
    signed = plan.ngay_ban_hanh or _signing_day(plan)
    if signed is None:
        return
    first = signed.replace(day=1) if plan.ngay_ban_hanh is None else signed
    over = [task for task in ho_so.phu_luc if task.han_hoan_thanh and task.han_hoan_thanh < first]
    if over:
        told = format_ngay(signed) if plan.ngay_ban_hanh else plan.thoi_gian_ky
        codes = ", ".join(task.ma for task in over)
        cau = (
            f"Kế hoạch ghi thời gian ký là “{told}”, sau khi nhiệm vụ {codes} đã hết hạn; cần kiểm "
            "tra lại thời gian ký hoặc thời hạn của các nhiệm vụ đó."
        )
        yield VanDe(
            "VB-10",
            "Thời gian ký",
            cau,
            told,
            codes,
            reverse("kehoach:detail", args=[plan.ma]),
            NoiSua(LoaiNoiSua.KE_HOACH, plan.ma),
        )


def _check_headings(ho_so: HoSoSoat) -> Iterator[VanDe]:
    by_pk = {heading.pk: heading for heading in ho_so.de_muc}
    below: dict[int | None, list[DeMuc]] = defaultdict(list)
    for heading in ho_so.de_muc:
        below[heading.de_muc_cha_id].append(heading)
    page = reverse("kehoach:detail", args=[ho_so.ke_hoach.ma])
    for parent, rows in below.items():
        wrong = check_numbering([row.so_in for row in rows])
        if wrong:
            where = heading_name(by_pk[parent], by_pk) if parent in by_pk else "Các đề mục"
            words = "; ".join(wrong)
            cau = f"{where}: số thứ tự đề mục chưa đúng ({words}); cần đánh số lại."
            place = NoiSua(LoaiNoiSua.DE_MUC, str(_first_wrong(rows).pk))
            yield VanDe("VB-11", where, cau, words, None, page, place)


def _first_wrong(rows: list[DeMuc]) -> DeMuc:
    """Give the first heading whose number breaks the row."""
    for length in range(1, len(rows) + 1):
        if check_numbering([row.so_in for row in rows[:length]]):
            return rows[length - 1]
    return rows[0]
