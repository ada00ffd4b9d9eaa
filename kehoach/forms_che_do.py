"""What people type about a plan's reporting regime: the rule of each kind, reminders, days off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.text import capfirst

from donvi.models import DonVi
from kehoach.che_do import LY_DO_TOI_DA, CheDoNhap
from kehoach.ky_bao_cao import NAM_CUOI, NAM_DAU, DoiNgayNghi, LoaiKy, QuyTac
from kehoach.models import KeHoach, QuyDinhBaoCao
from kehoach.quy_dinh import NOI_DUNG, digest_of, rule_of

DAI_NHAT = 2000  # characters of the words of a rule
NGAY_MO_TOI_DA = 60  # days a form may open before its last day
LICH_THANG = [
    (-2, "thứ hai trước tháng cuối kỳ"),
    (-1, "liền trước tháng cuối kỳ"),
    (0, "tháng cuối kỳ"),
    (1, "liền sau tháng cuối kỳ"),
    (2, "thứ hai sau tháng cuối kỳ"),
    (3, "thứ ba sau tháng cuối kỳ"),
]
CACH_TINH = [("", "đến hết ngày"), ("1", "trước ngày")]
DANG_NGAY = ["%d/%m/%Y", "%Y-%m-%d"]
_DINH_KY = {
    "ngay_chot", "ngay_han_don_vi", "lech_thang_don_vi", "ngay_han_dau_moi", "lech_thang_dau_moi",
    "nghiem_ngat", "nghiem_ngat_dau_moi", "ca_sau_thang_cuoi", "doi_ngay_nghi", "mo_truoc_ngay",
    "ap_dung_tu_ngay",
}  # fmt: skip


def _whole(label: str, lowest: int, highest: int, **more: Any) -> forms.IntegerField:
    sentence = f"{label}: hãy nhập một số từ {lowest} đến {highest}."
    return forms.IntegerField(
        label=label,
        min_value=lowest,
        max_value=highest,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
        **more,
    )


def _choice(label: str, choices: Any, **more: Any) -> forms.TypedChoiceField:
    sentence = f"{label}: hãy chọn một mục trong danh sách."
    return forms.TypedChoiceField(
        label=label,
        choices=[(value, capfirst(words)) for value, words in choices],
        error_messages=dict.fromkeys(("required", "invalid_choice"), sentence),
        **more,
    )


def _words(label: str, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=DAI_NHAT,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "max_length": f"{label} dài tối đa %(limit_value)d ký tự; hãy viết gọn lại."
        },
        **more,
    )


class QuyDinhForm(forms.Form):
    """The rule of one kind of report; switched off, the rest of it is not read."""

    bat = forms.BooleanField(label="Kế hoạch có loại báo cáo này", required=False)
    ngay_chot = _whole(
        "Ngày chốt số liệu", 1, 31, help_text="Ngày của tháng cuối kỳ; 31 là ngày cuối tháng."
    )
    nghiem_ngat = _choice("Đơn vị gửi", CACH_TINH, required=False, coerce=bool, empty_value=False)
    ngay_han_don_vi = _whole("Ngày hạn của đơn vị", 1, 31)
    lech_thang_don_vi = _choice("Tháng của hạn đơn vị", LICH_THANG, coerce=int)
    nghiem_ngat_dau_moi = _choice(
        "Đầu mối gửi cấp trên", CACH_TINH, required=False, coerce=bool, empty_value=False
    )
    ngay_han_dau_moi = _whole("Ngày hạn của đầu mối", 1, 31)
    lech_thang_dau_moi = _choice("Tháng của hạn đầu mối", LICH_THANG, coerce=int)
    doi_ngay_nghi = _choice("Khi hạn rơi vào ngày nghỉ", DoiNgayNghi.choices())
    mo_truoc_ngay = _whole(
        "Mở phiếu trước hạn (ngày)", 0, NGAY_MO_TOI_DA, help_text="Số ngày trước hạn của đơn vị."
    )
    ap_dung_tu_ngay = forms.DateField(
        label="Áp dụng từ ngày",
        required=False,
        input_formats=DANG_NGAY,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Không mở phiếu có hạn trước ngày này. Loại mới bật thì tính từ hôm nay.",
        error_messages={"invalid": "Áp dụng từ ngày: hãy nhập như 05/11/2026."},
    )
    ca_sau_thang_cuoi = forms.BooleanField(label="Báo cáo cả 6 tháng cuối năm", required=False)
    nguyen_van = _words("Lời văn trong kế hoạch", 2)
    noi_nhan_bao_cao = _words("Nơi nhận báo cáo", 2, help_text="Mỗi nơi một dòng.")

    def __init__(self, data: Any, *, loai: LoaiKy, initial: Mapping[str, Any]) -> None:
        super().__init__(data, prefix=str(loai.value), initial=dict(initial))
        self.loai = loai
        for name in _left_out(loai):
            del self.fields[name]

    @property
    def ten(self) -> str:
        """Name the kind, as a heading."""
        return f"Báo cáo {self.loai.label}"

    @property
    def is_on(self) -> bool:
        """Tell whether the box of the kind is ticked."""
        return bool(self["bat"].value())

    @property
    def tom_tat(self) -> str:
        """Say the rule in a few words, as typed where it can be read, else as it was."""
        typed = self.values() if self.is_bound and self.is_valid() else self.initial
        usable = {name: typed[name] for name in NOI_DUNG if name in typed}
        row = QuyDinhBaoCao(loai_ky=self.loai.value, **usable)
        if self.loai is LoaiKy.DOT_XUAT:
            return row.cach_tinh_han
        focal = row.cach_tinh_han_dau_moi
        return (
            f"Chốt số liệu: {row.cach_chot_so_lieu}. Hạn của đơn vị: {row.cach_tinh_han}. "
            f"Hạn của đầu mối: {focal}."
        )

    @property
    def dong_ghi(self) -> list[forms.BoundField]:
        """List the boxes below the switch."""
        return [field for field in self.visible_fields() if field.name != "bat"]

    def full_clean(self) -> None:
        """Read the rest only of a kind that is on: what stands in a switched-off one is kept."""
        super().full_clean()
        if self.is_bound and not self.is_on:
            self._errors = forms.utils.ErrorDict()

    def clean_ap_dung_tu_ngay(self) -> date | None:
        day: date | None = self.cleaned_data["ap_dung_tu_ngay"]
        if day and not NAM_DAU <= day.year <= NAM_CUOI:
            raise forms.ValidationError("Áp dụng từ ngày: hãy nhập năm từ 2000 đến 2099.")
        return day

    def values(self) -> dict[str, Any]:
        """Give the fields of ``QuyDinhBaoCao`` that were typed."""
        return {name: value for name, value in self.cleaned_data.items() if name != "bat"}

    def rule(self, ke_hoach: KeHoach) -> QuyTac:
        """Give the rule as typed, to show its calendar."""
        row = QuyDinhBaoCao(ke_hoach=ke_hoach, loai_ky=self.loai.value, **self.values())
        return rule_of(row)


def _left_out(loai: LoaiKy) -> set[str]:
    if loai is LoaiKy.DOT_XUAT:
        return _DINH_KY
    return set() if loai is LoaiKy.SAU_THANG else {"ca_sau_thang_cuoi"}


class CheDoForm(forms.Form):
    """Reminders, the reason of the change, and the version the page was opened with."""

    phien_ban = forms.CharField(
        label="Phiên bản",
        widget=forms.HiddenInput,
        error_messages={"required": "Trang đã cũ. Hãy tải lại trang rồi nhập lại quy định."},
    )
    nhac_truoc_ngay = forms.CharField(
        label="Nhắc trước hạn (ngày)",
        required=False,
        max_length=40,
        validators=KeHoach._meta.get_field("nhac_truoc_ngay").validators,
        help_text="Ví dụ 7, 3, 1; bỏ trống thì không nhắc trước.",
        error_messages={"max_length": "Nhắc trước hạn dài tối đa 40 ký tự, ví dụ 7, 3, 1."},
    )
    nhac_lai_sau_ngay = _whole(
        "Nhắc lại khi quá hạn (ngày)", 0, 60, help_text="Cứ bấy nhiêu ngày một lần; 0 là không."
    )
    ly_do = forms.CharField(
        label="Lý do thay đổi",
        max_length=LY_DO_TOI_DA,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Hãy ghi lý do thay đổi để các đơn vị biết vì sao hạn báo cáo đổi.",
            "max_length": "Lý do thay đổi dài tối đa 2.000 ký tự; hãy viết gọn lại.",
        },
    )


@dataclass(frozen=True)
class LoiCheDo:
    """One fault: the kind of report it is in ("" for none), the box, the sentence."""

    o_dau: str
    anchor: str
    cau: str


class BoCheDo:
    """The whole page of the regime: one form per kind of report, and what they share."""

    def __init__(
        self, ke_hoach: KeHoach, rules: Mapping[LoaiKy, QuyDinhBaoCao], data: Any = None
    ) -> None:
        self.ke_hoach = ke_hoach
        self.phien_ban = digest_of(ke_hoach, rules.values())
        self.chung = CheDoForm(
            data,
            initial={
                "phien_ban": self.phien_ban,
                "nhac_truoc_ngay": ke_hoach.nhac_truoc_ngay,
                "nhac_lai_sau_ngay": ke_hoach.nhac_lai_sau_ngay,
            },
        )
        self.cac_loai = [
            QuyDinhForm(data, loai=loai, initial=_initial(rules.get(loai))) for loai in LoaiKy
        ]

    def is_valid(self) -> bool:
        """Tell whether everything can be read; all faults are found at once."""
        return all([self.chung.is_valid(), *(form.is_valid() for form in self.cac_loai)])

    def rules(self) -> list[QuyTac]:
        """Give the rules of the kinds that are on: as typed where readable, else the defaults."""
        on = [form for form in self.cac_loai if form.is_on]
        if not self.chung.is_bound:
            return [rule_of(QuyDinhBaoCao(loai_ky=form.loai.value)) for form in on]
        return [form.rule(self.ke_hoach) for form in on if form.is_valid()]

    @property
    def cac_loi(self) -> list[LoiCheDo]:
        """List every fault of the page: where it is, the box to go to, the sentence."""
        named = [(form.ten, form) for form in self.cac_loai]
        return [
            LoiCheDo(where, form[name].auto_id if name in form.fields else "", str(sentence))
            for where, form in [("", self.chung), *named]
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]

    def form_of(self, loai: LoaiKy) -> QuyDinhForm:
        """Give the form of one kind."""
        return next(form for form in self.cac_loai if form.loai is loai)

    def nhap(self) -> CheDoNhap:
        """Give what was typed, once everything is valid."""
        data = self.chung.cleaned_data
        return CheDoNhap(
            quy_dinh={form.loai: form.values() for form in self.cac_loai if form.is_on},
            nhac_truoc_ngay=data["nhac_truoc_ngay"],
            nhac_lai_sau_ngay=data["nhac_lai_sau_ngay"],
            ly_do=data["ly_do"],
            phien_ban=data["phien_ban"],
        )

    def with_defaults(self) -> "BoCheDo":
        """Put the days of Decree 09/2019 in place of those typed; nothing is saved.

        Kinds that are on stay on (all of them if none is); words, reminders and reason stay.
        """
        on = [form.loai for form in self.cac_loai if form.is_on]
        wanted = on or [loai for loai in LoaiKy if loai is not LoaiKy.DOT_XUAT]
        filled = BoCheDo(self.ke_hoach, {})
        for form in filled.cac_loai:
            typed = self.form_of(form.loai)
            kept = {name: typed[name].value() for name in ("nguyen_van", "noi_nhan_bao_cao")}
            form.initial = {**form.initial, **kept, "bat": form.loai in wanted}
        for name in filled.chung.fields:
            filled.chung.initial[name] = self.chung[name].value()
        return filled


def _initial(row: QuyDinhBaoCao | None) -> dict[str, Any]:
    """Give the boxes of a kind as stored, else the defaults of Decree 09/2019."""
    kept = row or QuyDinhBaoCao()
    values = {name: getattr(kept, name) for name in NOI_DUNG}
    strict = {name: "1" if values[name] else "" for name in ("nghiem_ngat", "nghiem_ngat_dau_moi")}
    return values | strict | {"bat": row is not None}


class DauMoiForm(forms.Form):
    """Choose the unit that compiles from now on."""

    tu_don_vi = forms.IntegerField(
        label="Đơn vị đang tổng hợp",
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), "Trang đã cũ. Hãy tải lại trang rồi chọn đơn vị tổng hợp."
        ),
    )
    don_vi = forms.TypedChoiceField(
        label="Đơn vị tổng hợp mới",
        coerce=int,
        help_text="Các đơn vị của xã đã có người giữ vai trò tổng hợp.",
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"),
            "Đơn vị tổng hợp mới: hãy chọn một đơn vị trong danh sách.",
        ),
    )
    ly_do = forms.CharField(
        label="Lý do đổi",
        max_length=LY_DO_TOI_DA,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ví dụ: theo Thông báo số 15/TB-UBND về phân công.",
        error_messages={
            "required": "Lý do đổi: hãy ghi, ví dụ số văn bản phân công.",
            "max_length": "Lý do đổi dài tối đa 2.000 ký tự; hãy viết gọn lại.",
        },
    )

    def __init__(self, ke_hoach: KeHoach, units: Iterable[DonVi], data: Any = None) -> None:
        super().__init__(data, prefix="dau-moi", initial={"tu_don_vi": ke_hoach.don_vi_dau_moi_id})
        others = [(str(u.pk), str(u)) for u in units if u.pk != ke_hoach.don_vi_dau_moi_id]
        self.fields["don_vi"].choices = [("", "Chọn đơn vị"), *others]  # type: ignore[attr-defined]

    @property
    def has_choice(self) -> bool:
        """Tell whether another unit could compile."""
        return len(self.fields["don_vi"].choices) > 1  # type: ignore[attr-defined]


def _day(label: str, required: str = "", **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=bool(required),
        input_formats=DANG_NGAY,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": required,
            "invalid": f"{label}: không đọc được. Hãy nhập như 05/11/2026.",
        },
        **more,
    )


class NgayNghiForm(forms.Form):
    """Add days the commune is off, or works to make up for others."""

    ngay_nghi = _day("Ngày", "Hãy nhập ngày nghỉ hoặc ngày làm bù.")
    den_ngay = _day("Đến ngày", help_text="Cho một đợt nhiều ngày, ví dụ cả Tết; tính cả ngày này.")
    loai_ngay = forms.ChoiceField(
        label="Loại ngày",
        choices=[("nghi", "Ngày nghỉ của xã"), ("lam_bu", "Ngày làm bù")],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Loại ngày: hãy chọn ngày nghỉ hoặc ngày làm bù."
        ),
    )
    mo_ta = forms.CharField(
        label="Lý do",
        max_length=200,
        validators=[RegexValidator(r"\S", "Hãy ghi lý do, ví dụ: Lễ hội đền của xã.")],
        help_text="Ví dụ: Lễ hội của xã; Làm bù cho ngày 30/4.",
        error_messages={
            "required": "Hãy ghi lý do, ví dụ: Lễ hội của xã.",
            "max_length": "Lý do dài tối đa 200 ký tự; hãy viết gọn lại.",
        },
    )

    def clean_ngay_nghi(self) -> date:
        return self._in_range("ngay_nghi")

    def clean_den_ngay(self) -> date | None:
        return self._in_range("den_ngay") if self.cleaned_data["den_ngay"] else None

    def _in_range(self, name: str) -> date:
        day: date = self.cleaned_data[name]
        if not NAM_DAU <= day.year <= NAM_CUOI:
            raise forms.ValidationError(
                f"{self.fields[name].label}: hãy nhập năm từ 2000 đến 2099."
            )
        return day
