"""A plan's own road: submitted, sent back, approved and kept; issued, and opened again."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from baocao import duyet_ke_hoach as services
from baocao import vong_doi_van_ban as life
from baocao.duyet_ke_hoach import DuyetKeHoachError, SaiTrangThai, reason_sent_back
from baocao.models import PhienBan, VanBan
from baocao.noi_dung_ke_hoach import digest_of, plan_content
from baocao.van_ban_di import current_document
from donvi.ghi_chep import save_recorded
from donvi.models import NhatKy, ThongBao
from kehoach.models import KeHoach
from tests.factories import make_ke_hoach, saved

pytestmark = pytest.mark.django_db

LUC = datetime(2026, 10, 20, 3, tzinfo=UTC)
PDF = b"%PDF-1.7 plan"


@pytest.fixture
def du_thao(vu_quang) -> KeHoach:
    """Give a drafted plan."""
    return make_ke_hoach(vu_quang.xa, vu_quang.vhxh, "nhap", trang_thai="du_thao")


def approved(plan: KeHoach, by) -> VanBan:
    """Submit and approve a plan."""
    services.submit_plan(ke_hoach=plan, by=by, at=LUC)
    return services.approve_plan(ke_hoach=plan, ma_bam=digest(plan), tep_pdf=PDF, by=by, at=LUC)


def digest(plan: KeHoach) -> str:
    """Digest what the plan says now."""
    return digest_of(plan_content(plan))


def state(plan: KeHoach) -> str:
    plan.refresh_from_db()
    return plan.trang_thai


def told(person) -> list[str]:
    rows = ThongBao.objects.filter(nguoi_nhan=person).order_by("pk")
    return list(rows.values_list("tieu_de", flat=True))


def test_leaders_hear_of_a_submitted_plan_and_the_focal_unit_of_one_sent_back(
    du_thao, tong_hop, lanh_dao
):
    services.submit_plan(ke_hoach=du_thao, by=tong_hop, at=LUC)
    assert (state(du_thao), told(lanh_dao)) == ("cho_duyet", ["Kế hoạch chờ duyệt"])
    services.send_back_plan(ke_hoach=du_thao, ly_do=" Thiếu kinh phí ", by=lanh_dao, at=LUC)
    assert (state(du_thao), told(tong_hop)) == ("du_thao", ["Kế hoạch bị trả lại"])
    assert reason_sent_back(du_thao) == "Thiếu kinh phí"


def test_approval_keeps_a_version_and_the_bytes(du_thao, tong_hop, lanh_dao):
    document = approved(du_thao, lanh_dao)
    version = PhienBan.objects.get(ke_hoach=du_thao)
    assert (state(du_thao), document.phien_ban, document.trang_thai) == (
        "da_duyet", version, "cho_ky",
    )  # fmt: skip
    assert (document.trich_yeu, document.ky_hieu) == (du_thao.trich_yeu, "KH-UBND")
    assert bytes(document.cac_tep.get().noi_dung) == PDF
    acts = NhatKy.objects.about(du_thao).order_by("pk").values_list("hanh_dong", flat=True)
    assert list(acts) == ["trình duyệt", "duyệt"]


def test_acts_out_of_turn_are_refused(du_thao, tong_hop):
    with pytest.raises(SaiTrangThai, match="kế hoạch đang ở trạng thái dự thảo"):
        services.approve_plan(ke_hoach=du_thao, ma_bam="", tep_pdf=PDF, by=tong_hop, at=LUC)
    with pytest.raises(SaiTrangThai, match="Chưa lập được văn bản để ký"):
        services.make_document(ke_hoach=du_thao, ma_bam="", tep_pdf=PDF, by=tong_hop, at=LUC)
    with pytest.raises(DuyetKeHoachError, match="lý do trả lại"):
        services.send_back_plan(ke_hoach=du_thao, ly_do=" ", by=tong_hop, at=LUC)
    assert VanBan.objects.count() == 0


def test_a_plan_approved_earlier_gets_its_document_once(vu_quang, tong_hop):
    plan = vu_quang.ke_hoach
    ma_bam = digest(plan)
    document = services.make_document(
        ke_hoach=plan, ma_bam=ma_bam, tep_pdf=PDF, by=tong_hop, at=LUC
    )
    assert current_document(plan) == document
    with pytest.raises(SaiTrangThai, match="đã có văn bản chờ ký"):
        services.make_document(ke_hoach=plan, ma_bam=ma_bam, tep_pdf=PDF, by=tong_hop, at=LUC)


def test_a_plan_corrected_while_its_file_was_made_is_not_approved(du_thao, tong_hop, lanh_dao):
    services.submit_plan(ke_hoach=du_thao, by=tong_hop, at=LUC)
    seen = digest(du_thao)
    du_thao.refresh_from_db()
    du_thao.trich_yeu = "Chuyển đổi số, sửa phút cuối"
    save_recorded(du_thao, by=None)
    with pytest.raises(DuyetKeHoachError, match="vừa được sửa trong lúc lập văn bản"):
        services.approve_plan(ke_hoach=du_thao, ma_bam=seen, tep_pdf=PDF, by=lanh_dao, at=LUC)
    assert (state(du_thao), VanBan.objects.count(), PhienBan.objects.count()) == ("cho_duyet", 0, 0)


def test_number_and_date_reach_the_plan(du_thao, lanh_dao, van_thu):
    document = approved(du_thao, lanh_dao)
    day = date(2026, 10, 21)
    life.promulgate(van_ban=document, so_hieu="12", ngay_ban_hanh=day, by=van_thu, at=LUC)
    assert (state(du_thao), du_thao.so_hieu, du_thao.ngay_ban_hanh) == ("da_ban_hanh", "12", day)


def test_an_issued_plan_stays_in_force_while_it_is_replaced(du_thao, lanh_dao, van_thu):
    first = approved(du_thao, lanh_dao)
    day = date(2026, 10, 21)
    life.promulgate(van_ban=first, so_hieu="12", ngay_ban_hanh=day, by=van_thu, at=LUC)
    life.reopen(van_ban=first, ly_do="Sai mức", by=lanh_dao, at=LUC)
    assert (state(du_thao), du_thao.so_hieu, du_thao.is_in_force) == ("du_thao", "12", True)
    assert du_thao in KeHoach.objects.reporting()
    du_thao.trich_yeu = "Chuyển đổi số, bản thay thế"
    second = approved(saved(du_thao), lanh_dao)
    assert (second.thay_the_cho, PhienBan.objects.filter(ke_hoach=du_thao).count()) == (first, 2)
    life.promulgate(van_ban=second, so_hieu="15", ngay_ban_hanh=day, by=van_thu, at=LUC)
    first.refresh_from_db()
    assert (state(du_thao), du_thao.so_hieu, first.trang_thai, first.so_hieu) == (
        "da_ban_hanh", "15", "da_thay_the", "12",
    )  # fmt: skip


def test_a_recalled_plan_is_a_draft_nobody_reports_on(du_thao, lanh_dao):
    document = approved(du_thao, lanh_dao)
    life.recall(van_ban=document, ly_do="Sai mức", by=lanh_dao, at=LUC)
    assert (state(du_thao), du_thao in KeHoach.objects.reporting()) == ("du_thao", False)
    assert reason_sent_back(du_thao) == "Sai mức"


def test_from_draft_to_the_document_through_the_pages(client, du_thao, tong_hop, lanh_dao):
    page = reverse("baocao:document_list", args=["nhap"])
    du_thao.loi_dan = "Ủy ban nhân dân xã ban hành kế hoạch như sau:"
    saved(du_thao)
    client.force_login(tong_hop)
    assert "Trình lãnh đạo duyệt kế hoạch" in client.get(page).content.decode()
    client.post(reverse("baocao:plan_submit", args=["nhap"]))
    client.force_login(lanh_dao)
    assert "Duyệt kế hoạch" in client.get(page).content.decode()
    home = client.get("/").content.decode()
    assert "Kế hoạch chờ duyệt" in home
    done = client.post(reverse("baocao:plan_approve", args=["nhap"]), follow=True)
    assert "Đã duyệt kế hoạch. Văn bản chờ ký đã có trong danh sách." in done.content.decode()
    document = VanBan.objects.get()
    kept = bytes(document.cac_tep.get().noi_dung)
    assert set(PdfReader(BytesIO(kept)).get_fields() or {}) == {"ChuKyNguoiKy", "ChuKyCoQuan"}
    assert "Văn bản chờ ký" in client.get("/").content.decode()
