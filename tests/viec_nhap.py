"""The acts on a file handed in for a plan, each with a body that would be accepted."""

from typing import Any

from django.urls import reverse

from nhapxuat.form_bang import ChonBangForm
from nhapxuat.forms_nhap import box_name
from nhapxuat.xem_tep import load_review
from tests.viec_thu import Viec, at_plan

IMPORT_ACTS = (
    "tải phụ lục lên", "chọn cách hiểu bảng", "gọi tên đơn vị", "sửa ô của tệp",
    "chấp nhận vấn đề của tệp", "rút chấp nhận của tệp", "lưu phụ lục",
    "đọc lại tệp", "hủy lần nhập",
)  # fmt: skip


def import_acts(dich: dict[str, Any]) -> list[Viec]:
    """List the acts on the file that waits to be looked at."""
    xem = load_review(dich["lan_nhap"])
    [table] = xem.cac_bang
    [(name, _)] = xem.ten_la
    problem = next(one for one in xem.van_de if one.vi_tri and one.vi_tri.so_cot)
    form = ChonBangForm(
        initial={"khoa": table.khoa, "loai_bang": table.loai_bang}, nhan="bang",
        cac_cot=table.cac_cot,
    )  # fmt: skip
    boxes = {box.html_name: box.value() for box in form if box.value() is not None}
    mark, reason = {"dau_vet": problem.dau_vet}, ("required", "lý do")
    cell = {"bang": problem.vi_tri.bang, "so_dong": "2", "so_cot": "3", "gia_tri": "Công an xã"}

    def at(name: str) -> str:
        return reverse(f"nhapxuat:import_{name}", args=[dich["lan_nhap"].pk])

    return [
        Viec("tải phụ lục lên", "tong_hop", at_plan("nhapxuat:import_list", dich), {},
             {"tep": ("required", "tệp phụ lục")}),
        Viec("chọn cách hiểu bảng", "tong_hop", at("table"), boxes,
             {"khoa": ("version", "bảng"), "loai_bang": ("choice", "bảng này là"),
              "cot-1": ("choice", "cột “tt”"), "tien-5": ("choice", "cột “kinh phí")}),
        Viec("gọi tên đơn vị", "tong_hop", at("names"), {box_name(name): "khong"},
             {box_name(name): ("choice", f"“{name.lower()}”")}),
        Viec("sửa ô của tệp", "tong_hop", at("correct"), cell,
             {"bang": ("version", "bảng"), "so_dong": ("number", "dòng"),
              "so_cot": ("number", "cột"), "gia_tri": ("text", "nội dung")}),
        Viec("chấp nhận vấn đề của tệp", "tong_hop", at("accept"), mark | {"ly_do": "Như bản ký"},
             {"dau_vet": ("version", "vấn đề"), "ly_do": reason}),
        Viec("rút chấp nhận của tệp", "tong_hop", at("withdraw"), mark,
             {"dau_vet": ("text", "vấn đề")}),
        Viec("lưu phụ lục", "tong_hop", at("save"),
             {"dau_vet": xem.dau_vet, "ly_do": "Theo quyết định của xã"},
             {"dau_vet": ("version", "thay đổi"), "ly_do": reason}),
        Viec("đọc lại tệp", "tong_hop", at("reread"), {}, {}),
        Viec("hủy lần nhập", "tong_hop", at("cancel"), {}, {}),
    ]  # fmt: skip
