"""Checking (soát) codes and numbers of rows: told apart, no gaps, under a parent that is there."""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from chitieu.models import ChiTieu
from donvi.tieng_viet import fold
from nhapxuat.ho_so_soat import HoSoSoat
from nhapxuat.van_ban_trong_loi import check_numbering
from nhapxuat.van_de import LoaiNoiSua, NoiSua, VanDe


@dataclass(frozen=True)
class DongCoMa:
    """A row with a code: its parent's code ("" at the top), and the words under one heading."""

    khoa_chinh: int
    ma: str
    ten: str
    ma_cha: str
    nhom: str
    duong_dan: str


@dataclass(frozen=True)
class CachGoi:
    """How findings about codes name one kind of rows; no code of a finding: not looked at."""

    ten: str
    loai: LoaiNoiSua
    ma_trung_ten: str
    ma_trung_ma: str
    ma_cach_quang: str
    ma_mat_cha: str
    bang: str
    doi_tuong: Callable[[str], str]


NHIEM_VU = CachGoi(
    "nhiệm vụ", LoaiNoiSua.NHIEM_VU, "NV-10", "NV-11", "NV-12", "NV-13", "Phụ lục nhiệm vụ",
    "Nhiệm vụ {}".format,
)  # fmt: skip
CHI_TIEU = CachGoi(
    "chỉ tiêu", LoaiNoiSua.CHI_TIEU, "CT-10", "CT-11", "CT-13", "CT-12", "Các chỉ tiêu",
    "Chỉ tiêu {}".format,
)  # fmt: skip
KINH_PHI = CachGoi(
    "dòng kinh phí", LoaiNoiSua.DONG_KINH_PHI, "KP-28", "KP-28", "KP-29", "", "Bảng kinh phí",
    "{}".format,
)  # fmt: skip


def check_codes(ho_so: HoSoSoat) -> Iterator[VanDe]:
    """Find codes and words that can't be told apart, numbers that skip, parents not there."""
    if not ho_so.is_money_with_tasks:
        yield from _check(list(_lines(ho_so)), KINH_PHI)
    yield from _check(list(_tasks(ho_so)), NHIEM_VU)
    yield from _check(list(_indicators(ho_so)), CHI_TIEU)


def _tasks(ho_so: HoSoSoat) -> Iterator[DongCoMa]:
    groups = {task.nhom_nhiem_vu_id for task in ho_so.phu_luc}
    for task in ho_so.phu_luc:
        group = str(task.nhom_nhiem_vu_id) if len(groups) > 1 else ""
        page = reverse("nhiemvu:detail", args=[task.pk])
        yield DongCoMa(task.pk, task.ma, task.ten, "", group, page)


def _indicators(ho_so: HoSoSoat) -> Iterator[DongCoMa]:
    codes = {row.pk: row.ma for row in ho_so.chi_tieu}
    for row in ho_so.chi_tieu:
        may_repeat = row.loai_chi_tieu == ChiTieu.LoaiChiTieu.TIEU_DE
        parent = codes.get(row.chi_tieu_cha_id or 0, "")
        group = f"{parent}|{row.nhom_chi_tieu}"
        page = reverse("chitieu:detail", args=[row.pk])
        yield DongCoMa(row.pk, row.ma, "" if may_repeat else row.ten, parent, group, page)


def _lines(ho_so: HoSoSoat) -> Iterator[DongCoMa]:
    codes = {row.pk: row.ma for row in ho_so.dong_kinh_phi}
    page = reverse("kinhphi:list", args=[ho_so.ke_hoach.ma])
    for row in ho_so.dong_kinh_phi:
        parent = codes.get(row.dong_cha_id or 0, "")
        yield DongCoMa(row.pk, row.ma, row.noi_dung, parent, parent, page)


def _check(rows: Sequence[DongCoMa], cach_goi: CachGoi) -> Iterator[VanDe]:
    yield from _check_same(rows, cach_goi, cach_goi.ma_trung_ma, code_key, "mã")
    yield from _check_same(rows, cach_goi, cach_goi.ma_trung_ten, _words_key, "nội dung")
    yield from _check_gaps(rows, cach_goi)
    if cach_goi.ma_mat_cha:
        yield from _check_parents(rows, cach_goi)


def code_key(row: DongCoMa) -> str:
    """Reduce a code to what tells it from others: "01.", "1" and "1)" are one.

    >>> code_key(DongCoMa(1, "KP-03.", "", "", "", ""))
    'kp.3'
    """
    steps = re.findall(r"[0-9]+|[^\W\d_]+", row.ma.lower())
    return ".".join(step.lstrip("0") or "0" if step[0].isdigit() else step for step in steps)


def _words_key(row: DongCoMa) -> str:
    words = " ".join(re.findall(r"[^\W_]+", fold(row.ten)))
    return f"{row.nhom}|{words}" if words else ""


def _check_same(
    rows: Sequence[DongCoMa],
    cach_goi: CachGoi,
    ma: str,
    key: Callable[[DongCoMa], str],
    ten: str,
) -> Iterator[VanDe]:
    groups: dict[str, list[DongCoMa]] = defaultdict(list)
    for row in rows:
        if key(row):
            groups[key(row)].append(row)
    for first, *others in groups.values():
        for row in others:
            cau = (
                f"{ten} trùng với {cach_goi.ten} {first.ma}; cần giữ một, hoặc ghi rõ hai "
                f"{cach_goi.ten} khác nhau ở điểm nào."
            )
            yield _found(ma, row, cach_goi, cau, row.ma, first.ma)


def _check_gaps(rows: Sequence[DongCoMa], cach_goi: CachGoi) -> Iterator[VanDe]:
    """Tell once what skips; 3a and 3b stand for 3, and repeated codes were told before."""
    first = {code_key(row): row.ma for row in reversed(rows)}
    kept = [row for row in rows if first[code_key(row)] == row.ma]
    marked = {re.sub(r"(?<=[0-9])[a-zđ]$", "", row.ma): row for row in reversed(kept)}
    marks = list(reversed(marked))
    wrong = check_numbering(marks)
    if wrong:
        words = "; ".join(wrong)
        cau = (
            f"{cach_goi.bang}: số thứ tự chưa liền nhau ({words}); cần kiểm tra có sót dòng không."
        )
        page = rows[0].duong_dan
        place = NoiSua(cach_goi.loai, str(marked[_first_wrong(marks)].khoa_chinh))
        yield VanDe(cach_goi.ma_cach_quang, cach_goi.bang, cau, words, None, page, place)


def _first_wrong(marks: Sequence[str]) -> str:
    """Give the first number that breaks the row."""
    lengths = range(1, len(marks))
    return marks[bisect(lengths, 0, key=lambda length: len(check_numbering(marks[:length])))]


def _check_parents(rows: Sequence[DongCoMa], cach_goi: CachGoi) -> Iterator[VanDe]:
    """Look for 15.1 without 15, in tables whose other rows have plain numbers."""
    codes = {row.ma.rstrip(".") for row in rows}
    if not any(code.isdigit() for code in codes):
        return
    told: set[str] = set()
    for row in rows:
        head, _, tail = row.ma.rstrip(".").rpartition(".")
        numbered = tail.isdigit() and head.replace(".", "").isdigit()
        if numbered and head not in codes and not row.ma_cha and head not in told:
            told.add(head)
            cau = f"mã cho thấy thuộc {cach_goi.ten} {head}, nhưng bảng không có {head}."
            yield _found(cach_goi.ma_mat_cha, row, cach_goi, cau, row.ma, head)


def _found(ma: str, row: DongCoMa, cach_goi: CachGoi, cau: str, in_ra: str, tinh: str) -> VanDe:
    doi_tuong = cach_goi.doi_tuong(row.ma)
    ten = cach_goi.ten
    return VanDe(
        ma,
        doi_tuong,
        f"{ten[0].upper()}{ten[1:]} {row.ma}: {cau}",
        in_ra,
        tinh,
        row.duong_dan,
        NoiSua(cach_goi.loai, str(row.khoa_chinh)),
    )
