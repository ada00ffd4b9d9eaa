"""Sample activity: plausible, marked, the same every time, never over a person's work."""

from collections import Counter
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils.timezone import localtime

from baocao.models import KyKemTheo, PhieuBaoCao
from baocao.nap_mau.don_vi import load_communes, load_units
from baocao.nap_mau.hoat_dong import load_activity
from baocao.nap_mau.ke_hoach import load_plan
from baocao.nap_mau.kich_ban import KetCuc, choose_end, dice, figure_at, tell_story
from baocao.nap_mau.tai_khoan import load_accounts
from baocao.nap_mau.tep_mau import read_fixture
from chitieu.models import SoLieu
from donvi.ghi_chep import save_recorded
from donvi.models import NhatKy
from kehoach.ky_bao_cao import LoaiKy, QuyTac, parse_ky, schedule
from kehoach.models import KeHoach
from kinhphi.models import KhoanKinhPhi
from nhiemvu.models import PhanCong, TienDo

pytestmark = pytest.mark.long_sqlite

THANG_T = schedule(parse_ky("2026-T10"), QuyTac(LoaiKy.THANG, ngay_han_don_vi=20, nghiem_ngat=True))


def at(on: date) -> datetime:
    return datetime.combine(on, time(3), tzinfo=UTC)


def load(on: date) -> int:
    return load_activity(on=on, at=at(on))


@pytest.fixture
def mau(db: None) -> None:
    load_communes()
    load_units()
    load_accounts("mot-mat-khau-dai")


@pytest.fixture
def vu_quang(mau: None) -> KeHoach:
    load_plan("vu-quang-2026")
    return KeHoach.objects.get(ma="vu-quang-2026")


def states(plan: KeHoach, *periods: str) -> Counter[str]:
    rows = plan.cac_phieu.filter(ky_bao_cao__in=periods) if periods else plan.cac_phieu.all()
    return Counter(rows.values_list("trang_thai", flat=True))


def test_activity_covers_every_closed_period_and_no_open_one(vu_quang: KeHoach) -> None:
    on = date(2026, 4, 1)
    assert load(on) == 4 * 26
    told = vu_quang.cac_phieu.filter(la_minh_hoa=True)
    assert set(told.values_list("ky_bao_cao", flat=True)) == {
        "2026-T01", "2026-T02", "2026-T03", "2026-Q1"
    }  # fmt: skip
    assert set(states(vu_quang)) >= {"da_tiep_nhan", "chua_bao_cao"}
    assert any(row.is_late() for row in told)
    moments = [m for row in told for m in (row.saved_at, row.sent_at, row.decided_at) if m]
    assert max(localtime(moment).date() for moment in moments) < on
    assert {localtime(moment).weekday() for moment in moments} <= {0, 1, 2, 3, 4}
    assert not TienDo.objects.filter(la_minh_hoa=False).exists()
    assert not SoLieu.objects.filter(la_minh_hoa=False).exists()
    assert not NhatKy.objects.filter(created_at__gt=at(on)).exists()


def test_activity_leaves_the_same_as_the_services(vu_quang: KeHoach) -> None:
    load(date(2026, 4, 1))
    accepted = vu_quang.cac_phieu.filter(trang_thai="da_tiep_nhan")
    for form in accepted.exclude(don_vi__ma__startswith="EXT_"):
        rows = TienDo.objects.filter(phan_cong__don_vi=form.don_vi, ky_bao_cao=form.ky_bao_cao)
        assert {row.accepted_at for row in rows} == {form.decided_at}
    for part in PhanCong.objects.filter(nhiem_vu__ke_hoach=vu_quang).exclude(ky_moi_nhat=""):
        latest = part.cac_tien_do.accepted().order_by("-ngay_chot", "-pk")
        percents = [row.phan_tram for row in latest if row.phan_tram is not None]
        assert part.ky_moi_nhat == latest[0].ky_bao_cao
        assert part.phan_tram == (percents[0] if percents else None)
    shares = SoLieu.objects.filter(chi_tieu__don_vi_tinh="%", gia_tri__isnull=False)
    assert all(0 <= row.gia_tri <= 100 for row in shares)
    assert shares.count() > 60


def test_second_loading_adds_nothing_and_a_later_one_only_new_periods(vu_quang: KeHoach) -> None:
    def forms() -> dict[int, tuple[str, int]]:
        return {f.pk: (f.trang_thai, f.lan_luu) for f in PhieuBaoCao.objects.all()}

    def sizes() -> tuple[int, ...]:
        return tuple(m.objects.count() for m in (PhieuBaoCao, TienDo, SoLieu, NhatKy))

    load(date(2026, 2, 25))
    first, counts = forms(), sizes()
    assert load(date(2026, 2, 25)) == 0
    assert sizes() == counts
    assert load(date(2026, 3, 25)) == 2 * 26
    later = forms()
    assert {pk: later[pk] for pk in first} == first


def test_form_a_person_has_touched_is_left_alone(vu_quang: KeHoach) -> None:
    load(date(2026, 2, 10))
    form = vu_quang.cac_phieu.get(ky_bao_cao="2026-T02", don_vi__ma="THON1")
    form.trang_thai, form.lan_luu, form.ket_qua_chung = "dang_nhap", 1, "Đang nhập dở"
    save_recorded(form, by=None)
    assert load(date(2026, 2, 25)) == 25
    form.refresh_from_db()
    assert (form.trang_thai, form.ket_qua_chung, form.la_minh_hoa) == (
        "dang_nhap", "Đang nhập dở", False
    )  # fmt: skip


def test_last_month_shows_every_state(vu_quang: KeHoach) -> None:
    load(date(2026, 11, 22))
    assert set(states(vu_quang, "2026-T11")) == {
        "da_tiep_nhan", "da_gui", "tra_lai", "chua_bao_cao"
    }  # fmt: skip
    assert set(states(vu_quang, "2026-T10")) == {"da_tiep_nhan", "chua_bao_cao"}
    assert set(states(vu_quang, "2026-N")) == {"chua_bao_cao"}
    done = PhanCong.objects.filter(nhiem_vu__ke_hoach=vu_quang, ngay_hoan_thanh__isnull=False)
    assert sorted(done.values_list("nhiem_vu__ma", flat=True)) == ["8", "9"]


def test_other_plans_tell_by_their_own_rules(mau: None) -> None:
    load_plan("ky-lac-2026")
    load_plan("son-hong-2027")
    load(date(2026, 11, 22))
    by_plan = {
        ma: set(
            PhieuBaoCao.objects.filter(ke_hoach__ma=ma, la_minh_hoa=True).values_list(
                "ky_bao_cao", flat=True
            )
        )
        for ma in ("ky-lac-2026", "son-hong-2027")
    }
    assert by_plan == {
        "ky-lac-2026": {"2026-6T"},
        "son-hong-2027": {"2026-T08", "2026-T09", "2026-T10", "2026-T11"},
    }
    shared = KyKemTheo.objects.values_list("phieu_bao_cao__ky_bao_cao", "ky_bao_cao").distinct()
    assert set(shared) == {("2026-T09", "2026-Q3")}
    money = KhoanKinhPhi.objects.filter(ke_hoach__ma="ky-lac-2026", la_minh_hoa=True)
    allocated = sum(money.filter(loai_khoan="phan_bo").values_list("so_tien", flat=True))
    paid = sum(money.filter(loai_khoan="giai_ngan").values_list("so_tien", flat=True))
    assert (allocated, paid) == (4_600_000_000, 3_990_000_000)
    assert max(money.values_list("ngay_chung_tu", flat=True)) <= date(2026, 11, 22)


@pytest.mark.pure
def test_sentences_are_whole_and_their_blanks_known() -> None:
    mau = read_fixture("hoat_dong_mau")
    blanks = dict.fromkeys(mau["khoang_so"], 7)
    tasks = [task for plan in mau["ke_hoach"].values() for task in plan["nhiem_vu"].values()]
    lists = [texts for task in tasks for key, texts in task.items() if key != "moc"]
    lists += [*mau["phoi_hop"].values(), *mau["ket_qua_chung"].values(), mau["ly_do_tra_lai"]]
    sentences = [text.format(**blanks) for texts in lists for text in texts]
    sentences += [row["noi_dung"] for task in tasks for row in task.get("moc", ())]
    assert [text for text in sentences if text and not text.endswith(".")] == []
    assert [text for text in sentences if "{" in text] == []
    assert len(set(sentences)) > 170


@pytest.mark.pure
def test_stories_are_drawn_from_names_alone() -> None:
    on = date(2026, 12, 31)
    ends = [
        choose_end("a", f"THON{n}", THANG_T, on, is_focal=False) for n in range(200) for _ in "ab"
    ]
    assert ends[::2] == ends[1::2]
    assert set(ends) == {KetCuc.DUNG_HAN, KetCuc.MUON, KetCuc.SUA_LAI, KetCuc.IM_LANG}
    assert choose_end("a", "VHXH", THANG_T, on, is_focal=True) is KetCuc.DUNG_HAN


@pytest.mark.pure
@pytest.mark.parametrize("ket_cuc", [end for end in KetCuc if end is not KetCuc.IM_LANG])
def test_story_moments_are_in_order_and_past(ket_cuc: KetCuc) -> None:
    on = date(2026, 10, 30)
    for seed in range(40):
        story = tell_story(ket_cuc, THANG_T, dice("thu", seed), on)
        steps = [story.tra_lai_luc] if ket_cuc is KetCuc.SUA_LAI else []
        moments = [moment for moment in (*steps, story.gui_luc, story.quyet_dinh_luc) if moment]
        assert moments == sorted(moments)
        assert max(moment.date() for moment in moments) < on
        is_late = story.gui_luc.date() > THANG_T.han_don_vi
        assert is_late or ket_cuc is not KetCuc.MUON


@pytest.mark.pure
def test_figure_of_a_quarter_is_the_sum_of_its_months() -> None:
    spec = {"dau": Decimal(60), "cuoi": Decimal(90), "mau_theo_thang": [100, 200]}
    months = [figure_at(spec, "a", "1", parse_ky(f"2026-T0{n}"), 2026) for n in (1, 2, 3)]
    quarter = figure_at(spec, "a", "1", parse_ky("2026-Q1"), 2026)
    assert quarter.tu_so == sum(month.tu_so for month in months)
    assert quarter.mau_so == sum(month.mau_so for month in months)
