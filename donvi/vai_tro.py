"""Roles (vai trò): what a person may do, as a table in code rather than rows in the database.

A role is held in a unit of a commune (``ThanhVien``); ``CAP_TINH`` is held for a province and
``QUAN_TRI`` for the whole portal.
"""

from donvi.lua_chon import LuaChon


class VaiTro(LuaChon):
    """Say what a member of a unit does in the portal."""

    CAN_BO = "can_bo", "cán bộ đơn vị"
    TRUONG_DON_VI = "truong_don_vi", "trưởng đơn vị"
    TONG_HOP = "tong_hop", "tổng hợp"
    TAI_CHINH = "tai_chinh", "tài chính"
    VAN_THU = "van_thu", "văn thư"
    LANH_DAO = "lanh_dao", "lãnh đạo xã"
    CAP_TINH = "cap_tinh", "cấp tỉnh"
    QUAN_TRI = "quan_tri", "quản trị"


# Roles that write the report form of the unit they are held in.
ENTERING = frozenset({VaiTro.CAN_BO, VaiTro.TRUONG_DON_VI, VaiTro.TONG_HOP, VaiTro.TAI_CHINH})
# Roles that read the forms of every unit of the commune, not only of their own.
READING_ALL_UNITS = frozenset({VaiTro.TONG_HOP, VaiTro.LANH_DAO})
