"""The words that tell rows apart (từ vựng dòng): totals, notes, signatures, dashes.

All but the dashes are looked for in folded text.
"""

import re

TONG = re.compile(
    r"(?:tong cong|tong so|tong kinh phi|tong chi phi|tong du toan|tong|cong|lam tron|luy ke"
    r"|(?:mang|chuyen) (?:sang|trang))"
    r"(?:[ +,=&]+(?:cong|lam tron|luy ke|trang|so|tong|tien|nhu cau|gia tri|kinh phi|chi phi"
    r"|muc|phan|nhom|va|[a-z]|[ivx]{2,}|[0-9]+))*(?:\s*\(.*)?[:.]?"
    r"|(?:tong (?:so|cong)|cong)\s*:?\s*[0-9]+ (?:nhiem vu|chi tieu|cong viec|hang muc|muc|viec).*"
)
TONG_CHUNG = re.compile(r"tong (?:cong|so|kinh phi|du toan|chi phi)\b")  # even with a number
GHI_CHU = re.compile(r"\(?\*|ghi chu|luu y|chu thich|\(?\s*(?:so tien )?(?:viet )?bang chu|nguon:")
SO_TRANG = re.compile(r"(?:trang|to)(?: so)? ?\d{1,3}(?: ?/ ?\d{1,3})?|[-–] ?\d{1,3} ?[-–]")
# The heading of the next printed page, above the header that is repeated there.
DAU_TRANG = re.compile(
    r"(?:phu luc|bieu|bang|danh muc|ke hoach|ubnd|uy ban nhan dan)\b.*"
    r"|\(?.{0,40}\btiep(?: theo)?\)?"
)
DAN_VAO = re.compile(r"(?:trong do|bao gom|gom|chia ra|cu the)(?: co)?\s*:?")  # a line of its own
BANG_CHU = re.compile(r"bang chu")
GACH_DAU_DONG = re.compile(r"[-–+•▪*]\s*(?=\w)")
# Below a table: who drew it up, who signs, where and when.
CHU_KY = re.compile(
    r"nguoi lap(?: bieu| bang)?|lap bieu|ke toan(?: truong)?|thu truong(?: don vi| co quan)?"
    r"|(?:pho )?chu tich|(?:tm|kt|tl|tuq|q)\. ?(?:ubnd|uy ban|chu tich|pho|truong|ban).*"
    r"|noi nhan:?|\(?ky(?:,| ten| va) .*|xac nhan .{0,40}"
    r"|.{0,40}, ngay .{0,14} thang .{0,14} nam .{0,8}"
)
