"""States of a unit's form and of a compiled report, and the one table of allowed moves."""

from dataclasses import dataclass

from donvi.lua_chon import LuaChon


class TrangThaiPhieu(LuaChon):
    """Say where a unit's form stands; "late" is computed, never stored."""

    CHUA_BAO_CAO = "chua_bao_cao", "chưa báo cáo"
    DANG_NHAP = "dang_nhap", "đang nhập"
    DA_GUI = "da_gui", "đã gửi, chờ kiểm tra"
    TRA_LAI = "tra_lai", "trả lại"
    DA_TIEP_NHAN = "da_tiep_nhan", "đã tiếp nhận"
    DA_DONG = "da_dong", "đã đóng, không phải gửi"


class TrangThaiBaoCao(LuaChon):
    """Say where a compiled report stands."""

    DANG_LAP = "dang_lap", "đang tổng hợp"
    LOI = "loi", "tổng hợp bị lỗi"
    DU_THAO = "du_thao", "dự thảo"
    CHO_DUYET = "cho_duyet", "chờ duyệt"
    DA_DUYET = "da_duyet", "đã duyệt"
    DA_BAN_HANH = "da_ban_hanh", "đã ban hành"


class TrangThaiCongVan(LuaChon):
    """Say where a reminder letter stands."""

    DU_THAO = "du_thao", "dự thảo"
    CHO_DUYET = "cho_duyet", "chờ duyệt"
    DA_DUYET = "da_duyet", "đã duyệt"
    DA_BAN_HANH = "da_ban_hanh", "đã ban hành"
    DA_HUY = "da_huy", "đã hủy"


class LoaiVanBan(LuaChon):
    """Say what a document sent out is."""

    KE_HOACH = "ke_hoach", "kế hoạch"
    BAO_CAO = "bao_cao", "báo cáo"
    CONG_VAN = "cong_van", "công văn"
    DIEU_CHINH = "dieu_chinh", "điều chỉnh kế hoạch"


class TrangThaiVanBan(LuaChon):
    """Say where a document stands after approval (Decree 30/2020/NĐ-CP, articles 11 to 19)."""

    CHO_KY = "cho_ky", "chờ ký"
    DA_KY = "da_ky", "đã ký"
    DA_BAN_HANH = "da_ban_hanh", "đã phát hành"
    DA_THAY_THE = "da_thay_the", "đã bị thay thế"
    DA_THU_HOI = "da_thu_hoi", "đã thu hồi để sửa"


class HinhThucKy(LuaChon):
    """Say how a document was signed."""

    KY_SO = "ky_so", "ký số"
    KY_GIAY = "ky_giay", "ký trên giấy"


class TrangThaiBanIn(LuaChon):
    """Say where the making of a file stands."""

    DANG_CHO = "dang_cho", "đang chờ"
    DANG_LAM = "dang_lam", "đang tạo"
    DA_XONG = "da_xong", "đã xong"
    BI_LOI = "bi_loi", "bị lỗi"


@dataclass(frozen=True)
class BuocChuyen:
    """One allowed move: the act, where it may start, where it ends."""

    hanh_dong: str
    label: str
    tu: frozenset[LuaChon]
    den: LuaChon


P, B, C, V = TrangThaiPhieu, TrangThaiBaoCao, TrangThaiCongVan, TrangThaiVanBan

PHIEU_TRANSITIONS = {
    t.hanh_dong: t
    for t in (
        BuocChuyen(
            "save", "lưu nháp", frozenset({P.CHUA_BAO_CAO, P.DANG_NHAP, P.TRA_LAI}), P.DANG_NHAP
        ),
        BuocChuyen("submit", "gửi", frozenset({P.CHUA_BAO_CAO, P.DANG_NHAP, P.TRA_LAI}), P.DA_GUI),
        BuocChuyen("send_back", "trả lại", frozenset({P.DA_GUI}), P.TRA_LAI),
        BuocChuyen("accept", "tiếp nhận", frozenset({P.DA_GUI}), P.DA_TIEP_NHAN),
        BuocChuyen("reopen", "mở lại", frozenset({P.DA_TIEP_NHAN}), P.TRA_LAI),
        BuocChuyen("close", "đóng", frozenset({P.CHUA_BAO_CAO, P.DANG_NHAP, P.TRA_LAI}), P.DA_DONG),
    )
}

BAO_CAO_TRANSITIONS = {
    t.hanh_dong: t
    for t in (
        BuocChuyen("aggregate", "tổng hợp", frozenset({B.DANG_LAP, B.LOI, B.DU_THAO}), B.DU_THAO),
        BuocChuyen("edit", "sửa lời văn", frozenset({B.DU_THAO}), B.DU_THAO),
        BuocChuyen("submit", "trình duyệt", frozenset({B.DU_THAO}), B.CHO_DUYET),
        BuocChuyen("send_back", "trả lại", frozenset({B.CHO_DUYET}), B.DU_THAO),
        BuocChuyen("approve", "duyệt", frozenset({B.CHO_DUYET}), B.DA_DUYET),
        BuocChuyen("promulgate", "ban hành", frozenset({B.DA_DUYET}), B.DA_BAN_HANH),
        BuocChuyen("recall", "thu hồi để sửa", frozenset({B.DA_DUYET}), B.DU_THAO),
        BuocChuyen("reopen", "mở lại để thay thế", frozenset({B.DA_BAN_HANH}), B.DU_THAO),
    )
}

# Letters, amendments and plans are drafted, submitted, approved and issued by the same steps.
CONG_VAN_TRANSITIONS = {
    t.hanh_dong: t
    for t in (
        BuocChuyen("edit", "sửa", frozenset({C.DU_THAO}), C.DU_THAO),
        BuocChuyen("submit", "trình duyệt", frozenset({C.DU_THAO}), C.CHO_DUYET),
        BuocChuyen("send_back", "trả lại", frozenset({C.CHO_DUYET}), C.DU_THAO),
        BuocChuyen("approve", "duyệt", frozenset({C.CHO_DUYET}), C.DA_DUYET),
        BuocChuyen("cancel", "hủy", frozenset({C.DU_THAO, C.CHO_DUYET}), C.DA_HUY),
        BuocChuyen("promulgate", "ban hành", frozenset({C.DA_DUYET}), C.DA_BAN_HANH),
        BuocChuyen("recall", "thu hồi để sửa", frozenset({C.DA_DUYET}), C.DU_THAO),
        BuocChuyen("reopen", "mở lại để thay thế", frozenset({C.DA_BAN_HANH}), C.DU_THAO),
    )
}

# A document that is issued stays issued when its signed file, or word of its paper, comes later.
VAN_BAN_TRANSITIONS = {
    t.hanh_dong: t
    for t in (
        BuocChuyen(
            "take_back", "nhận bản đã ký", frozenset({V.CHO_KY, V.DA_KY, V.DA_BAN_HANH}), V.DA_KY
        ),
        BuocChuyen("sign_paper", "ghi đã ký giấy", frozenset({V.CHO_KY, V.DA_BAN_HANH}), V.DA_KY),
        BuocChuyen("promulgate", "phát hành", frozenset({V.CHO_KY, V.DA_KY}), V.DA_BAN_HANH),
        BuocChuyen("recall", "thu hồi để sửa", frozenset({V.CHO_KY}), V.DA_THU_HOI),
        BuocChuyen("reopen", "lập bản thay thế", frozenset({V.DA_BAN_HANH}), V.DA_BAN_HANH),
        BuocChuyen("replace", "thay thế", frozenset({V.DA_BAN_HANH}), V.DA_THAY_THE),
        BuocChuyen("correct", "đính chính", frozenset({V.DA_BAN_HANH}), V.DA_BAN_HANH),
    )
}
ISSUED_DOCUMENT = frozenset({V.DA_BAN_HANH, V.DA_THAY_THE})

FROZEN_REPORT = frozenset({B.DA_DUYET, B.DA_BAN_HANH})
FROZEN_LETTER = frozenset({C.DA_DUYET, C.DA_BAN_HANH})
REPORTED_FORM = frozenset({P.DA_GUI, P.DA_TIEP_NHAN})
NOTHING_OWED = REPORTED_FORM | {P.DA_DONG}  # the unit reported, or its request was called off
EDITABLE_FORM = PHIEU_TRANSITIONS["save"].tu
