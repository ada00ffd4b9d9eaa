"""Documents that wait for a leader's decision, or for being signed, numbered and issued.

A report whose deadline for sending up is reminded of already is left out: who holds it hears that.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import Max, Model
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from baocao.bac_nhac import ThangNhac
from baocao.loi_nhac import cut
from baocao.models import BaoCao, CongVanDonDoc, DieuChinh, VanBan
from baocao.nguoi_nhan import SoNguoiNhan
from baocao.trang_thai import TrangThaiBaoCao, TrangThaiCongVan, TrangThaiVanBan
from baocao.viec_nhac import ViecNhac
from donvi.models import NhatKy
from kehoach.models import KeHoach

CHO_DUYET = str(TrangThaiBaoCao.CHO_DUYET)
TO_SIGN = {
    TrangThaiVanBan.CHO_KY: "Văn bản đã duyệt, chờ ký rồi ghi số và phát hành.",
    TrangThaiVanBan.DA_KY: "Văn bản đã ký, chờ văn thư ghi số và phát hành.",
}


def plans_to_approve() -> list[KeHoach]:
    """List the plans that wait for a leader (1 query)."""
    waiting = KeHoach.objects.filter(trang_thai=KeHoach.TrangThai.CHO_DUYET)
    return list(waiting.select_related("xa").order_by("pk"))


def waiting_documents(
    plans: Mapping[int, KeHoach],
    drafts: Collection[KeHoach],
    people: SoNguoiNhan,
    *,
    told_else: Collection[int],
) -> Iterable[ViecNhac]:
    """List what waits of these plans (by id) and the plans ``drafts`` themselves.

    ``told_else`` are reports (ids) told of otherwise. Four queries, and one if anything waits.
    """
    yield from _to_approve(plans, drafts, people, told_else)
    yield from _to_issue(plans, people, told_else)


def _to_approve(
    plans: Mapping[int, KeHoach],
    drafts: Collection[KeHoach],
    people: SoNguoiNhan,
    told_else: Collection[int],
) -> Iterable[ViecNhac]:
    reports = BaoCao.objects.filter(ke_hoach__in=plans, trang_thai=CHO_DUYET).defer("so_lieu")
    state = TrangThaiCongVan.CHO_DUYET
    letters = CongVanDonDoc.objects.filter(ke_hoach__in=plans, trang_thai=state)
    changes = DieuChinh.objects.filter(ke_hoach__in=plans, trang_thai=state)
    found: list[tuple[Model, KeHoach, str, str]] = [
        *((row, plans[row.ke_hoach_id], str(row), reverse("baocao:report", args=[row.pk]))
          for row in reports.exclude(pk__in=told_else).order_by("pk")),
        *((row, plans[row.ke_hoach_id], f"công văn đôn đốc {row.don_vi}",
           reverse("baocao:letter", args=[row.pk]))
          for row in letters.select_related("don_vi").order_by("pk")),
        *((row, plans[row.ke_hoach_id], f"điều chỉnh kế hoạch: {row.trich_yeu}",
           reverse("baocao:amendment", args=[row.pk]))
          for row in changes.order_by("pk")),
        *((plan, plan, f"kế hoạch: {plan.trich_yeu}", reverse("kehoach:detail", args=[plan.ma]))
          for plan in drafts),
    ]  # fmt: skip
    since = _submitted_at([row for row, *_ in found])
    for row, plan, name, address in found:
        place = (row._meta.label_lower, str(row.pk))
        if place not in since:
            continue
        leaders = people.leaders(plan.xa_id)
        yield _waiting(
            ma=f"duyet:{row._meta.model_name}.{row.pk}",
            ten=f"duyệt {name[:1].lower()}{name[1:]}",
            duong_dan=address,
            tu_luc=since[place],
            plan=plan,
            nguoi_nghe=(leaders, leaders, people.compilers(plan.don_vi_dau_moi_id)),
            ghi_chu="Lãnh đạo duyệt, hoặc trả lại kèm lý do.",
        )


def _submitted_at(rows: Iterable[Model]) -> dict[tuple[str, str], datetime]:
    """Say when each was last submitted, by kind and id, from the acts on record (1 query)."""
    places = {(row._meta.label_lower, str(row.pk)) for row in rows}
    if not places:
        return {}
    acts = NhatKy.objects.filter(
        loai_doi_tuong__in={kind for kind, _ in places},
        ma_doi_tuong__in={pk for _, pk in places},
        gia_tri_moi__trang_thai=CHO_DUYET,
    )
    last = acts.order_by().values_list("loai_doi_tuong", "ma_doi_tuong").annotate(Max("created_at"))
    return {(kind, pk): at for kind, pk, at in last if (kind, pk) in places}


def _to_issue(
    plans: Mapping[int, KeHoach], people: SoNguoiNhan, told_else: Collection[int]
) -> Iterable[ViecNhac]:
    waiting = VanBan.objects.filter(ke_hoach__in=plans, trang_thai__in=TO_SIGN)
    for row in waiting.exclude(bao_cao__in=told_else).order_by("pk"):
        plan = plans[row.ke_hoach_id]
        clerks, leaders = people.clerks(plan.xa_id), people.leaders(plan.xa_id)
        first = clerks | leaders if row.trang_thai == TrangThaiVanBan.CHO_KY else clerks
        yield _waiting(
            ma=f"van_ban:{row.pk}",
            ten=f"ký, ghi số và phát hành {row.get_loai_van_ban_display()}: {row.trich_yeu}",
            duong_dan=reverse("baocao:document", args=[row.pk]),
            tu_luc=row.signed_at or row.created_at,
            plan=plan,
            nguoi_nghe=(first, first, people.compilers(plan.don_vi_dau_moi_id)),
            ghi_chu=TO_SIGN[TrangThaiVanBan(row.trang_thai)],
        )


def _waiting(
    *,
    ma: str,
    ten: str,
    duong_dan: str,
    tu_luc: datetime,
    plan: KeHoach,
    nguoi_nghe: tuple[frozenset[int], frozenset[int], frozenset[int]],
    ghi_chu: str,
) -> ViecNhac:
    since: date = tu_luc.astimezone(get_current_timezone()).date()
    ladder = ThangNhac((), plan.nhac_lai_sau_ngay)
    return ViecNhac(ma, cut(ten, 150), duong_dan, since, ladder, nguoi_nghe, ghi_chu, dang_cho=True)
