"""Each trap of `traps.py` bites, and lets the harmless neighbour of its prey pass."""

import socket

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.template import Context, Origin, Template, engines
from django.urls import path


def write(request):
    Group.objects.create(name="x")
    return HttpResponse("written")


def show(request):
    return HttpResponse(request.GET["html"])


urlpatterns = [path("write", write), path("show", show)]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def signed_in(client, django_user_model, db):
    client.force_login(django_user_model.objects.create_user("officer"))
    return client


def test_a_get_that_writes_is_caught(signed_in):
    with pytest.raises(pytest.fail.Exception, match="a GET request writes: INSERT INTO"):
        signed_in.get("/write")


def test_a_post_may_write(signed_in):
    assert signed_in.post("/write").content == b"written"


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        '<a href="#" onclick="go()">',
        '<b hx-on:click="go()">',
        "<script>go()</script>",
        '<a href="javascript:go()">',
        "{{ ten }}",
        "{% url %}",
    ],
)
def test_inline_code_and_left_over_syntax_are_caught(signed_in, html):
    with pytest.raises(pytest.fail.Exception, match=r"^/show: (inline|template)"):
        signed_in.get("/show", {"html": html})


def test_a_form_without_its_token_is_caught(signed_in):
    with pytest.raises(pytest.fail.Exception, match=r"^/show: a form without its CSRF token"):
        signed_in.get("/show", {"html": '<form class="x" method="post"><input name="a"></form>'})


@pytest.mark.parametrize(
    "html",
    [
        '<form method="get"><input name="a"></form>',
        '<form method="post"><input name="csrfmiddlewaretoken"></form>',
        '<script src="/static/a.js"></script>',
        '<script id="d" type="application/json">{"a": {}}</script>',
        '<p class="style=" data-on="1">Phong cách: style=x</p>',
        '<svg fill="none"><title>a</title></svg>',
    ],
)
def test_harmless_html_passes(signed_in, html):
    assert signed_in.get("/show", {"html": html}).status_code == 200


def render_from(file):
    source = "{% if not_given %}x{% endif %}{{ not_given }}"
    origin = Origin(str(settings.BASE_DIR / file))
    return Template(source, origin, engine=engines["django"].engine).render(Context())


def test_an_undefined_variable_in_our_templates_is_caught():
    with pytest.raises(pytest.fail.Exception, match="undefined template variable 'not_given' in"):
        render_from("templates/trang.html")


def test_an_undefined_variable_of_a_package_passes():
    assert render_from(".venv/lib/package/templates/page.html") == ""


def test_leaving_the_machine_is_caught():
    with (
        socket.socket() as outgoing,
        pytest.raises(pytest.fail.Exception, match="a test connects to"),
    ):
        outgoing.connect(("192.0.2.1", 80))


def test_a_warning_is_an_error():
    import warnings

    with pytest.raises(UserWarning, match="old"):
        warnings.warn("old", stacklevel=1)
