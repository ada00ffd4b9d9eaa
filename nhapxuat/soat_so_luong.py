"""Checking (soát) quantities: one thing counted in a task and in the budget, with two numbers."""

import re
from collections.abc import Iterator

from django.urls import reverse

from donvi.tieng_viet import fold, format_so
from kinhphi.models import DongKinhPhi
from nhapxuat.ho_so_soat import HoSoSoat
from nhapxuat.so_trong_loi import SoLuongTrongLoi, counts_same_thing, find_quantities
from nhapxuat.van_de import LoaiNoiSua, NoiSua, VanDe
from nhiemvu.models import NhiemVu

TU_CHUNG_CO_LIEN_KET = 3  # words a quantity and a row of the same task must share
TU_CHUNG = 4  # ... and one of any other row
TU_DAU = 2  # words that tell what is counted, where the row is of the task itself
_DONG_TU = re.compile(
    r"(?:(?:mua sam|mua|trang bi|lap dat|cung cap|dau tu|bo sung|thay the|nang cap|sua chua|thue"
    r"|to chuc|mo|xay dung|in an|in|cap phat|cap|moi|them|va) )*"
)
# Units that count things one by one, whatever the things are called.
_TUNG_CAI = {"bo", "cai", "chiec", "san pham", "thiet bi", "dau"}


def check_quantities(ho_so: HoSoSoat) -> Iterator[VanDe]:
    """Compare numbers in tasks' products and names with the budget rows that count the same."""
    for task in ho_so.phu_luc:
        for counted in find_quantities(f"{task.san_pham}\n{task.ten}".replace("\n", "; ")):
            for row in _other_quantities(ho_so, task, counted):
                yield _two_values(task, counted, row)
    for row in ho_so.dong_kinh_phi:
        yield from _compare_row(ho_so, row)


def _other_quantities(
    ho_so: HoSoSoat, task: NhiemVu, counted: SoLuongTrongLoi
) -> list[DongKinhPhi]:
    """Find the budget rows that count the same thing, and another number of it.

    Fewer words are enough in a row of the task itself, where no row of the task has the number
    and no other row counts the thing: several rows may each pay for some of it.
    """
    opening = " ".join(counted.cum.split()[:TU_CHUNG_CO_LIEN_KET])
    found = []
    for row in ho_so.cum_kinh_phi.find(opening):
        it_nhat = TU_CHUNG_CO_LIEN_KET if row.nhiem_vu_id == task.pk else TU_CHUNG
        same = counts_same_thing(counted.cum, row.noi_dung, it_nhat=it_nhat)
        if same and row.so_luong is not None and row.so_luong != counted.so_luong:
            found.append(row)
    if found:
        return found
    own = [row for row in ho_so.dong_cua(task) if row.so_luong is not None]
    alike = [row for row in own if _is_counted_by(row, counted.cum)]
    is_told = len(alike) == 1 and all(row.so_luong != counted.so_luong for row in own)
    return alike if is_told else []


def _is_counted_by(row: DongKinhPhi, cum: str) -> bool:
    """Tell whether a row of a task counts what folded words after a number name.

    Its unit opens the words, with what follows in the row ("10 máy", "2 lớp tập huấn"); or the row
    is about the thing itself, counted one by one ("15 camera", 20 bộ).
    """
    unit = fold(row.don_vi_tinh)
    words = " ".join(re.findall(r"[^\W_]+", fold(row.noi_dung)))
    if unit and f"{cum} ".startswith(f"{unit} "):
        rest = cum[len(unit) :].split()[:TU_DAU]
        told = rest if len(rest) == TU_DAU else [unit, *rest]
        return not rest or f" {' '.join(told)} " in f" {words} "
    opened = _DONG_TU.sub("", words, count=1)
    head = " ".join(cum.split()[:TU_DAU])
    return unit in _TUNG_CAI and f"{opened} ".startswith(f"{head} ")


def _two_values(task: NhiemVu, counted: SoLuongTrongLoi, row: DongKinhPhi) -> VanDe:
    so_luong = _quantity(row)
    doi_tuong = f"Nhiệm vụ {task.ma}"
    cau = (
        f"{doi_tuong}: ghi “{counted.doan}”, nhưng dòng kinh phí {row.ma} “{_short(row.noi_dung)}” "
        f"tính {so_luong}; cần ghi thống nhất số lượng."
    )
    page = reverse("nhiemvu:detail", args=[task.pk])
    where = NoiSua(LoaiNoiSua.NHIEM_VU, str(task.pk))
    line = (row.ma, NoiSua(LoaiNoiSua.DONG_KINH_PHI, str(row.pk)))
    value = f"{row.ma}: {so_luong}"
    return VanDe("KP-30", doi_tuong, cau, counted.doan, value, page, where, (line,))


def _compare_row(ho_so: HoSoSoat, row: DongKinhPhi) -> Iterator[VanDe]:
    """Compare a number in a row's words with its own quantity, where the unit is the same."""
    unit = fold(row.don_vi_tinh)
    if not unit or row.so_luong is None:
        return
    for counted in find_quantities(row.noi_dung):
        same = counted.cum == unit or counted.cum.startswith(f"{unit} ")
        if same and counted.so_luong != row.so_luong:
            so_luong = _quantity(row)
            cau = (
                f"Dòng {row.ma}: nội dung ghi “{counted.doan}”, nhưng số lượng là {so_luong}; "
                "cần ghi thống nhất."
            )
            page = reverse("kinhphi:list", args=[ho_so.ke_hoach.ma])
            where = NoiSua(LoaiNoiSua.DONG_KINH_PHI, str(row.pk))
            yield VanDe("KP-30", row.ma, cau, counted.doan, so_luong, page, where)


def _quantity(row: DongKinhPhi) -> str:
    return f"{format_so(row.so_luong or 0)} {row.don_vi_tinh.lower()}".strip()


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 80 else plain[:79].rstrip() + "…"
