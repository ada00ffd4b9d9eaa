"""An ad hoc request for tests: three questions to the village and the police."""

from datetime import UTC, date, datetime
from typing import Any

from baocao import dot_xuat
from baocao.dot_xuat import NhapCauHoi, NhapYeuCau
from baocao.models import PhieuBaoCao, YeuCauBaoCao
from donvi.models import DonVi, NguoiDung
from kehoach.models import KeHoach

HOM_NAY = date(2026, 10, 20)
LUC = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)  # 16:00 in Vietnam
CON_LAU = date(2099, 1, 1)  # a last day that has not passed, whatever day it is
CAU_SO = NhapCauHoi("Số điểm lõm sóng?", "so", "điểm")
CAU_LOI = NhapCauHoi("Kiến nghị với cấp trên?", "loi_van", bat_buoc=False)
CAU_CO = NhapCauHoi("Đã có tổ công nghệ số cộng đồng?", "co_khong")
CAU_NGAY = NhapCauHoi("Ngày rà soát xong?", "ngay")
BON_CAU = (CAU_SO, CAU_LOI, CAU_CO, CAU_NGAY)


def nhap(*don_vi: DonVi, **more: Any) -> NhapYeuCau:
    """Give a request as typed: figures 1 - 20/10/2026, due on the 21st."""
    values: dict[str, Any] = {
        "tieu_de": "Rà soát điểm lõm sóng",
        "so_van_ban": "123/SKHCN-CĐS",
        "tu_ngay": date(2026, 10, 1),
        "den_ngay": HOM_NAY,
        "han_nop": date(2026, 10, 21),
        "cac_don_vi": tuple(unit.pk for unit in don_vi),
        "cac_cau_hoi": BON_CAU,
    }
    return NhapYeuCau(**values | more)


def make_request(
    ke_hoach: KeHoach, by: NguoiDung, *don_vi: DonVi, giao: bool = True, **more: Any
) -> YeuCauBaoCao:
    """Make a request, handed out unless ``giao`` is false."""
    row = dot_xuat.create_request(ke_hoach=ke_hoach, nhap=nhap(*don_vi, **more), by=by, at=LUC)
    if giao:
        row = dot_xuat.assign(yeu_cau=row, lan_luu=row.lan_luu, by=by, at=LUC, on=HOM_NAY)
    return row


def form_of(yeu_cau: YeuCauBaoCao, don_vi: DonVi) -> PhieuBaoCao:
    """Give the form of a unit."""
    return PhieuBaoCao.objects.get(
        ke_hoach=yeu_cau.ke_hoach, ky_bao_cao=yeu_cau.ky_bao_cao, don_vi=don_vi
    )
