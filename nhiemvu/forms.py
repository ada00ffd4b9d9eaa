"""The filters of the task list: every value from the address passes this form."""

from datetime import date

from django import forms
from django.db.models import Q
from django.utils.text import capfirst

from donvi.ke_tiep import answered_by
from donvi.models import DonVi
from donvi.tieng_viet import fold
from kehoach.models import KeHoach
from nhiemvu.models import NhiemVu, NhiemVuQuerySet, NhomNhiemVu
from nhiemvu.queries import DongNhiemVu
from nhiemvu.trang_thai import TrangThai

HAN = (
    ("", "Mọi thời hạn"),
    ("qua_han", "Đã quá hạn"),
    ("qua_han_chua_giao", "Đã quá hạn, chưa có đơn vị chủ trì"),
    ("sap_den_han", "Sắp đến hạn (7 ngày tới)"),
    ("trong_nam", "Có hạn trong năm nay"),
    ("khong_han", "Không có ngày hạn"),
)
# Groups of states: the rows of the official matrix, and the cell that holds several states.
NHOM_TRANG_THAI = {
    "da_hoan_thanh": ("Tất cả việc đã hoàn thành", TrangThai.da_hoan_thanh()),
    "chua_hoan_thanh": ("Tất cả việc chưa hoàn thành", TrangThai.chua_hoan_thanh()),
    "chua_hoan_thanh_trong_han": (
        "Chưa hoàn thành, trong hạn",
        TrangThai.chua_hoan_thanh() - TrangThai.qua_han(),
    ),
}


class LocNhiemVuForm(forms.Form):
    """Filter tasks by words, state, unit, group and deadline; all optional."""

    q = forms.CharField(
        label="Tìm kiếm",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Không cần gõ dấu"}),
    )
    trang_thai = forms.ChoiceField(label="Trạng thái", required=False)
    don_vi = forms.ModelChoiceField(
        label="Đơn vị",
        required=False,
        queryset=DonVi.objects.none(),
        empty_label="Mọi đơn vị",
        error_messages={"invalid_choice": "Không có đơn vị này trong xã. Hãy chọn lại đơn vị."},
    )
    nhom = forms.ModelChoiceField(
        label="Nhóm",
        required=False,
        queryset=NhomNhiemVu.objects.none(),
        empty_label="Mọi nhóm",
        error_messages={"invalid_choice": "Không có nhóm này trong kế hoạch. Hãy chọn lại nhóm."},
    )
    han = forms.ChoiceField(label="Thời hạn", required=False, choices=HAN)
    loai = forms.ChoiceField(label="Loại", required=False)

    def __init__(self, *args: object, ke_hoach: KeHoach, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["trang_thai"].choices = [  # type: ignore[attr-defined]
            ("", "Mọi trạng thái"),
            *((value, label) for value, (label, _) in NHOM_TRANG_THAI.items()),
            *((value, capfirst(label)) for value, label in TrangThai.choices()),
        ]
        self.fields["loai"].choices = [  # type: ignore[attr-defined]
            ("", "Nhiệm vụ phải báo cáo"),
            ("tat_ca", "Tất cả"),
            *((value, capfirst(label)) for value, label in NhiemVu.LoaiNhiemVu.choices),
        ]
        self.fields["don_vi"].queryset = (  # type: ignore[attr-defined]
            DonVi.objects.filter(
                Q(cac_phan_cong__nhiem_vu__ke_hoach=ke_hoach)
                | Q(cac_don_vi_truoc__cac_phan_cong__nhiem_vu__ke_hoach=ke_hoach)
            )
            .distinct()
            .order_by("thu_tu", "khoa_sap_xep", "pk")
        )
        self.fields["nhom"].queryset = ke_hoach.cac_nhom_nhiem_vu.order_by(  # type: ignore[attr-defined]
            "thu_tu", "pk"
        )

    @property
    def active(self) -> int:
        """Count the filters in force."""
        return sum(bool(value) for value in self.cleaned_data.values())

    def apply(self, tasks: NhiemVuQuerySet, reported: NhiemVuQuerySet, on: date) -> NhiemVuQuerySet:
        """Narrow the tasks by what columns can tell; ``reported`` is the default selection.

        Tasks of a unit are also those of units merged into it before ``on``.
        """
        data = self.cleaned_data
        found = {"": reported, "tat_ca": tasks}.get(data["loai"])
        if found is None:
            found = tasks.filter(loai_nhiem_vu=data["loai"])
        if data["q"]:
            for word in fold(data["q"]).split():
                found = found.filter(khoa_tim_kiem__contains=word)
        if data["don_vi"]:
            own = answered_by("cac_phan_cong__don_vi", data["don_vi"], on)
            found = found.filter(own).distinct()
        if data["nhom"]:
            found = found.filter(nhom_nhiem_vu=data["nhom"])
        return found

    def keep(self, rows: list[DongNhiemVu], on: date) -> list[DongNhiemVu]:
        """Narrow the rows by what only the day can tell: state and deadline.

        Overdue tasks of a unit are those in which that unit is late, not those it helps in.
        """
        state, due = self.cleaned_data["trang_thai"], self.cleaned_data["han"]
        unit = self.cleaned_data["don_vi"]
        if due == "qua_han" and unit:
            rows = [row for row in rows if unit in row.cac_don_vi_tre]
        return [
            row
            for row in rows
            if (not state or _is_in(row, state)) and (not due or _is_due(row, due, on))
        ]


def _is_in(row: DongNhiemVu, state: str) -> bool:
    group = NHOM_TRANG_THAI.get(state)
    return row.trang_thai in group[1] if group else row.trang_thai == state


def _is_due(row: DongNhiemVu, due: str, on: date) -> bool:
    last = row.last_day
    if due == "khong_han":
        return last is None
    if due == "trong_nam":
        return last is not None and last.year == on.year
    if due == "qua_han_chua_giao":
        return row.is_overdue and not row.don_vi_tre
    return row.is_overdue if due == "qua_han" else row.sap_den_han
