"""Bad input at every door: never an error page, always a Vietnamese sentence, nothing saved.

Each act of the portal is sent, field by field, what people, spreadsheets and attackers send. What
is refused names the field and says what is expected, and leaves every table as it was.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from donvi.models import NhatKy
from tests.bang_quyen import ROLES
from tests.mot_dong import AT
from tests.quan_tri import address, form_data
from tests.test_conventions import own_models
from tests.test_quyen import ROWS, dich, nhom_nguoi, url_of
from tests.viec_nhap import IMPORT_ACTS, import_acts
from tests.viec_sua import CORRECTION_ACTS, correction_acts
from tests.viec_thu import ACTS, Viec, acts

pytestmark = pytest.mark.long_postgresql

__all__ = ["dich", "nhom_nguoi"]  # fixtures

# What no field may take; each kind of field below refuses more.
UNPRINTABLE = ["a\x00b"]
LONG = ["x" * 100_000]
REFUSED = {
    "number": [*UNPRINTABLE, "abc", "-1", "9" * 30, "NaN"],
    "date": [*UNPRINTABLE, *LONG, "31/02/2026", "9" * 30],
    "choice": [*UNPRINTABLE, "abc", "9" * 30],
    "text": [*UNPRINTABLE, *LONG],
    "required": [*UNPRINTABLE, *LONG, "  "],
    "reason": ["\x00", *LONG, "  "],  # unprintable signs are taken out of reasons
    "note": LONG,
    # A page that was opened before somebody saved.
    "version": [*UNPRINTABLE, "abc", "9" * 30, "²"],
}
NEEDED = ("required", "reason", "version")
MARKED = set("ảãáàạăâđêôơưẻẽéèẹỉĩíìịỏõóòọủũúùụỷỹýỳỵấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự")


def said(page: Any) -> list[str]:
    """Give the sentences a page answers with: beside fields, above the form, in messages."""
    html = re.sub(r"<template.*?</template>", "", page.content.decode(), flags=re.DOTALL)
    blocks = re.findall(r'class="c-field__errors".*?</div>', html, re.DOTALL)
    blocks += re.findall(
        r'class="c-message c-message--(?:danger|warning)".*?</div>\s*</div>', html, re.S
    )
    blocks += re.findall(r'<ul class="errorlist.*?</ul>', html, re.DOTALL)
    blocks += re.findall(r'<h1>.*?</h1>\s*<div class="c-stack">.*?</div>', html, re.DOTALL)
    texts = (unescape(re.sub(r"<[^>]+>", " ", block.partition(">")[2])) for block in blocks)
    return [" ".join(text.split()) for text in texts]


def state() -> dict[str, int]:
    """Count the rows of every table and of its history, in one question: what any save changes."""
    models = own_models()
    models += [model.history.model for model in models if hasattr(model, "history")]
    counts = (f"SELECT '{m._meta.label}', COUNT(*) FROM {m._meta.db_table}" for m in models)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())


class Writes:
    """Notice statements that write, so that tables are counted only after one."""

    def __init__(self) -> None:
        self.seen = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.seen |= sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE"))
        return execute(sql, params, many, context)


def send(client: Client, url: str, data: dict[str, Any], before: Any) -> tuple[Any, bool]:
    """Post, follow the answer, undo; give the page, and whether anything was saved."""
    with transaction.atomic(), connection.execute_wrapper(writes := Writes()):
        page = client.post(url, data, follow=True)
        is_saved = writes.seen and state() != before
        transaction.set_rollback(True)
    return page, is_saved


def complaint(page: Any, is_saved: bool, name: str, label: str) -> str:
    """Tell what is wrong with the answer to a bad value, or nothing."""
    words = said(page)
    text = " ".join(words).lower()
    if page.status_code >= 500:
        return f"status {page.status_code}"
    if is_saved:
        return "saved"
    if page.status_code == 404:
        return ""
    if not words or not MARKED & set(text):
        return f"nothing said in Vietnamese ({page.status_code})"
    beside = f'{name}_error"' in page.content.decode()
    return "" if beside or label in text else f"the sentence does not name “{label}”: {words}"


def sweep(client: Client, viec: Viec) -> list[str]:
    """Send bad values in every field of an act; list the answers that are not good enough.

    What a field may not take is sent in all fields at once, since a form answers for each of its
    fields; a field that is not answered for is tried again alone. What a field may take or leave
    is sent in one field, so that it goes all the way down.
    """
    wrong, before = [], state()
    kinds = {name: REFUSED[kind] for name, (kind, _) in viec.fields.items()}
    for turn in range(max(map(len, kinds.values()), default=0)):
        bad = {name: values[turn] for name, values in kinds.items() if turn < len(values)}
        wrong += _refused(client, viec, bad, before)
    for name, (kind, _) in viec.fields.items():
        without = {key: value for key, value in viec.good.items() if key != name}
        if kind in NEEDED:
            wrong += _refused(client, viec, {name: None}, before)
        bodies = [viec.good | {name: "☃"}, viec.good | {name: [viec.good.get(name, ""), "\x00"]}]
        for body in [*bodies, *([] if kind in NEEDED else [without])]:
            page, _ = send(client, viec.url, body, before)
            if page.status_code >= 500:
                wrong.append(f"{name}={str(body.get(name))[:40]!r}: {page.status_code}")
    return wrong


def _refused(client: Client, viec: Viec, bad: dict[str, Any], before: Any) -> list[str]:
    """Send values (None: no such field) that must be refused, each by the name of its field."""
    body = {name: value for name, value in (viec.good | bad).items() if value is not None}
    page, is_saved = send(client, viec.url, body, before)
    found = {name: complaint(page, is_saved, name, viec.fields[name][1]) for name in bad}
    found = {name: words for name, words in found.items() if words}
    if len(bad) > 1:
        return [
            line for name in found for line in _refused(client, viec, {name: bad[name]}, before)
        ]
    return [f"{name}={str(bad[name])[:40]!r}: {words}" for name, words in found.items()]


# -- the acts ---------------------------------------------------------------------------------

EVERY_ACT = (*ACTS, *IMPORT_ACTS, *CORRECTION_ACTS)


def every_act(dich: dict[str, Any]) -> list[Viec]:
    """List the acts of every part of the portal."""
    return [*acts(dich), *import_acts(dich), *correction_acts(dich)]


# Nothing an answer writes stays, so that several acts share what is set up.
@pytest.mark.parametrize("dot", range(12))
def test_bad_values_are_refused_in_words_and_nothing_is_saved(dot, dich, nhom_nguoi):
    wrong = {
        viec.ten: found
        for viec in every_act(dich)
        if viec.ten in EVERY_ACT[dot::12] and (found := sweep(nhom_nguoi[viec.role], viec))
    }
    assert wrong == {}


def test_the_sweep_knows_every_act(dich):
    assert sorted(viec.ten for viec in every_act(dich)) == sorted(EVERY_ACT)
    posted = {row[0] for row in ROWS if row[2] == "POST" and set(row[3:]) - {"405", "404", "302"}}
    posted |= {"donvi:dang_nhap", "baocao:compile", "baocao:report_submit"}
    swept = {"baocao:form", "baocao:report_submit", "baocao:report_approve"}  # below, and no fields
    swept |= {"baocao:letter_submit", "baocao:letter_approve", "baocao:letter_cancel"}
    swept |= {f"baocao:amendment_{act}" for act in ("submit", "approve", "cancel")}
    swept |= {"baocao:plan_submit", "baocao:plan_approve", "baocao:plan_make_document"}
    urls = [viec.url for viec in every_act(dich)]
    unswept = [
        name
        for name in sorted(posted - swept)
        if not any(url_of(name, dich.get(row[1])) in urls for row in ROWS if row[0] == name)
    ]
    assert unswept == []


# -- the unit's form --------------------------------------------------------------------------


def test_bad_values_in_the_unit_form(dich, nhom_nguoi):
    client, url = nhom_nguoi["can_bo"], reverse("baocao:form", args=[dich["phieu"].pk])
    boxes = client.get(url).context["bo_phieu"]
    task, figure = boxes.chu_tri[0], boxes.chi_tieu[0]
    fields = {
        task.add_prefix("phan_tram"): ("number", "tiến độ"),
        task.add_prefix("ngay_hoan_thanh"): ("date", "ngày hoàn thành"),
        task.add_prefix("noi_dung"): ("text", "việc đã làm"),
        figure.add_prefix("gia_tri"): ("figure", "giá trị"),
        figure.add_prefix("tu_so"): ("figure", "tử số"),
        figure.add_prefix("mau_so"): ("figure", "mẫu số"),
        figure.add_prefix("tinh_trang"): ("choice", "tình trạng"),
        figure.add_prefix("ghi_chu"): ("text", "ghi chú"),
        "chung-ket_qua_chung": ("text", "kết quả nổi bật"),
    }
    good = {box.html_name: box.value() or "" for form in boxes.tat_ca for box in form}
    good = {name: value for name, value in good.items() if value is not True} | {"lan_luu": "0"}
    viec = Viec("nhập phiếu", "can_bo", url, good, {n: f for n, f in fields.items() if n in good})
    REFUSED["figure"] = [value for value in REFUSED["number"] if value != "-1"]
    assert len(viec.fields) >= 6
    assert sweep(client, viec) == []


# -- the admin site ---------------------------------------------------------------------------


def test_bad_values_in_a_form_of_the_admin_site(dich, nhom_nguoi):
    client, task = nhom_nguoi["quan_tri"], dich["nhiem_vu"]
    good = form_data(client, task, ly_do_sua="Sửa theo công văn")
    fields = {
        "ke_hoach": ("choice", ""),
        "ten": ("text", ""),
        "han_hoan_thanh": ("date", ""),
        "so_tien": ("number", ""),
        "loai_han": ("choice", ""),
        "thu_tu": ("number", ""),
        "cac_chi_tieu": ("choice", ""),
        "ly_do_sua": ("required", ""),
    }
    fields["ten"] = ("required", "")
    viec = Viec("sửa nhiệm vụ", "quan_tri", address(type(task), "change", task), good, fields)
    REFUSED["required"] = [value for value in REFUSED["required"] if value not in LONG]
    try:
        assert sweep(client, viec) == []
    finally:
        REFUSED["required"] += LONG


# -- addresses, filters, methods, bodies ------------------------------------------------------

WITH_NUMBER = [row[0] for row in ROWS if row[2] == "GET" and row[1] not in ("-", "ke_hoach")]
WITH_CODE = [row[0] for row in ROWS if row[2] == "GET" and row[1] == "ke_hoach"]


@pytest.mark.parametrize("pk", ["0", "9" * 19, "9" * 40, "9" * 5000])
def test_numbers_of_no_row_are_not_found(pk, dich, nhom_nguoi):
    wrong = []
    for name in dict.fromkeys(WITH_NUMBER):
        url = reverse(name, args=[dich["phieu"].pk]).replace(f"/{dich['phieu'].pk}/", f"/{pk}/", 1)
        for send_by in (nhom_nguoi["tong_hop"].get, nhom_nguoi["tong_hop"].post):
            if (status := send_by(url).status_code) not in (404, 405):
                wrong.append(f"{url[:60]}: {status}")
    assert wrong == []


@pytest.mark.parametrize("ma", ["khong-co", "x" * 3000, "%00", "k%E1%BA%BF", "..", "%ff%fe"])
def test_codes_of_no_plan_are_not_found(ma, nhom_nguoi):
    urls = [reverse(name, args=["ma-mau"]).replace("ma-mau", ma) for name in WITH_CODE]
    got = {url[:50]: nhom_nguoi["tong_hop"].get(url).status_code for url in urls}
    assert {url: status for url, status in got.items() if status not in (404, 405)} == {}


HUGE = "9" * 30
NONSENSE = [  # each filter of the portal meets each of these once
    "q=%00&trang_thai=khong-co&nam=nam-nay&page=abc", f"don_vi={HUGE}&nhom=-1&page=-1",
    "q=%ff%fe&don_vi=abc&nhom=%00&han=hom-qua&ky=2026-T99", "loai=%00&ket_qua=[]&noi=%00",
    f"nam={HUGE}&page={HUGE}", "q=" + "x" * 5000 + "&noi=khong-co&don_vi_tien=usd",
    "nam=2026&nam=abc&loai_ky=XX", "noi[]=1&&&===&%&don_vi=&don_vi=x",
]  # fmt: skip
PAGES = [row for row in ROWS if row[2] == "GET" and not row[0].endswith(("_pdf", "_docx", "_xlsx"))]


@pytest.mark.parametrize("query", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_in_the_address_is_answered_in_words(query, dich, nhom_nguoi):
    wrong = []
    for ten_trang in dict.fromkeys(row[0] for row in PAGES):
        target = next(row[1] for row in PAGES if row[0] == ten_trang)
        role = "tai_chinh" if ten_trang.startswith("kinhphi:") else "lanh_dao"
        page = nhom_nguoi[role].get(f"{url_of(ten_trang, dich.get(target))}?{query}")
        if page.status_code >= 500:
            wrong.append(f"{ten_trang}: {page.status_code}")
        elif page.status_code == 422 and not MARKED & set(" ".join(said(page))):
            wrong.append(f"{ten_trang}: nothing said")
    assert wrong == []


def test_nonsense_in_the_addresses_of_the_admin_site(dich, nhom_nguoi):
    client, model = nhom_nguoi["quan_tri"], type(dich["nhiem_vu"])
    queries = [*NONSENSE, "ke_hoach__ma__exact=%00", "o=abc", "o=99.-99", "p=abc", "p=-1", "all=x",
               "khong_co__exact=1", "tam_dung__exact=co-le", "_popup=1&_to_field=mat_khau",
               "password__startswith=a"]  # fmt: skip
    urls = [f"{address(model, 'changelist')}?{query}" for query in queries]
    urls += [f"{address(model, 'export')}?{query}" for query in queries]
    urls += [f"/quan-tri/autocomplete/?{query}" for query in ("", "app_label=x", "term=%00")]
    urls += [f"/quan-tri/nhiemvu/nhiemvu/{key}/{page}/" for key in ("abc", "9" * 30, "%00", "_00")
             for page in ("change", "history", "delete")]  # fmt: skip
    got = {url[:80]: client.get(url, follow=True).status_code for url in urls}
    assert {url: status for url, status in got.items() if status >= 500} == {}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "head", "trace"])
def test_other_methods_change_nothing(method, dich, nhom_nguoi):
    wrong, before = [], state()
    for name, target in dict.fromkeys((row[0], row[1]) for row in ROWS):
        if name.endswith(("_pdf", "_docx", "_xlsx", "dang_xuat")):
            continue
        status = getattr(nhom_nguoi["tong_hop"], method)(url_of(name, dich.get(target))).status_code
        if status >= 500:
            wrong.append(f"{name}: {status}")
    assert (wrong, state()) == ([], before)


BODIES: dict[str, tuple[bytes, str]] = {
    "broken multipart": (b"--x\r\nContent-Disposition: form", "multipart/form-data; boundary=x"),
    "multipart without boundary": (b"x", "multipart/form-data"),
    "json": (b'{"ly_do": [1, 2]}', "application/json"),
    "unknown charset": (b"khong_co=x", "application/x-www-form-urlencoded; charset=khong-co"),
    "not utf-8": (b"%ff%fe=1&lan_luu=\xff", "application/x-www-form-urlencoded"),
    "too many fields": (b"a=1&" * 2000, "application/x-www-form-urlencoded"),
}


@pytest.mark.parametrize("kind", BODIES)
def test_bodies_that_are_no_form_change_nothing(kind, dich, nhom_nguoi):
    body, content_type = BODIES[kind]
    wrong, before = [], state()
    for viec in acts(dich):
        client = nhom_nguoi[viec.role]
        with transaction.atomic():
            page = client.generic("POST", viec.url, body, content_type=content_type)
            # An act without fields needs no body: the press of the button says everything.
            needs_body = viec.fields and viec.ten != "tiếp nhận phiếu"
            if page.status_code >= 500 or (needs_body and state() != before):
                wrong.append(f"{viec.ten}: {page.status_code}")
            transaction.set_rollback(True)
    assert wrong == []


# What pages send beside a form's own fields, and what no page sends.
BESIDE = ("next", "nam", "ke_hoach", "ky_bao_cao", "don_vi", "ma", "q", "noi", "page", "khong_co")
DOES = {"200", "302", "409", "422"}


@pytest.mark.parametrize("role", ["can_bo", "tong_hop", "van_thu", "lanh_dao"])
def test_whatever_is_sent_beside_the_fields_is_no_fault(role, dich, nhom_nguoi):
    column = 3 + ROLES.index(role)
    wrong = []
    for row in ROWS:
        if row[2] != "POST" or row[column] not in DOES:
            continue
        for value in ("a\x00b", HUGE):
            with transaction.atomic():
                page = nhom_nguoi[role].post(
                    url_of(row[0], dich.get(row[1])), dict.fromkeys(BESIDE, value), follow=True
                )
                transaction.set_rollback(True)
            if page.status_code >= 500:
                wrong.append(f"{row[0]} {value!r}: {page.status_code}")
    assert wrong == []


def test_a_refused_act_is_not_on_record(dich, nhom_nguoi):
    count: Callable[[], int] = NhatKy.objects.filter(created_at__gt=AT).count
    before = count()
    nhom_nguoi["can_bo"].post(reverse("baocao:form_accept", args=[dich["da_gui"].pk]), {})
    assert count() == before
