"""A crawl of all pages by each demo account, following every link of our own.

No page fails, no link of ours leads to a page that isn't there or may not be opened, nothing of a
library's English is left, and every page says what it is (title, h1, language).
"""

import re
from collections import defaultdict, deque
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.test import Client
from django.urls import resolve

from donvi.models import NguoiDung

pytestmark = pytest.mark.long_sqlite

# Accounts that see another plan or have another role than those before follow every link; the rest
# repeat a role on a plan already walked, and look at home and what it leads to.
FULL = re.compile(r"vuquang\.|tinh\.|quantri|.*\.vhxh")
FEW, MANY = 8, 400  # pages
DOCUMENTS = (".pdf", ".docx", ".xlsx", "/xem/", ".zip")
VOID = {"br", "hr", "img", "input", "link", "meta", "path", "use", "wbr", "rect", "circle", "line"}
ENGLISH = re.compile(
    r"\b(This field|Select (?:a|all|an)|Import(?:ed)?|Export|History|Enter a|Please|Required\.|"
    r"Submit|Cancel|Delete|Save|Search|Home|Log (?:in|out)|View site|Change|Add|Filter|Choose|None|"
    r"True|False|Error|Invalid|Not found|Forbidden|Traceback|undefined|null|NaN|entries|object \()"
)


class Trang(HTMLParser):
    """Read a page: its links, words, headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.words: list[str] = []
        self.title = ""
        self.headings: list[str] = []
        self.lang = ""
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.lang = given.get("lang") or ""
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag == "h1":
            self.headings.append("")
        self.words += [given[name] or "" for name in ("aria-label", "placeholder") if name in given]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        if "h1" in self._open:
            self.headings[-1] += data.strip()
        if not {"script", "style", "title", "textarea", "option", "code", "pre"} & set(self._open):
            self.words.append(data)

    @property
    def text(self) -> str:
        """Give what a person reads."""
        return " ".join(" ".join(self.words).split())


def kind_of(url: str) -> tuple[str, tuple[str, ...]]:
    """Name the kind of a page: its address's pattern and the names of its parameters."""
    parts = urlsplit(url)
    match = resolve(parts.path)
    return match.view_name or match.route, tuple(sorted({key for key, _ in parse_qsl(parts.query)}))


def shows_document(url: str) -> bool:
    """Tell whether the page holds an official document, which has a title of its own."""
    return urlsplit(url).path.endswith(("/xem/", "/the-thuc/"))


def faults(url: str, response: Any) -> tuple[list[str], list[str]]:
    """List what is wrong with an answer, and the links it holds."""
    if response.status_code != 200:
        return [f"status {response.status_code}"], []
    if not response["Content-Type"].startswith("text/html"):
        return [], []
    page = Trang(response.content.decode())
    wrong = [] if page.lang == "vi" else [f"lang={page.lang!r}"]
    if not page.title.strip(" -|"):
        wrong.append("no title")
    if not shows_document(url) and len([h for h in page.headings if h]) != 1:
        wrong.append(f"h1: {page.headings}")
    if found := ENGLISH.search(page.text):
        around = page.text[max(0, found.start() - 40) : found.end() + 40]
        wrong.append(f"English: …{around}…")
    return wrong, page.links


def crawl(client: Client, pages: int, documents: set[Any]) -> tuple[list[str], set[str]]:
    """Follow links from the home page; give what is wrong, and the kinds of pages opened.

    One page of each kind, at most ``pages``; the kinds in ``documents``, which take long to make,
    were opened by somebody before.
    """
    queue, found_kinds = deque([("/", "")]), {kind_of("/")}
    wrong: list[str] = []
    opened = 0
    while queue and opened < pages:
        url, came_from = queue.popleft()
        opened += 1
        found, links = faults(url, client.get(url, follow=True))
        wrong += [f"{url} (from {came_from}): {fault}" for fault in found]
        for link in links:
            target = urljoin(url, link).partition("#")[0]
            if not target.startswith("/") or target.startswith(("//", "/static/")):
                continue
            kind = kind_of(target)
            if kind in found_kinds or kind in documents:
                continue
            found_kinds.add(kind)
            if target.endswith(DOCUMENTS):
                documents.add(kind)
            queue.append((target, url))
    return wrong, {name for name, _ in found_kinds}


@pytest.fixture
def du_lieu_mau(db) -> list[str]:
    """Load the sample data with its activity and accounts; give the accounts' names."""
    call_command("nap_ke_hoach_mau", "--mat-khau", "mat-khau-thu-123", verbosity=0)
    return list(NguoiDung.objects.order_by("pk").values_list("username", flat=True))


def test_no_page_fails_for_any_demo_account(du_lieu_mau):
    assert len(du_lieu_mau) == 26
    wrong: dict[str, list[str]] = {}
    kinds: dict[str, set[str]] = {}
    documents: dict[str, set[Any]] = defaultdict(set)  # by commune
    for name in du_lieu_mau:
        client = Client()
        client.force_login(NguoiDung.objects.get(username=name))
        pages = MANY if FULL.match(name) else FEW
        found, kinds[name] = crawl(client, pages, documents[name.partition(".")[0]])
        if found:
            wrong[name] = found
    assert wrong == {}
    assert kinds["vuquang.vhxh"] >= {
        "baocao:home", "baocao:dashboard", "baocao:matrix", "baocao:form", "baocao:report_list",
        "kehoach:list", "kehoach:detail", "chitieu:list", "chitieu:detail", "nhiemvu:list",
        "nhiemvu:detail", "kinhphi:list", "nhapxuat:check", "donvi:thong_bao", "baocao:plan_pdf",
    }  # fmt: skip
    tables = {name for name in kinds["quantri"] if name.endswith("_changelist")}
    assert len(tables) == len(admin.site._registry)
    assert {name.rpartition("_")[2] for name in kinds["quantri"] if name.startswith("admin:")} >= {
        "add", "change", "changelist", "delete", "history", "import", "export",
    }  # fmt: skip
