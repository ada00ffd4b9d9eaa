"""Finished files under the ruler: five plans, a report of each, a letter, by Decree 30, Appendix I.

The PDF, and the Word file as LibreOffice prints it, answer to the same tests. Expected places are
the percentages of the decree's drawing (Part IV) on a text of 165 × 257 mm; nothing here reads the
style sheet or the styles of the Word file.
"""

import io

import pikepdf
import pytest

from tests.baocao.van_ban_that import CAC_KE_HOACH, CAC_VAN_BAN
from tests.vanban.libre_office import convert_to_pdf
from tests.vanban.thanh_phan import Dong, rows_of, squeeze
from tests.vanban.van_ban_in import PHAI, TRAI, TREN, VanBan, read_document
from vanban.bang_bieu import BangBieu, KieuDong
from vanban.pdf import render_pdf
from vanban.tai_lieu import HuongGiay, TaiLieu
from vanban.the_thuc import KHOANG_KY
from vanban.word import render_docx

pytestmark = [pytest.mark.django_db, pytest.mark.long_sqlite]

RONG, CAO = 165, 257  # the text of a portrait page with margins of 30, 15, 20 and 20 mm
SAI_SO = 2  # mm


@pytest.fixture(scope="session")
def word_in_print(
    van_ban_that: dict[str, TaiLieu], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """Print all Word files with LibreOffice."""
    files = {ma: render_docx(tai_lieu) for ma, tai_lieu in van_ban_that.items()}
    return convert_to_pdf(files, tmp_path_factory.mktemp("word"))


CAC_TEP = [f"{ma} {dang}" for dang in ("pdf", "docx") for ma in CAC_VAN_BAN]


@pytest.fixture(scope="module", params=CAC_TEP)
def van_ban(request: pytest.FixtureRequest, van_ban_that: dict[str, TaiLieu]) -> VanBan:
    """Make one file and read it, piece by piece; every test of the module asks it something."""
    ma, dang = request.param.split()
    tai_lieu = van_ban_that[ma]
    if dang == "docx":
        tep_pdf = request.getfixturevalue("word_in_print")[ma]
    else:
        tep_pdf = render_pdf(tai_lieu)
    return read_document(tai_lieu, tep_pdf)


def middle(lines: list[Dong]) -> float:
    """Give the middle of a block from the left edge of the text."""
    return (min(x.trai for x in lines) + max(x.phai for x in lines)) / 2 - TRAI


def top(lines: list[Dong]) -> float:
    """Give the top of a block from the top of the text."""
    return lines[0].dau - TREN


def near(place: float) -> object:
    return pytest.approx(place, abs=SAI_SO)


# --- pages (I.1-I.7, III.1.đ) ---------------------------------------------------------------------


def test_every_page_is_a4_and_lies_as_its_part_does(van_ban: VanBan) -> None:
    way = HuongGiay.DOC
    for page in van_ban.cac_trang:
        way = van_ban.first_pages.get(page.so_thu_tu, way)
        paper = (210, 297) if way is HuongGiay.DOC else (297, 210)
        assert (page.rong, page.cao) == pytest.approx(paper, abs=0.1)


def test_no_letter_and_no_rule_leaves_the_margins(van_ban: VanBan) -> None:
    assert van_ban.outside_the_margins() == []


def test_text_is_justified_from_margin_to_margin_with_its_indent(van_ban: VanBan) -> None:
    long = [p.lines for p in van_ban.of("doan_van", "gach", "can_cu") if len(p.lines) > 2]
    for lines in long:
        for line in lines[1:-1]:
            assert (line.trai, line.phai) == pytest.approx((TRAI, TRAI + RONG), abs=1)
    starts = [lines[0].trai - TRAI for lines in long]
    assert starts == [pytest.approx(12.7, abs=0.2)] * len(starts)


def test_page_number_is_centred_in_the_top_margin_from_one_in_every_part(van_ban: VanBan) -> None:
    assert van_ban.printed_numbers() == van_ban.due_numbers()
    for page in van_ban.cac_trang:
        letters = page.in_margin
        if letters:
            assert {(c.co_chu, c.is_bold, c.is_italic) for c in letters} == {(14, False, False)}
            centre = (letters[0].trai + letters[-1].phai) / 2
            assert centre == pytest.approx((TRAI + page.rong - PHAI) / 2, abs=0.5)
            assert letters[0].dau > 5
            assert letters[0].day < TREN - 3


# --- components (1.2 of the decree's table: II.1-II.9, III.1) -------------------------------------


def test_every_letter_has_face_size_weight_slant_and_case_of_its_component(van_ban: VanBan) -> None:
    for piece in van_ban.cac_phan:
        wanted = piece.thanh_phan
        if wanted is None:
            continue
        style = wanted.kieu_chu
        looks = {(c.ho_chu, c.co_chu, c.is_bold, c.is_italic) for c in piece.cac_chu}
        size = style.size(lon=wanted.lon)
        assert looks == {("LiberationSerif", size, style.in_dam, style.in_nghieng)}, wanted
        text = "".join(c.ky_tu for c in piece.cac_chu)
        assert text.isupper() or not style.in_hoa, wanted


def test_tables_are_of_one_size_with_bold_heads_groups_and_totals(van_ban: VanBan) -> None:
    for piece in van_ban.of("bang"):
        assert isinstance(piece.bang, BangBieu)
        assert {(c.ho_chu, c.co_chu) for c in piece.cac_chu} == {("LiberationSerif", 12)}
        assert {c.is_bold for head in piece.dau_bang for c in head} == {True}
        strong = rows_of(piece.bang, KieuDong.NHOM, KieuDong.TONG)
        letters = squeeze("".join(o for row in strong for o in row))
        assert sum(c.is_bold for c in piece.cac_chu) == len(letters)


def test_heading_row_of_a_table_repeats_on_each_of_its_pages(van_ban: VanBan) -> None:
    for piece in van_ban.of("bang"):
        assert [head[0].trang for head in piece.dau_bang] == piece.pages
        for head in piece.dau_bang[1:]:
            assert head[0].dau - TREN < 20


# --- places (Part IV) -----------------------------------------------------------------------------


def test_head_stands_where_the_drawing_has_it(van_ban: VanBan) -> None:
    issuer = van_ban.lines("chu_quan", "ban_hanh")
    nation, motto = van_ban.lines("quoc_hieu"), van_ban.lines("tieu_ngu")
    number, place = van_ban.lines("so_ky_hieu"), van_ban.lines("dia_danh")
    assert [len(nation), len(motto), len(number), len(place)] == [1, 1, 1, 1]
    assert [middle([line]) for line in issuer] == [near(0.22 * RONG)] * len(issuer)
    assert [top(issuer), top(nation)] == [near(0), near(0)]
    assert nation[0].phai - TRAI == near(0.98 * RONG)
    assert middle(motto) == pytest.approx(middle(nation), abs=0.5)
    assert motto[0].dau - nation[0].day < 2
    assert middle(number) == near(0.215 * RONG)
    if not van_ban.tai_lieu.khoi_dau.place_line.endswith(" "):  # the year is to be written in
        assert middle(place) == pytest.approx(middle(nation), abs=1)
    assert number[0].dau == pytest.approx(place[0].dau, abs=0.5)
    below_issuer = issuer[-1].day - TREN + 4
    assert top(number) == near(max(0.065 * CAO, below_issuer))


def test_title_stands_where_the_drawing_has_it(van_ban: VanBan) -> None:
    if van_ban.tai_lieu.la_cong_van:
        subject, number = van_ban.lines("ve_viec"), van_ban.lines("so_ky_hieu")
        assert [middle([line]) for line in subject] == [near(0.21 * RONG)] * len(subject)
        gap = (subject[0].dau - number[0].day) * 72 / 25.4
        assert gap == pytest.approx(6, abs=1)  # points, II.5.b
        return
    name, subject = van_ban.lines("ten_loai"), van_ban.lines("trich_yeu")
    assert [middle([line]) for line in (*name, *subject)] == [near(RONG / 2)] * (1 + len(subject))
    pushed = top(van_ban.lines("so_ky_hieu")) - 0.065 * CAO  # by a long issuer
    assert top(name) == near(0.127 * CAO + max(pushed, 0))
    assert subject[0].dau - name[0].day < 2


def test_addressees_of_a_letter_stand_where_the_drawing_has_them(van_ban: VanBan) -> None:
    lines = van_ban.lines("kinh_gui")
    assert bool(lines) is bool(van_ban.tai_lieu.kinh_gui)
    if van_ban.tai_lieu.la_cong_van:
        assert middle(lines) == near(0.63 * RONG)  # the middle of 41 ... 85 %
        assert top(lines) == near(0.186 * CAO)


def test_rules_below_motto_issuer_and_subject_have_their_lengths(van_ban: VanBan) -> None:
    def below(line: Dong) -> list[float]:
        """Give the lengths of the rules in the 2.5 mm below a line, about its middle."""
        return [
            k.dai
            for k in van_ban.cac_trang[0].cac_ke
            if -0.5 < k.cao - line.day < 2.5 and abs((k.trai + k.phai) / 2 - line.giua) < 1
        ]

    [motto] = van_ban.lines("tieu_ngu")
    assert set(map(round, below(motto))) == {round(motto.phai - motto.trai)}
    issuer = van_ban.lines("ban_hanh")[-1]
    rules = [(length, issuer.phai - issuer.trai) for length in below(issuer)]
    subject = van_ban.lines("trich_yeu")
    if subject:
        widest = max(line.phai - line.trai for line in subject)
        rules += [(length, widest) for length in below(subject[-1])]
    assert len(rules) >= 1 + bool(subject)
    assert [length for length, text in rules if not text / 3 <= length <= text / 2] == []


def test_signature_and_recipients_stand_where_the_drawing_has_them(van_ban: VanBan) -> None:
    authority, name = van_ban.lines("quyen_han"), van_ban.lines("ho_ten")
    label, recipients = van_ban.lines("noi_nhan"), van_ban.lines("dong_noi_nhan")
    signer = [*authority, *van_ban.lines("chuc_vu_khac"), *name]
    assert [middle([line]) for line in signer] == [near(0.75 * RONG)] * len(signer)
    assert [line.trai for line in (*label, *recipients)] == [pytest.approx(TRAI, abs=0.3)] * (
        1 + len(recipients)
    )
    assert label[0].dau == pytest.approx(authority[0].dau, abs=1)
    below = van_ban.lines("chuc_vu_khac", "ho_ten")
    assert below[0].dau - authority[-1].day >= KHOANG_KY
    whole = {line.trang for line in (*label, *recipients, *signer)}
    assert len(whole) == 1


def test_appendix_has_number_title_and_reference_on_top(van_ban: VanBan) -> None:
    for page, way in list(van_ban.first_pages.items())[1:]:
        width = RONG if way is HuongGiay.DOC else 252
        head = [
            x for x in van_ban.lines("phu_luc_so", "phu_luc_ten", "kem_theo") if x.trang == page
        ]
        assert top(head) == near(0)
        assert [middle([line]) for line in head] == [near(width / 2)] * len(head)
        assert len(head) >= 3


# --- what must stay together ----------------------------------------------------------------------


def test_heading_stands_with_what_follows_it(van_ban: VanBan) -> None:
    assert van_ban.headings_left_alone() == []


def test_signature_is_never_alone_on_its_page(van_ban: VanBan) -> None:
    pages, before = van_ban.signature_pages()
    assert pages == {before}
    text = "".join(c.ky_tu for c in van_ban.cac_trang[before].in_text)
    assert "./." in text


# --- faces ----------------------------------------------------------------------------------------


def test_all_faces_are_embedded_and_of_the_one_family(van_ban: VanBan) -> None:
    with pikepdf.open(io.BytesIO(van_ban.tep_pdf)) as pdf:
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and
                 o.get("/Type") == "/FontDescriptor"]  # fmt: skip
        assert {"/FontFile2" in font for font in fonts} == {True}
        assert len(fonts) == len({c.mat_chu for page in van_ban.cac_trang for c in page.cac_chu})
    families = {c.ho_chu for page in van_ban.cac_trang for c in page.cac_chu}
    assert families == {"LiberationSerif"}


def test_annexes_have_the_column_set_of_their_plan(van_ban_that: dict[str, TaiLieu]) -> None:
    def columns(ma: str) -> list[int]:
        blocks = [khoi for phu_luc in van_ban_that[ma].phu_luc for khoi in phu_luc.noi_dung]
        return [len(khoi.cac_cot) for khoi in blocks if isinstance(khoi, BangBieu)]

    assert {ma: columns(ma) for ma in CAC_KE_HOACH} == {
        "vu-quang-2026": [8, 5],  # indicators with five milestones, tasks
        "ky-lac-2026": [8],
        "son-hong-2027": [6, 7],  # tasks, budget
        "ky-lac-2025": [],
        "tinh-khe-2025": [],
    }
