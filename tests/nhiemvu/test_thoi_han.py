import json
import unicodedata
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nhiemvu import loi_van_han, thoi_han
from nhiemvu.diem_thoi_gian import normalise
from nhiemvu.thoi_han import LoaiHan, MocThoiHan, ThoiHan, parse_thoi_han

pytestmark = pytest.mark.pure

DU_LIEU = json.loads((Path(__file__).parents[1] / "du_lieu/thoi_han.json").read_text("utf-8"))
KE_HOACH = DU_LIEU["ke_hoach"]
CACH_VIET = DU_LIEU["cach_viet"]
NAM_DAU = CACH_VIET["nam_dau"]
NGAY_BAN_HANH = date.fromisoformat(CACH_VIET["ngay_ban_hanh"])
CO_NGAY = {
    LoaiHan.NGAY,
    LoaiHan.THANG,
    LoaiHan.QUY,
    LoaiHan.NAM,
    LoaiHan.KHOANG,
    LoaiHan.TUONG_DOI,
}
CAC_O = [*CACH_VIET["cac_o"], *(o for ke_hoach in KE_HOACH for o in ke_hoach["cac_o"])]


def parse(chu: str) -> ThoiHan:
    return parse_thoi_han(chu, nam_mac_dinh=NAM_DAU, ngay_ban_hanh=NGAY_BAN_HANH)


def expected(o: dict[str, str | None]) -> dict[str, str | None]:
    return {khoa: o[khoa] for khoa in ("nguyen_van", "loai", "tu", "den")}


# --- Cells of the five plans --------------------------------------------------------------------


def test_cells_of_plans_are_all_there():
    assert {kh["ke_hoach"]: (kh["so_o"], len(kh["cac_o"])) for kh in KE_HOACH} == {
        "ky-lac-2025": (0, 0),
        "vu-quang-2026": (19, 19),
        "ky-lac-2026": (14, 14),
        "tinh-khe-2025": (0, 0),
        "son-hong-2027": (7, 7),
    }


@pytest.mark.parametrize("ke_hoach", KE_HOACH, ids=lambda kh: kh["ke_hoach"])
def test_cells_of_plans_are_read_without_doubt(ke_hoach):
    doc = [
        parse_thoi_han(
            o["nguyen_van"], nam_mac_dinh=ke_hoach["nam_dau"], nam_ket_thuc=ke_hoach["nam_cuoi"]
        )
        for o in ke_hoach["cac_o"]
    ]

    assert [han.as_dict() for han in doc] == [expected(o) for o in ke_hoach["cac_o"]]
    assert [han.canh_bao for han in doc] == [()] * ke_hoach["so_o"]
    assert [han.mo_ho for han in doc] == [False] * ke_hoach["so_o"]


# --- Other wordings -----------------------------------------------------------------------------


def test_wordings_are_all_there():
    assert len(CACH_VIET["cac_o"]) == 140


@pytest.mark.parametrize("o", CACH_VIET["cac_o"], ids=lambda o: o["nguyen_van"])
def test_wording_is_read(o):
    assert parse(o["nguyen_van"]).as_dict() == expected(o)


@pytest.mark.parametrize("o", CAC_O, ids=lambda o: o["nguyen_van"])
def test_wording_survives_typing(o):
    """Decomposed letters, capitals, missing marks and stray spaces change nothing."""
    chu = o["nguyen_van"]
    khong_dau = "".join(
        c for c in unicodedata.normalize("NFD", chu) if not unicodedata.combining(c)
    ).translate(str.maketrans("đĐ", "dD"))
    cach_go = (
        unicodedata.normalize("NFD", chu),
        chu.upper(),
        khong_dau,
        f"  {chu.replace(' ', '  ')} ",
        chu.replace("-", "–"),
        chu + ".",
    )

    assert [parse(kieu).cac_moc for kieu in cach_go] == [parse(chu).cac_moc] * len(cach_go)
    assert [parse(kieu).nguyen_van for kieu in cach_go] == list(cach_go)


@pytest.mark.parametrize("o", CAC_O, ids=lambda o: o["nguyen_van"])
def test_only_dated_kinds_have_dates(o):
    han = parse(o["nguyen_van"])

    assert (han.tu, han.den) == (None, None) or han.loai in CO_NGAY
    assert han.tu is None or han.den is None or han.tu <= han.den


# --- What the user is told ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chu", "canh_bao"),
    [
        ("Quý II/2026", ()),
        ("hoàn thành trong quý II", (thoi_han.THIEU_NAM,)),
        ("cuối năm 2026", (loi_van_han.CUOI_KY,)),
        ("cuối năm", (loi_van_han.CUOI_KY, thoi_han.THIEU_NAM)),
        ("dự kiến quý II/2026", (thoi_han.DU_KIEN,)),
        ("30/6/2026; 31/12/2026", (thoi_han.NHIEU_MOC,)),
        ("30/6; 31/12", (thoi_han.THIEU_NAM, thoi_han.NHIEU_MOC)),
        ("30/6; 31/12/2026", (thoi_han.NHIEU_MOC,)),
        ("31/12/2026; 30/6", (thoi_han.NHIEU_MOC,)),
        ("Quý II/2026; thường xuyên", (thoi_han.MOC_LAN_LON,)),
        ("Thường xuyên; quý II/2026", (thoi_han.MOC_LAN_LON,)),
        ("Thường xuyên, báo cáo trước 15/12/2026", (loi_van_han.MOC_BO_QUA,)),
        ("Thường xuyên, định kỳ hằng năm", ()),
        ("tháng 11 - tháng 2/2027", (thoi_han.VAT_NAM,)),
        ("trong 30 ngày", (thoi_han.THIEU_GOC,)),
        ("Sau 100 ngày kể từ ngày ban hành", (loi_van_han.SAU_N_NGAY,)),
        ("sau 6 tháng", (loi_van_han.SAU_N_NGAY, thoi_han.THIEU_GOC)),
        ("Sau khi có văn bản của tỉnh", ()),
        ("Ông Nguyễn Văn A", (thoi_han.KHONG_DOC_DUOC,)),
    ],
)
def test_doubt_is_told(chu, canh_bao):
    han = parse(chu)

    assert (han.canh_bao, han.mo_ho) == (canh_bao, canh_bao != ())


def test_missing_year_is_no_doubt_in_a_plan_of_one_year():
    mot_nam = parse_thoi_han("Quý II", nam_mac_dinh=2027, nam_ket_thuc=2027)
    nhieu_nam = parse_thoi_han("Quý II", nam_mac_dinh=2026, nam_ket_thuc=2045)

    assert (mot_nam.den, mot_nam.canh_bao) == (date(2027, 6, 30), ())
    assert (nhieu_nam.den, nhieu_nam.canh_bao) == (date(2026, 6, 30), (thoi_han.THIEU_NAM,))


def test_missing_year_without_plan_is_not_guessed():
    assert parse_thoi_han("Quý II").loai == LoaiHan.CAN_XEM


@pytest.mark.parametrize(
    ("chu", "canh_bao"),
    [
        ("31/12/2025", (thoi_han.NGOAI_KE_HOACH,)),
        ("01/01/2026", ()),
        ("31/12/2030", ()),
        ("đến ngày 01/01/2031", (thoi_han.NGOAI_KE_HOACH,)),
        ("2025 - 2026", (thoi_han.NGOAI_KE_HOACH,)),
        ("Thường xuyên", ()),
    ],
)
def test_year_outside_plan_is_flagged_but_not_doubtful(chu, canh_bao):
    han = parse_thoi_han(chu, nam_mac_dinh=2026, nam_ket_thuc=2030)

    assert (han.canh_bao, han.mo_ho) == (canh_bao, False)


def test_every_deadline_of_a_cell_is_listed():
    assert parse("Quý I, III/2026; thường xuyên").cac_moc == (
        MocThoiHan(LoaiHan.QUY, date(2026, 1, 1), date(2026, 3, 31)),
        MocThoiHan(LoaiHan.QUY, date(2026, 7, 1), date(2026, 9, 30)),
        MocThoiHan(LoaiHan.THUONG_XUYEN),
    )


def test_missing_year_is_taken_from_the_next_deadline_before_the_last():
    assert [moc.den for moc in parse("tháng 3/2027; tháng 6; tháng 9/2028; tháng 12").cac_moc] == [
        date(2027, 3, 31),
        date(2028, 6, 30),
        date(2028, 9, 30),
        date(2028, 12, 31),
    ]


def test_paragraph_is_not_read_as_a_deadline():
    dai_nhat = "Quý II/2026".rjust(400, ";")

    assert parse(dai_nhat).loai == LoaiHan.QUY
    assert parse(";" + dai_nhat).loai == LoaiHan.CAN_XEM


def test_range_of_one_day_is_that_day():
    ngay = date(2026, 3, 1)
    assert (parse("1/3 - 1/3/2026").tu, parse("1/3 - 1/3/2026").den) == (ngay, ngay)


# --- Counting from the day of issue -------------------------------------------------------------


@pytest.mark.parametrize(
    ("chu", "ban_hanh", "den"),
    [
        ("1 ngày kể từ ngày ban hành", date(2026, 12, 31), date(2027, 1, 1)),
        ("1 tháng kể từ ngày ban hành", date(2026, 1, 31), date(2026, 2, 28)),
        ("1 tháng kể từ ngày ban hành", date(2028, 1, 31), date(2028, 2, 29)),
        ("2 tháng kể từ ngày ban hành", date(2026, 12, 31), date(2027, 2, 28)),
        ("1 năm kể từ ngày ban hành", date(2028, 2, 29), date(2029, 2, 28)),
        ("100 ngày kể từ ngày ban hành", None, None),
    ],
)
def test_counting_from_issue(chu, ban_hanh, den):
    han = parse_thoi_han(chu, ngay_ban_hanh=ban_hanh)

    assert (han.loai, han.tu, han.den) == (LoaiHan.TUONG_DOI, den and ban_hanh, den)


# --- Properties ---------------------------------------------------------------------------------

NGAY = st.dates(date(2000, 1, 2), date(2099, 12, 31))
CAC_TU = (
    "ngày tháng quý năm I II III IV XII 1 6 31 2026 20/6/2026 9/2026 - – / ; , và từ đến trước sau "
    "cuối đầu hết chậm nhất trong kể ban hành thường xuyên định kỳ hằng khi có ( ) \n . trở đi "
    "những tiếp theo 9999 dự kiến hoàn thành lần T9 Q2 nửa đợt :"
)
TU_NGU = st.sampled_from(CAC_TU.split(" "))


@given(st.one_of(st.text(), st.lists(TU_NGU, max_size=12).map(" ".join)))
@example("a" * 401)
@example("9999 năm kể từ ngày ban hành")
@example(". " * 200)
@example("2026," * 79)
def test_parse_never_raises_and_keeps_words(chu):
    han = parse_thoi_han(chu, nam_mac_dinh=2026, ngay_ban_hanh=date(2026, 1, 5))

    assert han.nguyen_van == chu
    assert (han.tu, han.den) == (None, None) or han.loai in CO_NGAY
    assert han.tu is None or han.den is None or han.tu <= han.den
    assert (han.cac_moc == ()) == (han.loai in (LoaiHan.KHONG_CO, LoaiHan.CAN_XEM))


@given(st.lists(TU_NGU, max_size=5).map(" ".join), st.integers(-(10**6), 10**6))
@example("trước quý I", 1)
@example("tháng 11 - tháng 2", 9999)
def test_parse_never_raises_for_any_year(chu, nam):
    assert parse_thoi_han(chu, nam_mac_dinh=nam, ngay_ban_hanh=date.max).nguyen_van == chu


@given(NGAY)
def test_strict_is_inclusive_minus_one_day(ngay):
    chu = f"{ngay:%d/%m}/{ngay.year}"

    assert parse_thoi_han(f"đến ngày {chu}").den == ngay
    assert parse_thoi_han(f"trước ngày {chu}").den == ngay - timedelta(days=1)
    assert parse_thoi_han(f"sau ngày {chu}", nam_ket_thuc=1).tu == ngay + timedelta(days=1)


@given(NGAY)
def test_day_reads_the_same_however_it_is_written(ngay):
    cach_viet = (
        f"{ngay.day}/{ngay.month}/{ngay.year}",
        f"{ngay:%d/%m/%Y}",
        f"{ngay:%d-%m-%Y}",
        f"{ngay:%d.%m.%Y}",
        ngay.isoformat(),
        f"ngày {ngay.day} tháng {ngay.month} năm {ngay.year}",
        f"chậm nhất ngày {ngay:%d/%m/%Y}",
    )

    moc = MocThoiHan(LoaiHan.NGAY, den=ngay)
    assert [parse_thoi_han(chu).cac_moc for chu in cach_viet] == [(moc,)] * len(cach_viet)


@given(st.integers(1, 4), st.integers(1, 4), st.integers(2000, 2098))
def test_range_of_quarters_is_first_start_to_last_end(dau, cuoi, nam):
    han = parse_thoi_han(f"Quý {dau}/{nam} - quý {cuoi}/{nam + 1}")
    hai_dau = [parse_thoi_han(f"Quý {dau}/{nam}"), parse_thoi_han(f"quý {cuoi}/{nam + 1}")]

    assert (han.tu, han.den) == (hai_dau[0].tu, hai_dau[1].den)


@given(st.text())
def test_normalise_is_idempotent(chu):
    assert normalise(normalise(chu)) == normalise(chu)
