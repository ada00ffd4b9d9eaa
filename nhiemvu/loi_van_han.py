"""The wording of deadlines (lời văn hạn): words of a cell -> deadlines whose years may be missing.

Pure. Works on words without marks (`diem_thoi_gian.normalise`); `thoi_han` turns the outcome
into dates.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nhiemvu.diem_thoi_gian import DiemThoiGian, read_bare, read_diem
from nhiemvu.loai_han import LoaiHan

SAU_N_NGAY = "“Sau” một số ngày được hiểu là hạn cuối là ngày thứ đó."
CUOI_KY = "“Cuối” được hiểu là ngày cuối cùng của tháng, quý hoặc năm đã ghi."
MOC_BO_QUA = "Việc thường xuyên còn nhắc tới một thời điểm chưa được dùng để tính hạn."

_DAI_NHAT = 400  # characters; a longer cell is a paragraph, not a deadline
_BO_TRONG = re.compile(r"(?:(?:khong|chua)(?: co| ghi| quy dinh| xac dinh)?(?: thoi han| han)?)?")
_DU_KIEN = re.compile(r"\bdu kien\b|\bkhoang\b")
_DAU_DONG = re.compile(
    r"(?:[-+*:,.\s]+|(?:giai doan|dot|lan|buoc)\s*[0-9]{1,2}\s*:|(?:hoan thanh|thuc hien|trien khai"
    r"|ban hanh|bao cao|duy tri|to chuc|ket thuc|xong|thoi gian|thoi han|han|tien do|du kien|khoang"
    r"|phai|la|giai doan|trong|vao|ca|va)(?![a-z0-9]))+"
)
_MO_CUOI = re.compile(
    r"(?:tu\s+|bat dau\s+)*(?P<goc>.+?)\s*(?:,|\bva\b)?\s*"
    r"(?:\btro di|\b(?:nhung|cac)\s+nam\s+(?:tiep theo|ke tiep|tiep|sau)|\bnam\s+tiep\s+theo"
    r"|\+)"
)
_GIOI_HAN = re.compile(
    r"(?P<truoc>(?:(?:cham nhat|muon nhat|den|toi|la)\s+)*truoc)\s+"
    r"|(?P<cuoi>(?:(?:tu nay|cham nhat|muon nhat|den|toi|het|la|vao)\s+)*cuoi)\s+"
    r"|(?P<den>(?:(?:tu nay|cham nhat|muon nhat|khong (?:qua|cham hon|muon hon)|den|toi|het|la|vao"
    r"|trong)\s+)+)|(?P<sau>sau)\s+|(?P<tu>(?:bat dau\s+)?tu|bat dau)\s+"
)
_NOI = re.compile(r"\s*(?:-|\bden\b|\btoi\b)\s*(?:het\s+|cuoi\s+)?(?P<truoc>truoc\s+)?")
_TACH = re.compile(
    r"\s*(?:,|&|\+|\bva\b|\s(?=(?:ngay )?(?:sau khi|khi co|thuong xuyen|dinh ky|theo)\b))\s*"
)
_TUONG_DOI = re.compile(
    r"(?:vong\s+|(?P<sau>sau\s+)|cham nhat\s+|khong qua\s+|trong\s+)*(?P<n>[0-9]{1,4})\s*"
    r"(?P<u>ngay|tuan|thang|nam)(?P<lam_viec>\s+lam viec)?"
    r"(?:,?\s+(?:(?:ke\s+|tinh\s+)*tu\s+(?P<goc>.+)|sau\s+.+))?"
)
_BAN_HANH = re.compile(
    r"(?:ngay\s+|khi\s+)?(?:ke hoach\s+)?(?:nay\s+)?(?:duoc\s+)?"
    r"(?:ky ban hanh|ban hanh|ky|phe duyet)(?:\s+ke hoach)?(?:\s+nay)?"
)
# Words that begin with "quy" and are no quarter: quy định, quy chế, quy hoạch, quy trình.
_QUY_KHAC = r"(?!\s+(?:dinh|che|hoach|trinh|uoc|mo)\b)"
_SU_KIEN = re.compile(
    r"(?:ngay\s+)?(?:(?:sau|truoc)\s+(?:khi\b|(?!.*[0-9]|cuoi\b|dau\b|giua\b|quy\s+[ivx]+\b))"
    r"|(?:cho\s+)?den khi\b|khi\b"
    rf"|theo\b(?!\s+(?:dinh ky|tuan|thang|quy{_QUY_KHAC}|nam)\b)|tuy\b|can cu\b|dot xuat\b).*"
)
_KY = r"(?:[369]\s+thang|tuan|thang|quy|nam)"
_DINH_KY = re.compile(
    rf"\bdinh ky\b|\b(?:hang|moi)\s+(?:ngay|tuan|thang|quy{_QUY_KHAC}|nam)\b|\bthuong nien\b"
    rf"|\btheo\s+(?:tuan|thang|quy{_QUY_KHAC}|nam)\b(?!\s*[0-9iv])|/\s*lan\b"
    r"|\blan\s*(?:/|tren|mot|moi)\s*(?:tuan|thang|quy|nam)"
    r"|\bthang cuoi (?:cua )?quy\b(?!\s*[0-9iv])"
    r"|^[0-9]{1,2}\s+(?:ngay|tuan|thang|nam)\s+(?:mot|0?1)\s+lan\b"
    rf"|^{_KY}(?:\s*(?:,|\bva\b)\s*{_KY})+$"
)
_THUONG_XUYEN = re.compile(r"\b(?:thuong xuyen|lien tuc)\b")
_CO_NAM = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_CO_NGAY = re.compile(r"[0-9]\s*/|\b(?:thang|ngay)\s*[0-9]|\bquy\s*[0-9iv]+\b")


def is_blank(chu: str) -> bool:
    """Tell whether the words say nothing: empty, only signs, "không xác định thời hạn"."""
    return bool(_BO_TRONG.fullmatch(re.sub(r"[\W_]+", " ", chu).strip()))


def is_estimate(chu: str) -> bool:
    """Tell whether the words call themselves an estimate ("dự kiến", "khoảng")."""
    return bool(_DU_KIEN.search(chu))


def candidates(chu: str) -> Iterator[str]:
    """List two ways to take line breaks and brackets: as mere wrapping, then as separators."""
    if len(chu) <= _DAI_NHAT:
        yield re.sub(r"[\n()\s]+", " ", chu)
        yield re.sub(r"[\n()]", ";", chu)


@dataclass(frozen=True, slots=True)
class MocTho:
    """A deadline as the words give it: how (`kieu`) it uses its zero, one or two points in time.

    `kieu`: trong (inside), truoc (before), den (until), cuoi (at the end of), tu (from), sau
    (after), khoang (first to second), khoang_truoc (first to before the second), "" (no point).
    `so_ngay` is (number, unit) counted from the day the plan is issued.
    """

    loai: LoaiHan
    kieu: str = ""
    cac_diem: tuple[DiemThoiGian, ...] = ()
    so_ngay: tuple[int, str] | None = None
    canh_bao: tuple[str, ...] = ()


def read_cell(chu: str) -> list[MocTho]:
    """Read every deadline of a cell; an empty list when any part of it can't be read."""
    cac_moc: list[MocTho] = []
    for phan in chu.split(";"):
        con_lai = _strip(phan)
        while con_lai:
            doc = _read_first(con_lai, cac_moc[-1] if cac_moc else None)
            if doc is None:
                return []
            moc, con_lai = doc
            cac_moc = _join(cac_moc, moc)
    return cac_moc


def _strip(phan: str) -> str:
    """Drop what stands around a deadline without changing it: "hoàn thành trong", bullets, dots."""
    phan = phan.strip(" .,:-")
    khop = _DAU_DONG.match(phan)
    return phan[khop.end() :] if khop else phan


def _read_first(chu: str, truoc_do: MocTho | None) -> tuple[MocTho, str] | None:
    """Read the longest-standing deadline `chu` begins with: all of it, else up to a separator."""
    moc = _read_one(chu, truoc_do)
    if moc:
        return moc, ""
    for tach in _TACH.finditer(chu):
        moc = _read_one(chu[: tach.start()], truoc_do)
        if moc:
            return moc, _strip(chu[tach.end() :])
    return None


def _join(cac_moc: list[MocTho], moc: MocTho) -> list[MocTho]:
    """Add a deadline to those before it; "từ …, hoàn thành trước …" makes one range."""
    if cac_moc and cac_moc[-1].kieu == "tu" and moc.kieu in ("truoc", "den", "cuoi", "trong"):
        kieu = "khoang_truoc" if moc.kieu == "truoc" else "khoang"
        cac_diem = (*cac_moc[-1].cac_diem, *moc.cac_diem)
        return [*cac_moc[:-1], MocTho(LoaiHan.KHOANG, kieu, cac_diem, canh_bao=moc.canh_bao)]
    return [*cac_moc, moc]


def _read_one(chu: str, truoc_do: MocTho | None) -> MocTho | None:
    """Read `chu` as exactly one deadline, None when it isn't one."""
    return _read_relative(chu) or _read_dated(chu, truoc_do) or _read_undated(chu)


def _read_relative(chu: str) -> MocTho | None:
    """Read "100 ngày kể từ ngày ban hành", "trong 30 ngày"."""
    khop = _TUONG_DOI.fullmatch(chu)
    if not khop:
        return None
    tinh_duoc = not khop["lam_viec"] and _BAN_HANH.fullmatch(khop["goc"] or "")
    return MocTho(
        LoaiHan.TUONG_DOI,
        so_ngay=(int(khop["n"]), khop["u"]) if tinh_duoc else None,
        canh_bao=(SAU_N_NGAY,) if khop["sau"] else (),
    )


def _read_undated(chu: str) -> MocTho | None:
    """Read an event, a recurrence or "thường xuyên"; what stands with it belongs to it."""
    if _SU_KIEN.fullmatch(chu):
        return MocTho(LoaiHan.SU_KIEN)
    dinh_ky = _DINH_KY.search(chu)
    if dinh_ky and (dinh_ky.start() == 0 or not _CO_NAM.search(chu)):
        return MocTho(LoaiHan.DINH_KY)
    thuong_xuyen = _THUONG_XUYEN.search(chu)
    if thuong_xuyen and (thuong_xuyen.start() == 0 or not re.search("[0-9]", chu)):
        return MocTho(LoaiHan.THUONG_XUYEN, canh_bao=(MOC_BO_QUA,) if _CO_NGAY.search(chu) else ())
    return None


def _read_dated(chu: str, truoc_do: MocTho | None) -> MocTho | None:
    """Read a deadline made of one or two points in time; "24/7" is no day of July."""
    if chu == "24/7":
        return None
    lan_can = truoc_do.cac_diem[-1] if truoc_do and truoc_do.cac_diem else None
    mo_cuoi = _MO_CUOI.fullmatch(chu)
    if mo_cuoi:
        goc = _read_dated(mo_cuoi["goc"], truoc_do)
        co_dau = goc is not None and goc.kieu not in ("truoc", "den", "cuoi")
        return MocTho(LoaiHan.KHOANG, "tu", goc.cac_diem[:1]) if goc and co_dau else None
    diem = _read_point(chu, lan_can)
    if diem:
        return MocTho(diem.loai, "trong", (diem,))
    return _read_range(chu, lan_can) or _read_bounded(chu, lan_can)


def _read_point(chu: str, lan_can: DiemThoiGian | None) -> DiemThoiGian | None:
    """Read a point in time, a bare number ("III/2026") after the kind of its neighbour.

    A bare Arabic number needs a neighbour without a year ("tháng 3, 6, 9/2026"): in "quý I/2026,
    3/2026" the second is a month.
    """
    if lan_can and (lan_can.nam is None or not chu[:1].isdecimal()):
        diem = read_bare(chu, lan_can)
        if diem:
            return diem
    return read_diem(chu)


def _read_range(chu: str, lan_can: DiemThoiGian | None) -> MocTho | None:
    """Read "A - B", "từ A đến (hết, trước) B"."""
    than = re.sub(r"^(?:bat dau )?tu ", "", chu)
    for noi in _NOI.finditer(than):
        trai, phai = than[: noi.start()], than[noi.end() :]
        dau = _read_point(trai, lan_can)
        cuoi = _read_point(phai, dau)
        if cuoi and not dau:
            la_ngay = cuoi.loai is LoaiHan.NGAY
            dau = read_bare(trai.removeprefix("ngay ") if la_ngay else trai, cuoi)
        if dau and cuoi:
            kieu = "khoang_truoc" if noi["truoc"] else "khoang"
            return MocTho(LoaiHan.KHOANG, kieu, (dau, cuoi))
    return None


def _read_bounded(chu: str, lan_can: DiemThoiGian | None) -> MocTho | None:
    """Read a point bounded on one side: trước, đến hết, chậm nhất, cuối, từ, sau."""
    khop = _GIOI_HAN.match(chu)
    diem = _read_point(chu[khop.end() :], lan_can) if khop else None
    if not khop or not diem:
        return None
    kieu = khop.lastgroup or ""
    loai = LoaiHan.KHOANG if kieu in ("tu", "sau") else diem.loai
    return MocTho(loai, kieu, (diem,), canh_bao=(CUOI_KY,) if kieu == "cuoi" else ())
