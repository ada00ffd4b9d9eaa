"""Sections on the report's page: sources of numbers, warnings, earlier wordings brought back."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from baocao import tong_hop as reports
from baocao.ban_chup import read_snapshot
from baocao.models import BaoCao, PhanBaoCao
from baocao.phan_bao_cao import earlier_wordings
from donvi.models import NguoiDung, NhatKy
from kehoach.ky_bao_cao import LoaiKy
from tests.baocao.test_tong_hop import send_village
from tests.factories import (
    make_chi_tieu,
    make_nhiem_vu,
    make_phan_cong,
    make_quy_dinh,
    make_so_lieu,
)
from tests.personas import XaMau

AT = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def report(vu_quang: XaMau, can_bo: NguoiDung, tong_hop: NguoiDung) -> BaoCao:
    """Give the compiled October, told by the village."""
    make_quy_dinh(vu_quang.ke_hoach, LoaiKy.THANG)
    make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, "Cài đặt VNeID"), vu_quang.thon)
    indicator = make_chi_tieu(vu_quang.ke_hoach, vu_quang.cong_an)
    make_so_lieu(indicator, vu_quang.cong_an, gia_tri=60)
    send_village(vu_quang, can_bo, tong_hop, accepted=True)
    return compiled(vu_quang)


def compiled(xa: XaMau) -> BaoCao:
    asked = reports.request_report(ke_hoach=xa.ke_hoach, ma_ky="2026-T10", by=None, at=AT)
    return reports.compile_report(bao_cao_id=asked.pk, at=AT)


def edit(report: BaoCao, by: NguoiDung, words: str, ma: str = "II.2") -> PhanBaoCao:
    section = report.cac_phan.get(ma=ma)
    return reports.edit_section(
        bao_cao=report, ma=ma, noi_dung=words, lan_luu=section.lan_luu, by=by, at=AT
    )


def test_page_leads_from_numbers_and_quotes_to_form_task_and_indicator(
    report: BaoCao, client: Client, tong_hop: NguoiDung, cong_an: NguoiDung
) -> None:
    address = reverse("baocao:report", args=[report.pk])
    task, figure = report.so_lieu["nhiem_vu"]["cac_dong"][0], report.so_lieu["chi_tieu"]
    form = reverse("baocao:form", args=[task["ket_qua"][0]["phieu"]])
    client.force_login(tong_hop)
    page = client.get(address).content.decode()
    for link in (
        form,
        reverse("nhiemvu:detail", args=[task["id"]]),
        reverse("chitieu:detail", args=[figure["cac_dong"][0]["id"]]),
    ):
        assert f'href="{link}"' in page
    assert "Nguồn số liệu phần II.2" in page
    client.force_login(cong_an)  # another unit's form is not hers to read
    page = client.get(address).content.decode()
    assert "Nguồn số liệu phần II.2" in page
    assert form not in page


def test_typed_numbers_that_do_not_agree_are_named_and_saved_all_the_same(
    report: BaoCao, client: Client, tong_hop: NguoiDung
) -> None:
    edit(report, tong_hop, "Tổng số 3 nhiệm vụ. Cài cho 279/395 hộ, đạt 71,63%.")
    client.force_login(tong_hop)
    page = client.get(reverse("baocao:report", args=[report.pk])).content.decode()
    assert "Con số cần xem lại" in page
    assert "279/395 là 70,63%." in page
    assert "số liệu đã chốt là 1." in page
    reports.submit(bao_cao=report, by=tong_hop, at=AT)


def test_earlier_wordings_are_listed_once_with_who_and_why(
    report: BaoCao, vu_quang: XaMau, tong_hop: NguoiDung
) -> None:
    first = report.cac_phan.get(ma="II.2").noi_dung
    edit(report, tong_hop, "Lời thứ nhất")
    compiled(vu_quang)  # the same words again: no version of its own
    section = edit(report, tong_hop, "Lời thứ hai")
    versions = earlier_wordings(section)
    assert [(one.noi_dung, one.ly_do, one.la_hien_tai) for one in versions] == [
        ("Lời thứ hai", "Sửa lời văn", True),
        ("Lời thứ nhất", "Sửa lời văn", False),
        (first, "Tổng hợp", False),
    ]
    assert [one.nguoi for one in versions] == [tong_hop, tong_hop, None]


def test_an_earlier_wording_comes_back_and_is_on_record(
    report: BaoCao, client: Client, tong_hop: NguoiDung
) -> None:
    edit(report, tong_hop, "Lời thứ nhất")
    section = edit(report, tong_hop, "Lời thứ hai")
    wanted = earlier_wordings(section)[1]
    client.force_login(tong_hop)
    history = reverse("baocao:section_history", args=[section.pk])
    assert "Lời thứ nhất" in client.get(history).content.decode()
    restore = reverse("baocao:section_restore", args=[section.pk])
    data = {"ma_lich_su": wanted.ma_lich_su, "lan_luu": section.lan_luu}
    answer = client.post(restore, data)
    assert answer.status_code == 302
    section.refresh_from_db()
    assert section.noi_dung == "Lời thứ nhất"
    act = NhatKy.objects.about(report)[0]
    assert (act.hanh_dong, act.created_by) == ("khôi phục phiên bản trước", tong_hop)
    late = client.post(restore, data, follow=True).content.decode()
    assert "vừa được người khác lưu" in late
    other = report.cac_phan.get(ma="I")
    foreign = {"ma_lich_su": other.history.first().history_id, "lan_luu": section.lan_luu}
    answer = client.post(restore, foreign, follow=True)
    assert "không có phiên bản vừa chọn" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_history_costs_the_same_for_one_and_three_wordings(
    rows: int, report: BaoCao, client: Client, tong_hop: NguoiDung, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        section = edit(report, tong_hop, f"Lời {number}")
    client.force_login(tong_hop)
    history = reverse("baocao:section_history", args=[section.pk])
    client.get(history)
    with django_assert_num_queries(8):
        client.get(history)


def test_snapshot_of_the_first_version_is_still_read(report: BaoCao, tong_hop: NguoiDung) -> None:
    """What a report was approved with in 2026 lacks all that came since."""
    old = dict(report.so_lieu, phien_ban=1)
    for name in ("so_sanh", "nhan_ky_sau", "den_het_ky_sau"):
        del old[name]
    for part, names in (
        ("don_vi", ["ky_con"]),
        ("nhiem_vu", ["hoan_thanh_trong_ky"]),
        ("kinh_phi", ["trong_ky", "tu_dau_nam", "nguon"]),
    ):
        old[part] = {key: value for key, value in old[part].items() if key not in names}
    new = ("cach_cong_don", "ket_qua_ky", "ky_truoc", "cung_ky", "nguon_phieu")
    for row in old["chi_tieu"]["cac_dong"]:
        for name in new:
            del row[name]
    made = read_snapshot(old)
    assert made["chi_tieu"]["cac_dong"][0]["ket_qua_ky"] == ""
    assert "so_sanh" not in old
    report.so_lieu = old
    report.cac_phan.update(so_in="", nguon_viet="")
    report.save()
    page = Client()
    page.force_login(tong_hop)
    for name in ("report", "report_preview", "report_xlsx", "report_docx"):
        assert page.get(reverse(f"baocao:{name}", args=[report.pk])).status_code == 200
