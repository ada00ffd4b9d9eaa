"""The words of a reminder letter (công văn đôn đốc), drafted from the facts. Pure.

One paragraph a line: "1. ..." is a heading, "- ..." a line of a list, as `van_ban_don_doc` prints.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from baocao.loi_nhac import cut
from donvi.tieng_viet import format_ngay

SO_NHIEM_VU_KE = 15  # tasks named one by one; the others are counted


@dataclass(frozen=True)
class PhieuTre:
    """A form past its last day: "tháng 10 năm 2026"; ``bi_tra_lai`` if it was sent once."""

    ky: str
    han: date
    so_ngay: int
    bi_tra_lai: bool = False


@dataclass(frozen=True)
class NhiemVuTre:
    """An overdue task the unit leads; ``phan_tram`` None when nothing was accepted yet."""

    ma: str
    ten: str
    han: date
    so_ngay: int
    phan_tram: int | None = None


@dataclass(frozen=True)
class SuViec:
    """What a letter is drafted from, as of the day ``ngay``.

    ``ke_hoach`` names the plan as a letter does, ``nam`` its years ("năm 2026"); ``co_quan`` and
    ``dau_moi`` are the issuer and the focal unit; ``lan_nhac`` the days the portal reminded the
    unit, ``cong_van_truoc`` earlier letters ("12/UBND-VHXH ngày 05/11/2026").
    """

    don_vi: str
    co_quan: str
    dau_moi: str
    ke_hoach: str
    nam: str
    ngay: date
    han_tra_loi: date
    cac_phieu: tuple[PhieuTre, ...] = ()
    cac_nhiem_vu: tuple[NhiemVuTre, ...] = ()
    lan_nhac: tuple[date, ...] = ()
    cong_van_truoc: tuple[str, ...] = ()
    la_ngoai_xa: bool = False

    def as_json(self) -> dict[str, Any]:
        """Give the facts as JSON keeps them: days as "2026-10-19"."""

        def plain(value: Any) -> Any:
            if isinstance(value, date):
                return value.isoformat()
            if isinstance(value, list | tuple):
                return [plain(item) for item in value]
            if isinstance(value, dict):
                return {name: plain(item) for name, item in value.items()}
            return value

        facts: dict[str, Any] = plain(asdict(self))
        return facts


def draft_subject(su_viec: SuViec) -> str:
    """Write what the letter is about, without "V/v".

    >>> day = date(2026, 10, 25)
    >>> draft_subject(SuViec("Thôn 1", "", "", "", "năm 2026", day, day,
    ...                      (PhieuTre("tháng 10 năm 2026", day, 6),)))
    'đôn đốc gửi báo cáo thực hiện Kế hoạch năm 2026'
    """
    what = {
        (True, True): "gửi báo cáo và hoàn thành nhiệm vụ quá hạn theo",
        (True, False): "gửi báo cáo thực hiện",
        (False, True): "hoàn thành nhiệm vụ quá hạn theo",
        (False, False): "thực hiện",
    }[bool(su_viec.cac_phieu), bool(su_viec.cac_nhiem_vu)]
    return f"đôn đốc {what} Kế hoạch {su_viec.nam}"


def draft_letter(su_viec: SuViec) -> str:
    """Write the whole text of the letter, one paragraph a line."""
    return "\n".join(
        [
            _opening(su_viec),
            *_late_forms(su_viec.cac_phieu, number=1),
            *_late_tasks(su_viec.cac_nhiem_vu, number=2 if su_viec.cac_phieu else 1),
            *_earlier(su_viec),
            *_asked(su_viec),
            *_closing(su_viec),
        ]
    )


def _opening(facts: SuViec) -> str:
    return (
        f"Thực hiện {facts.ke_hoach}, {facts.co_quan} đã giao nhiệm vụ và chế độ báo cáo cho các "
        f"cơ quan, đơn vị. Qua theo dõi, đến hết ngày {format_ngay(facts.ngay)}, {facts.don_vi} "
        "còn chậm các nội dung sau:"
    )


def _late_forms(forms: tuple[PhieuTre, ...], *, number: int) -> Iterable[str]:
    if not forms:
        return
    yield f"{number}. Báo cáo quá hạn chưa gửi ({len(forms)} báo cáo)"
    for form in forms:
        returned = ", đã được trả lại để bổ sung nhưng chưa gửi lại" if form.bi_tra_lai else ""
        yield (
            f"- Báo cáo {form.ky}: hạn gửi ngày {format_ngay(form.han)}, quá hạn {form.so_ngay} "
            f"ngày{returned}."
        )


def _late_tasks(tasks: tuple[NhiemVuTre, ...], *, number: int) -> Iterable[str]:
    if not tasks:
        return
    yield f"{number}. Nhiệm vụ chủ trì quá hạn chưa hoàn thành ({len(tasks)} nhiệm vụ)"
    for task in tasks[:SO_NHIEM_VU_KE]:
        told = (
            f"tiến độ đã báo cáo {task.phan_tram}%"
            if task.phan_tram is not None
            else "chưa báo cáo tiến độ"
        )
        yield (
            f"- Nhiệm vụ {task.ma}. {cut(task.ten, 240).rstrip('.')}: hạn hoàn thành ngày "
            f"{format_ngay(task.han)}, quá hạn {task.so_ngay} ngày, {told}."
        )
    if rest := tasks[SO_NHIEM_VU_KE:]:
        yield f"- Và {len(rest)} nhiệm vụ khác quá hạn, theo danh sách trên Cổng kế hoạch số."


def _earlier(facts: SuViec) -> Iterable[str]:
    """Say how often the unit was reminded, by the portal and by earlier letters."""
    said = []
    if facts.lan_nhac:
        days = ", ".join(format_ngay(day) for day in facts.lan_nhac[-5:])
        latest = "các lần gần nhất ngày" if len(facts.lan_nhac) > 5 else "ngày"
        said.append(f"được nhắc {len(facts.lan_nhac)} lần trên Cổng kế hoạch số ({latest} {days})")
    if facts.cong_van_truoc:
        letters = ", ".join(facts.cong_van_truoc)
        said.append(f"được đôn đốc bằng Công văn số {letters}")
    if said:
        yield f"Về các nội dung trên, {facts.don_vi} đã {' và '.join(said)}."


def _asked(facts: SuViec) -> Iterable[str]:
    ask = "đề nghị" if facts.la_ngoai_xa else "yêu cầu"
    last_day = format_ngay(facts.han_tra_loi)
    yield f"Để bảo đảm tiến độ Kế hoạch, {facts.co_quan} {ask} {facts.don_vi}:"
    if facts.cac_phieu:
        yield f"- Gửi đầy đủ các báo cáo nêu trên, chậm nhất ngày {last_day}."
    if facts.cac_nhiem_vu:
        yield (
            "- Tập trung hoàn thành các nhiệm vụ quá hạn; báo cáo nguyên nhân chậm, giải pháp và "
            f"thời gian hoàn thành từng nhiệm vụ, chậm nhất ngày {last_day}."
        )
    if not facts.la_ngoai_xa:
        yield (
            "- Người đứng đầu đơn vị chịu trách nhiệm về kết quả khắc phục và bảo đảm các kỳ báo "
            "cáo sau đúng hạn."
        )


def _closing(facts: SuViec) -> Iterable[str]:
    yield (
        f"Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, {facts.don_vi} phản ánh về "
        f"{facts.dau_moi} để được hướng dẫn, tổng hợp, báo cáo {facts.co_quan} xem xét, giải quyết."
    )
    if facts.la_ngoai_xa:
        yield f"Rất mong sự phối hợp của {facts.don_vi}."
    else:
        yield f"{facts.co_quan} yêu cầu {facts.don_vi} nghiêm túc thực hiện."
