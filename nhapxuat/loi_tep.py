"""Why a file of an annex is not taken, in one sentence each; and the limits files must keep."""

from dataclasses import dataclass
from decimal import Decimal

from donvi.tieng_viet import format_so


@dataclass(frozen=True, slots=True)
class GioiHan:
    """What a file may hold at most; sizes in bytes, all limits inclusive.

    ``giai_nen_toi_da`` bounds what all parts unpack to, ``xml_toi_da`` one part that is read.
    ``o_toi_da`` bounds cells that hold something, ``chu_toi_da`` characters of one cell.
    """

    tep_toi_da: int = 10 * 2**20
    dong_toi_da: int = 20_000
    cot_toi_da: int = 256
    o_toi_da: int = 200_000
    chu_toi_da: int = 32_767
    bang_toi_da: int = 200
    giai_nen_toi_da: int = 150 * 2**20
    xml_toi_da: int = 80 * 2**20
    phan_toi_da: int = 3_000


MAC_DINH = GioiHan()


class TepKhongDoc(Exception):
    """A file that can't be read; str() is one sentence for the user: what, and what to do."""


class TepRong(TepKhongDoc):
    def __init__(self) -> None:
        super().__init__("Tệp rỗng, không có nội dung; cần chọn lại đúng tệp phụ lục.")


class TepQuaLon(TepKhongDoc):
    def __init__(self, co: int, toi_da: int) -> None:
        super().__init__(
            f"Tệp nặng {_megabytes(co)} MB, quá giới hạn {_megabytes(toi_da)} MB; cần bỏ bớt ảnh "
            "hoặc tách riêng các bảng phụ lục thành tệp nhỏ hơn."
        )


class TepHong(TepKhongDoc):
    def __init__(self, o_dau: str = "") -> None:
        where = f" (phần “{o_dau}”)" if o_dau else ""
        super().__init__(
            f"Tệp bị hỏng hoặc bị cắt cụt{where}; cần mở bằng Word hoặc Excel, lưu lại rồi tải lên."
        )


class TepSaiLoai(TepKhongDoc):
    def __init__(self, la_gi: str, can_gi: str = "") -> None:
        need = can_gi or "cần tệp Excel (.xlsx), Word (.docx) hoặc CSV (.csv)"
        super().__init__(f"Tệp này {la_gi}; {need}.")


class TepKieuCu(TepKhongDoc):
    def __init__(self, ten_loai: str, duoi_moi: str) -> None:
        super().__init__(
            f"Đây là tệp {ten_loai} kiểu cũ; cần mở ra, chọn Lưu thành (Save As) {duoi_moi} rồi "
            "tải lên."
        )


class TepCoMatKhau(TepKhongDoc):
    def __init__(self) -> None:
        super().__init__("Tệp được đặt mật khẩu nên không đọc được; cần gỡ mật khẩu rồi tải lên.")


class TepCoMacro(TepKhongDoc):
    def __init__(self) -> None:
        super().__init__(
            "Tệp có macro (mã chạy được) nên không được nhận; cần lưu thành .xlsx hoặc .docx "
            "không có macro rồi tải lên."
        )


class TepLongTep(TepKhongDoc):
    def __init__(self, ten_phan: str) -> None:
        super().__init__(
            f"Tệp chứa tệp nén hoặc tài liệu khác bên trong (“{ten_phan}”); cần bỏ đối tượng nhúng "
            "rồi tải lên."
        )


class TepCoDuongDan(TepKhongDoc):
    def __init__(self, ten_phan: str) -> None:
        super().__init__(
            f"Tệp có thành phần mang đường dẫn không hợp lệ (“{ten_phan}”), không phải do Word "
            "hoặc Excel ghi; cần dùng tệp gốc."
        )


class TepCoThucTheXml(TepKhongDoc):
    def __init__(self, ten_phan: str) -> None:
        super().__init__(
            f"Tệp có khai báo XML bị cấm (DTD, thực thể) trong “{ten_phan}”, Word và Excel không "
            "ghi như vậy; cần dùng tệp gốc."
        )


class TepNenQuaMuc(TepKhongDoc):
    def __init__(self, co: int, toi_da: int) -> None:
        super().__init__(
            f"Tệp giải nén ra {_megabytes(co)} MB, quá giới hạn {_megabytes(toi_da)} MB nên không "
            "được đọc; cần sao chép riêng các bảng sang tệp mới."
        )


class TepQuaNhieu(TepKhongDoc):
    """More rows, columns, cells, tables or parts than the limit; ``thua`` names them."""

    def __init__(self, o_dau: str, thua: str, toi_da: int) -> None:
        super().__init__(
            f"{o_dau} có quá {format_so(toi_da)} {thua}, kể cả {thua} trống; cần xóa phần thừa "
            "hoặc tách thành nhiều tệp."
        )


class TepCoLienKetNgoai(TepKhongDoc):
    def __init__(self, lien_ket: str) -> None:
        super().__init__(
            f"Tệp có liên kết lấy dữ liệu từ tệp hoặc địa chỉ khác (“{lien_ket[:80]}”); cần ngắt "
            "liên kết (Break Links), dán thành giá trị rồi tải lên."
        )


class TepTonSuc(TepKhongDoc):
    """Reading was stopped: the file needs more time or memory than a file of its size should."""

    def __init__(self) -> None:
        super().__init__(
            "Tệp cần quá nhiều bộ nhớ hoặc thời gian để đọc nên đã dừng; cần sao chép riêng các "
            "bảng phụ lục sang tệp mới rồi tải lên."
        )


def _megabytes(co: int) -> str:
    """Write a size to a tenth, rounded up, so that what is over a limit never looks like it.

    >>> _megabytes(10 * 2**20), _megabytes(10 * 2**20 + 1), _megabytes(900 * 2**20)
    ('10', '10,1', '900')
    """
    return format_so(Decimal(-(-co * 10 // 2**20)) / 10)
