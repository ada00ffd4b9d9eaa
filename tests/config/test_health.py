"""Health pages, security headers, session life and lock-out."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.utils import timezone

PASSWORD = "mat-khau-dung-2026"


def test_healthz_asks_nothing(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_readyz_without_broker_says_embedded(client, db):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "broker": "embedded", "queue": "embedded"}


def test_readyz_names_what_is_unreachable(client, db, monkeypatch):
    def refuse(*args):
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"] == "unreachable"


@pytest.mark.worker
def test_readyz_with_a_worker_is_ok_throughout(client, celery_worker):
    response = client.get("/readyz")
    assert response.json() == {"database": "ok", "broker": "ok", "queue": "ok"}
    celery_worker.stop()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": "ok", "broker": "ok", "queue": "unreachable"}


def test_content_policy_allows_nothing_inline_and_nothing_from_outside(client, db):
    policy = client.get("/healthz")["Content-Security-Policy"]
    assert sorted(part.strip() for part in policy.split(";")) == [
        "base-uri 'self'",
        "default-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "object-src 'none'",
    ]


def test_pages_ask_for_sign_in_by_default(client, db):
    response = client.get("/quan-tri/")
    assert (response.status_code, response["Location"]) == (302, "/quan-tri/login/?next=/quan-tri/")


@pytest.fixture
def officer(db):
    return get_user_model().objects.create_user("officer", password=PASSWORD)


def test_session_is_renewed_once_in_five_minutes(client, officer):
    client.force_login(officer)
    client.get("/healthz")
    session = client.session
    first = session["last_seen"]
    client.get("/healthz")
    assert client.session["last_seen"] == first
    session["last_seen"] = first - 301
    session.save()
    client.get("/healthz")
    assert client.session["last_seen"] >= first


def test_session_ends_when_idle(client, officer, settings):
    client.force_login(officer)
    client.get("/healthz")
    left = Session.objects.get().expire_date - timezone.now()
    assert abs(left - timedelta(seconds=settings.SESSION_COOKIE_AGE)) < timedelta(seconds=60)


def test_fifth_wrong_password_locks_the_account(client, officer, settings):
    settings.AXES_ENABLED = True
    login = "/dang-nhap/"
    for _ in range(5):
        response = client.post(login, {"username": "officer", "password": "sai"})
    assert response.status_code == 429
    assert "nhập sai mật khẩu 5 lần liên tiếp" in " ".join(response.content.decode().split())
    response = client.post(login, {"username": "officer", "password": PASSWORD})
    assert response.status_code == 429
