"""XML parts of a package as events, piece by piece; nothing is declared in them or fetched."""

import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from typing import Literal, NoReturn
from xml.parsers import expat

from nhapxuat import loi_tep
from nhapxuat.kiem_tep import BROKEN

__all__ = [
    "NhanThe",
    "SuKien",
    "parse_bytes",
    "parse_part",
    "parts_of",
    "read_events",
    "read_relations",
]

# ("mo", name, attributes), ("dong", name, {}) or ("chu", text, {}); names without namespace.
SuKien = tuple[Literal["mo", "dong", "chu"], str, dict[str, str]]
_PIECE = 1 << 16


def read_events(goi: zipfile.ZipFile, ten_phan: str) -> Iterator[SuKien]:
    """Read one part as events; a part that is not there has none.

    :raises TepHong: the part is cut off or no XML.
    :raises TepCoThucTheXml: it declares a document type or entities.
    """
    if ten_phan not in parts_of(goi):
        return
    found: list[SuKien] = []
    parser = _make_parser(found, ten_phan)
    try:
        with goi.open(ten_phan) as stream:
            while piece := stream.read(_PIECE):
                parser.Parse(piece, False)  # noqa: FBT003 - expat takes no keyword
                yield from found
                found.clear()
            parser.Parse(b"", True)  # noqa: FBT003
            yield from found
    except (expat.ExpatError, *BROKEN) as error:
        raise loi_tep.TepHong(ten_phan) from error


def _bare_parser(ten_phan: str) -> expat.XMLParserType:
    """Make a parser that refuses declarations and is told nothing else yet."""

    def refuse(*_: object) -> NoReturn:
        raise loi_tep.TepCoThucTheXml(ten_phan)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def _make_parser(found: list[SuKien], ten_phan: str) -> expat.XMLParserType:
    local: dict[str, str] = {}  # names and attributes of a part are few; each is cut once

    def cut(name: str) -> str:
        if name not in local:
            local[name] = name.rpartition(" ")[2]
        return local[name]

    def start(name: str, attributes: dict[str, str]) -> None:
        plain = {cut(key): value for key, value in attributes.items()} if attributes else attributes
        found.append(("mo", cut(name), plain))

    parser = _bare_parser(ten_phan)
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: found.append(("dong", cut(name), {}))
    parser.CharacterDataHandler = lambda text: found.append(("chu", text, {}))
    return parser


class NhanThe:
    """What takes the tags of a part one by one; names come without namespace."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take a tag that opens."""

    def end(self, tag: str) -> None:
        """Take a tag that closes."""

    def words(self, text: str) -> None:
        """Take the words between tags."""


def parse_part(goi: zipfile.ZipFile, ten_phan: str, taker: NhanThe) -> None:
    """Hand the tags of one part to ``taker``; a part that is not there has none.

    :raises TepHong: the part is cut off or no XML.
    :raises TepCoThucTheXml: it declares a document type or entities.
    """
    if ten_phan not in parts_of(goi):
        return
    try:
        with goi.open(ten_phan) as stream:
            parse_bytes(iter(lambda: stream.read(_PIECE), b""), ten_phan, taker)
    except BROKEN as error:
        raise loi_tep.TepHong(ten_phan) from error


def parse_bytes(pieces: Iterable[bytes], ten_phan: str, taker: NhanThe) -> None:
    """Hand the tags of a part that comes in pieces to ``taker``.

    :raises TepHong: it is cut off or no XML.
    :raises TepCoThucTheXml: it declares a document type or entities.
    """
    names: dict[str, str] = {}

    def cut(name: str) -> str:
        if name not in names:
            names[name] = name.rpartition(" ")[2]
        return names[name]

    parser = _bare_parser(ten_phan)
    parser.StartElementHandler = lambda name, attributes: taker.start(cut(name), attributes)
    parser.EndElementHandler = lambda name: taker.end(cut(name))
    parser.CharacterDataHandler = taker.words
    try:
        for piece in pieces:
            parser.Parse(piece, False)  # noqa: FBT003 - expat takes no keyword
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, *BROKEN) as error:
        raise loi_tep.TepHong(ten_phan) from error


def parts_of(goi: zipfile.ZipFile) -> set[str]:
    """Give the names of all parts."""
    return set(goi.NameToInfo)


def read_relations(goi: zipfile.ZipFile, ten_phan: str) -> dict[str, tuple[str, str]]:
    """Give kind (the last word of its address) and part name of every relation, by id."""
    folder, _, name = ten_phan.rpartition("/")
    relations = {}
    for kind, tag, attributes in read_events(goi, f"{folder}/_rels/{name}.rels".lstrip("/")):
        if (kind, tag) == ("mo", "Relationship") and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            about = attributes.get("Type", "").rpartition("/")[2]
            relations[attributes.get("Id", "")] = (about, posixpath.normpath(path).lstrip("/"))
    return relations
