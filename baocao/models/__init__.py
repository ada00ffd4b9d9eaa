"""What is told: forms, what is put beside them, ad hoc requests, letters, compiled reports."""

from baocao.models.bao_cao import BaoCao, BaoCaoQuerySet, DeMucDeCuong, PhanBaoCao, TepVanBan
from baocao.models.don_doc import CongVanDonDoc, CongVanDonDocQuerySet
from baocao.models.lien_ket import LienKetNhap, LienKetNhapQuerySet
from baocao.models.minh_chung import MinhChung, MinhChungQuerySet
from baocao.models.phieu import KyKemTheo, PhieuBaoCao, PhieuBaoCaoQuerySet
from baocao.models.yeu_cau import CauHoi, TraLoi, YeuCauBaoCao, YeuCauBaoCaoQuerySet

__all__ = [
    "BaoCao",
    "BaoCaoQuerySet",
    "CauHoi",
    "CongVanDonDoc",
    "CongVanDonDocQuerySet",
    "DeMucDeCuong",
    "KyKemTheo",
    "LienKetNhap",
    "LienKetNhapQuerySet",
    "MinhChung",
    "MinhChungQuerySet",
    "PhanBaoCao",
    "PhieuBaoCao",
    "PhieuBaoCaoQuerySet",
    "TepVanBan",
    "TraLoi",
    "YeuCauBaoCao",
    "YeuCauBaoCaoQuerySet",
]
