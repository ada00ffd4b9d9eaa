"""Why a file taken back signed is refused: one class, one Vietnamese sentence for each reason.

Standard library only, so that a page may name the classes without loading what reads PDF.
"""


class LoiChuKy(ValueError):
    """A signed file that is refused; str() says what is wrong and what is expected."""

    mau_cau = ""

    def __init__(self, **gia_tri: str) -> None:
        """Fill the sentence of the class with the values it names."""
        self.gia_tri = gia_tri
        super().__init__(self.mau_cau.format(**gia_tri))


class LoiQuaLon(LoiChuKy):
    """The file is larger than the limit; nothing of it was read."""

    mau_cau = "Tệp gửi lên lớn {so_mb} MB; tệp đã ký được nhận tối đa {toi_da} MB."


class LoiKhongPhaiPdf(LoiChuKy):
    """The file is empty or of another kind."""

    mau_cau = "Tệp gửi lên không phải tệp PDF; cần tệp PDF đã ký số của văn bản này."


class LoiMaHoa(LoiChuKy):
    """The file is encrypted."""

    mau_cau = (
        "Tệp PDF gửi lên đã bị mã hóa hoặc đặt mật khẩu; cần tệp ký trực tiếp trên bản PDF tải về "
        "từ trang này, không đặt mật khẩu."
    )


class LoiVanBanKhac(LoiChuKy):
    """The file is not the document that was issued, nor a changed form of it."""

    mau_cau = (
        "Tệp gửi lên là một văn bản khác{ten_ban}; cần đúng bản PDF của văn bản này, tải về từ "
        "trang này rồi ký."
    )


class LoiBanCu(LoiChuKy):
    """The file is an older version of the document."""

    mau_cau = (
        "Tệp gửi lên là bản cũ đã được thay ({ten_ban}); cần tải bản PDF hiện hành từ trang này "
        "và ký lại."
    )


class LoiDaSua(LoiChuKy):
    """Something other than signatures changed after the document was issued."""

    mau_cau = (
        "Nội dung tệp đã bị thay đổi sau khi cổng tạo văn bản: {chi_tiet}. Cần ký trên đúng bản "
        "PDF tải về từ trang này, không chỉnh sửa và không lưu lại bằng phần mềm khác."
    )


class LoiChuaKy(LoiChuKy):
    """The file has no signature."""

    mau_cau = "Tệp gửi lên chưa có chữ ký số nào; cần tệp đã ký vào ô ký có sẵn trong văn bản."


class LoiChuKyHong(LoiChuKy):
    """A signature does not fit the bytes it should protect, or can't be read."""

    mau_cau = (
        "Chữ ký số tại {ten_o} không hợp lệ: {chi_tiet}. Cần ký lại trên bản PDF tải về từ "
        "trang này."
    )


class LoiKyHaiLan(LoiChuKy):
    """A field that was signed was signed again, so that the first signature is gone."""

    mau_cau = (
        "Có hơn một chữ ký số tại {ten_o}; mỗi ô chỉ được ký một lần. Cần ký lại trên bản PDF tải "
        "về từ trang này."
    )


class LoiNgoaiO(LoiChuKy):
    """A signature, or a place for one, stands outside the two fields."""

    mau_cau = (
        "Có chữ ký số ngoài các ô ký của văn bản ({ten_o}); cần chọn ô ký có sẵn trong tệp khi ký, "
        "không vẽ ô ký mới."
    )


class LoiHetHan(LoiChuKy):
    """The certificate was not valid at the time of signing."""

    mau_cau = (
        "Chứng thư số của {nguoi_ky} không có hiệu lực lúc ký ({luc_ky}); chứng thư có hiệu lực từ "
        "{tu_ngay} đến {den_ngay}. Cần ký lại bằng chứng thư còn hiệu lực."
    )


class LoiThuHoi(LoiChuKy):
    """The certificate is on a list of revoked certificates."""

    mau_cau = (
        "Chứng thư số của {nguoi_ky} đã bị thu hồi ngày {ngay_thu_hoi}; cần ký lại bằng chứng thư "
        "còn hiệu lực."
    )


class LoiThoiDiemKy(LoiChuKy):
    """The signature names a time that has not come yet."""

    mau_cau = (
        "Chữ ký số tại {ten_o} ghi thời điểm ký {luc_ky}, muộn hơn lúc cổng nhận tệp; cần chỉnh "
        "đồng hồ của máy ký rồi ký lại."
    )


class LoiKhongDocDuoc(LoiChuKy):
    """The file can't be read through within the bounds of time and memory."""

    mau_cau = (
        "Không kiểm tra được tệp gửi lên ({chi_tiet}); cần tệp do phần mềm ký số lưu ra từ bản PDF "
        "tải về từ trang này."
    )


CAC_LOI: dict[str, type[LoiChuKy]] = {
    loi.__name__: loi
    for loi in (
        LoiQuaLon, LoiKhongPhaiPdf, LoiMaHoa, LoiVanBanKhac, LoiBanCu, LoiDaSua, LoiChuaKy,
        LoiChuKyHong, LoiKyHaiLan, LoiNgoaiO, LoiHetHan, LoiThuHoi, LoiThoiDiemKy, LoiKhongDocDuoc,
    )
}  # fmt: skip
