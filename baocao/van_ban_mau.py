"""A short document of a commune that shows every measure of its layout once (văn bản mẫu)."""

from baocao.ky_hieu import report_symbol
from baocao.van_ban_ke_hoach import plan_head, signature
from kehoach.models import KeHoach
from vanban.bang_bieu import BangBieu, CanhLe, CotBang, DongBang
from vanban.tai_lieu import (
    CapDieuKhoan,
    DieuKhoan,
    DoanVan,
    GachDauDong,
    NgayThang,
    NoiNhan,
    TaiLieu,
)
from vanban.the_thuc import ThamSo

DOAN_VAN = (
    "Đoạn văn này cho thấy cỡ chữ, khoảng lùi của dòng đầu và khoảng cách giữa các dòng. Chữ được "
    "căn đều hai lề; lề trên, lề dưới, lề trái và lề phải lấy theo lựa chọn của xã, trong khoảng "
    "Nghị định số 30/2020/NĐ-CP cho phép."
)


def sample_document(ke_hoach: KeHoach, tham_so: ThamSo) -> TaiLieu:
    """Describe a sample in a layout, under the head and signature of a plan's documents."""
    return TaiLieu(
        khoi_dau=plan_head(
            ke_hoach, ky_hieu=report_symbol(ke_hoach),
            ngay_thang=NgayThang(nam=ke_hoach.nam_bat_dau), so_hieu="",
        ),
        ten_loai="Báo cáo",
        trich_yeu="Văn bản mẫu để xem thể thức",
        noi_dung=(
            DieuKhoan(CapDieuKhoan.MUC_LON, "I", "Nội dung"),
            DoanVan(DOAN_VAN),
            GachDauDong("Dòng liệt kê có cùng khoảng lùi và khoảng cách dòng."),
            _table(),
            DoanVan("Trên đây là văn bản mẫu."),
        ),
        khoi_ky=signature(ke_hoach),
        noi_nhan=NoiNhan(("Như trên", f"Lưu: VT, {ke_hoach.don_vi_dau_moi.ma}")),
        tham_so=tham_so,
    )  # fmt: skip


def _table() -> BangBieu:
    columns = (CotBang("TT", 8, CanhLe.GIUA), CotBang("Nội dung", 62), CotBang("Kết quả", 30))
    return BangBieu(columns, (DongBang(("1", "Chữ trong bảng của các phụ lục", "Đạt")),))
