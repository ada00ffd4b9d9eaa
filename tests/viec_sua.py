"""The acts that correct a row of a plan where a check found something."""

from typing import Any

from django.urls import reverse

from nhapxuat.sua_chi_tieu import values_of
from nhapxuat.sua_dong import digest_values
from nhapxuat.sua_nhiem_vu import CAC_O as CAC_O_NHIEM_VU
from tests.viec_thu import Viec

CORRECTION_ACTS = (
    "sửa kế hoạch, edit_plan", "sửa kế hoạch, edit_total", "sửa đề mục, edit_heading",
    "sửa mục tiêu, edit_objective", "sửa căn cứ, edit_basis", "sửa nhiệm vụ, edit_task",
    "sửa chỉ tiêu, edit_indicator",
)  # fmt: skip


def correction_acts(dich: dict[str, Any]) -> list[Viec]:
    """List the acts that correct a row of the plan where a check found something."""
    plan, task, row = dich["ke_hoach"], dich["nhiem_vu"], dich["chi_tieu"]
    basis, heading, goal = dich["can_cu"], dich["de_muc"], dich["muc_tieu"]

    def page(name: str, about: Any, values: dict[str, Any], kinds: dict[str, Any]) -> Viec:
        key = about.ma if about is plan else about.pk
        typed = {name: "" if value is None else value for name, value in values.items()}
        good = typed | {"da_thay": digest_values(values), "ly_do": "Theo bản ký"}
        fields = kinds | {
            "ly_do": ("required", "lý do"),
            "da_thay": ("version", "vừa được người khác sửa"),
        }
        return Viec(f"sửa {about._meta.verbose_name}, {name}", "tong_hop",
                    reverse(f"nhapxuat:{name}", args=[key]), good, fields)  # fmt: skip

    def values(about: Any, *names: str) -> dict[str, Any]:
        return {name: getattr(about, name) for name in names}

    return [
        page("edit_plan", plan, values(plan, "thoi_gian_ky", "loi_dan", "loi_ket"),
             {"thoi_gian_ky": ("text", "thời gian ký"), "loi_dan": ("text", "lời dẫn"),
              "loi_ket": ("text", "lời kết")}),
        page("edit_total", plan, values(plan, "tong_kinh_phi_in", "tong_bang_chu"),
             {"tong_kinh_phi_in": ("number", "tổng kinh phí"),
              "tong_bang_chu": ("text", "tổng kinh phí bằng chữ")}),
        page("edit_heading", heading, values(heading, "so_in", "tieu_de", "noi_dung"),
             {"so_in": ("text", "số thứ tự"), "tieu_de": ("required", "tiêu đề"),
              "noi_dung": ("text", "nội dung")}),
        page("edit_objective", goal, values(goal, "noi_dung"),
             {"noi_dung": ("required", "nội dung mục tiêu")}),
        page("edit_basis", basis,
             values(basis, "tu_dan", "noi_dung", "so_hieu", "ngay_van_ban", "co_quan_ban_hanh"),
             {"tu_dan": ("required", "từ dẫn"), "noi_dung": ("required", "nội dung"),
              "so_hieu": ("text", "số, ký hiệu"), "ngay_van_ban": ("date", "ngày văn bản"),
              "co_quan_ban_hanh": ("text", "cơ quan ban hành")}),
        page("edit_task", task, values(task, *CAC_O_NHIEM_VU),
             {"ma": ("required", "mã"), "ten": ("required", "nhiệm vụ"),
              "chu_tri_nguyen_van": ("text", "đơn vị chủ trì"),
              "phoi_hop_nguyen_van": ("text", "đơn vị phối hợp"),
              "thoi_han_nguyen_van": ("text", "thời hạn"), "san_pham": ("text", "sản phẩm"),
              "kinh_phi_nguyen_van": ("text", "kinh phí"),
              "nguon_nguyen_van": ("text", "nguồn kinh phí")}),
        page("edit_indicator", row, values_of(row, (2026,)),
             {"ma": ("required", "mã"), "ten": ("required", "chỉ tiêu"),
              "nguyen_van": ("text", "nguyên văn"),
              "chu_tri_nguyen_van": ("text", "đơn vị chủ trì"),
              "muc_2026": ("text", "mức năm 2026")}),
    ]  # fmt: skip
