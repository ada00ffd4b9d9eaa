"""A form as a person with a one-time link sees it, and as the officer compares it afterwards.

What was typed through the link lies over the form's draft (``noi_dung`` of the link: prefix of a
row -> ``goc``, the version of the draft it started from, and ``o``, the boxes as typed). The form
itself is not touched until an officer confirms.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from baocao.bo_phieu import BoPhieu
from baocao.dong_form import DongForm
from baocao.forms_phieu import CO_SO_LIEU, SoLieuForm, TienDoForm
from baocao.models import LienKetNhap
from baocao.phieu_queries import DongPhieu

# The questions as one would ask them at the village hall.
LOI_THUONG = {
    "khong_phat_sinh": "Không phát sinh (kỳ này không có việc gì)",
    "noi_dung": "Đã làm được những việc gì?",
    "phan_tram": "Đến nay làm được bao nhiêu phần trăm?",
    "ngay_hoan_thanh": "Nếu đã xong: xong ngày nào?",
    "san_pham": "Nếu đã xong: có sản phẩm gì?",
    "kho_khan": "Có khó khăn gì không?",
    "nguyen_nhan": "Khó khăn vì đâu?",
    "de_xuat": "Có đề nghị gì với xã không?",
    "tu_so": "Số đã đạt",
    "mau_so": "Tổng số",
    "nhan_xet": "Kết quả thế nào?",
    "ghi_chu": "Ghi chú thêm",
}


class BoNhapNhanh(BoPhieu):
    """The rows of a form with what was typed through the link over the saved draft."""

    def __init__(
        self, lien_ket: LienKetNhap, rows: DongPhieu, *, data: Mapping[str, Any] | None, on: date
    ) -> None:
        self.lien_ket = lien_ket
        super().__init__(lien_ket.phieu_bao_cao, rows, data=data, on=on)

    def _settle(self, build: Any) -> Any:
        return super()._settle(lambda data: self._lay_over(build(data)))

    def _lay_over(self, form: DongForm) -> DongForm:
        form.goc_phieu = form.saved_digest  # type: ignore[attr-defined]
        kept = self.lien_ket.noi_dung.get(form.prefix, {}).get("o", {})
        form.initial.update({name: value for name, value in kept.items() if name in form.fields})
        form.initial["goc"] = form.saved_digest
        for name in form.boxes:
            form.fields[name].label = LOI_THUONG.get(name, form.fields[name].label)
        return form

    @property
    def is_stale(self) -> bool:
        """Tell whether something was kept since the page was opened (on another device)."""
        return self.data is not None and self.lan_luu != self.lien_ket.lan_luu

    @property
    def chinh(self) -> list[Any]:
        """List the tasks asked first: those the unit leads, or helps with if it leads none."""
        return self.chu_tri or self.phoi_hop

    @property
    def them(self) -> list[Any]:
        """List the tasks the unit only helps with, folded away."""
        return self.phoi_hop if self.chu_tri else []

    @property
    def co_ban(self) -> list[DongForm]:
        """List the forms the page shows: finished tasks are left out."""
        chung = [self.chung] if self.co_chung else []
        return [*self.cau_hoi, *self.chinh, *self.chi_tieu, *self.them, *chung]

    def rows_to_keep(self, *, khong_phat_sinh: bool = False) -> dict[str, Any]:
        """Give the rows that were changed and can be read, as they are kept on the link.

        ``khong_phat_sinh``: say so for the tasks asked first that have no answer yet.
        """
        kept = {
            str(form.prefix): self._kept(form, {name: _raw(form[name].data) for name in form.boxes})
            for form in self.da_gui_len
            if form.is_touched and not form.errors and not form.xung_dot
        }
        for form in self.chinh if khong_phat_sinh else []:
            if form.prefix not in kept and not is_said(form):
                kept[form.prefix] = self._kept(form, {"khong_phat_sinh": True})
        return kept

    def _kept(self, form: DongForm, boxes: dict[str, Any]) -> dict[str, Any]:
        before = self.lien_ket.noi_dung.get(form.prefix, {})
        return {"goc": before.get("goc", form.goc_phieu), "o": boxes}  # type: ignore[attr-defined]

    @property
    def con_trong(self) -> list[str]:
        """Name the rows the unit must answer and nothing is said about."""
        needed = [form for form in self.chu_tri if form.row.is_required]
        needed += [form for form in self.chi_tieu if form.row.is_required]
        needed += [form for form in self.cau_hoi if form.row.cau_hoi.bat_buoc]
        return [name_of(form) for form in needed if not is_said(form)]


def _raw(value: Any) -> Any:
    return value if isinstance(value, bool) else str(value or "").replace("\r\n", "\n")


def is_said(form: DongForm) -> bool:
    """Tell whether a row says something; "có số liệu" alone is only the box's beginning."""
    words = (form.saved(name) for name in form.boxes if name != "tinh_trang")
    state = form.saved("tinh_trang") if "tinh_trang" in form.fields else CO_SO_LIEU
    return any(words) or state != CO_SO_LIEU


def name_of(form: DongForm) -> str:
    """Name a row as its heading does."""
    if isinstance(form, TienDoForm):
        return f"Nhiệm vụ {form.row.nhiem_vu.ma}. {form.row.nhiem_vu.ten}"
    if isinstance(form, SoLieuForm):
        return f"Chỉ tiêu {form.row.chi_tieu.ma}. {form.row.chi_tieu.ten}"
    if hasattr(form, "row"):
        return f"Câu hỏi {form.row.so_thu_tu}. {form.row.cau_hoi.noi_dung}"
    return "Ý kiến chung của đơn vị"


@dataclass(frozen=True)
class OSoSanh:
    """One box: its label, what was typed through the link, what the form says now."""

    nhan: str
    nhap: str
    hien_tai: str

    @property
    def is_same(self) -> bool:
        """Tell whether both say the same."""
        return self.nhap == self.hien_tai


@dataclass(frozen=True)
class DongSoSanh:
    """One row typed through the link beside the form's present draft."""

    prefix: str
    ten: str
    cac_o: tuple[OSoSanh, ...]
    is_overtaken: bool
    cac_loi: tuple[str, ...]
    chon: str = ""

    @property
    def is_readable(self) -> bool:
        """Tell whether the row could be written into the form as it is."""
        return not self.cac_loi


def typed_form(
    lien_ket: LienKetNhap, rows: DongPhieu, prefixes: Collection[str], *, on: date
) -> BoPhieu:
    """Bind the form's rows to what was typed through the link, for the rows named."""
    data = {"lan_luu": str(lien_ket.phieu_bao_cao.lan_luu)}
    for prefix, kept in lien_ket.noi_dung.items():
        if prefix in prefixes:
            boxes = {name: value for name, value in kept["o"].items() if value is not False}
            boxes = {n: "on" if value is True else value for n, value in boxes.items()}
            data |= {f"{prefix}-{n}": value for n, value in (boxes | _goc(kept)).items()}
    return BoPhieu(lien_ket.phieu_bao_cao, rows, data=data, on=on)


def _goc(kept: Mapping[str, Any]) -> dict[str, str]:
    return {"goc": str(kept.get("goc", ""))}


def compare(
    lien_ket: LienKetNhap, rows: DongPhieu, chosen: Mapping[str, str], *, on: date
) -> list[DongSoSanh]:
    """List the rows in which the typed words differ from the form's present draft.

    ``chosen``: prefix -> "lay" (take the typed words) or "giu" (keep the draft), as picked so far.
    Words already in the form, of an unconfirmed link, come back as no difference.
    """
    both = typed_form(lien_ket, rows, lien_ket.noi_dung, on=on)
    found = []
    for form in both.da_gui_len:
        prefix = str(form.prefix)
        boxes = tuple(
            OSoSanh(LOI_THUONG.get(name, str(form.fields[name].label)),
                    _shown(form, name, form.typed(name)), _shown(form, name, form.saved(name)))
            for name in form.boxes
        )  # fmt: skip
        told = tuple(box for box in boxes if not (box.is_same and box.nhap in NOTHING))
        if all(box.is_same for box in boxes):
            continue
        errors = tuple(str(cau) for cac_cau in form.errors.values() for cau in cac_cau)
        default = "" if form.is_overtaken else ("giu" if errors else "lay")
        found.append(
            DongSoSanh(
                prefix, name_of(form), told, form.is_overtaken, errors,
                chosen.get(prefix, default),
            )
        )  # fmt: skip
    return found


def told_rows(
    lien_ket: LienKetNhap, rows: DongPhieu, *, on: date
) -> list[tuple[str, list[tuple[str, str]]]]:
    """List what was typed through the link, as it reads: name of the row, label and words."""
    both = typed_form(lien_ket, rows, lien_ket.noi_dung, on=on)
    found = []
    for form in both.da_gui_len:
        words = [
            (LOI_THUONG.get(name, str(form.fields[name].label)), shown)
            for name in form.boxes
            if (shown := _shown(form, name, form.typed(name))) not in NOTHING
        ]
        found.append((name_of(form), words))
    return found


TRONG = "(để trống)"
NOTHING = (TRONG, "không chọn")


def _shown(form: DongForm, name: str, text: str) -> str:
    field = form.fields[name]
    if isinstance(field, forms.BooleanField):
        return "đã chọn" if text else "không chọn"
    return str(dict(getattr(field, "choices", ())).get(text, text)) or TRONG


def refused_choices(rows: Collection[DongSoSanh]) -> list[str]:
    """Name the rows the officer must still choose for."""
    open_rows = [row for row in rows if row.chon not in ("lay", "giu")]
    return [row.ten for row in open_rows] + [
        row.ten for row in rows if row.chon == "lay" and not row.is_readable
    ]
