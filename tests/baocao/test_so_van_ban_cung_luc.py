"""Two clerks at once: one document is issued once, one number is given once."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connections

from baocao.models import VanBan
from baocao.vong_doi_van_ban import VanBanError, promulgate
from tests.factories import make_van_ban

pytestmark = pytest.mark.django_db(transaction=True)

LUC = datetime(2026, 10, 21, 3, tzinfo=UTC)


def all_at_once(by, *wanted: tuple[VanBan, str]) -> list[str]:
    """Number the documents in one thread each; give what each was told, "" when it was done."""
    start = threading.Barrier(len(wanted))
    answers: list[str] = []

    def issue(document: VanBan, number: str) -> None:
        try:
            start.wait(30)
            day = date(2026, 10, 21)
            promulgate(van_ban=document, so_hieu=number, ngay_ban_hanh=day, by=by, at=LUC)
        except VanBanError as refusal:
            answers.append(str(refusal))
        else:
            answers.append("")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=issue, args=one) for one in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(answers)


def test_one_number_is_given_to_one_of_two_documents(vu_quang, van_thu):
    two = [make_van_ban(vu_quang.ke_hoach, van_thu, ky_bao_cao=f"2026-T0{n}") for n in (7, 8)]
    done, told = all_at_once(van_thu, (two[0], "05"), (two[1], "5"))
    assert (done, told.startswith("Số ")) == ("", True)
    assert VanBan.objects.exclude(so_hieu="").count() == 1


def test_one_document_is_issued_by_one_of_two_clerks(vu_quang, van_thu):
    document = make_van_ban(vu_quang.ke_hoach, van_thu)
    done, told = all_at_once(van_thu, (document, "05"), (document, "06"))
    document.refresh_from_db()
    number = document.so_hieu
    assert (done, told) == (
        "", f"Không thể phát hành: văn bản số {number} đang ở trạng thái đã phát hành."
    )  # fmt: skip
