"""Kinds of deadline (loại hạn), shared by the grammar, the state of a task and the model."""

from donvi.lua_chon import LuaChon


class LoaiHan(LuaChon):
    """Kinds of deadline; only NGAY .. KHOANG and TUONG_DOI are ever read with dates."""

    NGAY = "ngay", "ngày"
    THANG = "thang", "tháng"
    QUY = "quy", "quý"
    NAM = "nam", "năm"
    KHOANG = "khoang", "khoảng thời gian"
    THUONG_XUYEN = "thuong_xuyen", "thường xuyên"
    DINH_KY = "dinh_ky", "định kỳ"
    SU_KIEN = "su_kien", "theo sự kiện"
    TUONG_DOI = "tuong_doi", "tính từ một mốc"
    KHONG_CO = "khong_co", "không có thời hạn"
    CAN_XEM = "can_xem", "cần xem lại"
