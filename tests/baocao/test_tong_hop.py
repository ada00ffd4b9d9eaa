"""The compiled report: what goes into it, that it is one, that it stands still once approved."""

from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256

import pytest

from baocao import phieu as forms
from baocao import tong_hop as services
from baocao.models import BaoCao, PhanBaoCao, PhieuBaoCao, TepVanBan
from baocao.trang_thai import TrangThaiBaoCao
from baocao.vong_doi_van_ban import VanBanError
from chitieu.models import ChiTieu
from chitieu.services import NhapSoLieu
from donvi.models import NguoiDung, NhatKy
from kehoach.ky_bao_cao import LoaiKy
from nhiemvu.models import PhanCong, TienDo
from nhiemvu.services import NhapTienDo
from tests.baocao.bao_cao_mau import issue
from tests.factories import (
    make_chi_tieu,
    make_nhiem_vu,
    make_phan_cong,
    make_phieu,
    make_quy_dinh,
)
from tests.personas import XaMau

AT = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def thang_10(vu_quang: XaMau) -> XaMau:
    """Give the commune a monthly rule, one task of the village and the police, one indicator."""
    make_quy_dinh(vu_quang.ke_hoach, LoaiKy.THANG)
    task = make_nhiem_vu(vu_quang.ke_hoach, "Cài đặt VNeID")
    make_phan_cong(task, vu_quang.thon)
    make_phan_cong(task, vu_quang.cong_an)
    make_chi_tieu(vu_quang.ke_hoach, vu_quang.cong_an, ten="Tỷ lệ dân số có VNeID")
    return vu_quang


def report(vu_quang: XaMau, by: NguoiDung | None = None) -> BaoCao:
    """Request and compile October."""
    asked = services.request_report(ke_hoach=vu_quang.ke_hoach, ma_ky="2026-T10", by=by, at=AT)
    return services.compile_report(bao_cao_id=asked.pk, at=AT)


def send_village(xa: XaMau, can_bo: NguoiDung, tong_hop_: NguoiDung, *, accepted: bool) -> None:
    """Let the village report 40 % of its part, and the focal unit accept it or not."""
    form = make_phieu(xa.ke_hoach, xa.thon)
    part = PhanCong.objects.get(don_vi=xa.thon)
    row = NhapTienDo(part.pk, phan_tram=40, noi_dung="Đã cài cho 120 người", kho_khan="Thiếu máy")
    form = forms.save_form(
        phieu=form, lan_luu=0, noi_dung=forms.NoiDungNhap(tien_do=[row]), by=can_bo, at=AT
    )
    form = forms.submit(phieu=form, lan_luu=form.lan_luu, by=can_bo, at=AT)
    if accepted:
        forms.accept(phieu=form, lan_luu=form.lan_luu, by=tong_hop_, at=AT)


def test_report_counts_only_accepted_forms(
    thang_10: XaMau, can_bo: NguoiDung, tong_hop: NguoiDung
) -> None:
    make_phieu(thang_10.ke_hoach, thang_10.cong_an)
    send_village(thang_10, can_bo, tong_hop, accepted=False)

    figures = report(thang_10).so_lieu

    assert figures["don_vi"]["da_tiep_nhan"] == []
    assert [u["ma"] for u in figures["don_vi"]["thieu"]] == ["CA", "THON1"]
    assert figures["nhiem_vu"]["cac_dong"][0]["ket_qua"] == []


def test_accepted_words_are_quoted_with_their_source(
    thang_10: XaMau, can_bo: NguoiDung, tong_hop: NguoiDung
) -> None:
    send_village(thang_10, can_bo, tong_hop, accepted=True)

    made = report(thang_10)

    progress = TienDo.objects.get()
    [task] = made.so_lieu["nhiem_vu"]["cac_dong"]
    assert task["ket_qua"] == [
        {
            "ma": "THON1", "don_vi": "Thôn 1", "loi": "Đã cài cho 120 người", "ky": "2026-T10",
            "nguon": progress.pk, "nhiem_vu": task["id"], "phieu": PhieuBaoCao.objects.get().pk,
        }
    ]  # fmt: skip
    assert "Đã cài cho 120 người (Thôn 1)." in made.cac_phan.get(ma="II.2").noi_dung
    assert "Thiếu máy (Thôn 1)." in made.cac_phan.get(ma="III").noi_dung


def test_compiling_twice_leaves_one_report_with_the_same_sections(thang_10: XaMau) -> None:
    first = report(thang_10)
    second = report(thang_10)

    assert (second.pk, BaoCao.objects.count(), PhanBaoCao.objects.count()) == (first.pk, 1, 7)
    assert second.so_lieu == first.so_lieu


def test_run_that_died_half_way_is_finished_by_the_next(thang_10: XaMau) -> None:
    asked = services.request_report(ke_hoach=thang_10.ke_hoach, ma_ky="2026-T10", by=None, at=AT)
    assert (asked.trang_thai, asked.compiled_at) == (TrangThaiBaoCao.DANG_LAP, None)

    done = services.compile_report(bao_cao_id=asked.pk, at=AT)
    again = services.compile_report(bao_cao_id=asked.pk, at=AT)

    assert (done.trang_thai, again.pk) == (TrangThaiBaoCao.DU_THAO, done.pk)
    assert BaoCao.objects.count() == 1


def test_edited_words_survive_compiling_again_and_the_draft_is_renewed(
    thang_10: XaMau, can_bo: NguoiDung, tong_hop: NguoiDung
) -> None:
    first = report(thang_10)
    section = services.edit_section(
        bao_cao=first, ma="II.2", noi_dung="Lời của tôi.", lan_luu=0, by=tong_hop, at=AT
    )
    send_village(thang_10, can_bo, tong_hop, accepted=True)

    report(thang_10)

    section.refresh_from_db()
    assert section.noi_dung == "Lời của tôi."
    assert "Đã cài cho 120 người" in section.ban_nhap


def test_second_saver_of_a_section_is_refused_and_sees_the_first_words(
    thang_10: XaMau, tong_hop: NguoiDung
) -> None:
    made = report(thang_10)
    services.edit_section(
        bao_cao=made, ma="I", noi_dung="Của người thứ nhất", lan_luu=0, by=tong_hop, at=AT
    )
    with pytest.raises(services.DaCoNguoiSua) as refused:
        services.edit_section(
            bao_cao=made, ma="I", noi_dung="Của người thứ hai", lan_luu=0, by=tong_hop, at=AT
        )

    assert refused.value.noi_dung == "Của người thứ nhất"
    assert made.cac_phan.get(ma="I").noi_dung == "Của người thứ nhất"


def test_figures_of_an_indicator_stand_still_when_corrected_later(
    thang_10: XaMau, cong_an: NguoiDung, tong_hop: NguoiDung
) -> None:
    form = make_phieu(thang_10.ke_hoach, thang_10.cong_an)
    indicator = ChiTieu.objects.get()
    row = NhapSoLieu(indicator.pk, "co_so_lieu", tu_so=Decimal(279), mau_so=Decimal(395))
    form = forms.save_form(
        phieu=form, lan_luu=0, noi_dung=forms.NoiDungNhap(so_lieu=[row]), by=cong_an, at=AT
    )
    form = forms.submit(
        phieu=form, lan_luu=form.lan_luu, by=cong_an, at=AT, ly_do_thieu="Chưa có việc"
    )
    forms.accept(phieu=form, lan_luu=form.lan_luu, by=tong_hop, at=AT)
    made = report(thang_10)

    indicator.cac_so_lieu.update(gia_tri=Decimal(99))

    made.refresh_from_db()
    [line] = made.so_lieu["chi_tieu"]["cac_dong"]
    assert (line["gia_tri"], line["ket_qua"]) == ("70,63", "trong_lo_trinh")


def test_report_of_an_unknown_unopened_or_foreign_period_is_refused(thang_10: XaMau) -> None:
    for ma_ky, words in (
        ("abc", "Mã kỳ báo cáo “abc” không đúng"),
        ("2026-Q3", "không có báo cáo quý III năm 2026"),
        (
            "2026-T12",
            "Chưa đến kỳ báo cáo tháng 12 năm 2026: phiếu của kỳ này mở từ ngày 09/12/2026",
        ),
    ):
        with pytest.raises(services.BaoCaoError) as refused:
            services.request_report(ke_hoach=thang_10.ke_hoach, ma_ky=ma_ky, by=None, at=AT)
        assert words in str(refused.value)
    assert BaoCao.objects.count() == 0


def test_approved_report_keeps_its_bytes_and_refuses_every_change(
    thang_10: XaMau, tong_hop: NguoiDung, lanh_dao: NguoiDung
) -> None:
    made = report(thang_10)
    services.submit(bao_cao=made, by=tong_hop, at=AT)
    services.approve(bao_cao=made, tep_pdf=b"%PDF-1", by=lanh_dao, at=AT)

    kept = TepVanBan.objects.get()
    assert bytes(kept.noi_dung) == b"%PDF-1"
    assert kept.ma_bam == sha256(b"%PDF-1").hexdigest()
    for act in (
        lambda: report(thang_10),
        lambda: services.edit_section(
            bao_cao=made, ma="I", noi_dung="x", lan_luu=0, by=tong_hop, at=AT
        ),
        lambda: services.submit(bao_cao=made, by=tong_hop, at=AT),
        lambda: services.approve(bao_cao=made, tep_pdf=b"", by=lanh_dao, at=AT),
    ):
        with pytest.raises(services.SaiTrangThai):
            act()
    assert TepVanBan.objects.count() == 1


def test_sending_back_needs_a_reason_and_opens_the_draft_again(
    thang_10: XaMau, tong_hop: NguoiDung, lanh_dao: NguoiDung
) -> None:
    made = report(thang_10)
    services.submit(bao_cao=made, by=tong_hop, at=AT)
    with pytest.raises(services.BaoCaoError, match="lý do trả lại"):
        services.send_back(bao_cao=made, ly_do="  ", by=lanh_dao, at=AT)

    back = services.send_back(bao_cao=made, ly_do="Bổ sung mục V", by=lanh_dao, at=AT)

    assert (back.trang_thai, back.ly_do_tra_lai) == (TrangThaiBaoCao.DU_THAO, "Bổ sung mục V")
    assert NhatKy.objects.about(made).first().ly_do == "Bổ sung mục V"  # type: ignore[union-attr]


def test_number_may_not_be_dated_before_approval(
    thang_10: XaMau, tong_hop: NguoiDung, lanh_dao: NguoiDung, van_thu: NguoiDung
) -> None:
    made = report(thang_10)
    services.submit(bao_cao=made, by=tong_hop, at=AT)
    services.approve(bao_cao=made, tep_pdf=b"%PDF-1", by=lanh_dao, at=AT)
    with pytest.raises(VanBanError, match="từ ngày duyệt trở đi"):
        issue(made, van_thu, day=19)

    issued = issue(made, van_thu, day=20)

    assert (issued.trang_thai, issued.so_hieu) == (TrangThaiBaoCao.DA_BAN_HANH, "05")
    assert NhatKy.objects.about(made)[0].so_van_ban == "05/BC-UBND, 20/10/2026"
