"""What saving a file would change in a plan (thay đổi): rows to add, to change, to leave alone."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from donvi.khac_biet import KhacBiet
from donvi.lua_chon import LuaChon
from nhapxuat.ket_qua_nhap import VanDeNhap
from nhapxuat.nhan_bang import LoaiBang


class LoaiThayDoi(LuaChon):
    """What becomes of one row."""

    THEM = "them", "thêm"
    SUA = "sua", "sửa"
    GIU = "giu", "giữ nguyên"


@dataclass(frozen=True, slots=True)
class DongThayDoi:
    """One row of a file beside the plan's: ``khoa_chinh`` of the stored row, None for a new one.

    ``ten_bang`` and ``so_dong`` are the row's place in the file.
    """

    loai: LoaiThayDoi
    loai_bang: LoaiBang
    ma: str
    ten: str
    cac_khac: tuple[KhacBiet, ...] = ()
    khoa_chinh: int | None = None
    ten_bang: str = ""
    so_dong: int = 0


@dataclass(frozen=True, slots=True)
class DongVangMat:
    """A row of the plan that the file does not have; it is left alone."""

    loai_bang: LoaiBang
    ma: str
    ten: str


@dataclass(frozen=True)
class ThayDoi:
    """Everything saving a file would do; ``van_de`` are problems seen only beside the plan."""

    cac_dong: tuple[DongThayDoi, ...] = ()
    vang_mat: tuple[DongVangMat, ...] = ()
    van_de: tuple[VanDeNhap, ...] = ()

    @property
    def dem(self) -> Mapping[LoaiThayDoi, int]:
        """Count rows by what becomes of them."""
        counted = Counter(row.loai for row in self.cac_dong)
        return {loai: counted[loai] for loai in LoaiThayDoi}

    @property
    def dau_vet(self) -> str:
        """Digest what would be done, so that saving can tell whether it is what a person saw."""
        digest = sha256()
        for row in self.cac_dong:
            about = [row.loai.value, row.loai_bang.value, row.ma, row.ten]
            about += (str(row.khoa_chinh), str(row.so_dong))
            for khac in row.cac_khac:
                about += (khac.ten_truong, khac.cu, khac.moi)
            digest.update(_joined(about))
        for left in self.vang_mat:
            digest.update(_joined(["", left.loai_bang.value, left.ma, left.ten]))
        return digest.hexdigest()[:20]


def _joined(words: list[str]) -> bytes:
    """Write words one after the other; no word holds the signs between them."""
    return ("\0".join(words) + "\0\0").encode("utf-8", "surrogatepass")
