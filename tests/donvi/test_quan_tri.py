"""The admin site: every table, corrections with a reason, deletion, roles of a person."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from donvi.models import DonVi, NguoiDung, NhatKy, ThanhVien, Xa
from donvi.quan_tri import REASON_MISSING
from kehoach.models import KeHoach, NoiNhan
from nhiemvu.models import NhiemVu
from tests.factories import (
    make_chi_tieu,
    make_don_vi,
    make_nhiem_vu,
    make_phan_cong,
    make_phieu,
    saved,
)
from tests.quan_tri import address, form_data
from tests.test_conventions import own_models

pytestmark = pytest.mark.long_postgresql

REASON = "Sửa theo công văn số 12/UBND"


@pytest.fixture
def quan_ly(client, quan_tri):
    """Give a client signed in as the administrator."""
    client.force_login(quan_tri)
    return client


def shown(page) -> str:
    """Give the words of a page with entities resolved."""
    return page.content.decode().replace("&quot;", '"').replace("&#x27;", "'")


# -- every table ------------------------------------------------------------------------------


def test_every_model_has_a_page():
    assert [m.__name__ for m in own_models() if not admin.site.is_registered(m)] == []


def test_no_table_of_a_library_is_shown():
    labels = {model._meta.app_label for model in admin.site._registry}
    assert labels == {
        "donvi", "kehoach", "chitieu", "nhiemvu", "kinhphi", "nhapxuat", "baocao",
    }  # fmt: skip
    assert apps.is_installed("axes")


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model.__name__)
def test_every_table_can_be_searched(quan_ly, model):
    assert list(admin.site.get_model_admin(model).search_fields) != []
    assert quan_ly.get(address(model, "changelist"), {"q": "Ủy ban"}).status_code == 200


@pytest.mark.parametrize(
    ("model", "term"),
    [
        (Xa, "vu quang"),
        (DonVi, "uy ban nhan dan"),
        (DonVi, "Uỷ ban nhân dân"),
        (NguoiDung, "tran van tra"),
        (KeHoach, "chuyen doi so VŨ QUANG"),
    ],
)
def test_search_needs_no_marks(quan_ly, lanh_dao, model, term):
    page = quan_ly.get(address(model, "changelist"), {"q": term})
    assert page.context["cl"].result_count == 1


@pytest.mark.parametrize("term", ["đảng ủy", "dang uy", "ĐẢNG UỶ", "uy dang"])
def test_search_without_marks_in_a_column_without_key(quan_ly, vu_quang, term):
    saved(NoiNhan(ke_hoach=vu_quang.ke_hoach, ten="Thường trực Đảng ủy xã", thu_tu=1))
    saved(NoiNhan(ke_hoach=vu_quang.ke_hoach, ten="Lưu: VT", thu_tu=2))
    page = quan_ly.get(address(NoiNhan, "changelist"), {"q": term})
    assert [row.ten for row in page.context["cl"].queryset] == ["Thường trực Đảng ủy xã"]


def test_search_finds_a_person_by_name_without_marks_when_choosing_one(quan_ly, can_bo):
    query = {"app_label": "donvi", "model_name": "thanhvien", "field_name": "nguoi_dung"}
    page = quan_ly.get(reverse("admin:autocomplete"), query | {"term": "le thi thon"})
    assert page.json()["results"] == [{"id": str(can_bo.pk), "text": "Lê Thị Thôn"}]


# -- correcting -------------------------------------------------------------------------------


def test_an_issued_row_is_not_corrected_without_a_reason(quan_ly, vu_quang):
    task = make_nhiem_vu(vu_quang.ke_hoach, "Tuyên truyền")
    page = quan_ly.post(address(NhiemVu, "change", task), form_data(quan_ly, task, ten="Khác"))
    assert page.status_code == 200
    assert page.context["adminform"].form.errors == {"ly_do_sua": [REASON_MISSING]}
    task.refresh_from_db()
    assert (task.ten, task.history.count(), NhatKy.objects.count()) == ("Tuyên truyền", 1, 0)


def test_lifting_the_freeze_in_the_same_edit_needs_the_reason_too(quan_ly, vu_quang):
    plan = vu_quang.ke_hoach
    data = form_data(quan_ly, plan, trang_thai="du_thao")
    page = quan_ly.post(address(KeHoach, "change", plan), data)
    assert page.context["adminform"].form.errors == {"ly_do_sua": [REASON_MISSING]}


def test_a_new_row_of_an_issued_plan_needs_a_reason(quan_ly, vu_quang):
    data = {"ke_hoach": vu_quang.ke_hoach.pk, "ten": "Sở Tài chính", "thu_tu": 9}
    page = quan_ly.post(address(NoiNhan, "add"), data)
    assert page.context["adminform"].form.errors == {"ly_do_sua": [REASON_MISSING]}
    assert quan_ly.post(address(NoiNhan, "add"), data | {"ly_do_sua": REASON}).status_code == 302
    assert [row.ten for row in NoiNhan.objects.all()] == ["Sở Tài chính"]


def test_a_correction_leaves_old_and_new_value_person_and_reason(quan_ly, quan_tri, vu_quang):
    task = make_nhiem_vu(vu_quang.ke_hoach, "Tuyên truyền")
    data = form_data(quan_ly, task, han_hoan_thanh="30/06/2026", ly_do_sua=REASON)
    assert quan_ly.post(address(NhiemVu, "change", task), data).status_code == 302
    task.refresh_from_db()
    assert task.han_hoan_thanh == date(2026, 6, 30)
    version = task.history.first()
    assert (version.history_user, version.history_change_reason) == (quan_tri, REASON)
    act = NhatKy.objects.about(task).get()
    assert (act.created_by, act.xa, act.ly_do) == (quan_tri, vu_quang.xa, REASON)
    assert act.hanh_dong == "sửa trong trang quản trị"
    assert act.gia_tri_cu == {"han_hoan_thanh": "31/12/2026"}
    assert act.gia_tri_moi == {"han_hoan_thanh": "30/06/2026"}


def test_chosen_rows_of_a_list_are_on_record_too(quan_ly, vu_quang):
    group = apps.get_model("donvi.NhomDonVi")(xa=vu_quang.xa, ma="G", ten="Các thôn")
    saved(group).cac_don_vi.add(vu_quang.thon)
    other = make_don_vi(vu_quang.xa, "Thôn 2")
    data = form_data(quan_ly, group, cac_don_vi=[vu_quang.thon.pk, other.pk])
    assert quan_ly.post(address(type(group), "change", group), data).status_code == 302
    act = NhatKy.objects.about(group).get()
    assert act.gia_tri_cu == {"cac_don_vi": "Thôn 1"}
    assert act.gia_tri_moi == {"cac_don_vi": "Thôn 1, Thôn 2"}


def test_saving_without_a_change_leaves_no_act(quan_ly, vu_quang):
    unit = vu_quang.thon
    data = form_data(quan_ly, unit)
    assert quan_ly.post(address(DonVi, "change", unit), data).status_code == 302
    assert NhatKy.objects.count() == 0


def test_a_commune_has_no_history_but_its_corrections_are_on_record(quan_ly, vu_quang):
    data = form_data(quan_ly, vu_quang.xa, ten="Vũ Quang mới")
    assert quan_ly.post(address(Xa, "change", vu_quang.xa), data).status_code == 302
    act = NhatKy.objects.about(vu_quang.xa).get()
    assert (act.gia_tri_cu, act.gia_tri_moi) == ({"ten": "Vũ Quang"}, {"ten": "Vũ Quang mới"})


def test_figures_are_shown_and_read_with_a_decimal_comma(quan_ly, vu_quang):
    level = make_chi_tieu(vu_quang.ke_hoach).cac_muc.get()
    data = form_data(quan_ly, level, gia_tri="82,5", ly_do_sua=REASON)
    assert quan_ly.post(address(type(level), "change", level), data).status_code == 302
    act = NhatKy.objects.about(level).get()
    assert (act.gia_tri_cu, act.gia_tri_moi) == ({"gia_tri": "75"}, {"gia_tri": "82,5"})


# -- history ----------------------------------------------------------------------------------


def test_the_history_page_tells_who_changed_what_and_why(quan_ly, vu_quang):
    task = make_nhiem_vu(vu_quang.ke_hoach, "Tuyên truyền")
    data = form_data(quan_ly, task, ten="Tập huấn", tam_dung="on", ly_do_sua=REASON)
    data["ly_do_tam_dung"] = "Chờ kinh phí"
    quan_ly.post(address(NhiemVu, "change", task), data)
    page = shown(quan_ly.get(address(NhiemVu, "history", task)))
    assert "<strong>Tên:</strong> Tuyên truyền → Tập huấn" in page
    assert "<strong>Tạm dừng:</strong> Không → Có" in page
    assert REASON in page
    assert "Quản Trị" in page


def test_going_back_to_an_old_version_is_a_correction_with_a_reason(quan_ly, vu_quang):
    task = make_nhiem_vu(vu_quang.ke_hoach, "Tuyên truyền")
    data = form_data(quan_ly, task, ten="Tập huấn", ly_do_sua=REASON)
    quan_ly.post(address(NhiemVu, "change", task), data)
    old = reverse("admin:nhiemvu_nhiemvu_simple_history", args=[task.pk, task.history.last().pk])
    data = form_data(quan_ly, task, ten="Tuyên truyền")
    assert quan_ly.post(old, data).status_code == 200
    task.refresh_from_db()
    assert task.ten == "Tập huấn"
    assert quan_ly.post(old, data | {"ly_do_sua": "Sửa nhầm"}).status_code == 302
    task.refresh_from_db()
    act = NhatKy.objects.about(task).first()
    assert (act.gia_tri_cu, act.gia_tri_moi) == ({"ten": "Tập huấn"}, {"ten": "Tuyên truyền"})
    assert (task.ten, act.ly_do) == ("Tuyên truyền", "Sửa nhầm")


@pytest.mark.parametrize("key", ["abc", "99999999999999999999999", "0"])
def test_history_of_no_row_is_not_found(quan_ly, vu_quang, key):
    assert quan_ly.get(f"/quan-tri/nhiemvu/nhiemvu/{key}/history/").status_code == 404
    assert quan_ly.get(f"/quan-tri/nhiemvu/nhiemvu/1/history/{key}/").status_code == 404


# -- deleting ---------------------------------------------------------------------------------


def test_an_issued_row_is_never_deleted(quan_ly, vu_quang):
    task = make_nhiem_vu(vu_quang.ke_hoach, "Tuyên truyền")
    page = quan_ly.post(address(NhiemVu, "delete", task), {"post": "yes"})
    assert page.status_code == 403
    assert "chỉ được sửa" in shown(page)
    assert NhiemVu.objects.count() == 1


def test_chosen_rows_are_not_deleted_when_one_is_issued(quan_ly, vu_quang):
    form = make_phieu(vu_quang.ke_hoach, vu_quang.thon, trang_thai="da_gui", sent_at=timezone.now())
    data = {"action": "delete_selected", "_selected_action": [form.pk]}
    page = quan_ly.post(address(type(form), "changelist"), data, follow=True)
    assert "Chưa xóa dòng nào: 1 dòng đã gửi hoặc đã ban hành" in shown(page)
    assert type(form).objects.count() == 1


def test_chosen_rows_are_deleted_after_a_question_and_stay_on_record(quan_ly, vu_quang):
    units = [make_don_vi(vu_quang.xa, f"Thôn {number}") for number in (7, 8)]
    data = {"action": "delete_selected", "_selected_action": [unit.pk for unit in units]}
    question = quan_ly.post(address(DonVi, "changelist"), data)
    assert "Thôn 7" in shown(question)
    assert DonVi.objects.filter(pk__in=data["_selected_action"]).count() == 2
    quan_ly.post(address(DonVi, "changelist"), data | {"post": "yes"})
    assert DonVi.objects.filter(pk__in=data["_selected_action"]).count() == 0
    acts = NhatKy.objects.filter(hanh_dong="xóa trong trang quản trị").order_by("pk")
    assert {act.mo_ta: act.gia_tri_cu["ten"] for act in acts} == {
        "đơn vị: Thôn 7": "Thôn 7",
        "đơn vị: Thôn 8": "Thôn 8",
    }


def test_a_draft_plan_with_an_accepted_child_is_not_deleted(quan_ly, vu_quang):
    plan = vu_quang.ke_hoach
    part = make_phan_cong(make_nhiem_vu(plan), vu_quang.thon)
    saved(
        apps.get_model("nhiemvu.TienDo")(
            phan_cong=part,
            ky_bao_cao="2026-T10",
            ngay_chot=date(2026, 10, 14),
            accepted_at=timezone.now(),
        )
    )
    plan.trang_thai = KeHoach.TrangThai.DU_THAO
    saved(plan)
    quan_ly.post(address(KeHoach, "delete", plan), {"post": "yes"})
    assert KeHoach.objects.count() == 1


# -- people and their roles -------------------------------------------------------------------


def roles(person, *rows) -> dict[str, str]:
    """Write the management form and the rows of the roles beside an account."""
    data = {
        "cac_vai_tro-TOTAL_FORMS": str(len(rows)),
        "cac_vai_tro-INITIAL_FORMS": str(sum(bool(row.get("id")) for row in rows)),
    }
    for place, row in enumerate(rows):
        for name, value in ({"nguoi_dung": person.pk} | row).items():
            data[f"cac_vai_tro-{place}-{name}"] = str(value)
    return data


def account(person, **more) -> dict[str, str]:
    """Write the fields of an account as they are."""
    kept = {"username": person.username, "ho_ten": person.ho_ten}
    return kept | {"is_active": "on", "nhan_thu": "on"} | more


def test_roles_given_changed_and_taken_beside_an_account_are_on_record(quan_ly, can_bo, vu_quang):
    held = can_bo.cac_vai_tro.get()
    given = {"vai_tro": "truong_don_vi", "don_vi": vu_quang.cong_an.pk}
    url = address(NguoiDung, "change", can_bo)
    changed = {"id": held.pk, "vai_tro": "van_thu", "don_vi": vu_quang.thon.pk}
    page = quan_ly.post(url, account(can_bo) | roles(can_bo, changed, given))
    assert page.status_code == 302
    new = can_bo.cac_vai_tro.order_by("pk").last()
    taken = {"id": new.pk, "DELETE": "on"} | given
    assert quan_ly.post(url, account(can_bo) | roles(can_bo, changed, taken)).status_code == 302
    assert [role.vai_tro for role in can_bo.cac_vai_tro.all()] == ["van_thu"]
    acts = NhatKy.objects.about(can_bo).order_by("pk")
    assert [(act.hanh_dong, act.gia_tri_cu, act.gia_tri_moi) for act in acts] == [
        ("sửa vai trò", {"vai_tro": "cán bộ đơn vị"}, {"vai_tro": "văn thư"}),
        ("giao vai trò", {}, {"vai_tro": "trưởng đơn vị", "don_vi": "Công an xã"}),
        ("bỏ vai trò", {"vai_tro": "trưởng đơn vị", "don_vi": "Công an xã"}, {}),
    ]
    assert held.history.count() == 2
    assert held.history.first().history_user.username == "quan_tri"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([{"vai_tro": "lanh_dao"}], "các vai trò khác cần một đơn vị"),
        ([{"vai_tro": "cap_tinh"}], "Vai trò cấp tỉnh cần mã tỉnh"),
        ([{"vai_tro": "quan_tri"}, {"vai_tro": "quan_tri"}], "đã có ở một dòng khác"),
    ],
)
def test_wrong_roles_are_refused_in_words_and_nothing_is_saved(quan_ly, can_bo, rows, sentence):
    held = can_bo.cac_vai_tro.get()
    kept = {"id": held.pk, "vai_tro": held.vai_tro, "don_vi": held.don_vi_id}
    data = account(can_bo, ho_ten="Tên Mới") | roles(can_bo, kept, *rows)
    page = quan_ly.post(address(NguoiDung, "change", can_bo), data)
    assert page.status_code == 200
    assert sentence in shown(page)
    can_bo.refresh_from_db()
    assert (can_bo.ho_ten, ThanhVien.objects.filter(nguoi_dung=can_bo).count()) == (
        "Lê Thị Thôn",
        1,
    )


def test_a_new_account_and_its_password_are_on_record_without_the_password(quan_ly, vu_quang):
    data = {
        "username": "vuquang.thon2",
        "ho_ten": "Võ Văn Hai",
        "usable_password": "true",
        "password1": "Mot-mat-khau-9",
        "password2": "Mot-mat-khau-9",
        "cac_vai_tro-TOTAL_FORMS": "0",
        "cac_vai_tro-INITIAL_FORMS": "0",
    }
    assert quan_ly.post(address(NguoiDung, "add"), data).status_code == 302
    person = NguoiDung.objects.get(username="vuquang.thon2")
    url = reverse("admin:auth_user_password_change", args=[person.pk])
    again = {
        "usable_password": "true",
        "password1": "Hai-mat-khau-9",
        "password2": "Hai-mat-khau-9",
    }
    assert quan_ly.post(url, again | {"set-password": ""}).status_code == 302
    acts = list(NhatKy.objects.about(person).order_by("pk"))
    assert [act.hanh_dong for act in acts] == [
        "thêm trong trang quản trị",
        "đổi mật khẩu của người dùng",
    ]
    assert "password" not in acts[0].gia_tri_moi
    assert acts[0].gia_tri_moi["username"] == "vuquang.thon2"


def test_only_the_role_opens_the_site_not_the_flag_of_django(client, can_bo):
    can_bo.is_staff = True
    can_bo.save()
    client.force_login(can_bo)
    page = client.get("/quan-tri/")
    assert page.status_code == 403
    assert "vai trò quản trị cổng" in shown(page)
