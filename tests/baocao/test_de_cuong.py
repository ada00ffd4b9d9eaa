"""The outline of reports: defaults per kind, own rows of a plan, the page that keeps them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from baocao import de_cuong_ke_hoach as services
from baocao import tong_hop as reports
from baocao.de_cuong import DEFAULT_OUTLINES, MucDeCuong, NguonViet, number_sections
from baocao.loi_van import WRITERS
from baocao.models import BaoCao, DeMucDeCuong
from baocao.nguon_so_lieu import PARTS
from donvi.models import NguoiDung, NhatKy
from kehoach.ky_bao_cao import LoaiKy
from tests.factories import make_quy_dinh
from tests.personas import XaMau

AT = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
THANG = LoaiKy.THANG


@pytest.mark.pure
def test_every_source_is_written_and_led_back() -> None:
    assert set(WRITERS) == set(PARTS) == set(NguonViet)


@pytest.mark.pure
def test_a_month_is_short_and_a_year_judges_every_indicator_and_prepares_the_next() -> None:
    sources = {
        kind: [muc.nguon_viet for muc in outline if muc.nguon_viet]
        for kind, outline in DEFAULT_OUTLINES.items()
    }
    assert [str(source) for source in sources[THANG]] == [
        "chi_dao", "chi_tieu", "nhiem_vu", "kinh_phi", "cham_tien_do", "phuong_huong",
    ]  # fmt: skip
    assert [str(source) for source in sources[LoaiKy.NAM]] == [
        "chi_dao", "tung_chi_tieu", "nhiem_vu", "kinh_phi", "ton_tai", "nam_sau", "de_xuat",
    ]  # fmt: skip
    assert sources[LoaiKy.QUY] == sources[LoaiKy.SAU_THANG] == sources[LoaiKy.CHIN_THANG]


@pytest.mark.pure
@given(st.lists(st.sampled_from([1, 2]), max_size=30))
def test_numbers_are_never_given_twice_and_parts_stand_under_the_head_before(
    levels: list[int],
) -> None:
    numbers = number_sections(levels)
    assert len(set(numbers)) == len(levels)
    head = ""
    for number in numbers:
        head = number if "." not in number else head
        assert number.partition(".")[0] == head


def titles(xa: XaMau, kind: LoaiKy = THANG) -> list[str]:
    return [muc.tieu_de for muc in services.outline_of(xa.ke_hoach, kind)]


def add(xa: XaMau, by: NguoiDung, ten: str, **more: object) -> DeMucDeCuong:
    muc = MucDeCuong("", ten, **more)  # type: ignore[arg-type]
    return services.save_section(ke_hoach=xa.ke_hoach, loai_ky=THANG, muc=muc, by=by, at=AT)


def test_own_outline_begins_as_the_default_and_leaves_other_kinds_alone(
    vu_quang: XaMau, tong_hop: NguoiDung
) -> None:
    before = titles(vu_quang)
    add(vu_quang, tong_hop, "Tuyên truyền", loi_mau="Đã tuyên truyền.")
    assert titles(vu_quang) == [*before, "Tuyên truyền"]
    assert services.outline_of(vu_quang.ke_hoach, LoaiKy.QUY) is DEFAULT_OUTLINES[LoaiKy.QUY]
    assert NhatKy.objects.about(vu_quang.ke_hoach)[0].hanh_dong == "sửa đề cương"


def test_sections_move_are_left_out_and_come_back(vu_quang: XaMau, tong_hop: NguoiDung) -> None:
    who: dict[str, Any] = {
        "ke_hoach": vu_quang.ke_hoach,
        "loai_ky": THANG,
        "by": tong_hop,
        "at": AT,
    }
    default = titles(vu_quang)
    services.move_section(ma="IV", step=-1, **who)
    services.move_section(ma="I", step=-1, **who)  # already first
    assert titles(vu_quang) == [*default[:-2], default[-1], default[-2]]
    services.remove_section(ma="II.3", **who)
    assert "Kinh phí thực hiện" not in titles(vu_quang)
    services.reset_outline(**who)
    assert (titles(vu_quang), DeMucDeCuong.objects.count()) == (default, 0)


def test_outline_that_can_not_be_printed_is_refused(vu_quang: XaMau, tong_hop: NguoiDung) -> None:
    who: dict[str, Any] = {
        "ke_hoach": vu_quang.ke_hoach,
        "loai_ky": THANG,
        "by": tong_hop,
        "at": AT,
    }
    for muc, words in (
        (MucDeCuong("", "  "), "Hãy nhập tên đề mục"),
        (MucDeCuong("I", "Chỉ đạo", None, 2), "phải là mục lớn"),
        (MucDeCuong("IX", "Không có"), "không còn trong đề cương"),
    ):
        with pytest.raises(services.DeCuongError, match=words):
            services.save_section(muc=muc, **who)
    first, *others = services.outline_of(vu_quang.ke_hoach, THANG)
    for muc in reversed(others):
        services.remove_section(ma=muc.ma, **who)
    with pytest.raises(services.DeCuongError, match="ít nhất một"):
        services.remove_section(ma=first.ma, **who)
    for number in range(1, 30):
        DeMucDeCuong.objects.create(
            ke_hoach=vu_quang.ke_hoach, loai_ky="T", ma=f"X{number}", tieu_de="x", thu_tu=number
        )
    with pytest.raises(services.DeCuongError, match="nhiều nhất 30"):
        add(vu_quang, tong_hop, "Quá nhiều")


def compiled(xa: XaMau) -> BaoCao:
    asked = reports.request_report(ke_hoach=xa.ke_hoach, ma_ky="2026-T10", by=None, at=AT)
    return reports.compile_report(bao_cao_id=asked.pk, at=AT)


def printed(report: BaoCao) -> list[tuple[str, str]]:
    rows = report.cac_phan.order_by("thu_tu")
    return [(row.printed_number, row.tieu_de) for row in rows]


def test_report_follows_the_outline_and_keeps_what_was_edited(
    vu_quang: XaMau, tong_hop: NguoiDung
) -> None:
    make_quy_dinh(vu_quang.ke_hoach, THANG)
    report = compiled(vu_quang)
    for ma in ("II.3", "III"):
        reports.edit_section(
            bao_cao=report, ma=ma, noi_dung=f"Lời của {ma}", lan_luu=0, by=tong_hop, at=AT
        )
    who: dict[str, Any] = {
        "ke_hoach": vu_quang.ke_hoach,
        "loai_ky": THANG,
        "by": tong_hop,
        "at": AT,
    }
    add(vu_quang, tong_hop, "Tuyên truyền", loi_mau="Lời mẫu.")
    services.move_section(ma="III", step=1, **who)
    services.remove_section(ma="II.3", **who)
    services.remove_section(ma="II.1", **who)

    report = compiled(vu_quang)

    assert printed(report) == [
        ("I", "Công tác lãnh đạo, chỉ đạo, điều hành"),
        ("II", "Kết quả thực hiện"),
        ("II.1", "Kết quả thực hiện nhiệm vụ"),
        ("III", "Nhiệm vụ trọng tâm tháng sau"),
        ("IV", "Nhiệm vụ chậm tiến độ; khó khăn, vướng mắc"),
        ("V", "Tuyên truyền"),
        ("VI", "Kinh phí thực hiện"),  # left out, kept for its words
    ]
    words = {row.ma: row.noi_dung for row in report.cac_phan.all()}
    assert (words["II.3"], words["III"], words["M1"]) == ("Lời của II.3", "Lời của III", "Lời mẫu.")
    row = report.cac_phan.get(ma="II.3")
    reports.edit_section(
        bao_cao=report, ma="II.3", noi_dung="", lan_luu=row.lan_luu, by=tong_hop, at=AT
    )
    assert ("VI", "Kinh phí thực hiện") not in printed(compiled(vu_quang))


# --- the page -------------------------------------------------------------------------------------


@pytest.fixture
def trang(client: Client, tong_hop: NguoiDung) -> Client:
    client.force_login(tong_hop)
    return client


def at(name: str, xa: XaMau) -> str:
    return reverse(f"baocao:{name}", args=[xa.ke_hoach.ma])


def test_page_shows_the_outline_and_changes_it(vu_quang: XaMau, trang: Client) -> None:
    page = trang.get(at("outline", vu_quang) + "?loai=N").content.decode()
    assert "II.1. Đánh giá từng chỉ tiêu" in page
    assert "Khôi phục mặc định" not in page
    data = {"loai_ky": "N", "tieu_de": "Tuyên truyền", "cap_do": "2", "nguon_viet": "de_xuat"}
    answer = trang.post(at("outline_save", vu_quang), data, follow=True)
    assert "V.1. Tuyên truyền" in answer.content.decode()
    trang.post(at("outline_move", vu_quang), {"loai_ky": "N", "ma": "M1", "huong": "len"})
    trang.post(at("outline_remove", vu_quang), {"loai_ky": "N", "ma": "V"})
    assert titles(vu_quang, LoaiKy.NAM)[-1] == "Tuyên truyền"
    page = trang.get(at("outline", vu_quang) + "?loai=N").content.decode()
    assert "Khôi phục mặc định" in page
    trang.post(at("outline_reset", vu_quang), {"loai_ky": "N"})
    assert DeMucDeCuong.objects.count() == 0


def test_refused_section_keeps_what_was_typed(vu_quang: XaMau, trang: Client) -> None:
    data = {"loai_ky": "T", "ma": "III", "tieu_de": "", "cap_do": "1", "loi_mau": "Lời đã gõ"}
    answer = trang.post(at("outline_save", vu_quang), data)
    assert answer.status_code == 422
    assert "Lời đã gõ" in answer.content.decode()
    assert DeMucDeCuong.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_for_one_and_three_sections(
    rows: int, vu_quang: XaMau, trang: Client, tong_hop: NguoiDung, django_assert_num_queries: Any
) -> None:
    for place in range(rows):
        DeMucDeCuong.objects.create(
            ke_hoach=vu_quang.ke_hoach, loai_ky="T", ma=f"M{place}", tieu_de="x", thu_tu=place
        )
    trang.get(at("outline", vu_quang))
    with django_assert_num_queries(8):
        trang.get(at("outline", vu_quang))
