"""The empty signature fields: where they lie, that programs find them, that bytes repeat."""

import io
import re
import subprocess
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pikepdf
import pytest

from tests.vanban.van_ban_mau import KE_HOACH, KE_HOACH_BAN_CHI_DAO, VAN_BAN_DAI
from vanban.o_ky import O_CO_QUAN, O_NGUOI_KY
from vanban.pdf import render_pdf
from vanban.phong_chu import LoiTaoPdf
from vanban.tai_lieu import KhoiKy, TaiLieu
from vanban.the_thuc import CON_DAU, ThamSo
from vanban.truong_ky import KhungO, LoiChoKy, _find_room

pytestmark = pytest.mark.pure

MM = 72 / 25.4
LE_RONG = replace(
    KE_HOACH, tham_so=ThamSo(co_chu=13, le_tren=25, le_duoi=25, le_trai=35, le_phai=20)
)
# document, page of the block from 0, first and last word of the post above and the name below
CASES = [
    pytest.param(KE_HOACH, 1, ("PHÓ", "TỊCH"), ("Trần", "Mẫu"), id="trang-hai-co-phu-luc"),
    pytest.param(KE_HOACH_BAN_CHI_DAO, 0, ("TRƯỞNG", "BAN"), ("CHỦ", "XÃ"), id="hai-chuc-vu"),
    pytest.param(VAN_BAN_DAI, 7, ("PHÓ", "TỊCH"), ("Trần", "Mẫu"), id="van-ban-dai"),
    pytest.param(LE_RONG, 1, ("PHÓ", "TỊCH"), ("Trần", "Mẫu"), id="le-rong-nhat"),
]


@dataclass(frozen=True)
class Box:
    """A box in mm from the top left corner of its page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@lru_cache
def pdf_of(tai_lieu: TaiLieu) -> bytes:
    return render_pdf(tai_lieu, cho_ky=True)


def fields_of(pdf: pikepdf.Pdf) -> dict[str, tuple[int, Box]]:
    """Give page and box of each field by its name."""
    fields = {}
    for number, page in enumerate(pdf.pages):
        for annotation in page.get("/Annots", []):
            if annotation.Subtype == "/Widget":
                left, bottom, right, top = (float(value) for value in annotation.Rect)
                height = float(page.mediabox[3])
                box = Box(left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)
                fields[str(annotation["/T"])] = (number, box)
    return fields


def words_of(tai_lieu: TaiLieu, page: int, folder: Path) -> list[tuple[str, Box]]:
    """List the words of a page with their boxes, as poppler sees them."""
    file = folder / "van-ban.pdf"
    file.write_bytes(pdf_of(tai_lieu))
    number = str(page + 1)
    command = ["pdftotext", "-bbox", "-f", number, "-l", number, str(file), "-"]
    out = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    found = re.findall(
        r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', out
    )
    return [
        (word, Box(*(float(value) / MM for value in (left, top, right, bottom))))
        for left, top, right, bottom, word in found
    ]


def line_of(words: list[tuple[str, Box]], first: str, last: str) -> Box:
    """Give the box of the last line that begins and ends with these words."""
    starts = [box for word, box in words if word == first]
    ends = [box for word, box in words if word == last]
    left, right = next(
        (a, b) for a in reversed(starts) for b in ends if abs(a.top - b.top) < 0.5 < b.left - a.left
    )
    return Box(left.left, left.top, right.right, right.bottom)


@pytest.mark.parametrize(("tai_lieu", "trang", "post", "name"), CASES)
def test_signature_is_centred_between_post_and_name_and_the_seal_over_its_left_third(
    tai_lieu: TaiLieu, trang: int, post: tuple[str, str], name: tuple[str, str], tmp_path: Path
) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(tai_lieu))) as pdf:
        fields = fields_of(pdf)
    assert {ten: found for ten, (found, _) in fields.items()} == {
        O_NGUOI_KY.ten_o: trang,
        O_CO_QUAN.ten_o: trang,
    }
    words = words_of(tai_lieu, trang, tmp_path)
    above, below = line_of(words, *post), line_of(words, *name)
    person, seal = fields[O_NGUOI_KY.ten_o][1], fields[O_CO_QUAN.ten_o][1]
    assert person.middle[0] == pytest.approx(above.middle[0], abs=0.5)
    assert person.middle[0] == pytest.approx(below.middle[0], abs=0.5)
    assert above.bottom < person.top
    assert person.bottom < below.top
    assert person.middle[1] == pytest.approx((above.bottom + below.top) / 2, abs=2)
    assert (seal.right - person.left) / (person.right - person.left) == pytest.approx(1 / 3, 0.01)
    assert seal.middle[1] == pytest.approx(person.middle[1], abs=0.1)
    sizes = (seal.right - seal.left, seal.bottom - seal.top)
    assert sizes == pytest.approx((CON_DAU, CON_DAU), abs=0.1)
    recipients = [box.right for word, box in words if box.top > seal.top and box.right < 105]
    assert max(recipients) < seal.left


def test_poppler_finds_two_unsigned_fields(tmp_path: Path) -> None:
    file = tmp_path / "van-ban.pdf"
    file.write_bytes(pdf_of(KE_HOACH))
    out = subprocess.run(["pdfsig", str(file)], capture_output=True, check=False, text=True).stdout
    assert re.findall(r"Field Name: (\w+)\n\s+(.+)", out) == [
        (O_NGUOI_KY.ten_o, "The signature form field is not signed."),
        (O_CO_QUAN.ten_o, "The signature form field is not signed."),
    ]


def test_fields_are_empty_named_for_readers_and_part_of_the_tags() -> None:
    with pikepdf.open(io.BytesIO(pdf_of(KE_HOACH))) as pdf:
        form = pdf.Root.AcroForm
        tags = dict(zip(*[iter(pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
        assert [(str(f.T), str(f.TU), str(f.FT), "/V" in f, int(f.F)) for f in form.Fields] == [
            ("ChuKyNguoiKy", "Chữ ký số của người có thẩm quyền", "/Sig", False, 4),
            ("ChuKyCoQuan", "Chữ ký số của cơ quan ban hành", "/Sig", False, 4),
        ]
        assert int(form.SigFlags) == 3
        tagged = [tags[field.StructParent] for field in form.Fields]
        assert [(str(tag.S), str(tag.K.Obj.T)) for tag in tagged] == [
            ("/Form", "ChuKyNguoiKy"),
            ("/Form", "ChuKyCoQuan"),
        ]
        assert [tag.objgen in {kid.objgen for kid in tag.P.K} for tag in tagged] == [True, True]
        assert pdf.check_pdf_syntax() == []


def test_fields_change_neither_text_nor_the_number_of_updates_and_bytes_repeat() -> None:
    with_fields, without = pdf_of(KE_HOACH), render_pdf(KE_HOACH)
    assert render_pdf(replace(KE_HOACH), cho_ky=True) == with_fields
    assert (with_fields.count(b"%%EOF"), without.count(b"%%EOF")) == (1, 1)
    with pikepdf.open(io.BytesIO(without)) as plain, pikepdf.open(io.BytesIO(with_fields)) as ready:
        assert "/AcroForm" not in plain.Root
        streams = [[page.Contents.read_bytes() for page in pdf.pages] for pdf in (plain, ready)]
    assert streams[0] == streams[1]


def test_draft_gets_no_fields() -> None:
    with pytest.raises(LoiTaoPdf, match=r"^Bản dự thảo không có ô chữ ký; cần bản trình ký"):
        render_pdf(replace(KE_HOACH, du_thao=True), cho_ky=True)


def test_blank_name_still_leaves_a_place_to_sign(tmp_path: Path) -> None:
    nameless = replace(KE_HOACH, khoi_ky=KhoiKy(("CHỦ TỊCH",)), phu_luc=())
    with pikepdf.open(io.BytesIO(pdf_of(nameless))) as pdf:
        fields = fields_of(pdf)
    post = line_of(words_of(nameless, fields[O_NGUOI_KY.ten_o][0], tmp_path), "CHỦ", "TỊCH")
    assert fields[O_NGUOI_KY.ten_o][1].top > post.bottom


def test_document_without_a_signature_block_is_refused() -> None:
    @dataclass
    class Page:
        anchors: dict[str, tuple[float, ...]]
        height: float = 1122.5

    @dataclass
    class Document:
        pages: list[Page]

    with pytest.raises(LoiChoKy):
        _find_room(Document([Page({}), Page({"phu-luc-1": (0, 0, 1, 1)})]))
    found = _find_room(Document([Page({}), Page({"cho-ky": (400, 100, 700, 200)}, height=400)]))
    assert found == (1, KhungO(300, 150, 525, 225))
