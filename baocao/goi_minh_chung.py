"""The package of evidence: an archive of the files, with an index that names and proves each.

While a file is packed its bytes are digested again; the index says where they are no longer those
that were sent.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import IO

from django.core.files.storage import default_storage
from django.utils import timezone

from baocao.loai_tep import mb
from baocao.models import MinhChung
from baocao.trang_tinh import CotTinh, DongTinh, LoaiO, TrangTinh, write_workbook
from donvi.tieng_viet import fold, format_ngay

MUC_LUC = "muc-luc.xlsx"
KHOP, KHONG_KHOP, KHONG_CON = "khớp", "không khớp mã băm", "tệp không còn trên máy chủ"
_CHUNK = 2**20
COT = (
    CotTinh("STT", 6, LoaiO.MA_SO),
    CotTinh("Đơn vị", 26),
    CotTinh("Minh chứng cho", 44),
    CotTinh("Mô tả", 34),
    CotTinh("Tệp trong gói", 40),
    CotTinh("Số văn bản", 16),
    CotTinh("Đường dẫn", 30),
    CotTinh("Dung lượng (MB)", 12, LoaiO.MA_SO),
    CotTinh("Mã băm SHA-256", 68, LoaiO.MA_SO),
    CotTinh("Kiểm tra mã băm", 18),
    CotTinh("Người gửi", 22),
    CotTinh("Ngày gửi", 12, LoaiO.MA_SO),
)


def write_package(target: IO[bytes], rows: Sequence[MinhChung], *, tieu_de: str) -> None:
    """Write files and index into ``target``; rows come from ``evidence_for_package``."""
    lines = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for number, row in enumerate(rows, start=1):
            name = _name_in_package(number, row)
            lines.append(_line(number, row, name, _pack(archive, name, row)))
        sheet = TrangTinh(
            ten="Mục lục",
            tieu_de="MỤC LỤC MINH CHỨNG",
            chu_thich=tieu_de,
            cac_cot=COT,
            cac_dong=tuple(lines),
            khi_trong="Không có minh chứng nào.",
        )
        archive.writestr(_entry(MUC_LUC), write_workbook((sheet,), tieu_de=tieu_de, tac_gia=""))


def place_words(row: MinhChung) -> str:
    """Say what the evidence is for, in the words of the plan."""
    if row.phan_cong is not None:
        task = row.phan_cong.nhiem_vu
        return f"Nhiệm vụ {task.ma}. {task.ten}"
    if row.chi_tieu is not None:
        return f"Chỉ tiêu {row.chi_tieu.ma}. {row.chi_tieu.ten}"
    return "Cả phiếu"


def _line(number: int, row: MinhChung, name: str, check: str) -> DongTinh:
    return DongTinh(
        (
            number, str(row.phieu_bao_cao.don_vi), place_words(row), row.mo_ta,
            name if check != KHONG_CON else "", row.so_van_ban, row.duong_dan,
            mb(row.so_byte) if row.ma_bam else "", row.ma_bam, check, str(row.created_by or ""),
            format_ngay(timezone.localtime(row.created_at)),  # noqa: TID251 - reads no clock
        )
    )  # fmt: skip


def _name_in_package(number: int, row: MinhChung) -> str:
    """Name a file so that every system reads it: "phong-kinh-te/012-bien-ban.pdf"."""
    if not row.tep_dinh_kem:
        return ""
    stem, _, ending = row.ten_tep.rpartition(".")
    return f"{_plain(str(row.phieu_bao_cao.don_vi))}/{number:03}-{_plain(stem)}.{ending}"


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:60] or "tep"


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # dated 1980: the moment of packing proves nothing
    entry.external_attr = 0o644 << 16
    return entry


def _pack(archive: zipfile.ZipFile, name: str, row: MinhChung) -> str:
    """Copy one file into the archive; say whether its bytes are still those that were sent."""
    if not name:
        return ""
    if not default_storage.exists(str(row.tep_dinh_kem.name)):
        return KHONG_CON
    digest, entry = sha256(), _entry(name)
    entry.file_size = row.so_byte
    with row.tep_dinh_kem.open("rb") as source, archive.open(entry, "w") as packed:
        for chunk in _chunks(source):
            digest.update(chunk)
            packed.write(chunk)
    return KHOP if digest.hexdigest() == row.ma_bam else KHONG_KHOP


def _chunks(source: IO[bytes]) -> Iterable[bytes]:
    return iter(lambda: source.read(_CHUNK), b"")
