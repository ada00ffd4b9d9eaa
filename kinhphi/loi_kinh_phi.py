"""Refusals about money; each is a sentence for the user, and names the field it is about."""

from datetime import date

from donvi.tieng_viet import format_dong, format_ngay

SO_TIEN_MOT_LAN = 10**15  # đồng; sums of thousands of movements stay within a database integer
LY_DO_TOI_DA = 2000  # characters of a reason


class KinhPhiError(Exception):
    """A refusal of this app; str() is a sentence for the user."""

    field = ""  # the form field the sentence is about, "" for the whole form


class KhongDuocPhep(KinhPhiError):
    """The person or the state of the plan doesn't allow the act; the reason says which."""


class NoiGhiKhongHopLe(KinhPhiError):
    """Money is recorded on a row of another plan, or on one that has rows under it."""

    field = "noi"

    def __init__(self) -> None:
        super().__init__(
            "Nơi ghi tiền phải là một dòng chi tiết hoặc nhiệm vụ của kế hoạch này; "
            "hãy chọn lại trong danh sách."
        )


class SoTienKhongHopLe(KinhPhiError):
    """An amount of nothing, or more than one document can hold."""

    field = "so_tien"

    def __init__(self) -> None:
        toi_da = format_dong(SO_TIEN_MOT_LAN)
        super().__init__(f"Số tiền phải lớn hơn 0 đồng và không quá {toi_da}.")


class ThieuSoChungTu(KinhPhiError):
    """Money without the number of its document."""

    field = "so_chung_tu"

    def __init__(self) -> None:
        super().__init__("Hãy ghi số chứng từ hoặc số quyết định, ví dụ 15/QĐ-UBND.")


class NgayTuongLai(KinhPhiError):
    """A document dated after today."""

    ten = "Ngày chứng từ"

    def __init__(self, ngay: date, on: date) -> None:
        super().__init__(
            f"{self.ten} {format_ngay(ngay)} ở sau hôm nay; hãy nhập ngày đến hết "
            f"{format_ngay(on)}."
        )


class NgayChungTuTuongLai(NgayTuongLai):
    """A document of a movement dated after today."""

    field = "ngay_chung_tu"


class LyDoKhongHopLe(KinhPhiError):
    """A decision needs a reason and got none, or one that is too long."""

    field = "ly_do"
    viec = "chấp nhận, để người xem sau biết vì sao không sửa"

    def __init__(self, ly_do: str) -> None:
        if ly_do:
            text = f"Lý do dài quá {LY_DO_TOI_DA} ký tự; hãy viết gọn lại."
        else:
            text = f"Hãy ghi lý do {self.viec}."
        super().__init__(text)


class ThieuLyDoHuy(LyDoKhongHopLe):
    """Something recorded is cancelled, and nobody said why."""

    viec = "hủy hoặc sửa, để người xem sau biết vì sao"


class DaHuyRoi(KinhPhiError):
    """Someone else cancelled the row in the meantime."""

    def __init__(self, ten: str) -> None:
        super().__init__(
            f"{ten} này đã được hủy trước đó; hãy tải lại trang để xem ai hủy, vì sao."
        )


class ChonNguon(KinhPhiError):
    """A row has several sources, and nobody said which one the money comes from."""

    field = "nguon_von"

    def __init__(self, cac_nguon: str) -> None:
        super().__init__(f"Dòng này có nhiều nguồn ({cac_nguon}); hãy chọn nguồn của khoản tiền.")


class NguonKhongHopLe(KinhPhiError):
    """Money from a source the row doesn't have."""

    field = "nguon_von"

    def __init__(self, ten: str) -> None:
        super().__init__(
            f"Dòng này không có nguồn “{ten}”; hãy để trống, hoặc thêm nguồn cho dòng trước."
        )


class VuotGioiHan(KinhPhiError):
    """More money than what it comes out of, and nobody said why; ``ten`` says of what."""

    field = "ly_do_vuot"

    def __init__(self, loai: str, tong: int, ten: str, gioi_han: int) -> None:
        super().__init__(
            f"Tổng {loai} sẽ là {format_dong(tong)}, vượt {format_dong(tong - gioi_han)} so "
            f"với {ten} {format_dong(gioi_han)}. Hãy sửa số tiền, hoặc ghi lý do vượt."
        )
