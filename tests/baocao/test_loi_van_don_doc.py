"""The words of a reminder letter follow its facts."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baocao.loi_van_don_doc import (
    SO_NHIEM_VU_KE,
    NhiemVuTre,
    PhieuTre,
    SuViec,
    draft_letter,
    draft_subject,
)

pytestmark = pytest.mark.pure

PHIEU = PhieuTre("tháng 10 năm 2026", date(2026, 10, 19), 6)
NHIEM_VU = NhiemVuTre("5", "Phủ sóng 5G.", date(2026, 9, 30), 25, 40)
SU_VIEC = SuViec(
    don_vi="Thôn 1",
    co_quan="UBND xã Vũ Quang",
    dau_moi="Phòng Văn hóa - Xã hội",
    ke_hoach="Kế hoạch số 05/KH-UBND ngày 05/01/2026 của UBND xã Vũ Quang về chuyển đổi số",
    nam="năm 2026",
    ngay=date(2026, 10, 25),
    han_tra_loi=date(2026, 10, 30),
    cac_phieu=(PHIEU,),
    cac_nhiem_vu=(NHIEM_VU,),
    lan_nhac=(date(2026, 10, 20), date(2026, 10, 25)),
    cong_van_truoc=("12/UBND-VHXH ngày 05/10/2026",),
)


def test_the_whole_letter():
    assert draft_letter(SU_VIEC).splitlines() == [
        "Thực hiện Kế hoạch số 05/KH-UBND ngày 05/01/2026 của UBND xã Vũ Quang về chuyển đổi số, "
        "UBND xã Vũ Quang đã giao nhiệm vụ và chế độ báo cáo cho các cơ quan, đơn vị. Qua theo "
        "dõi, đến hết ngày 25/10/2026, Thôn 1 còn chậm các nội dung sau:",
        "1. Báo cáo quá hạn chưa gửi (1 báo cáo)",
        "- Báo cáo tháng 10 năm 2026: hạn gửi ngày 19/10/2026, quá hạn 6 ngày.",
        "2. Nhiệm vụ chủ trì quá hạn chưa hoàn thành (1 nhiệm vụ)",
        "- Nhiệm vụ 5. Phủ sóng 5G: hạn hoàn thành ngày 30/09/2026, quá hạn 25 ngày, tiến độ đã "
        "báo cáo 40%.",
        "Về các nội dung trên, Thôn 1 đã được nhắc 2 lần trên Cổng kế hoạch số (ngày 20/10/2026, "
        "25/10/2026) và được đôn đốc bằng Công văn số 12/UBND-VHXH ngày 05/10/2026.",
        "Để bảo đảm tiến độ Kế hoạch, UBND xã Vũ Quang yêu cầu Thôn 1:",
        "- Gửi đầy đủ các báo cáo nêu trên, chậm nhất ngày 30/10/2026.",
        "- Tập trung hoàn thành các nhiệm vụ quá hạn; báo cáo nguyên nhân chậm, giải pháp và thời "
        "gian hoàn thành từng nhiệm vụ, chậm nhất ngày 30/10/2026.",
        "- Người đứng đầu đơn vị chịu trách nhiệm về kết quả khắc phục và bảo đảm các kỳ báo cáo "
        "sau đúng hạn.",
        "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, Thôn 1 phản ánh về Phòng Văn hóa - "
        "Xã hội để được hướng dẫn, tổng hợp, báo cáo UBND xã Vũ Quang xem xét, giải quyết.",
        "UBND xã Vũ Quang yêu cầu Thôn 1 nghiêm túc thực hiện.",
    ]


@pytest.mark.parametrize(
    ("phieu", "nhiem_vu", "subject"),
    [
        (True, True, "đôn đốc gửi báo cáo và hoàn thành nhiệm vụ quá hạn theo Kế hoạch năm 2026"),
        (True, False, "đôn đốc gửi báo cáo thực hiện Kế hoạch năm 2026"),
        (False, True, "đôn đốc hoàn thành nhiệm vụ quá hạn theo Kế hoạch năm 2026"),
    ],
)
def test_the_subject_and_the_sections_follow_what_is_late(phieu, nhiem_vu, subject):
    facts = replace(
        SU_VIEC, cac_phieu=(PHIEU,) * phieu, cac_nhiem_vu=(NHIEM_VU,) * nhiem_vu, lan_nhac=()
    )
    headings = [line[:2] for line in draft_letter(facts).splitlines() if line[:1].isdigit()]
    assert draft_subject(facts) == subject
    assert headings == ["1.", "2."][: phieu + nhiem_vu]


def test_a_returned_report_and_a_task_without_progress_say_so():
    facts = replace(
        SU_VIEC,
        cac_phieu=(replace(PHIEU, bi_tra_lai=True),),
        cac_nhiem_vu=(replace(NHIEM_VU, phan_tram=None),),
    )
    text = draft_letter(facts)
    assert "quá hạn 6 ngày, đã được trả lại để bổ sung nhưng chưa gửi lại." in text
    assert "quá hạn 25 ngày, chưa báo cáo tiến độ." in text


def test_an_outside_body_is_asked_politely():
    text = draft_letter(replace(SU_VIEC, la_ngoai_xa=True))
    assert "yêu cầu" not in text
    assert "Người đứng đầu" not in text
    assert text.endswith("Rất mong sự phối hợp của Thôn 1.")


def test_many_tasks_and_reminders_are_counted_not_all_named():
    many = tuple(replace(NHIEM_VU, ma=str(n)) for n in range(SO_NHIEM_VU_KE + 4))
    days = tuple(date(2026, 10, n) for n in range(1, 9))
    text = draft_letter(replace(SU_VIEC, cac_nhiem_vu=many, lan_nhac=days))
    assert text.count("- Nhiệm vụ ") == SO_NHIEM_VU_KE
    assert "- Và 4 nhiệm vụ khác quá hạn, theo danh sách trên Cổng kế hoạch số." in text
    assert "được nhắc 8 lần trên Cổng kế hoạch số (các lần gần nhất ngày 04/10/2026" in text


@given(so_phieu=st.integers(0, 5), so_nhiem_vu=st.integers(0, 40), ngay=st.dates(date(2020, 1, 1)))
def test_every_line_is_a_whole_sentence_or_a_heading(so_phieu, so_nhiem_vu, ngay):
    facts = replace(
        SU_VIEC, ngay=ngay, cac_phieu=(PHIEU,) * so_phieu, cac_nhiem_vu=(NHIEM_VU,) * so_nhiem_vu
    )
    lines = draft_letter(facts).splitlines()
    assert [line for line in lines if not line.endswith((".", ":", ")"))] == []
    assert sum(line.startswith("- Báo cáo") for line in lines) == so_phieu
    assert facts.as_json()["ngay"] == ngay.isoformat()
