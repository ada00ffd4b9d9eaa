"""Services of versions: keep what a plan says as a snapshot that later edits never change."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from baocao.models import PhienBan
from baocao.noi_dung_ke_hoach import digest_of, plan_content
from donvi.ghi_chep import log_act, save_recorded
from donvi.models import NguoiDung
from kehoach.models import KeHoach

LY_DO_LAN_DAU = "Nội dung kế hoạch khi bắt đầu giữ các phiên bản"


@transaction.atomic
def keep_version(*, ke_hoach: KeHoach, ly_do: str, by: NguoiDung | None, at: datetime) -> PhienBan:
    """Keep what the plan says now as its next version, and number the plan so.

    When nothing changed since the last version, that one is given back and nothing is written.
    ``by`` is None when the portal itself acts.
    """
    plan = _locked(ke_hoach)
    content = plan_content(plan)
    digest = digest_of(content)
    last = latest_version(plan)
    if last is not None and last.ma_bam == digest:
        return last
    version = PhienBan(
        ke_hoach=plan,
        so_phien_ban=last.so_phien_ban + 1 if last else max(plan.phien_ban, 1),
        noi_dung=content,
        ma_bam=digest,
        ly_do=ly_do.strip(),
        created_at=at,
        created_by=by,
    )
    version.full_clean()
    version.save()
    _number(plan, version, by)
    ke_hoach.phien_ban = plan.phien_ban  # the caller's row must not put the old number back
    log_act(
        by=by, at=at, xa=plan.xa, hanh_dong="giữ phiên bản", doi_tuong=version,
        mo_ta=f"Kế hoạch {plan.ma}: giữ {version}",
        gia_tri_moi={"so_phien_ban": version.so_phien_ban, "ma_bam": digest}, ly_do=version.ly_do,
    )  # fmt: skip
    return version


def latest_version(ke_hoach: KeHoach) -> PhienBan | None:
    """Give the newest version of a plan, None before the first (1 query)."""
    return PhienBan.objects.filter(ke_hoach=ke_hoach).order_by("-so_phien_ban").first()


def keep_first_versions(*, at: datetime) -> int:
    """Keep a first version of every approved plan that has none; say how many were kept.

    Plans approved before versions were kept get theirs this way (daily job); one query when
    there is nothing to do.
    """
    kept = PhienBan.objects.filter(ke_hoach=OuterRef("pk"))
    approved = (
        KeHoach.TrangThai.DA_DUYET, KeHoach.TrangThai.DA_BAN_HANH, KeHoach.TrangThai.DA_THAY_THE,
    )  # fmt: skip
    plans = KeHoach.objects.filter(~Exists(kept), trang_thai__in=approved).order_by("pk")
    for plan in plans:
        keep_version(ke_hoach=plan, ly_do=LY_DO_LAN_DAU, by=None, at=at)
    return len(plans)


def _locked(ke_hoach: KeHoach) -> KeHoach:
    plans = KeHoach.objects.select_for_update(of=("self",))
    return plans.select_related("xa", "don_vi_dau_moi").get(pk=ke_hoach.pk)


def _number(plan: KeHoach, version: PhienBan, by: NguoiDung | None) -> None:
    if plan.phien_ban != version.so_phien_ban:
        plan.phien_ban = version.so_phien_ban
        save_recorded(plan, by=by, reason=f"giữ {version}")
