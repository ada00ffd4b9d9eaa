"""One row in every table, for tests that walk over all of them."""

from datetime import UTC, date, datetime
from typing import Any

from baocao.models import (
    BanIn,
    BaoCao,
    CauHoi,
    ChuKy,
    CongVanDonDoc,
    DeMucDeCuong,
    DieuChinh,
    KyKemTheo,
    LienKetNhap,
    MinhChung,
    PhienBan,
    PhieuBaoCao,
    TepVanBan,
    TraLoi,
    VanBan,
    YeuCauBaoCao,
)
from chitieu.models import SoLieu
from donvi.models import (
    NguoiDung,
    NhomDonVi,
    TenKhac,
    TheThucVanBan,
    ThongBao,
    ThuHangNgay,
    ViecHangNgay,
)
from kehoach.models import CanCu, NgayNghiRieng, NoiNhan
from kinhphi.models import ChapNhanSaiLech, NguonVon, PhanNguon, ThamDinh
from nhapxuat.models import ChapNhanNhap, NhoCot, SuaONhap
from nhiemvu.models import GiaHan, NhomNhiemVu, PhanCong, TienDo
from tests.factories import make_dong_kinh_phi, make_khoan, saved
from tests.nhapxuat.mau_lan_nhap import make_lan_nhap

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
        NgayNghiRieng(xa=xa.xa, ngay_nghi=DAY, mo_ta="Nghỉ lễ của xã"),
        ThuHangNgay(nguoi_nhan=person, ngay_gui=DAY, claimed_at=AT),
        ViecHangNgay(ten="mo_ky", ngay_chay=DAY, done_at=AT),
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
    saved(TienDo(phan_cong=part, phan_tram=40, **period))
    saved(
        GiaHan(
            phan_cong=part, han_moi=date(2027, 1, 31), ly_do="Chờ kinh phí",
            created_at=AT, created_by=person,
        )
    )  # fmt: skip
    line = make_dong_kinh_phi(plan, "B")
    make_khoan(line, "phan_bo", 1_000_000)
    source = NguonVon.objects.order_by("pk").first()
    saved(PhanNguon(dong_kinh_phi=line, nguon_von=source, so_tien=1_000_000))
    saved(
        ThamDinh(
            ke_hoach=plan, dong_kinh_phi=line, so_tien=900_000, so_tien_in=1_000_000,
            ngay_van_ban=DAY, so_van_ban="12/BC-KT", created_at=AT, created_by=person,
        )
    )  # fmt: skip
    report = BaoCao.objects.order_by("pk").first()
    _fill_what_is_issued(plan, report, person)
    _fill_what_stands_by_a_form(xa, person)
    _fill_what_is_handed_in(plan, person)


def _fill_what_is_issued(plan: Any, report: BaoCao, person: NguoiDung) -> None:
    saved(TheThucVanBan(xa=plan.xa))
    document = saved(
        VanBan(
            ke_hoach=plan, loai_van_ban="bao_cao", bao_cao=report, trich_yeu="Báo cáo",
            ky_hieu="BC-UBND", created_at=AT,
        )
    )  # fmt: skip
    file = saved(TepVanBan(van_ban=document, noi_dung=b"%PDF-1.7", ma_bam="0" * 64, created_at=AT))
    saved(ChuKy(tep_van_ban=file, truong_ky="ChuKyNguoiKy", nguoi_ky="Trần Văn Trà"))
    version = saved(PhienBan(ke_hoach=plan, so_phien_ban=1, noi_dung={"a": 1}, ma_bam="0" * 64,
                             created_at=AT))  # fmt: skip
    saved(
        DieuChinh(
            ke_hoach=plan, tu_phien_ban=version, trich_yeu="Điều chỉnh", ly_do="Đổi đơn vị",
            created_at=AT, created_by=person,
        )
    )  # fmt: skip
    saved(
        BanIn(ke_hoach=plan, dang_tep="pdf", ten_tep="ke-hoach.pdf", khoa_noi_dung="0" * 64,
              created_at=AT)
    )  # fmt: skip


def _fill_what_stands_by_a_form(xa: Any, person: NguoiDung) -> None:
    plan, form = xa.ke_hoach, PhieuBaoCao.objects.order_by("pk").first()
    saved(KyKemTheo(phieu_bao_cao=form, ky_bao_cao="2026-6T"))
    saved(MinhChung(phieu_bao_cao=form, mo_ta="Biên bản", so_van_ban="12/BB", created_at=AT))
    request = saved(
        YeuCauBaoCao(
            ke_hoach=plan, ky_bao_cao="2026-DX9", tieu_de="Rà soát trạm phát sóng", tu_ngay=DAY,
            den_ngay=DAY, han_nop=DAY, created_at=AT, created_by=person,
        )
    )  # fmt: skip
    question = saved(CauHoi(yeu_cau=request, noi_dung="Số điểm lõm sóng?", thu_tu=1))
    saved(TraLoi(phieu_bao_cao=form, cau_hoi=question, noi_dung="2"))
    saved(
        LienKetNhap(
            phieu_bao_cao=form, nguoi_nhap="Trưởng thôn 1", ma_bam="0" * 64, het_han_luc=AT,
            created_at=AT, created_by=person,
        )
    )  # fmt: skip
    saved(
        CongVanDonDoc(
            ke_hoach=plan, don_vi=xa.thon, trich_yeu="V/v đôn đốc", noi_dung="Đề nghị",
            ngay_so_lieu=DAY, created_at=AT, created_by=person,
        )
    )  # fmt: skip
    saved(DeMucDeCuong(ke_hoach=plan, loai_ky="T", ma="I", tieu_de="Chỉ đạo", thu_tu=1))


def _fill_what_is_handed_in(plan: Any, person: NguoiDung) -> None:
    file = make_lan_nhap(plan, person)
    by = {"created_at": AT, "created_by": person}
    saved(SuaONhap(lan_nhap=file, ten_bang="PL", so_dong=2, so_cot=3, gia_tri_moi="CA", **by))
    saved(
        ChapNhanNhap(lan_nhap=file, dau_vet="0" * 20, muc_do="canh_bao", o_dau="Tệp",
                     thong_bao="Chưa rõ", ly_do="Như bản ký", **by)
    )  # fmt: skip
    saved(
        NhoCot(xa=plan.xa, loai_bang="nhiem_vu", khoa_tieu_de="muc chi", tieu_de="Mức chi",
               loai_cot="kinh_phi", updated_at=AT, updated_by=person)
    )  # fmt: skip
