"""What the guide and the notes of an empty workbook say about each column, with examples."""

from collections.abc import Sequence

from kinhphi.so_tien import DonViTien
from nhapxuat.phu_luc_xuat import CotXuat, header_rows
from nhapxuat.trang_rieng import HUONG_DAN
from nhapxuat.trang_xuat import CanhO, DongChu, DongXuat, KieuXuat, OXuat, TrangXuat

# sheet -> (how the header begins, what the column holds, examples)
CAC_COT: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Chỉ tiêu": (
        ("TT", "Số thứ tự của chỉ tiêu, mỗi chỉ tiêu một số riêng. Chỉ tiêu con ghi số của chỉ "
         "tiêu cha, dấu chấm, số con. Ô là kiểu chữ nên 15.10 giữ nguyên số 0.", "1; 15; 15.1"),
        ("Chỉ tiêu", "Tên chỉ tiêu. Muốn chia nhóm thì thêm một dòng chỉ có chữ cái hoặc số La Mã "
         "ở cột TT và tên nhóm ở cột này, các cột khác để trống.",
         "Tỷ lệ hồ sơ trực tuyến toàn trình"),
        ("Đơn vị tính", "Đơn vị của con số phải đạt.", "%; cuộc; lớp"),
        ("Mức phải đạt", "Mức phải đạt của năm ghi ở tiêu đề, viết đúng như trong kế hoạch; năm "
         "không giao thì để trống.", "≥ 60%; 100%; Trên 80%; ít nhất 02 cuộc; Hoàn thành"),
        ("Năm", "Mức phải đạt của năm ghi ở tiêu đề, viết đúng như trong kế hoạch; năm không giao "
         "thì để trống.", "≥ 60%; 100%; Trên 80%; ít nhất 02 cuộc; Hoàn thành"),
        ("Đơn vị chủ trì", "Đơn vị chịu trách nhiệm về số liệu của chỉ tiêu. Nhiều đơn vị thì cách "
         "nhau bằng dấu chấm phẩy, đơn vị ghi trước báo cáo số liệu.",
         "Phòng Văn hóa - Xã hội; Công an xã"),
    ),
    "Nhiệm vụ": (
        ("TT", "Số thứ tự của nhiệm vụ, mỗi nhiệm vụ một số riêng.", "1; 2; 11.10"),
        ("Nội dung nhiệm vụ", "Tên nhiệm vụ. Muốn chia nhóm thì thêm một dòng chỉ có số La Mã ở "
         "cột TT và tên nhóm ở cột này.", "Mua sắm máy tính cho cán bộ, công chức"),
        ("Đơn vị chủ trì", "Đơn vị làm chính, theo tên trong danh bạ của xã; nhiều đơn vị thì cách "
         "nhau bằng dấu chấm phẩy.", "Phòng Kinh tế; Công an xã"),
        ("Đơn vị phối hợp", "Các đơn vị cùng làm, cách nhau bằng dấu chấm phẩy.",
         "Công an xã; Các thôn"),
        ("Thời gian hoàn thành", "Thời hạn của nhiệm vụ.",
         "30/6/2026; Quý I - III/2026; Tháng 9/2026; Năm 2026; Thường xuyên"),
        ("Sản phẩm", "Kết quả phải có khi xong việc.", "Báo cáo; 20 máy tính"),
        ("Kinh phí", "Số tiền theo đơn vị tiền ghi ở tiêu đề cột; không có thì để trống.",
         "890; 1.640; 1,5"),
        ("Nguồn kinh phí", "Nguồn của số tiền.", "Ngân sách xã"),
    ),
    "Kinh phí": (
        ("TT", "Số của dòng theo cấp: A, B cho phần; I, II cho mục; 1, 2, 3 cho dòng chi tiết, "
         "đánh lại từ đầu trong mỗi mục.", "A; I; 1"),
        ("Nội dung", "Nội dung chi.", "Trang bị thiết bị số hóa hồ sơ"),
        ("Đơn vị tính", "Đơn vị của số lượng.", "bộ; gói; máy"),
        ("Số lượng", "Một con số.", "1; 50; 2,5"),
        ("Đơn giá", "Số tiền của một đơn vị, theo đơn vị tiền ghi ở tiêu đề cột.", "15.000.000"),
        ("Thành tiền", "Số tiền của dòng; được ghi công thức. Dòng phần và mục ghi tổng các dòng "
         "con. Con số khác số lượng × đơn giá vẫn được giữ và được báo để kiểm tra.",
         "90.000.000"),
        ("Nguồn kinh phí", "Nguồn của số tiền; nhiều nguồn thì ngăn bằng dấu chấm phẩy, kèm số "
         "tiền và đơn vị nếu biết.", "Ngân sách tỉnh: 4 tỷ đồng; Ngân sách xã: 25 triệu đồng"),
        ("Ghi chú", "Điều cần nói thêm.", "Máy in, máy quét"),
    ),
}  # fmt: skip
_CACH_DUNG = (
    "1. Điền các trang Chỉ tiêu, Nhiệm vụ, Kinh phí; trang nào kế hoạch không có thì để trống.",
    "2. Không đổi tiêu đề cột. Được thêm, bớt dòng và bỏ cột không dùng.",
    "3. Mỗi dòng là một chỉ tiêu, nhiệm vụ hoặc khoản chi; mỗi ô viết đúng như trong kế hoạch.",
    "4. Ô có danh sách chọn vẫn nhận nội dung gõ tay.",
    "5. Lưu tệp .xlsx rồi đưa lên trang Nhập phụ lục của kế hoạch. Cổng cho xem trước từng dòng, "
    "chỉ ra chỗ chưa rõ; chỉ lưu khi người nhập đồng ý.",
)


def note_for(ten_trang: str, cot: CotXuat) -> str:
    """Give the note of a column's header."""
    for begins, meaning, examples in CAC_COT[ten_trang]:
        if cot.tieu_de.startswith(begins):
            return f"{meaning}\nVí dụ: {examples}"
    return ""


def guide_sheet(don_vi_tien: DonViTien, cac_nam: Sequence[int]) -> TrangXuat:
    """Lay out the guide: how to use the workbook, and every column with examples."""
    years = ", ".join(str(nam) for nam in cac_nam)
    lines = [DongChu(HUONG_DAN[1], CanhO.TRAI, 14, dam=True)]
    lines += [DongChu(text, CanhO.TRAI) for text in _CACH_DUNG]
    lines.append(
        DongChu(
            f"6. Số tiền trong bảng mẫu này tính theo {don_vi_tien.label}; mức chỉ tiêu theo năm "
            f"{years}.",
            CanhO.TRAI,
        )
    )
    rows = []
    for ten, told in CAC_COT.items():
        rows.append(DongXuat({0: OXuat(f"Trang {ten}", ngang=3)}, KieuXuat.NHOM))
        years_row = "Năm" if len(cac_nam) > 1 else "Mức phải đạt"
        skip = {"Năm", "Mức phải đạt"} - {years_row}
        rows += [
            DongXuat({0: OXuat("Năm …" if name == "Năm" else name, dam=True), 1: OXuat(meaning),
                      2: OXuat(examples)})
            for name, meaning, examples in told if name not in skip
        ]  # fmt: skip
    columns = (CotXuat("Cột", 26), CotXuat("Ghi gì", 76), CotXuat("Ví dụ", 44))
    return TrangXuat(
        HUONG_DAN[0],
        tuple(cot.do_rong for cot in columns),
        tuple(lines),
        header_rows(columns),
        tuple(rows),
        dong_co_dinh=0,
    )
