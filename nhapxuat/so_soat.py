"""The list of findings of a plan as a workbook, for the meeting that decides on them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.utils.timezone import get_current_timezone

from donvi.tieng_viet import format_ngay, format_so
from kehoach.models import KeHoach
from nhapxuat.phu_luc_xuat import CotXuat, header_rows
from nhapxuat.soat import KetQuaSoat
from nhapxuat.trang_xuat import CanhO, DongChu, DongXuat, NenO, OXuat, TrangXuat
from nhapxuat.van_de import MucDo
from nhapxuat.ve_so import draw_workbook

_NEN = {MucDo.LOI: NenO.LOI, MucDo.CANH_BAO: NenO.CANH_BAO, MucDo.THONG_TIN: NenO.THONG_TIN}
_COT = (
    CotXuat("TT", 6, CanhO.GIUA), CotXuat("Mức độ", 12, CanhO.GIUA), CotXuat("Lĩnh vực", 14),
    CotXuat("Mã", 9, CanhO.GIUA), CotXuat("Điểm không khớp hoặc chưa rõ", 70),
    CotXuat("Kế hoạch ghi", 24), CotXuat("Đối chiếu", 24), CotXuat("Quyết định", 40),
)  # fmt: skip


def check_workbook(ke_hoach: KeHoach, found: Sequence[KetQuaSoat], on: date) -> bytes:
    """Write findings in the order of the page as .xlsx; ``on`` is the day they were found."""
    counts = Counter(result.van_de.muc_do for result in found if result.chap_nhan is None)
    told = ", ".join(f"{counts[kind]} {kind.label}" for kind in MucDo)
    accepted = sum(result.chap_nhan is not None for result in found)
    sheet = TrangXuat(
        "Soát kế hoạch",
        tuple(cot.do_rong for cot in _COT),
        (
            DongChu("SOÁT KẾ HOẠCH", CanhO.TRAI, 14, dam=True),
            DongChu(ke_hoach.trich_yeu, CanhO.TRAI),
            DongChu(f"Ngày {format_ngay(on)}: còn mở {told}; đã chấp nhận {accepted}.",
                    CanhO.TRAI, nghieng=True),
        ),
        header_rows(_COT),
        tuple(_row(number, result) for number, result in enumerate(found, start=1)),
    )  # fmt: skip
    return draw_workbook([sheet], tieu_de="Soát kế hoạch", tac_gia=str(ke_hoach.don_vi_dau_moi))


def _row(number: int, result: KetQuaSoat) -> DongXuat:
    one = result.van_de
    return DongXuat({
        0: OXuat(number, CanhO.GIUA),
        1: OXuat(one.muc_do.label, CanhO.GIUA, nen=_NEN[one.muc_do]),
        2: OXuat(one.linh_vuc.label),
        3: OXuat(one.ma, CanhO.GIUA),
        4: OXuat(one.thong_bao),
        5: OXuat(_words(one.gia_tri_in)),
        6: OXuat(_words(one.gia_tri_tinh)),
        7: OXuat(_decision(result)),
    })  # fmt: skip


def _words(value: int | str | None) -> str:
    """Write a value of a finding: amounts of đồng with dots."""
    if value is None:
        return ""
    return format_so(value) if isinstance(value, int) else value


def _decision(result: KetQuaSoat) -> str:
    accepted = result.chap_nhan
    if accepted is None:
        return ""
    day = format_ngay(accepted.created_at.astimezone(get_current_timezone()).date())
    return f"Chấp nhận: {accepted.ly_do} ({accepted.created_by}, {day})"
