"""One plan as a whole: its head, body, rules, and then indicators, tasks and money."""

from datetime import date
from typing import Any

from django.db import transaction

from baocao.nap_mau.chi_tieu import add_chi_tieu
from baocao.nap_mau.kinh_phi import add_kinh_phi, add_nguon_von
from baocao.nap_mau.nhiem_vu import add_nhiem_vu
from baocao.nap_mau.phan_cong import read_danh_ba
from baocao.nap_mau.tep_mau import LY_DO, read_fixture
from donvi.ghi_chep import create_recorded, save_recorded
from donvi.models import Xa
from kehoach.models import CanCu, DeMuc, KeHoach, MucTieu, NoiNhan, QuyDinhBaoCao


@transaction.atomic
def load_plan(ma: str) -> bool:
    """Load one plan of `fixtures/` as approved, number and date blank; False when it is there.

    All or nothing. A plan that is there is left alone, whatever was changed in it since.
    """
    if KeHoach.objects.filter(ma=ma).exists():
        return False
    data = read_fixture(ma)
    xa = Xa.objects.get(ma=data["ke_hoach"]["ma_xa"])
    danh_ba = read_danh_ba(xa)
    ke_hoach = _save_head(data["ke_hoach"], xa, danh_ba.cac_don_vi)
    headings = _add_body(ke_hoach, data)
    _add_rules(ke_hoach, data["quy_dinh_bao_cao"])
    add_chi_tieu(ke_hoach, data["chi_tieu"], danh_ba)
    tasks = add_nhiem_vu(
        ke_hoach,
        data["nhom_nhiem_vu"],
        data["nhiem_vu"],
        danh_ba,
        _headings_of_tasks(data, headings),
    )
    sources = add_nguon_von(ke_hoach, data["nguon_von"])
    add_kinh_phi(ke_hoach, data["kinh_phi"], tasks, sources)
    return True


def _save_head(head: dict[str, Any], xa: Xa, units: Any) -> KeHoach:
    from_day = head.get("bao_cao_tu_ngay")
    printed_total = head["tong_kinh_phi_in"].replace(".", "")
    ke_hoach = KeHoach(
        ma=head["ma"],
        xa=xa,
        chu_the=head["chu_the"],
        co_quan_ban_hanh="\n".join(head["co_quan_ban_hanh"]),
        co_quan_chu_quan=head["co_quan_chu_quan"],
        ky_hieu=head["ky_hieu"],
        dia_danh=head["dia_danh"],
        thoi_gian_ky=head["thoi_gian_ky"],
        trich_yeu=head["trich_yeu"],
        nam_bat_dau=head["nam_bat_dau"],
        nam_ket_thuc=head["nam_ket_thuc"],
        nhan_thoi_gian=head["nhan_thoi_gian"],
        cac_moc=head["cac_moc"],
        bao_cao_tu_ngay=date.fromisoformat(from_day) if from_day else None,
        don_vi_dau_moi=units[head["don_vi_dau_moi"]],
        don_vi_tien=head["don_vi_tien"],
        bo_cot=head["bo_cot_nhiem_vu"] or KeHoach.BoCot.VU_QUANG,
        tong_kinh_phi_in=int(printed_total) if printed_total else None,
        tong_bang_chu=head["tong_bang_chu"],
        kinh_gui="\n".join(head["kinh_gui"]),
        loi_dan=head["loi_dan"],
        loi_ket=head["loi_ket"],
        quyen_han="\n".join(head["quyen_han"]),
        chuc_vu_khac=head["chuc_vu_khac"],
        nguoi_ky=head["nguoi_ky"],
        trang_thai=KeHoach.TrangThai.DA_DUYET,
    )
    return save_recorded(ke_hoach, by=None, reason=LY_DO)


def _headings_of_tasks(data: dict[str, Any], headings: dict[str, DeMuc]) -> dict[str, DeMuc]:
    """Map the code of each task of the body to the heading it stands under."""
    return {ma: headings[row["ma"]] for row in data["de_muc"] for ma in row.get("ma_nhiem_vu", ())}


def _add_body(ke_hoach: KeHoach, data: dict[str, Any]) -> dict[str, DeMuc]:
    headings = _add_headings(ke_hoach, data)
    bases = [
        CanCu(
            ke_hoach=ke_hoach,
            tu_dan=row["tu_dan"],
            noi_dung=row["noi_dung"],
            so_hieu=row["so_hieu"],
            ngay_van_ban=date.fromisoformat(row["ngay_van_ban"]) if row["ngay_van_ban"] else None,
            co_quan_ban_hanh=row["co_quan_ban_hanh"],
            thu_tu=index,
        )
        for index, row in enumerate(data["can_cu"], start=1)
    ]
    goals = [row for row in data["muc_tieu"] if row["loai"] == "chung"]
    objectives = [
        MucTieu(ke_hoach=ke_hoach, noi_dung=row["noi_dung"], thu_tu=index)
        for index, row in enumerate(goals, start=1)
    ]
    recipients = [
        NoiNhan(ke_hoach=ke_hoach, ten=row["noi_dung"], thu_tu=index)
        for index, row in enumerate(data["noi_nhan"], start=1)
    ]
    for rows in (bases, objectives, recipients):
        create_recorded(rows, by=None, reason=LY_DO)
    return headings


def _add_headings(ke_hoach: KeHoach, data: dict[str, Any]) -> dict[str, DeMuc]:
    """Add the tree of headings, a level at a time; give them by code."""
    rows = data["de_muc"]
    lines = _lines_under(data)
    known = set(DeMuc.NoiDungKem.values)
    made: dict[str | None, DeMuc | None] = {None: None}
    pending = list(enumerate(rows, start=1))
    while pending:
        level = [
            DeMuc(
                ke_hoach=ke_hoach,
                de_muc_cha=made[row["ma_cha"]],
                ma=row["ma"],
                loai_de_muc=row["loai"],
                so_in=row["so_in"],
                tieu_de=row["tieu_de"],
                noi_dung="\n".join(
                    [row["noi_dung"], *lines.get(row.get("noi_dung_kem"), ())]
                ).strip(),
                noi_dung_kem=row["noi_dung_kem"] if row.get("noi_dung_kem") in known else "",
                thu_tu=index,
            )
            for index, row in pending
            if row["ma_cha"] in made
        ]
        made |= {heading.ma: heading for heading in create_recorded(level, by=None, reason=LY_DO)}
        pending = [(index, row) for index, row in pending if row["ma"] not in made]
    return {ma: heading for ma, heading in made.items() if ma and heading}


def _lines_under(data: dict[str, Any]) -> dict[str | None, list[str]]:
    """Write requirements and earlier results as lines of the paragraph under their heading."""
    demands = [row for row in data["muc_tieu"] if row["loai"] == "yeu_cau"]
    return {
        "yeu_cau": [f"- {row['ten']}: {row['noi_dung']}" for row in demands],
        "ket_qua_truoc": [f"- {row['noi_dung']}" for row in data["ket_qua_truoc"]],
    }


def _add_rules(ke_hoach: KeHoach, rows: list[dict[str, Any]]) -> None:
    """Add the rule of each kind of report; what the plan does not say is the model's default."""
    rules = []
    for row in rows:
        rule = QuyDinhBaoCao(
            ke_hoach=ke_hoach, loai_ky=row["loai_ky"], nguyen_van=row["nguyen_van"]
        )
        if row["ngay_han"] is not None:
            rule.ngay_han_don_vi = row["ngay_han"]
            rule.lech_thang_don_vi = row["lech_thang"]
            rule.nghiem_ngat = row["nghiem_ngat"]
        if "ngay_han_dau_moi" in row:
            rule.ngay_han_dau_moi = row["ngay_han_dau_moi"]
        rules.append(rule)
    create_recorded(rules, by=None, reason=LY_DO)
