"""Which reports one form serves: the periods of a plan that are due on one and the same day.

Pure. Quarter II and the first six months fall on one day at Vũ Quang; under the decree's defaults
June, quarter II and six months do. The unit then fills one form: it bears the shortest period and
names the longer ones it serves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kehoach.ky_bao_cao import LichBaoCao


@dataclass(frozen=True, slots=True)
class PhieuChung:
    """One form: the period it bears, and the longer periods it serves, the shorter first."""

    chinh: LichBaoCao
    kem: tuple[LichBaoCao, ...] = ()

    @property
    def cac_lich(self) -> tuple[LichBaoCao, ...]:
        """List all periods the form serves, the one it bears first."""
        return (self.chinh, *self.kem)

    @property
    def ngay_mo(self) -> date:
        """Give the day the form opens: the earliest of its periods'."""
        return min(lich.ngay_mo for lich in self.cac_lich)


def share_forms(cac_lich: Iterable[LichBaoCao]) -> list[PhieuChung]:
    """Put the periods of one plan together that a unit answers on one form.

    They have the same last day for units, the longer one contains the shorter, and its cut-off is
    no earlier (or it would not read what the form says). Every period stands in exactly one form;
    forms come by deadline, then by period.

    >>> from kehoach.ky_bao_cao import DEFAULT_RULES, parse_ky, schedule
    >>> ky = [parse_ky(ma) for ma in ("2026-6T", "2026-T06", "2026-Q2", "2026-T07")]
    >>> forms = share_forms(schedule(k, DEFAULT_RULES[k.loai]) for k in ky)
    >>> [[str(lich.ky) for lich in form.cac_lich] for form in forms]
    [['2026-T06', '2026-Q2', '2026-6T'], ['2026-T07']]
    """
    forms: list[PhieuChung] = []
    for lich in sorted(cac_lich, key=lambda lich: (lich.han_don_vi, _months(lich), lich.ky)):
        place = next((i for i, form in enumerate(forms) if serves(form.chinh, lich)), None)
        if place is None:
            forms.append(PhieuChung(lich))
        else:
            forms[place] = PhieuChung(forms[place].chinh, (*forms[place].kem, lich))
    return sorted(forms, key=lambda form: (form.chinh.han_don_vi, form.chinh.ky))


def serves(chinh: LichBaoCao, kem: LichBaoCao) -> bool:
    """Tell whether a form that bears the first period can stand for the other, longer one too."""
    if chinh.han_don_vi != kem.han_don_vi or kem.so_lieu_den < chinh.so_lieu_den:
        return False
    (tu, den), (tu_dai, den_dai) = chinh.ky.calendar_window, kem.ky.calendar_window
    return chinh.ky != kem.ky and tu_dai <= tu and den <= den_dai


def _months(lich: LichBaoCao) -> int:
    return lich.ky.last_month - lich.ky.first_month
