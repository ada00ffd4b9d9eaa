"""One row in every table, for tests that walk over all of them."""

from datetime import UTC, date, datetime
from typing import Any

from baocao.models import BaoCao, TepVanBan
from chitieu.models import SoLieu
from donvi.models import NguoiDung, NhomDonVi, TenKhac, ThongBao
from kehoach.models import CanCu, NoiNhan
from kinhphi.models import ChapNhanSaiLech, NguonVon
from nhiemvu.models import GiaHan, MinhChung, NhomNhiemVu, PhanCong, TienDo
from tests.factories import make_dong_kinh_phi, make_khoan, saved

AT = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
DAY = date(2026, 10, 14)


def fill_tables(xa: Any, dich: dict[str, Any]) -> None:
    """Add a row to each table that the personas and ``dich`` leave empty."""
    plan, person = xa.ke_hoach, NguoiDung.objects.order_by("pk").first()
    period = {"ky_bao_cao": "2026-T10", "ngay_chot": DAY}
    for row in (
        NhomDonVi(xa=xa.xa, ma="G", ten="Các thôn"),
        TenKhac(xa=xa.xa, ten="P. VHXH", don_vi=xa.vhxh),
        CanCu(ke_hoach=plan, noi_dung="Nghị quyết số 57-NQ/TW", thu_tu=1),
        NoiNhan(ke_hoach=plan, ten="Như trên", thu_tu=1),
        NhomNhiemVu(ke_hoach=plan, ma="I", ten="Nhận thức", loai_nhom="phu_luc", thu_tu=1),
        NguonVon(ke_hoach=plan, ten="Ngân sách xã", thu_tu=1),
        ChapNhanSaiLech(
            ke_hoach=plan, ma_van_de="KP-01", doi_tuong="A", ly_do="Như bản giấy",
            created_at=AT, created_by=person,
        ),
        SoLieu(chi_tieu=dich["chi_tieu"], don_vi=xa.thon, **period),
        ThongBao(nguoi_nhan=person, tieu_de="Phiếu tháng 10", khoa_trung="T10", created_at=AT),
    ):  # fmt: skip
        saved(row)
    part = PhanCong.objects.order_by("pk").first()
    progress = saved(TienDo(phan_cong=part, phan_tram=40, **period))
    saved(MinhChung(tien_do=progress, mo_ta="Biên bản tập huấn"))
    saved(
        GiaHan(
            phan_cong=part, han_moi=date(2027, 1, 31), ly_do="Chờ kinh phí",
            created_at=AT, created_by=person,
        )
    )  # fmt: skip
    make_khoan(make_dong_kinh_phi(plan, "B"), "phan_bo", 1_000_000)
    report = BaoCao.objects.order_by("pk").first()
    saved(TepVanBan(bao_cao=report, noi_dung=b"%PDF-1.7", ma_bam="0" * 64, created_at=AT))
