"""The annexes of the sample plans below other headers, in any order of columns, by chance."""

import random

from tests.nhapxuat.mau_phu_luc import annexes
from tests.nhapxuat.tao_phu_luc import KieuTrinhBay, make_grid, write_docx, write_xlsx

NHIEM_VU = {
    "tt": ["TT", "STT", "Stt", "Số TT", "S TT", "Mã", "T/T", "TT."],
    "ten": [
        "Nhiệm vụ",
        "Nội dung",
        "Nhiệm vụ, giải pháp",
        "Nội dung công việc",
        "Tên nhiệm vụ",
        "Hoạt động",
        "Nội dung nhiệm vụ/ giải pháp",
        "Danh mục công việc",
        "Nội dung triển khai",
        "Nhiệm vụ trọng tâm",
        "Các nhiệm vụ cụ thể",
    ],
    "chu_tri": [
        "Chủ trì",
        "Đơn vị chủ trì",
        "Cơ quan chủ trì",
        "Đơn vị thực hiện",
        "Cơ quan thực hiện",
        "Trách nhiệm thực hiện",
        "Bộ phận chủ trì thực hiện",
        "Đơn vị đầu mối",
        "Phân công",
        "Chịu trách nhiệm chính",
        "Tổ chức thực hiện",
        "Đơn vị phụ trách",
    ],
    "phoi_hop": [
        "Phối hợp",
        "Đơn vị phối hợp",
        "Cơ quan phối hợp",
        "Đơn vị liên quan",
        "Phối hợp thực hiện",
        "Các cơ quan, đơn vị phối hợp",
        "Đơn vị tham gia",
    ],
    "thoi_han": [
        "Thời gian",
        "Thời hạn",
        "Thời gian hoàn thành",
        "Tiến độ",
        "Thời gian thực hiện",
        "Hoàn thành",
        "Hạn hoàn thành",
        "Lộ trình",
        "Thời gian thực hiện năm 2026",
        "Thời gian dự kiến hoàn thành",
        "Tiến độ thực hiện",
        "Kế hoạch thời gian",
    ],
    "san_pham": [
        "Sản phẩm",
        "Kết quả",
        "Sản phẩm đầu ra",
        "Kết quả, sản phẩm",
        "Sản phẩm hoàn thành",
        "Dự kiến sản phẩm",
        "Kết quả dự kiến",
        "Kết quả cần đạt",
        "Sản phẩm/ Kết quả thực hiện",
    ],
    "kinh_phi": [
        "Kinh phí ({})",
        "Dự toán ({})",
        "Kinh phí dự kiến ({})",
        "Dự toán kinh phí ({})",
        "Tổng kinh phí ({})",
        "Nhu cầu kinh phí ({})",
        "Kinh phí thực hiện ({})",
        "Số tiền ({})",
        "Kinh phí năm 2026 ({})",
    ],
    "nguon": [
        "Nguồn",
        "Nguồn kinh phí",
        "Nguồn vốn",
        "Nguồn kinh phí thực hiện",
        "Nguồn ngân sách",
    ],
}
CHI_TIEU = {
    "tt": NHIEM_VU["tt"],
    "ten": [
        "Chỉ tiêu",
        "Tên chỉ tiêu",
        "Nội dung chỉ tiêu",
        "Các chỉ tiêu chủ yếu",
        "Chỉ tiêu cụ thể",
        "Nội dung",
        "Mục tiêu, chỉ tiêu",
        "Chỉ tiêu/ Mục tiêu",
    ],
    "dvt": ["ĐVT", "Đơn vị tính", "Đơn vị"],
    "NAM": [
        "Năm {}",
        "{}",
        "Đến năm {}",
        "Mục tiêu {}",
        "Mục tiêu năm {}",
        "Chỉ tiêu năm {}",
        "KH {}",
        "Phấn đấu năm {}",
        "Kế hoạch năm {}",
        "Mục tiêu đến hết năm {}",
    ],
    "chu_tri": [
        "Cơ quan chủ trì",
        "Đơn vị theo dõi",
        "Đơn vị phụ trách",
        "Cơ quan theo dõi, đánh giá",
        "Đơn vị chịu trách nhiệm",
        "Bộ phận tham mưu",
        "Phân công theo dõi",
    ],
}
KINH_PHI = {
    "tt": NHIEM_VU["tt"],
    "ten": [
        "Nội dung",
        "Nội dung chi",
        "Hạng mục",
        "Danh mục",
        "Hạng mục công việc",
        "Nội dung thực hiện",
        "Tên hạng mục",
    ],
    "dvt": ["ĐVT", "Đơn vị tính", "Đơn vị"],
    "so_luong": ["Số lượng", "SL", "Khối lượng"],
    "don_gia": ["Đơn giá", "Đơn giá (đồng)", "Định mức", "Giá"],
    "thanh_tien": [
        "Thành tiền",
        "Thành tiền (đồng)",
        "Kinh phí",
        "Tổng kinh phí",
        "Số tiền",
        "Dự toán",
    ],
    "ghi_chu": ["Ghi chú", "Ghi chú khác"],
}

CAC_KE_HOACH = ("vu-quang-2026", "ky-lac-2026", "son-hong-2027")


def write_shuffled(seed: int) -> tuple[str, str, bytes]:
    """Write the annexes of one plan; give the plan, the name of the file, and its bytes."""
    chance = random.Random(seed)
    columns = {
        "nhiem_vu": _pick(chance, NHIEM_VU),
        "chi_tieu": _pick(chance, CHI_TIEU),
        "kinh_phi": _pick(chance, KINH_PHI),
    }
    kieu = KieuTrinhBay(
        f"ngẫu nhiên {seed}",
        columns,
        dong_so=chance.random() < 0.3,
        gop_doc=("chu_tri",) if chance.random() < 0.3 else (),
        gop_nhom=chance.random() < 0.5,
        lap_tieu_de=chance.choice([0, 7]),
        dong_trong=chance.choice([0, 5]),
        ky_tu_la=chance.random() < 0.3,
        so_that=chance.random() < 0.4,
        ghi_chu=chance.random() < 0.4,
        cham_ma=chance.choice(["", "."]),
    )
    ma = CAC_KE_HOACH[seed % len(CAC_KE_HOACH)]
    grids = [make_grid(bang, kieu) for bang in annexes(ma)]
    if chance.random() < 0.6:
        return ma, "a.xlsx", write_xlsx(grids, mot_trang=chance.random() < 0.3)
    return ma, "a.docx", write_docx(grids)


def _pick(chance: random.Random, words: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Choose a header for every column, and their order; the code stands first most often."""
    keys = [key for key in words if key != "tt"]
    chance.shuffle(keys)
    keys = ["tt", *keys] if chance.random() < 0.8 else chance.sample([*keys, "tt"], len(keys) + 1)
    return [(key, chance.choice(words[key])) for key in keys]
