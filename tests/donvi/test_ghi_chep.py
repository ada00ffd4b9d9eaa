"""Recorded writing: who, why, old -> new of every row; acts in the log; notices in the outbox."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from donvi import services
from donvi.ghi_chep import (
    create_recorded,
    delete_recorded,
    log_act,
    save_recorded,
    save_typed,
    update_recorded,
)
from donvi.models import DonVi, NguoiDung, NhatKy, ThongBao
from nhiemvu.models import TienDo
from tests.factories import make_don_vi, make_nhiem_vu, make_phan_cong
from tests.personas import XaMau

AT = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)


def trail(row: models.Model, field: str = "ten") -> list[tuple[str, Any, Any, Any]]:
    """List what the history says of a row, oldest first: kind of change, value, who, why."""
    past = type(row).history.filter(id=row.pk).order_by("history_id")  # type: ignore[attr-defined]
    return [
        (was.history_type, getattr(was, field), was.history_user, was.history_change_reason)
        for was in past
    ]


def test_save_keeps_person_reason_and_both_values(vu_quang: XaMau, tong_hop: NguoiDung) -> None:
    unit = save_recorded(
        DonVi(xa=vu_quang.xa, ma="T2", ten="Thon 2", loai_don_vi="thon"), by=None, reason="Nạp"
    )
    unit.ten = "Thôn 2"
    save_recorded(unit, by=tong_hop, reason="Sửa lỗi chính tả")

    assert trail(unit) == [
        ("+", "Thon 2", None, "Nạp"),
        ("~", "Thôn 2", tong_hop, "Sửa lỗi chính tả"),
    ]
    newest, before = DonVi.history.filter(id=unit.pk).order_by("-history_id")
    change = {c.field: (c.old, c.new) for c in newest.diff_against(before).changes}
    assert change["ten"] == ("Thon 2", "Thôn 2")


def test_reason_of_one_save_is_not_kept_for_the_next(vu_quang: XaMau, tong_hop: NguoiDung) -> None:
    save_recorded(vu_quang.thon, by=tong_hop, reason="Đổi tên")
    save_recorded(vu_quang.thon, by=None)
    assert trail(vu_quang.thon)[1:] == [
        ("~", "Thôn 1", tong_hop, "Đổi tên"),
        ("~", "Thôn 1", None, ""),
    ]


def test_save_refuses_what_a_constraint_forbids_and_writes_nothing(vu_quang: XaMau) -> None:
    twin = DonVi(xa=vu_quang.xa, ma="THON1", ten="Thôn một", loai_don_vi="thon")
    with pytest.raises(ValidationError) as refused:
        save_recorded(twin, by=None)
    assert refused.value.messages == ["Xã này đã có đơn vị mang mã đó."]
    assert not DonVi.history.filter(ten="Thôn một").exists()


def test_save_renews_the_keys_to_search_and_sort_by(vu_quang: XaMau) -> None:
    vu_quang.thon.ten = "Thôn Đông Hòa"
    save_recorded(vu_quang.thon, by=None)
    vu_quang.thon.refresh_from_db()
    assert vu_quang.thon.khoa_tim_kiem == "thon dong hoa"


def test_delete_leaves_the_last_values_with_person_and_reason(
    vu_quang: XaMau, tong_hop: NguoiDung
) -> None:
    unit = make_don_vi(vu_quang.xa, "Thôn 9")
    pk = unit.pk
    delete_recorded(unit, by=tong_hop, reason="Nhập nhầm")
    unit.pk = pk
    assert trail(unit)[-1] == ("-", "Thôn 9", tong_hop, "Nhập nhầm")


def test_many_rows_are_created_and_updated_with_their_history(
    vu_quang: XaMau, tong_hop: NguoiDung, django_assert_max_num_queries: Any
) -> None:
    rows = [
        DonVi(xa=vu_quang.xa, ma=f"M{n}", ten=f"Thôn {n}", loai_don_vi="thon") for n in range(3)
    ]
    with django_assert_max_num_queries(6):
        made = create_recorded(rows, by=tong_hop, reason="Nạp danh mục")
    for row in made:
        row.ten += " mới"
    update_recorded(made, ["ten"], by=None, reason="Đổi tên")

    assert [row.khoa_tim_kiem for row in made] == ["thon 0", "thon 1", "thon 2"]
    for n, row in enumerate(made):
        assert trail(row) == [
            ("+", f"Thôn {n}", tong_hop, "Nạp danh mục"),
            ("~", f"Thôn {n} mới", None, "Đổi tên"),
        ]


def test_no_rows_cost_nothing(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert create_recorded([], by=None) == []
        update_recorded([], ["ten"], by=None)


class DaChotError(Exception):
    """The refusal of a caller."""


def typed(row: TienDo, by: NguoiDung, refusal: Exception | None = None, **values: Any) -> bool:
    wanted = {"phan_tram": None, "noi_dung": ""} | values
    is_empty = not any(values.values())
    return save_typed(row, wanted, is_empty=is_empty, refusal=refusal, by=by)


def test_typed_draft_is_written_once_and_removed_when_emptied(
    vu_quang: XaMau, can_bo: NguoiDung
) -> None:
    part = make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
    draft = TienDo(phan_cong=part, ky_bao_cao="2026-T10", ngay_chot="2026-10-14")

    assert typed(draft, can_bo) is False
    assert typed(draft, can_bo, phan_tram=40) is True
    assert typed(draft, can_bo, phan_tram=40) is False
    assert TienDo.objects.get().phan_tram == 40
    assert typed(draft, can_bo) is True
    assert TienDo.objects.count() == 0
    assert TienDo.history.count() == 2


def test_typed_draft_is_refused_only_when_something_would_change(
    vu_quang: XaMau, can_bo: NguoiDung
) -> None:
    part = make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
    draft = TienDo(phan_cong=part, ky_bao_cao="2026-T10", ngay_chot="2026-10-14")
    typed(draft, can_bo, phan_tram=40)

    assert typed(draft, can_bo, DaChotError(), phan_tram=40) is False
    with pytest.raises(DaChotError):
        typed(draft, can_bo, DaChotError(), phan_tram=50)
    with pytest.raises(DaChotError):
        typed(draft, can_bo, DaChotError())
    assert TienDo.objects.get().phan_tram == 40


def test_act_is_logged_with_object_values_reason_and_number(
    vu_quang: XaMau, tong_hop: NguoiDung
) -> None:
    log_act(
        by=tong_hop, at=AT, xa=vu_quang.xa, hanh_dong="ban hành", doi_tuong=vu_quang.ke_hoach,
        mo_ta="Kế hoạch: ban hành", gia_tri_cu={"so": ""}, gia_tri_moi={"so": "05"},
        ly_do="Đúng hạn", so_van_ban="05/KH-UBND",
    )  # fmt: skip
    act = NhatKy.objects.about(vu_quang.ke_hoach).get()
    assert (act.created_by, act.created_at, act.xa) == (tong_hop, AT, vu_quang.xa)
    assert (act.loai_doi_tuong, act.ma_doi_tuong) == ("kehoach.kehoach", str(vu_quang.ke_hoach.pk))
    assert (act.hanh_dong, act.mo_ta) == ("ban hành", "Kế hoạch: ban hành")
    assert (act.gia_tri_cu, act.gia_tri_moi) == ({"so": ""}, {"so": "05"})
    assert (act.ly_do, act.so_van_ban) == ("Đúng hạn", "05/KH-UBND")


def test_acts_on_another_object_with_the_same_number_are_not_its_own(vu_quang: XaMau) -> None:
    task = make_nhiem_vu(vu_quang.ke_hoach)
    unit = DonVi(pk=task.pk)
    log_act(by=None, at=AT, xa=vu_quang.xa, hanh_dong="sửa", doi_tuong=task, mo_ta="việc")
    assert [act.mo_ta for act in NhatKy.objects.about(task)] == ["việc"]
    assert list(NhatKy.objects.about(unit)) == []


# --- notices --------------------------------------------------------------------------------------


def test_notice_goes_to_each_person_once(can_bo: NguoiDung, tong_hop: NguoiDung) -> None:
    for title in ("Phiếu bị trả lại" * 20, "Lần hai"):
        services.notify(
            nguoi_nhan=[can_bo, tong_hop], tieu_de=title, duong_dan="/phieu/1/",
            khoa_trung="tra_lai:1", at=AT,
        )  # fmt: skip
    assert list(ThongBao.objects.order_by("pk").values_list("nguoi_nhan__username", "tieu_de")) == [
        ("truong_thon", ("Phiếu bị trả lại" * 20)[:200]),
        ("tong_hop", ("Phiếu bị trả lại" * 20)[:200]),
    ]


def test_reading_notices_marks_only_ones_own_and_only_once(
    can_bo: NguoiDung, tong_hop: NguoiDung
) -> None:
    services.notify(
        nguoi_nhan=[can_bo, tong_hop], tieu_de="A", duong_dan="/", khoa_trung="a", at=AT
    )
    later = datetime(2026, 10, 21, 2, 0, tzinfo=UTC)
    services.read_notices(nguoi_nhan=can_bo, at=AT)
    services.read_notices(nguoi_nhan=can_bo, at=later)
    assert dict(ThongBao.objects.values_list("nguoi_nhan__username", "read_at")) == {
        "truong_thon": AT,
        "tong_hop": None,
    }
