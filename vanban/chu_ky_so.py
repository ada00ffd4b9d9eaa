"""What is known of the signatures of a file taken back (chữ ký số): plain data, JSON and back.

Standard library only.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from vanban.o_ky import CAC_O_KY, name_field


@dataclass(frozen=True)
class ChuKySo:
    """One signature that is intact and stands in a field of the document.

    `nguoi_ky` and `co_quan` are the common name and the organisation of the certificate, so for a
    body's own certificate `nguoi_ky` is the body. `thoi_diem_ky` is aware, or None when the
    signature names no time; `co_dau_thoi_gian` says that a trusted time-stamping service, not the
    signer's own machine, vouches for it. `nhan_xet_goc` is the sentence about the trusted root,
    `nhan_xet_phu` the one about what the signature covers.
    """

    ten_o: str
    nguoi_ky: str
    co_quan: str
    so_chung_thu: str
    thoi_diem_ky: datetime | None
    co_dau_thoi_gian: bool
    nguyen_ven: bool
    truy_duoc_goc: bool
    nhan_xet_goc: str
    phu_toan_tep: bool
    nhan_xet_phu: str

    @property
    def ten_goi_o(self) -> str:
        """Name the field in a sentence."""
        return name_field(self.ten_o)


@dataclass(frozen=True)
class KetQuaKiem:
    """A signed file that was found good (kết quả kiểm): its size, digest and signatures.

    `ma_bam` is the SHA-256 of the whole signed file; signatures are in the order of signing.
    """

    so_byte: int
    ma_bam: str
    cac_chu_ky: tuple[ChuKySo, ...]

    @property
    def o_con_trong(self) -> tuple[str, ...]:
        """Give the names of our fields that nobody signed yet, person's field first."""
        signed = {chu_ky.ten_o for chu_ky in self.cac_chu_ky}
        return tuple(o.ten_o for o in CAC_O_KY if o.ten_o not in signed)

    @property
    def truy_duoc_goc(self) -> bool:
        """Tell whether every signature leads to a trusted root."""
        return all(chu_ky.truy_duoc_goc for chu_ky in self.cac_chu_ky)


def to_json(chu_ky: ChuKySo) -> dict[str, Any]:
    """Turn a signature into values that JSON holds; the time becomes ISO 8601."""
    thoi_diem = chu_ky.thoi_diem_ky
    return asdict(chu_ky) | {"thoi_diem_ky": thoi_diem.isoformat() if thoi_diem else None}


def from_json(gia_tri: dict[str, Any]) -> ChuKySo:
    """Read back what `to_json` wrote."""
    thoi_diem = gia_tri["thoi_diem_ky"]
    return ChuKySo(
        **gia_tri | {"thoi_diem_ky": datetime.fromisoformat(thoi_diem) if thoi_diem else None}
    )
