"""COPY writes what ``bulk_create`` writes: any text, keys of rows just written, refusals."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from donvi import ghi_chep
from donvi.chep_vao import can_copy, copy_in
from donvi.models import NguoiDung, NhatKy
from kehoach.models import KeHoach
from kinhphi.models import DongKinhPhi, NguonVon, PhanNguon
from nhiemvu.models import NhiemVu, PhanCong
from tests.personas import XaMau

pytestmark = [pytest.mark.django_db, pytest.mark.long_postgresql]
LUC = datetime(2026, 10, 20, 9, tzinfo=UTC)
KHO_VIET = [
    "thường", "", "hai\ndòng", "cột\tcột", "gạch\\chéo", r"\N", r"\.", "về\rđầu", "“ngoặc” 'kép'",
    "hoa\u0300", "😀 \u200b", "a\\\tb\\n", "\u2028",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _ask_postgresql(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("COPY is PostgreSQL's")


@pytest.fixture
def plan(vu_quang: XaMau) -> KeHoach:
    return vu_quang.ke_hoach


def line(plan: KeHoach, n: int, **more: object) -> DongKinhPhi:
    return DongKinhPhi(ke_hoach=plan, ma=f"X{n}", cap_dong="dong", thu_tu=n, **more)


def as_stored(row: models.Model) -> dict[str, object]:
    found = type(row)._default_manager.filter(pk=row.pk).values().get()
    return {name: value for name, value in found.items() if name not in {"id", "ma", "thu_tu"}}


def test_rows_are_stored_as_bulk_create_stores_them(plan: KeHoach) -> None:
    def rows(first: int) -> Iterator[DongKinhPhi]:
        for n, words in enumerate(KHO_VIET, start=first):
            yield line(plan, n, noi_dung=words, ghi_chu=words)
        full = {"so_luong": Decimal("12.50"), "don_gia": 9_000_000_000, "thanh_tien_in": 0}
        yield line(plan, first + len(KHO_VIET), noi_dung="số", **full)

    copied, plain = list(rows(1)), list(rows(101))
    copy_in(copied)
    DongKinhPhi.objects.bulk_create(plain)
    assert [as_stored(row) for row in copied] == [as_stored(row) for row in plain]
    assert len({row.pk for row in [*copied, *plain]}) == 2 * len(copied)
    assert not any(row._state.adding for row in copied)


def test_dates_and_marks_are_stored(plan: KeHoach) -> None:
    task = NhiemVu(
        ke_hoach=plan, ma="X1", ten="Việc", loai_han="ngay", tu_ngay=date(2026, 1, 5),
        han_hoan_thanh=date(2026, 12, 31), tam_dung=True, ly_do_tam_dung="Chờ", thu_tu=900,
    )  # fmt: skip
    copy_in([task])
    stored = NhiemVu.objects.get(pk=task.pk)
    assert (stored.tu_ngay, stored.han_hoan_thanh) == (date(2026, 1, 5), date(2026, 12, 31))
    assert stored.tam_dung is True


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_comes_back(plan: KeHoach, words: str) -> None:
    with transaction.atomic():
        row = line(plan, 1, noi_dung=words)
        copy_in([row])
        assert DongKinhPhi.objects.get(pk=row.pk).noi_dung == words
        transaction.set_rollback(True)


def test_a_row_takes_the_key_of_one_written_just_before(plan: KeHoach) -> None:
    above, source = line(plan, 1), NguonVon(ke_hoach=plan, ten="Ngân sách xã", thu_tu=9)
    below = line(plan, 2, dong_cha=above)
    part = PhanNguon(dong_kinh_phi=below, nguon_von=source)
    for row in (above, source, below, part):
        copy_in([row])
    stored = PhanNguon.objects.select_related("dong_kinh_phi__dong_cha", "nguon_von").get()
    assert (stored.dong_kinh_phi.dong_cha, stored.nguon_von) == (above, source)
    assert part.dong_kinh_phi is below


def test_a_row_that_stands_on_nothing_stored_is_an_error(plan: KeHoach) -> None:
    with pytest.raises(ValueError, match="not stored yet"):
        copy_in([line(plan, 2, dong_cha=line(plan, 1))])


def test_what_a_constraint_forbids_is_refused_as_elsewhere(plan: KeHoach) -> None:
    copy_in([line(plan, 1)])
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_in([line(plan, 2), line(plan, 1)])
    assert DongKinhPhi.objects.filter(ma__startswith="X").count() == 1


def test_columns_with_a_life_of_their_own_are_left_to_django() -> None:
    assert can_copy(PhanCong)
    assert not can_copy(NhatKy)  # JSON, and a moment the database is not asked for
    assert not can_copy(NguoiDung)


def test_many_rows_leave_the_history_few_rows_leave(
    plan: KeHoach, tong_hop: NguoiDung, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trail(first: int) -> list[dict[str, object]]:
        rows = [line(plan, n, noi_dung=f"Khoản {n - first}") for n in range(first, first + 3)]
        ghi_chep.insert_recorded(rows, by=tong_hop, reason="Nhập phụ lục", at=LUC)
        past = DongKinhPhi.history.filter(id__in=[row.pk for row in rows]).order_by("id")
        left_out = {"id", "history_id", "ma", "thu_tu"}
        return [
            {name: value for name, value in was.items() if name not in left_out}
            for was in past.values()
        ]

    few = trail(1)
    monkeypatch.setattr(ghi_chep, "IT_DONG", 0)
    asked: list[type[models.Model]] = []
    monkeypatch.setattr(ghi_chep, "can_copy", lambda model: asked.append(model) or can_copy(model))
    assert trail(101) == few
    assert asked == [DongKinhPhi]
    assert len(few) == 3
