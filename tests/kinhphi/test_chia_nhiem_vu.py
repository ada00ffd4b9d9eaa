"""The page on which a task's money is split between its sources, where no budget table stands."""

import pytest
from django.test import Client
from django.urls import reverse

from donvi.models import NguoiDung, NhatKy
from kinhphi.models import PhanNguon
from kinhphi.queries import money_page
from nhapxuat.soat import check_plan
from nhapxuat.van_de import LoaiNoiSua
from nhiemvu.models import NhiemVu
from tests.factories import make_khoan, make_nhiem_vu
from tests.personas import XaMau

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(vu_quang: XaMau) -> NhiemVu:
    return make_nhiem_vu(vu_quang.ke_hoach, "4", so_tien=650, nguon_nguyen_van="NS tỉnh + NS xã")


def typed(client: Client, task: NhiemVu, **more: str) -> dict[str, str]:
    """Give what the page as it stands now would send, with these changes."""
    form = client.get(reverse("kinhphi:split", args=[task.pk])).context["form"]
    first = {name: form[name].value() for name in ("nguon", "da_thay")}
    return first | {"ly_do": "Theo dự toán được giao"} | more


def send(client: Client, task: NhiemVu, values: dict[str, str]):
    return client.post(reverse("kinhphi:split", args=[task.pk]), values)


def sources(task: NhiemVu) -> list[tuple[str, int | None]]:
    parts = PhanNguon.objects.filter(nhiem_vu=task).order_by("nguon_von__thu_tu")
    return [(str(part.nguon_von), part.so_tien) for part in parts]


def test_sources_of_a_task_are_split_and_count(
    client: Client, task: NhiemVu, tai_chinh: NguoiDung
) -> None:
    client.force_login(tai_chinh)
    plan = task.ke_hoach
    assert [one.ten for one in money_page(plan).chua_chia] == [
        "NS tỉnh + NS xã (chưa chia theo từng nguồn)"
    ]
    page = reverse("kinhphi:list", args=[plan.ma])
    assert reverse("kinhphi:split", args=[task.pk]) in client.get(page).content.decode()
    said = typed(client, task)
    assert said["nguon"] == "NS tỉnh + NS xã"
    answer = send(client, task, said | {"nguon": "NS tỉnh: 400\nNS xã: 250", "ve": page})
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert sources(task) == [("NS tỉnh", 400), ("NS xã", 250)]
    bang = money_page(plan)
    assert [(one.ten, one.tien.so_in) for one in bang.theo_nguon] == [
        ("NS tỉnh", 400), ("NS xã", 250),
    ]  # fmt: skip
    act = NhatKy.objects.get(hanh_dong="Chia nguồn kinh phí")
    assert (act.ly_do, act.gia_tri_moi) == (
        "Theo dự toán được giao", {"nguon": "NS tỉnh: 400 đồng\nNS xã: 250 đồng"},
    )  # fmt: skip
    task.refresh_from_db()
    assert task.nguon_nguyen_van == "NS tỉnh + NS xã"


def test_parts_that_do_not_make_the_amount_lead_back_here(
    client: Client, task: NhiemVu, tai_chinh: NguoiDung
) -> None:
    client.force_login(tai_chinh)
    send(client, task, typed(client, task, nguon="NS tỉnh: 400\nNS xã: 300"))
    [found] = [one.van_de for one in check_plan(task.ke_hoach) if one.van_de.ma == "KP-11"]
    assert (found.noi_sua.loai, found.noi_sua.khoa) == (LoaiNoiSua.NGUON_NHIEM_VU, str(task.pk))


def test_nothing_typed_is_lost_and_nothing_is_overwritten(
    client: Client, task: NhiemVu, tai_chinh: NguoiDung
) -> None:
    client.force_login(tai_chinh)
    old = typed(client, task, nguon="NS xã: 650")
    send(client, task, typed(client, task, nguon="NS tỉnh: 650"))
    answer = send(client, task, old)
    html = answer.content.decode()
    assert (answer.status_code, "NS xã: 650" in html) == (422, True)
    assert "đang lưu: NS tỉnh: 650 đồng" in html
    assert sources(task) == [("NS tỉnh", 650)]
    assert send(client, task, old | {"da_thay": answer.context["form"]["da_thay"].value()})
    assert sources(task) == [("NS xã", 650)]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"nguon": "NS xã: năm triệu 5"}, "nguon"),
        ({"nguon": " "}, "nguon"),
        ({"ly_do": ""}, "ly_do"),
    ],
)  # fmt: skip
def test_what_can_not_be_taken_is_told_at_its_field(
    client: Client, task: NhiemVu, tai_chinh: NguoiDung, more: dict[str, str], field: str
) -> None:
    client.force_login(tai_chinh)
    answer = send(client, task, typed(client, task) | more)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_source_that_money_came_from_stays(
    client: Client, task: NhiemVu, tai_chinh: NguoiDung
) -> None:
    client.force_login(tai_chinh)
    send(client, task, typed(client, task, nguon="NS tỉnh: 400\nNS xã: 250"))
    part = PhanNguon.objects.get(nguon_von__ten="NS xã")
    make_khoan(task, "phan_bo", 100, nguon_von=part.nguon_von)
    answer = send(client, task, typed(client, task, nguon="NS tỉnh: 650"))
    assert (answer.status_code, sources(task)) == (422, [("NS tỉnh", 400), ("NS xã", 250)])
