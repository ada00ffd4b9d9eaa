"""Find the type faces that a PDF embeds (phông chữ), and prove that they know Vietnamese.

Times New Roman is what the decree asks for (I.4) and is not free; Liberation Serif and Tinos have
the same widths. The files are found by name and read, never chosen by fontconfig: an older
Liberation without most Vietnamese letters may be installed beside the right one, and a missing
face would silently be replaced by another.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

CHU_CAI = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
NGUYEN_AM_CO_DAU = (
    "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"  # every vowel with its tones
)
DAU_CAU = "0123456789.,;:/-–()%“”\"'≥≤×…"
KY_TU_CAN_CO = CHU_CAI + NGUYEN_AM_CO_DAU + (CHU_CAI + NGUYEN_AM_CO_DAU).upper() + DAU_CAU

_FACES = ("Regular", "Bold", "Italic", "BoldItalic")
_FAMILIES = (
    ("Liberation Serif", "LiberationSerif-{}.ttf", _FACES),
    ("Tinos", "Tinos-{}.ttf", _FACES),
    # licensed ones, where an office has them
    ("Times New Roman", "{}.ttf", ("times", "timesbd", "timesi", "timesbi")),
)


class LoiTaoPdf(Exception):
    """No PDF can be made on this machine; the text is a Vietnamese sentence for the user."""


@dataclass(frozen=True)
class BoPhongChu:
    """The four faces of one family, as files."""

    ho_chu: str
    dung_thuong: Path
    dung_dam: Path
    nghieng_thuong: Path
    nghieng_dam: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """List the four files: regular, bold, italic, bold italic."""
        return (self.dung_thuong, self.dung_dam, self.nghieng_thuong, self.nghieng_dam)


def default_directories() -> tuple[Path, ...]:
    """List the folders to search, the machine's own choice (VANBAN_FONT_DIR) first."""
    named = os.environ.get("VANBAN_FONT_DIR", "")
    home = Path.home()
    return (
        *([Path(named)] if named else []),
        Path(__file__).resolve().parent.parent / "var" / "fonts",
        home / ".local" / "share" / "fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    )


@lru_cache
def find_fonts(directories: tuple[Path, ...]) -> BoPhongChu:
    """Find the first folder with four faces that have every Vietnamese letter in both cases.

    Folders are tried in the order given, inside one by name; reads each candidate file once per
    process.

    :raises LoiTaoPdf: when there is none, saying what to install.
    """
    for directory in directories:
        for ho_chu, files in _candidates(directory):
            if all(covers_vietnamese(path) for path in files):
                return BoPhongChu(ho_chu, *files)
    raise LoiTaoPdf(
        "Không tạo được PDF: máy chưa có phông chữ Liberation Serif (bản 2) đủ chữ tiếng Việt. "
        "Hãy cài gói fonts-liberation2 (lệnh: apt-get install fonts-liberation2) hoặc chép bốn tệp "
        "LiberationSerif-Regular, -Bold, -Italic, -BoldItalic (.ttf) vào thư mục var/fonts."
    )


def _candidates(directory: Path) -> Iterator[tuple[str, Sequence[Path]]]:
    """Yield families with four files that stand in one folder, in the order of preference."""
    for ho_chu, pattern, faces in _FAMILIES:
        for first in sorted(directory.rglob(pattern.format(faces[0]))):
            files = [first.with_name(pattern.format(face)) for face in faces]
            if all(path.is_file() for path in files):
                yield ho_chu, files


def covers_vietnamese(path: Path) -> bool:
    """Tell whether a font file has a glyph for every character of `KY_TU_CAN_CO`.

    A file that can't be read has none.
    """
    try:
        with path.open("rb") as stream, TTFont(stream, lazy=True) as font:
            known = font.getBestCmap() or {}
    except (OSError, TTLibError):
        return False
    return all(ord(character) in known for character in KY_TU_CAN_CO)
