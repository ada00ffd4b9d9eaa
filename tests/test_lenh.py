"""Commands with bad arguments: one Vietnamese line on standard error, status 2, nothing done."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from baocao.models import BaoCao, PhieuBaoCao
from donvi.lenh import Lenh
from kehoach.models import DeMuc, KeHoach
from tests.factories import saved

ROOT = Path(__file__).resolve().parent.parent
OURS = ("vanban", "donvi", "kehoach", "chitieu", "nhiemvu", "kinhphi", "nhapxuat", "baocao")
VIETNAMESE = set("ảãáàạăâđêôơưẻẽéèẹỉĩíìịỏõóòọủũúùụỷỹýỳỵấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữựị")


def our_commands() -> dict[str, str]:
    """List the commands of the portal's apps with the app each is in."""
    return {name: app for name, app in get_commands().items() if app in OURS}


def execute(name: str, *words: str) -> None:
    """Do what ``manage.py`` does, but leave the connection to the database open."""
    command = load_command_class(our_commands()[name], name)
    parser = command.create_parser("manage.py", name)
    options = vars(parser.parse_args([*words, "--skip-checks"]))
    command.execute(*options.pop("args", ()), **options)


def run(capsys, *words: str) -> tuple[int, str]:
    """Run a command as typed; give its status and what it said on standard error."""
    with pytest.raises(SystemExit) as left:
        execute(*words)
    said = capsys.readouterr()
    assert said.out == ""
    return left.value.code, said.err


def test_every_command_refuses_in_the_same_way():
    commands = {name: load_command_class(app, name) for name, app in our_commands().items()}
    assert [name for name, command in commands.items() if not isinstance(command, Lenh)] == []


@pytest.mark.parametrize(
    ("words", "begin"),
    [
        ("lap_bao_cao", "Thiếu tham số bắt buộc: --ke-hoach, --ky."),
        ("lap_bao_cao --ke-hoach vu-quang-2026", "Thiếu tham số bắt buộc: --ky."),
        ("lap_bao_cao --ke-hoach vu-quang-2026 --ky", "Tham số --ky: cần một giá trị đi kèm."),
        ("lap_bao_cao --ke-hoach khong-co --ky 2026-T10", "Không có kế hoạch mang mã “khong-co”."),
        ("lap_bao_cao --ke-hoach vu-quang-2026 --ky 2026-T13", ""),
        ("lap_bao_cao --ke-hoach vu-quang-2026 --ky tháng-mười", ""),
        ("lap_bao_cao --ke-hoach vu-quang-2026 --ky 99999999999999999999-T1", ""),
        ("lap_bao_cao --ke-hoach vu-quang-2026 --ky 2026-T10", ""),
        ("lap_bao_cao --ke-hoach vu-quang-2026 --ky 2026-T10 --nhanh", "Không có tham số"),
        ("xuat_van_ban", "Thiếu tham số bắt buộc: loai, ma, --ra."),
        ("xuat_van_ban sach vu-quang-2026 --ra x", "Tham số loai: 'sach' không hợp lệ;"),
        ("xuat_van_ban ke-hoach khong-co --ra /tmp/x.pdf", "Không có kế hoạch mang mã “khong-co”."),
        ("xuat_van_ban ke-hoach vu-quang-2026 --dang odt --ra x", "Tham số --dang: 'odt'"),
        ("xuat_van_ban bao-cao ba --ra /tmp/x.pdf", "Số của báo cáo phải là số nguyên"),
        ("xuat_van_ban bao-cao 99999999999999999999 --ra /tmp/x.pdf", "Số của báo cáo phải là"),
        ("xuat_van_ban bao-cao 7 --ra /tmp/x.pdf", "Không có báo cáo số 7 đã tổng hợp."),
        ("soat_ke_hoach", "Thiếu tham số bắt buộc: MA."),
        ("soat_ke_hoach khong-co", "Không có kế hoạch mang mã “khong-co”"),
        ("soat_ke_hoach vu-quang-2026 thua", "Không có tham số “thua”."),
        ("soat_ke_hoach vu-quang-2026 --json=co", "Tham số --json: không nhận giá trị 'co'."),
        ("mo_ky_bao_cao --ngay 31/02/2026", "Tham số --ngay: không đọc được ngày “31/02/2026”"),
        ("mo_ky_bao_cao --ngay 2026-02-31", "Tham số --ngay: không đọc được ngày “2026-02-31”"),
        ("mo_ky_bao_cao --ngay", "Tham số --ngay: cần một giá trị đi kèm."),
        ("nap_ke_hoach_mau --tat-ca", "Không có tham số “--tat-ca”."),
        ("nap_ke_hoach_mau vu-quang-2026", "Không có tham số “vu-quang-2026”."),
    ],
)  # fmt: skip
def test_bad_arguments_are_answered_in_one_vietnamese_line(capsys, vu_quang, words, begin):
    status, said = run(capsys, *words.split(" "))
    assert status == 2
    [line] = said.splitlines()
    assert line.startswith(begin)
    assert VIETNAMESE & set(line.lower())
    assert line.endswith(".")
    assert (BaoCao.objects.count(), PhieuBaoCao.objects.count()) == (0, 0)
    assert KeHoach.objects.count() == 1


def test_a_file_that_cannot_be_written_is_named(capsys, tmp_path, vu_quang):

    saved(DeMuc(ke_hoach=vu_quang.ke_hoach, ma="I", loai_de_muc="phan", tieu_de="Mục", thu_tu=1))
    path = tmp_path / "khong-co" / "ke-hoach.pdf"
    status, said = run(capsys, "xuat_van_ban", "ke-hoach", "vu-quang-2026", "--ra", str(path))
    assert (status, str(path) in said) == (2, True)
    assert said.startswith("Không ghi được tệp")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1900-02-28"])
def test_days_far_away_open_nothing(capsys, vu_quang, day):
    execute("mo_ky_bao_cao", "--ngay", day)
    assert "đã mở 0 phiếu báo cáo" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "sentence"),
    [("--sai", "Thiếu tham số bắt buộc: MA."), (b"\xff", "Tham số có ký tự không đọc được: ")],
)
def test_the_status_reaches_the_shell(word, sentence):
    done = subprocess.run(
        [sys.executable, "manage.py", "soat_ke_hoach", word],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(sentence)
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:///{folder}/trong.sqlite3", "Cơ sở dữ liệu chưa có đủ bảng. Hãy chạy python"),
        ("postgres://nguoi:mat@127.0.0.1:1/khong_co", "Không mở được cơ sở dữ liệu. Hãy kiểm tra"),
    ],
)
def test_a_database_that_is_not_ready_is_named(tmp_path, url, sentence):
    done = subprocess.run(
        [sys.executable, "manage.py", "lap_bao_cao", "--ke-hoach", "a", "--ky", "2026-T10"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url.format(folder=tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(sentence)
    assert len(done.stderr.splitlines()) == 1
