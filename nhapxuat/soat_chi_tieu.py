"""Checking (soát) the indicators of a plan: leads, and the levels to reach."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from django.urls import reverse

from chitieu.danh_gia import ChieuHuong
from chitieu.models import ChiTieu, MucChiTieu
from chitieu.muc_chi_tieu import LoaiMuc, SoSanh, format_muc, parse_muc
from chitieu.queries import read_level
from kehoach.models import KeHoach
from nhapxuat.danh_ba import DanhBa
from nhapxuat.ho_so_soat import HoSoSoat
from nhapxuat.van_de import LoaiNoiSua, NoiSua, VanDe


def check_indicators(ho_so: HoSoSoat) -> Iterator[VanDe]:
    """Find what a reader of the indicators must look at (no query)."""
    ke_hoach, danh_ba = ho_so.ke_hoach, ho_so.danh_ba
    heading = ChiTieu.LoaiChiTieu.TIEU_DE
    indicators = [row for row in ho_so.chi_tieu if row.loai_chi_tieu != heading]
    if indicators and not any(_has_lead(row) for row in indicators):
        yield VanDe(
            "CT-01",
            "Chỉ tiêu",
            f"Kế hoạch không ghi đơn vị chủ trì cho chỉ tiêu nào; {ke_hoach.don_vi_dau_moi} "
            "(đơn vị đầu mối) theo dõi tất cả.",
            duong_dan=reverse("chitieu:list", args=[ke_hoach.ma]),
            cac_noi_sua=tuple((row.ma, _place(row)) for row in indicators),
        )
    else:
        for row in indicators:
            yield from _check_lead(row, danh_ba)
    for row in indicators:
        levels = tuple(row.cac_muc.all())
        yield from _check_levels(row, levels)
        yield from _check_path(row, levels)
        yield from _check_milestones(row, levels, ke_hoach.cac_moc)
        yield from _check_years(row, levels, ke_hoach)


def _has_lead(row: ChiTieu) -> bool:
    return bool(row.chu_tri_nguyen_van or row.cac_chu_tri.all())


def _found(
    ma: str, row: ChiTieu, cau: str, in_ra: str = "", tinh: str = "", nam: int | None = None
) -> VanDe:
    """Make a finding about one indicator, or its level for one year."""
    doi_tuong = f"Chỉ tiêu {row.ma}" + (f", năm {nam}" if nam else "")
    page = reverse("chitieu:detail", args=[row.pk])
    return VanDe(
        ma, doi_tuong, f"{doi_tuong}: {cau}", in_ra or None, tinh or None, page, _place(row)
    )


def _place(row: ChiTieu) -> NoiSua:
    return NoiSua(LoaiNoiSua.CHI_TIEU, str(row.pk))


def _check_lead(row: ChiTieu, danh_ba: DanhBa) -> Iterator[VanDe]:
    words = row.chu_tri_nguyen_van
    if not row.cac_chu_tri.all():
        if words:
            cau = f"chưa đơn vị nào được giao chủ trì, dù ô chủ trì ghi “{words}”."
        else:
            cau = "không ghi đơn vị chủ trì; cần giao một đơn vị chịu trách nhiệm về số liệu."
        yield _found("CT-01", row, cau, words)
    warnings = [part.canh_bao for part in danh_ba.read(words) if part.canh_bao]
    if warnings:
        yield _found("CT-02", row, f"ô chủ trì: {' '.join(warnings)}", words)


def _check_levels(row: ChiTieu, levels: Sequence[MucChiTieu]) -> Iterator[VanDe]:
    for level in levels:
        words, read = level.nguyen_van, read_level(level)
        highest = level.gia_tri_den or level.gia_tri or Decimal(0)
        if level.loai_muc == LoaiMuc.CAN_XEM:
            cau = f"chưa đọc được mức “{words}”; cần ghi một con số kèm đơn vị tính."
            yield _found("CT-03", row, cau, words, nam=level.nam)
        elif read.phi_ly:
            cau = f"mức “{words}” không thể đạt được; cần kiểm tra lại."
            yield _found("CT-04", row, cau, words, format_muc(read), level.nam)
        elif level.don_vi_tinh == "%" and highest > 100:
            cau = f"mức “{words}” lớn hơn 100%; cần kiểm tra con số và đơn vị tính."
            yield _found("CT-05", row, cau, words, format_muc(read), level.nam)
        elif _is_whole_at_least(level):
            cau = f"mức “{words}” không có gì vượt qua được; nên ghi “100%”."
            yield _found("CT-14", row, cau, words, "100%", level.nam)
        else:
            yield from _check_doubts(row, level)


def _is_whole_at_least(level: MucChiTieu) -> bool:
    """Tell whether a level asks for at least everything: "≥ 100 %"."""
    return (
        level.so_sanh == SoSanh.KHONG_THAP_HON
        and level.don_vi_tinh == "%"
        and level.gia_tri == Decimal(100)
    )


def _check_doubts(row: ChiTieu, level: MucChiTieu) -> Iterator[VanDe]:
    """Repeat the doubts of the reading, unless somebody has put another number in its place."""
    words = level.nguyen_van
    read = parse_muc(words, don_vi_tinh=row.don_vi_tinh or None, ten=row.ten)
    same = (read.loai, read.so_sanh or "", read.gia_tri) == (
        level.loai_muc,
        level.so_sanh,
        level.gia_tri,
    )
    if same and read.canh_bao:
        cau = f"mức “{words}”: {' '.join(read.canh_bao)}"
        yield _found("CT-09", row, cau, words, format_muc(read), level.nam)


def _check_path(row: ChiTieu, levels: Sequence[MucChiTieu]) -> Iterator[VanDe]:
    """Look for a level that is easier than the one before it, where the two can be compared."""
    numbers = [level for level in levels if level.gia_tri is not None]
    for before, after in pairwise(numbers):
        same = (before.don_vi_tinh, before.pham_vi) == (after.don_vi_tinh, after.pham_vi)
        if same and _goes_back(row, before, after):
            cau = (
                f"mức năm {after.nam} “{after.nguyen_van}” đi lùi so với mức năm {before.nam} "
                f"“{before.nguyen_van}”; cần kiểm tra lại."
            )
            yield _found("CT-06", row, cau, after.nguyen_van, before.nguyen_van, after.nam)


def _goes_back(row: ChiTieu, before: MucChiTieu, after: MucChiTieu) -> bool:
    if before.gia_tri is None or after.gia_tri is None:
        return False
    at_most = {SoSanh.KHONG_LON_HON, SoSanh.NHO_HON}
    falling = row.chieu_huong == ChieuHuong.GIAM or {before.so_sanh, after.so_sanh} <= at_most
    return after.gia_tri > before.gia_tri if falling else after.gia_tri < before.gia_tri


def _check_milestones(
    row: ChiTieu, levels: Sequence[MucChiTieu], milestones: Sequence[int]
) -> Iterator[VanDe]:
    if row.loai_chi_tieu != ChiTieu.LoaiChiTieu.DINH_LUONG:
        return
    if not levels:
        yield _found("CT-07", row, "là chỉ tiêu định lượng nhưng không có mức phải đạt nào.")
        return
    missing = sorted(set(milestones) - {level.nam for level in levels})
    if missing:
        years = ", ".join(map(str, missing))
        yield _found("CT-08", row, f"không có mức cho mốc {years} của kế hoạch.", tinh=years)


def _check_years(row: ChiTieu, levels: Sequence[MucChiTieu], ke_hoach: KeHoach) -> Iterator[VanDe]:
    years = f"{ke_hoach.nam_bat_dau}-{ke_hoach.nam_ket_thuc}"
    for level in levels:
        if not ke_hoach.nam_bat_dau <= level.nam <= ke_hoach.nam_ket_thuc:
            cau = f"mức của năm {level.nam} nằm ngoài thời gian của kế hoạch ({years})."
            yield _found("CT-15", row, cau, level.nguyen_van, years, level.nam)
