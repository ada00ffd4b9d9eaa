"""How a state looks: one table from state to sign, tone and words, for every app.

A state is never shown by colour alone: the sign (an icon) and the words say the same. Keys are the
stored values, so ``trả lại`` looks the same on a plan, a due form and a report. A page that has
only the stored value gets its words here; a member of a choice list brings its own.
"""

from dataclasses import dataclass

from donvi.lua_chon import LuaChon


class TrangThaiOLuoi(LuaChon):
    """State of one cell in an entry grid."""

    TRUNG_TINH = "trung_tinh", "chưa thay đổi"
    CHUA_LUU = "chua_luu", "chưa lưu"
    DANG_LUU = "dang_luu", "đang lưu"
    DA_LUU = "da_luu", "đã lưu"
    CHO_MANG = "cho_mang", "chưa lưu, chờ mạng"
    HET_PHIEN = "het_phien", "chưa lưu, hết phiên"
    XUNG_DOT = "xung_dot", "chưa lưu, người khác vừa sửa"
    KEM_O_SAI = "kem_o_sai", "chưa lưu, mục còn ô sai"
    BI_TU_CHOI = "bi_tu_choi", "chưa lưu, xem lý do cuối trang"
    SAI = "sai", "chưa lưu, cần sửa"
    CO_GHI_CHU = "co_ghi_chu", "có ghi chú"
    KHOA = "khoa", "đã khóa"


TONES = ("neutral", "info", "success", "warning", "danger")


@dataclass(frozen=True)
class KieuHuyHieu:
    """Look of one state: icon name (heroicons), one of TONES, and the words without a member."""

    icon: str
    tone: str
    label: str


UNKNOWN = KieuHuyHieu("question-mark-circle", "neutral", "không rõ")

_GROUPS: dict[tuple[str, str], dict[str, str]] = {
    ("minus-circle", "neutral"): {
        "chua_thuc_hien": "chưa thực hiện",
        "khong_co_han": "không có hạn",
        "khong_phat_sinh": "không phát sinh",
        "khong_gui": "không gửi thư",
        "gop_lai": "đã gộp vào thông báo chung",
        "khong_co": "không có",
        "giu": "giữ nguyên",
        "trung_tinh": "chưa thay đổi",
    },
    ("clock", "neutral"): {
        "chua_den_han_bat_dau": "chưa đến hạn bắt đầu",
        "chua_den_ky": "chưa đến kỳ",
    },
    ("question-mark-circle", "neutral"): {
        "chua_co": "chưa có số liệu",
        "chua_co_so_lieu": "chưa có số liệu",
        "can_nhan_xet": "cần nhận xét",
    },
    ("pencil", "neutral"): {
        "chua_luu": "chưa lưu",
        "du_thao": "dự thảo",
        "dang_nhap": "đang nhập",
        "cho_nhap": "chờ nhập",
        "soan": "đang soạn",
    },
    ("pause-circle", "neutral"): {
        "tam_dung": "tạm dừng",
        "da_thay_the": "đã thay thế",
        "da_dong": "đã đóng",
        "da_huy": "đã hủy",
        "da_rut": "đã rút đề nghị",
    },
    ("lock-closed", "neutral"): {"khoa": "đã khóa", "thu_hoi": "đã thu hồi"},
    ("arrow-path", "info"): {
        "thuong_xuyen": "thường xuyên",
        "dang_thuc_hien_trong_han": "đang thực hiện trong hạn",
        "dang_lap": "đang tổng hợp",
        "dang_luu": "đang lưu",
        "dang_cho": "đang chờ",
        "dang_lam": "đang tạo",
        "dang_doc": "đang đọc",
        "cho_luu": "đang chờ lưu",
        "dang_gui": "đang gửi",
    },
    ("arrow-trending-up", "info"): {
        "trong_lo_trinh": "đang trong lộ trình",
    },
    ("paper-airplane", "info"): {
        "da_gui": "đã gửi",
        "cho_duyet": "chờ duyệt",
        "cho_gui": "chờ gửi",
        "cho_quyet_dinh": "chờ quyết định",
        "cho_xac_nhan": "chờ xác nhận",
        "cho_ky": "chờ ký",
        "da_giao": "đã giao",
    },
    ("eye", "info"): {"cho_xem": "chờ xem và lưu"},
    ("pencil-square", "warning"): {"sua": "sửa"},
    ("plus-circle", "success"): {"them": "thêm"},
    ("information-circle", "info"): {"thong_tin": "thông tin"},
    ("chat-bubble-left", "info"): {"co_ghi_chu": "có ghi chú"},
    ("check-circle", "success"): {
        "hoan_thanh_dung_han": "hoàn thành đúng hạn",
        "dat": "đạt",
        "da_duyet": "đã duyệt",
        "da_tiep_nhan": "đã tiếp nhận",
        "dong_y": "đồng ý",
        "da_xac_nhan": "đã xác nhận",
        "co_so_lieu": "có số liệu",
        "da_luu": "đã lưu",
        "da_ky": "đã ký",
        "da_xong": "đã xong",
    },
    ("check-badge", "success"): {"vuot": "vượt", "da_ban_hanh": "đã ban hành"},
    ("bell-alert", "warning"): {
        "sap_den_han": "sắp đến hạn",
        "chua_bao_cao": "chưa báo cáo",
    },
    ("exclamation-triangle", "warning"): {
        "hoan_thanh_qua_han": "hoàn thành quá hạn",
        "nop_cham": "gửi chậm",
        "canh_bao": "cảnh báo",
        "can_xem": "cần xem lại",
    },
    ("signal-slash", "warning"): {"cho_mang": "chưa lưu, chờ mạng"},
    ("key", "warning"): {"het_phien": "chưa lưu, hết phiên"},
    ("user-group", "warning"): {"xung_dot": "chưa lưu, người khác vừa sửa"},
    ("ellipsis-horizontal-circle", "warning"): {"kem_o_sai": "chưa lưu, mục còn ô sai"},
    ("no-symbol", "danger"): {"bi_tu_choi": "chưa lưu, xem lý do cuối trang"},
    ("exclamation-circle", "danger"): {
        "qua_han": "quá hạn",
        "dang_thuc_hien_qua_han": "đang thực hiện quá hạn",
        "chua_dat": "chưa đạt",
        "khong_dat": "không đạt",
        "loi": "lỗi",
        "bi_loi": "bị lỗi",
        "sai": "chưa lưu, cần sửa",
    },
    ("arrow-uturn-left", "danger"): {"tra_lai": "trả lại", "da_thu_hoi": "đã thu hồi"},
    ("x-circle", "danger"): {"khong_dong_y": "không đồng ý", "tu_choi": "không nhận"},
}

HUY_HIEU: dict[str, KieuHuyHieu] = {
    value: KieuHuyHieu(icon, tone, label)
    for (icon, tone), states in _GROUPS.items()
    for value, label in states.items()
}

TONE_ICONS = {
    "neutral": "minus-circle",
    "info": "information-circle",
    "success": "check-circle",
    "warning": "exclamation-triangle",
    "danger": "exclamation-circle",
}


def look_of(state: object, label: str = "") -> KieuHuyHieu:
    """Find the look of a state, given as a stored value or as a member of a choice list.

    The words are ``label``, else the member's own, else those of the table; the first letter is
    capital. A value the table doesn't know is shown neutrally under its own words.

    >>> look_of("qua_han").label, look_of(TrangThaiOLuoi.SAI).tone, look_of("la", "lạ").icon
    ('Quá hạn', 'danger', 'question-mark-circle')
    """
    value = str(getattr(state, "value", state))
    look = HUY_HIEU.get(value, UNKNOWN)
    words = label or str(getattr(state, "label", "")) or look.label
    return KieuHuyHieu(look.icon, look.tone, words[:1].upper() + words[1:])
