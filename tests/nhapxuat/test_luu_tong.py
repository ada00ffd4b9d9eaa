"""The total an annex prints becomes the plan's, so that what contradicts it is found afterwards."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook

from donvi.models import NguoiDung
from kehoach.models import KeHoach
from kinhphi.models import KhoanKinhPhi
from nhapxuat.boi_canh import load_boi_canh
from nhapxuat.doc_tep import read_tables
from nhapxuat.hieu_bang import understand
from nhapxuat.ket_qua_nhap import KetQuaNhap, TongNhap
from nhapxuat.luu_phu_luc import preview_changes, save_annexes
from nhapxuat.luu_tong import save_total
from nhapxuat.phien_luu import PhienLuu
from nhapxuat.so_phu_luc import build_workbook
from nhapxuat.soat import check_plan
from nhapxuat.thay_doi import LoaiThayDoi
from nhapxuat.van_de import MucDo
from nhiemvu.models import NhiemVu
from tests.factories import make_dong_kinh_phi, make_khoan
from tests.nhapxuat.phu_luc_hieu import ket_qua, kinh_phi
from tests.personas import XaMau

LUC = datetime(2026, 11, 2, 3, tzinfo=UTC)
BA_TY = "Ba tỷ đồng"


@pytest.mark.pure
@pytest.mark.parametrize(
    ("stored", "words", "read", "expected"),
    [
        # The sum of the rows, in a plan that prints no total: nothing new.
        (None, "", (3, BA_TY, 3), []),
        # It contradicts the rows, or its words contradict it: both are kept.
        (None, "", (4, BA_TY, 3), [("", "4.000.000.000 đồng"), ("", BA_TY)]),
        (None, "", (3, "Hai tỷ đồng", 3), [("", "Hai tỷ đồng")]),
        (None, "", (None, "vài tỷ đồng", 3), [("", "vài tỷ đồng")]),
        # The plan prints one: the file's is the later word, the same in other words is not.
        (3, BA_TY, (3, "(ba tỉ đồng chẵn)", 3), []),
        (3, BA_TY, (None, "", 3), []),
        (2, "Hai tỷ đồng", (3, BA_TY, 3),
         [("2.000.000.000 đồng", "3.000.000.000 đồng"), ("Hai tỷ đồng", BA_TY)]),
        (3, BA_TY, (3, "Ba " * 100, 3), []),
    ],
)  # fmt: skip
def test_what_the_total_of_a_file_changes(
    stored: int | None,
    words: str,
    read: tuple[int | None, str, int],
    expected: list[tuple[str, str]],
) -> None:
    ty = 10**9
    plan = KeHoach(pk=1, tong_kinh_phi_in=stored and stored * ty, tong_bang_chu=words)
    so_tien, bang_chu, cong = read
    tong = TongNhap(so_tien and so_tien * ty, bang_chu, cong * ty, "Bảng 1", 9)
    phien = PhienLuu(plan, KetQuaNhap(tong=tong), None)
    save_total(phien)
    assert [(k.cu, k.moi) for row in phien.cac_dong for k in row.cac_khac] == expected
    assert (plan.tong_kinh_phi_in, plan.tong_bang_chu) == (stored and stored * ty, words)


def read_rows(plan: KeHoach, rows: tuple[tuple[object, ...], ...]) -> KetQuaNhap:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return understand(read_tables(out, "b.xlsx"), load_boi_canh(plan))


BUDGET = (
    ("TT", "Nội dung", "ĐVT", "Số lượng", "Đơn giá (đồng)", "Thành tiền (đồng)"),
    (1, "Máy tính", "Máy", 2, 15_000_000, 30_000_000),
    (2, "Camera", "Bộ", 1, 7_000_000, 7_000_000),
    (None, "Tổng cộng", None, None, None, 47_000_000),
    ("Bằng chữ: Bốn mươi triệu đồng",),
)
TASKS = (
    ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Kinh phí (triệu đồng)"),
    (1, "Trang bị máy tính", "Văn phòng", "Quý II/2026", 30),
    (2, "Lắp đặt camera", "Công an xã", "Quý II/2026", 7),
    (None, "Tổng cộng", None, None, 47),
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "found"), [(BUDGET, ["KP-03", "KP-04"]), (TASKS, ["KP-03"])], ids=["budget", "tasks"]
)
def test_total_that_contradicts_its_table_is_found_once_saved(
    vu_quang: XaMau, tong_hop: NguoiDung, rows: tuple[tuple[object, ...], ...], found: list[str]
) -> None:
    plan = vu_quang.ke_hoach
    plan.trang_thai = KeHoach.TrangThai.DU_THAO
    plan.tong_kinh_phi_in, plan.tong_bang_chu = None, ""
    plan.save()
    read = read_rows(plan, rows)
    assert [one.ma for one in read.van_de if one.doi_tuong == "Tổng kinh phí"] == found
    seen = preview_changes(plan, read)
    assert [(one.loai, one.ten) for one in seen.cac_dong][-1] == (
        LoaiThayDoi.SUA, "Tổng kinh phí ghi trong bảng",
    )  # fmt: skip
    save_annexes(
        ke_hoach=plan, ket_qua=read, dau_vet=seen.dau_vet, ly_do="Như bản ký", by=tong_hop, at=LUC
    )
    plan.refresh_from_db()
    assert plan.tong_kinh_phi_in == 47_000_000
    assert plan.history.order_by("history_id").last().history_change_reason == "Như bản ký"
    of_total = [one.van_de for one in check_plan(plan) if one.van_de.doi_tuong == "Tổng kinh phí"]
    assert [one.ma for one in of_total if one.ma < "KP-09"] == found
    again = preview_changes(plan, read_rows(plan, rows))
    assert {row.loai for row in again.cac_dong} == {LoaiThayDoi.GIU}
    assert preview_changes(plan, replace(read, tong=None)).dem[LoaiThayDoi.SUA] == 0


@pytest.mark.django_db
def test_money_of_tasks_in_another_unit_keeps_its_meaning(
    vu_quang: XaMau, tong_hop: NguoiDung
) -> None:
    plan = vu_quang.ke_hoach
    plan.trang_thai, plan.don_vi_tien = KeHoach.TrangThai.DU_THAO, "dong"
    plan.tong_kinh_phi_in = None
    plan.save()
    save_annexes(
        ke_hoach=plan, ket_qua=read_rows(plan, TASKS[:3]), dau_vet=None, ly_do="Nhập", by=tong_hop,
        at=LUC,
    )  # fmt: skip
    stored = NhiemVu.objects.filter(ke_hoach=plan).order_by("thu_tu")
    assert [(task.kinh_phi_nguyen_van, task.so_tien) for task in stored] == [
        ("30 triệu đồng", 30_000_000), ("7 triệu đồng", 7_000_000),
    ]  # fmt: skip
    plan = KeHoach.objects.select_related("xa").get(pk=plan.pk)
    out = io.BytesIO(build_workbook(plan))
    again = understand(read_tables(out, "b.xlsx"), load_boi_canh(plan))
    assert {row.loai for row in preview_changes(plan, again).cac_dong} == {LoaiThayDoi.GIU}


@pytest.mark.django_db
def test_other_words_for_a_row_money_was_booked_on_are_an_error(vu_quang: XaMau) -> None:
    line = make_dong_kinh_phi(vu_quang.ke_hoach, ma="KP-9", noi_dung="Mua máy tính")
    other = ket_qua(kinh_phi("KP-9", "Tập huấn người dân"))

    def told() -> list[tuple[MucDo, bool]]:
        found = preview_changes(vu_quang.ke_hoach, other).van_de
        return [(one.muc_do, "khoản tiền ghi theo mã" in one.thong_bao) for one in found]

    assert told() == [(MucDo.CANH_BAO, False)]
    booked = make_khoan(line, "phan_bo", 5_000_000)
    assert told() == [(MucDo.LOI, True)]
    KhoanKinhPhi.objects.filter(pk=booked.pk).update(cancelled_at=LUC, ly_do_huy="Ghi nhầm")
    assert told() == [(MucDo.CANH_BAO, False)]
