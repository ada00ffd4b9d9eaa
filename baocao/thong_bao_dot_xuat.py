"""Notices of ad hoc requests: handed out, given more time, called off."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from baocao.models import PhieuBaoCao, YeuCauBaoCao
from donvi.models import NguoiDung, ThanhVien
from donvi.services import notify
from donvi.tieng_viet import format_ngay
from donvi.vai_tro import ENTERING, VaiTro

_TIEU_DE = {
    "giao": "Yêu cầu báo cáo đột xuất: {ten}",
    "lùi hạn": "Lùi hạn báo cáo đột xuất: {ten}",
    "hủy": "Đã hủy yêu cầu báo cáo: {ten}",
}


def tell_units(
    yeu_cau: YeuCauBaoCao,
    forms: Sequence[PhieuBaoCao],
    *,
    viec: str,
    at: datetime,
    ly_do: str = "",
) -> None:
    """Tell the people who fill in each form; the same thing is told once (1 query, 1 a form)."""
    people = _people(yeu_cau, forms)
    key = f"yeu-cau-{yeu_cau.pk}-{yeu_cau.trang_thai}-{yeu_cau.han_nop:%Y%m%d}"
    for form in forms:
        notify(
            nguoi_nhan=people[form.pk],
            tieu_de=_TIEU_DE[viec].format(ten=yeu_cau.tieu_de),
            noi_dung=_words(yeu_cau, viec, ly_do),
            duong_dan=reverse("baocao:form", args=[form.pk]),
            khoa_trung=f"{key}-{form.pk}",
            at=at,
        )


def _words(yeu_cau: YeuCauBaoCao, viec: str, ly_do: str) -> str:
    lines = [f"Theo văn bản số {yeu_cau.so_van_ban}."] if yeu_cau.so_van_ban else []
    if viec == "hủy":
        lines.append("Đơn vị không phải gửi phiếu này nữa; nội dung đã nhập vẫn được lưu.")
    else:
        lines.append(f"Hạn nộp: {format_ngay(yeu_cau.han_nop)}.")
    if ly_do:
        lines.append(f"Lý do: {ly_do}")
    return "\n".join(lines)


def _people(yeu_cau: YeuCauBaoCao, forms: Sequence[PhieuBaoCao]) -> dict[int, list[NguoiDung]]:
    """List who fills in each form (as ``phieu.people_of`` says of one), in one query."""
    focal = yeu_cau.ke_hoach.don_vi_dau_moi_id
    held = (
        ThanhVien.objects.filter(
            don_vi__in={form.don_vi_id for form in forms} | {focal}, nguoi_dung__is_active=True
        )
        .select_related("nguoi_dung")
        .order_by("nguoi_dung_id")
    )
    entering: dict[int, dict[int, NguoiDung]] = defaultdict(dict)
    compiling: dict[int, NguoiDung] = {}
    for row in held:
        if row.vai_tro in ENTERING and row.don_vi_id is not None:
            entering[row.don_vi_id][row.nguoi_dung_id] = row.nguoi_dung
        if row.don_vi_id == focal and row.vai_tro == VaiTro.TONG_HOP:
            compiling[row.nguoi_dung_id] = row.nguoi_dung
    return {
        form.pk: list((compiling if form.don_vi.is_external else entering[form.don_vi_id]).values())
        for form in forms
    }
