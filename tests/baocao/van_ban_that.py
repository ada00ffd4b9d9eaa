"""Documents as offices get them: the five sample plans, a report of each, letter, amendment."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from baocao.dieu_chinh import draft_amendment
from baocao.don_doc import draft_letter
from baocao.models import BaoCao, PhieuBaoCao
from baocao.nap_mau.don_vi import load_communes, load_units
from baocao.nap_mau.ke_hoach import load_plan
from baocao.nap_mau.tep_mau import CAC_KE_HOACH_MAU
from baocao.phien_ban import keep_version
from baocao.tong_hop import compile_report
from baocao.van_ban_bao_cao import report_document
from baocao.van_ban_dieu_chinh import amendment_document
from baocao.van_ban_don_doc import letter_document
from baocao.van_ban_ke_hoach import plan_document
from chitieu.models import ChiTieu, SoLieu
from donvi.models import NguoiDung
from kehoach.models import KeHoach
from nhiemvu.models import NhiemVu, PhanCong, TienDo
from tests.factories import make_nguoi, saved
from vanban.tai_lieu import TaiLieu

CONG_VAN = "cong-van"
CAC_KE_HOACH = CAC_KE_HOACH_MAU
CAC_BAO_CAO = tuple(f"bao-cao-{ma}" for ma in CAC_KE_HOACH_MAU)
DIEU_CHINH = "dieu-chinh"
CAC_VAN_BAN = (*CAC_KE_HOACH, *CAC_BAO_CAO, CONG_VAN, DIEU_CHINH)


def real_documents() -> dict[str, TaiLieu]:
    """Load the plans, tell half a year of each, and describe what an office would sign."""
    load_communes()
    load_units()
    found: dict[str, TaiLieu] = {}
    for ma in CAC_KE_HOACH_MAU:
        load_plan(ma)
        plan = KeHoach.objects.select_related("xa", "don_vi_dau_moi").get(ma=ma)
        found[ma] = plan_document(plan)
        found[f"bao-cao-{ma}"] = report_document(_report(plan), for_signing=True)
    plan = KeHoach.objects.get(ma="vu-quang-2026")
    person = make_nguoi("nguoi_soan")
    found[CONG_VAN] = _letter(plan, person)
    found[DIEU_CHINH] = _amendment(plan, person)
    return found


def _report(plan: KeHoach) -> BaoCao:
    """Compile the report of the first half year from figures of every unit."""
    nam = plan.nam_bat_dau
    chot = {
        "ky_bao_cao": f"{nam}-6T",
        "ngay_chot": date(nam, 6, 14),
        "accepted_at": datetime(nam, 6, 15, 2, tzinfo=UTC),
    }
    TienDo.objects.bulk_create(
        TienDo(
            phan_cong=part,
            phan_tram=thu_tu % 9 * 10,
            noi_dung="Đã tổ chức thực hiện, có văn bản phân công và lịch kiểm tra hằng tháng",
            kho_khan="Thiếu thiết bị" if thu_tu % 4 == 0 else "",
            **chot,
        )
        for thu_tu, part in enumerate(PhanCong.objects.filter(nhiem_vu__ke_hoach=plan).in_order())
    )
    SoLieu.objects.bulk_create(
        SoLieu(
            chi_tieu=row,
            don_vi=plan.don_vi_dau_moi,
            tinh_trang=SoLieu.TinhTrang.CO_SO_LIEU,
            gia_tri=Decimal(40 + thu_tu * 7 % 60),
            **chot,
        )
        for thu_tu, row in enumerate(ChiTieu.objects.measured().filter(ke_hoach=plan).in_order())
    )
    report = saved(
        BaoCao(
            ke_hoach=plan,
            ky_bao_cao=f"{nam}-6T",
            tu_ngay=date(nam - 1, 12, 15),
            den_ngay=date(nam, 6, 14),
        )
    )
    return compile_report(bao_cao_id=report.pk, at=datetime(nam, 6, 16, 2, tzinfo=UTC))


def _letter(plan: KeHoach, person: NguoiDung) -> TaiLieu:
    """Draft the letter to a unit that owes two reports, as a leader approves it."""
    unit = plan.xa.cac_don_vi.get(ma="TYT")
    for thang in (8, 9):
        han_nop = date(2026, thang, 19)
        saved(
            PhieuBaoCao(
                ke_hoach=plan,
                don_vi=unit,
                ky_bao_cao=f"2026-T{thang:02d}",
                tu_ngay=date(2026, thang - 1, 15),
                den_ngay=date(2026, thang, 14),
                han_nop=han_nop,
            )
        )
    letter = draft_letter(
        ke_hoach=plan,
        don_vi=unit,
        by=person,
        on=han_nop + timedelta(days=6),
        at=datetime(2026, 9, 25, 2, tzinfo=UTC),
    )
    return letter_document(letter, for_signing=True)


def _amendment(plan: KeHoach, person: NguoiDung) -> TaiLieu:
    """Move three deadlines and raise two levels, as an office amends its plan."""
    at = datetime(2026, 11, 3, 2, tzinfo=UTC)
    keep_version(ke_hoach=plan, ly_do="Bản lãnh đạo duyệt", by=None, at=at)
    annexed = NhiemVu.objects.filter(ke_hoach=plan, loai_nhiem_vu=NhiemVu.LoaiNhiemVu.PHU_LUC)
    for task in annexed.in_order()[:3]:
        task.thoi_han_nguyen_van = "Quý I/2027"
        saved(task)
    for row in ChiTieu.objects.measured().filter(ke_hoach=plan).in_order()[:2]:
        level = row.cac_muc.get(nam=2026)
        level.nguyen_van, level.gia_tri = "≥ 90%", 90
        saved(level)
    amendment = draft_amendment(
        ke_hoach=plan, ly_do="Thực hiện Công văn số 1234/UBND-VX của tỉnh", by=person, at=at
    )
    return amendment_document(amendment, for_signing=True).tai_lieu
