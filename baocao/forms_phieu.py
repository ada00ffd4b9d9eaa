"""The boxes of a unit's form: one small form per obligation, per indicator, and for the whole.

Texts go out as they came in: a box that can't be read keeps what was typed.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from baocao.doc_o_nhap import read_number, read_past_day, read_percent
from baocao.dong_form import DongForm, ONhapField, VanBanField
from baocao.models import PhieuBaoCao
from baocao.phieu_queries import DongChiTieu, DongNhiemVu
from chitieu.models import SoLieu
from chitieu.services import NhapSoLieu, compute_share
from donvi.tieng_viet import format_so
from nhiemvu.services import NhapTienDo

CO_SO_LIEU = SoLieu.TinhTrang.CO_SO_LIEU


class TienDoForm(DongForm):
    """What the unit did in the period for one task."""

    khong_phat_sinh = forms.BooleanField(label="Không phát sinh trong kỳ", required=False)
    noi_dung = VanBanField("Việc đã làm trong kỳ", rows=3)
    phan_tram = ONhapField("Tiến độ (%)", inputmode="numeric")
    ngay_hoan_thanh = ONhapField("Ngày hoàn thành", help_text="Chỉ ghi khi đã hoàn thành.")
    san_pham = VanBanField("Sản phẩm đã có")
    kho_khan = VanBanField("Khó khăn, vướng mắc")
    nguyen_nhan = VanBanField("Nguyên nhân")
    de_xuat = VanBanField("Đề xuất, kiến nghị")

    def __init__(self, data: Mapping[str, Any] | None, row: DongNhiemVu, on: date) -> None:
        self.on = on
        self.row = row
        super().__init__(data, prefix=row.prefix, saved=_saved_progress(row))
        self.fields["ngay_hoan_thanh"].widget = forms.DateInput(attrs={"type": "date"})
        if row.is_recurring and not (row.nhap and row.nhap.ngay_hoan_thanh):
            del self.fields["ngay_hoan_thanh"]

    @property
    def them(self) -> list[forms.BoundField]:
        """List the boxes that are folded away until needed."""
        names = ("ngay_hoan_thanh", "san_pham", "kho_khan", "nguyen_nhan", "de_xuat")
        return [self[name] for name in names if name in self.fields]

    @property
    def is_unfolded(self) -> bool:
        """Tell whether a folded box has something in it."""
        return any(box.errors or box.value() for box in self.them)

    def clean_phan_tram(self) -> int | None:
        """Read 0..100."""
        return read_percent("Tiến độ", self.cleaned_data["phan_tram"])

    def clean_ngay_hoan_thanh(self) -> date | None:
        """Read a day that is not yet to come."""
        return read_past_day("Ngày hoàn thành", self.cleaned_data["ngay_hoan_thanh"], on=self.on)

    def clean(self) -> dict[str, Any]:
        """Refuse a row that says two things at once."""
        values = super().clean() or {}
        done = [values.get(name) for name in ("noi_dung", "ngay_hoan_thanh", "san_pham")]
        if values.get("khong_phat_sinh") and (any(done) or values.get("phan_tram") is not None):
            self.add_error(
                "khong_phat_sinh",
                "Không phát sinh: đã chọn mục này thì bỏ trống việc đã làm, tiến độ, ngày hoàn "
                "thành và sản phẩm; nếu có việc mới thì bỏ chọn.",
            )
        if values.get("ngay_hoan_thanh") and values.get("phan_tram", 100) != 100:
            self.add_error("phan_tram", "Tiến độ: đã ghi ngày hoàn thành thì tiến độ phải là 100.")
        return values

    def value(self) -> NhapTienDo:
        """Give what was typed, after validation."""
        values = {name: self.cleaned_data[name] for name in self.boxes}
        return NhapTienDo(self.row.phan_cong.pk, **values)


def _saved_progress(row: DongNhiemVu) -> dict[str, Any]:
    now = row.nhap
    if now is None:
        return {}
    texts = ("noi_dung", "san_pham", "kho_khan", "nguyen_nhan", "de_xuat", "khong_phat_sinh")
    return {name: getattr(now, name) for name in texts} | {
        "phan_tram": "" if now.phan_tram is None else str(now.phan_tram),
        "ngay_hoan_thanh": now.ngay_hoan_thanh.isoformat() if now.ngay_hoan_thanh else "",
    }


class SoLieuForm(DongForm):
    """The figure of one indicator; words instead where it is qualitative."""

    tinh_trang = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        choices=[
            (CO_SO_LIEU, "Có số liệu"),
            (SoLieu.TinhTrang.KHONG_PHAT_SINH, "Không phát sinh"),
            (SoLieu.TinhTrang.CHUA_CO, "Chưa có số liệu"),
        ],
        error_messages={"invalid_choice": "Tình trạng: hãy chọn một trong ba mục có sẵn."},
    )
    tu_so = ONhapField("Tử số", help_text="Số đạt.")
    mau_so = ONhapField("Mẫu số", help_text="Tổng số; hệ thống tự tính tỷ lệ.")
    gia_tri = ONhapField("Giá trị")
    nhan_xet = VanBanField("Nhận xét, kết quả", rows=3)
    ghi_chu = VanBanField("Ghi chú")

    def __init__(self, data: Mapping[str, Any] | None, row: DongChiTieu) -> None:
        self.row = row
        super().__init__(data, prefix=row.prefix, saved=_saved_figure(row))
        unit = row.chi_tieu.don_vi_tinh
        if row.is_qualitative:
            hidden = ["tu_so", "mau_so", "gia_tri"]
        else:
            hidden = ["nhan_xet"] if row.is_share else ["nhan_xet", "tu_so", "mau_so"]
            self.fields["gia_tri"].label = f"Giá trị ({unit})" if unit else "Giá trị"
        for name in hidden:
            del self.fields[name]

    @property
    def o_ket_qua(self) -> list[forms.BoundField]:
        """List the boxes of the result: numerator, denominator and value, or words."""
        names = ("tu_so", "mau_so", "gia_tri", "nhan_xet")
        return [self[name] for name in names if name in self.fields]

    def clean_tinh_trang(self) -> str:
        """Take "có số liệu" when nothing is chosen: a value may simply be typed."""
        return self.cleaned_data["tinh_trang"] or CO_SO_LIEU

    def _number(self, name: str, label: str, whole_digits: int, places: int) -> Any:
        text = self.cleaned_data[name]
        return read_number(label, text, whole_digits=whole_digits, places=places)

    def clean_gia_tri(self) -> Any:
        """Read the value."""
        return self._number("gia_tri", "Giá trị", 14, 6)

    def clean_tu_so(self) -> Any:
        """Read the numerator, 0 or more."""
        value = self._number("tu_so", "Tử số", 16, 4)
        if value is not None and value < 0:
            raise ValidationError("Tử số không được âm: cần một số từ 0 trở lên.")
        return value

    def clean_mau_so(self) -> Any:
        """Read the denominator, above 0."""
        value = self._number("mau_so", "Mẫu số", 16, 4)
        if value is not None and value <= 0:
            raise ValidationError("Mẫu số phải lớn hơn 0: cần tổng số để chia.")
        return value

    def clean(self) -> dict[str, Any]:
        """Refuse half a ratio, a value that isn't the ratio, a value beside "không phát sinh"."""
        values = super().clean() or {}
        figures = [values.get(name) for name in ("gia_tri", "tu_so", "mau_so")]
        if values.get("tinh_trang") != CO_SO_LIEU and (
            any(figure is not None for figure in figures) or values.get("nhan_xet")
        ):
            self.add_error(
                "tinh_trang",
                "Tình trạng: đã nhập kết quả thì chọn “Có số liệu”; nếu không có số liệu thì bỏ "
                "trống các ô kết quả.",
            )
        if not self.errors:
            self._check_ratio(*figures)
        return values

    def _check_ratio(self, gia_tri: Any, tu_so: Any, mau_so: Any) -> None:
        if (tu_so is None) != (mau_so is None):
            name, label = ("tu_so", "Tử số") if tu_so is None else ("mau_so", "Mẫu số")
            self.add_error(name, f"{label} còn trống: nhập tỷ lệ thì cần cả tử số và mẫu số.")
            return
        share = compute_share(tu_so, mau_so)
        if share is None:
            return
        if abs(share) >= 10**14:
            self.add_error("mau_so", "Mẫu số quá nhỏ so với tử số: hãy kiểm tra lại hai số.")
        elif gia_tri is not None and abs(gia_tri - share) >= 1:
            self.add_error(
                "gia_tri",
                f"Giá trị {format_so(gia_tri)} không khớp tử số chia mẫu số "
                f"({format_so(share, 2)}%); hãy bỏ trống ô này để hệ thống tự tính.",
            )

    def value(self) -> NhapSoLieu:
        """Give what was typed, after validation; an untouched row says nothing."""
        values = {name: self.cleaned_data[name] for name in self.boxes}
        typed = NhapSoLieu(self.row.chi_tieu.pk, **values)
        nothing = NhapSoLieu(self.row.chi_tieu.pk, CO_SO_LIEU)
        if typed == nothing:
            return NhapSoLieu(self.row.chi_tieu.pk)
        only_note = NhapSoLieu(self.row.chi_tieu.pk, CO_SO_LIEU, ghi_chu=typed.ghi_chu)
        if typed == only_note:  # words without a figure: there is none yet
            return NhapSoLieu(self.row.chi_tieu.pk, SoLieu.TinhTrang.CHUA_CO, ghi_chu=typed.ghi_chu)
        return typed


def _saved_figure(row: DongChiTieu) -> dict[str, Any]:
    now = row.nhap
    if now is None:
        return {"tinh_trang": CO_SO_LIEU.value}
    numbers = {name: getattr(now, name) for name in ("gia_tri", "tu_so", "mau_so")}
    if now.tu_so is not None:
        numbers["gia_tri"] = None  # computed, shown beside the boxes
    shown = {name: "" if n is None else format_so(n) for name, n in numbers.items()}
    return shown | {
        "tinh_trang": now.tinh_trang,
        "nhan_xet": now.nhan_xet,
        "ghi_chu": now.ghi_chu,
    }


class ChungForm(DongForm):
    """The unit's words about the period as a whole."""

    ket_qua_chung = VanBanField("Kết quả nổi bật", rows=3)
    kho_khan_chung = VanBanField("Khó khăn, vướng mắc")
    de_xuat_chung = VanBanField("Đề xuất, kiến nghị")

    def __init__(self, data: Mapping[str, Any] | None, phieu: PhieuBaoCao) -> None:
        names = ("ket_qua_chung", "kho_khan_chung", "de_xuat_chung")
        saved = {name: getattr(phieu, name) for name in names}
        super().__init__(data, prefix="chung", saved=saved)

    def value(self) -> dict[str, str]:
        """Give the texts, after validation."""
        return {name: self.cleaned_data[name] for name in self.boxes}
