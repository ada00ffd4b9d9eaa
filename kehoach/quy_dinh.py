"""From a stored reporting rule (``QuyDinhBaoCao``) to the rule the calendar counts with."""

from collections.abc import Iterable
from hashlib import sha256

from kehoach.ky_bao_cao import DoiNgayNghi, LoaiKy, QuyTac
from kehoach.models import KeHoach, QuyDinhBaoCao

_SAME_NAME = (
    "ngay_chot",
    "ngay_han_don_vi",
    "lech_thang_don_vi",
    "ngay_han_dau_moi",
    "lech_thang_dau_moi",
    "nghiem_ngat",
    "nghiem_ngat_dau_moi",
    "ca_sau_thang_cuoi",
    "mo_truoc_ngay",
)


def rule_of(quy_dinh: QuyDinhBaoCao) -> QuyTac:
    """Read a stored rule as data for ``ky_bao_cao``; no query."""
    return QuyTac(
        loai=LoaiKy(quy_dinh.loai_ky),
        doi_ngay_nghi=DoiNgayNghi(quy_dinh.doi_ngay_nghi),
        ap_dung_tu=quy_dinh.ap_dung_tu_ngay,
        **{name: getattr(quy_dinh, name) for name in _SAME_NAME},
    )


NOI_DUNG = (*_SAME_NAME, "doi_ngay_nghi", "ap_dung_tu_ngay", "nguyen_van", "noi_nhan_bao_cao")


def digest_of(ke_hoach: KeHoach, rules: Iterable[QuyDinhBaoCao]) -> str:
    """Name the version of a plan's regime: the same as long as nobody changes it; no query."""
    rows = sorted((row.loai_ky, *(str(getattr(row, name)) for name in NOI_DUNG)) for row in rules)
    words = repr((rows, ke_hoach.nhac_truoc_ngay, ke_hoach.nhac_lai_sau_ngay))
    return sha256(words.encode()).hexdigest()[:16]
