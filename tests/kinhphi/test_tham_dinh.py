"""Appraisal, sources and corrections of budget rows: on record, with a reason, nothing lost."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from donvi.models import NguoiDung, NhatKy
from kinhphi.chia_nguon import PhanTien
from kinhphi.loi_kinh_phi import DaHuyRoi, KhongDuocPhep
from kinhphi.models import DongKinhPhi, NguonVon, PhanNguon, ThamDinh
from kinhphi.phan_nguon import NguonDaGhiTien, replace_sources
from kinhphi.queries import money_page
from kinhphi.sai_lech import money_findings
from kinhphi.sua_dong import (
    DongDaDoi,
    SuaDong,
    ThieuLyDoSua,
    edit_line,
    preview_edit,
    suggest_tasks,
    version_of,
)
from kinhphi.tham_dinh import NhapThamDinh, ThieuLyDoThay, appraise, cancel_appraisal
from kinhphi.them_dong import (
    DongCoDongCon,
    DongCoTien,
    MaDaCo,
    ThemDong,
    add_line,
    remove_line,
)
from tests.factories import make_dong_kinh_phi, make_khoan, make_nhiem_vu
from tests.personas import XaMau

pytestmark = pytest.mark.django_db

AT = datetime(2026, 10, 6, 2, 30, tzinfo=UTC)
ON = date(2026, 10, 6)
TRIEU = 1_000_000


@pytest.fixture
def dong(vu_quang: XaMau) -> DongKinhPhi:
    return make_dong_kinh_phi(
        vu_quang.ke_hoach, "1", so_luong=6, don_gia=15 * TRIEU, thanh_tien_in=900 * TRIEU
    )


def put(dong: DongKinhPhi, trieu: int, by: NguoiDung, vi_sao: str = "") -> ThamDinh:
    nhap = NhapThamDinh(dong, trieu * TRIEU, date(2026, 10, 5), "12/BC-KT", "Theo giá mới", vi_sao)
    return appraise(ke_hoach=dong.ke_hoach, nhap=nhap, by=by, at=AT, on=ON)


def split(dong: DongKinhPhi, *parts: PhanTien) -> int:
    return replace_sources(ke_hoach=dong.ke_hoach, cac_phan={dong: parts}, by=None)


def test_an_appraisal_stands_beside_the_printed_amount(
    dong: DongKinhPhi, tai_chinh: NguoiDung
) -> None:
    put(dong, 90, tai_chinh)
    [line] = money_page(dong.ke_hoach).cac_dong
    assert (line.noi.thanh_tien_in, line.tham_dinh, line.chenh_tham_dinh, line.han_muc) == (
        900 * TRIEU, 90 * TRIEU, -810 * TRIEU, 90 * TRIEU,
    )  # fmt: skip


def test_a_replaced_appraisal_stays_on_record_with_the_reason(
    dong: DongKinhPhi, tai_chinh: NguoiDung
) -> None:
    first = put(dong, 90, tai_chinh)
    with pytest.raises(ThieuLyDoThay, match="Hãy ghi lý do thay thẩm định đang có"):
        put(dong, 80, tai_chinh)
    second = put(dong, 80, tai_chinh, "Giá giảm")
    first.refresh_from_db()
    assert (first.ly_do_huy, first.cancelled_by) == ("Giá giảm", tai_chinh)
    assert ThamDinh.objects.standing().get() == second
    cancel_appraisal(tham_dinh=second, ly_do="Chưa có báo cáo", by=tai_chinh, at=AT)
    with pytest.raises(DaHuyRoi):
        cancel_appraisal(tham_dinh=second, ly_do="Hai lần", by=tai_chinh, at=AT)
    assert (money_page(dong.ke_hoach).tham_dinh, ThamDinh.objects.count()) == (None, 2)
    assert [act.hanh_dong for act in NhatKy.objects.about(second).order_by("pk")] == [
        "Thẩm định", "Hủy thẩm định",
    ]  # fmt: skip


def test_only_who_keeps_the_money_appraises(dong: DongKinhPhi, tong_hop: NguoiDung) -> None:
    with pytest.raises(KhongDuocPhep):
        put(dong, 90, tong_hop)


def test_sources_are_replaced_as_a_whole_and_only_where_they_differ(dong: DongKinhPhi) -> None:
    assert split(dong, PhanTien("NS tỉnh", 600 * TRIEU), PhanTien("NS xã", 300 * TRIEU)) == 2
    assert split(dong, PhanTien("ns TỈNH", 600 * TRIEU), PhanTien("NS xã", 300 * TRIEU)) == 0
    assert split(dong, PhanTien("NS xã", 100), PhanTien("NS xã", 200)) == 2
    [part] = PhanNguon.objects.select_related("nguon_von")
    assert (part.nguon_von.ten, part.so_tien, NguonVon.objects.count()) == ("NS xã", 300, 2)


def test_sources_that_do_not_make_the_amount_are_a_finding(dong: DongKinhPhi) -> None:
    split(dong, PhanTien("NS tỉnh", 600 * TRIEU), PhanTien("NS xã", 200 * TRIEU))
    [found] = [one for one in money_findings(dong.ke_hoach) if one.ma.value == "KP-11"]
    assert (found.doi_tuong, found.gia_tri_in, found.gia_tri_tinh) == (
        "1", 900 * TRIEU, 800 * TRIEU,
    )  # fmt: skip
    split(dong, PhanTien("NS tỉnh", 600 * TRIEU), PhanTien("NS xã"))
    assert [one for one in money_findings(dong.ke_hoach) if one.ma.value == "KP-11"] == []


def test_a_source_money_came_from_does_not_leave_the_row(dong: DongKinhPhi) -> None:
    split(dong, PhanTien("NS tỉnh"), PhanTien("NS xã"))
    make_khoan(dong, "phan_bo", 1, nguon_von=NguonVon.objects.get(ten="NS xã"))
    with pytest.raises(NguonDaGhiTien, match="đã có khoản tiền ghi từ nguồn “NS xã”"):
        split(dong, PhanTien("NS tỉnh"))


def typed(dong: DongKinhPhi) -> SuaDong:
    return SuaDong(
        noi_dung=dong.noi_dung,
        don_vi_tinh="",
        so_luong_nguyen_van="",
        so_luong=dong.so_luong,
        don_gia=dong.don_gia,
        thanh_tien_in=90 * TRIEU,
        ghi_chu="",
        nhiem_vu=None,
        cac_phan=(PhanTien("NS xã", 90 * TRIEU),),
        ban_ghi=version_of(dong),
    )


def test_a_correction_is_shown_before_it_is_saved_and_kept_with_its_reason(
    dong: DongKinhPhi, tong_hop: NguoiDung
) -> None:
    sua = typed(dong)
    shown = preview_edit(dong, sua)
    assert (shown.thanh_tien_in, shown.thanh_tien_tinh, len(shown.het), shown.moi) == (
        90 * TRIEU, 90 * TRIEU, 1, (),
    )  # fmt: skip
    with pytest.raises(ThieuLyDoSua):
        edit_line(dong=dong, sua=sua, ly_do=" ", by=tong_hop, at=AT)
    edit_line(dong=dong, sua=sua, ly_do="Thừa một số 0", by=tong_hop, at=AT)
    dong.refresh_from_db()
    assert (dong.thanh_tien_in, money_findings(dong.ke_hoach)) == (90 * TRIEU, ())
    act = NhatKy.objects.about(dong).get()
    assert (act.ly_do, act.gia_tri_cu, act.gia_tri_moi) == (
        "Thừa một số 0",
        {"thanh_tien_in": "900000000", "nguon": ""},
        {"thanh_tien_in": "90000000", "nguon": "NS xã: 90.000.000 đồng"},
    )
    with pytest.raises(DongDaDoi):
        edit_line(dong=dong, sua=replace(sua, ghi_chu="Khác"), ly_do="Sửa", by=tong_hop, at=AT)


def test_tasks_with_nearly_the_same_words_are_suggested(dong: DongKinhPhi) -> None:
    near = make_nhiem_vu(dong.ke_hoach, "Mua máy tính cho cán bộ xã")
    far = make_nhiem_vu(dong.ke_hoach, "Tuyên truyền lưu động")
    assert suggest_tasks("Mua sắm máy tính cho cán bộ, công chức", [far, near]) == [near]


def test_a_row_is_added_under_its_parent_and_removed_while_nothing_stands_on_it(
    vu_quang: XaMau, tong_hop: NguoiDung
) -> None:
    plan = vu_quang.ke_hoach
    top = make_dong_kinh_phi(plan, "A")
    make_dong_kinh_phi(plan, "A.1", make_dong_kinh_phi(plan, "A.I", top))
    last = make_dong_kinh_phi(plan, "B")
    who = {"ly_do": "Theo bản ký", "by": tong_hop, "at": AT}
    made = add_line(ke_hoach=plan, cho=ThemDong("A.II", "II", top), sua=typed(last), **who)
    codes = [line.ma for line in DongKinhPhi.objects.filter(ke_hoach=plan).in_order()]
    assert (codes, made.thanh_tien_in) == (["A", "A.I", "A.1", "A.II", "B"], 90 * TRIEU)
    with pytest.raises(MaDaCo):
        add_line(ke_hoach=plan, cho=ThemDong("B", "", None), sua=typed(last), **who)
    with pytest.raises(DongCoDongCon):
        remove_line(dong=top, **who)
    make_khoan(last, "phan_bo", 1)
    with pytest.raises(DongCoTien):
        remove_line(dong=last, **who)
    with pytest.raises(DongCoTien):
        add_line(ke_hoach=plan, cho=ThemDong("B.1", "", last), sua=typed(made), **who)
    remove_line(dong=made, **who)
    act = NhatKy.objects.filter(hanh_dong="Xóa dòng kinh phí").get()
    assert (act.ly_do, act.gia_tri_cu["ma"]) == ("Theo bản ký", "A.II")
    assert PhanNguon.objects.count() == 0
