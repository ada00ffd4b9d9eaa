"""`manage.py nhap_phu_luc`: prints what it understands, saves it or nothing, names bad files."""

import io
import json

import openpyxl
import pytest
from django.core.management import call_command

from baocao.nap_mau.don_vi import load_communes, load_units
from baocao.nap_mau.ke_hoach import load_plan
from donvi.models import NhatKy
from kehoach.models import KeHoach
from nhiemvu.models import NhiemVu
from tests.factories import make_tien_do

pytestmark = pytest.mark.django_db


@pytest.fixture
def tep(tmp_path):
    load_communes()
    load_units()
    load_plan("ky-lac-2026")
    book = openpyxl.Workbook()
    book.active.append(["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian", "Kinh phí"])
    book.active.append([1, "Mua máy tính", "Phòng VH-XH; Kinh tế", "Quý I - III/ 2026", "1.640"])
    path = tmp_path / "phu-luc.xlsx"
    book.save(path)
    return path


def run(*words):
    output = io.StringIO()
    call_command("nhap_phu_luc", *map(str, words), "--ke-hoach", "ky-lac-2026", stdout=output)
    return output.getvalue()


def test_prints_one_object_and_saves_nothing(tep):
    before = NhiemVu.objects.count()
    printed = json.loads(run(tep, "--thu", "--json"))
    [one] = printed["nhiem_vu"]
    assert one["kinh_phi"] == 1_640_000_000
    assert one["chu_tri"] == [
        {"nguyen_van": "Phòng VH-XH", "ma": "VHXH"},
        {"nguyen_van": "Kinh tế", "ma": "KT"},
    ]
    assert one["thoi_han"]["den"] == "2026-09-30"
    assert [one["muc_do"] for one in printed["van_de"]] == ["canh_bao"]  # no unit of money
    assert printed["da_luu"] is False
    assert NhiemVu.objects.count() == before
    assert run(tep, "--thu").splitlines()[-1] == (
        "0 chỉ tiêu, 1 nhiệm vụ, 0 dòng kinh phí; 1 điểm cần xem."
    )


def test_status_tells_errors_from_bad_files(tep, tmp_path, capsys):
    book = openpyxl.load_workbook(tep)
    book.active.append([1, "Trùng mã", "Phòng Kinh tế", "Quý I/2026"])
    book.save(tep)
    bad = tmp_path / "hong.xlsx"
    bad.write_bytes(tep.read_bytes()[:-700])
    for words, status in (
        ((tep, "--thu"), 1),
        ((bad, "--thu"), 2),
        ((tmp_path / "khong-co.xlsx", "--thu"), 2),
        ((tmp_path, "--thu"), 2),
        ((tep,), 1),
        ((bad,), 2),
        ((tep, "--nguoi", "khong-co-ai"), 2),
    ):
        with pytest.raises(SystemExit) as left:
            run(*words)
        assert left.value.code == status
        assert len(capsys.readouterr().err.splitlines()) == status - 1
    assert NhiemVu.objects.filter(ten="Mua máy tính").count() == 0


def test_saves_what_it_understood(tep):
    before = NhiemVu.objects.count()
    printed = json.loads(run(tep, "--json", "--ly-do", "Theo công văn 15/UBND"))
    assert printed["da_luu"] is True
    task = NhiemVu.objects.get(ten="Mua máy tính")
    assert (task.ma, task.so_tien, NhiemVu.objects.count()) == ("1", 1_640_000_000, before)
    history = task.history.order_by("pk").values_list("history_type", "history_change_reason")
    assert list(history) == [("+", "Nạp dữ liệu mẫu"), ("~", "Theo công văn 15/UBND")]
    again = run(tep).splitlines()
    assert again[-2] == (
        "Đã thêm 0 dòng, sửa 0 dòng, giữ nguyên 1 dòng; 13 dòng của kế hoạch không có trong tệp "
        "được để nguyên."
    )


def test_a_plan_that_waits_for_approval_takes_nothing(tep, capsys):
    KeHoach.objects.filter(ma="ky-lac-2026").update(trang_thai="cho_duyet")
    with pytest.raises(SystemExit) as left:
        run(tep)
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("Kế hoạch đang chờ lãnh đạo duyệt")


def test_the_limits_of_the_settings_hold_for_the_command_too(tep, settings, capsys):
    settings.NHAP_DONG_TOI_DA = 1
    with pytest.raises(SystemExit) as left:
        run(tep, "--thu")
    assert left.value.code == 2
    assert capsys.readouterr().err == (
        "phu-luc.xlsx: Trang tính “Sheet” có quá 1 dòng, kể cả dòng trống; cần xóa phần thừa hoặc "
        "tách thành nhiều tệp.\n"
    )


def test_an_error_seen_only_beside_the_plan_saves_nothing(tep):
    task = NhiemVu.objects.get(ke_hoach__ma="ky-lac-2026", ma="1")
    NhiemVu.objects.filter(pk=task.pk).update(ten="Phủ sóng 5G toàn xã")
    make_tien_do(task.cac_phan_cong.first())
    acts = NhatKy.objects.count()
    with pytest.raises(SystemExit) as left:
        run(tep)
    assert left.value.code == 1
    assert NhiemVu.objects.filter(ten="Mua máy tính").count() == 0
    assert (task.history.count(), NhatKy.objects.count()) == (1, acts)


def test_rows_that_cant_be_stored_are_named_and_nothing_is_saved(tep):
    book = openpyxl.load_workbook(tep)
    book.active.append([2, "Việc khác", "Phòng Kinh tế", "Quý I/2026 " + "và hơn thế " * 40])
    book.save(tep)
    printed = io.StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("nhap_phu_luc", str(tep), "--ke-hoach", "ky-lac-2026", stdout=printed)
    assert left.value.code == 1
    assert "[lỗi] Trang tính “Sheet”, dòng 3" in printed.getvalue()
    assert "Chưa lưu; sẽ thêm" in printed.getvalue()
    assert NhiemVu.objects.filter(ten="Mua máy tính").count() == 0
