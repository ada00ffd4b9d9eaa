"""Which way an indicator gets better, guessed from its levels and its name."""

import pytest

from chitieu.danh_gia import ChieuHuong
from chitieu.doan_chieu_huong import infer_direction
from chitieu.muc_chi_tieu import parse_muc

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("ten", "levels", "falls"),
    [
        ("Tỷ lệ hộ nghèo", ["5%", "3%"], True),
        ("Số vụ mất an toàn thông tin", ["5", "2"], True),
        ("Số vụ lộ lọt dữ liệu", ["0"], True),
        ("Thời gian giải quyết hồ sơ", ["≤ 5 ngày", "≤ 3 ngày"], True),
        ("Thôn chưa có sóng", ["0", "0"], True),
        ("Tỷ lệ hồ sơ trực tuyến", ["0%", "50%"], False),
        ("Tỷ lệ hộ nghèo được hỗ trợ thiết bị", ["50%", "80%"], False),
        ("Tỷ lệ sự cố được khắc phục trong ngày", ["90%"], False),
        ("Tỷ lệ hồ sơ không quá hạn", ["98%"], False),
        ("Tỷ lệ giảm hộ nghèo", ["5%"], False),
        ("Tỷ lệ hộ nghèo", ["≥ 5%"], False),
        ("Tỷ lệ hộ nghèo", [], True),
    ],
)
def test_direction_of_levels_and_name(ten: str, levels: list[str], falls: bool) -> None:
    way = infer_direction(ten, [parse_muc(raw) for raw in levels])
    assert way is (ChieuHuong.GIAM if falls else ChieuHuong.TANG)
