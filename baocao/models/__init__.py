"""What is told: forms, what is put beside them, requests, letters, reports, documents issued."""

from baocao.models.ban_in import BanIn, BanInQuerySet
from baocao.models.bao_cao import BaoCao, BaoCaoQuerySet, DeMucDeCuong, PhanBaoCao
from baocao.models.dieu_chinh import DieuChinh, DieuChinhQuerySet, PhienBan, PhienBanQuerySet
from baocao.models.don_doc import CongVanDonDoc, CongVanDonDocQuerySet
from baocao.models.lien_ket import LienKetNhap, LienKetNhapQuerySet
from baocao.models.minh_chung import MinhChung, MinhChungQuerySet
from baocao.models.phieu import KyKemTheo, PhieuBaoCao, PhieuBaoCaoQuerySet
from baocao.models.van_ban import ChuKy, TepVanBan, VanBan, VanBanQuerySet
from baocao.models.yeu_cau import CauHoi, TraLoi, YeuCauBaoCao, YeuCauBaoCaoQuerySet

__all__ = [
    "BanIn",
    "BanInQuerySet",
    "BaoCao",
    "BaoCaoQuerySet",
    "CauHoi",
    "ChuKy",
    "CongVanDonDoc",
    "CongVanDonDocQuerySet",
    "DeMucDeCuong",
    "DieuChinh",
    "DieuChinhQuerySet",
    "KyKemTheo",
    "LienKetNhap",
    "LienKetNhapQuerySet",
    "MinhChung",
    "MinhChungQuerySet",
    "PhanBaoCao",
    "PhienBan",
    "PhienBanQuerySet",
    "PhieuBaoCao",
    "PhieuBaoCaoQuerySet",
    "TepVanBan",
    "TraLoi",
    "VanBan",
    "VanBanQuerySet",
    "YeuCauBaoCao",
    "YeuCauBaoCaoQuerySet",
]
