"""Finished rows for the pages of ad hoc requests: who was asked, who answered, what they said."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import get_current_timezone

from baocao.ma_tran import OMaTran, TyLe, cell_of
from baocao.models import CauHoi, PhieuBaoCao, TraLoi, YeuCauBaoCao, YeuCauBaoCaoQuerySet
from baocao.policies_dot_xuat import reads_answers
from baocao.tra_loi import LOAI, GiaTri, read_answer, show_answer
from baocao.trang_thai import REPORTED_FORM, TrangThaiPhieu
from donvi.models import NguoiDung
from donvi.policies import scope_of
from kehoach.ky_bao_cao import LichBaoCao, LoaiKy, QuyTac
from kehoach.models import KeHoach
from kehoach.policies import oversees


def visible_requests(user: NguoiDung, ke_hoach: KeHoach) -> YeuCauBaoCaoQuerySet:
    """Keep the requests of a plan this person may see: units only those addressed to them."""
    return YeuCauBaoCao.objects.visible_to(user).filter(ke_hoach=ke_hoach)


def schedule_of(yeu_cau: YeuCauBaoCao) -> LichBaoCao:
    """Give the days of a request as those of any period; its forms opened when it went out."""
    return LichBaoCao(
        ky=yeu_cau.period,
        quy_tac=QuyTac(LoaiKy.DOT_XUAT),
        ngay_mo=_day_of(yeu_cau.assigned_at or yeu_cau.created_at),
        han_don_vi=yeu_cau.han_nop,
        han_dau_moi=yeu_cau.han_nop,
        so_lieu_tu=yeu_cau.tu_ngay,
        so_lieu_den=yeu_cau.den_ngay,
    )


def ad_hoc_schedules(ke_hoach: KeHoach, reported: Collection[str]) -> list[LichBaoCao]:
    """List the days of the plan's requests that are out, or have a report already (1 query).

    ``reported``: the codes of periods that have one; a request called off before stays out.
    """
    handed_out = YeuCauBaoCao.objects.filter(ke_hoach=ke_hoach, assigned_at__isnull=False)
    return [
        schedule_of(row)
        for row in handed_out.order_by("pk")
        if row.is_running or row.ky_bao_cao in reported
    ]


def called_off() -> Exists:
    """Build the condition "the form's request was called off", for queries over forms."""
    return Exists(_request_of_form().filter(trang_thai=YeuCauBaoCao.TrangThai.DA_HUY))


def request_title() -> Coalesce:
    """Build the title of the request a form answers, "" of any other form, to annotate forms."""
    return Coalesce(Subquery(_request_of_form().values("tieu_de")[:1]), Value(""))


def _request_of_form() -> YeuCauBaoCaoQuerySet:
    mine = {"ke_hoach": OuterRef("ke_hoach"), "ky_bao_cao": OuterRef("ky_bao_cao")}
    return YeuCauBaoCao.objects.filter(**mine)


def _day_of(moment: datetime) -> date:
    return moment.astimezone(get_current_timezone()).date()


@dataclass(frozen=True)
class DongYeuCau:
    """One request in the list: how far it is, and the reader's own forms of it."""

    yeu_cau: YeuCauBaoCao
    da_gui: TyLe
    da_tiep_nhan: TyLe
    so_qua_han: int
    cua_toi: tuple[PhieuBaoCao, ...]


def request_rows(user: NguoiDung, ke_hoach: KeHoach, on: date) -> list[DongYeuCau]:
    """List the plan's requests this person may see, newest first (2 queries)."""
    forms: dict[str, list[PhieuBaoCao]] = defaultdict(list)
    ad_hoc = ke_hoach.cac_phieu.filter(ky_bao_cao__contains=f"-{LoaiKy.DOT_XUAT}")
    for form in ad_hoc.select_related("don_vi").order_by("don_vi__thu_tu", "pk"):
        forms[form.ky_bao_cao].append(form)
    own = scope_of(user).own_units
    return [
        _request_row(row, forms[row.ky_bao_cao], own, on)
        for row in visible_requests(user, ke_hoach)
    ]


def _request_row(
    yeu_cau: YeuCauBaoCao, forms: Sequence[PhieuBaoCao], own: Collection[int], on: date
) -> DongYeuCau:
    owed = [form for form in forms if not form.is_closed]
    return DongYeuCau(
        yeu_cau=yeu_cau,
        da_gui=TyLe(sum(form.is_sent for form in owed), len(owed)),
        da_tiep_nhan=TyLe(sum(_is_accepted(form) for form in owed), len(owed)),
        so_qua_han=sum(form.is_overdue(on) for form in owed),
        cua_toi=tuple(form for form in forms if form.don_vi_id in own),
    )


@dataclass(frozen=True)
class DongTraLoi:
    """What one unit answered to one question; ``gia_tri`` as its kind means it."""

    phieu: PhieuBaoCao
    loi: str
    gia_tri: GiaTri

    @property
    def is_accepted(self) -> bool:
        """Tell whether the focal unit took it over."""
        return _is_accepted(self.phieu)


@dataclass(frozen=True)
class BangCauHoi:
    """One question with what the units answered, in their usual order."""

    so_thu_tu: int
    cau_hoi: CauHoi
    cac_dong: tuple[DongTraLoi, ...]

    @property
    def is_number(self) -> bool:
        """Tell whether its answers add up."""
        return self.cau_hoi.loai_tra_loi == LOAI.SO

    @property
    def tong_da_gui(self) -> Decimal:
        """Add up all answers sent, those still to be checked included."""
        return sum_of(self.cac_dong)

    @property
    def tong_tiep_nhan(self) -> Decimal:
        """Add up the answers accepted."""
        return sum_of(row for row in self.cac_dong if row.is_accepted)

    @property
    def so_co(self) -> int:
        """Count who said yes."""
        return sum(row.gia_tri is True for row in self.cac_dong)

    @property
    def so_khong(self) -> int:
        """Count who said no."""
        return sum(row.gia_tri is False for row in self.cac_dong)


def sum_of(rows: Iterable[DongTraLoi]) -> Decimal:
    """Add up the numbers among the answers."""
    return sum((row.gia_tri for row in rows if isinstance(row.gia_tri, Decimal)), Decimal(0))


def load_answers(
    yeu_cau: YeuCauBaoCao, forms: Sequence[PhieuBaoCao], *, accepted_only: bool = False
) -> list[BangCauHoi]:
    """Read what was sent, question by question (2 queries); drafts and returned forms stay out."""
    told = {
        form.pk: form
        for form in forms
        if _is_accepted(form) or (form.is_sent and not accepted_only)
    }
    said: dict[int, dict[int, TraLoi]] = defaultdict(dict)
    for row in TraLoi.objects.filter(phieu_bao_cao__in=told).order_by("pk"):
        said[row.cau_hoi_id][row.phieu_bao_cao_id] = row
    questions = yeu_cau.cac_cau_hoi.order_by("thu_tu", "pk")
    return [
        BangCauHoi(
            number,
            question,
            tuple(
                _answer(form, question, said[question.pk][pk])
                for pk, form in told.items()
                if pk in said[question.pk]
            ),
        )
        for number, question in enumerate(questions, 1)
    ]


def _answer(form: PhieuBaoCao, question: CauHoi, row: TraLoi) -> DongTraLoi:
    return DongTraLoi(
        form, show_answer(question, row.noi_dung), read_answer(question, row.noi_dung)
    )


def _is_accepted(form: PhieuBaoCao) -> bool:
    return form.trang_thai == TrangThaiPhieu.DA_TIEP_NHAN


def forms_of(yeu_cau: YeuCauBaoCao) -> list[PhieuBaoCao]:
    """List the forms of a request, units in their usual order (1 query)."""
    forms = PhieuBaoCao.objects.filter(
        ke_hoach=yeu_cau.ke_hoach, ky_bao_cao=yeu_cau.ky_bao_cao
    ).select_related("don_vi", "ke_hoach")
    return list(forms.order_by("don_vi__thu_tu", "don_vi__khoa_sap_xep", "pk"))


@dataclass(frozen=True)
class TrangYeuCau:
    """A request as this person sees it: all units, or only own ones (``bang`` is None then).

    ``mo_phieu``: the units' forms are open to this person, so that rows lead there.
    """

    cac_o: tuple[OMaTran, ...]
    bang: tuple[BangCauHoi, ...] | None
    da_gui: TyLe
    da_tiep_nhan: TyLe
    so_qua_han: int
    mo_phieu: bool


def load_request(yeu_cau: YeuCauBaoCao, user: NguoiDung, on: date) -> TrangYeuCau:
    """Read who answered and what (3 queries; 1 for those who don't read all answers).

    A unit sees its own form only; the province sees who answered, not what.
    """
    forms = forms_of(yeu_cau)
    owed = [form for form in forms if not form.is_closed]
    reads_all = reads_answers(user, yeu_cau.ke_hoach)
    own = scope_of(user).own_units
    watches = oversees(user, yeu_cau.ke_hoach)
    shown = [form for form in forms if watches or form.don_vi_id in own]
    return TrangYeuCau(
        cac_o=tuple(cell_of(form, on) for form in shown),
        bang=tuple(load_answers(yeu_cau, forms)) if reads_all and forms else None,
        da_gui=TyLe(sum(form.trang_thai in REPORTED_FORM for form in owed), len(owed)),
        da_tiep_nhan=TyLe(sum(_is_accepted(form) for form in owed), len(owed)),
        so_qua_han=sum(form.is_overdue(on) for form in owed),
        mo_phieu=reads_all or not watches,
    )
