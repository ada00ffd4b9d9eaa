"""How fields of a plan's content are read: words as printed, readings in plain Vietnamese. Pure."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from chitieu.muc_chi_tieu import LoaiMuc
from donvi.lua_chon import LuaChon
from donvi.tieng_viet import format_so
from kehoach.ky_bao_cao import DoiNgayNghi
from nhiemvu.loai_han import LoaiHan

Dong = Mapping[str, Any]
Read = Callable[[Dong], str]

_DAU_SO_SANH = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "khoảng"}
# What the codes of a row are called; the models say the same (held by a test).
TEN_MA: Mapping[str, Mapping[str, str]] = {
    "chu_the": {"ubnd": "Ủy ban nhân dân", "ban_chi_dao": "Ban Chỉ đạo"},
    "don_vi_tien": {"dong": "đồng", "trieu": "triệu đồng"},
    "bo_cot": {
        "vu_quang_5": "5 cột (nhiệm vụ, chủ trì, phối hợp, thời gian)",
        "ky_lac_8": "8 cột (thêm kết quả, kinh phí, nguồn)",
        "son_hong_6": "6 cột (thêm sản phẩm đầu ra)",
    },
    "noi_dung_kem": {
        "chi_tieu": "các chỉ tiêu",
        "muc_tieu": "các mục tiêu",
        "nhiem_vu": "bảng nhiệm vụ",
        "giai_phap": "các giải pháp",
        "kinh_phi": "bảng kinh phí",
        "nguon_von": "các nguồn vốn",
        "can_cu": "các căn cứ",
        "phu_luc": "phụ lục",
    },
    "loai_de_muc": {
        "phan": "phần",
        "muc": "mục",
        "khoan": "khoản",
        "diem": "điểm",
        "phu_luc": "phụ lục",
    },
    "loai_chi_tieu": {
        "dinh_luong": "định lượng",
        "dinh_tinh": "định tính",
        "tham_chieu": "tham chiếu văn bản khác",
        "tieu_de": "tiêu đề nhóm",
    },
    "loai_nhom": {"phu_luc": "phụ lục", "van_xuoi": "trong thân văn bản"},
    "loai_nhiem_vu": {
        "phu_luc": "nhiệm vụ phụ lục",
        "van_xuoi": "nhiệm vụ trong thân văn bản",
        "giai_phap": "giải pháp",
        "to_chuc": "phân công tổ chức thực hiện",
    },
    "cap_dong": {"phan": "phần", "muc": "mục", "dong": "dòng"},
}


def level_of(dong: Dong, nam: int) -> Dong:
    """Find the level of an indicator at a milestone; empty when it has none."""
    return next((level for level in dong.get("muc", ()) if level["nam"] == nam), {})


def read_level_words(muc: Dong) -> str:
    """Say what the portal reads from a level.

    >>> read_level_words({"loai_muc": "so", "so_sanh": ">=", "gia_tri": "75", "don_vi_tinh": "%"})
    '≥ 75 %'
    """
    if muc.get("gia_tri") is None:
        return label_of(LoaiMuc, muc.get("loai_muc"))
    until = f" - {write_number(muc['gia_tri_den'])}" if muc.get("gia_tri_den") is not None else ""
    scope = f"({muc['pham_vi']})" if muc.get("pham_vi") else ""
    words = (
        _DAU_SO_SANH.get(muc.get("so_sanh") or "", ""),
        write_number(muc["gia_tri"]) + until,
        muc.get("don_vi_tinh"),
        scope,
    )
    return " ".join(filter(None, words))


def read_code(khoa: str) -> Read:
    """Make a reader of a coded field that gives its name.

    >>> read_code("cap_dong")({"cap_dong": "muc"})
    'mục'
    """
    return lambda dong: TEN_MA[khoa].get(str(dong.get(khoa) or ""), "")


def write_number(value: str) -> str:
    """Write a stored decimal as plans do: "1640.5" is 1.640,5."""
    return format_so(Decimal(value))


def label_of(choices: type[LuaChon], value: str | None) -> str:
    """Name a choice; empty when there is none."""
    return choices(value).label if value else ""


def read_word(khoa: str) -> Read:
    """Make a reader of a text; None reads as empty."""
    return lambda dong: str(dong.get(khoa) or "")


def read_lines(khoa: str) -> Read:
    """Make a reader of a text of several lines, whatever ends them."""
    return lambda dong: "\n".join(str(dong.get(khoa) or "").splitlines())


def read_amount(khoa: str) -> Read:
    """Make a reader of whole đồng; no amount reads as empty, not as 0."""
    return lambda dong: "" if dong.get(khoa) is None else format_so(int(dong[khoa]))


def read_list(khoa: str) -> Read:
    """Make a reader of a list of words or codes."""
    return lambda dong: ", ".join(str(one) for one in dong.get(khoa) or ())


def read_units(khoa: str) -> Read:
    """Make a reader of units by name."""
    return lambda dong: ", ".join(unit["ten"] for unit in dong.get(khoa) or ())


def write_day(value: object) -> str:
    """Write an ISO day as plans do: 2026-06-30 is 30/06/2026."""
    return "/".join(reversed(str(value).split("-"))) if value else ""


def read_deadline(dong: Dong) -> str:
    """Say in days what a deadline was read as; without days its kind."""
    begin, end = write_day(dong.get("tu_ngay")), write_day(dong.get("han_hoan_thanh"))
    if not (begin or end):
        return label_of(LoaiHan, dong.get("loai_han"))
    return " ".join(filter(None, (begin and f"từ {begin}", end and f"đến hết {end}")))


def read_due(ngay: str, lech: str, nghiem_ngat: str) -> Read:
    """Make a reader of a reporting deadline from its day, month offset and strictness."""

    def read(dong: Dong) -> str:
        months = int(dong.get(lech) or 0)
        until = "trước ngày" if dong.get(nghiem_ngat) else "đến hết ngày"
        where = f", {abs(months)} tháng {'sau' if months > 0 else 'trước'}" if months else ""
        return f"{until} {dong.get(ngay)} của tháng cuối kỳ{where}"

    return read


def read_cut_off(dong: Dong) -> str:
    """Say up to which day figures go, and what a day off does to a deadline."""
    day = dong.get("ngay_chot")
    shift = label_of(DoiNgayNghi, dong.get("doi_ngay_nghi"))
    parts = (
        "chốt ngày cuối tháng" if day == 31 else f"chốt ngày {day}",
        f"hạn rơi vào ngày nghỉ thì {shift}" if shift else "",
        "có báo cáo 6 tháng cuối năm" if dong.get("ca_sau_thang_cuoi") else "",
    )
    return ", ".join(filter(None, parts))


def read_pause(dong: Dong) -> str:
    """Say whether a task is paused, with the reason: how a task that has reports is given up.

    >>> read_pause({"tam_dung": True, "ly_do_tam_dung": "chờ vốn"}), read_pause({})
    ('tạm dừng: chờ vốn', 'theo kế hoạch')
    """
    return f"tạm dừng: {dong.get('ly_do_tam_dung')}" if dong.get("tam_dung") else "theo kế hoạch"
