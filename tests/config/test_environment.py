"""Readers of environment variables."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

pytestmark = pytest.mark.pure
SQLITE_FILE = Path("/var/lib/portal/portal.sqlite3")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", True), ("on", True), (" YES ", True), ("0", False), ("false", False), ("", True)],
)
def test_read_bool_understands(monkeypatch, value, expected):
    monkeypatch.setenv("SWITCH", value)
    assert environment.read_bool("SWITCH", default=True) is expected


def test_read_bool_refuses_a_typo(monkeypatch):
    monkeypatch.setenv("SWITCH", "ture")
    with pytest.raises(ImproperlyConfigured, match=r"^SWITCH='ture': expected one of 1, 0"):
        environment.read_bool("SWITCH", default=True)


@pytest.mark.parametrize("value", ["0", "-1", "12a", "1.5"])
def test_read_int_refuses(monkeypatch, value):
    monkeypatch.setenv("NUMBER", value)
    with pytest.raises(ImproperlyConfigured, match="expected a whole number, at least 1"):
        environment.read_int("NUMBER", 5, minimum=1)


def test_read_int_takes_the_default_when_empty(monkeypatch):
    monkeypatch.setenv("NUMBER", "")
    assert environment.read_int("NUMBER", 5) == 5


def test_read_list_drops_blanks(monkeypatch):
    monkeypatch.setenv("HOSTS", " a.vn, ,b.vn ")
    assert environment.read_list("HOSTS", []) == ["a.vn", "b.vn"]


def test_read_secret_prefers_variable_then_file(monkeypatch, tmp_path):
    file = tmp_path / "secret"
    file.write_text("from file\n")
    monkeypatch.setenv("SECRET", "from variable")
    assert environment.read_secret("SECRET", file) == "from variable"
    monkeypatch.delenv("SECRET")
    assert environment.read_secret("SECRET", file) == "from file"


def test_read_secret_refuses_to_invent_one(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"^SECRET is not set"):
        environment.read_secret("SECRET", tmp_path / "none")


def test_read_database_empty_means_sqlite_that_waits(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "")
    database = environment.read_database("DATABASE_URL", SQLITE_FILE)
    assert database["NAME"] == str(SQLITE_FILE)
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20


def test_read_database_reads_every_part_of_an_address(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://xa:m%40t@db.vn:5433/portal?sslmode=require")
    database = environment.read_database("DATABASE_URL", SQLITE_FILE)
    parts = [database[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")]
    assert parts == ["portal", "xa", "m@t", "db.vn", "5433", {"sslmode": "require"}]


@pytest.mark.parametrize("address", ["mysql://h/x", "postgres://h", "portal.db", "sqlite:///"])
def test_read_database_refuses_other_addresses(monkeypatch, address):
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL: expected postgres://"):
        environment.read_database("DATABASE_URL", SQLITE_FILE)
