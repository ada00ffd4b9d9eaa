"""Values and components: what a template shows for what a view gives."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string

from donvi.huy_hieu import TrangThaiOLuoi, look_of
from donvi.policies import ALLOWED, deny
from donvi.templatetags import hien_thi

# --- values -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        ("so", 1640, "1.640"),
        ("so", Decimal("70.63"), "70,63"),
        ("so:0", Decimal("70.63"), "71"),
        ("phan_tram", Decimal("70.630"), "70,63%"),
        ("phan_tram", 100, "100%"),
        ("phan_tram", Decimal("33.333"), "33,33%"),
        ("gon", Decimal("62.500"), "62,5"),
        ("voi_don_vi:'%'", Decimal("86.2069"), "86,21%"),
        ("voi_don_vi:'lớp'", 5, "5\u00a0lớp"),
        ("voi_don_vi:''", 1640, "1.640"),
        ("voi_don_vi:'%'", Decimal("0.001"), "0,001%"),
        ("so|voi_don_vi:'%'", Decimal("86.2069"), "86,2069%"),
        ("ngay", date(2026, 1, 5), "05/01/2026"),
        ("ngay", datetime(2026, 1, 4, 20, 30, tzinfo=UTC), "05/01/2026"),
        ("ngay_gio", datetime(2026, 1, 4, 20, 30, tzinfo=UTC), "03:30 05/01/2026"),
        ("dong", 1_640_000_000, "1.640.000.000\u00a0đồng"),
        ("trieu", 1_640_500_000, "1.640,5\u00a0triệu đồng"),
        ("so_trieu", 0, "0"),
        ('so_tien:"trieu"', 2_000_000, "2"),
        ('so_tien:"dong"', 2_000_000, "2.000.000"),
        ("slug", "Gửi báo cáo (đợt 1)", "gui-bao-cao-dot-1"),
    ],
)
def test_value_is_shown_the_vietnamese_way(source, value, shown):
    template = Template(f"{{% load hien_thi %}}{{{{ v|{source} }}}}")
    assert template.render(Context({"v": value})) == shown


@pytest.mark.parametrize(
    "source",
    [
        "so",
        "phan_tram",
        "gon",
        "voi_don_vi:'%'",
        "so|voi_don_vi:'%'",
        "ngay",
        "ngay_gio",
        "dong",
        "trieu",
        "so_trieu",
    ],
)
def test_missing_value_is_a_dash_never_a_zero(source):
    template = Template(f"{{% load hien_thi %}}{{{{ v|{source} }}}}")
    assert template.render(Context({"v": None})) == "–"


# --- components ---------------------------------------------------------------------------------


class ThuForm(forms.Form):
    ten = forms.CharField(
        label="Tên", help_text="Viết đủ.", error_messages={"required": "Hãy ghi tên."}
    )
    cach = forms.ChoiceField(
        label="Cách",
        choices=[("a", "A")],
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn một cách."},
    )
    dong_y = forms.BooleanField(label="Đồng ý", required=False)


def squeeze(html: str) -> str:
    """Bring a fragment to one line, icons left out."""
    bare = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    return re.sub(r">[ \n]+<", "><", re.sub(r"[ \n]+", " ", bare)).strip()


def render(component: str, **context: object) -> str:
    return squeeze(render_to_string(f"components/{component}.html", context))


def test_field_with_error_is_tied_to_its_help_and_error():
    html = render("form_field", field=ThuForm({})["ten"])
    assert html == (
        '<div class="c-field c-field--error"><label class="c-field__label" for="id_ten">Tên '
        '<span class="c-field__required">(bắt buộc)</span></label>'
        '<p class="c-field__help" id="id_ten_helptext">Viết đủ.</p>'
        '<input type="text" name="ten" class="form-control is-invalid" required '
        'aria-invalid="true" aria-describedby="id_ten_helptext id_ten_error" id="id_ten">'
        '<div class="c-field__errors" id="id_ten_error"><p><span class="visually-hidden">Lỗi: '
        "</span>Hãy ghi tên.</p></div></div>"
    )


def test_group_of_choices_is_a_fieldset_with_a_legend():
    html = render("form_field", field=ThuForm()["cach"])
    assert html.startswith('<fieldset class="c-field"><legend class="c-field__label">Cách ')
    assert html.count("<input") == 1


def test_errors_lead_to_their_fields():
    form = ThuForm({"dong_y": "on"})
    form.add_error(None, "Trùng với nhiệm vụ I.2.")
    assert re.findall(r"<li>(.*?)</li>", render("form_errors", form=form)) == [
        "Trùng với nhiệm vụ I.2.",
        '<a href="#id_ten">Tên</a>: Hãy ghi tên.',
        '<a href="#id_cach">Cách</a>: Hãy chọn một cách.',
    ]


def test_unbound_form_shows_no_errors():
    assert render("form_errors", form=ThuForm()) == ""


def test_refused_act_is_no_submit_button_and_says_why():
    html = render("action_button", label="Gửi báo cáo", decision=deny("Kỳ này đã chốt."))
    assert html == (
        '<span class="c-refused"><button class="btn btn-outline-secondary c-refused__button" '
        'type="button" aria-disabled="true" aria-describedby="ly-do-gui-bao-cao">Gửi báo cáo'
        '</button><span class="c-refused__reason" id="ly-do-gui-bao-cao">Kỳ này đã chốt.</span>'
        "</span>"
    )


def test_allowed_act_submits():
    html = render("action_button", label="Gửi", decision=ALLOWED, name="viec", value="gui")
    assert html == (
        '<button class="btn btn-primary" type="submit" name="viec" value="gui">Gửi</button>'
    )


def test_progress_without_a_figure_draws_no_bar():
    assert render("progress", value=None, label="Tiến độ") == (
        '<div class="c-progress"><span class="c-progress__text c-muted">chưa có số liệu</span>'
        "</div>"
    )


def test_progress_keeps_the_point_for_machines_and_the_comma_for_people():
    html = render("progress", value=Decimal("62.5"), label="Tiến độ")
    assert re.findall(r'value="([^"]*)"|text">([^<]*)<', html) == [
        ("62.5", ""),
        ("", "62,5%"),
    ]


@pytest.mark.parametrize(
    ("level", "tone", "role", "word"),
    [
        ("success", "success", "status", "Đã xong"),
        ("info", "info", "status", "Thông tin"),
        ("warning", "warning", "alert", "Lưu ý"),
        ("error", "danger", "alert", "Lỗi"),
    ],
)
def test_message_says_its_level_in_words(level, tone, role, word):
    assert render("message", level=level, text="Văn bản <1>") == (
        f'<div class="c-message c-message--{tone}" role="{role}"><div class="c-message__text">'
        f'<span class="visually-hidden">{word}: </span>Văn bản &lt;1&gt;</div></div>'
    )


@pytest.mark.parametrize("state", list(TrangThaiOLuoi))
def test_grid_cell_shows_its_state_in_words(state):
    html = render("grid_cell", id="o", name="o", label="Ô", value="1", state=state, url="/luu/")
    words = re.findall(r'c-cell__word">([^<]*)<', html)
    assert words == ([] if state == TrangThaiOLuoi.TRUNG_TINH else [look_of(state).label])
    assert (" readonly" in html) == (state == TrangThaiOLuoi.KHOA)
    assert ("hx-post" in html) == (state != TrangThaiOLuoi.KHOA)
    assert ('aria-invalid="true"' in html) == (state == TrangThaiOLuoi.SAI)


def test_pages_keep_the_filters():
    page = Paginator(range(1, 241), 20).page(5)
    html = render("pagination", page=page, query=QueryDict("tim=a%26b&page=5"))
    assert re.findall(r'href="([^"]*)"', html) == [
        f"?tim=a%26b&amp;page={number}" for number in (4, 1, 4, 6, 12, 6)
    ]
    assert "Dòng 81–100 trong 240" in html


def test_one_page_needs_no_pagination():
    assert render("pagination", page=Paginator([1], 20).page(1), query=None) == ""


@pytest.mark.parametrize(("count", "shown", "hidden"), [(0, 0, 0), (5, 5, 0), (6, 4, 2)])
def test_tab_bar_has_five_places(count, shown, hidden):
    items = [(f"Mục {i}", f"/{i}/", False, "home") for i in range(count)]
    assert (len(hien_thi.tabbar_shown(items)), len(hien_thi.tabbar_hidden(items))) == (
        shown,
        hidden,
    )


def test_wrap_puts_the_inside_into_the_component():
    source = '{% load hien_thi %}{% wrap "components/card.html" title=ten %}<i>x</i>{% endwrap %}'
    assert squeeze(Template(source).render(Context({"ten": "A < B"}))) == (
        '<section class="c-card"><header class="c-card__head"><h2 class="c-card__title">'
        'A &lt; B</h2></header><div class="c-card__body"><i>x</i></div></section>'
    )
