"""Reading snapshots of every version: what an older one lacks is filled in as "not known".

Pure. A frozen report keeps the snapshot it was approved with; only the reader changes.
"""

from copy import deepcopy
from typing import Any

Snapshot = dict[str, Any]
SNAPSHOT_VERSION = 2
_NO_FORMS: Snapshot = {"phai_nop": 0, "da_tiep_nhan": 0, "thieu": []}
_INDICATOR: Snapshot = {
    "cach_cong_don": "", "ket_qua_ky": "", "ky_truoc": "", "cung_ky": "", "nguon_phieu": [],
}  # fmt: skip


def read_snapshot(stored: Snapshot) -> Snapshot:
    """Give a stored snapshot in today's shape; the stored one is left as it is.

    >>> read_snapshot({"phien_ban": 1, "don_vi": {}, "chi_tieu": {"cac_dong": []},
    ...                "nhiem_vu": {"cac_dong": []}, "kinh_phi": {}, "y_kien": {}})["so_sanh"]
    {}
    """
    made = deepcopy(stored)
    if not made or made.get("phien_ban") == SNAPSHOT_VERSION:
        return made
    for name, value in (("nhan_ky_sau", ""), ("den_het_ky_sau", ""), ("so_sanh", {})):
        made.setdefault(name, deepcopy(value))
    made["don_vi"].setdefault("ky_con", deepcopy(_NO_FORMS))
    made["nhiem_vu"].setdefault("hoan_thanh_trong_ky", None)
    for row in made["nhiem_vu"]["cac_dong"]:
        row.setdefault("han_hoan_thanh", "")
    for row in made["chi_tieu"]["cac_dong"]:
        for name, value in _INDICATOR.items():
            row.setdefault(name, deepcopy(value))
    for name in ("trong_ky", "tu_dau_nam"):
        made["kinh_phi"].setdefault(name, None)
    made["kinh_phi"].setdefault("nguon", [])
    return made
