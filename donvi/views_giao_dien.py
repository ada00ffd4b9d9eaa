"""The staff page that shows every component of the design in all its states."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from donvi.bieu_do import Segment, donut, stacked_bar
from donvi.huy_hieu import HUY_HIEU, TONES, TrangThaiOLuoi
from donvi.policies import deny, may_administer, require


class MauForm(forms.Form):
    """Every kind of field a page of the portal uses."""

    ten = forms.CharField(
        label="Tên nhiệm vụ",
        max_length=200,
        help_text="Viết đúng như trong kế hoạch đã ban hành.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    don_vi = forms.ChoiceField(
        label="Đơn vị chủ trì",
        choices=[("", "Chọn đơn vị"), ("vhxh", "Phòng Văn hóa - Xã hội"), ("ca", "Công an xã")],
    )
    han = forms.DateField(
        label="Hạn hoàn thành", required=False, help_text="Ngày/tháng/năm, ví dụ 30/09/2026."
    )
    tien = forms.IntegerField(label="Kinh phí (triệu đồng)", required=False, min_value=0)
    kieu = forms.ChoiceField(
        label="Số liệu kỳ này",
        choices=[("co", "Có số liệu"), ("khong", "Không phát sinh"), ("chua", "Chưa có số liệu")],
        widget=forms.RadioSelect,
    )
    minh_chung = forms.FileField(
        label="Minh chứng", required=False, help_text="Ảnh, PDF hoặc Word, tối đa 10 MB."
    )
    xac_nhan = forms.BooleanField(label="Tôi đã đối chiếu số liệu với hồ sơ của đơn vị")


class LocForm(forms.Form):
    """A filter bar's fields."""

    tim = forms.CharField(label="Tìm nhiệm vụ", required=False, widget=forms.SearchInput)
    tinh_trang = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[("", "Tất cả"), ("qua_han", "Quá hạn")]
    )
    don_vi = forms.ChoiceField(
        label="Đơn vị", required=False, choices=[("", "Tất cả"), ("ca", "Công an xã")]
    )


@dataclass(frozen=True)
class OMau:
    """One sample cell of the grid."""

    state: TrangThaiOLuoi
    value: str
    error: str = ""
    note: str = ""


@dataclass(frozen=True)
class DongMau:
    """One sample row of a task table."""

    ma: str
    ten: str
    don_vi: str
    han: str
    tien_do: Decimal | None
    state: str
    tien: int | None
    tone: str = field(default="info")


_NOT_DUE = ("chua_den_ky", "chua_den_ky")
ROWS = (
    DongMau("I.1", "Rà soát, công bố danh mục thủ tục hành chính đủ điều kiện cung cấp dịch vụ "
            "công trực tuyến toàn trình", "Văn phòng HĐND và UBND", "30/09/2026", Decimal(100),
            "hoan_thanh_dung_han", 120_000_000, "success"),
    DongMau("I.2", "Củng cố Tổ công nghệ số cộng đồng tại các thôn", "Phòng Văn hóa - Xã hội",
            "31/10/2026", Decimal("62.5"), "dang_thuc_hien_trong_han", 85_500_000),
    DongMau("II.1", "Cấp chữ ký số cho cán bộ, công chức", "Công an xã", "15/08/2026", Decimal(40),
            "dang_thuc_hien_qua_han", 1_640_000_000, "danger"),
    DongMau("II.2", "Tuyên truyền trên hệ thống truyền thanh cơ sở", "Các thôn", "Thường xuyên",
            None, "thuong_xuyen", None),
)  # fmt: skip

CELLS = (
    OMau(TrangThaiOLuoi.TRUNG_TINH, ""),
    OMau(TrangThaiOLuoi.CHUA_LUU, "70"),
    OMau(TrangThaiOLuoi.DANG_LUU, "70,6"),
    OMau(TrangThaiOLuoi.DA_LUU, "70,63"),
    OMau(TrangThaiOLuoi.CHO_MANG, "71"),
    OMau(TrangThaiOLuoi.HET_PHIEN, "71"),
    OMau(TrangThaiOLuoi.XUNG_DOT, "72"),
    OMau(TrangThaiOLuoi.KEM_O_SAI, "73"),
    OMau(TrangThaiOLuoi.BI_TU_CHOI, "74"),
    OMau(TrangThaiOLuoi.SAI, "7o", error="“7o” không phải là số. Hãy nhập số, ví dụ 70,63."),
    OMau(TrangThaiOLuoi.CO_GHI_CHU, "68", note="Chưa gồm số của thôn 3."),
    OMau(TrangThaiOLuoi.KHOA, "65,2"),
)

TASKS = [
    Segment("Hoàn thành đúng hạn", 21, "success"),
    Segment("Hoàn thành quá hạn", 6, "warning"),
    Segment("Đang thực hiện, trong hạn", 14, "info"),
    Segment("Đang thực hiện, quá hạn", 3, "danger"),
    Segment("Chưa đến hạn", 9, "neutral"),
]
INDICATORS = [
    Segment("Đạt hoặc vượt", 11, "success"),
    Segment("Đang trong lộ trình", 6, "info"),
    Segment("Chưa đạt", 4, "danger"),
    Segment("Chưa có số liệu", 5, "neutral"),
]


@require_safe
def giao_dien(request: HttpRequest) -> HttpResponse:
    """Show every component in all its states, to who administers the portal."""
    require(may_administer(request.user))
    pages = Paginator(range(1, 241), 20, allow_empty_first_page=True)
    return render(request, "donvi/giao_dien.html", _samples() | {
        "page": pages.get_page(request.GET.get("page", 5)),
    })  # fmt: skip


def _samples() -> dict[str, Any]:
    return {
        "form": MauForm(initial={"ten": "Củng cố Tổ công nghệ số cộng đồng"}),
        "form_hop": MauForm(auto_id="hop_%s"),
        "form_sai": MauForm(
            {"ten": "", "don_vi": "xx", "tien": "-1", "han": "31/02/2026"}, auto_id="sai_%s"
        ),
        "form_loc": LocForm({"tim": "", "tinh_trang": "qua_han"}, auto_id="loc_%s"),
        "cac_dong": ROWS,
        "cac_o": CELLS,
        "cac_ky": ("T7", "T8", "T9", "T10", "T11", "T12"),
        "cac_don_vi": (
            ("Văn phòng HĐND và UBND", ("da_tiep_nhan",) * 3 + ("da_gui", *_NOT_DUE)),
            ("Công an xã", ("da_tiep_nhan", "da_tiep_nhan", "tra_lai", "dang_nhap", *_NOT_DUE)),
            ("Thôn Hợp Duẩn", ("da_tiep_nhan", *("chua_bao_cao",) * 3, *_NOT_DUE)),
        ),
        "cac_trang_thai": sorted(HUY_HIEU, key=lambda value: TONES.index(HUY_HIEU[value].tone)),
        "tones": TONES,
        "levels": (
            ("success", "Đã gửi báo cáo tháng 10/2026 lúc 16:05 ngày 20/10/2026."),
            ("info", "Kỳ tháng 11/2026 mở từ ngày 01/11/2026."),
            ("warning", "Còn 2 chỉ tiêu chưa có số liệu. Vẫn gửi được, nhưng phải nêu lý do."),
            ("error", "Chưa gửi được: nhiệm vụ I.2 chưa có nội dung đã thực hiện."),
        ),
        "tu_choi": deny("Báo cáo đã gửi, đang chờ Phòng Văn hóa - Xã hội kiểm tra."),
        "duong_dan": [("Trang chủ", "/"), ("Kế hoạch năm 2026", "#"), ("Thành phần giao diện", "")],
        "cac_the": [("Tổng quan", "#tong-quan", True, None), ("Chỉ tiêu", "#chi-tieu", False, 26),
                    ("Nhiệm vụ", "#nhiem-vu", False, 53), ("Kinh phí", "#kinh-phi", False, None)],
        "nhiem_vu": TASKS,
        "chi_tieu": INDICATORS,
        "bieu_do": _charts(),
        "so_thap_phan": Decimal("70.63"),
        "so_tien": 1_640_000_000,
    }  # fmt: skip


def _charts() -> dict[str, SafeString]:
    drawings = {
        "thanh": stacked_bar(TASKS, uid="bieu-do-nhiem-vu", title="Nhiệm vụ theo tình trạng"),
        "vong": donut(INDICATORS, uid="bieu-do-chi-tieu", title="Chỉ tiêu theo đánh giá"),
        "trong": donut([], uid="bieu-do-trong", title="Chưa có chỉ tiêu"),
    }
    return {name: mark_safe(drawing) for name, drawing in drawings.items()}  # noqa: S308 - escaped by bieu_do
