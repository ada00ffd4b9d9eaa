"""Periods and reporting rules that several tests of the calendar share."""

from hypothesis import strategies as st

from kehoach.ky_bao_cao import KyBaoCao, LoaiKy, QuyTac, periods_of_year

CO_LICH = [loai for loai in LoaiKy if loai is not LoaiKy.DOT_XUAT]
# Vũ Quang's plan, section V: tháng trước ngày 20, quý trước ngày 10 tháng cuối quý, 6 tháng trước
# ngày 10/6, năm trước ngày 30/11, or on request. Cut-offs aren't named: the decree's hold.
VU_QUANG = {
    quy_tac.loai: quy_tac
    for quy_tac in (
        QuyTac(LoaiKy.THANG, ngay_han_don_vi=20, ngay_han_dau_moi=25, nghiem_ngat=True),
        QuyTac(LoaiKy.QUY, ngay_han_don_vi=10, ngay_han_dau_moi=15, nghiem_ngat=True),
        QuyTac(LoaiKy.SAU_THANG, ngay_han_don_vi=10, ngay_han_dau_moi=15, nghiem_ngat=True),
        QuyTac(
            LoaiKy.NAM,
            ngay_han_don_vi=30,
            lech_thang_don_vi=-1,
            ngay_han_dau_moi=5,
            nghiem_ngat=True,
        ),
        QuyTac(LoaiKy.DOT_XUAT),
    )
}


def all_periods(loai, nam_dau, nam_cuoi):
    quy_tac = QuyTac(loai, ca_sau_thang_cuoi=True)
    return [ky for nam in range(nam_dau, nam_cuoi + 1) for ky in periods_of_year(quy_tac, nam)]


@st.composite
def cac_ky(draw, cac_loai=tuple(LoaiKy), nam_dau=2000):
    loai = draw(st.sampled_from(cac_loai))
    so_lon_nhat = {"T": 12, "Q": 4, "6T": 2, "DX": 9999}.get(loai.value, 1)
    return KyBaoCao(loai, draw(st.integers(nam_dau, 2099)), draw(st.integers(1, so_lon_nhat)))
