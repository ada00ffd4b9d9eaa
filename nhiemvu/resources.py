"""Columns of the sheets in which tasks and progress are corrected in bulk."""

from typing import Any

from donvi.o_bang import Cot, MaWidget
from donvi.quan_tri_bang import GhiNhanResource
from kehoach.models import KeHoach
from nhiemvu.models import NhiemVu, NhomNhiemVu, PhanCong, TienDo
from nhiemvu.services import refresh_obligations


class NhomWidget(MaWidget):
    """Look a task group up by its code within the plan named in the same row."""

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        return NhomNhiemVu.objects.filter(ke_hoach__ma=str(row.get("Mã kế hoạch", "")).strip())


class PhanCongWidget(MaWidget):
    """Look an obligation up by plan, task and unit codes of the same row."""

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        return PhanCong.objects.filter(
            nhiem_vu__ke_hoach__ma=str(row.get("Mã kế hoạch", "")).strip(),
            nhiem_vu__ma=str(row.get("Mã nhiệm vụ", "")).strip(),
        )


class NhiemVuResource(GhiNhanResource):
    """Tasks, found again by plan code and task code."""

    ke_hoach = Cot("ke_hoach", "Mã kế hoạch", MaWidget(KeHoach, "ma"))
    ma = Cot("ma", "Mã")
    nhom_nhiem_vu = Cot("nhom_nhiem_vu", "Mã nhóm", NhomWidget(NhomNhiemVu, "ma"))
    ten = Cot("ten", "Tên")
    chu_tri_nguyen_van = Cot("chu_tri_nguyen_van", "Chủ trì (nguyên văn)")
    phoi_hop_nguyen_van = Cot("phoi_hop_nguyen_van", "Phối hợp (nguyên văn)")
    thoi_han_nguyen_van = Cot("thoi_han_nguyen_van", "Thời hạn (nguyên văn)")
    loai_han = Cot("loai_han", "Loại hạn")
    tu_ngay = Cot("tu_ngay", "Từ ngày")
    han_hoan_thanh = Cot("han_hoan_thanh", "Hạn hoàn thành")
    san_pham = Cot("san_pham", "Sản phẩm")
    so_tien = Cot("so_tien", "Số tiền (đồng)")
    nguon_nguyen_van = Cot("nguon_nguyen_van", "Nguồn (nguyên văn)")
    tam_dung = Cot("tam_dung", "Tạm dừng")
    ly_do_tam_dung = Cot("ly_do_tam_dung", "Lý do tạm dừng")
    thu_tu = Cot("thu_tu", "Thứ tự")

    class Meta(GhiNhanResource.Meta):
        model = NhiemVu
        import_id_fields = ("ke_hoach", "ma")
        fields = (
            "ke_hoach",
            "ma",
            "nhom_nhiem_vu",
            "ten",
            "chu_tri_nguyen_van",
            "phoi_hop_nguyen_van",
            "thoi_han_nguyen_van",
            "loai_han",
            "tu_ngay",
            "han_hoan_thanh",
            "san_pham",
            "so_tien",
            "nguon_nguyen_van",
            "tam_dung",
            "ly_do_tam_dung",
            "thu_tu",
        )


class TienDoResource(GhiNhanResource):
    """Progress, found again by plan, task, unit and period."""

    ke_hoach = Cot("phan_cong__nhiem_vu__ke_hoach__ma", "Mã kế hoạch", readonly=True)
    nhiem_vu = Cot("phan_cong__nhiem_vu__ma", "Mã nhiệm vụ", readonly=True)
    phan_cong = Cot("phan_cong", "Mã đơn vị", PhanCongWidget(PhanCong, "don_vi__ma"))
    ky_bao_cao = Cot("ky_bao_cao", "Kỳ báo cáo")
    ngay_chot = Cot("ngay_chot", "Ngày chốt")
    khong_phat_sinh = Cot("khong_phat_sinh", "Không phát sinh")
    phan_tram = Cot("phan_tram", "Phần trăm")
    noi_dung = Cot("noi_dung", "Nội dung")
    kho_khan = Cot("kho_khan", "Khó khăn")
    nguyen_nhan = Cot("nguyen_nhan", "Nguyên nhân")
    de_xuat = Cot("de_xuat", "Đề xuất")
    ngay_hoan_thanh = Cot("ngay_hoan_thanh", "Ngày hoàn thành")
    san_pham = Cot("san_pham", "Sản phẩm")

    class Meta(GhiNhanResource.Meta):
        model = TienDo
        import_id_fields = ("phan_cong", "ky_bao_cao")
        fields = (
            "ke_hoach",
            "nhiem_vu",
            "phan_cong",
            "ky_bao_cao",
            "ngay_chot",
            "khong_phat_sinh",
            "phan_tram",
            "noi_dung",
            "kho_khan",
            "nguyen_nhan",
            "de_xuat",
            "ngay_hoan_thanh",
            "san_pham",
        )

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Let the obligation repeat what was corrected."""
        super().after_save_instance(instance, row, **kwargs)
        if not kwargs["dry_run"]:
            refresh_obligations(
                [instance.phan_cong_id], by=kwargs["user"], reason=kwargs["ly_do_sua"]
            )
