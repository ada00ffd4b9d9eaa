"""The level (mức) an indicator must reach: from the words of a plan to a number, and back.

Original words are kept for ever; what is read from them stands beside them. A cell that
cannot be read with certainty stays as words (``LoaiMuc.CAN_XEM``) and says why.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from chitieu import tu_vung_muc as tu_vung
from chitieu.tach_tu import (
    ChuaDocDuoc,
    compare_level,
    compare_range,
    drop_note_marks,
    find_numbers,
    read_decimal,
    respell_counts,
    split_lead,
    split_suffix,
    split_time_limit,
    spread_scales,
    take_scope,
    take_unit,
    tidy,
)
from donvi.lua_chon import LuaChon
from donvi.tieng_viet import format_so

DAU_CHU_THICH = "Chữ số nhỏ phía trên được hiểu là dấu chú thích nên không tính vào mức."


class SoSanh(LuaChon):
    """How a figure is compared with the level; the value is what the database keeps."""

    BANG_DUNG = "=", "bằng"
    KHONG_THAP_HON = ">=", "không thấp hơn"
    LON_HON = ">", "lớn hơn"
    KHONG_LON_HON = "<=", "không lớn hơn"
    NHO_HON = "<", "nhỏ hơn"
    XAP_XI = "~", "khoảng"


class LoaiMuc(LuaChon):
    """What kind of reading a cell allowed."""

    CON_SO = "so", "đọc được số"
    DINH_TINH = "dinh_tinh", "định tính"
    KHONG_CO = "khong_co", "ô trống"
    CAN_XEM = "can_xem", "chưa đọc được, giữ nguyên văn"


@dataclass(frozen=True)
class MucDocDuoc:
    """One level as read. Without a number, ``so_sanh`` and both values are None.

    ``gia_tri_den`` is the inclusive upper end of a range ("40 - 50%") and None otherwise.
    ``co_so_sanh_ro``: the comparison is written, not assumed. ``thieu_don_vi``: the cell
    itself names no unit, even where ``don_vi_tinh`` was filled from the indicator.
    """

    nguyen_van: str
    loai: LoaiMuc
    so_sanh: SoSanh | None = None
    gia_tri: Decimal | None = None
    gia_tri_den: Decimal | None = None
    don_vi_tinh: str | None = None
    pham_vi: str = ""
    co_so_sanh_ro: bool = False
    thieu_don_vi: bool = False
    canh_bao: tuple[str, ...] = ()

    @property
    def phi_ly(self) -> bool:
        """Tell whether no figure can meet the level: a share above 100%, a count below 0.

        >>> parse_muc("Trên 100% các khoản thu").phi_ly, parse_muc("≥ 100%").phi_ly
        (True, False)
        """
        if self.gia_tri is None:
            return False
        if self.so_sanh is SoSanh.LON_HON:
            return self.don_vi_tinh == "%" and self.gia_tri >= 100
        return self.so_sanh is SoSanh.NHO_HON and self.gia_tri <= 0


_MAX_LENGTH = 1000
_SYMBOLS = {
    SoSanh.BANG_DUNG: "",
    SoSanh.KHONG_THAP_HON: "≥ ",
    SoSanh.LON_HON: "> ",
    SoSanh.KHONG_LON_HON: "≤ ",
    SoSanh.NHO_HON: "< ",
    SoSanh.XAP_XI: "khoảng ",
}
_BY_VALUE = {so_sanh.value: so_sanh for so_sanh in SoSanh}
_YEAR = re.compile("(?:19|20)[0-9]{2}")


def parse_muc(nguyen_van: str, *, don_vi_tinh: str | None = None, ten: str = "") -> MucDocDuoc:
    """Read one cell; never raises, and ``nguyen_van`` is kept exactly as given.

    ``don_vi_tinh`` is the indicator's unit, used where the cell has none; ``ten`` is the
    indicator's name and only adds warnings.

    >>> muc = parse_muc("≥ 1,5%;")
    >>> muc.so_sanh, muc.gia_tri, muc.don_vi_tinh, muc.co_so_sanh_ro
    (<SoSanh.KHONG_THAP_HON: '>='>, Decimal('1.5'), '%', True)
    >>> format_muc(parse_muc("ít nhất 02 lớp tập huấn")), format_muc(parse_muc("6G (50%)"))
    ('≥ 2 lớp (tập huấn)', '50% (6G)')
    >>> parse_muc("80% hoặc 90%").canh_bao
    ('Ô có 2 con số (80; 90) nên chưa rõ đâu là mức phải đạt; đề nghị tách thành từng mức.',)
    """
    text = tidy(drop_note_marks(nguyen_van))
    try:
        muc = _read(text)
        _refuse_two_ways(muc, text, don_vi_tinh)
    except ChuaDocDuoc as error:
        muc = MucDocDuoc(text, LoaiMuc.CAN_XEM, canh_bao=(str(error),))
    if muc.loai is LoaiMuc.CON_SO:
        muc = _with_unit(muc, don_vi_tinh)
        muc = replace(muc, canh_bao=muc.canh_bao + _doubts(muc, ten))
    if drop_note_marks(nguyen_van) != nguyen_van:
        muc = replace(muc, canh_bao=(*muc.canh_bao, DAU_CHU_THICH))
    return replace(muc, nguyen_van=nguyen_van)


def format_muc(muc: MucDocDuoc) -> str:
    """Write a level the short way; reading it again gives the same level.

    >>> [format_muc(parse_muc(text)) for text in ("đạt trên 80%.", "từ 40 đến 50 %", "=30%.")]
    ['> 80%', '40 - 50%', '30%']
    >>> format_muc(parse_muc("không để xảy ra sự cố mất an toàn thông tin nghiêm trọng"))
    '0 sự cố nghiêm trọng (mất an toàn thông tin)'
    """
    if muc.loai is LoaiMuc.KHONG_CO:
        return ""
    if muc.so_sanh is None or muc.gia_tri is None:
        return tidy(muc.nguyen_van)
    level = _SYMBOLS[muc.so_sanh] + format_so(muc.gia_tri)
    if muc.gia_tri_den is not None:
        level += " - " + format_so(muc.gia_tri_den)
    if muc.don_vi_tinh:
        level += ("" if muc.don_vi_tinh.startswith("%") else " ") + muc.don_vi_tinh
    return f"{level} ({muc.pham_vi})" if muc.pham_vi else level


def _read(text: str) -> MucDocDuoc:
    """Read tidied text by the count of numbers that can be the level."""
    if len(text) > _MAX_LENGTH:
        raise ChuaDocDuoc(
            f"Ô dài quá {_MAX_LENGTH} ký tự nên không đọc mức; đề nghị chỉ ghi mức phải đạt."
        )
    mixed = tu_vung.MIXED.search(text)
    if mixed:
        raise ChuaDocDuoc(f"“{mixed[0]}” lẫn chữ cái với chữ số; đề nghị ghi lại con số.")
    text = spread_scales(respell_counts(text))
    numbers = find_numbers(text)
    if not numbers:
        return _read_words(text)
    if len(numbers) == 1:
        return _read_level(text, numbers[0], numbers[0])
    between = text[numbers[0].end() : numbers[1].start()]
    if len(numbers) == 2 and between.strip() == "/":
        return _read_fraction(text, numbers[0], numbers[1])
    if len(numbers) == 2 and _is_range(text, numbers[0], numbers[1]):
        return _read_level(text, numbers[0], numbers[1])
    found = "; ".join(number[0] for number in numbers)
    raise ChuaDocDuoc(
        f"Ô có {len(numbers)} con số ({found}) nên chưa rõ đâu là mức phải đạt; "
        "đề nghị tách thành từng mức."
    )


def _read_words(text: str) -> MucDocDuoc:
    """Read text without a number: nothing, none allowed, or a level in words."""
    if tu_vung.EMPTY.fullmatch(text):
        return MucDocDuoc(text, LoaiMuc.KHONG_CO)
    none_allowed = _read_zero(text)
    if none_allowed is not None:
        return none_allowed
    if tu_vung.STRAY.search(text) or not any(map(str.isalpha, text)):
        raise ChuaDocDuoc("Ô không có con số nào là mức phải đạt; đề nghị ghi đủ mức.")
    if tu_vung.SPELT_LEVEL.search(text):
        raise ChuaDocDuoc("Mức ghi bằng chữ; đề nghị ghi con số bằng chữ số.")
    if re.fullmatch(r"không(?: có)?", text, re.IGNORECASE):
        raise ChuaDocDuoc("“Không” có thể là mức 0 hoặc không giao mức; đề nghị ghi rõ.")
    warnings: tuple[str, ...] = ()
    if re.search("[0-9]", text):
        warnings = ("Con số trong ô được hiểu là ngày tháng, tên gọi, không phải mức phải đạt.",)
    return MucDocDuoc(text, LoaiMuc.DINH_TINH, canh_bao=warnings)


def _read_zero(text: str) -> MucDocDuoc | None:
    """Read "không để xảy ra X" as 0 of X, counted in the noun X begins with."""
    found = tu_vung.ZERO.search(text)
    if not found:
        return None
    start, unit = take_unit(found["noun"], 0)
    if unit is None and found["counted"]:
        return None
    unit, scope = unit or "trường hợp", found["noun"][start:]
    grade = tu_vung.GRADE_TAIL.search(scope)
    if grade and tu_vung.UNIT.fullmatch(f"{unit}{grade[0]}"):
        unit, scope = f"{unit} {grade['grade'].lower()}", scope[: grade.start()]
    return MucDocDuoc(
        text,
        LoaiMuc.CON_SO,
        SoSanh.BANG_DUNG,
        Decimal(0),
        don_vi_tinh=unit,
        pham_vi=take_scope(text[: found.start()], scope),
    )


def _is_range(text: str, first: re.Match[str], last: re.Match[str]) -> bool:
    """Tell whether only "-" or "đến", and perhaps the same unit twice, parts two numbers."""
    start, unit = take_unit(text, first.end())
    if not tu_vung.BETWEEN_RANGE.fullmatch(text, start, last.start()):
        return False
    return unit in (None, take_unit(text, last.end())[1])


def _read_level(text: str, first: re.Match[str], last: re.Match[str]) -> MucDocDuoc:
    """Read one number, or a range from ``first`` to ``last``, with the words around it."""
    before, written = split_lead(text[: first.start()])
    start, unit = take_unit(text, last.end())
    if not written:
        before, written = split_time_limit(before, unit)
    after, suffix = split_suffix(text[start:])
    pham_vi = take_scope(before, after)
    value, warnings = read_decimal(first[0])
    if unit in tu_vung.COUNTED and tu_vung.TWO_WAYS.fullmatch(first[0]):
        raise ChuaDocDuoc(
            f"“{first[0]}” có thể là {format_so(value)} hoặc {format_so(value * 1000)}; "
            "đề nghị ghi lại con số."
        )
    upper = None
    if first is last:
        so_sanh = _BY_VALUE[compare_level(written, suffix, pham_vi)]
        if _YEAR.fullmatch(first[0]) and not (written or suffix or unit):
            raise ChuaDocDuoc(f"“{first[0]}” có thể là năm; đề nghị ghi mức kèm đơn vị tính.")
    else:
        upper, more = read_decimal(last[0])
        warnings += more
        so_sanh = _BY_VALUE[compare_range(written, suffix, upper - value)]
    if tu_vung.RELATIVE.search(before) or tu_vung.COMPARED.search(pham_vi):
        warnings += ("Mức ghi theo mức tăng, giảm so với kỳ gốc; số liệu phải cùng cách tính.",)
    return MucDocDuoc(
        text,
        LoaiMuc.CON_SO,
        so_sanh,
        value,
        upper,
        unit,
        pham_vi,
        co_so_sanh_ro=bool(written or suffix or upper is not None),
        thieu_don_vi=unit is None,
        canh_bao=warnings,
    )


def _read_fraction(text: str, part: re.Match[str], whole: re.Match[str]) -> MucDocDuoc:
    """Read "27/27 thôn" as 27 thôn out of 27; the total becomes scope. "2/3 số hộ" is a share."""
    if tu_vung.PART_OF.match(text, whole.end()):
        return _read_share(text, part, whole)
    muc = _read_level(text[: part.end()] + text[whole.end() :], part, part)
    total, _ = read_decimal(whole[0])
    if not total or total % 1 or muc.gia_tri is None or muc.gia_tri > total:
        raise ChuaDocDuoc(
            f"“{part[0]}/{whole[0]}” không phải tỷ số có tử số nhỏ hơn hoặc bằng mẫu số; "
            "đề nghị ghi rõ mức phải đạt."
        )
    reading = f"Ô ghi {part[0]}/{whole[0]}, được hiểu là {part[0]} trên tổng số {whole[0]}."
    return replace(
        muc,
        pham_vi=take_scope(muc.pham_vi, f"trên tổng số {total:f}"),
        canh_bao=(reading, *muc.canh_bao),
    )


def _read_share(text: str, part: re.Match[str], whole: re.Match[str]) -> MucDocDuoc:
    """Read "trên 2/3 số hộ" as a share in percent, rounded to four decimals."""
    total = read_decimal(whole[0])[0]
    if not total or read_decimal(part[0])[0] > total:
        raise ChuaDocDuoc(f"“{part[0]}/{whole[0]}” không phải là một phần; đề nghị ghi bằng %.")
    share = format_so((100 * read_decimal(part[0])[0] / total).quantize(Decimal("0.0001")))
    muc = _read(f"{text[: part.start()]}{share}%{text[whole.end() :]}")
    reading = f"Ô ghi {part[0]}/{whole[0]}, được hiểu là {share}%."
    return replace(muc, canh_bao=(reading, *muc.canh_bao))


def _refuse_two_ways(muc: MucDocDuoc, text: str, don_vi_tinh: str | None) -> None:
    """Refuse "1,640" of an indicator that counts people: nobody counts 1.64 of them."""
    counts = bool(don_vi_tinh) and str(don_vi_tinh).strip().lower() in tu_vung.COUNTED
    if counts and muc.don_vi_tinh is None and tu_vung.TWO_WAYS.fullmatch(text):
        raise ChuaDocDuoc(
            f"“{text}” có thể là số lẻ hoặc số hàng nghìn; đề nghị ghi lại con số, dùng dấu chấm "
            "ngăn từng nhóm ba chữ số."
        )


def _with_unit(muc: MucDocDuoc, don_vi_tinh: str | None) -> MucDocDuoc:
    """Give a level without a unit the indicator's own; warn where the two differ."""
    if not don_vi_tinh or muc.don_vi_tinh == don_vi_tinh:
        return muc
    if muc.don_vi_tinh is None:
        return replace(_as_share(muc, don_vi_tinh), don_vi_tinh=don_vi_tinh)
    if muc.don_vi_tinh == "%" and don_vi_tinh.startswith("%"):
        return replace(muc, don_vi_tinh=don_vi_tinh)
    warning = f"Mức ghi theo “{muc.don_vi_tinh}”, khác đơn vị tính của chỉ tiêu là “{don_vi_tinh}”."
    return replace(muc, canh_bao=(*muc.canh_bao, warning))


def _as_share(muc: MucDocDuoc, don_vi_tinh: str) -> MucDocDuoc:
    """Turn "27 trên tổng số 27" into 100 where the indicator is measured in percent."""
    found = tu_vung.TOTAL.search(muc.pham_vi)
    if not found or not don_vi_tinh.startswith("%") or muc.gia_tri is None:
        return muc
    total = Decimal(found["total"])
    if not total:
        return muc
    share = (100 * muc.gia_tri / total).quantize(Decimal("0.0001"))
    return replace(muc, gia_tri=share, pham_vi=muc.pham_vi[: found.start()])


def _doubts(muc: MucDocDuoc, ten: str) -> tuple[str, ...]:
    """List what a person should look at although the level could be read."""
    doubts = []
    highest = muc.gia_tri_den or muc.gia_tri or Decimal(0)
    if muc.phi_ly:
        doubts.append(f"Mức “{muc.nguyen_van}” không thể đạt được; đề nghị kiểm tra lại kế hoạch.")
    elif muc.don_vi_tinh == "%" and highest > 100:
        doubts.append("Mức lớn hơn 100%; đề nghị kiểm tra lại con số và đơn vị tính.")
    loose = tu_vung.LOOSE.search(tu_vung.SCOPES.sub("", muc.pham_vi))
    if loose and {**tu_vung.OPERATORS, **tu_vung.SUFFIXES}[loose[0].lower()] != muc.so_sanh:
        doubts.append(f"Từ “{loose[0]}” không liền con số nên không được tính là cách so sánh.")
    if tu_vung.RANKED.search(muc.pham_vi):
        doubts.append("Con số trong ô có thể là thứ hạng; đề nghị ghi rõ mức phải đạt.")
    if muc.thieu_don_vi and tu_vung.SHARE.search(tidy(ten)):
        doubts.append("Ô không ghi đơn vị tính; tên chỉ tiêu là tỷ lệ nên có thể là %.")
    doubts += _foreign_generation(muc.pham_vi, tidy(ten))
    return tuple(doubts)


def _foreign_generation(pham_vi: str, ten: str) -> list[str]:
    """Warn where a level speaks of 6G and the indicator's name of 5G."""
    named = set(map(str.upper, tu_vung.GENERATION.findall(ten)))
    spoken = sorted(set(map(str.upper, tu_vung.GENERATION.findall(pham_vi))) - named)
    if not named or not spoken:
        return []
    return [f"Mức nói về {', '.join(spoken)}, tên chỉ tiêu nói về {', '.join(sorted(named))}."]
