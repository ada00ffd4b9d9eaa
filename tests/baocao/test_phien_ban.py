"""Versions of a plan: complete snapshots, kept once, never changed by later corrections."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from baocao.models import PhienBan
from baocao.noi_dung_ke_hoach import digest_of, plan_content
from baocao.phien_ban import keep_first_versions, keep_version
from donvi.models import NhatKy
from kehoach.models import CanCu, DeMuc, KeHoach, MucTieu, NoiNhan
from kinhphi.models import NguonVon
from tests.factories import (
    make_chi_tieu,
    make_dong_kinh_phi,
    make_ke_hoach,
    make_nhiem_vu,
    make_nhom_nhiem_vu,
    make_phan_cong,
    make_quy_dinh,
    saved,
)

LUC = datetime(2026, 11, 3, 2, tzinfo=UTC)


def keep(plan: KeHoach, by=None, ly_do: str = "Lãnh đạo xã duyệt") -> PhienBan:
    return keep_version(ke_hoach=plan, ly_do=ly_do, by=by, at=LUC)


def fill(xa, number: int) -> None:
    """Add ``number`` rows of each kind to the plan."""
    plan = xa.ke_hoach
    for n in range(1, number + 1):
        saved(CanCu(ke_hoach=plan, noi_dung=f"Nghị quyết {n}", thu_tu=n))
        saved(MucTieu(ke_hoach=plan, noi_dung=f"Mục tiêu {n}", thu_tu=n))
        saved(NoiNhan(ke_hoach=plan, ten=f"Nơi {n}", thu_tu=n))
        parent = saved(DeMuc(ke_hoach=plan, ma=f"M{n}", loai_de_muc="phan", tieu_de="x", thu_tu=n))
        source = saved(NguonVon(ke_hoach=plan, ten=f"Nguồn {n}", thu_tu=n))
        indicator = make_chi_tieu(plan, xa.vhxh, ma=f"15.{n}", chu_tri_nguyen_van="Phòng VHXH")
        task = make_nhiem_vu(
            plan, ma=f"N{n}", nhom_nhiem_vu=make_nhom_nhiem_vu(plan, f"I{n}"), de_muc=parent
        )
        task.cac_chi_tieu.add(indicator)
        make_phan_cong(task, xa.thon)
        make_phan_cong(task, xa.cong_an, "phoi_hop")
        line = make_dong_kinh_phi(
            plan, f"A{n}", so_luong=Decimal("2.500"), don_gia=10, thanh_tien_in=30, nhiem_vu=task
        )
        line.cac_nguon_von.add(source)
    make_quy_dinh(plan)


def test_a_version_holds_words_and_what_was_read_from_them(vu_quang):
    fill(vu_quang, 1)
    content = plan_content(vu_quang.ke_hoach)
    vhxh = {"ma": "VHXH", "ten": "Phòng Văn hóa - Xã hội"}
    assert content["ke_hoach"]["don_vi_dau_moi"] == vhxh
    assert (content["ke_hoach"]["cac_moc"], content["ke_hoach"]["nam_bat_dau"]) == ([2026], 2026)
    [indicator] = content["chi_tieu"]
    assert (indicator["ma"], indicator["chu_tri_nguyen_van"]) == ("15.1", "Phòng VHXH")
    assert indicator["chu_tri"] == [vhxh]
    assert indicator["muc"] == [
        {"nam": 2026, "nguyen_van": "≥ 75%", "loai_muc": "so", "so_sanh": ">=", "gia_tri": "75",
         "gia_tri_den": None, "don_vi_tinh": "%", "pham_vi": ""}
    ]  # fmt: skip
    [task] = content["nhiem_vu"]
    assert (task["thoi_han_nguyen_van"], task["han_hoan_thanh"]) == ("Năm 2026", "2026-12-31")
    assert (task["nhom"], task["de_muc"], task["chi_tieu"]) == ("I1", "M1", ["15.1"])
    assert [unit["ma"] for unit in (*task["chu_tri"], *task["phoi_hop"])] == ["THON1", "CA"]
    [line] = content["kinh_phi"]
    assert (line["so_luong"], line["don_gia"], line["thanh_tien_in"]) == ("2.5", 10, 30)
    assert (line["thanh_tien_tinh"], line["nguon"], line["nhiem_vu"]) == (25, ["Nguồn 1"], "N1")
    assert [row["loai_ky"] for row in content["quy_dinh_bao_cao"]] == ["T"]


@pytest.mark.parametrize("so_dong", [1, 3])
def test_gathering_takes_a_fixed_number_of_queries(vu_quang, so_dong, django_assert_num_queries):
    fill(vu_quang, so_dong)
    plan = KeHoach.objects.select_related("xa", "don_vi_dau_moi").get(pk=vu_quang.ke_hoach.pk)
    with django_assert_num_queries(15):
        content = plan_content(plan)
    assert [len(content[part]) for part in ("chi_tieu", "nhiem_vu", "kinh_phi", "de_muc")] == [
        so_dong
    ] * 4


def test_versions_are_numbered_on_and_stay_as_they_were(vu_quang, tong_hop):
    plan = vu_quang.ke_hoach
    task = make_nhiem_vu(plan, "Phủ sóng")
    first = keep(plan, tong_hop)
    task.ten = "Phủ sóng 5G"
    saved(task)
    second = keep(plan, tong_hop, " Theo công văn của tỉnh ")
    first.refresh_from_db()
    assert [first.so_phien_ban, second.so_phien_ban] == [1, 2]
    assert first.noi_dung["nhiem_vu"][0]["ten"] == "Phủ sóng"
    assert first.ma_bam == digest_of(first.noi_dung)
    assert (second.ly_do, second.created_by, second.created_at) == (
        "Theo công văn của tỉnh", tong_hop, LUC,
    )  # fmt: skip
    assert plan.phien_ban == KeHoach.objects.get(pk=plan.pk).phien_ban == 2


def test_an_unchanged_plan_gives_the_last_version_again(vu_quang, tong_hop):
    plan = vu_quang.ke_hoach
    first = keep(plan, tong_hop)
    saved(KeHoach.objects.get(pk=plan.pk))
    KeHoach.objects.filter(pk=plan.pk).update(so_hieu="12", ngay_ban_hanh="2026-11-05")
    assert keep(plan, tong_hop).pk == first.pk
    assert NhatKy.objects.filter(hanh_dong="giữ phiên bản").count() == 1


def test_a_decimal_reads_the_same_fresh_and_stored(vu_quang):
    line = make_dong_kinh_phi(vu_quang.ke_hoach, "A", so_luong=Decimal("100"), don_gia=5)
    assert plan_content(vu_quang.ke_hoach)["kinh_phi"][0]["so_luong"] == "100"
    line.refresh_from_db()
    assert plan_content(vu_quang.ke_hoach)["kinh_phi"][0]["so_luong"] == "100"


def test_approved_plans_without_a_version_get_their_first_one(vu_quang, django_assert_num_queries):
    draft = make_ke_hoach(vu_quang.xa, vu_quang.vhxh, ma="nhap", trang_thai="du_thao")
    assert keep_first_versions(at=LUC) == 1
    with django_assert_num_queries(1):
        assert keep_first_versions(at=LUC) == 0
    assert list(PhienBan.objects.values_list("ke_hoach", "so_phien_ban")) == [
        (vu_quang.ke_hoach.pk, 1)
    ]
    assert not draft.cac_phien_ban.exists()
