"""Traps that are on for every test: what a page may never do fails the test that opened it."""

import re
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.template import engines
from django.test import Client

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_WRITE = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
_MACHINERY_TABLES = ("django_session", "axes_")
_FORBIDDEN_HTML = {
    "inline style": re.compile(r"<style\b|<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"<[a-z][^>]*\s(on[a-z]+|hx-on[:\w-]*)\s*=|javascript:", re.I),
    "inline script": re.compile(r"<script(?![^>]*(\ssrc=|application/json))", re.IGNORECASE),
    "template syntax": re.compile(r"\{\{|\{%|\{#"),
}


def _refuse_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
) -> Any:
    found = _WRITE.match(sql)
    if found and not found[2].startswith(_MACHINERY_TABLES):
        pytest.fail(f"a GET request writes: {sql[:200]}")
    return execute(sql, params, many, context)


_POST_FORM = re.compile(r"<form\b[^>]*\bmethod=[\"']?post\b.*?</form>", re.IGNORECASE | re.DOTALL)


def _check_html(path: str, html: str) -> None:
    has_own_secret = path.startswith("/nhap-nhanh/")  # the address does the token's work
    for form in _POST_FORM.findall(html):
        if 'name="csrfmiddlewaretoken"' not in form and not has_own_secret:
            pytest.fail(f"{path}: a form without its CSRF token: {form[:120]!r}")
    for fault, pattern in _FORBIDDEN_HTML.items():
        if found := pattern.search(html):
            pytest.fail(
                f"{path}: {fault} in the page: {html[found.start() : found.start() + 120]!r}"
            )


@pytest.fixture(scope="session", autouse=True)
def strict_client() -> Iterator[None]:
    """Make every test client refuse writes in GET requests and inline code in HTML answers."""
    send = Client.request

    def request(self: Client, **environ: Any) -> Any:
        if environ["REQUEST_METHOD"] in _SAFE_METHODS:
            with connection.execute_wrapper(_refuse_writes):
                response = send(self, **environ)
        else:
            response = send(self, **environ)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            _check_html(environ["PATH_INFO"], response.content.decode())
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", request)
        yield


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[None]:
    """Refuse connections that would leave the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            pytest.fail(f"a test connects to {address}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


class UndefinedVariable:
    """Stand in for Django's `string_if_invalid`: fail in our templates, stay silent in others."""

    def __contains__(self, text: str) -> bool:
        return text == "%s"

    def __mod__(self, variable: object) -> str:
        frame = sys._getframe(1)
        while frame and not hasattr(frame.f_locals.get("self"), "origin"):
            frame = frame.f_back
        origin = Path(str(frame.f_locals["self"].origin)) if frame else Path()
        if origin.is_relative_to(settings.BASE_DIR) and ".venv" not in origin.parts:
            pytest.fail(f"undefined template variable '{variable}' in {origin}")
        return ""


@pytest.fixture(scope="session", autouse=True)
def strict_templates() -> Iterator[None]:
    """Fail when one of our templates names a variable that the view did not give."""
    trap = UndefinedVariable()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(settings.TEMPLATES[0]["OPTIONS"], "string_if_invalid", trap)
        for (
            backend
        ) in engines.all():  # made while the tests were collected, they keep what they had
            patch.setattr(backend.engine, "string_if_invalid", trap)
        yield
