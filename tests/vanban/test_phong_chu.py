"""Type faces must know Vietnamese; the style sheet must keep the measures of the decree."""

from pathlib import Path

import pytest
from fontTools import subset

from vanban import the_thuc
from vanban.phong_chu import LoiTaoPdf, covers_vietnamese, default_directories, find_fonts

pytestmark = pytest.mark.pure
CSS = (Path(__file__).resolve().parents[2] / "static" / "css" / "print.css").read_text("utf-8")


def test_missing_faces_are_told_with_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(LoiTaoPdf) as error:
        find_fonts((tmp_path,))
    assert str(error.value) == (
        "Không tạo được PDF: máy chưa có phông chữ Liberation Serif (bản 2) đủ chữ tiếng Việt. "
        "Hãy cài gói fonts-liberation2 (lệnh: apt-get install fonts-liberation2) hoặc chép bốn tệp "
        "LiberationSerif-Regular, -Bold, -Italic, -BoldItalic (.ttf) vào thư mục var/fonts."
    )


def test_faces_without_vietnamese_letters_are_passed_over(tmp_path: Path) -> None:
    good = find_fonts(default_directories())
    poor = tmp_path / "a"
    poor.mkdir()
    for path in good.files:
        subset.main([str(path), "--unicodes=U+0020-007E", f"--output-file={poor / path.name}"])
    assert [covers_vietnamese(poor / path.name) for path in good.files] == [False] * 4
    assert find_fonts((poor, *default_directories())) == good


def test_unreadable_file_is_no_face(tmp_path: Path) -> None:
    for face in ("Regular", "Bold", "Italic", "BoldItalic"):
        (tmp_path / f"LiberationSerif-{face}.ttf").write_bytes(b"not a font")
    with pytest.raises(LoiTaoPdf):
        find_fonts((tmp_path,))


@pytest.mark.parametrize(
    ("attribute", "choices", "default"),
    [
        ("data-co-chu", the_thuc.CO_CHU, 14),
        ("data-co-chu-bang", the_thuc.CO_CHU_BANG, 12),
        ("data-thut-dong", the_thuc.THUT_DONG, the_thuc.THUT_DONG[1]),
        ("data-cach-doan", the_thuc.CACH_DOAN, 6),
        ("data-gian-dong", the_thuc.GIAN_DONG, the_thuc.GIAN_DONG[1]),
    ],
)
def test_every_choice_but_the_default_has_its_rule(
    attribute: str, choices: tuple[object, ...], default: object
) -> None:
    missing = [choice for choice in choices if f'[{attribute}="{choice}"] {{' not in CSS]
    assert missing == [default]


def test_signing_room_in_the_style_sheet_is_that_of_the_decree_module() -> None:
    assert f".cho-ky {{ height: {the_thuc.KHOANG_KY}mm; }}" in CSS
