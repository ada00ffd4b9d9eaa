"""From a letter to a signed-ready report: one ad hoc request walked through as people do."""

import io
import re
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from baocao import dot_xuat
from baocao import phieu as phieu_services
from baocao import tong_hop as bao_cao_services
from baocao.bao_cao_queries import period_rows
from baocao.loi_van_dot_xuat import answer_in_words, draft_request
from baocao.ma_tran import load_matrix
from baocao.models import BaoCao, PhieuBaoCao, TraLoi, YeuCauBaoCao
from baocao.tep_van_ban import DangTep, report_file
from baocao.viec_dau_moi import focal_work
from donvi.models import NguoiDung
from kehoach.ky_bao_cao import LoaiKy
from tests.baocao.dot_xuat_mau import CAU_LOI, CAU_SO, HOM_NAY, LUC, form_of, make_request
from tests.factories import make_nhiem_vu, make_phan_cong, saved
from tests.htmx import parse, words

pytestmark = pytest.mark.django_db


def boxes(html):
    """Read the hidden and text boxes of a page as a browser would send them."""
    tree = parse(html)
    found = {
        box.get("name"): box.get("value", "")
        for box in tree.xpath("//main//input[@name]")
        if box.get("type") not in ("radio", "checkbox") or box.get("checked") is not None
    }
    texts = tree.xpath("//main//textarea[@name]")
    found |= {box.get("name"): (box.text or "").removeprefix("\n") for box in texts}
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def accepted(yeu_cau, unit, **answers):
    """Let a unit's form be accepted with answers to the questions by number."""
    form = form_of(yeu_cau, unit)
    questions = list(yeu_cau.cac_cau_hoi.order_by("thu_tu"))
    for number, text in answers.items():
        question = questions[int(number.removeprefix("cau")) - 1]
        saved(TraLoi(phieu_bao_cao=form, cau_hoi=question, noi_dung=text))
    form.trang_thai, form.sent_at, form.decided_at = "da_tiep_nhan", LUC, LUC
    return saved(form)


# --- the journey ----------------------------------------------------------------------------------


def test_from_the_letter_to_the_signed_ready_report(client, vu_quang, tong_hop, can_bo):
    row = write_and_hand_out(client, vu_quang, tong_hop)
    form = form_of(row, vu_quang.thon)
    number = fill_in_and_send(client, form, can_bo)
    return_mend_and_accept(client, form, number, tong_hop, can_bo)

    call_command("lap_bao_cao", "--ke-hoach", row.ke_hoach.ma, "--ky", row.ky_bao_cao)
    report = BaoCao.objects.get()
    text = pdf_text(report)
    assert "Tổng cộng 16 điểm theo báo cáo của 1 đơn vị (Thôn 1: 16)." in text
    assert "1 đơn vị trả lời có: Thôn 1." in text
    assert "Chưa có báo cáo được tiếp nhận: Công an xã." in text
    assert "Thực hiện văn bản số 123/SKHCN-CĐS về “Rà soát điểm lõm sóng”" in text
    assert "TỔNG HỢP TRẢ LỜI THEO ĐƠN VỊ" in text
    page = client.get(reverse("baocao:report", args=[report.pk]))
    assert "Trả lời đã chốt" in page.content.decode()


def write_and_hand_out(client, xa, by):
    """Type the request as the focal officer does, and hand it out to two units."""
    today = timezone.localdate()
    client.force_login(by)
    client.post(
        reverse("baocao:request_new", args=[xa.ke_hoach.ma]),
        {
            "tieu_de": "Rà soát điểm lõm sóng", "so_van_ban": "123/SKHCN-CĐS", "noi_dung": "",
            "tu_ngay": "2026-01-01", "den_ngay": min(today, date(2026, 12, 31)).isoformat(),
            "han_nop": (today + timedelta(days=1)).isoformat(),
            "cac_don_vi": [xa.thon.pk, xa.cong_an.pk], "lan_luu": "", "so_cau": "2",
            "cau0-noi_dung": "Số điểm lõm sóng?", "cau0-loai_tra_loi": "so",
            "cau0-don_vi_tinh": "điểm", "cau0-bat_buoc": "on",
            "cau1-noi_dung": "Đã có tổ công nghệ số?", "cau1-loai_tra_loi": "co_khong",
        },
    )  # fmt: skip
    row = YeuCauBaoCao.objects.get()
    client.post(reverse("baocao:request_assign", args=[row.pk]), {"lan_luu": "0"})
    return row


def fill_in_and_send(client, form, by):
    """Answer badly, then in part, then in full, and send; give the name of the number's box."""
    url = reverse("baocao:form", args=[form.pk])
    client.force_login(by)
    page = client.get(url)
    html = page.content.decode()
    assert "Theo văn bản số 123/SKHCN-CĐS." in html
    assert "Ý kiến chung của đơn vị" not in html
    number, yes = (f.add_prefix("tra_loi") for f in page.context["bo_phieu"].cau_hoi)
    refused = client.post(url, boxes(page.content) | {number: "vài cái"}).content.decode()
    assert "Trả lời câu 1 (điểm) “vài cái” không đọc được" in refused
    part = boxes(page.content) | {yes: "co", "hanh_dong": "gui"}
    missing = client.post(url, part, follow=True).content.decode()
    assert "Câu hỏi 1 (Số điểm lõm sóng?): chưa trả lời." in missing
    assert f"#id_{number}" in missing
    client.post(url, boxes(client.get(url).content) | {number: "1.640"})
    assert list(TraLoi.objects.order_by("cau_hoi").values_list("noi_dung", flat=True)) == [
        "1.640", "co"
    ]  # fmt: skip
    send(client, form)
    return number


def return_mend_and_accept(client, form, number, focal, unit):
    """Return the form with a reason, let the unit mend it, and accept it."""
    url = reverse("baocao:form", args=[form.pk])
    client.force_login(focal)
    assert "1.640\u00a0điểm" in client.get(url).content.decode()
    client.post(
        reverse("baocao:form_send_back", args=[form.pk]),
        {"ly_do": "Xem lại số", "lan_luu": version(form)},
    )
    client.force_login(unit)
    page = client.get(url)
    assert "Xem lại số" in page.content.decode()
    client.post(url, boxes(page.content) | {number: "16"})
    send(client, form)
    client.force_login(focal)
    client.post(reverse("baocao:form_accept", args=[form.pk]), {"lan_luu": version(form)})
    form.refresh_from_db()
    assert form.trang_thai == "da_tiep_nhan"


def send(client, form):
    url = reverse("baocao:form_submit", args=[form.pk])
    page = client.post(url, {"lan_luu": version(form), "ly_do_thieu": ""})
    assert page.status_code == 302


def version(form):
    return str(PhieuBaoCao.objects.get(pk=form.pk).lan_luu)


def pdf_text(report):
    """Read the words of the report's PDF, with single blanks."""
    pages = PdfReader(io.BytesIO(report_file(report, DangTep.PDF))).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


# --- compiling ------------------------------------------------------------------------------------


def compile_now(yeu_cau):
    report = bao_cao_services.request_report(
        ke_hoach=yeu_cau.ke_hoach, ma_ky=yeu_cau.ky_bao_cao, by=None, at=LUC
    )
    return bao_cao_services.compile_report(bao_cao_id=report.pk, at=LUC)


def test_sections_of_a_request_that_asks_its_questions_only(vu_quang, tong_hop):
    row = make_request(
        vu_quang.ke_hoach, tong_hop, vu_quang.thon, vu_quang.cong_an,
        cac_cau_hoi=(CAU_SO, CAU_LOI),
    )  # fmt: skip
    accepted(row, vu_quang.thon, cau1="3", cau2="Xin thêm trạm")
    accepted(row, vu_quang.cong_an, cau1="0,5")
    report = compile_now(row)
    sections = report.cac_phan.order_by("thu_tu")
    assert [(s.so_in, s.tieu_de, s.noi_dung) for s in sections] == [
        ("I", "Tình hình báo cáo của các đơn vị",
         "Trong kỳ có 2/2 đơn vị gửi báo cáo và được tiếp nhận."),
        ("II", "Kết quả theo nội dung yêu cầu",
         "Trả lời của từng đơn vị tại Phụ lục kèm theo."),
        ("II.1", "Số điểm lõm sóng",
         "Tổng cộng 3,5 điểm theo báo cáo của 2 đơn vị (Công an xã: 0,5; Thôn 1: 3)."),
        ("II.2", "Kiến nghị với cấp trên", "- Xin thêm trạm (Thôn 1)."),
    ]  # fmt: skip
    assert (report.tu_ngay, report.den_ngay) == (row.tu_ngay, row.den_ngay)


def test_a_request_with_tasks_has_their_sections_and_appendices_too(vu_quang, tong_hop):
    make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, "Phủ sóng"), vu_quang.thon)
    row = make_request(
        vu_quang.ke_hoach, tong_hop, vu_quang.thon, kem_nhiem_vu=True, cac_cau_hoi=(CAU_SO,)
    )
    accepted(row, vu_quang.thon, cau1="3")
    report = compile_now(row)
    numbers = list(report.cac_phan.order_by("thu_tu").values_list("so_in", flat=True))
    assert numbers[:4] == ["I", "II", "II.1", "III"]
    assert len(set(numbers)) == len(numbers)
    text = pdf_text(report)
    assert "Phủ sóng" in text
    assert "TỔNG HỢP TRẢ LỜI THEO ĐƠN VỊ" in text


def test_editing_kept_when_compiled_again(vu_quang, tong_hop):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, cac_cau_hoi=(CAU_SO,))
    report = compile_now(row)
    section = report.cac_phan.get(ma="DX.1")
    bao_cao_services.edit_section(
        bao_cao=report, ma="DX.1", noi_dung="Lời của tôi", lan_luu=section.lan_luu,
        by=tong_hop, at=LUC,
    )  # fmt: skip
    accepted(row, vu_quang.thon, cau1="3")
    compile_now(row)
    section.refresh_from_db()
    assert section.noi_dung == "Lời của tôi"
    assert section.ban_nhap == "Tổng cộng 3 điểm theo báo cáo của 1 đơn vị (Thôn 1: 3)."


def test_only_a_request_that_is_out_is_compiled(vu_quang, tong_hop):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, giao=False)
    for code, state in (("2026-DX1", "đang soạn"), ("2026-DX7", "không có")):
        with pytest.raises(bao_cao_services.KyKhongThuocKeHoach, match=state):
            bao_cao_services.read_period(vu_quang.ke_hoach, code)
    assert row.is_draft


def test_the_workbook_of_the_report_holds_the_frozen_answers(vu_quang, tong_hop):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, cac_cau_hoi=(CAU_SO, CAU_LOI))
    accepted(row, vu_quang.thon, cau1="1.640", cau2="=HYPERLINK(1)")
    report = compile_now(row)
    book = load_workbook(io.BytesIO(report_file(report, DangTep.XLSX)))
    assert book.sheetnames == ["Trả lời", "Đơn vị chưa báo cáo"]
    sheet = book["Trả lời"]
    assert [c.value for c in sheet[4]] == ["THON1", "Thôn 1", 1640, "=HYPERLINK(1)"]
    assert sheet["D4"].data_type == "s"
    assert [c.value for c in sheet[5]][:3] == [None, "Tổng cộng", 1640]


def test_the_word_file_and_the_preview_come_out(client, vu_quang, lanh_dao, tong_hop):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon)
    accepted(row, vu_quang.thon, cau1="3", cau2="Không", cau3="khong", cau4="2026-10-19")
    report = compile_now(row)
    assert report_file(report, DangTep.DOCX).startswith(b"PK")
    client.force_login(NguoiDung.objects.get(username="lanh_dao"))
    text = words(parse(client.get(reverse("baocao:report_preview", args=[report.pk])).content))
    assert "1 đơn vị trả lời không: Thôn 1." in text
    assert "1 đơn vị đã trả lời (Thôn 1: 19/10/2026)." in text


def test_answers_of_accepted_forms_are_frozen_until_a_leader_reopens(vu_quang, tong_hop, can_bo):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, cac_cau_hoi=(CAU_SO,))
    form = accepted(row, vu_quang.thon, cau1="3")
    with pytest.raises(phieu_services.PhieuKhongDuocPhep):
        phieu_services.save_form(
            phieu=form, noi_dung=phieu_services.NoiDungNhap(), lan_luu=form.lan_luu, by=can_bo,
            at=LUC,
        )  # fmt: skip
    assert TraLoi.objects.get().noi_dung == "3"


# --- words ----------------------------------------------------------------------------------------


def said(*pairs):
    return [{"ma": name, "don_vi": name, "loi": words_} for name, words_ in pairs]


@pytest.mark.parametrize(
    ("loai", "don_vi_tinh", "tong", "rows", "expected"),
    [
        ("so", "điểm", "", [], "Chưa có đơn vị nào trả lời được tiếp nhận."),
        ("so", "%", "7", [("A", "7")], "Tổng cộng 7% theo báo cáo của 1 đơn vị (A: 7)."),
        ("so", "", "3", [("A", "1"), ("B", "2")],
         "Tổng cộng 3 theo báo cáo của 2 đơn vị (A: 1; B: 2)."),
        ("co_khong", "", "", [("A", "Có"), ("B", "Không"), ("C", "Có")],
         "2 đơn vị trả lời có: A, C. 1 đơn vị trả lời không: B."),
        ("ngay", "", "", [("A", "01/10/2026")], "1 đơn vị đã trả lời (A: 01/10/2026)."),
        ("loi_van", "", "", [("A", "Tốt."), ("B", "Tốt")], "- Tốt (A, B)."),
    ],
)  # fmt: skip
def test_answers_in_words(loai, don_vi_tinh, tong, rows, expected):
    row = {"loai": loai, "don_vi_tinh": don_vi_tinh, "tong": tong, "cac_dong": said(*rows)}
    assert answer_in_words(row) == expected


def test_many_units_are_counted_and_named_in_the_appendix_only():
    rows = said(*((f"Thôn {n}", "1") for n in range(13)))
    row = {"loai": "so", "don_vi_tinh": "điểm", "tong": "13", "cac_dong": rows}
    assert answer_in_words(row) == "Tổng cộng 13 điểm theo báo cáo của 13 đơn vị."


def test_a_request_without_questions_keeps_the_usual_sections(vu_quang, tong_hop):
    row = make_request(
        vu_quang.ke_hoach, tong_hop, vu_quang.thon, kem_nhiem_vu=True, cac_cau_hoi=()
    )
    report = compile_now(row)
    drafted = draft_request(report.so_lieu, ())
    assert drafted == []
    assert report.cac_phan.filter(ma="DX").count() == 0


# --- among the other reports ----------------------------------------------------------------------


def test_a_request_stands_among_the_periods_of_the_plan(vu_quang, tong_hop):
    plan = vu_quang.ke_hoach
    out = make_request(plan, tong_hop, vu_quang.thon, cac_cau_hoi=(CAU_SO,))
    make_request(plan, tong_hop, vu_quang.thon, giao=False)
    off = make_request(plan, tong_hop, vu_quang.thon, cac_cau_hoi=(CAU_SO,))
    dot_xuat.cancel(yeu_cau=off, ly_do="Nhầm", by=tong_hop, at=LUC)
    rows = period_rows(plan, HOM_NAY)
    assert [(row.ma, row.phai_nop, row.da_gui) for row in rows] == [(out.ky_bao_cao, 1, 0)]


def test_a_request_called_off_is_not_waiting_to_be_compiled(vu_quang, tong_hop):
    plan = vu_quang.ke_hoach
    out = make_request(plan, tong_hop, vu_quang.thon, cac_cau_hoi=(CAU_SO,))
    off = make_request(plan, tong_hop, vu_quang.thon, cac_cau_hoi=(CAU_SO,))
    for row in (out, off):
        accepted(row, vu_quang.thon, cau1="3")
    dot_xuat.cancel(yeu_cau=off, ly_do="Nhầm", by=tong_hop, at=LUC)
    waiting = focal_work([plan], [], [], HOM_NAY).cac_ky
    assert [str(row.ky) for row in waiting] == [out.ky_bao_cao]


def test_the_matrix_has_a_column_of_the_request_in_its_year(vu_quang, tong_hop):
    plan = vu_quang.ke_hoach
    row = make_request(plan, tong_hop, vu_quang.thon, vu_quang.cong_an, cac_cau_hoi=(CAU_SO,))
    accepted(row, vu_quang.thon, cau1="3")
    dot_xuat.cancel(yeu_cau=row, ly_do="Nhầm", by=tong_hop, at=LUC)
    table = load_matrix(plan, nam=2026, loai_ky=LoaiKy.DOT_XUAT, on=HOM_NAY)
    [column] = table.cac_cot
    assert (column.ten, column.da_gui.chu) == ("đột xuất lần 1", "1/1")
    states = {line.don_vi.ma: str(line.cac_o[0].trang_thai) for line in table.cac_dong}
    assert states == {"THON1": "da_tiep_nhan", "CA": "da_dong"}
    assert load_matrix(plan, nam=2025, loai_ky=None, on=HOM_NAY).cac_cot == ()
