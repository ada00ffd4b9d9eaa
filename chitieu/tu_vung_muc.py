"""The words plans use for levels: comparisons, units, and numbers that are not levels.

Only patterns live here; ``muc_chi_tieu`` says what is done with them. All patterns expect
text tidied by ``muc_chi_tieu`` (composed, single spaces, one spelling of each symbol).
"""

import re
from collections.abc import Iterable

# Word or symbol -> comparison. "từ" waits for its other half: "từ 98%", "từ 5% trở xuống".
OPERATORS: dict[str, str] = {
    word: operator
    for operator, words in {
        "=": "=|bằng|đúng",
        ">=": "≥|ít nhất|tối thiểu|không thấp hơn|không dưới|không ít hơn|không nhỏ hơn|không kém|"
        "lớn hơn hoặc bằng|cao hơn hoặc bằng|bằng hoặc lớn hơn|bằng hoặc cao hơn|bằng hoặc trên|"
        "nâng lên|tăng lên|lên đến|lên tới",
        ">": ">|trên|lớn hơn|cao hơn|nhiều hơn|hơn|vượt|vượt trên|quá|vượt quá",
        "<=": "≤|tối đa|nhiều nhất|không quá|không vượt quá|không vượt|không trên|không hơn|"
        "không cao hơn|không lớn hơn|không nhiều hơn|nhỏ hơn hoặc bằng|thấp hơn hoặc bằng|"
        "ít hơn hoặc bằng|bằng hoặc nhỏ hơn|bằng hoặc thấp hơn|bằng hoặc dưới|"
        "không để xảy ra quá|không để xảy ra trên|không để quá|không để vượt quá|không để trên|"
        "không có quá|không có trên|không còn quá|không còn trên|không phát sinh quá|"
        "giảm còn|giảm xuống|giảm xuống còn|rút ngắn còn|rút ngắn xuống còn|xuống còn|còn|"
        "trong vòng|top|tốp|xếp thứ|xếp hạng|xếp hạng thứ|đứng thứ",
        "<": "<|dưới|nhỏ hơn|thấp hơn|ít hơn|chưa đến|chưa tới",
        "từ": "từ",
        "~": "~|khoảng|trong khoảng|khoảng chừng|xấp xỉ|gần|trên dưới|tương đương",
    }.items()
    for word in words.split("|")
}
SUFFIXES: dict[str, str] = {
    "trở lên": ">=",
    "hoặc cao hơn": ">=",
    "hoặc hơn": ">=",
    "hoặc nhiều hơn": ">=",
    "trở xuống": "<=",
    "trở lại": "<=",
    "hoặc thấp hơn": "<=",
    "hoặc ít hơn": "<=",
}
SPELLED_UNITS = {
    "phần trăm": "%",
    "trđ": "triệu đồng",
    "gbps": "Gbps",
    "mbps": "Mbps",
    "grdp": "GRDP",
    "gdp": "GDP",
}
_FILLERS = "đạt được|đạt mức|đạt tỷ lệ|đạt|là|có|phải|được|mức|tỷ lệ|tỉ lệ|phấn đấu|bảo đảm|đảm bảo"
_INCIDENTS = "sự cố|vụ việc|vụ|trường hợp|tai nạn|vi phạm"
_GRADES = "đặc biệt nghiêm trọng|rất nghiêm trọng|nghiêm trọng"
_TIMES = "ngày làm việc|ngày|giờ|phút|giây|tuần|tháng|quý|năm"
_COUNTED = (
    "cuộc|lớp|hội nghị|hội thảo|buổi|đợt|mô hình|người|lượt người|lượt|hộ gia đình|hộ|thôn|xã|"
    "trường|trạm|doanh nghiệp|hợp tác xã|sản phẩm|tin bài|tin, bài|tin|bài|hồ sơ|thủ tục|"
    "tài khoản|máy tính|bộ|chiếc|cái|tổ|nhóm|sáng kiến|giải pháp|đề tài|dự án|nhiệm vụ|văn bản|"
    "kênh|camera|tuổi|" + _INCIDENTS
)
_MONEY = "tỷ đồng|triệu đồng|nghìn đồng|đồng|tỷ|triệu|trđ"
_UNITS = f"{_TIMES}|{_COUNTED}|{_MONEY}|điểm phần trăm|điểm|lần|km|m2|ha|Gbps|Mbps"
TIMES = frozenset(_TIMES.split("|"))
COUNTED = frozenset(_COUNTED.split("|"))
_COUNTS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
COUNT_WORDS = {word: str(count) for count, word in enumerate(_COUNTS, start=1)}
SCALES = {
    "chục": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000, "vạn": 10**4, "triệu": 10**6,
    "tỷ": 10**9, "tỉ": 10**9,
}  # fmt: skip


def _alternatives(words: Iterable[str]) -> str:
    """Join words into one pattern, longest first, so that no word hides a longer one."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _compile(*alternatives: str) -> re.Pattern[str]:
    """Compile alternatives into one pattern that ignores case."""
    return re.compile("|".join(alternatives), re.IGNORECASE)


NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
TWO_WAYS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")  # "1,000": 1 or 1000
UNIT = _compile(
    r"\s*(?P<unit>(?:%|phần trăm\b|[°o]\s?/\s?o\b)"
    r"(?:\s?(?P<base>GRDP|GDP|tổng chi ngân sách|chi ngân sách)\b)?"
    rf"|(?:{_INCIDENTS})\s(?:{_GRADES})\b|(?:{_alternatives(_UNITS.split('|'))})\b)"
    r"(?P<per>(?:\s?/\s?(?:năm|tháng|quý|tuần|ngày|người|hộ|thôn|xã|đơn vị|lượt|hồ sơ|vụ|s|giây)"
    r"\b)*)"
)
NOT_UNIT_TAIL = _compile(r"\s(?:học\s)?[0-9]")  # "5 năm 2026", "5 tháng 6": a name follows
GRADE_TAIL = _compile(rf"\s(?P<grade>{_GRADES})$")
FILLER_TAIL = _compile(rf"(?:(?:^|(?<=[\s:(]))(?:{_FILLERS})(?:[\s:(]+|$))+$")
OPERATOR_TAIL = _compile(
    rf"(?<!\w)({_alternatives(word for word in OPERATORS if word.isalpha() or ' ' in word)})$",
    rf"([{''.join(word for word in OPERATORS if not word[0].isalpha())}])$",
)
SUFFIX_HEAD = _compile(rf"[\s,]*({_alternatives(SUFFIXES)})\b")
BETWEEN_RANGE = _compile(r"\s*(?:-|đến|tới)\s*")

_END = r"(?![0-9]|\s*%|[.,][0-9])"
_YEAR = r"(?:19|20)[0-9]{2}"
_DAY = r"[0-9]{1,2}"
# Numbers that name something (a date, a document, a total) and are never the level.
NAMES = _compile(
    rf"(?<![0-9]){_DAY}(?:/{_DAY}/|-{_DAY}-|\.{_DAY}\.)[0-9]{{4}}{_END}",
    rf"(?<![0-9]){_DAY}/{_YEAR}{_END}",
    rf"(?<![0-9]){_YEAR}\s?-\s?{_YEAR}{_END}",
    rf"\b(?:năm|năm học|giai đoạn) {_YEAR}{_END}",
    r"(?<!hàng )(?<!hằng )(?<!mỗi )(?<![0-9] )\b(?:ngày|tháng|quý) "
    rf"{_DAY}(?:/{_DAY})?(?:/{_YEAR})?{_END}",
    rf"/\s?{_YEAR}{_END}",
    rf"\b(?:mức độ|cấp độ|giai đoạn) [0-9]{_END}",
    r"\btr(?:ên|ong) tổng số [0-9]+",
    r"\b(?:Đề án|Nghị quyết|Quyết định|Nghị định|Thông tư|Chỉ thị|Công văn|Phụ lục)"
    rf"(?: số)? [0-9]+(?:/[\w/-]*\w)?{_END}",
    r"(?<!xếp )(?<!mỗi )\b"
    r"(?:điều|khoản|loại|hạng|nhóm|cấp|NQ|QĐ|KH|CV|Kế hoạch|Chương trình|Kết luận)"
    rf"(?: số)? [0-9]+(?:/[0-9]+)?{_END}(?!\s(?:{_alternatives(_UNITS.split('|'))})\b)",
    r"\bmức [1-5](?=[\s,;.)]*(?:$|(?:và|trở lên|toàn trình|theo)\b))",
    rf"(?<![0-9])[0-9]+(?:/{_YEAR})?/(?-i:[A-ZĐ]{{2}})[\w-]*",
    r"(?<![0-9])24/(?:7|24)(?![0-9])",
)
# Numbers that narrow the scope (an age, a speed), unless they are the only ones in the cell.
SCOPES = _compile(
    r"(?:\b(?:từ|trên|dưới|đủ|tối thiểu) )?[0-9]+(?: ?(?:-|đến) ?[0-9]+)? ?tuổi\b"
    r"(?: trở (?:lên|xuống))?",
    r"(?:\b(?:từ|trên|tối thiểu) )?[0-9]+(?:[.,][0-9]+)? ?[GM]bps\b(?:/s)?(?: trở lên)?",
)
SPELT_COUNT = _compile(
    rf"\b(?P<lead>ít nhất|tối thiểu|tối đa|không quá|không dưới|gấp) (?P<count>{'|'.join(_COUNTS)})"
    r"\b(?! (?:nửa|phần|số|vài|mươi|trăm|nghìn|triệu|\d))"
)
SPELT_TWICE = _compile(rf"\b(?P<number>[0-9]{{1,2}}) \((?P<count>{'|'.join(_COUNTS)})\)")
# "10 nghìn lượt", but not "10 nghìn đồng", "2 tỷ", "2 triệu đồng": these are units of money.
SCALED = _compile(
    r"\s?(?P<scale>(?:chục|trăm|nghìn|ngàn|vạn)\b(?!\s?đồng)|"
    rf"(?:triệu|tỷ|tỉ)(?=\s(?:{_alternatives(_COUNTED.split('|'))})\b))"
)
# A level all in words: "ba phần tư", "quá nửa", "chín mươi phần trăm", "hai lớp".
SPELT_LEVEL = _compile(
    r"\bphần trăm\b|\bnửa\b(?! (?:đầu|cuối|năm))|\b(?:một|hai|ba|bốn) phần\b",
    rf"^(?:(?:đạt|có|mở|xây dựng|tổ chức) )?(?:{'|'.join(set(_COUNTS) - {'năm'})}) "
    rf"(?:{_alternatives(_COUNTED.split('|'))})\b(?! (?:chức|phận)\b)",
)
# Letters read for digits by a scanner: "9O", "l00".
MIXED = re.compile(r"(?<!\w)(?:[0-9]+[OolI]|[OolI]+[0-9])[0-9OolI]*(?!\w)")
TWOFOLD = _compile(r"\bgấp đôi\b")
ZERO = _compile(
    r"(?:^|[;,.]\s?|\bvà )không (?:(?:để )?(?:xảy ra|phát sinh|tồn đọng|lọt)|để (?:còn|có)"
    r"|(?P<counted>có|còn)) (?!quá|trên|hơn)(?:(?:bất kỳ|các|những|tình trạng) )*(?P<noun>.+)$"
)
LOOSE = _compile(
    r"\b(?:tối thiểu|tối đa|ít nhất|nhiều nhất|không quá|không dưới|trở lên|trở xuống"
    r"|không thấp hơn|không cao hơn|cao hơn|thấp hơn|lớn hơn|nhỏ hơn|nhiều hơn|ít hơn)\b"
)
RANKED = _compile(r"\b(?:dẫn đầu|đứng đầu|đầu bảng)\b")
NEGATION = _compile(r"(?<!\w)(?:không|chưa)(?: (?:để|còn|xảy ra|để xảy ra|phát sinh))?$")
RELATIVE = _compile(
    r"(?<!\w)(?:tăng|giảm|gấp|rút ngắn|tiết kiệm|vượt kế hoạch|vượt chỉ tiêu)"
    r"(?: (?:thêm|được|bình quân|trung bình))*$"
)
COMPARED = _compile(r"\bso với\b")
WITHIN = _compile(r"(?<!\w)trong$")
PART_OF = _compile(r"\s(?:tổng |dân )?số\b")
TOTAL = _compile(r"\s*\btrên tổng số (?P<total>[0-9]+)$")
GENERATION = _compile(r"\b[0-9]G\b")
SHARE = _compile(r"^\s*t[ỷỉ] lệ\b")
SHARE_SIGN = _compile(r"\b(?P<word>t[ỷỉ] lệ)(?: \(?%\)?(?=\s|$))+")
STRAY = _compile(r"[<>=≥≤~+*^|\\±×%‰]", r"^\s*/", r"-\s*$")
EMPTY = _compile(r"[\s.,;:/_\-…]*")
SYMBOL_SPELLINGS = (
    (_compile(r"=(?:\s?=)+"), "="),
    (_compile(r"[⩾≧]|=\s?>|>\s?="), "≥"),
    (_compile(r"[⩽≦]|=\s?<|<\s?="), "≤"),
    (_compile(r"[≈≃\u223c]"), "~"),
    (_compile(r"[\u2010-\u2015\u2212]"), "-"),
    (_compile(r"\u2044"), "/"),
)
