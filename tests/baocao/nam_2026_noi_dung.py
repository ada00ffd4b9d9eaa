"""What the units of the year write on their forms, drawn from a seed, and the books kept of it.

Nothing of the portal is used: the rows typed into it and the books the model reads are the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from tests.baocao.mo_hinh_bao_cao import SoSach
from tests.baocao.mo_hinh_ky import Dong, cut_off_window
from tests.baocao.nam_2026 import KY_KEM, ViecCuaPhieu

SoDong = dict[tuple[str, str], dict[str, Dong]]  # (unit, period) -> task or indicator -> row
SIX_PLACES = Decimal("0.000001")
TALKATIVE = ("VHXH", "VP", "KT", "CAX", "TTPVHCC", "EXT_NHNN")
TROUBLES = (
    ("Thiếu cán bộ chuyên trách", "Biên chế chưa bổ sung", "Bổ sung một biên chế"),
    ("Mạng chập chờn;", "Trạm thu phát xa thôn", "Thêm một trạm thu phát"),
    ("Kinh phí về chậm", "", ""),
    ("Máy cũ", "Máy mua từ năm 2015", "Cấp 3 máy mới"),
)
GENERAL = ("Đã họp triển khai.", "Đã ban hành 2 văn bản chỉ đạo.", "Đã kiểm tra 5 tổ.")
# Tasks of the plan are without last days; the year gives some one: task -> (from, to).
HAN_NHIEM_VU = {
    "6": (None, date(2026, 5, 31)), "7": (date(2026, 8, 1), date(2026, 11, 30)),
    "8": (None, date(2026, 3, 31)), "9": (date(2026, 1, 1), date(2026, 6, 30)),
    "10": (None, date(2026, 7, 31)), "13": (date(2026, 2, 1), date(2026, 4, 30)),
    "17": (date(2026, 1, 1), date(2026, 9, 30)), "18": (None, date(2026, 12, 31)),
}  # fmt: skip
KHONG_CHU_TRI, TAM_DUNG = "10", "19"
# Indicators whose rule the year changes: code -> (rule, falls, unit, sign, level).
CACH_TINH = {
    "19": ("cong_don", False, "lượt", ">=", 700), "20": ("trung_binh", True, "%", "<=", 30),
    "21": ("cong_don", False, "tỷ đồng", ">", 90),
}  # fmt: skip
TIEN = (
    ("phan_bo", 1_500_000_000, date(2026, 1, 20)), ("giai_ngan", 120_000_000, date(2026, 2, 14)),
    ("giai_ngan", 75_500_000, date(2026, 2, 15)), ("giai_ngan", 310_000_000, date(2026, 6, 10)),
    ("phan_bo", 400_000_000, date(2026, 8, 3)), ("giai_ngan", 95_000_000, date(2026, 9, 14)),
    ("quyet_toan", 500_000_000, date(2026, 11, 30)), ("giai_ngan", 42_000_000, date(2026, 12, 10)),
)  # fmt: skip


@dataclass
class NoiDungNam:
    """Draws what is written, and remembers it: rows by (unit, period), then by task or indicator.

    ``ke_hoach`` are the books of the plan with nothing told yet.
    """

    ke_hoach: SoSach
    tien_do: SoDong = field(default_factory=dict)
    so_lieu: SoDong = field(default_factory=dict)
    chung: dict[tuple[str, str], str] = field(default_factory=dict)
    so_dong: int = 0

    def write(self, viec: ViecCuaPhieu, day: date) -> tuple[list[Dong], list[Dong], str]:
        """Draw what the unit types on the day: progress, figures, words on the whole period."""
        unit, key = viec.don_vi, (viec.don_vi, viec.ky)
        draw = Random(f"{unit}/{viec.ky}/{day}")
        if draw.random() > (0.7 if unit in TALKATIVE else 0.3):
            return [], [], ""
        leads = [t for t in self.ke_hoach.nhiem_vu if (unit, True) in t["cac_phan"]]
        helps = [t for t in self.ke_hoach.nhiem_vu if (unit, False) in t["cac_phan"]]
        tasks = draw.sample(leads, min(len(leads), 2)) + draw.sample(helps, min(len(helps), 1))
        own = [c for c in self.ke_hoach.chi_tieu if unit in c["chu_tri"] and c["loai"] != "tieu_de"]
        chosen = draw.sample(own, min(len(own), 3))
        rows = [_progress(draw, task, day) | {"don_vi": unit} for task in tasks]
        figures = [_figure(draw, row) | {"don_vi": unit} for row in chosen]
        words = draw.choice(GENERAL) if draw.random() < 0.3 else ""
        self._keep(self.tien_do.setdefault(key, {}), rows, "nhiem_vu", viec.ky)
        self._keep(self.so_lieu.setdefault(key, {}), figures, "chi_tieu", viec.ky)
        if words:
            self.chung[key] = words
        return rows, figures, words

    def _keep(self, kept: dict[str, Dong], rows: Sequence[Dong], name: str, ky: str) -> None:
        for row in rows:
            self.so_dong += 1
            before = kept.get(row[name], {"thu_tu": self.so_dong})
            told = {"ky": ky, "chot": cut_off_window(ky).den, "thu_tu": before["thu_tu"]}
            kept[row[name]] = row | told

    def books(self, script: Sequence[ViecCuaPhieu], on: date) -> SoSach:
        """Give the books as of a day: forms open by then, and what was accepted of them."""
        place = {unit["ma"]: n for n, unit in enumerate(self.ke_hoach.don_vi)}
        opened = sorted(
            (v for v in script if v.ngay_mo <= on),
            key=lambda v: (place[v.don_vi], cut_off_window(v.ky).den, v.ngay_mo),
        )
        accepted = [v for v in opened if v.state(on) == "da_tiep_nhan"]
        return replace(
            self.ke_hoach,
            phieu=[self._form(v, on) for v in opened],
            tien_do=_told(self.tien_do, accepted),
            so_lieu=_told(self.so_lieu, accepted),
            tien=[{"loai": kind, "so_tien": amount, "ngay": day} for kind, amount, day in TIEN],
        )

    def _form(self, viec: ViecCuaPhieu, on: date) -> Dong:
        return {
            "don_vi": viec.don_vi, "ky": viec.ky, "kem": KY_KEM.get(viec.ky, ()),
            "chot": cut_off_window(viec.ky).den, "nhan": viec.state(on) == "da_tiep_nhan",
            "muon": viec.is_late(on), "chung": self.chung.get((viec.don_vi, viec.ky), ""),
        }  # fmt: skip


def _told(
    rows: dict[tuple[str, str], dict[str, Dong]], forms: Sequence[ViecCuaPhieu]
) -> list[Dong]:
    found = [row for v in forms for row in rows.get((v.don_vi, v.ky), {}).values()]
    return sorted(found, key=lambda row: (row["chot"], row["thu_tu"]))


def _progress(draw: Random, task: Dong, day: date) -> Dong:
    row = {"nhiem_vu": task["ma"], "phan_tram": None, "xong": None, "noi_dung": "", "kho_khan": "",
           "nguyen_nhan": "", "de_xuat": "", "khong_phat_sinh": False}  # fmt: skip
    if draw.random() < 0.15:
        return row | {"khong_phat_sinh": True}
    if draw.random() < 0.25:
        trouble, cause, wish = draw.choice(TROUBLES)
        row |= {"kho_khan": trouble, "nguyen_nhan": cause, "de_xuat": wish}
    if task["den"] and draw.random() < 0.4:
        done = max(date(2026, 1, 1), day - timedelta(days=draw.randint(0, 25)))
        return row | {"phan_tram": 100, "xong": done, "noi_dung": f"Xong ngày {done:%d/%m}."}
    row["phan_tram"] = draw.choice([None, 0, 7, 40, min(99, 8 * day.month)])
    return row | {
        "noi_dung": draw.choice([f"Việc đến ngày {day:%d/%m}", "- Đã họp thôn;\n- Phát 12 tờ."])
    }


def _figure(draw: Random, indicator: Dong) -> Dong:
    row = {"chi_tieu": indicator["ma"], "tinh_trang": "co_so_lieu", "gia_tri": None, "tu_so": None,
           "mau_so": None, "nhan_xet": "", "ghi_chu": ""}  # fmt: skip
    what = draw.random()
    if what < 0.2:
        nothing = draw.choice(["khong_phat_sinh", "chua_co"])
        return row | {"tinh_trang": nothing, "ghi_chu": "Chờ số liệu"}
    if indicator["loai"] != "dinh_luong":
        return row | {"nhan_xet": "Đã ứng dụng ở 4 thôn."}
    if indicator["cach"] == "ty_le" and what < 0.85:
        whole = Decimal(draw.randint(50, 900))
        part = Decimal(draw.randint(int(whole) * 2 // 3, int(whole)))
        share = (100 * part / whole).quantize(SIX_PLACES, ROUND_HALF_UP)
        return row | {"tu_so": part, "mau_so": whole, "gia_tri": share}
    return row | {"gia_tri": Decimal(draw.choice(["0", "12.5", "30", "60", "71.25", "95"]))}
