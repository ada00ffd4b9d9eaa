"""What a person may see: read once, never beyond the commune, drafts of a unit to nobody else."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models

from baocao.models import (
    BanIn,
    BaoCao,
    CongVanDonDoc,
    DieuChinh,
    LienKetNhap,
    MinhChung,
    PhienBan,
    PhieuBaoCao,
    VanBan,
    YeuCauBaoCao,
)
from chitieu.models import ChiTieu, SoLieu
from donvi.ghi_chep import log_act
from donvi.models import DonVi, NguoiDung, NhatKy, Xa
from donvi.policies import (
    ALLOWED,
    NOBODY,
    Decision,
    deny,
    may_administer,
    require,
    scope_of,
)
from donvi.vai_tro import VaiTro
from kehoach.models import KeHoach
from kehoach.policies import may_manage, oversees
from kinhphi.models import DongKinhPhi, KhoanKinhPhi, NguonVon, PhanNguon, ThamDinh
from nhapxuat.models import LanNhap
from nhiemvu.models import GiaHan, NhiemVu, PhanCong, TienDo
from tests.factories import (
    make_bao_cao,
    make_chi_tieu,
    make_cong_van,
    make_dieu_chinh,
    make_don_vi,
    make_dong_kinh_phi,
    make_gia_han,
    make_ke_hoach,
    make_khoan,
    make_lien_ket,
    make_nguoi,
    make_nhiem_vu,
    make_phan_cong,
    make_phieu,
    make_so_lieu,
    make_tham_dinh,
    make_tien_do,
    make_xa,
    saved,
)
from tests.personas import XaMau

AT = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
# Rows that belong to one unit of a commune; all others are seen by the whole commune.
OF_A_UNIT = {PhieuBaoCao, MinhChung, LienKetNhap, GiaHan}


def fill(plan: KeHoach, unit: DonVi) -> None:
    """Give the plan one row of everything that a person may or may not see."""
    task = make_nhiem_vu(plan)
    indicator = make_chi_tieu(plan, unit)
    part = make_phan_cong(task, unit)
    make_tien_do(part, phan_tram=40)
    make_so_lieu(indicator, unit, gia_tri=70)
    line = make_dong_kinh_phi(plan, "1")
    make_khoan(line, "phan_bo", 5)
    make_tham_dinh(line, 5)
    source = saved(NguonVon(ke_hoach=plan, ten="Ngân sách xã", thu_tu=1))
    saved(PhanNguon(dong_kinh_phi=line, nguon_von=source))
    form, person = make_phieu(plan, unit), make_nguoi(f"tao_{plan.pk}")
    make_bao_cao(plan)
    make_gia_han(part, person)
    make_lien_ket(form, person, f"ma-{plan.pk}")
    make_cong_van(plan, unit, person, "da_duyet")  # and the document it became
    make_dieu_chinh(plan, person)  # and the version it starts from
    saved(
        BanIn(
            ke_hoach=plan, dang_tep="pdf", ten_tep="ke-hoach.pdf",
            khoa_noi_dung=f"{plan.pk:064}", created_at=AT,
        )
    )  # fmt: skip
    saved(
        LanNhap(
            ke_hoach=plan, ten_tep="phu-luc.xlsx", ma_bam="0" * 64, so_byte=1,
            created_at=AT, created_by=person,
        )
    )  # fmt: skip
    saved(MinhChung(phieu_bao_cao=form, so_van_ban="12/BB", created_at=AT))
    request = YeuCauBaoCao(
        ke_hoach=plan, ky_bao_cao="2026-DX1", tieu_de="Rà soát", tu_ngay=AT, den_ngay=AT,
        han_nop=AT, trang_thai="da_giao", created_at=AT, created_by=person, assigned_at=AT,
    )  # fmt: skip
    saved(request).cac_don_vi.add(unit)
    log_act(by=None, at=AT, xa=plan.xa, hanh_dong="thử", doi_tuong=task, mo_ta="thử")


COMMUNE_OF: dict[type[models.Model], Callable[[Any], Xa]] = {
    Xa: lambda row: row,
    DonVi: lambda row: row.xa,
    NhatKy: lambda row: row.xa,
    KeHoach: lambda row: row.xa,
    ChiTieu: lambda row: row.ke_hoach.xa,
    SoLieu: lambda row: row.chi_tieu.ke_hoach.xa,
    NhiemVu: lambda row: row.ke_hoach.xa,
    PhanCong: lambda row: row.nhiem_vu.ke_hoach.xa,
    TienDo: lambda row: row.phan_cong.nhiem_vu.ke_hoach.xa,
    DongKinhPhi: lambda row: row.ke_hoach.xa,
    KhoanKinhPhi: lambda row: row.ke_hoach.xa,
    PhieuBaoCao: lambda row: row.ke_hoach.xa,
    BaoCao: lambda row: row.ke_hoach.xa,
    YeuCauBaoCao: lambda row: row.ke_hoach.xa,
    CongVanDonDoc: lambda row: row.ke_hoach.xa,
    MinhChung: lambda row: row.phieu_bao_cao.ke_hoach.xa,
    LienKetNhap: lambda row: row.phieu_bao_cao.ke_hoach.xa,
    GiaHan: lambda row: row.phan_cong.nhiem_vu.ke_hoach.xa,
    VanBan: lambda row: row.ke_hoach.xa,
    PhienBan: lambda row: row.ke_hoach.xa,
    DieuChinh: lambda row: row.ke_hoach.xa,
    BanIn: lambda row: row.ke_hoach.xa,
    PhanNguon: lambda row: row.nguon_von.ke_hoach.xa,
    ThamDinh: lambda row: row.ke_hoach.xa,
    LanNhap: lambda row: row.ke_hoach.xa,
}


@pytest.fixture
def ba_xa(vu_quang: XaMau) -> dict[str, Xa]:
    """Give three communes with rows of every kind: ours, one of the province, one outside it."""
    fill(vu_quang.ke_hoach, vu_quang.thon)
    found = {"ours": vu_quang.xa}
    for name, ma, ma_tinh in (("neighbour", "18563", "42"), ("outside", "25000", "51")):
        xa = make_xa(ma, name, ma_tinh=ma_tinh)
        unit = make_don_vi(xa)
        fill(make_ke_hoach(xa, unit, name), unit)
        found[name] = xa
    return found


def communes_seen(model: type[models.Model], person: NguoiDung) -> set[Xa]:
    rows = model._default_manager.visible_to(person)  # type: ignore[attr-defined]
    return {COMMUNE_OF[model](row) for row in rows}


def test_every_row_filter_is_tried_here() -> None:
    filtered = {m for m in apps.get_models() if hasattr(m._default_manager, "visible_to")}
    assert filtered == set(COMMUNE_OF)


@pytest.mark.parametrize("model", COMMUNE_OF, ids=lambda model: model.__name__)
def test_rows_of_another_commune_are_seen_by_nobody_but_province_and_administrator(
    model: type[models.Model], ba_xa: dict[str, Xa]
) -> None:
    ours, neighbour, outside = ba_xa.values()
    village = ours.cac_don_vi.get(ma="THON1")
    officer = make_nguoi("a", village, VaiTro.CAN_BO)
    leader = make_nguoi("b", ours.cac_don_vi.get(ma="UBND_XA"), VaiTro.LANH_DAO)
    province = make_nguoi("c", None, VaiTro.CAP_TINH, ma_tinh="42")
    administrator = make_nguoi("d", None, VaiTro.QUAN_TRI)
    without_role = make_nguoi("e")

    assert communes_seen(model, officer) == {ours}
    assert communes_seen(model, leader) == {ours}
    assert communes_seen(model, administrator) == {ours, neighbour, outside}
    assert communes_seen(model, without_role) == set()
    in_province = set() if model in OF_A_UNIT else {ours, neighbour}
    assert communes_seen(model, province) == in_province


def test_person_with_roles_in_two_communes_sees_both(ba_xa: dict[str, Xa]) -> None:
    ours, neighbour, _ = ba_xa.values()
    person = make_nguoi("hai_xa", ours.cac_don_vi.get(ma="THON1"), VaiTro.CAN_BO)
    unit = neighbour.cac_don_vi.get()
    saved(person.cac_vai_tro.model(nguoi_dung=person, vai_tro=VaiTro.LANH_DAO, don_vi=unit))

    assert communes_seen(KeHoach, person) == {ours, neighbour}
    assert scope_of(person).entering_units == {ours.cac_don_vi.get(ma="THON1").pk}
    assert scope_of(person).reading_communes == {neighbour.pk}


@pytest.mark.parametrize("persona", ["tong_hop", "lanh_dao", "cap_tinh", "quan_tri", "cong_an"])
def test_drafts_of_a_unit_are_read_by_that_unit_only(
    persona: str, vu_quang: XaMau, can_bo: NguoiDung, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(persona)
    part = make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
    indicator = make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon)
    done = make_tien_do(part, "2026-T09", phan_tram=40)
    draft = make_tien_do(part, "2026-T10", phan_tram=60, accepted_at=None)
    known = make_so_lieu(indicator, vu_quang.thon, "2026-T09", gia_tri=70)
    guess = make_so_lieu(indicator, vu_quang.thon, "2026-T10", gia_tri=80, accepted_at=None)

    assert list(TienDo.objects.visible_to(person)) == [done]
    assert list(SoLieu.objects.visible_to(person)) == [known]
    assert list(TienDo.objects.visible_to(can_bo)) == [draft, done]
    assert list(SoLieu.objects.visible_to(can_bo)) == [known, guess]


def test_forms_are_seen_by_their_unit_and_by_those_who_read_all(
    vu_quang: XaMau, can_bo: NguoiDung, tong_hop: NguoiDung, van_thu: NguoiDung,
    lanh_dao: NguoiDung, nguoi_ngoai: NguoiDung, cap_tinh: NguoiDung,
) -> None:  # fmt: skip
    mine = make_phieu(vu_quang.ke_hoach, vu_quang.thon)
    other = make_phieu(vu_quang.ke_hoach, vu_quang.cong_an)
    seen = {
        person.username: set(PhieuBaoCao.objects.visible_to(person))
        for person in (can_bo, tong_hop, van_thu, lanh_dao, nguoi_ngoai, cap_tinh)
    }
    assert seen == {
        "truong_thon": {mine},
        "tong_hop": {mine, other},
        "van_thu": set(),
        "lanh_dao": {mine, other},
        "nguoi_ngoai": set(),
        "cap_tinh": set(),
    }


# --- the scope ------------------------------------------------------------------------------------


def test_scope_is_read_once(can_bo: NguoiDung, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        first = scope_of(can_bo)
        assert scope_of(can_bo) is first


def test_stranger_and_locked_account_have_no_scope_and_cost_nothing(
    can_bo: NguoiDung, django_assert_num_queries: Any
) -> None:
    can_bo.is_active = False
    with django_assert_num_queries(0):
        assert scope_of(AnonymousUser()) is NOBODY
        assert scope_of(can_bo) is NOBODY
    assert list(KeHoach.objects.visible_to(can_bo)) == []


def test_scope_tells_units_and_communes_by_role(vu_quang: XaMau) -> None:
    person = make_nguoi("kiem", vu_quang.ubnd, VaiTro.VAN_THU, VaiTro.LANH_DAO)
    scope = scope_of(person)
    assert scope.own_units == {vu_quang.ubnd.pk}
    assert scope.units_with(VaiTro.VAN_THU) == {vu_quang.ubnd.pk}
    assert scope.units_with(VaiTro.CAN_BO) == frozenset()
    assert scope.communes_with(VaiTro.LANH_DAO) == {vu_quang.xa.pk}
    assert scope.entering_units == frozenset()
    assert scope.sees_xa(vu_quang.xa.pk, "42")
    assert not scope.sees_xa(vu_quang.xa.pk + 1, "42")


def test_province_reads_the_communes_of_its_province_and_enters_nothing(
    vu_quang: XaMau, cap_tinh: NguoiDung
) -> None:
    scope = scope_of(cap_tinh)
    assert (scope.xa_ids, scope.cac_ma_tinh, scope.is_admin) == (frozenset(), {"42"}, False)
    assert scope.entering_units == scope.reading_communes == frozenset()
    assert scope.sees_xa(vu_quang.xa.pk, "42")
    assert not scope.sees_xa(vu_quang.xa.pk, "51")
    assert oversees(cap_tinh, vu_quang.ke_hoach)


@pytest.mark.parametrize("is_superuser", [True, False])
def test_administrator_is_who_holds_the_role_or_the_key(
    is_superuser: bool, vu_quang: XaMau
) -> None:
    roles = () if is_superuser else (VaiTro.QUAN_TRI,)
    person = make_nguoi("chu", None, *roles, is_superuser=is_superuser)
    assert scope_of(person).is_admin
    assert may_administer(person) is ALLOWED


# --- decisions ------------------------------------------------------------------------------------


def test_decision_is_true_when_allowed_and_says_why_when_not(
    vu_quang: XaMau, tong_hop: NguoiDung, nguoi_ngoai: NguoiDung, can_bo: NguoiDung
) -> None:
    assert may_manage(tong_hop, vu_quang.ke_hoach) is ALLOWED
    refused = may_manage(nguoi_ngoai, vu_quang.ke_hoach)
    reason = "Chỉ người làm tổng hợp của Phòng Văn hóa - Xã hội được làm việc này."
    assert refused == Decision(allowed=False, reason=reason)
    assert may_administer(can_bo).reason == (
        "Chỉ người giữ vai trò quản trị cổng được mở trang này."
    )


@pytest.mark.pure
def test_require_lets_the_allowed_pass_and_hands_the_reason_on() -> None:
    require(ALLOWED)
    with pytest.raises(PermissionDenied, match="Hết hạn"):
        require(deny("Hết hạn."))
    assert not deny("Hết hạn.")
