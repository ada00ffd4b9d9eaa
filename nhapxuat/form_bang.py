"""What a person says a table of a file is: its kind, and the kind of each of its columns."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst

from donvi.lua_chon import LuaChon
from kinhphi.so_tien import DonViTien
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.sua_bang import ChonBang, ChonCot
from nhapxuat.tu_vung_cot import LoaiCot
from nhapxuat.xem_truoc import CotXem

NAM_DAU, NAM_CUOI = 2000, 2100
DONG_CUOI = 1_048_576
COT_NAM = frozenset({LoaiCot.MUC_DAT, LoaiCot.KINH_PHI_NAM, LoaiCot.DANH_DAU})
COT_TIEN = frozenset(
    {
        LoaiCot.KINH_PHI,
        LoaiCot.KINH_PHI_NAM,
        LoaiCot.PHAN_NGUON,
        LoaiCot.DON_GIA,
        LoaiCot.THANH_TIEN,
    }
)
KHONG_NHAP_BANG = ("khong_nhap", "Không nhập bảng này")
THIEU_TEN = (
    "Các cột của bảng: phải có một cột là “nội dung” (tên chỉ tiêu, nhiệm vụ hoặc nội dung chi)."
)
_BANG_NAO = "Không rõ bảng nào; hãy tải lại trang rồi chọn lại."


def _choices(kinds: type[LuaChon]) -> list[tuple[str, str]]:
    return [(kind.value, str(capfirst(kind.label))) for kind in kinds]


class ChonBangForm(forms.Form):
    """The kind of one table; its columns are boxes ``cot-N``, ``nam-N`` and ``tien-N``."""

    khoa = forms.CharField(
        label="Bảng",
        max_length=400,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "max_length"), _BANG_NAO),
    )
    loai_bang = forms.ChoiceField(
        label="Bảng này là",
        choices=[*_choices(LoaiBang), KHONG_NHAP_BANG],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"),
            "Bảng này là: hãy chọn chỉ tiêu, nhiệm vụ, kinh phí hoặc không nhập.",
        ),
    )
    nho = forms.BooleanField(
        label="Nhớ cho lần sau: tệp khác của xã có cột cùng tiêu đề được hiểu như vậy",
        required=False,
    )

    def __init__(
        self, *args: Any, nhan: str, cac_cot: Sequence[CotXem] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"{nhan}-%s"
        self.nhan = nhan
        self.cac_cot = tuple(cac_cot)
        for cot in self.cac_cot:
            self.fields[f"cot-{cot.so_cot}"] = _kind_box(cot)
            if cot.loai_cot in COT_NAM:
                self.fields[f"nam-{cot.so_cot}"] = _year_box(cot)
            if cot.loai_cot in COT_TIEN:
                self.fields[f"tien-{cot.so_cot}"] = _money_box(cot)

    def clean(self) -> dict[str, Any]:
        """Refuse a table none of whose columns holds the names of its rows."""
        data = super().clean() or {}
        kinds = [data.get(f"cot-{cot.so_cot}") for cot in self.cac_cot]
        left_out = data.get("loai_bang") == KHONG_NHAP_BANG[0]
        if kinds and None not in kinds and not left_out and LoaiCot.TEN_GOI.value not in kinds:
            self.add_error(None, THIEU_TEN)
        return data

    def boxes(self, so_cot: int) -> tuple[forms.BoundField, ...]:
        """Give the boxes of one column: its kind, and year or unit of money where it has one."""
        names = (f"cot-{so_cot}", f"nam-{so_cot}", f"tien-{so_cot}")
        return tuple(self[name] for name in names if name in self.fields)

    def chon(self) -> ChonBang:
        """Give what was said, after validation."""
        data = self.cleaned_data
        left_out = data["loai_bang"] == KHONG_NHAP_BANG[0]
        return ChonBang(
            None if left_out else LoaiBang(data["loai_bang"]),
            {cot.so_cot: self._column(cot.so_cot) for cot in self.cac_cot},
            data.get("dong_tieu_de"),
        )

    def _column(self, so_cot: int) -> ChonCot:
        data = self.cleaned_data
        unit = data.get(f"tien-{so_cot}")
        return ChonCot(
            LoaiCot(data[f"cot-{so_cot}"]),
            data.get(f"nam-{so_cot}"),
            DonViTien(unit) if unit else None,
        )


class ThemBangForm(ChonBangForm):
    """A table that is left aside: what it is, and in which row its header stands.

    ``cac_khoa`` are the tables there are; ``da_bo`` those whose header the portal knows, for a
    person only left them out.
    """

    dong_tieu_de = forms.IntegerField(
        label="Dòng tiêu đề",
        min_value=1,
        max_value=DONG_CUOI,
        help_text="Số thứ tự của dòng ghi tên các cột, ví dụ 1.",
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "Dòng tiêu đề: hãy ghi số thứ tự của dòng, ví dụ 1.",
        ),
    )

    def __init__(
        self, *args: Any, cac_khoa: Collection[str], da_bo: Collection[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cac_khoa = cac_khoa
        if str(self["khoa"].value()) in da_bo:
            del self.fields["dong_tieu_de"]

    def clean_khoa(self) -> str:
        """Refuse a table the file does not have."""
        khoa = str(self.cleaned_data["khoa"])
        if khoa not in self.cac_khoa:
            raise forms.ValidationError(_BANG_NAO)
        return khoa


def _kind_box(cot: CotXem) -> forms.ChoiceField:
    sentence = f"Cột “{cot.tieu_de}”: hãy chọn một loại cột trong danh sách."
    return forms.ChoiceField(
        label="Được hiểu là",
        choices=_choices(LoaiCot),
        initial=cot.loai_cot,
        error_messages=dict.fromkeys(("required", "invalid_choice"), sentence),
    )


def _year_box(cot: CotXem) -> forms.IntegerField:
    sentence = f"Cột “{cot.tieu_de}”: năm phải là số từ {NAM_DAU} đến {NAM_CUOI}, ví dụ 2030."
    return forms.IntegerField(
        label="Của năm",
        required=False,
        min_value=NAM_DAU,
        max_value=NAM_CUOI,
        initial=cot.nam,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), sentence),
    )


def _money_box(cot: CotXem) -> forms.ChoiceField:
    sentence = f"Cột “{cot.tieu_de}”: hãy chọn đơn vị tiền trong danh sách."
    return forms.ChoiceField(
        label="Đơn vị tiền",
        required=False,
        choices=[("", "Như tệp hoặc kế hoạch ghi"), *_choices(DonViTien)],
        initial=cot.don_vi_tien,
        error_messages={"invalid_choice": sentence},
    )
