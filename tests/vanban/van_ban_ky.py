"""One document ready to be signed, the people who sign it and the file they made of it."""

from dataclasses import replace
from functools import lru_cache

from tests.vanban.ky_thu import NHAN_LUC, CoQuanCapThu, NguoiKyThu, apart, sign_both
from tests.vanban.van_ban_mau import KE_HOACH
from vanban.chu_ky_so import ChuKySo
from vanban.chung_thu import BoChungThu
from vanban.doc_chu_ky import read_signed
from vanban.kiem_chu_ky import BanDaTao, check_bytes, check_size
from vanban.pdf import render_pdf
from vanban.tai_lieu import DoanVan, PhuLuc

# Two pages, since whoever checks a signed file looks at every object of it.
VAN_BAN_KY = replace(
    KE_HOACH,
    can_cu=(),
    noi_dung=(DoanVan("Ủy ban nhân dân xã yêu cầu các đơn vị thực hiện Kế hoạch này."),),
    phu_luc=(PhuLuc("Danh mục nhiệm vụ", (DoanVan("Thống nhất phần mềm dùng chung."),)),),
)
TEN_XA = "Ủy ban nhân dân xã Vũ Quang"
NOI_CAP = CoQuanCapThu()
NGUOI_KY = NOI_CAP.issue("Trần Văn Mẫu", TEN_XA)
CO_QUAN = NOI_CAP.issue(TEN_XA, TEN_XA)


@lru_cache
def issued_pdf() -> bytes:
    return render_pdf(VAN_BAN_KY, cho_ky=True)


@lru_cache
def signed_pdf() -> bytes:
    return sign_both(issued_pdf(), NGUOI_KY, CO_QUAN)


def check_here(
    tep: bytes, chung_thu: BoChungThu | None = None, ban_khac: tuple[BanDaTao, ...] = ()
) -> tuple[ChuKySo, ...]:
    """Check as `check_signed` does, in this process."""
    check_size(len(tep))
    check_bytes(tep, issued=issued_pdf(), ban_khac=ban_khac)
    return apart(
        read_signed,
        tep,
        so_byte=len(issued_pdf()),
        chung_thu=NOI_CAP.trust() if chung_thu is None else chung_thu,
        at=NHAN_LUC,
    )


def other_signer() -> NguoiKyThu:
    """Give a person whose authority nobody here trusts."""
    return CoQuanCapThu("Nơi cấp không quen").issue("Nguyễn Thị Lạ", "Tổ chức lạ")
