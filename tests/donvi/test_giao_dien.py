"""The design holds: contrast, one look per state, every component in every page's frame."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import models
from django.template.loader import render_to_string

from donvi.huy_hieu import HUY_HIEU, TONE_ICONS, TONES, UNKNOWN, TrangThaiOLuoi, look_of
from donvi.lua_chon import LuaChon
from donvi.templatetags import hien_thi
from nhapxuat.thay_doi import LoaiThayDoi

pytestmark = pytest.mark.long_postgresql

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "static/css"
TOKENS = dict(re.findall(r"(--[\w-]+): (#\w{6});", (CSS / "tokens.css").read_text()))
APPS = ("vanban", "donvi", "kehoach", "chitieu", "nhiemvu", "kinhphi", "nhapxuat", "baocao")
STATE_NAMES = ("TrangThai", "TinhTrang", "KetQuaDanhGia", "MucDo")


# --- contrast -----------------------------------------------------------------------------------

GROUNDS = ("--color-paper", "--color-surface", "--color-sunken")
SOFT = tuple(f"--tone-{tone}-soft" for tone in TONES)
TEXT_ON = {
    "--color-ink": (*GROUNDS, *SOFT, "--color-navy-soft", "--color-red-soft"),
    "--color-ink-muted": GROUNDS,
    "--color-navy": (*GROUNDS, *SOFT, "--color-navy-soft"),
    "--color-navy-dark": ("--color-surface", "--color-navy-soft"),
    "--color-red": ("--color-paper", "--color-surface", "--color-red-soft"),
    "--color-on-accent": (
        *("--color-red", "--color-red-dark", "--color-navy", "--color-navy-dark"),
        *(f"--tone-{tone}-solid" for tone in TONES),
    ),
} | {f"--tone-{t}-ink": (*GROUNDS, f"--tone-{t}-soft") for t in TONES}
SIGN_ON = {
    "--color-line-strong": GROUNDS,
    "--color-focus": GROUNDS,
    "--color-gold": ("--color-red",),
} | {f"--tone-{t}-solid": (*GROUNDS, f"--tone-{t}-soft") for t in TONES}
PAIRS = [
    pytest.param(front, ground, least, id=f"{front[2:]}-on-{ground[2:]}")
    for table, least in ((TEXT_ON, 4.5), (SIGN_ON, 3.0))
    for front, grounds in table.items()
    for ground in grounds
]


def luminance(colour: str) -> float:
    """Compute the relative luminance of "#rrggbb" (WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(front: str, ground: str) -> float:
    """Compute the contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(front), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_known_colours():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_colours_are_told_apart(front, ground, least):
    assert contrast(TOKENS[front], TOKENS[ground]) >= least


def test_only_the_tokens_spell_a_colour():
    own = set(CSS.glob("*.css")) - {CSS / "tokens.css", CSS / "theme.css", CSS / "print.css"}
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch)\(|:\s*(?:black|white|red)\b")
    assert {path.name: colour.findall(path.read_text()) for path in own} == {
        path.name: [] for path in own
    }


def test_every_token_used_is_defined():
    screen = [path for path in CSS.glob("*.css") if path.name != "print.css"]
    text = "".join(path.read_text() for path in screen)
    used, defined = (set(re.findall(p, text)) for p in (r"var\((--[\w-]+)", r"(--[\w-]+):"))
    assert {name for name in used - defined if not name.startswith("--bs-")} == set()


def test_every_stylesheet_is_loaded():
    in_templates = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    loaded = set(hien_thi.STYLESHEETS) | set(re.findall(r"css/(\w+)\.css", in_templates))
    assert {path.stem for path in CSS.glob("*.css")} - {"print"} - loaded == set()


# --- states -------------------------------------------------------------------------------------


def state_lists() -> list[type[LuaChon] | type[models.TextChoices]]:
    """List every choice list of the apps that is a state, in pure modules and in models."""
    for app in APPS:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if not {"migrations", "management"} & set(module.name.split(".")):
                importlib.import_module(module.name)
    found = [*LuaChon.__subclasses__(), *models.TextChoices.__subclasses__()]
    return [
        cls
        for cls in found
        if cls.__module__.split(".")[0] in APPS and cls.__name__.startswith(STATE_NAMES)
    ]


def test_every_state_has_a_look_and_every_look_a_state():
    states = {member.value for cls in (*state_lists(), LoaiThayDoi) for member in cls}
    in_templates = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    by_name = set(re.findall(r'"(\w+)"\|huy_hieu', in_templates))
    assert (states | by_name) - set(HUY_HIEU) == set()
    assert set(HUY_HIEU) - (states | by_name) == set()


def test_looks_use_known_tones_and_icons():
    looks = [*HUY_HIEU.values(), UNKNOWN]
    assert {look.tone for look in looks} == set(TONES)
    assert all(hien_thi.icon(look.icon).startswith("<svg") for look in looks)
    assert tuple(TONE_ICONS) == TONES


def test_cell_states_look_different_without_colour():
    signs = [look_of(state).icon for state in TrangThaiOLuoi]
    assert len(set(signs)) == len(signs)
    assert [look_of(state).label.lower() for state in TrangThaiOLuoi] == [
        state.label for state in TrangThaiOLuoi
    ]


@pytest.mark.parametrize(
    ("state", "label", "words", "tone"),
    [
        ("tra_lai", "", "Trả lại", "danger"),
        ("da_gui", "đã gửi, chờ kiểm tra", "Đã gửi, chờ kiểm tra", "info"),
        (TrangThaiOLuoi.KHOA, "", "Đã khóa", "neutral"),
        ("chua_ai_biet", "", "Không rõ", "neutral"),
        ("chua_ai_biet", "mới <b>", "Mới &lt;b&gt;", "neutral"),
    ],
)
def test_badge_is_sign_tone_and_words(state, label, words, tone):
    html = hien_thi.huy_hieu(state, label)
    assert re.fullmatch(
        rf'<span class="c-badge c-badge--{tone}"><svg .*</svg>\s*<span>{words}</span></span>',
        html,
        re.DOTALL,
    )


# --- pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_error_page_lives_without_a_request(name):
    html = render_to_string(f"{name}.html", {"exception": "Lý do.", "failure_limit": 5})
    assert len(re.findall(r"<h1>[^<]+</h1>", html)) == 1
    assert '<html lang="vi">' in html
    assert "hx-headers" not in html


def test_base_links_every_stylesheet_and_only_own_files():
    html = render_to_string("500.html")
    links = re.findall(r'(?:<link[^>]*href|<script[^>]*src)="([^"]+)"', html)
    assert [link for link in links if not link.startswith("/static/")] == []
    assert [link for link in links if link.startswith("/static/css/")] == [
        f"/static/css/{name}.css" for name in hien_thi.STYLESHEETS
    ]


def test_components_page_shows_every_component(client, quan_tri):
    client.force_login(quan_tri)
    response = client.get("/giao-dien/")
    shown = {template.name for template in response.templates}
    files = {f"components/{p.name}" for p in (ROOT / "templates/components").glob("*.html")}
    assert files - shown == {"components/plain_error.html"}
    ids = re.findall(r'\sid="([^"]+)"', response.content.decode())
    assert sorted(ids) == sorted(set(ids))


def test_components_page_is_for_the_administrator(client, tong_hop):
    client.force_login(tong_hop)
    assert client.get("/giao-dien/").status_code == 403


def open_as(page, live_server, client, path, width):
    """Open a page in the browser as whom the test client is signed in, collecting complaints."""
    name, cookie = "sessionid", client.cookies["sessionid"].value
    page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 844})
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(live_server.url + path)
    return complaints


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
def test_components_page_fits_and_is_accessible(live_server, page, client, quan_tri, width):
    client.force_login(quan_tri)
    complaints = open_as(page, live_server, client, "/giao-dien/", width)
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert Axe().run(page).response["violations"] == []


@pytest.mark.browser
def test_dialog_is_modal_with_scripts(live_server, page, client, quan_tri):
    client.force_login(quan_tri)
    open_as(page, live_server, client, "/giao-dien/", 390)
    page.get_by_text("Trả lại…").click()
    dialog = page.get_by_role("dialog", name="Trả lại báo cáo của Công an xã")
    assert dialog.evaluate("box => box.matches(':modal')")
    page.keyboard.press("Escape")
    assert page.locator("details[data-dialog][open]").count() == 0


@pytest.mark.browser
def test_page_works_without_scripts(live_server, browser, client, quan_tri):
    client.force_login(quan_tri)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_as(page, live_server, client, "/giao-dien/", 390)
    page.get_by_text("Trả lại…").click()
    assert page.get_by_role("button", name="Trả lại báo cáo").is_visible()
    assert not page.get_by_role("button", name="Đóng").is_visible()
    page.get_by_label("Tài khoản Quản Trị").click()
    assert page.get_by_role("button", name="Đăng xuất").is_visible()
    context.close()


@pytest.mark.browser
def test_unsaved_changes_are_marked(live_server, page, client, quan_tri):
    client.force_login(quan_tri)
    open_as(page, live_server, client, "/giao-dien/", 1440)
    form = page.locator("#the-bieu-mau form")
    mark = form.get_by_text("Có thay đổi chưa lưu")
    assert not mark.is_visible()
    form.get_by_label("Kinh phí (triệu đồng)").fill("12")
    assert mark.is_visible()
