"""Loading the sample plans: complete, each lead resolved, nothing doubled, corrections kept."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from baocao.nap_mau.don_vi import load_communes, load_units
from baocao.nap_mau.ke_hoach import load_plan
from baocao.nap_mau.phan_cong import read_danh_ba
from baocao.nap_mau.tai_khoan import load_accounts
from baocao.nap_mau.tep_mau import CAC_KE_HOACH_MAU, read_fixture
from baocao.nap_mau.thong_ke import count_rows
from chitieu.models import ChiTieu, ChuTriChiTieu, MucChiTieu
from donvi.ghi_chep import save_recorded
from donvi.models import DonVi, NguoiDung, NhomDonVi, TenKhac, ThanhVien, Xa
from kehoach.models import DeMuc, KeHoach, QuyDinhBaoCao
from kinhphi.models import DongKinhPhi
from nhiemvu.models import NhiemVu, PhanCong, VaiPhanCong

pytestmark = pytest.mark.django_db

# Căn cứ, đề mục, chỉ tiêu, ô mức, phụ lục, trong thân, giải pháp, tổ chức, kinh phí, nơi nhận
COUNTS = {
    "vu-quang-2026": (4, 41, 27, 130, 19, 52, 0, 5, 0, 7),
    "ky-lac-2026": (10, 39, 15, 15, 14, 26, 5, 11, 10, 6),
    "son-hong-2027": (1, 41, 33, 24, 7, 6, 0, 7, 22, 8),
    "ky-lac-2025": (4, 15, 18, 7, 0, 0, 5, 9, 0, 6),
    "tinh-khe-2025": (4, 18, 7, 5, 0, 17, 0, 21, 0, 8),
}
COUNTED = (
    "Căn cứ", "Đề mục", "Chỉ tiêu", "Ô mức", "NV phụ lục", "NV trong thân", "Giải pháp",
    "Tổ chức", "Kinh phí", "Nơi nhận",
)  # fmt: skip


def run(*options: str) -> str:
    output = StringIO()
    call_command("nap_ke_hoach_mau", *options, stdout=output)
    return output.getvalue()


@pytest.fixture
def vu_quang() -> KeHoach:
    load_communes()
    load_units()
    load_plan("vu-quang-2026")
    return KeHoach.objects.get(ma="vu-quang-2026")


def table_sizes() -> dict[str, int]:
    models = (Xa, DonVi, NhomDonVi, TenKhac, KeHoach, DeMuc, ChiTieu, MucChiTieu)
    models += (ChuTriChiTieu, NhiemVu, PhanCong, DongKinhPhi, QuyDinhBaoCao)
    sizes = {model.__name__: model.objects.count() for model in models}
    return sizes | {"history": ChiTieu.history.count() + PhanCong.history.count()}


def test_command_twice_gives_the_rows_of_the_plans_once() -> None:
    first = run("--khong-tien-do")
    sizes = table_sizes()
    second = run("--khong-tien-do")
    counts = {ma: tuple(row[name] for name in COUNTED) for ma, row in count_rows().items()}
    assert counts == COUNTS
    assert table_sizes() == sizes
    assert (sizes["Xa"], sizes["KeHoach"]) == (70, 5)
    assert "Đã nạp mới 5 kế hoạch; 0 kế hoạch đã có" in first
    assert "Đã nạp mới 0 kế hoạch; 5 kế hoạch đã có" in second
    assert {row["Phiếu"] for row in count_rows().values()} == {0}


def test_every_lead_cell_of_the_sample_calls_upon_a_unit() -> None:
    load_communes()
    load_units()
    unresolved = []
    for ma in CAC_KE_HOACH_MAU:
        data = read_fixture(ma)
        danh_ba = read_danh_ba(Xa.objects.get(ma=data["ke_hoach"]["ma_xa"]))
        cells = {row["chu_tri_nguyen_van"] for row in data["nhiem_vu"] + data["chi_tieu"]} - {""}
        unresolved += [cell for cell in cells if not danh_ba.units_of(cell)]
    assert unresolved == []


def test_group_lead_becomes_one_obligation_per_unit(vu_quang: KeHoach) -> None:
    parts = PhanCong.objects.filter(nhiem_vu__ke_hoach=vu_quang)
    leads = parts.filter(vai_phan_cong=VaiPhanCong.CHU_TRI, nhiem_vu__loai_nhiem_vu="phu_luc")
    by_task = {
        ma: list(leads.filter(nhiem_vu__ma=ma).in_order().values_list("don_vi__ma", flat=True))
        for ma in ("1", "6", "14", "16")
    }
    villages = [f"THON{number}" for number in range(1, 15)]
    assert by_task == {
        "1": ["VP", "VHXH", "KT", "TTPVHCC", "CAX", *villages],
        "6": ["TRUONG1", "TRUONG2", "TRUONG3"],
        "14": ["VP", "TTPVHCC"],
        "16": ["CAX", "EXT_CAT"],
    }
    assert leads.count() == 72
    assert set(leads.filter(nhiem_vu__ma="1").values_list("thuoc_nhom__ma", flat=True)) == {
        "G_PBN_TT_THON"
    }
    # A unit named as lead and inside a coordinating group leads.
    assert parts.get(nhiem_vu__ma="19", don_vi__ma="VHXH").is_lead
    assert parts.filter(nhiem_vu__ma="TC.1.3").count() == 24


def test_levels_and_deadlines_stand_beside_the_original_words(vu_quang: KeHoach) -> None:
    levels = MucChiTieu.objects.filter(chi_tieu__ke_hoach=vu_quang)
    first = levels.get(chi_tieu__ma="1", nam=2026)
    sixg = levels.get(chi_tieu__ma="1", nam=2035)
    applied = levels.get(chi_tieu__ma="10", nam=2026)
    assert (first.nguyen_van, first.so_sanh, first.gia_tri, first.don_vi_tinh) == (
        "≥ 60%.", ">=", Decimal(60), "%"
    )  # fmt: skip
    assert (sixg.nguyen_van, sixg.gia_tri, sixg.pham_vi) == ("6G (50%)", Decimal(50), "6G")
    assert (applied.loai_muc, applied.gia_tri) == ("dinh_tinh", None)
    tasks = {row.ma: row for row in vu_quang.cac_nhiem_vu.all()}
    assert tasks["1"].loai_han == "thuong_xuyen"
    assert tasks["8"].loai_han == "khong_co"
    assert (tasks["17"].thoi_han_nguyen_van, tasks["17"].tu_ngay, tasks["17"].han_hoan_thanh) == (
        "Năm 2026 và những năm tiếp theo", date(2026, 1, 1), None
    )  # fmt: skip


def test_merged_lead_cell_gives_the_parents_leads(vu_quang: KeHoach) -> None:
    leads = ChuTriChiTieu.objects.filter(chi_tieu__ke_hoach=vu_quang, chi_tieu__ma="15.3")
    child = vu_quang.cac_chi_tieu.get(ma="15.3")
    assert child.chu_tri_nguyen_van == ""
    assert child.chi_tieu_cha.ma == "15"
    assert list(leads.order_by("thu_tu").values_list("don_vi__ma", flat=True)) == [
        "VP", "TTPVHCC"
    ]  # fmt: skip


def test_plan_that_is_there_is_left_as_it_is(vu_quang: KeHoach) -> None:
    indicator = vu_quang.cac_chi_tieu.get(ma="17")
    indicator.ten = indicator.ten.replace("trực tuyển", "trực tuyến")
    save_recorded(indicator, by=None, reason="Sửa lỗi chính tả")
    assert load_plan("vu-quang-2026") is False
    indicator.refresh_from_db()
    assert "trực tuyến" in indicator.ten


def test_rules_are_those_of_the_plan_or_the_default(vu_quang: KeHoach) -> None:
    load_plan("son-hong-2027")
    month = vu_quang.cac_quy_dinh_bao_cao.get(loai_ky="T")
    year = vu_quang.cac_quy_dinh_bao_cao.get(loai_ky="N")
    default = QuyDinhBaoCao()
    other = QuyDinhBaoCao.objects.get(ke_hoach__ma="son-hong-2027", loai_ky="T")
    assert (month.ngay_han_don_vi, month.lech_thang_don_vi, month.nghiem_ngat) == (20, 0, True)
    assert (year.ngay_han_don_vi, year.lech_thang_don_vi, year.nghiem_ngat) == (30, -1, True)
    assert other.ngay_han_don_vi == default.ngay_han_don_vi
    assert other.ke_hoach.don_vi_dau_moi.ma == "VP"
    assert (vu_quang.trang_thai, vu_quang.so_hieu, vu_quang.ngay_ban_hanh) == ("da_duyet", "", None)


def test_accounts_are_made_once_and_follow_the_password() -> None:
    load_communes()
    load_units()
    names = load_accounts("mot-mat-khau-dai")
    roles = ThanhVien.objects.count()
    load_accounts("mat-khau-khac-dai")
    accounts = NguoiDung.objects.filter(username__in=names)
    compiling = ThanhVien.objects.filter(
        vai_tro="tong_hop", nguoi_dung__username="sonhong.vanphong"
    )
    assert (len(names), accounts.count(), ThanhVien.objects.count()) == (26, 26, roles)
    assert [person.username for person in accounts if person.is_staff] == ["quantri"]
    assert all(person.check_password("mat-khau-khac-dai") for person in accounts[:3])
    assert compiling.get().don_vi.ma == "VP"


def test_command_prints_a_password_only_when_it_made_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "mat-khau-tu-moi-truong")
    silent = run("--khong-tien-do", "--tai-khoan")
    monkeypatch.delenv("DEMO_PASSWORD")
    assert "Mật khẩu" not in silent
    assert "Mật khẩu của 26 tài khoản minh họa: " in run("--khong-tien-do", "--tai-khoan")
