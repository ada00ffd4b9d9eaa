"""The words around the names of units in a cell: separators, joining words, scope, first words.

Only patterns and keys live here; ``nhan_dien`` says what is done with them. Keys are words folded
and written together ("phoihopvoi").
"""

import re

# A word with what may hide inside it: loose tone marks, invisible characters.
TU = re.compile(r"[^\W_][\w\u0300-\u036f\u200b-\u200d\u2060\ufeff\u00ad]*")
NGAN_CACH = re.compile(r"[;,/()\[\]\n:\u2022\u25aa\u25cf\u25e6]|[.](?=\s|$)")
# "1." or "a)" at the start of a cell, a line or a part.
SO_THU_TU = re.compile(r"(?:^|[\n;])[^\w,]*(\d{1,2}|[a-zđ])[.)]\s")

# Keys of words that lead to a unit or join two, and name none.
TU_NOI = frozenset(
    {"va", "voi", "cung", "cungvoi", "luu", "giao", "denghi", "phoihop", "phoihopvoi",
     "chutri", "daumoi"}
)  # fmt: skip
# Keys of words after a name that say no more than "of this commune".
PHAM_VI = frozenset(
    {"xa", "phuong", "capxa", "cuaxa", "trongxa", "toanxa", "trendiaban", "trendiabanxa",
     "trendiabantoanxa", "dongtrendiaban", "dongtrendiabanxa", "xatrendiaban"}
)  # fmt: skip
CAP_XA = frozenset({"xa", "phuong"})
CAP_HANH_CHINH = CAP_XA | {"tinh"}
# First two words of units: what follows "xã" is then another unit, not the name of the commune.
DAU_TEN_DON_VI = frozenset(
    {"banchi", "banquan", "congan", "doanthanh", "hoichu", "hoicuu", "hoinong", "hoinguoi",
     "hoiphu", "mattran", "nganhang", "tocong", "tramy", "trungtam", "uyban", "vanphong"}
)  # fmt: skip
