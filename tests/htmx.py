"""htmx without a browser: swap an answer into the page and compare with a full reload."""

from lxml import html
from lxml.html import HtmlElement


def parse(text: bytes | str) -> HtmlElement:
    """Read a page, or a part of one, as a browser would."""
    return html.document_fromstring(text if isinstance(text, str) else text.decode())


def words(element: HtmlElement) -> str:
    """Give the text a person reads, with single spaces, elements apart."""
    return " ".join(" ".join(element.itertext()).split())


def first_column(text: bytes | str) -> list[str]:
    """List the heading cells of the rows of a page's tables."""
    return [words(cell) for cell in parse(text).xpath("//tbody/tr/th[@scope='row']")]


def swap(page: bytes | str, address: str, answer: bytes | str) -> HtmlElement:
    """Do to the page what htmx does when the element that asks for ``address`` is answered."""
    root = parse(page)
    [source] = root.xpath(f"//*[@hx-get='{address}']")
    name = source.get("hx-target", "")
    target = root.get_element_by_id(name[1:]) if name else source
    box = html.fragment_fromstring(answer if isinstance(answer, str) else answer.decode(), "div")
    if source.get("hx-swap", "innerHTML") == "outerHTML":
        for part in box:
            target.addprevious(part)
        target.drop_tree()
    else:
        target[:], target.text = list(box), box.text
    ids = root.xpath("//@id")
    assert sorted(set(ids)) == sorted(ids), "an id stands twice after the swap"
    return root


def part(page: HtmlElement | bytes | str, name: str) -> str:
    """Write out one element, so that two pages can be compared by it."""
    root = page if isinstance(page, HtmlElement) else parse(page)
    text = html.tostring(root.get_element_by_id(name), encoding="unicode", with_tail=False)
    return " ".join(text.split()).replace("> <", "><")
