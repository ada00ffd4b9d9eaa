"""Which units a lead or coordinating cell of a plan means (nhận diện đơn vị).

A cell is words: "Phòng VH-XH; Kinh tế", "Công an tỉnh, xã", "Các phòng, ban, ngành,trung tâm".
Known names are looked for first, the longest first, on keys without case, marks, spaces and
punctuation; what remains is split at ; , / brackets and line ends. A part that a known name does
not cover wholly stays words and is flagged: a wrong unit would be asked to report, so nothing is
guessed. Nothing here raises on what a person may have typed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from donvi import tu_vung_don_vi as tu_vung
from donvi.lua_chon import LuaChon
from donvi.tieng_viet import fold

_SO_TU_TEN_RIENG = 4
_SO_TU_PHAM_VI = 5


class LoaiTenGoi(LuaChon):
    """What a spelling stands for."""

    DON_VI = "don_vi", "đơn vị"
    NHOM = "nhom", "nhóm đơn vị"
    KHONG_PHAI_DON_VI = "khong_phai_don_vi", "không phải đơn vị"
    MO_HO = "mo_ho", "mơ hồ"
    CHUA_NHAN_RA = "chua_nhan_ra", "chưa nhận ra"


class TenGoiSaiDinhDang(ValueError):
    """Say in Vietnamese what is wrong in a table of spellings."""


@dataclass(frozen=True, slots=True)
class TenGoi:
    """One spelling; ``ma`` is the code of a unit or group, "" where there is none.

    ``ghi_chu`` is added to the warning when the spelling is met.
    """

    ten: str
    ma: str
    loai: LoaiTenGoi
    ghi_chu: str = ""


@dataclass(frozen=True, slots=True)
class DonViDocDuoc:
    """One unit read from a cell: its words as they stand there, and what they mean.

    ``ma`` is None where no unit or group is meant or known. An ambiguous spelling keeps the code
    the table gives it, if any: look at ``loai`` before assigning work. ``canh_bao`` is a
    Vietnamese sentence, "" when there is nothing to look at.
    """

    nguyen_van: str
    ma: str | None
    loai: LoaiTenGoi
    canh_bao: str = ""


@dataclass(frozen=True, slots=True)
class BangTenGoi:
    """Spellings by key, ready for reading; make it with ``build_bang``."""

    theo_khoa: Mapping[str, TenGoi]
    do_dai_lon_nhat: int


def _compact_key(ten: str) -> str:
    return "".join(fold(tu) for tu in tu_vung.TU.findall(ten))


def build_bang(ten_goi: Iterable[TenGoi]) -> BangTenGoi:
    """Index spellings for ``read_cell``; a spelling given to two codes becomes ambiguous.

    >>> bang = build_bang([TenGoi("Phòng VH-XH", "VHXH", LoaiTenGoi.DON_VI)])
    >>> list(bang.theo_khoa)
    ['phongvhxh']
    """
    theo_khoa: dict[str, TenGoi] = {}
    for moi in ten_goi:
        khoa = _compact_key(moi.ten)
        cu = theo_khoa.get(khoa)
        if cu is not None and (cu.ma, cu.loai) != (moi.ma, moi.loai):
            ghi_chu = "Tên gọi này được khai cho nhiều đơn vị."
            theo_khoa[khoa] = TenGoi(cu.ten, "", LoaiTenGoi.MO_HO, ghi_chu)
        elif khoa and cu is None:
            theo_khoa[khoa] = moi
    return BangTenGoi(theo_khoa, max(map(len, theo_khoa), default=0))


_NHOM_TRONG_TEP = {loai.value: loai for loai in LoaiTenGoi if loai != LoaiTenGoi.CHUA_NHAN_RA}


def load_ten_goi(du_lieu: Mapping[str, Any]) -> tuple[TenGoi, ...]:
    """Read the parsed table of spellings (the form of ``fixtures/ten_don_vi.json``).

    Per kind ("don_vi", "nhom", "khong_phai_don_vi", "mo_ho") a list of rows with "ten", and
    optionally "ma", "ten_khac" (other spellings) and "ghi_chu". Keys that start with "_" are notes.

    >>> dong = {"ma": "KT", "ten": "Phòng Kinh tế", "ten_khac": ["Phòng KT"]}
    >>> load_ten_goi({"don_vi": [dong]})[1]
    TenGoi(ten='Phòng KT', ma='KT', loai=<LoaiTenGoi.DON_VI: 'don_vi'>, ghi_chu='')

    :raises TenGoiSaiDinhDang: an unknown kind, a row without name, a unit or group without code.
    """
    return tuple(
        TenGoi(ten, dong.get("ma", ""), _NHOM_TRONG_TEP[loai], dong.get("ghi_chu", ""))
        for loai, cac_dong in du_lieu.items()
        if not loai.startswith("_")
        for dong in _check_rows(loai, cac_dong)
        for ten in (dong["ten"], *dong.get("ten_khac", ()))
    )


def _check_rows(loai: str, cac_dong: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    if loai not in _NHOM_TRONG_TEP:
        cac_loai = ", ".join(_NHOM_TRONG_TEP)
        msg = f"Bảng tên gọi có loại “{loai}” không dùng được: cần một trong các loại {cac_loai}."
        raise TenGoiSaiDinhDang(msg)
    can_ma = loai in {LoaiTenGoi.DON_VI, LoaiTenGoi.NHOM}
    for so_thu_tu, dong in enumerate(cac_dong, start=1):
        if not dong.get("ten") or (can_ma and not dong.get("ma")):
            can = "“ten” và “ma”" if can_ma else "“ten”"
            msg = f"Bảng tên gọi, loại “{loai}”, dòng {so_thu_tu}: thiếu dữ liệu, cần có {can}."
            raise TenGoiSaiDinhDang(msg)
    return cac_dong


@dataclass(frozen=True, slots=True)
class _Tu:
    """A word of a cell: as written, its key, its place, and what stands before it."""

    nguyen_van: str
    khoa: str
    dau: int
    cuoi: int
    sau_ngan_cach: bool
    sau_cham_phay: bool


@dataclass(frozen=True, slots=True)
class _Doan:
    """Words [dau, cuoi) of a cell, with the spelling they are if it is known."""

    dau: int
    cuoi: int
    ten_goi: TenGoi | None = None


def read_cell(cell_text: str, bang: BangTenGoi, *, ten_xa: str = "") -> tuple[DonViDocDuoc, ...]:
    """Read the units a cell names, in the order they stand there.

    A word left out is taken from the unit before it ("Phòng VH-XH; Kinh tế"). With ``ten_xa``,
    the name of the plan's commune, a unit of another commune is flagged. Empty cell: no units.

    >>> bang = build_bang([
    ...     TenGoi("Công an tỉnh", "EXT_CAT", LoaiTenGoi.DON_VI),
    ...     TenGoi("Công an xã", "CAX", LoaiTenGoi.DON_VI),
    ... ])
    >>> [(don_vi.nguyen_van, don_vi.ma) for don_vi in read_cell("Công an tỉnh, xã; Ban A", bang)]
    [('Công an tỉnh', 'EXT_CAT'), ('xã', 'CAX'), ('Ban A', None)]
    """
    return _BoDoc(cell_text, bang, ten_xa).read()


def _split_words(cell_text: str) -> list[_Tu]:
    so_thu_tu = {match.start(1) for match in tu_vung.SO_THU_TU.finditer(cell_text)}
    cac_tu: list[_Tu] = []
    cuoi_truoc = 0
    for match in tu_vung.TU.finditer(cell_text):
        khoa = fold(match.group())
        if match.start() in so_thu_tu or not khoa:
            continue
        giua = cell_text[cuoi_truoc : match.start()]
        if cac_tu and cac_tu[-1].khoa == "phong" and cell_text[cuoi_truoc - 1] in "Pp":
            giua = giua[1:]  # the point of "P. Kinh tế" cuts nothing
        if khoa == "p" and cell_text[match.end() : match.end() + 1] == ".":
            khoa = "phong"
        sau_ngan_cach = tu_vung.NGAN_CACH.search(giua) is not None
        cac_tu.append(_Tu(match.group(), khoa, *match.span(), sau_ngan_cach, ";" in giua))
        cuoi_truoc = match.end()
    return cac_tu


def _is_proper(nguyen_van: str) -> bool:
    """Tell whether a word is written as in the name of a place: "Hồng", "2", not "CCB"."""
    return nguyen_van.isdecimal() or (nguyen_van[0].isupper() and not nguyen_van[1:].isupper())


class _BoDoc:
    """One reading of one cell: its words, and the unit whose words may be left out next."""

    def __init__(self, cell_text: str, bang: BangTenGoi, ten_xa: str) -> None:
        self.cell_text = cell_text
        self.bang = bang
        self.khoa_xa = _compact_key(ten_xa)
        self.cac_tu = _split_words(cell_text)
        self.truoc: _Doan | None = None
        self.ket_qua: list[_Doan] = []

    def read(self) -> tuple[DonViDocDuoc, ...]:
        for phan in self._cut(self._find_names()):
            self._read_part(phan)
        return tuple(map(self._describe, self.ket_qua))

    # -- words ---------------------------------------------------------------------------------

    def _key(self, dau: int, cuoi: int) -> str:
        return "".join(tu.khoa for tu in self.cac_tu[dau:cuoi])

    def _text(self, doan: _Doan) -> str:
        raw = self.cell_text[self.cac_tu[doan.dau].dau : self.cac_tu[doan.cuoi - 1].cuoi]
        return " ".join(raw.split())

    def _find_names(self) -> list[_Doan]:
        """Find known names, the longest first, none across a semicolon, none overlapping."""
        ung_vien: list[tuple[int, _Doan]] = []
        for dau in range(len(self.cac_tu)):
            khoa = ""
            for cuoi in range(dau + 1, len(self.cac_tu) + 1):
                tu = self.cac_tu[cuoi - 1]
                if khoa and (tu.sau_cham_phay or (khoa[-1] + tu.khoa[0]).isdecimal()):
                    break  # nor between two numbers: "Thôn 1, 2" is not Thôn 12
                khoa += tu.khoa
                if len(khoa) > self.bang.do_dai_lon_nhat:
                    break
                if khoa in self.bang.theo_khoa:
                    ung_vien.append((-len(khoa), _Doan(dau, cuoi, self.bang.theo_khoa[khoa])))
        chon: list[_Doan] = []
        da_dung = bytearray(len(self.cac_tu))
        for _, doan in sorted(ung_vien, key=lambda cap: (cap[0], cap[1].dau)):
            if not any(da_dung[doan.dau : doan.cuoi]):
                da_dung[doan.dau : doan.cuoi] = bytes([1]) * (doan.cuoi - doan.dau)
                chon.append(doan)
        return chon

    def _cut(self, cac_ten: Sequence[_Doan]) -> list[list[_Doan]]:
        """Cut the cell into parts at its separators, those inside a known name apart."""
        cac_phan: list[list[_Doan]] = []
        theo_dau = {doan.dau: doan for doan in cac_ten}
        vi_tri = 0
        while vi_tri < len(self.cac_tu):
            doan = theo_dau.get(vi_tri, _Doan(vi_tri, vi_tri + 1))
            if not cac_phan or self.cac_tu[vi_tri].sau_ngan_cach:
                cac_phan.append([])
            phan = cac_phan[-1]
            if phan and doan.ten_goi is None and phan[-1].ten_goi is None:
                phan[-1] = _Doan(phan[-1].dau, doan.cuoi)
            else:
                phan.append(doan)
            vi_tri = doan.cuoi
        return cac_phan

    # -- parts ---------------------------------------------------------------------------------

    def _read_part(self, phan: Sequence[_Doan]) -> None:
        cac_ten: list[_Doan] = []
        du_tu = False
        for doan in phan:
            if doan.ten_goi is not None:
                cac_ten.append(doan)
                continue
            dau = doan.dau
            if cac_ten:
                dau = self._skip_scope(dau, doan.cuoi)
                cac_ten[-1] = _Doan(cac_ten[-1].dau, dau, cac_ten[-1].ten_goi)
            sau_noi = self._skip_joining(dau, doan.cuoi)
            con_lai = self._key(sau_noi, doan.cuoi)
            noi_tiep = not du_tu and doan is phan[-1] and sau_noi > dau
            if cac_ten and noi_tiep and self._begins_unit(sau_noi, doan.cuoi, cac_ten[-1]):
                self._keep(cac_ten)
                self._read_unknown(sau_noi, doan.cuoi)
                return
            du_tu = du_tu or con_lai not in {"", "cac"}
        if du_tu:
            self._read_unknown(self._skip_joining(phan[0].dau, phan[-1].cuoi), phan[-1].cuoi)
        elif cac_ten:
            self._keep(cac_ten)

    def _keep(self, cac_ten: Sequence[_Doan]) -> None:
        self.ket_qua.extend(cac_ten)
        self.truoc = cac_ten[-1]

    def _begins_unit(self, dau: int, cuoi: int, truoc: _Doan) -> bool:
        """Tell whether unknown words after "và" begin a unit: "các đơn vị liên quan", "Kinh tế"."""
        if dau == cuoi:
            return False
        dau_ten = self._key(dau, min(dau + 2, cuoi))
        rieng = self._key(dau, cuoi) != "cac" and self.cac_tu[dau].khoa == "cac"
        return (
            rieng or dau_ten in tu_vung.DAU_TEN_DON_VI or bool(self._find_elided(dau, cuoi, truoc))
        )

    def _skip_joining(self, dau: int, cuoi: int) -> int:
        """Give the place after the joining words that stand at ``dau``."""
        while True:
            cac_ket = (dau + do_dai for do_dai in (3, 2, 1) if dau + do_dai <= cuoi)
            ket = next((ket for ket in cac_ket if self._key(dau, ket) in tu_vung.TU_NOI), None)
            if ket is None:
                return dau
            dau = ket

    def _skip_scope(self, dau: int, cuoi: int) -> int:
        """Give the place after "xã", "trên địa bàn xã Sơn Hồng" ... that stand at ``dau``."""
        for ket in range(min(cuoi, dau + _SO_TU_PHAM_VI), dau, -1):
            if self._key(dau, ket) in tu_vung.PHAM_VI:
                dau = ket
                break
        if self.cac_tu[dau - 1].khoa in tu_vung.CAP_HANH_CHINH:
            return self._skip_place(dau, cuoi)
        return dau

    def _skip_place(self, dau: int, cuoi: int) -> int:
        """Give the place after the name of a commune or province that stands at ``dau``."""
        xa_nhat = min(cuoi, dau + _SO_TU_TEN_RIENG)
        for ket in range(dau + 1, xa_nhat + 1):
            if self._key(dau, ket) == self.khoa_xa:
                return ket
        dau_ten = self._key(dau, min(dau + 2, cuoi))
        if dau_ten in tu_vung.DAU_TEN_DON_VI or dau_ten[:1].isdecimal():
            return dau
        ket = dau
        while ket < xa_nhat and _is_proper(self.cac_tu[ket].nguyen_van):
            ket += 1
        return ket

    def _read_unknown(self, dau: int, cuoi: int) -> None:
        ten_goi = self._find_elided(dau, cuoi, self.truoc)
        doan = _Doan(dau, cuoi, ten_goi)
        if ten_goi is None and self._continues_list(doan):
            doan = _Doan(self.ket_qua.pop().dau, cuoi)
        self.ket_qua.append(doan)

    def _find_elided(self, dau: int, cuoi: int, truoc: _Doan | None) -> TenGoi | None:
        """Find the name whose first words are those of the unit before: Phòng ...; Kinh tế."""
        if truoc is None:
            return None
        for ket in range(cuoi, max(dau, cuoi - _SO_TU_PHAM_VI - _SO_TU_TEN_RIENG - 1), -1):
            if ket < cuoi and self._skip_scope(ket, cuoi) < cuoi:
                continue
            for cuoi_dau in range(truoc.cuoi - 1, truoc.dau, -1):
                khoa = self._key(truoc.dau, cuoi_dau) + self._key(dau, ket)
                if khoa in self.bang.theo_khoa:
                    return self.bang.theo_khoa[khoa]
        return None

    def _continues_list(self, doan: _Doan) -> bool:
        """Tell whether unknown words go on with an unknown "Các phòng, ban, ngành ..."."""
        tu = self.cac_tu[doan.dau]
        truoc = self.ket_qua[-1] if self.ket_qua else None
        return (
            truoc is not None
            and truoc.ten_goi is None
            and self.cac_tu[truoc.dau].khoa == "cac"
            and not (tu.sau_cham_phay or tu.nguyen_van[0].isupper() or tu.khoa == "cac")
        )

    # -- words for the user --------------------------------------------------------------------

    def _describe(self, doan: _Doan) -> DonViDocDuoc:
        nguyen_van = self._text(doan)
        if doan.ten_goi is None:
            return DonViDocDuoc(
                nguyen_van, None, LoaiTenGoi.CHUA_NHAN_RA, _warn_unknown(nguyen_van)
            )
        canh_bao = _warn_known(nguyen_van, doan.ten_goi) or self._warn_place(doan, nguyen_van)
        return DonViDocDuoc(nguyen_van, doan.ten_goi.ma or None, doan.ten_goi.loai, canh_bao)

    def _warn_place(self, doan: _Doan, nguyen_van: str) -> str:
        """Warn when the words after the last "xã" name another commune than the plan's."""
        vi_tri = max(
            (i for i in range(doan.dau, doan.cuoi) if self.cac_tu[i].khoa in tu_vung.CAP_XA),
            default=doan.cuoi,
        )
        khoa = self._key(vi_tri + 1, doan.cuoi)
        la_ten_rieng = all(_is_proper(tu.nguyen_van) for tu in self.cac_tu[vi_tri + 1 : doan.cuoi])
        if not (self.khoa_xa and khoa and la_ten_rieng) or khoa == self.khoa_xa:
            return ""
        return f"“{nguyen_van}” nêu tên một xã khác với xã của kế hoạch: cần kiểm tra lại đơn vị."


def _warn_unknown(nguyen_van: str) -> str:
    return (
        f"Chưa nhận ra đơn vị trong cụm từ “{nguyen_van}”: cần chọn đơn vị trong danh mục hoặc "
        "khai thêm tên gọi khác cho đơn vị."
    )


def _warn_known(nguyen_van: str, ten_goi: TenGoi) -> str:
    if ten_goi.loai == LoaiTenGoi.KHONG_PHAI_DON_VI:
        cau = f"“{nguyen_van}” không phải là đơn vị nên không được giao nhiệm vụ."
    elif ten_goi.loai == LoaiTenGoi.MO_HO:
        cau = f"“{nguyen_van}” chưa rõ là đơn vị nào: cần chọn một đơn vị cụ thể."
    else:
        return ""
    return f"{cau} {ten_goi.ghi_chu}".rstrip()
