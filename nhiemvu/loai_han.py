"""Kinds of deadline (loại hạn), shared by the grammar, the state of a task and the model."""

from donvi.lua_chon import LuaChon


class LoaiHan(LuaChon):
    """Kinds of deadline; only NGAY .. KHOANG and TUONG_DOI are ever read with dates."""

    NGAY = "ngay", "Ngày"
    THANG = "thang", "Tháng"
    QUY = "quy", "Quý"
    NAM = "nam", "Năm"
    KHOANG = "khoang", "Khoảng thời gian"
    THUONG_XUYEN = "thuong_xuyen", "Thường xuyên"
    DINH_KY = "dinh_ky", "Định kỳ"
    SU_KIEN = "su_kien", "Theo sự kiện"
    TUONG_DOI = "tuong_doi", "Tính từ một mốc"
    KHONG_CO = "khong_co", "Không có thời hạn"
    CAN_XEM = "can_xem", "Cần xem lại"
