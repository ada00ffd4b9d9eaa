"""A finished document with its pages and pieces, and what is asked of every one of them."""

from dataclasses import dataclass
from itertools import pairwise

from tests.vanban.do_pdf import Chu, DuongKe, Trang, read_pages
from tests.vanban.thanh_phan import CAC_TIEU_DE, Dong, TimThay, find_pieces
from vanban.tai_lieu import HuongGiay, TaiLieu

TRAI, TREN, PHAI, DUOI = 30, 20, 15, 20  # the margins of a document that chooses none (I.3)


@dataclass(frozen=True)
class VanBan:
    """A document, its file as PDF, its pages, its pieces."""

    tai_lieu: TaiLieu
    tep_pdf: bytes
    cac_trang: tuple[Trang, ...]
    cac_phan: list[TimThay]

    def of(self, *names: str) -> list[TimThay]:
        return [piece for piece in self.cac_phan if piece.ten in names]

    def lines(self, *names: str) -> list[Dong]:
        return [line for piece in self.of(*names) for line in piece.lines]

    @property
    def first_pages(self) -> dict[int, HuongGiay]:
        """Give the first page of the body and of every appendix, and how its sheets lie."""
        starts = [piece.pages[0] for piece in self.of("phu_luc_so")]
        ways = [phu_luc.huong_giay for phu_luc in self.tai_lieu.phu_luc]
        return {0: HuongGiay.DOC} | dict(zip(starts, ways, strict=True))

    def outside_the_margins(self) -> list[Chu | DuongKe]:
        """List the letters and rules that leave the text; 0.3 mm are the width of a rule."""
        found: list[Chu | DuongKe] = []
        for page in self.cac_trang:
            right, foot = page.rong - PHAI + 0.3, page.cao - DUOI + 0.2
            things = (*page.in_text, *page.cac_ke)
            found += [x for x in things if x.trai < TRAI - 0.3 or x.phai > right]
            found += [c for c in page.in_text if c.dau < TREN - 0.2 or c.day > foot]
        return found

    def printed_numbers(self) -> list[str]:
        """List what stands in the top margin of each page."""
        return ["".join(c.ky_tu for c in page.in_margin) for page in self.cac_trang]

    def due_numbers(self) -> list[str]:
        """List what should: none on a first page, then 2, 3 ... in the body and each appendix."""
        due: list[str] = []
        number = 0
        for page in self.cac_trang:
            number = 1 if page.so_thu_tu in self.first_pages else number + 1
            due.append("" if number == 1 else str(number))
        return due

    def headings_left_alone(self) -> list[TimThay]:
        """List the headings that stand at the foot of a page without what follows them."""
        return [
            piece
            for piece, following in pairwise(self.cac_phan)
            if piece.ten in CAC_TIEU_DE
            and following.ten not in ("noi_nhan", "phu_luc_so")
            and piece.pages != [_first_letter(following).trang]
        ]

    def signature_pages(self) -> tuple[set[int], int]:
        """Give the pages of the signature block, and the last page of the text before it."""
        place = next(i for i, piece in enumerate(self.cac_phan) if piece.ten == "noi_nhan")
        names = ("noi_nhan", "dong_noi_nhan", "quyen_han", "chuc_vu_khac", "ho_ten")
        pages = {line.trang for line in self.lines(*names)}
        return pages, self.cac_phan[place - 1].pages[-1]


def read_document(tai_lieu: TaiLieu, tep_pdf: bytes) -> VanBan:
    """Read a file of the document, made by whatever program.

    Fails when its words are not those of the document, piece by piece.
    """
    pages = read_pages(tep_pdf)
    return VanBan(tai_lieu, tep_pdf, pages, find_pieces(tai_lieu, pages))


def _first_letter(piece: TimThay) -> Chu:
    return piece.dau_bang[0][0] if piece.dau_bang else piece.cac_chu[0]
