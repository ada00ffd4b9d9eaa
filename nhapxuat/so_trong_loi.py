"""Figures in prose (số trong lời văn): those that contradict each other within a few words.

A plan's text is not a table, so only what can't be read another way is told (ADR 0020): parts that
are said to be all there is, a share printed beside its two numbers, an amount beside its words, a
number no rule of writing allows. Everything else is left to people.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice

from donvi.tieng_viet import SoKhongDocDuoc, fold, format_gon, format_so, normalise, parse_so
from kinhphi.so_tien import (
    DonViTien,
    SoTienKhongDocDuoc,
    parse_amount_in_words,
    parse_so_tien,
)

NAM_DAU, NAM_CUOI = 1990, 2100  # "10/2026" is a month, not a share
TRUOC_SO = 20  # characters before a number that tell what kind it is
DOAN_TOI_DA = 160  # characters of the text a finding quotes


@dataclass(frozen=True, slots=True)
class SoKhongKhop:
    """A figure that contradicts its neighbours: the words, the figure printed, the one expected.

    ``cau`` says in Vietnamese what is wrong, without a capital and a full stop.
    """

    doan: str
    so_in: str
    so_tinh: str
    cau: str


@dataclass(frozen=True, slots=True)
class SoTienTrongLoi:
    """An amount of the text in đồng; ``bang_chu`` are the words in brackets beside it, or ""."""

    doan: str
    so_tien: int
    bang_chu: str = ""
    la_tong: bool = False

    @property
    def so_bang_chu(self) -> int | None:
        """Read the words beside it, in đồng; None without words or with words that say nothing.

        >>> SoTienTrongLoi("5 triệu đồng", 5_000_000, "Năm triệu đồng").so_bang_chu
        5000000
        """
        try:
            return parse_amount_in_words(self.bang_chu) if self.bang_chu else None
        except SoTienKhongDocDuoc:
            return None


# A number of things: no date, no share, no part of a code ("57-NQ/TW", "5G", "2.1", "10/2026").
_SO = r"(?<![\w/.,\-–])(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?![\w%/\-–]|[.,][0-9]|\s*%)"
_SO_DEM = re.compile(_SO)
_KHONG_DEM = re.compile(
    r"(?:(?<!tổng )số|năm|tháng|ngày|quý|khoản|điều|mục|phần|đề án|giai đoạn|quyết"
    r"|lần thứ|thứ|tuổi|cấp)\s*$",
    re.IGNORECASE,
)
_DANH_TU_SAU = re.compile(r"\s+([^\W\d_]+)")
_HET_CAU = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zà-ỹ])|\n+")
_CHIA_RA = re.compile(
    r"[;:,.(]?\s*\b(?P<tu>trong đó|bao gồm|gồm|chia ra)(?:\s+có)?\b\s*[:,]?", re.IGNORECASE
)
_GOM = {"bao gom", "gom", "chia ra"}
# Parts that together are always everything.
_DU_BO = (
    ("truoc han", "dung han", "qua han"),
    ("trong han", "qua han"),
    ("ky truoc", "trong ky"),
    ("truc tuyen", "truc tiep"),
    ("nam", "nu"),
)


def sentences(text: str) -> list[str]:
    """Part a text into sentences and lines, in order.

    >>> sentences("Đã giải quyết 826 hồ sơ. Tỷ lệ 100%.\\n- Số hóa 3.711 trang")
    ['Đã giải quyết 826 hồ sơ.', 'Tỷ lệ 100%.', '- Số hóa 3.711 trang']
    """
    return [one.strip() for one in _HET_CAU.split(text) if one.strip()]


def find_mismatches(text: str) -> tuple[SoKhongKhop, ...]:
    """Find the figures of a text that contradict each other, in the order of the kinds below.

    >>> [one] = find_mismatches("Đã giải quyết: 826; trong đó, trước hạn: 729, đúng hạn: 91, quá hạn: 0.")
    >>> one.so_in, one.so_tinh
    ('826', '820')
    """  # noqa: E501 - one sentence of a plan
    return (*find_wrong_sums(text), *find_wrong_shares(text))


def find_wrong_sums(text: str) -> Iterator[SoKhongKhop]:
    """Find totals that are not the sum of the parts given after "trong đó" or "gồm".

    Parts must count what the total counts ("18 tổ gồm 90 thành viên" says nothing of a sum). After
    "trong đó" they may be some of many: less than the total is wrong only where they are all
    there is (a part of 0, or a set like trước hạn, đúng hạn, quá hạn).
    """
    for sentence in sentences(text):
        match = _CHIA_RA.search(sentence)
        if match is None:
            continue
        heads = _total_before(sentence[: match.start()])
        parts = _read_parts(sentence[match.end() :])
        if not heads or len(parts) < 2 or not _is_one_kind([*heads, *parts]):
            continue
        total, tong = heads[0].so_luong, sum(part.so_luong for part in parts)
        complete = fold(match["tu"]) in _GOM or _is_everything(parts)
        if tong > total or (complete and tong < total):
            phep_cong = " + ".join(format_so(part.so_luong) for part in parts)
            cau = (
                f"các phần cộng lại là {phep_cong} = {format_so(tong)}, nhưng tổng ghi là "
                f"{format_so(total)}; cần kiểm tra lại số"
            )
            yield SoKhongKhop(quote(sentence), format_so(total), format_so(tong), cau)


@dataclass(frozen=True, slots=True)
class _SoDem:
    """A count with the words around it, folded, and the first word of what it counts ("")."""

    so_luong: int
    loi: str
    danh_tu: str
    het: int


def _read_counts(piece: str) -> list[_SoDem]:
    """Read the counts of a piece, without numbers that name a year, a document, a section."""
    found, words = [], fold(piece)
    for match in _SO_DEM.finditer(piece):
        if not _KHONG_DEM.search(piece, max(0, match.start() - TRUOC_SO), match.start()):
            noun = _DANH_TU_SAU.match(piece, match.end())
            number = int(match.group().replace(".", ""))
            name = fold(noun[1]) if noun else ""
            found.append(_SoDem(number, words, name, match.end()))
    return found


def _total_before(head: str) -> list[_SoDem]:
    """Give the count right before the parts: only what it counts may stand between."""
    return [one for one in _read_counts(head)[-1:] if not re.search(r"[;,.:()]", head[one.het :])]


def _read_parts(tail: str) -> list[_SoDem]:
    """Read the parts: each between commas or semicolons with exactly one count.

    Words without a number may follow the last part, as may its share; anything else is no list.
    """
    parts: list[_SoDem] = []
    for piece in filter(str.strip, re.split(r"[;,](?![0-9])|\bvà\b", tail)):
        counts = _read_counts(piece)
        if len(counts) == 1 and "%" not in piece:
            parts += counts
        elif parts and ("%" in piece or not re.search(r"[0-9]", piece)):
            break
        else:
            return []
    return parts


def _is_one_kind(counts: list[_SoDem]) -> bool:
    return len({one.danh_tu for one in counts} - {""}) <= 1


def _is_everything(parts: list[_SoDem]) -> bool:
    if any(part.so_luong == 0 for part in parts):
        return True
    labels = " | ".join(part.loi for part in parts)
    return any(len(parts) == len(bo) and all(one in labels for one in bo) for bo in _DU_BO)


_TY_LE = r"(?P<ty_le>[0-9]{1,3}(?:,[0-9]+)?)\s*%"
_NOI_TY_LE = (
    r"[\s,.;:(]*(?:(?:đạt|chiếm|bằng|tương đương|tương ứng|là)\s+)?(?:tỷ lệ|tỉ lệ)?\s*"
    r"(?:đạt|chiếm|là|=|:)?\s*\(?\s*"
)
_DANH_TU = r"(?:\s+[^\W\d_]+){0,8}?"
_PHAN_SO = re.compile(
    rf"(?<![\w/.,\-])(?P<tu>[0-9.]+)\s?/\s?(?P<mau>[0-9.]+)(?![/0-9])"
    rf"{_DANH_TU}{_NOI_TY_LE}{_TY_LE}",
    re.IGNORECASE,
)
_TREN_TONG = re.compile(
    rf"(?P<mau>{_SO})(?:\s+[^\W\d_]+){{0,5}}\s*[.;,:(]*\s*trong đó[^0-9\n%]{{0,80}}?"
    rf"(?P<tu>{_SO}){_DANH_TU}{_NOI_TY_LE}{_TY_LE}",
    re.IGNORECASE,
)
_NGAY_THANG = re.compile(r"\b(?:ngày|tháng|quý|kỳ|từ|đến|trước|sau)\s*$", re.IGNORECASE)
_KHOANG_CHUNG = re.compile(
    r"\b(?:trên|hơn|gần|khoảng|dưới|ít nhất|tối thiểu|xấp xỉ|chỉ tiêu|kế hoạch|mục tiêu)\b"
)


def find_wrong_shares(text: str) -> Iterator[SoKhongKhop]:
    """Find shares in percent that are not the two numbers printed beside them.

    A share is right when it is the true one rounded half up to its own decimals. Days and months
    ("đến 15/10 đạt 80%", "10/2026") are no shares.

    >>> [one] = find_wrong_shares("757/758 hồ sơ, đạt tỷ lệ 99,8%")
    >>> one.so_in, one.so_tinh
    ('99,8%', '99,87%')
    >>> list(find_wrong_shares("279/395 đối tượng, đạt tỷ lệ 70,63%"))
    []
    """
    for pattern in (_PHAN_SO, _TREN_TONG):
        for found in pattern.finditer(text):
            yield from _check_share(found)


def _check_share(found: re.Match[str]) -> Iterator[SoKhongKhop]:
    if _KHOANG_CHUNG.search(found.group().lower()):
        return
    try:
        tu, mau, printed = (parse_so(found[name]) for name in ("tu", "mau", "ty_le"))
    except SoKhongDocDuoc:
        return
    start = found.start()
    is_date = _NGAY_THANG.search(found.string, max(0, start - TRUOC_SO), start)
    if not mau or NAM_DAU <= mau <= NAM_CUOI or is_date:
        return
    true = tu / mau * 100
    step = Decimal(1).scaleb(printed.as_tuple().exponent)  # type: ignore[arg-type]
    rounded = true.quantize(step, ROUND_HALF_UP)
    if rounded == printed:
        return
    phep_chia = f"{format_so(tu)}/{format_so(mau)} = {format_gon(true)}%"
    cau = f"{phep_chia}, nhưng tỷ lệ ghi là {format_so(printed)}%; cần kiểm tra lại số"
    yield SoKhongKhop(quote(found.group()), f"{format_so(printed)}%", f"{format_gon(true)}%", cau)


_CO_DAU = re.compile(r"(?<![\w/.,\-])[0-9][0-9.,]*[.,][0-9]+(?![\w/\-]|[.,][0-9])")
_SAU_LA_TIEN = re.compile(r"\s*(?:nghìn|ngàn|triệu|tỷ|tỉ)?\s*(?:đồng|vnđ|vnd)\b", re.IGNORECASE)
_NHOM_LOI = re.compile(r"[1-9][0-9]{3,}(?:\.[0-9]{3})+")  # "0912.345.678" is a telephone
_LE_KIEU_ANH = re.compile(r"[0-9]+\.[0-9]{1,2}")


def find_malformed(text: str) -> Iterator[SoKhongKhop]:
    """Find numbers whose dots and commas follow no rule: "17568.000 đồng", "1,640,000 đồng".

    Without a unit of money behind it only "17568.000" is certain; "2.1" may number a section.

    >>> [one] = find_malformed("Tổng số phí là 17568.000 đồng")
    >>> one.so_in, one.so_tinh
    ('17568.000', '17.568.000')
    """
    for found in _CO_DAU.finditer(text):
        words = found.group()
        is_money = _SAU_LA_TIEN.match(text, found.end())
        if not (is_money or _NHOM_LOI.fullmatch(words)) or _reads(words):
            continue
        expected, rule = _as_it_should_be(words)
        end = is_money.end() if is_money else found.end()
        start = max(text.rfind("\n", 0, found.start()) + 1, found.start() - 60)
        cau = f"số “{words}” viết sai dấu ngăn; cần {rule}, ví dụ “{expected}”"
        yield SoKhongKhop(quote(text[start:end]), words, expected, cau)


def _as_it_should_be(words: str) -> tuple[str, str]:
    if _LE_KIEU_ANH.fullmatch(words):
        return words.replace(".", ","), "đặt dấu phẩy trước phần lẻ"
    digits = format_so(int(re.sub("[.,]", "", words)))
    return digits, "đặt dấu chấm giữa từng nhóm ba chữ số"


def _reads(words: str) -> bool:
    try:
        parse_so(words)
    except SoKhongDocDuoc:
        return False
    return True


_SO_TIEN = (
    r"(?<![\w/.,\-])(?P<so>[0-9][0-9.,]*)\s*(?P<don_vi>(?:nghìn|ngàn|triệu|tỷ|tỉ)?\s*(?:đồng|vnđ))"
)
_BANG_CHU = (
    r"(?:[\s,.;]*\(\s*(?:(?:viết )?bằng chữ)?\s*:?\s*"
    r"(?P<chu>[^()0-9]{3,200}?(?:đồng|chẵn)[^()0-9]{0,20})\))?"
)
_TIEN = re.compile(_SO_TIEN + r"\b" + _BANG_CHU, re.IGNORECASE)
_TONG = re.compile(
    r"\btổng\s+(?:số\s+|nhu cầu\s+|mức\s+)?(?:kinh phí|dự toán|vốn)\b(?P<giua>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_KHONG_PHAI_TONG = re.compile(
    r"\b(?:đã|giải ngân|phân bổ|quyết toán|trong đó|giai đoạn|năm trước|hỗ trợ|từ nguồn|dự án"
    r"|hạng mục|gói|mô hình|từng|mỗi|nhiệm vụ (?:số )?[0-9]+)\b",
    re.IGNORECASE,
)


def find_amounts(text: str) -> Iterator[SoTienTrongLoi]:
    """Find amounts of money in a text that can be read; those of the plan's total are marked.

    >>> [one] = find_amounts("Tổng kinh phí năm 2027 là 5.000.000 đồng (Bằng chữ: Năm triệu đồng).")
    >>> one.so_tien, one.bang_chu, one.la_tong
    (5000000, 'Năm triệu đồng', True)
    """
    for sentence in sentences(normalise_lines(text)):
        for number, found in enumerate(_TIEN.finditer(sentence)):
            try:
                so_tien = parse_so_tien(f"{found['so']} {found['don_vi']}", DonViTien.DONG)
            except SoTienKhongDocDuoc:
                continue
            before = _TONG.search(sentence[: found.start()])
            is_total = (
                number == 0 and before is not None and not _KHONG_PHAI_TONG.search(before["giua"])
            )
            chu = (found["chu"] or "").strip()
            yield SoTienTrongLoi(quote(found.group()), so_tien, chu, is_total)


def normalise_lines(text: str) -> str:
    """Bring each line to one form of its letters and spaces, lines kept.

    >>> normalise_lines("Uỷ  ban\\nxã")
    'Ủy ban\\nxã'
    """
    return "\n".join(normalise(line) for line in text.splitlines())


_SO_LUONG = re.compile(rf"(?P<so>{_SO})\s+(?P<cum>[^\d;,.()\n]+)")


@dataclass(frozen=True, slots=True)
class SoLuongTrongLoi:
    """A quantity in words: "20 cài đặt phần mềm bảo mật"; ``cum`` is folded."""

    so_luong: int
    cum: str
    doan: str


def find_quantities(text: str) -> list[SoLuongTrongLoi]:
    """Find numbers with the words they count.

    >>> [(one.so_luong, one.cum) for one in find_quantities("50 máy tính; 20 cài đặt phần mềm")]
    [(50, 'may tinh'), (20, 'cai dat phan mem')]
    """
    plain = normalise(text)
    return [
        SoLuongTrongLoi(
            int(found["so"].replace(".", "")), fold(found["cum"]), found.group().strip()
        )
        for found in islice(_SO_LUONG.finditer(plain), 50)
        if not _KHONG_DEM.search(plain, max(0, found.start() - TRUOC_SO), found.start())
    ]


def counts_same_thing(cum: str, noi_dung: str, *, it_nhat: int) -> bool:
    """Tell whether folded words that follow a number open another text, or stand whole in it.

    ``it_nhat`` words at least; fewer ("máy tính") say too little about what is counted.

    >>> counts_same_thing("cai dat phan mem bao mat", "Cài đặt phần mềm bảo mật, virus", it_nhat=3)
    True
    >>> counts_same_thing("may tinh", "Máy tính, máy in", it_nhat=3)
    False
    """
    if len(cum.split()) < it_nhat:
        return False
    words = " ".join(re.findall(r"[^\W_]+", fold(noi_dung)))
    return f" {cum} " in f" {words} "


def quote(words: str) -> str:
    """Shorten words of a text to what a finding can quote, on one line.

    >>> len(quote("a " * 200)), quote("- một\\n hai")
    (160, 'một hai')
    """
    plain = " ".join(words.split()).lstrip("-–+• ")
    return plain if len(plain) <= DOAN_TOI_DA else plain[: DOAN_TOI_DA - 1].rstrip() + "…"
