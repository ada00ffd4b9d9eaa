"""A whole unit's form in one request: its rows bound to what was typed, merged and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from baocao.dong_form import DongForm
from baocao.forms_phieu import ChungForm, SoLieuForm, TienDoForm
from baocao.forms_tra_loi import TraLoiForm
from baocao.models import PhieuBaoCao
from baocao.phieu import NoiDungNhap
from baocao.phieu_queries import DongPhieu

Dong = TypeVar("Dong", bound=DongForm)


@dataclass(frozen=True)
class LoiONhap:
    """One fault: the box to go to, the row it is in, and the sentence."""

    anchor: str
    o_dau: str
    cau: str

    @property
    def cac_cau(self) -> tuple[str, ...]:
        """Give the sentences of the box's error line."""
        return (self.cau,)


class BoPhieu:
    """The forms of all rows, in the order of the page; unbound when nothing was sent."""

    def __init__(
        self, phieu: PhieuBaoCao, rows: DongPhieu, *, data: Mapping[str, Any] | None, on: date
    ) -> None:
        self.phieu, self.rows, self.data, self.on = phieu, rows, data, on
        self.chung = self._settle(lambda d: ChungForm(d, phieu))
        self.chu_tri, self.phoi_hop, self.da_xong = (
            [self._settle(lambda d, row=row: TienDoForm(d, row, on)) for row in part]
            for part in (rows.chu_tri, rows.phoi_hop, rows.da_xong)
        )
        self.chi_tieu = [
            self._settle(lambda d, row=row: SoLieuForm(d, row)) for row in rows.chi_tieu
        ]
        self.yeu_cau = rows.yeu_cau
        self.cau_hoi = [self._settle(lambda d, row=row: TraLoiForm(d, row)) for row in rows.cau_hoi]

    def _settle(self, build: Any) -> Any:
        """Bind a row to what was sent, unless it wasn't on the page, or only others changed it."""
        form = build(self.data)
        if self.data is None or not form.is_posted:
            return build(None)
        if not self.is_stale:
            return form
        if not form.is_touched:
            return build(None)
        if form.is_overtaken:
            form.xung_dot = form.find_conflict()
        return form

    @property
    def lan_luu(self) -> int:
        """Give the version the page was opened with; -1 when it doesn't say."""
        text = str((self.data or {}).get("lan_luu", ""))
        return int(text) if text.isdecimal() and len(text) < 10 else -1

    @property
    def is_stale(self) -> bool:
        """Tell whether somebody saved since the page was opened."""
        return self.data is not None and self.lan_luu != self.phieu.lan_luu

    @property
    def nhiem_vu(self) -> list[TienDoForm]:
        """List the forms of all tasks."""
        return [*self.chu_tri, *self.phoi_hop, *self.da_xong]

    @property
    def tat_ca(self) -> list[DongForm]:
        """List the forms of all rows."""
        return [*self.cau_hoi, *self.nhiem_vu, *self.chi_tieu, self.chung]

    @property
    def da_gui_len(self) -> list[DongForm]:
        """List the forms of the rows to be saved."""
        return [form for form in self.tat_ca if form.is_bound]

    @property
    def sound(self) -> list[DongForm]:
        """List the rows that can be saved: sent, without a fault, and changed by nobody else."""
        return [form for form in self.da_gui_len if not form.errors and not form.xung_dot]

    @property
    def co_xung_dot(self) -> bool:
        """Tell whether two people changed the same row."""
        return any(form.xung_dot for form in self.tat_ca)

    @property
    def o_xung_dot(self) -> list[str]:
        """List the ids of the boxes whose saved text is somebody else's."""
        clashes = [form for form in self.tat_ca if form.xung_dot]
        return [box for form in clashes for box in form.o_khac_ban_luu]

    @property
    def co_ky_truoc(self) -> bool:
        """Tell whether some task that waits for an answer has words of an earlier period."""
        waiting = self.chu_tri or self.phoi_hop
        return any(form.row.chu_truoc and not form.row.nhap for form in waiting)

    @property
    def mo_phoi_hop(self) -> bool:
        """Tell whether the coordinating part has something to see or to mend."""
        return any(form.row.nhap or form.errors or form.xung_dot for form in self.phoi_hop)

    @property
    def co_chung(self) -> bool:
        """Tell whether the page asks for general words: a request may ask its questions only."""
        return self.yeu_cau is None or self.yeu_cau.kem_nhiem_vu

    @property
    def mo_chung(self) -> bool:
        """Tell whether the unit's general words have something to see or to mend."""
        chung = self.chung
        return bool(chung.errors or chung.xung_dot or any(map(chung.saved, chung.boxes)))

    @property
    def cac_loi(self) -> list[LoiONhap]:
        """List every fault, in the order of the page."""
        return [
            LoiONhap(form[name].auto_id, _name(form), str(sentence))
            for form in self.da_gui_len
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]

    def is_valid(self) -> bool:
        """Tell whether everything can be saved; all or nothing."""
        return not self.cac_loi and not self.co_xung_dot

    def saved_versions(self, saved: PhieuBaoCao, rows: DongPhieu) -> dict[str, str]:
        """Name the version each row just saved has by now, by the name of its hidden box.

        Rows that were not saved keep the version their reader saw, so that nobody's words are
        overwritten by someone who has not read them.
        """
        now = BoPhieu(saved, rows, data=None, on=self.on)
        fresh = {form.prefix: form.saved_digest for form in now.tat_ca}
        sent = [form for form in self.sound if form.prefix in fresh]
        return {form.add_prefix("goc"): fresh[form.prefix] for form in sent}

    def noi_dung(self) -> NoiDungNhap:
        """Give what was typed, after validation; rows with a fault or a clash are left out."""
        sound = {id(form) for form in self.sound}
        return NoiDungNhap(
            tien_do=tuple(form.value() for form in self.nhiem_vu if id(form) in sound),
            so_lieu=tuple(form.value() for form in self.chi_tieu if id(form) in sound),
            chung=self.chung.value() if id(self.chung) in sound else {},
            tra_loi=tuple(form.value() for form in self.cau_hoi if id(form) in sound),
        )


def _name(form: DongForm) -> str:
    if isinstance(form, TienDoForm):
        return f"Nhiệm vụ {form.row.nhiem_vu.ma}"
    if isinstance(form, SoLieuForm):
        return f"Chỉ tiêu {form.row.chi_tieu.ma}"
    if isinstance(form, TraLoiForm):
        return f"Câu hỏi {form.row.so_thu_tu}"
    return "Ý kiến chung"
