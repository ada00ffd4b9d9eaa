"""Why a file that was read is not saved, in one sentence each."""

from collections.abc import Sequence

from nhapxuat.ket_qua_nhap import VanDeNhap


class NhapError(Exception):
    """A refusal while a file is reviewed or saved; str() is a sentence for the user."""

    field = ""  # the form field the sentence is about, "" for the whole form


class KhongDuocPhep(NhapError):
    """The person, or the state of the plan, doesn't allow the act; the reason says which."""


class KeHoachKhongNhan(NhapError):
    """The plan takes no changes in its present state."""


class KhongLuuDuoc(NhapError):
    """Rows of the file can't be stored; nothing is. ``van_de`` names each."""

    def __init__(self, van_de: Sequence[VanDeNhap]) -> None:
        self.van_de = tuple(van_de)
        first = self.van_de[0]
        more = f" Còn {len(self.van_de) - 1} lỗi nữa." if len(self.van_de) > 1 else ""
        super().__init__(f"Chưa lưu gì. {first.o_dau}: {first.thong_bao}{more}")


class SaiTrangThai(NhapError):
    """The file is past the step that was asked for."""

    def __init__(self, trang_thai: str) -> None:
        super().__init__(
            f"Lần nhập này đang ở trạng thái “{trang_thai}” nên không làm được việc vừa chọn; hãy "
            "tải lại trang."
        )


class OKhongCo(NhapError):
    """The cell a person corrects is not in the file."""

    field = "gia_tri"

    def __init__(self) -> None:
        super().__init__("Ô cần sửa không còn trong bảng đã đọc; hãy tải lại trang rồi sửa lại.")


class GiaTriQuaDai(NhapError):
    """A corrected cell or a reason is longer than what can be kept."""

    def __init__(self, field: str, toi_da: int) -> None:
        self.field = field
        super().__init__(f"Nội dung dài quá {toi_da} ký tự; hãy viết gọn lại.")


class VanDeKhongCon(NhapError):
    """The problem a person accepts is not there any more."""

    def __init__(self) -> None:
        super().__init__(
            "Vấn đề này không còn, có thể do ô hoặc cột đã được sửa; hãy xem lại danh sách."
        )


class NhomDaDoi(NhapError):
    """Other problems of the kind are open, or accepted, than those the person saw."""

    def __init__(self) -> None:
        super().__init__(
            "Các vấn đề cùng loại đã thay đổi sau khi bạn mở trang; hãy xem lại rồi bấm lại."
        )


class PhaiSua(NhapError):
    """The problem makes saving impossible, so that no reason helps."""

    field = "ly_do"

    def __init__(self) -> None:
        super().__init__(
            "Vấn đề này phải sửa thì mới lưu được, không chấp nhận bằng lý do; hãy sửa ô trong tệp "
            "hoặc sửa ngay tại đây."
        )


class ThieuLyDo(NhapError):
    """A decision needs a reason."""

    field = "ly_do"

    def __init__(self, de_lam_gi: str = "thay đổi kế hoạch đang có hiệu lực") -> None:
        super().__init__(f"Hãy ghi lý do {de_lam_gi}, để người xem sau biết vì sao.")


class ConLoi(NhapError):
    """Errors are open that were neither corrected nor accepted."""

    def __init__(self, so_loi: int) -> None:
        super().__init__(
            f"Còn {so_loi} lỗi chưa sửa và chưa chấp nhận; hãy xử lý từng lỗi rồi lưu."
        )


class KhongCoGi(NhapError):
    """Nothing in the file differs from the plan."""

    def __init__(self) -> None:
        super().__init__("Tệp không có dòng nào khác với kế hoạch nên không có gì để lưu.")


class KeHoachDaDoi(NhapError):
    """The plan changed after the person looked: other rows would be written than they saw."""

    def __init__(self) -> None:
        super().__init__(
            "Kế hoạch đã thay đổi sau khi bạn xem nên chưa lưu gì; hãy xem lại phần thay đổi bên "
            "dưới rồi lưu."
        )


class DaXemKhac(NhapError):
    """What is stored to look at is not what the person saw: it changed in another window."""

    def __init__(self) -> None:
        super().__init__(
            "Tệp đã được sửa ở cửa sổ khác sau khi bạn mở trang nên chưa lưu gì; hãy xem lại phần "
            "thay đổi rồi lưu."
        )


class TenKhongRo(NhapError):
    """What a name is said to mean is none of the commune's units or groups."""

    field = "ten_goi"

    def __init__(self) -> None:
        super().__init__(
            "Đơn vị đã chọn không có trong danh mục của xã; hãy tải lại trang rồi chọn lại."
        )
