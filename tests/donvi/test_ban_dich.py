"""The project's translation of what Django and libraries say: complete, compiled, in force."""

import ast
import gettext
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext
from django.views.i18n import JSONCatalog

pytestmark = pytest.mark.pure
FOLDER = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES"
SLOT = re.compile(r"%\(\w+\)\w|%[sd]|\{\w*\}")


def read_po(path: Path) -> Iterator[dict[str, str]]:
    """Yield the entries of a .po file: {"msgctxt", "msgid", "msgid_plural", "msgstr"}."""
    for block in path.read_text("utf-8").split("\n\n"):
        entry = {}
        for line in block.splitlines():
            found = re.match(r'(msg\w+)(?:\[0\])? (".*")$', line)
            if found:
                entry[found[1]] = ast.literal_eval(found[2])
        if entry.get("msgid"):
            yield entry


ENTRIES = list(read_po(FOLDER / "django.po"))
JS_ENTRIES = [e for e in read_po(FOLDER / "djangojs.po") if "msgid_plural" not in e]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["msgid"][:60])
def test_every_sentence_is_said_in_vietnamese(entry):
    with override("vi"):
        if "msgid_plural" in entry:
            said = ngettext(entry["msgid"], entry["msgid_plural"], 2)
        elif "msgctxt" in entry:
            said = pgettext(entry["msgctxt"], entry["msgid"])
        else:
            said = _(entry["msgid"])
    assert said == entry["msgstr"] != ""


def test_scripts_of_the_admin_site_speak_vietnamese_too(rf):
    with override("vi"), override_settings(USE_I18N=True):
        catalogue = JSONCatalog.as_view(packages=["django.contrib.admin"])(rf.get("/"))
    said = json.loads(catalogue.content)["catalog"]
    keys = [e.get("msgctxt", "") + "\x04" * ("msgctxt" in e) + e["msgid"] for e in JS_ENTRIES]
    assert {key: said.get(key) for key in keys} == {
        key: e["msgstr"] for key, e in zip(keys, JS_ENTRIES, strict=True)
    }


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_the_compiled_file_is_that_of_the_source(name):
    with (FOLDER / f"{name}.mo").open("rb") as compiled:
        held = gettext.GNUTranslations(compiled)._catalog
    entries = list(read_po(FOLDER / f"{name}.po"))
    assert len(entries) == len(held) - 1  # the header
    assert sorted(e["msgstr"] for e in entries) == sorted(v for k, v in held.items() if k)


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_slots_of_a_sentence_are_kept(name):
    assert [
        entry["msgid"]
        for entry in read_po(FOLDER / f"{name}.po")
        if set(SLOT.findall(entry["msgstr"])) != set(SLOT.findall(entry["msgid"]))
    ] == []


def test_messages_end_as_sentences():
    ends = tuple(".…:?")
    assert [
        entry["msgid"]
        for entry in ENTRIES
        if entry["msgid"].endswith(".") and not entry["msgstr"].endswith(ends)
    ] == []
