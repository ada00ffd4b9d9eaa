"""What the parts of a plan's content consist of: fields, their names, their words and readings.

Pure. A row (dòng) is one entry of the content of a version (``noi_dung_ke_hoach``). A field has the
words the plan prints and, beside them, what the portal reads from them; either may be empty.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from baocao.doc_truong import (
    Dong,
    Read,
    label_of,
    level_of,
    read_amount,
    read_code,
    read_cut_off,
    read_deadline,
    read_due,
    read_level_words,
    read_lines,
    read_list,
    read_pause,
    read_units,
    read_word,
    write_day,
    write_number,
)
from chitieu.danh_gia import CachCongDon, ChieuHuong
from donvi.lua_chon import LuaChon
from kehoach.ky_bao_cao import LoaiKy


class PhanKeHoach(LuaChon):
    """Name a part of the content; the value is its key, the label one row of it."""

    KE_HOACH = "ke_hoach", "phần đầu và chữ ký"
    CAN_CU = "can_cu", "căn cứ"
    DE_MUC = "de_muc", "đề mục"
    MUC_TIEU = "muc_tieu", "mục tiêu"
    CHI_TIEU = "chi_tieu", "chỉ tiêu"
    NHOM_NHIEM_VU = "nhom_nhiem_vu", "nhóm nhiệm vụ"
    NHIEM_VU = "nhiem_vu", "nhiệm vụ"
    NGUON_VON = "nguon_von", "nguồn vốn"
    KINH_PHI = "kinh_phi", "dòng kinh phí"
    NOI_NHAN = "noi_nhan", "nơi nhận"
    QUY_DINH = "quy_dinh_bao_cao", "chế độ báo cáo"


class LoaiThayDoi(LuaChon):
    """Say what kind of change it is."""

    BO_SUNG = "bo_sung", "bổ sung"
    BAI_BO = "bai_bo", "bãi bỏ"
    DOI_LOI = "doi_loi", "sửa lời văn"
    DOI_HAN = "doi_han", "đổi thời hạn"
    DOI_CHU_TRI = "doi_chu_tri", "đổi chủ trì"
    DOI_PHOI_HOP = "doi_phoi_hop", "đổi phối hợp"
    DOI_MUC = "doi_muc", "đổi mức chỉ tiêu"
    DOI_TIEN = "doi_tien", "đổi kinh phí"
    CHUYEN_CHO = "chuyen_cho", "chuyển nhóm, chuyển thứ tự"
    DOI_SO = "doi_so", "đánh lại số thứ tự"
    TAM_DUNG = "tam_dung", "tạm dừng hoặc làm tiếp"
    DOI_KHAC = "doi_khac", "sửa nội dung khác"


@dataclass(frozen=True, slots=True)
class GiaTri:
    """A field of one row: the words as printed, and what the portal reads from them."""

    chu: str = ""
    doc: str = ""

    def __str__(self) -> str:
        """Give the words, else the reading.

        >>> str(GiaTri("", "75")), str(GiaTri("≥ 75%", "≥ 75"))
        ('75', '≥ 75%')
        """
        return self.chu or self.doc


@dataclass(frozen=True, slots=True)
class Truong:
    """A field that is compared: its key and name, the kind of its change, how it is read.

    ``khoa_tho`` are the keys of the row it stands for; ``thuoc`` is the part whose row it names
    by code.
    """

    khoa: str
    nhan: str
    loai: LoaiThayDoi
    khoa_tho: tuple[str, ...]
    chu: Read | None = None
    doc: Read | None = None
    thuoc: PhanKeHoach | None = None

    def value_of(self, dong: Dong) -> GiaTri:
        """Read the field of a row."""
        return GiaTri(
            self.chu(dong) if self.chu else "",
            self.doc(dong) if self.doc else "",
        )


def code_of(phan: PhanKeHoach, dong: Dong) -> str:
    """Give the code a row of the part is known by; empty where rows have none."""
    return str(dong.get(_CODES.get(phan, ""), ""))


def number_of(phan: PhanKeHoach, dong: Dong) -> str:
    """Give the number the plan prints before a row; rows of the body have codes, no number.

    >>> number_of(PhanKeHoach.NHIEM_VU, {"ma": "VX.1.2", "loai_nhiem_vu": "van_xuoi"})
    ''
    """
    if phan is PhanKeHoach.DE_MUC:
        return str(dong.get("so_in", ""))
    kind = dong.get("loai_nhiem_vu") or dong.get("loai_nhom") or "phu_luc"
    return str(dong.get("ma", "")) if kind == "phu_luc" else ""


def name_of(phan: PhanKeHoach, dong: Dong) -> str:
    """Give the wording a row of the part is known by.

    >>> name_of(PhanKeHoach.QUY_DINH, {"loai_ky": "6T"})
    'Báo cáo 6 tháng'
    """
    if phan is PhanKeHoach.QUY_DINH:
        return f"Báo cáo {label_of(LoaiKy, dong.get('loai_ky'))}"
    return str(dong.get(_NAMES.get(phan, "ten"), ""))


def fields_of(phan: PhanKeHoach, rows: Iterable[Dong]) -> Iterator[Truong]:
    """List the compared fields of the part; of indicators also the level of each milestone."""
    yield from _FIELDS[phan]
    if phan is PhanKeHoach.CHI_TIEU:
        years = {level["nam"] for row in rows for level in row.get("muc", ())}
        for year in sorted(years):
            yield _level_field(year)


def _level_field(nam: int) -> Truong:
    return Truong(
        f"muc:{nam}",
        f"Mức năm {nam}",
        LoaiThayDoi.DOI_MUC,
        ("muc",),
        lambda dong: str(level_of(dong, nam).get("nguyen_van", "")),
        lambda dong: read_level_words(level_of(dong, nam)),
    )


# --- the table ---------------------------------------------------------------------------------

_L, _P = LoaiThayDoi, PhanKeHoach


def _printed(khoa: str, nhan: str, loai: LoaiThayDoi = _L.DOI_KHAC) -> Truong:
    return Truong(khoa, nhan, loai, (khoa,), read_lines(khoa))


def _read_only(khoa: str, nhan: str, doc: Read, loai: LoaiThayDoi = _L.DOI_KHAC) -> Truong:
    return Truong(khoa, nhan, loai, (khoa,), doc=doc)


def _belongs(khoa: str, nhan: str, thuoc: PhanKeHoach) -> Truong:
    return Truong(khoa, nhan, _L.CHUYEN_CHO, (khoa,), read_word(khoa), thuoc=thuoc)


_CODES = {
    _P.CAN_CU: "so_hieu", _P.DE_MUC: "ma", _P.CHI_TIEU: "ma", _P.NHOM_NHIEM_VU: "ma",
    _P.NHIEM_VU: "ma", _P.KINH_PHI: "ma", _P.QUY_DINH: "loai_ky",
}  # fmt: skip
_NAMES = {
    _P.KE_HOACH: "chu_the", _P.CAN_CU: "noi_dung", _P.DE_MUC: "tieu_de", _P.MUC_TIEU: "noi_dung",
    _P.KINH_PHI: "noi_dung",
}  # fmt: skip
_FIELDS: dict[PhanKeHoach, tuple[Truong, ...]] = {
    _P.KE_HOACH: (
        _printed("trich_yeu", "Trích yếu", _L.DOI_LOI),
        Truong("giai_doan", "Các năm của kế hoạch", _L.DOI_HAN, ("nam_bat_dau", "nam_ket_thuc"),
               lambda d: f"{d.get('nam_bat_dau')} - {d.get('nam_ket_thuc')}"),
        _printed("nhan_thoi_gian", "Nhãn thời gian"),
        Truong("cac_moc", "Các năm có mức chỉ tiêu", _L.DOI_MUC, ("cac_moc",),
               read_list("cac_moc")),
        _read_only("don_vi_dau_moi", "Đơn vị đầu mối",
                   lambda d: (d.get("don_vi_dau_moi") or {}).get("ten", ""), _L.DOI_CHU_TRI),
        Truong("tong_kinh_phi_in", "Tổng kinh phí (đồng)", _L.DOI_TIEN, ("tong_kinh_phi_in",),
               read_amount("tong_kinh_phi_in")),
        _printed("tong_bang_chu", "Tổng kinh phí bằng chữ", _L.DOI_TIEN),
        _printed("loi_dan", "Lời dẫn", _L.DOI_LOI),
        _printed("loi_ket", "Lời kết", _L.DOI_LOI),
        _read_only("chu_the", "Chủ thể ban hành", read_code("chu_the")),
        _printed("co_quan_ban_hanh", "Cơ quan ban hành"),
        _printed("co_quan_chu_quan", "Cơ quan chủ quản"),
        _printed("ky_hieu", "Ký hiệu"),
        _printed("dia_danh", "Địa danh"),
        _printed("thoi_gian_ky", "Thời gian ký"),
        _printed("kinh_gui", "Kính gửi"),
        _printed("quyen_han", "Thẩm quyền ký"),
        _printed("chuc_vu_khac", "Chức vụ khác"),
        _printed("nguoi_ky", "Người ký"),
        _read_only("don_vi_tien", "Đơn vị tiền", read_code("don_vi_tien")),
        _read_only("bo_cot", "Bộ cột phụ lục", read_code("bo_cot")),
    ),
    _P.CAN_CU: (
        _printed("tu_dan", "Từ dẫn"),
        _printed("noi_dung", "Nội dung", _L.DOI_LOI),
        _read_only("ngay_van_ban", "Ngày văn bản", lambda d: write_day(d.get("ngay_van_ban"))),
        _read_only("co_quan_ban_hanh", "Cơ quan ban hành", read_word("co_quan_ban_hanh")),
    ),
    _P.DE_MUC: (
        _printed("so_in", "Số in", _L.DOI_SO),
        _printed("tieu_de", "Tiêu đề", _L.DOI_LOI),
        _printed("noi_dung", "Nội dung", _L.DOI_LOI),
        _belongs("ma_cha", "Thuộc đề mục", _P.DE_MUC),
        _read_only("noi_dung_kem", "Bảng in kèm", read_code("noi_dung_kem")),
        _read_only("loai_de_muc", "Loại đề mục", read_code("loai_de_muc")),
    ),
    _P.MUC_TIEU: (_printed("noi_dung", "Nội dung", _L.DOI_LOI),),
    _P.CHI_TIEU: (
        _printed("ten", "Tên chỉ tiêu", _L.DOI_LOI),
        _printed("nguyen_van", "Nguyên văn trong thân văn bản", _L.DOI_LOI),
        _printed("don_vi_tinh", "Đơn vị tính"),
        Truong("chu_tri", "Chủ trì", _L.DOI_CHU_TRI, ("chu_tri_nguyen_van", "chu_tri"),
               read_word("chu_tri_nguyen_van"), read_units("chu_tri")),
        _printed("nhom_chi_tieu", "Nhóm chỉ tiêu", _L.CHUYEN_CHO),
        _belongs("ma_cha", "Thuộc chỉ tiêu", _P.CHI_TIEU),
        _printed("giai_thich", "Giải thích"),
        _read_only("loai_chi_tieu", "Loại chỉ tiêu", read_code("loai_chi_tieu")),
        _read_only("chieu_huong", "Chiều hướng",
                   lambda d: label_of(ChieuHuong, d.get("chieu_huong"))),
        _read_only("cach_cong_don", "Cách cộng dồn",
                   lambda d: label_of(CachCongDon, d.get("cach_cong_don"))),
    ),
    _P.NHOM_NHIEM_VU: (
        _printed("ten", "Tên nhóm", _L.DOI_LOI),
        _read_only("loai_nhom", "Loại nhóm", read_code("loai_nhom")),
    ),
    _P.NHIEM_VU: (
        _printed("ten", "Nội dung nhiệm vụ", _L.DOI_LOI),
        Truong("thoi_han", "Thời hạn", _L.DOI_HAN,
               ("thoi_han_nguyen_van", "loai_han", "tu_ngay", "han_hoan_thanh"),
               read_word("thoi_han_nguyen_van"), read_deadline),
        Truong("chu_tri", "Chủ trì", _L.DOI_CHU_TRI, ("chu_tri_nguyen_van", "chu_tri"),
               read_word("chu_tri_nguyen_van"), read_units("chu_tri")),
        Truong("phoi_hop", "Phối hợp", _L.DOI_PHOI_HOP, ("phoi_hop_nguyen_van", "phoi_hop"),
               read_word("phoi_hop_nguyen_van"), read_units("phoi_hop")),
        Truong("tam_dung", "Thực hiện", _L.TAM_DUNG, ("tam_dung", "ly_do_tam_dung"), read_pause),
        _printed("san_pham", "Sản phẩm, kết quả"),
        Truong("kinh_phi", "Kinh phí", _L.DOI_TIEN, ("kinh_phi_nguyen_van", "so_tien"),
               read_word("kinh_phi_nguyen_van"), read_amount("so_tien")),
        _printed("nguon_nguyen_van", "Nguồn kinh phí", _L.DOI_TIEN),
        _belongs("nhom", "Nhóm nhiệm vụ", _P.NHOM_NHIEM_VU),
        _belongs("de_muc", "Thuộc đề mục", _P.DE_MUC),
        Truong("chi_tieu", "Chỉ tiêu gắn với nhiệm vụ", _L.DOI_KHAC, ("chi_tieu",),
               doc=read_list("chi_tieu"), thuoc=_P.CHI_TIEU),
        _read_only("loai_nhiem_vu", "Loại nhiệm vụ", read_code("loai_nhiem_vu"), _L.CHUYEN_CHO),
    ),
    _P.NGUON_VON: (_printed("ten", "Tên nguồn vốn", _L.DOI_LOI),),
    _P.KINH_PHI: (
        _printed("so_in", "Số in", _L.DOI_SO),
        _printed("noi_dung", "Nội dung", _L.DOI_LOI),
        _printed("don_vi_tinh", "Đơn vị tính"),
        Truong("so_luong", "Số lượng", _L.DOI_TIEN, ("so_luong_nguyen_van", "so_luong"),
               read_word("so_luong_nguyen_van"),
               lambda d: write_number(d["so_luong"]) if d.get("so_luong") is not None else ""),
        Truong("don_gia", "Đơn giá (đồng)", _L.DOI_TIEN, ("don_gia",), read_amount("don_gia")),
        Truong("thanh_tien_in", "Thành tiền in (đồng)", _L.DOI_TIEN, ("thanh_tien_in",),
               read_amount("thanh_tien_in")),
        _read_only("thanh_tien_tinh", "Thành tiền tính lại (đồng)", read_amount("thanh_tien_tinh"),
                   _L.DOI_TIEN),
        _printed("ghi_chu", "Ghi chú"),
        _read_only("nguon", "Nguồn vốn", read_list("nguon"), _L.DOI_TIEN),
        _belongs("ma_cha", "Thuộc dòng", _P.KINH_PHI),
        Truong("nhiem_vu", "Nhiệm vụ được chi", _L.DOI_KHAC, ("nhiem_vu",),
               doc=read_word("nhiem_vu"), thuoc=_P.NHIEM_VU),
        _read_only("cap_dong", "Cấp dòng", read_code("cap_dong")),
    ),
    _P.NOI_NHAN: (_printed("ten", "Nơi nhận", _L.DOI_LOI),),
    _P.QUY_DINH: (
        _printed("nguyen_van", "Nguyên văn", _L.DOI_LOI),
        _read_only("cach_chot", "Cách chốt số liệu", read_cut_off),
        _read_only("han_don_vi", "Hạn của đơn vị",
                   read_due("ngay_han_don_vi", "lech_thang_don_vi", "nghiem_ngat"), _L.DOI_HAN),
        _read_only("han_dau_moi", "Hạn của đầu mối",
                   read_due("ngay_han_dau_moi", "lech_thang_dau_moi", "nghiem_ngat_dau_moi"),
                   _L.DOI_HAN),
        _printed("noi_nhan_bao_cao", "Nơi nhận báo cáo"),
    ),
}  # fmt: skip
