"""The steps of handing a file in: read, look, correct, accept, save; and what each refuses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import ProtectedError

from donvi.models import NhatKy, TenKhac
from kehoach.models import KeHoach
from kinhphi.models import ChapNhanSaiLech, DongKinhPhi
from nhapxuat import goi_ten, nhap_tep, sua_tep
from nhapxuat.ket_qua_nhap import VanDeNhap, ViTri
from nhapxuat.loi_nhap import (
    ConLoi,
    DaXemKhac,
    GiaTriQuaDai,
    KhongCoGi,
    KhongDuocPhep,
    NhomDaDoi,
    OKhongCo,
    PhaiSua,
    SaiTrangThai,
    TenKhongRo,
    ThieuLyDo,
    VanDeKhongCon,
)
from nhapxuat.loi_tep import TepQuaLon, TepRong
from nhapxuat.models import ChapNhanNhap, LanNhap, NhoCot, SuaONhap, TrangThaiNhap
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.sua_bang import ChonBang, ChonCot
from nhapxuat.tien_do_luu import load_progress
from nhapxuat.tu_vung_cot import LoaiCot
from nhapxuat.van_de import MucDo
from nhapxuat.xem_tep import (
    group_acceptable,
    group_accepted,
    load_acceptances,
    load_review,
    open_errors,
)
from nhapxuat.xem_truoc import XemTruoc
from nhiemvu.models import NhiemVu
from tests.factories import make_don_vi, make_xa
from tests.nhapxuat.viet_tep import TrangViet, write_book

pytestmark = pytest.mark.django_db
LUC = datetime(2026, 10, 20, 9, tzinfo=UTC)
SAU = LUC + timedelta(hours=1)
NHIEM_VU = TrangViet(
    [
        ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"],
        [1, "Tuyên truyền", "Công an xã", "Quý I/2026"],
        [2, "Tập huấn kỹ năng số", "Ban lạ hoắc", "Quý II/2026"],
    ],
    ten="NV",
)
KINH_PHI = TrangViet(
    [
        ["TT", "Nội dung", "Đơn vị tính", "Số lượng", "Đơn giá (đồng)", "Thành tiền (đồng)"],
        ["1", "Loa thông minh", "bộ", 6, 15_000_000, 900_000_000],
    ],
    ten="KP",
)
BANG_NHIEM_VU, BANG_KINH_PHI = "Trang tính “NV”", "Trang tính “KP”"
O_CHU_TRI = ViTri(BANG_NHIEM_VU, 3, 3)


@pytest.fixture
def ke_hoach(vu_quang):
    plan = vu_quang.ke_hoach
    KeHoach.objects.filter(pk=plan.pk).update(trang_thai=KeHoach.TrangThai.DU_THAO, so_hieu="")
    plan.refresh_from_db()
    return plan


@pytest.fixture
def tai_len(ke_hoach, tong_hop):
    """Hand in a workbook and read it."""

    def upload(*sheets: TrangViet, content: bytes = b"", ten: str = "phu-luc.xlsx") -> LanNhap:
        row = nhap_tep.upload_file(
            ke_hoach=ke_hoach, ten_tep=ten, noi_dung=content or write_book(*sheets),
            by=tong_hop, at=LUC,
        )  # fmt: skip
        read = nhap_tep.read_file(lan_nhap_id=row.pk, at=LUC)
        assert read is not None
        return LanNhap.objects.get(pk=row.pk)

    return upload


def save(row: LanNhap, by, ly_do: str = "") -> LanNhap:
    seen = load_review(LanNhap.objects.get(pk=row.pk)).dau_vet
    nhap_tep.request_save(lan_nhap_id=row.pk, dau_vet=seen, ly_do=ly_do, by=by, at=SAU)
    nhap_tep.save_file(lan_nhap_id=row.pk, at=SAU)
    return LanNhap.objects.get(pk=row.pk)


def problem(row: LanNhap, ma: str):
    [one] = [one for one in load_review(LanNhap.objects.get(pk=row.pk)).van_de if one.ma == ma]
    return one


def test_a_file_is_shown_beside_its_source_and_saves_nothing_by_itself(tai_len):
    row = tai_len(NHIEM_VU, KINH_PHI)
    seen = load_review(row)
    assert row.trang_thai == TrangThaiNhap.CHO_XEM
    assert [(b.o_dau, b.loai_bang, b.so_dong) for b in seen.cac_bang] == [
        (BANG_NHIEM_VU, "nhiem_vu", 2), (BANG_KINH_PHI, "kinh_phi", 1),
    ]  # fmt: skip
    task = seen.cac_dong[0]
    assert task.nguon == (
        ("TT", "1"), ("Nhiệm vụ", "Tuyên truyền"), ("Đơn vị chủ trì", "Công an xã"),
        ("Thời hạn", "Quý I/2026"),
    )  # fmt: skip
    assert dict(task.hieu)["Chủ trì"] == "Công an xã"
    assert dict(task.hieu)["Thời hạn"] == "quý: từ 01/01/2026 đến hết 31/03/2026"
    assert dict(seen.cac_dong[1].hieu)["Chủ trì"] == "Ban lạ hoắc (chưa rõ)"
    assert dict(seen.dem) == {"them": 3, "sua": 0, "giu": 0}
    assert load_progress(row) == (100, "")
    assert (NhiemVu.objects.count(), DongKinhPhi.objects.count()) == (0, 0)


def test_a_bad_file_leaves_one_sentence_and_none_of_its_bytes(tai_len):
    row = tai_len(content=write_book(NHIEM_VU)[:-900])
    assert (row.trang_thai, row.noi_dung, row.bang_doc) == (TrangThaiNhap.BI_TU_CHOI, None, None)
    assert row.loi_doc == (
        "Tệp bị hỏng hoặc bị cắt cụt; cần mở bằng Word hoặc Excel, lưu lại rồi tải lên."
    )


def test_size_is_looked_at_first_and_nothing_is_stored(ke_hoach, tong_hop, settings):
    settings.NHAP_TEP_TOI_DA_MB = 1
    for content, refusal in ((b"", TepRong), (b"x" * (2**20 + 1), TepQuaLon)):
        with pytest.raises(refusal):
            nhap_tep.upload_file(
                ke_hoach=ke_hoach, ten_tep="a.xlsx", noi_dung=content, by=tong_hop, at=LUC
            )
    assert not LanNhap.objects.exists()


def test_rows_beyond_the_setting_are_refused(tai_len, settings):
    settings.NHAP_DONG_TOI_DA = 2
    assert tai_len(NHIEM_VU).loi_doc == (
        "Trang tính “NV” có quá 2 dòng, kể cả dòng trống; cần xóa phần thừa hoặc tách thành nhiều "
        "tệp."
    )


@pytest.mark.parametrize("trang_thai", ["cho_duyet", "da_thay_the"])
def test_only_the_focal_officer_and_only_while_the_plan_is_open(
    ke_hoach, can_bo, tong_hop, trang_thai
):
    more = {"ke_hoach": ke_hoach, "ten_tep": "a.xlsx", "noi_dung": b"x", "at": LUC}
    with pytest.raises(KhongDuocPhep):
        nhap_tep.upload_file(by=can_bo, **more)
    ke_hoach.trang_thai = trang_thai
    with pytest.raises(KhongDuocPhep):
        nhap_tep.upload_file(by=tong_hop, **more)


def test_fix_one_accept_the_other_save_and_find_both_on_record(tai_len, tong_hop, ke_hoach):
    row = tai_len(NHIEM_VU, KINH_PHI)
    wrong = problem(row, "KP-01")
    assert (wrong.muc_do.value, wrong.vi_tri) == ("canh_bao", ViTri(BANG_KINH_PHI, 2, 6))
    sua_tep.correct_cell(
        lan_nhap_id=row.pk, vi_tri=O_CHU_TRI, gia_tri="Phòng Văn hóa - Xã hội", by=tong_hop, at=LUC
    )
    sua_tep.accept_problems(
        lan_nhap_id=row.pk, dau_vet=wrong.dau_vet, ly_do="Đúng bản ký", by=tong_hop, at=LUC
    )
    saved = save(row, tong_hop)
    assert (saved.trang_thai, saved.saved_by, saved.saved_at) == ("da_luu", tong_hop, SAU)
    assert saved.ket_qua["dem"] == {"them": 3, "sua": 0, "giu": 0}
    task = NhiemVu.objects.get(ke_hoach=ke_hoach, ma="2")
    assert task.chu_tri_nguyen_van == "Phòng Văn hóa - Xã hội"
    assert [part.don_vi.ma for part in task.cac_phan_cong.all()] == ["VHXH"]
    [corrected] = saved.cac_sua_o.all()
    assert (corrected.gia_tri_cu, corrected.gia_tri_moi, corrected.created_by) == (
        "Ban lạ hoắc", "Phòng Văn hóa - Xã hội", tong_hop,
    )  # fmt: skip
    accepted = ChapNhanSaiLech.objects.get(ke_hoach=ke_hoach)
    assert (accepted.ma_van_de, accepted.doi_tuong, accepted.ly_do) == ("KP-01", "1", "Đúng bản ký")
    assert saved.ket_qua["chap_nhan"] == 1


def test_saving_twice_saves_once(tai_len, tong_hop):
    row = tai_len(NHIEM_VU)
    save(row, tong_hop)
    acts = NhatKy.objects.count()
    nhap_tep.save_file(lan_nhap_id=row.pk, at=SAU)
    nhap_tep.read_file(lan_nhap_id=row.pk, at=SAU)
    assert (NhiemVu.objects.count(), NhatKy.objects.count()) == (2, acts)
    with pytest.raises(SaiTrangThai):
        save(row, tong_hop)


def test_the_same_file_again_changes_nothing(tai_len, tong_hop):
    save(tai_len(NHIEM_VU), tong_hop)
    again = tai_len(NHIEM_VU)
    assert dict(load_review(again).dem) == {"them": 0, "sua": 0, "giu": 2}
    with pytest.raises(KhongCoGi):
        save(again, tong_hop)


def test_the_same_file_again_keeps_what_was_corrected_and_chosen_then(tai_len, tong_hop):
    content = write_book(NHIEM_VU)
    row = tai_len(content=content)
    sua_tep.correct_cell(
        lan_nhap_id=row.pk, vi_tri=O_CHU_TRI, gia_tri="Thôn 1", by=tong_hop, at=LUC
    )
    assert nhap_tep.saved_before(tai_len(content=content)) is None
    save(row, tong_hop)
    again = tai_len(content=content)
    assert nhap_tep.saved_before(again) == row
    assert [one.gia_tri_moi for one in again.cac_sua_o.all()] == ["Thôn 1"]
    assert dict(load_review(again).dem) == {"them": 0, "sua": 0, "giu": 2}


def test_a_plan_that_changed_meanwhile_is_looked_at_again(tai_len, tong_hop, ke_hoach):
    first, second = tai_len(NHIEM_VU), tai_len(NHIEM_VU)
    save(first, tong_hop)
    late = save(second, tong_hop)
    assert late.trang_thai == TrangThaiNhap.CHO_XEM
    assert late.loi_doc.startswith("Kế hoạch đã thay đổi sau khi bạn xem")
    assert dict(load_review(late).dem) == {"them": 0, "sua": 0, "giu": 2}


def test_what_another_window_changed_is_looked_at_again(tai_len, tong_hop):
    row = tai_len(NHIEM_VU)
    seen = load_review(row).dau_vet
    sua_tep.correct_cell(
        lan_nhap_id=row.pk, vi_tri=ViTri(BANG_NHIEM_VU, 2, 2), gia_tri="Khác", by=tong_hop, at=LUC
    )
    with pytest.raises(DaXemKhac):
        nhap_tep.request_save(lan_nhap_id=row.pk, dau_vet=seen, ly_do="", by=tong_hop, at=SAU)


def test_a_plan_in_force_needs_a_reason(tai_len, tong_hop, ke_hoach):
    row = tai_len(NHIEM_VU)
    KeHoach.objects.filter(pk=ke_hoach.pk).update(trang_thai=KeHoach.TrangThai.DA_DUYET)
    with pytest.raises(ThieuLyDo):
        save(row, tong_hop, "  ")
    with pytest.raises(GiaTriQuaDai):
        save(row, tong_hop, "x" * 2001)
    assert save(row, tong_hop, "Bổ sung theo công văn 12").trang_thai == TrangThaiNhap.DA_LUU
    assert NhiemVu.history.first().history_change_reason == "Bổ sung theo công văn 12"


def test_corrections_can_be_taken_back_and_must_be_of_a_cell(tai_len, tong_hop):
    row = tai_len(NHIEM_VU)

    def correct(vi_tri, gia_tri):
        sua_tep.correct_cell(
            lan_nhap_id=row.pk, vi_tri=vi_tri, gia_tri=gia_tri, by=tong_hop, at=LUC
        )

    correct(O_CHU_TRI, "Công an xã")
    correct(O_CHU_TRI, "Thôn 1")
    assert [one.gia_tri_moi for one in row.cac_sua_o.all()] == ["Thôn 1"]
    correct(O_CHU_TRI, "Ban lạ hoắc")
    assert not row.cac_sua_o.exists()
    assert SuaONhap.history.count() == 3
    for place in (ViTri("Bảng 9", 3, 3), ViTri(BANG_NHIEM_VU, 99, 3), ViTri(BANG_NHIEM_VU, 3, 99)):
        with pytest.raises(OKhongCo):
            correct(place, "x")
    with pytest.raises(GiaTriQuaDai):
        correct(O_CHU_TRI, "x" * 2001)


def test_acceptances_need_a_problem_and_a_reason_and_can_be_taken_back(tai_len, tong_hop):
    twice = TrangViet([*NHIEM_VU.cac_dong, [2, "Trùng mã", "Thôn 1", "Quý I/2026"]], ten="NV")
    row = tai_len(twice, KINH_PHI)
    wrong = problem(row, "KP-01")
    same_code = [one for one in load_review(row).van_de if one.phai_sua]

    def accept(dau_vet, ly_do):
        sua_tep.accept_problems(
            lan_nhap_id=row.pk, dau_vet=dau_vet, ly_do=ly_do, by=tong_hop, at=LUC
        )

    for dau_vet, ly_do, refusal in (
        ("không có", "Đúng", VanDeKhongCon), (wrong.dau_vet, " ", ThieuLyDo),
        (wrong.dau_vet, "x" * 2001, GiaTriQuaDai), (same_code[0].dau_vet, "Đúng", PhaiSua),
    ):  # fmt: skip
        with pytest.raises(refusal):
            accept(dau_vet, ly_do)
    accept(wrong.dau_vet, "Đúng bản ký")
    accept(wrong.dau_vet, "Đã đối chiếu bản ký")
    assert {k: v.ly_do for k, v in load_acceptances(row).items()} == {
        wrong.dau_vet: "Đã đối chiếu bản ký"
    }
    sua_tep.withdraw_acceptances(lan_nhap_id=row.pk, dau_vet=wrong.dau_vet, by=tong_hop)
    assert load_acceptances(row) == {}
    assert open_errors(load_review(row), {}) == same_code
    with pytest.raises(ConLoi):
        save(row, tong_hop)


def test_one_reason_lets_all_problems_of_a_kind_stand_each_on_record(tai_len, tong_hop):
    rows = [[n, f"Việc số {n}", f"Ban lạ {n}", "Quý I/2026"] for n in range(1, 5)]
    row = tai_len(TrangViet([NHIEM_VU.cac_dong[0], *rows], ten="NV"), KINH_PHI)
    [unknown, _] = group_acceptable(load_review(row).van_de)
    assert (unknown.noi, len(unknown.cac_van_de)) == (BANG_NHIEM_VU, 4)
    more = {"lan_nhap_id": row.pk, "by": tong_hop}

    def accept(dau_vet, ly_do):
        return sua_tep.accept_problems(dau_vet=dau_vet, ly_do=ly_do, at=LUC, **more)

    accept(unknown.cac_van_de[0].dau_vet, "Đơn vị ngoài xã")
    with pytest.raises(NhomDaDoi):
        accept(unknown.dau_vet, "Đơn vị mới lập")
    left = [one for one in load_review(row).van_de if one.dau_vet not in load_acceptances(row)]
    [three, _] = group_acceptable(left)
    with pytest.raises(ThieuLyDo):
        accept(three.dau_vet, " ")
    assert len(accept(three.dau_vet, " Đơn vị mới lập ")) == 3
    assert ChapNhanNhap.history.filter(history_change_reason="Đơn vị mới lập").count() == 3
    [alone, together] = group_accepted(row.cac_chap_nhan.order_by("pk"))
    with pytest.raises(NhomDaDoi):
        sua_tep.withdraw_acceptances(dau_vet=three.dau_vet[:-1] + "x", **more)
    assert sua_tep.withdraw_acceptances(dau_vet=together.dau_vet, **more) == 3
    assert list(load_acceptances(row)) == [alone.dau_tien.dau_vet]
    assert ChapNhanNhap.history.filter(history_type="-").count() == 3


def test_an_error_that_may_stand_keeps_from_saving_until_it_is_accepted():
    may_stand = VanDeNhap(MucDo.LOI, "Bảng 1", "", "Một câu.")
    preview = XemTruoc(van_de=(may_stand, VanDeNhap(MucDo.CANH_BAO, "Bảng 1", "", "Câu khác.")))
    assert open_errors(preview, {}) == [may_stand]
    assert open_errors(preview, {may_stand.dau_vet: ChapNhanNhap()}) == []


def test_a_name_told_once_is_known_in_the_whole_file_and_the_next(tai_len, tong_hop, vu_quang):
    row = tai_len(NHIEM_VU)
    assert load_review(row).ten_la == (("Ban lạ hoắc", 1),)

    def say(answer):
        goi_ten.name_units(lan_nhap_id=row.pk, cac_ten={"Ban lạ hoắc": answer}, by=tong_hop, at=LUC)

    say(f"don_vi-{vu_quang.thon.pk}")
    for one in (LanNhap.objects.get(pk=row.pk), tai_len(NHIEM_VU)):
        assert load_review(one).ten_la == ()
        assert dict(load_review(one).cac_dong[1].hieu)["Chủ trì"] == "Thôn 1"
    say("khong")
    assert TenKhac.objects.get(xa=vu_quang.xa).don_vi is None
    elsewhere = make_don_vi(make_xa("99999", "Xã khác"))
    for answer in ("", "don_vi-", "nhom-1", f"don_vi-{elsewhere.pk}", "don_vi-²"):
        with pytest.raises(TenKhongRo):
            say(answer)


def test_columns_a_person_named_are_known_in_the_next_file(tai_len, tong_hop):
    row = tai_len(NHIEM_VU)
    [table] = load_review(row).cac_bang
    chosen = ChonBang(LoaiBang.NHIEM_VU, {3: ChonCot(LoaiCot.PHOI_HOP)})
    sua_tep.choose_columns(
        lan_nhap_id=row.pk, khoa_bang=table.khoa, chon=chosen, tieu_de={3: "Đơn vị chủ trì"},
        ghi_nho=True, by=tong_hop, at=LUC,
    )  # fmt: skip
    [remembered] = NhoCot.objects.all()
    assert (remembered.tieu_de, remembered.loai_cot) == ("Đơn vị chủ trì", "phoi_hop")
    for one in (LanNhap.objects.get(pk=row.pk), tai_len(NHIEM_VU)):
        first = load_review(one).cac_dong[0]
        assert dict(first.hieu)["Phối hợp"] == "Công an xã"
        assert load_review(one).cac_bang[0].cac_cot[2].do_tin_cay == 100


def test_a_long_file_is_understood_again_by_the_worker(tai_len, tong_hop, settings):
    row = tai_len(NHIEM_VU)
    settings.NHAP_DONG_LAM_NGAY = 1
    waiting = sua_tep.correct_cell(
        lan_nhap_id=row.pk, vi_tri=O_CHU_TRI, gia_tri="Công an xã", by=tong_hop, at=LUC
    )
    assert waiting.trang_thai == TrangThaiNhap.DANG_CHO
    read = nhap_tep.read_file(lan_nhap_id=row.pk, at=SAU)
    assert dict(load_review(read).cac_dong[1].hieu)["Chủ trì"] == "Công an xã"


def test_a_cancelled_file_keeps_its_record_and_not_its_bytes(tai_len, tong_hop):
    row = sua_tep.cancel_import(lan_nhap_id=tai_len(NHIEM_VU).pk, by=tong_hop, at=SAU)
    row.refresh_from_db()
    assert (row.trang_thai, row.noi_dung, row.xem_truoc) == (TrangThaiNhap.DA_HUY, None, None)


def test_who_handed_in_stays_known(tai_len, tong_hop):
    tai_len(NHIEM_VU)
    with pytest.raises(ProtectedError):
        tong_hop.delete()
