"""One-time links as services: who gives them out, when they open, and what an officer confirms."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from baocao import lien_ket as services
from baocao.bo_nhap_nhanh import BoNhapNhanh, compare, typed_form
from baocao.lien_ket import LienKetDaThayDoi, LienKetKhongDuocPhep, LienKetKhongHopLe
from baocao.models import LienKetNhap
from baocao.phieu import NoiDungNhap, PhieuConThieu, save_form, submit
from baocao.phieu_queries import load_rows
from donvi.models import NhatKy, ThongBao
from nhiemvu.models import TienDo
from nhiemvu.services import NhapTienDo
from tests.factories import make_nhiem_vu, make_phan_cong, make_phieu

pytestmark = pytest.mark.django_db
LUC = datetime(2026, 10, 12, 2, 30, tzinfo=UTC)  # 09:30 in Vietnam
ON = date(2026, 10, 12)
BA_CHAU = "Bà Nguyễn Thị Châu, trưởng thôn"


@pytest.fixture
def viec(vu_quang):
    return make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, ma="7"), vu_quang.thon)


@pytest.fixture
def phieu(vu_quang, viec):
    """Give the village's form of October 2026, last day 19/10."""
    return make_phieu(vu_quang.ke_hoach, vu_quang.thon)


def create(phieu, by, so_ngay=3, at=LUC):
    return services.create_link(
        phieu=phieu, nguoi_nhap=BA_CHAU, so_ngay=so_ngay, by=by, at=at
    )  # fmt: skip


def type_in(lien_ket, at=LUC, **boxes):
    """Type into the one task of the form through the link."""
    phieu = lien_ket.phieu_bao_cao
    now = BoNhapNhanh(lien_ket, load_rows(phieu, ON), data=None, on=ON)
    [task] = now.chinh
    typed = {f"{task.prefix}-{name}": value for name, value in boxes.items()}
    data = {task.add_prefix("goc"): task.saved_digest, "lan_luu": str(lien_ket.lan_luu)} | typed
    rows = BoNhapNhanh(lien_ket, load_rows(phieu, ON), data=data, on=ON).rows_to_keep()
    return services.keep_typed(lien_ket=lien_ket, rows=rows, lan_luu=lien_ket.lan_luu, at=at)


def sent_link(phieu, by, **boxes):
    lien_ket = type_in(create(phieu, by)[0], **boxes)
    return services.send_typed(lien_ket=lien_ket, lan_luu=lien_ket.lan_luu, at=LUC)


def confirm(lien_ket, by, *, prefixes=None, **more):
    lien_ket.phieu_bao_cao.refresh_from_db()
    rows = load_rows(lien_ket.phieu_bao_cao, ON)
    taken = typed_form(
        lien_ket, rows, lien_ket.noi_dung if prefixes is None else prefixes, on=ON
    )  # fmt: skip
    assert taken.is_valid()
    values = {"lan_luu": lien_ket.phieu_bao_cao.lan_luu} | more
    return services.confirm_typed(
        lien_ket=lien_ket, noi_dung=taken.noi_dung(), by=by, at=LUC, **values
    )


# --- giving out -------------------------------------------------------------------------------


def test_only_the_digest_of_the_secret_is_stored(phieu, can_bo):
    made, token = create(phieu, can_bo)
    assert len(token) == 43  # 256 bits
    assert made.ma_bam == services.digest_of(token)
    stored = LienKetNhap.objects.values().get()
    acts = list(NhatKy.objects.values())
    history = list(LienKetNhap.history.values())
    assert token not in f"{stored}{acts}{history}"


@pytest.mark.parametrize(
    ("so_ngay", "at", "het_han"),
    [
        (3, LUC, (2026, 10, 16)),  # to the end of 15/10
        (30, LUC, (2026, 10, 25)),  # at most five days after 19/10
        (3, datetime(2026, 10, 24, 16, 59, tzinfo=UTC), (2026, 10, 25)),  # 23:59 of the last day
    ],
)
def test_how_long_a_link_is_open(phieu, can_bo, so_ngay, at, het_han):
    made, _ = create(phieu, can_bo, so_ngay, at)
    assert made.het_han_luc == datetime(*het_han, tzinfo=UTC) - timedelta(hours=7)


def test_no_link_five_days_after_the_deadline(phieu, can_bo):
    with pytest.raises(LienKetKhongHopLe, match="24/10/2026"):
        create(phieu, can_bo, at=datetime(2026, 10, 24, 17, 0, tzinfo=UTC))  # 00:00 of 25/10


@pytest.mark.parametrize("bad", [0, -1])
def test_a_link_lasts_a_day_at_least(phieu, can_bo, bad):
    with pytest.raises(LienKetKhongHopLe):
        create(phieu, can_bo, bad)


def test_focal_unit_gives_links_only_for_units_without_account(phieu, tong_hop, request):
    made, _ = create(phieu, tong_hop)
    assert made.created_by == tong_hop
    request.getfixturevalue("can_bo")
    with pytest.raises(LienKetKhongDuocPhep, match="đã có tài khoản"):
        create(phieu, tong_hop)


@pytest.mark.parametrize("role", ["cong_an", "lanh_dao", "nguoi_ngoai", "quan_tri"])
def test_others_give_no_links(phieu, request, role):
    with pytest.raises(LienKetKhongDuocPhep, match="Chỉ cán bộ của Thôn 1"):
        create(phieu, request.getfixturevalue(role))


def test_no_link_to_a_sent_form(phieu, can_bo):
    phieu.trang_thai, phieu.sent_at = "da_gui", LUC
    phieu.save()
    with pytest.raises(LienKetKhongDuocPhep, match="đã gửi, chờ kiểm tra"):
        create(phieu, can_bo)


# --- opening ----------------------------------------------------------------------------------


def test_the_last_minute_and_the_first_after_it(phieu, can_bo):
    made, token = create(phieu, can_bo)
    last = datetime(2026, 10, 15, 16, 59, 59, tzinfo=UTC)
    assert services.open_link(token, last) == made
    assert services.open_link(token, last + timedelta(seconds=1)) is None
    with pytest.raises(LienKetKhongDuocPhep):
        type_in(made, at=last + timedelta(seconds=1), noi_dung="Họp")


def test_what_opens_nothing(phieu, can_bo):
    made, token = create(phieu, can_bo)
    assert services.open_link(token[:-1], LUC) is None
    assert services.open_link(made.ma_bam, LUC) is None
    services.revoke_link(lien_ket=made, by=can_bo, at=LUC)
    assert services.open_link(token, LUC) is None


def test_sent_once(phieu, can_bo):
    lien_ket = sent_link(phieu, can_bo, noi_dung="Họp thôn", phan_tram="40")
    for act in (
        lambda: services.send_typed(lien_ket=lien_ket, lan_luu=lien_ket.lan_luu, at=LUC),
        lambda: type_in(lien_ket, noi_dung="Khác"),
    ):
        with pytest.raises(LienKetKhongDuocPhep):
            act()
    with pytest.raises(LienKetKhongDuocPhep, match="chờ xác nhận"):
        services.revoke_link(lien_ket=lien_ket, by=can_bo, at=LUC)


def test_nothing_typed_is_not_sent(phieu, can_bo):
    made, _ = create(phieu, can_bo)
    with pytest.raises(LienKetKhongDuocPhep, match="Chưa có nội dung nào"):
        services.send_typed(lien_ket=made, lan_luu=0, at=LUC)


def test_two_phones_with_one_link(phieu, can_bo):
    made, _ = create(phieu, can_bo)
    type_in(made, noi_dung="Máy một")
    with pytest.raises(LienKetDaThayDoi):
        services.keep_typed(lien_ket=made, rows={}, lan_luu=0, at=LUC)


# --- confirming -------------------------------------------------------------------------------


def test_nothing_counts_until_an_officer_confirms(phieu, can_bo):
    lien_ket = sent_link(phieu, can_bo, noi_dung="Họp thôn", phan_tram="40")
    phieu.refresh_from_db()
    assert (TienDo.objects.count(), phieu.trang_thai, phieu.lan_luu) == (0, "chua_bao_cao", 0)
    assert ThongBao.objects.get().nguoi_nhan == can_bo

    confirm(lien_ket, can_bo)

    phieu.refresh_from_db()
    written = TienDo.objects.get()
    assert (written.noi_dung, written.phan_tram, phieu.trang_thai) == ("Họp thôn", 40, "dang_nhap")
    acts = list(NhatKy.objects.about(phieu).order_by("pk").values_list("mo_ta", "created_by"))
    assert acts == [
        (f"Tạo liên kết nhập nhanh cho {BA_CHAU}, dùng đến hết ngày 15/10/2026.", can_bo.pk),
        (f"Gửi qua liên kết nhập nhanh bởi {BA_CHAU}.", None),
        (f"Lưu nháp phiếu {phieu.period.label} của Thôn 1.", can_bo.pk),
        (f"Xác nhận nội dung nhập qua liên kết của {BA_CHAU}.", can_bo.pk),
    ]
    with pytest.raises(LienKetKhongDuocPhep, match="đã xác nhận"):
        confirm(lien_ket, can_bo)


def test_focal_unit_confirms_and_sends_for_a_village_without_account(phieu, tong_hop):
    lien_ket = sent_link(phieu, tong_hop, khong_phat_sinh="on")
    assert ThongBao.objects.get().nguoi_nhan == tong_hop
    sent = confirm(lien_ket, tong_hop, gui=True)
    assert (sent.trang_thai, sent.sent_by, sent.nhap_thay) == ("da_gui", tong_hop, False)


def test_confirm_and_send_is_all_or_nothing(phieu, can_bo):
    lien_ket = sent_link(phieu, can_bo, noi_dung="Họp thôn")  # no percentage
    with pytest.raises(PhieuConThieu):
        confirm(lien_ket, can_bo, gui=True)
    lien_ket.refresh_from_db()
    assert (TienDo.objects.count(), lien_ket.trang_thai) == (0, "cho_xac_nhan")
    sent = confirm(lien_ket, can_bo, gui=True, ly_do_thieu="Chưa tính được")
    assert (sent.trang_thai, sent.ly_do_thieu) == ("da_gui", "Chưa tính được")


@pytest.mark.parametrize("role", ["cong_an", "lanh_dao", "nguoi_ngoai", "quan_tri"])
def test_others_confirm_and_refuse_nothing(phieu, can_bo, request, role):
    lien_ket, other = sent_link(phieu, can_bo, noi_dung="Họp"), request.getfixturevalue(role)
    with pytest.raises(LienKetKhongDuocPhep):
        confirm(lien_ket, other)
    with pytest.raises(LienKetKhongDuocPhep):
        services.refuse_typed(lien_ket=lien_ket, ly_do="Sai", by=other, at=LUC)


def test_refused_words_are_kept_with_the_reason(phieu, can_bo):
    lien_ket = sent_link(phieu, can_bo, noi_dung="Họp thôn")
    with pytest.raises(LienKetKhongHopLe, match="Hãy ghi lý do"):
        services.refuse_typed(lien_ket=lien_ket, ly_do=" ", by=can_bo, at=LUC)
    services.refuse_typed(lien_ket=lien_ket, ly_do="Nhầm kỳ", by=can_bo, at=LUC)
    lien_ket.refresh_from_db()
    [kept] = lien_ket.noi_dung.values()
    assert (lien_ket.trang_thai, lien_ket.ly_do, kept["o"]["noi_dung"]) == (
        "tu_choi", "Nhầm kỳ", "Họp thôn",
    )  # fmt: skip
    assert TienDo.objects.count() == 0


# --- the form changed meanwhile ---------------------------------------------------------------


def draft(phieu, viec, by, words):
    phieu.refresh_from_db()
    row = NhapTienDo(viec.pk, noi_dung=words, phan_tram=10)
    content = NoiDungNhap(tien_do=(row,))
    return save_form(phieu=phieu, noi_dung=content, lan_luu=phieu.lan_luu, by=by, at=LUC)


def test_a_row_the_unit_changed_meanwhile_shows_both_texts(phieu, viec, can_bo):
    lien_ket = sent_link(phieu, can_bo, noi_dung="Bà Châu nói", phan_tram="40")
    lien_ket.phieu_bao_cao = draft(phieu, viec, can_bo, "Cán bộ nói")
    [row] = compare(lien_ket, load_rows(phieu, ON), {}, on=ON)
    texts = [(box.nhap, box.hien_tai) for box in row.cac_o if not box.is_same]
    assert texts == [("Bà Châu nói", "Cán bộ nói"), ("40", "10")]
    assert (row.is_overtaken, row.chon) == (True, "")  # nothing is chosen for the officer

    confirm(lien_ket, can_bo, prefixes=())  # the draft is kept

    assert TienDo.objects.get().noi_dung == "Cán bộ nói"


def test_a_row_typed_over_the_draft_it_started_from_is_no_conflict(phieu, viec, can_bo):
    draft(phieu, viec, can_bo, "Cán bộ nói")
    lien_ket = sent_link(phieu, can_bo, noi_dung="Bà Châu nói", phan_tram="40")
    [row] = compare(lien_ket, load_rows(phieu, ON), {}, on=ON)
    assert (row.is_overtaken, row.chon) == (False, "lay")


def test_a_form_sent_meanwhile_takes_nothing(phieu, viec, can_bo):
    lien_ket = sent_link(phieu, can_bo, noi_dung="Bà Châu nói", phan_tram="40")
    saved = draft(phieu, viec, can_bo, "Cán bộ nói")
    submit(phieu=saved, lan_luu=saved.lan_luu, by=can_bo, at=LUC)
    with pytest.raises(LienKetKhongDuocPhep, match="đã gửi, chờ kiểm tra"):
        confirm(lien_ket, can_bo)
    assert TienDo.objects.get().noi_dung == "Cán bộ nói"


def test_boxes_that_can_not_be_read_are_not_kept(phieu, can_bo):
    made, _ = create(phieu, can_bo)
    assert type_in(made, phan_tram="nhiều").noi_dung == {}


def test_a_broken_rule_of_the_model_writes_nothing(phieu, viec, can_bo):
    lien_ket = sent_link(phieu, can_bo, noi_dung="Họp")
    bad = NoiDungNhap(tien_do=(NhapTienDo(viec.pk, phan_tram=101),))
    with pytest.raises(ValidationError):
        services.confirm_typed(lien_ket=lien_ket, noi_dung=bad, lan_luu=0, by=can_bo, at=LUC)
    assert TienDo.objects.count() == 0
