"""Open forms follow a changed calendar; what was accepted keeps its day."""

from datetime import UTC, date, datetime

import pytest

from baocao.mo_ky import open_periods
from baocao.models import KyKemTheo, PhieuBaoCao
from donvi.models import NhatKy, ThongBao
from kehoach import che_do
from kehoach.ky_bao_cao import LoaiKy
from kehoach.models import NgayNghiRieng, QuyDinhBaoCao
from kehoach.quy_dinh import NOI_DUNG, digest_of
from tests.factories import make_nhiem_vu, make_phan_cong, make_quy_dinh, saved
from tests.quan_tri import address, form_data

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 12, 3, tzinfo=UTC)
TIEP_NHAN = {"trang_thai": "da_tiep_nhan", "sent_at": AT, "decided_at": AT}


@pytest.fixture
def ke_hoach(vu_quang):
    """Give the village a task, and the plan monthly reports before the 20th."""
    plan = vu_quang.ke_hoach
    plan.bao_cao_tu_ngay = date(2026, 9, 1)
    saved(plan)
    make_quy_dinh(plan)
    make_phan_cong(make_nhiem_vu(plan), vu_quang.thon)
    return plan


def save(plan, by, at=AT, ly_do="Theo công văn 15", **kinds):
    """Save the regime with some fields of some kinds changed; None turns a kind off."""
    rules = {LoaiKy(row.loai_ky): row for row in plan.cac_quy_dinh_bao_cao.order_by("pk")}
    wanted = {loai: {name: getattr(row, name) for name in NOI_DUNG} for loai, row in rules.items()}
    for name, values in kinds.items():
        loai = LoaiKy[name]
        wanted[loai] = wanted.get(loai, {}) | (values or {})
        if values is None:
            del wanted[loai]
    nhap = che_do.CheDoNhap(
        quy_dinh=wanted,
        nhac_truoc_ngay="7, 3, 1",
        nhac_lai_sau_ngay=5,
        ly_do=ly_do,
        phien_ban=digest_of(plan, rules.values()),
    )
    return che_do.save_regime(ke_hoach=plan, nhap=nhap, by=by, at=at)


def last_days(plan):
    """Give the last day of each period's form."""
    return dict(plan.cac_phieu.order_by("han_nop").values_list("ky_bao_cao", "han_nop"))


def test_open_forms_move_and_accepted_ones_stay(ke_hoach, tong_hop, can_bo):
    open_periods(on=date(2026, 10, 9))
    PhieuBaoCao.objects.filter(ky_bao_cao="2026-T09").update(**TIEP_NHAN)
    assert save(ke_hoach, tong_hop, THANG={"ngay_han_don_vi": 22, "ngay_chot": 10}) == 1
    assert last_days(ke_hoach) == {"2026-T09": date(2026, 9, 19), "2026-T10": date(2026, 10, 21)}
    form = PhieuBaoCao.objects.get(ky_bao_cao="2026-T10")
    assert form.den_ngay == date(2026, 10, 14)
    assert form.history.first().history_change_reason == "Theo công văn 15"
    act = NhatKy.objects.get(hanh_dong="đổi hạn phiếu")
    assert (act.gia_tri_cu, act.gia_tri_moi) == (
        {"han_nop": "2026-10-19"}, {"han_nop": "2026-10-21"},
    )  # fmt: skip
    assert [(row.nguoi_nhan, row.tieu_de, row.noi_dung) for row in ThongBao.objects.all()] == [
        (
            can_bo,
            "Hạn nộp phiếu báo cáo tháng 10 năm 2026 đổi thành 21/10/2026",
            "Hạn cũ: 19/10/2026.\nLý do: Theo công văn 15",
        )
    ]


def test_periods_not_yet_open_follow_the_new_rule(ke_hoach, tong_hop):
    open_periods(on=date(2026, 10, 9))
    save(ke_hoach, tong_hop, THANG={"ngay_han_don_vi": 22, "ngay_chot": 10})
    open_periods(on=date(2026, 11, 11))
    form = PhieuBaoCao.objects.get(ky_bao_cao="2026-T11")
    assert (form.tu_ngay, form.den_ngay, form.han_nop) == (
        date(2026, 10, 11), date(2026, 11, 10), date(2026, 11, 21),
    )  # fmt: skip


def test_the_same_regime_saved_again_changes_nothing(ke_hoach, tong_hop):
    open_periods(on=date(2026, 10, 9))
    before = NhatKy.objects.count()
    assert save(ke_hoach, tong_hop, ly_do="") == 0
    assert NhatKy.objects.count() == before


def test_a_change_needs_a_reason(ke_hoach, tong_hop):
    with pytest.raises(che_do.ThieuLyDo, match="Hãy ghi lý do thay đổi"):
        save(ke_hoach, tong_hop, ly_do=" ", THANG={"ngay_han_don_vi": 22})
    assert QuyDinhBaoCao.objects.get().ngay_han_don_vi == 20


def test_others_may_not_change_it(ke_hoach, can_bo):
    with pytest.raises(che_do.CheDoKhongDuocPhep, match="Chỉ người làm tổng hợp"):
        save(ke_hoach, can_bo, THANG={"ngay_han_don_vi": 22})


def test_a_kind_turned_on_late_asks_for_nothing_past(ke_hoach, tong_hop):
    open_periods(on=date(2026, 10, 9))
    save(ke_hoach, tong_hop, QUY={}, NAM={})
    assert QuyDinhBaoCao.objects.get(loai_ky="Q").ap_dung_tu_ngay == date(2026, 10, 12)
    open_periods(on=date(2026, 12, 9))
    assert "2026-Q3" not in last_days(ke_hoach)
    assert "2026-Q4" in last_days(ke_hoach)


def test_a_kind_turned_on_in_time_is_opened_at_once(ke_hoach, tong_hop):
    rule = {"ngay_han_don_vi": 15, "lech_thang_don_vi": 1, "lech_thang_dau_moi": 1}
    save(ke_hoach, tong_hop, QUY=rule)
    assert last_days(ke_hoach)["2026-Q3"] == date(2026, 10, 15)


def test_a_form_stops_serving_a_report_due_on_another_day(ke_hoach, tong_hop):
    make_quy_dinh(ke_hoach, LoaiKy.NAM)
    open_periods(on=date(2026, 12, 9))
    assert list(KyKemTheo.objects.values_list("phieu_bao_cao__ky_bao_cao", "ky_bao_cao")) == [
        ("2026-T12", "2026-N")
    ]
    later = {"ngay_han_don_vi": 28, "ngay_han_dau_moi": 31}
    assert save(ke_hoach, tong_hop, at=datetime(2026, 12, 18, 3, tzinfo=UTC), NAM=later) == 0
    assert KyKemTheo.objects.count() == 0
    assert last_days(ke_hoach)["2026-N"] == date(2026, 12, 27)


def test_a_local_day_off_moves_open_forms_where_the_rule_moves(ke_hoach, vu_quang, tong_hop):
    open_periods(on=date(2026, 10, 9))
    day = {"xa": vu_quang.xa, "mo_ta": "Lễ hội", "by": tong_hop, "at": AT}
    assert che_do.add_days(tu_ngay=date(2026, 10, 19), la_lam_bu=False, **day).so_phieu == 0
    save(ke_hoach, tong_hop, THANG={"doi_ngay_nghi": "sau"})
    assert last_days(ke_hoach)["2026-T10"] == date(2026, 10, 20)
    assert che_do.add_days(tu_ngay=date(2026, 10, 20), la_lam_bu=False, **day).so_phieu == 1
    assert last_days(ke_hoach)["2026-T10"] == date(2026, 10, 21)
    for off in list(vu_quang.xa.cac_ngay_nghi_rieng.order_by("pk")):
        che_do.remove_day(xa=vu_quang.xa, pk=off.pk, by=tong_hop, at=AT)
    assert last_days(ke_hoach)["2026-T10"] == date(2026, 10, 19)


def test_the_days_off_of_another_commune_change_nothing(ke_hoach, vu_quang, tong_hop, nguoi_ngoai):
    rule = ke_hoach.cac_quy_dinh_bao_cao.get()
    rule.doi_ngay_nghi = "sau"
    saved(rule)
    open_periods(on=date(2026, 10, 9))
    other = nguoi_ngoai.cac_vai_tro.first().don_vi.xa
    day = {"la_lam_bu": False, "mo_ta": "Lễ hội", "by": nguoi_ngoai, "at": AT}
    assert che_do.add_days(xa=other, tu_ngay=date(2026, 10, 19), **day).so_phieu == 0
    assert last_days(ke_hoach)["2026-T10"] == date(2026, 10, 19)
    with pytest.raises(che_do.CheDoKhongDuocPhep):
        che_do.add_days(xa=vu_quang.xa, tu_ngay=date(2026, 10, 19), **day)


def test_rules_and_days_off_corrected_in_the_admin_site_move_open_forms_too(
    client, ke_hoach, quan_tri, vu_quang
):
    open_periods(on=date(2026, 10, 9))
    client.force_login(quan_tri)
    rule = ke_hoach.cac_quy_dinh_bao_cao.get()
    why = "Theo công văn 15"
    months = {"lech_thang_don_vi": "0", "lech_thang_dau_moi": "0"}
    changed = {
        "ngay_han_don_vi": "22",
        "doi_ngay_nghi": "sau",
        "nghiem_ngat": "on",
        "ly_do_sua": why,
    }
    typed = form_data(client, rule, **months, **changed)
    page = client.post(address(QuyDinhBaoCao, "change", rule), typed)
    assert page.status_code == 302, page.context["errors"]
    assert last_days(ke_hoach)["2026-T10"] == date(2026, 10, 21)
    day = {"xa": vu_quang.xa.pk, "ngay_nghi": "21/10/2026", "mo_ta": "Bão"}
    client.post(address(NgayNghiRieng, "add"), day)
    assert last_days(ke_hoach)["2026-T10"] == date(2026, 10, 22)
    off = NgayNghiRieng.objects.get()
    client.post(address(NgayNghiRieng, "delete", off), {"post": "yes"})
    assert last_days(ke_hoach)["2026-T10"] == date(2026, 10, 21)
    reasons = NhatKy.objects.filter(hanh_dong__contains="hạn").values_list("ly_do", flat=True)
    assert why in set(reasons)
