"""Problems and rows of a file as its page shows them, each with the forms that are open for it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from nhapxuat.forms_nhap import ChapNhanNhapForm, SuaOForm
from nhapxuat.ket_qua_nhap import VanDeNhap, ViTri
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.nhom_van_de import NhomVanDe
from nhapxuat.thay_doi import LoaiThayDoi
from nhapxuat.xem_truoc import BangXem, DongXem, XemTruoc

LOAI_NHIEU_NHAT = 20  # kinds of problems the page offers to accept at once
GIA_TRI_NEU = 8  # values of a kind the page names
CHU_DAI_NHAT = 60  # characters of a cell in the list of a row's cells
Cho = tuple[str, int]  # label of a table, number of a row


@dataclass(frozen=True)
class MucVanDe:
    """One problem on the page, with the forms that are open for it."""

    van_de: VanDeNhap
    sua: SuaOForm | None
    chap_nhan: ChapNhanNhapForm | None


@dataclass(frozen=True)
class LoaiVanDe:
    """Open problems of one kind in a table, with the form that lets all of them stand.

    ``cac_gia_tri`` are the most frequent values found, with how often; ``con_nua`` how many more.
    """

    nhom: NhomVanDe
    chap_nhan: ChapNhanNhapForm
    cac_gia_tri: tuple[tuple[str, int], ...]
    con_nua: int


@dataclass(frozen=True)
class HangXem:
    """One row on the page, what becomes of it, its problems, and the form for its cells."""

    dong: DongXem
    loai: LoaiThayDoi
    loai_bang: LoaiBang
    van_de: tuple[MucVanDe, ...]
    sua: SuaOForm | None


class OCuaDong:
    """The cells a row has, for choosing the one to correct."""

    def __init__(self, xem: XemTruoc) -> None:
        self.cac_bang: dict[str, list[tuple[int, BangXem]]] = {}
        for table in xem.cac_bang:
            label, first = split_key(table.khoa)
            self.cac_bang.setdefault(label, []).append((first, table))
        self.cac_dong = xem.cac_dong
        labels = [split_key(table.khoa)[0] for table in xem.cac_bang]
        self.cho = {
            (labels[row.bang], row.so_dong): n for n, row in enumerate(xem.muc_luc) if row.bang >= 0
        }

    def of(self, bang: str, so_dong: int) -> list[tuple[int, str]]:
        """List the cells of a row: number of the column, and its header with the words."""
        above = [pair for pair in self.cac_bang.get(bang, ()) if pair[0] <= so_dong]
        if not above:
            return []
        columns = max(above, key=lambda pair: pair[0])[1].cac_cot
        place = self.cho.get((bang, so_dong))
        words = [] if place is None else [text for _, text in self.cac_dong[place].nguon]
        words += [""] * (len(columns) - len(words))
        return [
            (cot.so_cot, f"{cot.tieu_de}: {text[:CHU_DAI_NHAT]}" if text else cot.tieu_de)
            for cot, text in zip(columns, words, strict=False)
        ]


def split_key(khoa: str) -> Cho:
    """Give the label of a table and the number of its first row.

    >>> split_key("Trang tính “A|B”|12"), split_key("Bảng 1|3.7"), split_key("")
    (('Trang tính “A|B”', 12), ('Bảng 1', 3), ('', 0))
    """
    label, _, first = khoa.rpartition("|")
    number = first.partition(".")[0]
    return label, int(number) if number.isdigit() else 0


def open_problem(one: VanDeNhap, cells: OCuaDong) -> MucVanDe:
    """Give a problem with the forms that are open for it: its cell corrected, or let stand."""
    accept = None
    if one.duoc_chap_nhan:
        accept = ChapNhanNhapForm(initial={"dau_vet": one.dau_vet}, nhan=f"nhan-{one.dau_vet}")
    return MucVanDe(one, _correction(one, cells), accept)


def open_kinds(groups: Iterable[NhomVanDe]) -> list[LoaiVanDe]:
    """Give the kinds of which there are several, the most frequent first."""
    several = [group for group in groups if len(group.cac_van_de) > 1]
    several.sort(key=lambda group: -len(group.cac_van_de))
    return [_open_kind(group) for group in several[:LOAI_NHIEU_NHAT]]


def _open_kind(group: NhomVanDe) -> LoaiVanDe:
    first = {"dau_vet": group.dau_vet, "loai": group.khoa}
    values = Counter(one.gia_tri for one in group.cac_van_de if one.gia_tri)
    return LoaiVanDe(
        group,
        ChapNhanNhapForm(initial=first, nhan=f"loai-{group.khoa}"),
        tuple(values.most_common(GIA_TRI_NEU)),
        max(0, len(values) - GIA_TRI_NEU),
    )


def _correction(one: VanDeNhap, cells: OCuaDong) -> SuaOForm | None:
    """Open the cell a problem names; of a whole row, let the person say which."""
    place = one.vi_tri
    if place is None:
        return None
    if place.so_cot:
        return correction_of(place, f"sua-{one.dau_vet}", gia_tri=one.gia_tri)
    choices = cells.of(place.bang, place.so_dong)
    return correction_of(place, f"sua-{one.dau_vet}", cac_cot=choices) if choices else None


def correction_of(
    place: ViTri, nhan: str, *, gia_tri: str = "", cac_cot: Sequence[tuple[int, str]] = ()
) -> SuaOForm:
    """Make the form that corrects a cell, of a row where ``cac_cot`` are its cells."""
    first = {
        "bang": place.bang,
        "so_dong": place.so_dong,
        "so_cot": place.so_cot or "",
        "gia_tri": gia_tri,
    }
    return SuaOForm(initial=first, nhan=nhan, cac_cot=cac_cot)


def show_row(row: DongXem, by_place: Mapping[Cho, Sequence[VanDeNhap]], cells: OCuaDong) -> HangXem:
    """Give a row as the page shows it."""
    label = split_key(row.khoa_bang)[0]
    problems = by_place.get((label, row.so_dong), ())
    choices = cells.of(label, row.so_dong)
    name = f"dong-{sha256(row.khoa_bang.encode()).hexdigest()[:8]}-{row.so_dong}"
    return HangXem(
        row,
        LoaiThayDoi(row.loai),
        LoaiBang(row.loai_bang),
        tuple(open_problem(one, cells) for one in problems),
        correction_of(ViTri(label, row.so_dong), name, cac_cot=choices) if choices else None,
    )
