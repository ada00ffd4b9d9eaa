"""Saving annexes: what is made, what changes, what stays; and everything that is refused."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from baocao.nap_mau.don_vi import load_communes, load_units
from baocao.nap_mau.ke_hoach import load_plan
from chitieu.models import ChiTieu, ChuTriChiTieu, MucChiTieu
from donvi.models import NhatKy
from kehoach.models import KeHoach
from kinhphi.models import DongKinhPhi, PhanNguon
from nhapxuat.boi_canh import load_boi_canh
from nhapxuat.doc_tep import read_tables
from nhapxuat.hieu_bang import understand
from nhapxuat.ket_qua_nhap import VanDeNhap
from nhapxuat.loi_nhap import KeHoachDaDoi, KeHoachKhongNhan, KhongLuuDuoc, ThieuLyDo
from nhapxuat.luu_phu_luc import preview_changes, save_annexes
from nhapxuat.thay_doi import LoaiThayDoi
from nhapxuat.van_de import MucDo
from nhiemvu.models import NhiemVu, NhomNhiemVu, PhanCong, TienDo
from tests.factories import (
    make_chi_tieu,
    make_don_vi,
    make_nhiem_vu,
    make_phan_cong,
    make_so_lieu,
    make_tien_do,
)
from tests.nhapxuat.mau_phu_luc import CAC_KE_HOACH, annexes
from tests.nhapxuat.phu_luc_hieu import chi_tieu, ket_qua, kinh_phi, nhiem_vu
from tests.nhapxuat.tao_phu_luc import CAC_KIEU, make_grid, write_docx, write_xlsx

LUC = datetime(2026, 11, 2, 3, tzinfo=UTC)


@pytest.fixture
def plan(vu_quang):
    """Give a draft plan of a commune with the units VHXH and KT."""
    make_don_vi(vu_quang.xa, "Phòng Kinh tế", "phong", ma="KT")
    vu_quang.ke_hoach.trang_thai = KeHoach.TrangThai.DU_THAO
    vu_quang.ke_hoach.save()
    return vu_quang.ke_hoach


def save(plan, *rows, **more):
    values = {"dau_vet": None, "ly_do": "", "by": None, "at": LUC}
    return save_annexes(ke_hoach=plan, ket_qua=ket_qua(*rows), **values | more)


def counts(changes):
    return tuple(changes.dem[kind] for kind in LoaiThayDoi)


def told(changes):
    return {
        row.ma: {khac.ten_truong: (khac.cu, khac.moi) for khac in row.cac_khac}
        for row in changes.cac_dong
        if row.loai is LoaiThayDoi.SUA
    }


def sentences(changes):
    return [one.thong_bao for one in changes.van_de]


ROWS = (
    chi_tieu("1", "Tỷ lệ phủ sóng 5G", chu_tri="VHXH KT", n2026="≥ 60%", n2030="100%"),
    chi_tieu("15", "Thủ tục hành chính"),
    chi_tieu("15.1", "Hồ sơ trực tuyến", chu_tri="KT", n2026="80%"),
    nhiem_vu("1", "Phủ sóng 5G", phoi_hop="KT VHXH"),
    nhiem_vu("2", "Tập huấn kỹ năng số", chu_tri="KT", nhom="II", ten_nhom="Con người"),
    kinh_phi("A", "CHUYỂN ĐỔI SỐ", so_luong=None, don_gia=None),
    kinh_phi("A.1", "Phủ sóng 5G", "A", nguon_von="Ngân sách tỉnh; Xã hội hóa"),
)


def test_everything_of_an_annex_is_made(plan, tong_hop):
    make_nhiem_vu(plan, "Việc trong thân văn bản", ma="VX.1", loai_nhiem_vu="van_xuoi")
    seen = preview_changes(plan, ket_qua(*ROWS))
    assert ChiTieu.objects.filter(ke_hoach=plan).count() == 0
    assert counts(seen) == (7, 0, 0)
    done = save(plan, *ROWS, dau_vet=seen.dau_vet, by=tong_hop, ly_do="Lập kế hoạch")
    assert done == seen
    levels = MucChiTieu.objects.filter(chi_tieu__ke_hoach=plan).order_by("pk")
    assert list(levels.values_list("chi_tieu__ma", "nam", "nguyen_van", "so_sanh", "gia_tri")) == [
        ("1", 2026, "≥ 60%", ">=", 60), ("1", 2030, "100%", "=", 100),
        ("15.1", 2026, "80%", "=", 80),
    ]  # fmt: skip
    child = ChiTieu.objects.get(ke_hoach=plan, ma="15.1")
    assert (child.chi_tieu_cha.ma, child.loai_chi_tieu) == ("15", "dinh_luong")
    assert child.chi_tieu_cha.loai_chi_tieu == "tieu_de"
    leads = ChuTriChiTieu.objects.filter(chi_tieu__ke_hoach=plan).order_by("chi_tieu", "thu_tu")
    assert list(leads.values_list("chi_tieu__ma", "don_vi__ma", "thu_tu")) == [
        ("1", "VHXH", 1), ("1", "KT", 2), ("15.1", "KT", 1)
    ]  # fmt: skip
    parts = PhanCong.objects.filter(nhiem_vu__ke_hoach=plan).order_by("pk")
    assert list(parts.values_list("nhiem_vu__ma", "don_vi__ma", "vai_phan_cong")) == [
        ("1", "VHXH", "chu_tri"), ("1", "KT", "phoi_hop"), ("2", "KT", "chu_tri")
    ]  # fmt: skip
    task = NhiemVu.objects.get(ke_hoach=plan, ma="1")
    assert (task.han_hoan_thanh, task.nhom_nhiem_vu.ma) == (date(2026, 6, 30), "I")
    line = DongKinhPhi.objects.get(ke_hoach=plan, ma="A.1")
    assert (line.dong_cha.ma, line.nhiem_vu) == ("A", task)
    assert {source.ten for source in line.cac_nguon_von.all()} == {"Ngân sách tỉnh", "Xã hội hóa"}
    [history] = task.history.all()
    assert (history.history_type, history.history_user, history.history_date) == (
        "+",
        tong_hop,
        LUC,
    )
    assert (history.history_change_reason, history.ten) == ("Lập kế hoạch", "Phủ sóng 5G")
    [act] = NhatKy.objects.filter(hanh_dong="nhập phụ lục")
    assert act.mo_ta == (
        "Nhập phụ lục (chỉ tiêu, nhiệm vụ, kinh phí): thêm 7 dòng, sửa 0 dòng, giữ nguyên 0 dòng; "
        "0 dòng không có trong tệp được để nguyên."
    )
    plan.refresh_from_db()
    assert plan.cac_moc == [2026, 2030]


def test_the_same_file_again_changes_nothing(plan):
    save(plan, *ROWS)
    kept = [model.history.count() for model in (ChiTieu, NhiemVu, DongKinhPhi, PhanCong)]
    acts = NhatKy.objects.count()
    again = save(plan, *ROWS)
    assert counts(again) == (0, 0, 7)
    assert (again.vang_mat, again.van_de) == ((), ())
    assert kept == [model.history.count() for model in (ChiTieu, NhiemVu, DongKinhPhi, PhanCong)]
    assert NhatKy.objects.count() == acts


def test_a_corrected_file_changes_only_what_differs(plan):
    save(plan, *ROWS)
    changes = save(
        plan,
        chi_tieu("1", "Tỷ lệ phủ sóng 5G", chu_tri="VHXH", n2026="≥ 70%"),
        *ROWS[1:3],
        replace(ROWS[3], san_pham="Báo cáo"),
        ROWS[4],
        ROWS[5],
        replace(ROWS[6], thanh_tien=7_000_000, nguon_von="Ngân sách tỉnh"),
    )
    assert told(changes) == {
        "1": {"sản phẩm": ("", "Báo cáo")},
        "A.1": {
            "thành tiền (đồng)": ("5.000.000", "7.000.000"),
            "nguồn vốn": ("Xã hội hóa", ""),
        },
    } | {"1": {"sản phẩm": ("", "Báo cáo")}}
    [indicator] = [row for row in changes.cac_dong if row.loai_bang.value == "chi_tieu"
                   and row.loai is LoaiThayDoi.SUA]  # fmt: skip
    assert {khac.ten_truong: (khac.cu, khac.moi) for khac in indicator.cac_khac} == {
        "đơn vị chủ trì": ("VHXH KT", "VHXH"),
        "mức năm 2026": ("≥ 60%", "≥ 70%"),
        "giao chủ trì": ("Phòng Kinh tế", ""),
    }
    history = NhiemVu.objects.get(ke_hoach=plan, ma="1").history.order_by("pk")
    assert [(row.history_type, row.san_pham) for row in history] == [("+", ""), ("~", "Báo cáo")]
    assert NhiemVu.objects.get(ke_hoach=plan, ma="2").history.count() == 1


def test_a_renumbered_task_keeps_what_was_reported(plan):
    save(plan, nhiem_vu("1", "Phủ sóng 5G"), nhiem_vu("2", "Tập huấn kỹ năng số", chu_tri="KT"))
    reported = PhanCong.objects.get(nhiem_vu__ma="2", nhiem_vu__ke_hoach=plan)
    make_tien_do(reported, phan_tram=40)
    rows = (
        nhiem_vu("1", "Phủ sóng 5G"), nhiem_vu("2", "Mua máy tính"),
        nhiem_vu("3", "Tập huấn kỹ năng số", chu_tri="KT"),
    )  # fmt: skip
    changes = save(plan, *rows)
    assert told(changes) == {"3": {"mã": ("2", "3")}}
    [progress] = TienDo.objects.all()
    assert progress.phan_cong.nhiem_vu.ma == "3"
    order = NhiemVu.objects.filter(ke_hoach=plan).in_order()
    assert [row.ma for row in order] == ["1", "2", "3"]


def test_codes_can_be_swapped(plan):
    save(plan, kinh_phi("A", "Mua máy"), kinh_phi("B", "Tập huấn"))
    changes = save(plan, kinh_phi("A", "Tập huấn"), kinh_phi("B", "Mua máy"))
    assert {ma: khac["mã"] for ma, khac in told(changes).items()} == {
        "A": ("B", "A"),
        "B": ("A", "B"),
    }
    rows = DongKinhPhi.objects.filter(ke_hoach=plan).in_order()
    assert [(row.ma, row.noi_dung) for row in rows] == [("A", "Tập huấn"), ("B", "Mua máy")]


def test_nobody_loses_an_obligation_that_was_reported_on(plan):
    make_don_vi(plan.xa, "Trạm y tế", "tram_y_te", ma="TYT")
    save(plan, nhiem_vu("1", "Phủ sóng 5G", chu_tri="VHXH TYT", phoi_hop="KT"))
    for reported in PhanCong.objects.filter(don_vi__ma__in=("TYT", "VHXH")):
        make_tien_do(reported, accepted_at=None)
    changes = save(plan, nhiem_vu("1", "Phủ sóng 5G", chu_tri="KT"))
    parts = PhanCong.objects.filter(nhiem_vu__ke_hoach=plan).order_by("don_vi__ma")
    assert list(parts.values_list("don_vi__ma", "vai_phan_cong")) == [
        ("KT", "chu_tri"), ("TYT", "chu_tri"), ("VHXH", "chu_tri")
    ]  # fmt: skip
    assert sentences(changes) == [
        "Phòng Văn hóa - Xã hội; Trạm y tế không còn được giao trong tệp nhưng đã báo cáo nhiệm vụ "
        "này nên phần việc vẫn được giữ; cần lãnh đạo quyết định riêng."
    ]


@pytest.mark.parametrize("row", [nhiem_vu, chi_tieu])
def test_a_code_that_stands_for_something_else_is_an_error_once_units_reported_on_it(plan, row):
    save(plan, row("1", "Phủ sóng 5G", chu_tri="VHXH"))
    other = ket_qua(row("1", "Tập huấn người dân", chu_tri="VHXH"))
    [told] = preview_changes(plan, other).van_de
    assert (told.muc_do, told.phai_sua) == (MucDo.CANH_BAO, False)
    assert told.thong_bao == (
        "Mã “1” trong kế hoạch là “Phủ sóng 5G”, trong tệp là lời khác hẳn; cần kiểm tra tệp có "
        "đánh số lệch không."
    )
    if row is nhiem_vu:
        make_tien_do(PhanCong.objects.get(), accepted_at=None)
    else:
        make_so_lieu(ChiTieu.objects.get(), plan.xa.cac_don_vi.get(ma="VHXH"))
    [told] = preview_changes(plan, other).van_de
    assert (told.muc_do, told.phai_sua) == (MucDo.LOI, False)
    assert "đơn vị đã báo cáo theo mã này" in told.thong_bao


def test_a_lead_that_gave_figures_stays(plan):
    save(plan, chi_tieu("1", "Tỷ lệ phủ sóng 5G", chu_tri="VHXH", n2026="≥ 60%"))
    lead = ChuTriChiTieu.objects.get(chi_tieu__ke_hoach=plan)
    make_so_lieu(lead.chi_tieu, lead.don_vi)
    changes = save(plan, chi_tieu("1", "Tỷ lệ phủ sóng 5G", chu_tri="KT", n2026="≥ 60%"))
    assert {row.don_vi.ma for row in ChuTriChiTieu.objects.all()} == {"VHXH", "KT"}
    assert len(sentences(changes)) == 1


def test_rows_the_file_lacks_stay_where_they_are(plan):
    save(plan, nhiem_vu("1", "Phủ sóng 5G"), nhiem_vu("2", "Tập huấn kỹ năng số"),
         nhiem_vu("3", "Số hóa hồ sơ"), ROWS[5])  # fmt: skip
    changes = save(plan, nhiem_vu("1", "Phủ sóng 5G"), nhiem_vu("2", "Số hóa hồ sơ"))
    assert [(row.ma, row.ten) for row in changes.vang_mat] == [("2-cũ", "Tập huấn kỹ năng số")]
    order = NhiemVu.objects.filter(ke_hoach=plan).in_order()
    assert [row.ma for row in order] == ["1", "2-cũ", "2"]
    assert counts(save(plan, nhiem_vu("1", "Phủ sóng 5G"), nhiem_vu("2", "Số hóa hồ sơ"))) == (
        0,
        0,
        2,
    )


def test_prose_tasks_are_no_rows_of_the_annex(plan):
    make_nhiem_vu(plan, "Phủ sóng 5G", ma="1", loai_nhiem_vu="van_xuoi")
    changes = save(plan, nhiem_vu("1", "Phủ sóng 5G"))
    assert (counts(changes), changes.vang_mat) == ((1, 0, 0), ())
    assert [row.ma for row in NhiemVu.objects.filter(ke_hoach=plan).in_order()] == ["1", "PL.1"]
    assert counts(save(plan, nhiem_vu("1", "Phủ sóng 5G"))) == (0, 0, 1)


def test_a_unit_somebody_gave_a_part_by_hand_keeps_it(plan):
    save(plan, nhiem_vu("1", "Phủ sóng 5G"))
    make_phan_cong(NhiemVu.objects.get(ke_hoach=plan), make_don_vi(plan.xa), "phoi_hop")
    assert counts(save(plan, nhiem_vu("1", "Phủ sóng 5G"))) == (0, 0, 1)
    assert PhanCong.objects.filter(nhiem_vu__ke_hoach=plan).count() == 2


def test_groups_are_renamed_and_put_in_the_order_of_the_file(plan):
    save(plan, nhiem_vu("1", "Phủ sóng 5G"), nhiem_vu("2", "Số hóa", nhom="II", ten_nhom="Dữ liệu"))
    changes = save(
        plan,
        nhiem_vu("1", "Phủ sóng 5G"),
        nhiem_vu("2", "Tập huấn", nhom="II", ten_nhom="Con người"),
        nhiem_vu("3", "Số hóa", nhom="III", ten_nhom="Dữ liệu"),
    )
    assert told(changes) == {"3": {"mã nhóm": ("II", "III"), "mã": ("2", "3")}}
    groups = NhomNhiemVu.objects.filter(ke_hoach=plan).order_by("thu_tu")
    assert [(group.ma, group.ten) for group in groups] == [
        ("I", "Hạ tầng số"), ("II", "Con người"), ("III", "Dữ liệu")
    ]  # fmt: skip


def test_an_indicator_that_gets_a_figure_is_measured_by_it(plan):
    save(plan, chi_tieu("1", "Hạ tầng số"), chi_tieu("2", "Sự cố an toàn thông tin", n2026="≤ 3"))
    ways = ChiTieu.objects.filter(ke_hoach=plan).order_by("ma")
    assert list(ways.values_list("loai_chi_tieu", "chieu_huong")) == [
        ("dinh_tinh", "tang"), ("dinh_luong", "giam")
    ]  # fmt: skip
    changes = save(plan, chi_tieu("1", "Hạ tầng số", n2026="≥ 90%"))
    assert told(changes) == {
        "1": {"loại chỉ tiêu": ("định tính", "định lượng"), "mức năm 2026": ("", "≥ 90%")}
    }


def test_remarks_that_have_no_place_are_told(plan):
    changes = save(plan, replace(ROWS[3], ghi_chu="Chờ vốn"))
    assert [(one.o_dau, one.muc_do) for one in changes.van_de] == [("Bảng 2", MucDo.CANH_BAO)]


def test_money_by_source_is_kept_with_the_task(plan):
    row = nhiem_vu("1", "Phủ sóng 5G", kinh_phi=90, phan_nguon=(("Ngân sách tỉnh", 60),))
    save(plan, row)
    assert counts(save(plan, row)) == (0, 0, 1)
    changes = save(plan, replace(row, phan_nguon=(("Ngân sách tỉnh", 50), ("Ngân sách xã", 40))))
    assert told(changes) == {
        "1": {
            "số tiền từ nguồn Ngân sách tỉnh": ("60", "50"),
            "nguồn vốn": ("", "Ngân sách xã: 40 đồng"),
        }
    }
    parts = PhanNguon.objects.filter(nhiem_vu__ke_hoach=plan).order_by("pk")
    assert list(parts.values_list("nguon_von__ten", "so_tien")) == [
        ("Ngân sách tỉnh", 50), ("Ngân sách xã", 40)
    ]  # fmt: skip


def test_a_group_without_code_is_found_again_by_its_words(plan):
    row = nhiem_vu("1", "Phủ sóng 5G", nhom="Hạ tầng số", ten_nhom="Hạ tầng số")
    save(plan, row)
    assert counts(save(plan, row)) == (0, 0, 1)
    [group] = NhomNhiemVu.objects.filter(ke_hoach=plan)
    assert (group.ma, group.ten) == ("N1", "Hạ tầng số")


def test_one_row_that_can_not_be_stored_keeps_all_from_being_saved(plan):
    wrong = (
        nhiem_vu("1", "Phủ sóng 5G"),
        nhiem_vu("2" * 31, "Mã quá dài", so_dong=8),
        nhiem_vu("3", "Số tiền âm", kinh_phi=-5, so_dong=9),
    )
    seen = preview_changes(plan, ket_qua(*wrong))
    assert [(one.o_dau, one.muc_do, one.phai_sua) for one in seen.van_de] == [
        ("Bảng 2, dòng 8", MucDo.LOI, True), ("Bảng 2, dòng 9", MucDo.LOI, True)
    ]  # fmt: skip
    assert "Số tiền không được âm." in sentences(seen)
    with pytest.raises(KhongLuuDuoc) as refused:
        save(plan, *wrong)
    assert str(refused.value).startswith("Chưa lưu gì. Bảng 2, dòng 8: Cột “mã”: ")
    assert NhiemVu.objects.filter(ke_hoach=plan).count() == 0


def test_what_must_be_mended_first_is_refused(plan):
    rows = replace(
        ket_qua(*ROWS), van_de=(VanDeNhap(MucDo.LOI, "Bảng 1", "", "Cần sửa.", phai_sua=True),)
    )
    with pytest.raises(KhongLuuDuoc):
        save_annexes(ke_hoach=plan, ket_qua=rows, dau_vet=None, ly_do="", by=None, at=LUC)
    twice = (nhiem_vu("1", "Một"), nhiem_vu("1", "Hai"))
    with pytest.raises(KhongLuuDuoc):
        save(plan, *twice)
    assert NhiemVu.objects.filter(ke_hoach=plan).count() == 0


@pytest.mark.parametrize("trang_thai", ["cho_duyet", "da_thay_the"])
def test_a_plan_that_takes_no_changes_refuses(plan, trang_thai):
    KeHoach.objects.filter(pk=plan.pk).update(trang_thai=trang_thai)
    with pytest.raises(KeHoachKhongNhan):
        save(plan, *ROWS)


def test_a_plan_in_force_is_corrected_with_a_reason(plan):
    KeHoach.objects.filter(pk=plan.pk).update(trang_thai="da_duyet")
    with pytest.raises(ThieuLyDo):
        save(plan, *ROWS, ly_do="  ")
    assert counts(save(plan, *ROWS, ly_do="Theo công văn 15/UBND")) == (7, 0, 0)


def test_a_plan_that_changed_since_the_preview_is_not_written(plan):
    seen = preview_changes(plan, ket_qua(ROWS[0]))
    make_chi_tieu(plan, ma="1", ten="Tỷ lệ phủ sóng 5G")
    with pytest.raises(KeHoachDaDoi):
        save(plan, ROWS[0], dau_vet=seen.dau_vet)
    [level] = MucChiTieu.objects.filter(chi_tieu__ke_hoach=plan)
    assert level.nguyen_van == "≥ 75%"


def test_statements_do_not_grow_with_rows(plan, django_assert_max_num_queries):
    with django_assert_max_num_queries(150) as few:
        save(plan, *ROWS)
    more = [nhiem_vu(str(n), f"Việc thứ {n}") for n in range(3, 90)]
    with django_assert_max_num_queries(len(few)):
        save(plan, *ROWS, *more)


@pytest.mark.long_sqlite
def test_annexes_of_the_sample_plans_change_nothing_in_them(db):
    load_communes()
    load_units()
    for ma in CAC_KE_HOACH:
        load_plan(ma)
        plan = KeHoach.objects.get(ma=ma)
        files = {
            "a.docx": write_docx([make_grid(bang, CAC_KIEU[1]) for bang in annexes(ma)]),
            "b.xlsx": write_xlsx([make_grid(b, CAC_KIEU[2]) for b in annexes(ma)], mot_trang=True),
        }
        for ten, content in files.items():
            read = understand(read_tables(io.BytesIO(content), ten), load_boi_canh(plan))
            changes = preview_changes(plan, read)
            assert told(changes) == {}
            assert counts(changes)[::2] == (0, sum(len(bang.mong_doi) for bang in annexes(ma)))
            assert (changes.vang_mat, changes.van_de) == ((), ())
