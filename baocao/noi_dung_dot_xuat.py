"""The answers to an ad hoc request, as the part of a report's snapshot that is its own."""

from typing import Any

from baocao.dot_xuat_queries import BangCauHoi, forms_of, load_answers
from baocao.models import YeuCauBaoCao
from donvi.tieng_viet import format_so
from kehoach.ky_bao_cao import KyBaoCao
from kehoach.models import KeHoach

Snapshot = dict[str, Any]


def request_figures(ke_hoach: KeHoach, ky: KyBaoCao) -> Snapshot:
    """Read what the accepted forms of an ad hoc period answer (4 queries); {} for any other."""
    if ky.has_calendar:
        return {}
    yeu_cau = YeuCauBaoCao.objects.filter(ke_hoach=ke_hoach, ky_bao_cao=str(ky)).first()
    if yeu_cau is None:
        return {}
    yeu_cau.ke_hoach = ke_hoach
    figures = {
        "id": yeu_cau.pk,
        "tieu_de": yeu_cau.tieu_de,
        "so_van_ban": yeu_cau.so_van_ban,
        "kem_nhiem_vu": yeu_cau.kem_nhiem_vu,
        "cau_hoi": [
            _question(table)
            for table in load_answers(yeu_cau, forms_of(yeu_cau), accepted_only=True)
        ],
    }
    return {"dot_xuat": figures}


def _question(table: BangCauHoi) -> Snapshot:
    return {
        "so_thu_tu": table.so_thu_tu,
        "noi_dung": table.cau_hoi.noi_dung,
        "loai": str(table.cau_hoi.loai_tra_loi),
        "don_vi_tinh": table.cau_hoi.don_vi_tinh,
        "tong": format_so(table.tong_tiep_nhan) if table.is_number and table.cac_dong else "",
        "cac_dong": [
            {
                "ma": row.phieu.don_vi.ma,
                "don_vi": row.phieu.don_vi.ten,
                "loi": row.loi,
                "phieu": row.phieu.pk,
            }
            for row in table.cac_dong
        ],
    }
