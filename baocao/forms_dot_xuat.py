"""What the focal officer types about an ad hoc request: its letter, days, units and questions.

Questions are added, taken away and moved by buttons of the form, so that no script is needed;
such a press saves nothing and loses nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst

from baocao.dot_xuat import SO_CAU_TOI_DA, NhapCauHoi, NhapYeuCau
from baocao.models import CauHoi, YeuCauBaoCao
from baocao.phieu import LY_DO_TOI_DA
from donvi.models import DonVi, LoaiDonVi, NhomDonVi, Xa

TAT_CA = "tat-ca"
_NGAY = {
    "required": "{label}: hãy nhập ngày, ví dụ 05/10/2026.",
    "invalid": "{label} không đọc được: cần ngày/tháng/năm, ví dụ 05/10/2026.",
}


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={key: text.format(label=label) for key, text in _NGAY.items()},
    )


def _text(label: str, longest: int, *, rows: int = 0, required: bool = False, **more: Any) -> Any:
    shown = f"{longest:,}".replace(",", ".")
    return forms.CharField(
        label=label,
        required=required,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
        error_messages={
            "required": f"{label}: hãy nhập nội dung này.",
            "max_length": f"{label} dài quá {shown} ký tự; hãy viết gọn lại.",
        },
        **more,
    )


class DonViField(forms.MultipleChoiceField):
    """Tick units of the commune, kind by kind."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label: str, *, required: bool) -> None:
        super().__init__(
            label=label,
            required=required,
            error_messages={
                "required": f"{label}: hãy chọn ít nhất một đơn vị.",
                "invalid_choice": f"{label}: có đơn vị không thuộc danh sách; hãy chọn lại.",
                "invalid_list": f"{label}: hãy chọn trong danh sách đơn vị.",
            },
        )


class NhomDonViMixin(forms.Form):
    """The choice of units: whole groups and single ones; ``chosen_units`` is their union."""

    nhom_don_vi = DonViField("Chọn theo nhóm", required=False)
    cac_don_vi = DonViField("Chọn từng đơn vị", required=False)

    def offer(self, units: Sequence[DonVi], xa: Xa) -> None:
        """Offer these units, and the groups they make up (1 query)."""
        self.groups = unit_groups(units, xa)
        groups = [(key, f"{name} ({len(ids)})") for key, (name, ids) in self.groups.items()]
        self.fields["nhom_don_vi"].choices = groups  # type: ignore[attr-defined]
        self.fields["cac_don_vi"].choices = [  # type: ignore[attr-defined]
            (str(unit.pk), unit.ten) for unit in units
        ]

    def chosen_units(self) -> tuple[int, ...]:
        """Give the ids of all chosen units, after validation."""
        chosen = {int(pk) for pk in self.cleaned_data["cac_don_vi"]}
        for key in self.cleaned_data["nhom_don_vi"]:
            chosen |= set(self.groups[key][1])
        return tuple(sorted(chosen))


Nhom = tuple[str, tuple[int, ...]]


def unit_groups(units: Sequence[DonVi], xa: Xa) -> dict[str, Nhom]:
    """List the groups one tick may choose: all, the commune's own groups, then kinds of unit.

    A kind that a group of the commune already stands for is not repeated.
    """
    inside = [unit for unit in units if not unit.is_external]
    there = {unit.pk for unit in units}
    groups: dict[str, Nhom] = {TAT_CA: ("Tất cả đơn vị trong xã", _ids(inside))}
    own = NhomDonVi.objects.filter(xa=xa).prefetch_related("cac_don_vi").order_by("ten", "pk")
    for row in own:
        ids = tuple(unit.pk for unit in row.cac_don_vi.all() if unit.pk in there)
        if ids:
            groups[f"nhom-{row.pk}"] = (row.ten, tuple(sorted(ids)))
    known = {frozenset(ids) for _, ids in groups.values()}
    by_kind: dict[str, list[DonVi]] = defaultdict(list)
    for unit in inside:
        by_kind[unit.loai_don_vi].append(unit)
    for kind, rows in by_kind.items():
        if len(rows) > 1 and frozenset(_ids(rows)) not in known:
            groups[f"loai-{kind}"] = (f"Tất cả {LoaiDonVi(kind).label}", _ids(rows))
    return groups


def _ids(units: Iterable[DonVi]) -> tuple[int, ...]:
    return tuple(sorted(unit.pk for unit in units))


class YeuCauForm(NhomDonViMixin):
    """The request itself; its questions are rows of their own (``BoCauHoi``)."""

    tieu_de = _text("Tiêu đề", 300, required=True, help_text="Ví dụ: Rà soát điểm lõm sóng.")
    so_van_ban = _text("Số văn bản yêu cầu", 60, help_text="Ví dụ 123/SKHCN-CĐS; có thể bỏ trống.")
    noi_dung = _text("Nội dung yêu cầu", 5000, rows=3)
    tu_ngay = _day("Số liệu từ ngày")
    den_ngay = _day("Số liệu đến ngày", "Ngày cuối cùng lấy số liệu.")
    han_nop = _day("Hạn nộp", "Ngày cuối cùng còn được coi là đúng hạn.")
    kem_nhiem_vu = forms.BooleanField(
        label="Kèm nhiệm vụ và chỉ tiêu",
        required=False,
        help_text="Phiếu cũng hỏi tiến độ nhiệm vụ và số liệu chỉ tiêu của đơn vị.",
    )
    lan_luu = forms.Field(widget=forms.HiddenInput, required=False)  # read by the view
    field_order = (
        "tieu_de", "so_van_ban", "noi_dung", "tu_ngay", "den_ngay", "han_nop", "kem_nhiem_vu",
        "nhom_don_vi", "cac_don_vi", "lan_luu",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse a data window that ends before it begins."""
        values = super().clean() or {}
        first, last = values.get("tu_ngay"), values.get("den_ngay")
        if first and last and last < first:
            self.add_error("den_ngay", "Số liệu đến ngày phải bằng hoặc sau ngày đầu lấy số liệu.")
        return values

    def nhap(self, cac_cau_hoi: tuple[NhapCauHoi, ...]) -> NhapYeuCau:
        """Give what was typed, after validation."""
        plain = ("tieu_de", "so_van_ban", "noi_dung", "tu_ngay", "den_ngay", "han_nop")
        values = {name: self.cleaned_data[name] for name in plain}
        return NhapYeuCau(
            **values | {"noi_dung": values["noi_dung"].replace("\r\n", "\n")},
            kem_nhiem_vu=self.cleaned_data["kem_nhiem_vu"],
            cac_don_vi=self.chosen_units(),
            cac_cau_hoi=cac_cau_hoi,
        )


def initial_of(yeu_cau: YeuCauBaoCao) -> dict[str, Any]:
    """Give what the form of a stored draft starts with (1 query)."""
    names = (
        "tieu_de", "so_van_ban", "noi_dung", "tu_ngay", "den_ngay", "han_nop", "kem_nhiem_vu",
        "lan_luu",
    )  # fmt: skip
    units = [str(pk) for pk in yeu_cau.cac_don_vi.order_by("pk").values_list("pk", flat=True)]
    return {name: getattr(yeu_cau, name) for name in names} | {"cac_don_vi": units}


class CauHoiForm(forms.Form):
    """One question; a row left blank is left out."""

    cau_hoi_id = forms.IntegerField(
        widget=forms.HiddenInput, required=False, max_value=2**31, min_value=0,
        error_messages=dict.fromkeys(
            ("invalid", "max_value", "min_value"), "Câu hỏi không đọc được; hãy tải lại trang."
        ),
    )  # fmt: skip
    noi_dung = _text("Câu hỏi", 1000, rows=2)
    loai_tra_loi = forms.ChoiceField(
        label="Trả lời bằng",
        choices=[(kind.value, capfirst(kind.label)) for kind in CauHoi.LoaiTraLoi],
        error_messages={
            "required": "Trả lời bằng: hãy chọn loại trả lời.",
            "invalid_choice": "Trả lời bằng: hãy chọn một loại trả lời có sẵn.",
        },
    )
    don_vi_tinh = _text("Đơn vị tính", 50, help_text="Chỉ với trả lời bằng số.")
    bat_buoc = forms.BooleanField(label="Bắt buộc trả lời", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a unit of measure without a number, and a row without its question."""
        values = super().clean() or {}
        unit = values.get("don_vi_tinh")
        if unit and values.get("loai_tra_loi") not in (None, CauHoi.LoaiTraLoi.SO):
            self.add_error("don_vi_tinh", "Đơn vị tính chỉ dùng khi trả lời bằng số.")
        if unit and not values.get("noi_dung") and "noi_dung" not in self.errors:
            self.add_error("noi_dung", "Câu hỏi còn trống: hãy viết câu hỏi, hoặc bỏ dòng này.")
        return values

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing is asked, after validation."""
        return not self.cleaned_data["noi_dung"]

    def value(self) -> NhapCauHoi:
        """Give what was typed, after validation."""
        return NhapCauHoi(
            noi_dung=self.cleaned_data["noi_dung"].replace("\r\n", "\n"),
            loai_tra_loi=self.cleaned_data["loai_tra_loi"],
            don_vi_tinh=self.cleaned_data["don_vi_tinh"],
            bat_buoc=self.cleaned_data["bat_buoc"],
            cau_hoi_id=self.cleaned_data["cau_hoi_id"],
        )


Dong = dict[str, Any]
DONG_MOI: Dong = {"loai_tra_loi": CauHoi.LoaiTraLoi.SO.value, "bat_buoc": True}


class BoCauHoi:
    """The rows of questions on the page; ``so_cau`` says how many were sent."""

    def __init__(self, data: Mapping[str, Any] | None = None, rows: Sequence[Dong] = ()) -> None:
        if data is not None:
            self.forms = [CauHoiForm(data, prefix=f"cau{i}") for i in range(_count(data))]
        else:
            self.forms = [
                CauHoiForm(initial=row, prefix=f"cau{i}")
                for i, row in enumerate(rows or [DONG_MOI])
            ]

    @property
    def so_cau(self) -> int:
        """Count the rows."""
        return len(self.forms)

    @property
    def is_full(self) -> bool:
        """Tell whether no row may be added."""
        return self.so_cau >= SO_CAU_TOI_DA

    def is_valid(self) -> bool:
        """Tell whether every row can be saved."""
        return not [form for form in self.forms if not form.is_valid()]

    def value(self) -> tuple[NhapCauHoi, ...]:
        """Give the questions in their order, after validation."""
        return tuple(form.value() for form in self.forms if not form.is_blank)

    def rearranged(self, act: str) -> "BoCauHoi":
        """Give the rows as typed after a press of "them", "bo-2", "len-2" or "xuong-2".

        Anything else leaves them as they are; numbers count from 0.
        """
        rows = [_typed(form) for form in self.forms]
        name, _, number = act.partition("-")
        place = int(number) if number.isdecimal() and len(number) < 4 else -1
        if name == "them" and not self.is_full:
            rows.append(dict(DONG_MOI))
        elif 0 <= place < len(rows):
            row = rows.pop(place)
            if name in ("len", "xuong"):
                rows.insert(max(place + (1 if name == "xuong" else -1), 0), row)
        return BoCauHoi(rows=rows)


def _typed(form: CauHoiForm) -> Dong:
    return {name: form[name].data for name in form.fields}


def _count(data: Mapping[str, Any]) -> int:
    """Give how many rows were sent; without a readable number, as many as there are."""
    text = str(data.get("so_cau", ""))
    if text.isdecimal() and len(text) < 4:
        return min(int(text), SO_CAU_TOI_DA)
    return sum(f"cau{place}-noi_dung" in data for place in range(SO_CAU_TOI_DA))


def questions_of(yeu_cau: YeuCauBaoCao) -> list[Dong]:
    """Give the stored questions as rows to start from (1 query)."""
    names = ("noi_dung", "loai_tra_loi", "don_vi_tinh", "bat_buoc")
    return [
        {"cau_hoi_id": row.pk} | {name: getattr(row, name) for name in names}
        for row in yeu_cau.cac_cau_hoi.order_by("thu_tu", "pk")
    ]


class ThemDonViForm(NhomDonViMixin):
    """More units for a request that is out already."""

    def clean(self) -> dict[str, Any]:
        """Refuse an empty choice."""
        values = super().clean() or {}
        if not self.errors and not (values.get("cac_don_vi") or values.get("nhom_don_vi")):
            self.add_error("cac_don_vi", "Chọn từng đơn vị: hãy chọn ít nhất một đơn vị.")
        return values


class LyDoForm(forms.Form):
    """A reason the units will read."""

    ly_do = _text("Lý do", LY_DO_TOI_DA, rows=3, required=True)


class LuiHanForm(LyDoForm):
    """A later last day and why."""

    han_nop = _day("Hạn nộp mới", "Ngày cuối cùng còn được coi là đúng hạn.")
    field_order = ("han_nop", "ly_do")


def starting_days(on: date) -> dict[str, Any]:
    """Give the days a new request starts with: figures of the month up to today, due tomorrow."""
    return {"tu_ngay": on.replace(day=1), "den_ngay": on}
