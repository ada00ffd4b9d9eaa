"""The commands that compile a report and write documents: what they print, how they refuse."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from baocao.models import BaoCao
from baocao.trang_thai import TrangThaiBaoCao, TrangThaiPhieu
from kehoach.ky_bao_cao import LoaiKy
from kehoach.models import KeHoach
from tests.factories import make_bao_cao, make_ke_hoach, make_phieu, make_quy_dinh
from tests.personas import XaMau


@pytest.fixture
def ke_hoach_cu(vu_quang: XaMau) -> KeHoach:
    """Give a plan of 2021 that reports by quarter: its periods are open whatever day it is."""
    plan = make_ke_hoach(vu_quang.xa, vu_quang.vhxh, "cu-2021", nam_bat_dau=2021, nam_ket_thuc=2021)
    make_quy_dinh(plan, LoaiKy.QUY)
    make_phieu(plan, vu_quang.thon, ky_bao_cao="2021-Q4")
    return plan


def run(*words: str) -> str:
    output = io.StringIO()
    call_command(*words, stdout=output)
    return output.getvalue()


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a command that must leave with status 2 and one line on standard error."""
    with pytest.raises(SystemExit) as left:
        run(*words)
    assert left.value.code == 2
    [sentence] = capsys.readouterr().err.splitlines()
    return sentence


COMPILE = ("lap_bao_cao", "--ke-hoach", "cu-2021", "--ky")


def test_json_has_the_keys_other_tools_read(ke_hoach_cu: KeHoach) -> None:
    result = json.loads(run(*COMPILE, "2021-Q4", "--json"))
    report = BaoCao.objects.get()
    sections = result.pop("muc")
    assert result == {
        "id": report.pk,
        "ke_hoach": "cu-2021",
        "ky": "2021-Q4",
        "trang_thai": "du_thao",
        "thieu": ["THON1"],
    }
    assert sections == [
        {"ma": row.ma, "tieu_de": row.tieu_de, "noi_dung": row.noi_dung}
        for row in report.cac_phan.order_by("thu_tu")
    ]
    assert [section["ma"] for section in sections] == [
        "I", "II", "II.1", "II.2", "II.3", "III", "IV", "V"
    ]  # fmt: skip


def test_unit_whose_form_waits_for_the_check_did_report(
    ke_hoach_cu: KeHoach, vu_quang: XaMau
) -> None:
    make_phieu(
        ke_hoach_cu, vu_quang.cong_an, ky_bao_cao="2021-Q4",
        trang_thai=TrangThaiPhieu.DA_GUI, sent_at=datetime(2021, 12, 15, tzinfo=UTC),
    )  # fmt: skip
    assert json.loads(run(*COMPILE, "2021-Q4", "--json"))["thieu"] == ["THON1"]
    assert run(*COMPILE, "2021-Q4").splitlines()[1] == (
        "Chưa có báo cáo được tiếp nhận: CA, THON1."
    )


def test_json_is_one_line_of_readable_vietnamese(ke_hoach_cu: KeHoach) -> None:
    output = run(*COMPILE, "2021-Q4", "--json")
    assert output.count("\n") == 1
    assert "Đề xuất, kiến nghị" in output


def test_compiling_says_in_words_what_was_made_and_who_is_missing(ke_hoach_cu: KeHoach) -> None:
    said = run(*COMPILE, "2021-Q4")
    assert said.splitlines() == [
        f"Báo cáo quý IV năm 2021 (số {BaoCao.objects.get().pk}): dự thảo.",
        "Chưa có báo cáo được tiếp nhận: THON1.",
    ]
    assert run(*COMPILE, "2021-Q3").splitlines()[1] == ("Chưa có báo cáo được tiếp nhận: không có.")


def test_compiling_twice_is_one_report(ke_hoach_cu: KeHoach) -> None:
    first, second = (json.loads(run(*COMPILE, "2021-Q4", "--json")) for _ in range(2))
    assert first == second
    assert BaoCao.objects.count() == 1


def test_compiling_refuses_in_one_line_with_status_2(
    ke_hoach_cu: KeHoach, capsys: pytest.CaptureFixture[str]
) -> None:
    make_bao_cao(
        ke_hoach_cu, ky_bao_cao="2021-Q1", trang_thai=TrangThaiBaoCao.CHO_DUYET, compiled_at=None
    )
    said = [
        refused(capsys, *COMPILE, "2021-T13", "--json"),
        refused(capsys, *COMPILE, "2021-T10"),
        refused(capsys, *COMPILE, "2021-Q1"),
        refused(capsys, "lap_bao_cao", "--ke-hoach", "khong-co", "--ky", "2021-Q4"),
        refused(capsys, "lap_bao_cao", "--ke-hoach", "cu-2021"),
    ]
    assert said[0].startswith("Mã kỳ báo cáo “2021-T13” không đúng; cần viết như 2026-T10 (tháng)")
    assert said[1].startswith("Kế hoạch cu-2021 không có báo cáo tháng 10 năm 2021.")
    assert said[2:] == [
        "Không thể tổng hợp: báo cáo quý i năm 2021 đang ở trạng thái chờ duyệt.",
        "Không có kế hoạch mang mã “khong-co”. Hãy xem mã ở trang Kế hoạch.",
        "Thiếu tham số bắt buộc: --ky. Xem cách dùng với --help.",
    ]
    assert BaoCao.objects.count() == 1


def test_period_not_yet_open_is_refused_with_its_day(
    vu_quang: XaMau, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = make_ke_hoach(vu_quang.xa, vu_quang.vhxh, "sau", nam_bat_dau=2099, nam_ket_thuc=2099)
    make_quy_dinh(plan, LoaiKy.NAM)
    said = refused(capsys, "lap_bao_cao", "--ke-hoach", "sau", "--ky", "2099-N")
    assert said == ("Chưa đến kỳ báo cáo năm 2099: phiếu của kỳ này mở từ ngày 09/12/2099.")


def test_writing_refuses_in_one_line_with_status_2_and_writes_nothing(
    vu_quang: XaMau, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    uncompiled = make_bao_cao(vu_quang.ke_hoach)
    target = str(tmp_path / "tep.pdf")
    said = [
        refused(capsys, "xuat_van_ban", *words, "--ra", target)
        for words in (
            ("ke-hoach", "khong-co"),
            ("ke-hoach", "vu-quang-2026"),
            ("bao-cao", "²"),
            ("bao-cao", "9" * 30),
            ("bao-cao", str(uncompiled.pk)),
            ("bao-cao", "1", "--dang", "odt"),
        )
    ]
    assert said == [
        "Không có kế hoạch mang mã “khong-co”. Hãy xem mã ở trang Kế hoạch.",
        f"Kế hoạch {vu_quang.ke_hoach.trich_yeu}: chưa có nội dung; cần ít nhất một đoạn văn.",
        "Số của báo cáo phải là số nguyên, không phải “²”.",
        f"Số của báo cáo phải là số nguyên, không phải “{'9' * 30}”.",
        f"Không có báo cáo số {uncompiled.pk} đã tổng hợp. Lập báo cáo bằng lap_bao_cao.",
        "Tham số --dang: 'odt' không hợp lệ; hãy chọn một trong 'pdf', 'docx', 'xlsx'. "
        "Xem cách dùng với --help.",
    ]
    assert list(tmp_path.iterdir()) == []


def test_file_that_cannot_be_written_is_named(
    ke_hoach_cu: KeHoach, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = json.loads(run(*COMPILE, "2021-Q4", "--json"))["id"]
    target = tmp_path / "khong-co" / "tep.xlsx"
    said = refused(
        capsys, "xuat_van_ban", "bao-cao", str(report), "--dang", "xlsx", "--ra", str(target)
    )
    assert said == (
        f"Không ghi được tệp “{target}”: cần một đường dẫn trong thư mục đã có và được phép ghi."
    )
