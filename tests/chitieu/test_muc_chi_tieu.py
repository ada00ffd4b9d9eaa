import json
import unicodedata
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chitieu.muc_chi_tieu import LoaiMuc, MucDocDuoc, SoSanh, format_muc, parse_muc

pytestmark = pytest.mark.pure

O_TRONG_KE_HOACH = json.loads(
    (Path(__file__).parent.parent / "du_lieu" / "muc_chi_tieu.json").read_text()
)

# fmt: off
TU = [
    "đạt", "trên", "dưới", "từ", "đến", "trở lên", "trở xuống", "không", "không quá",
    "tối thiểu", "tối đa", "ít nhất", "khoảng", "gấp", "tăng", "giảm còn", "không để xảy ra",
    "không có", "sự cố", "nghiêm trọng", "hồ sơ", "cuộc", "lớp", "%", "% GRDP", "/năm", "≥",
    "<=", "=", ">", "~", "-", "–", ";", ",", ".", ":", "(", ")", "6G", "5G", "năm 2026", "2026",
    "01/7/2025", "quý II/2026", "tháng 6", "mức độ 4", "Đề án 06", "từ 15 tuổi trở lên",
    "1 Gbps", "trên tổng số 27", "1.640", "1,5", "98.5", "02", "100", "0", "1/1", "27/27", "một",
    "tỷ lệ", "dân số", "duy trì", "tổ", "ngày", "tuổi", "\xa0", "\u200b", "hoặc", "và", "thôn",
    "80%", "40 - 50%", "IPv6", "3D", "top", "trong", "xếp thứ", "so với", "nghìn", "triệu", "(một)",
    "hai", "2/3", "số", "mức", "kế hoạch", "bằng hoặc", "9O", "o/o", "“", "”", "1,000", "/người",
]
# fmt: on
CAU = st.lists(st.sampled_from(TU), max_size=9).map(" ".join)
BAT_KY = st.one_of(CAU, st.text(max_size=60), st.lists(st.sampled_from(TU)).map("".join))


def reading(muc: MucDocDuoc) -> tuple[object, ...]:
    """Keep what writing a level short must not change."""
    return (
        muc.loai,
        muc.so_sanh,
        muc.gia_tri,
        muc.gia_tri_den,
        muc.don_vi_tinh,
        muc.pham_vi,
    )


@pytest.mark.parametrize(
    "o_muc", O_TRONG_KE_HOACH, ids=lambda o: f"{o['ke_hoach']} {o['ma']} {o['ky']}"
)
def test_cell_of_a_real_plan_is_read(o_muc):
    expected = dict(o_muc["mong_doi"])
    if "gia_tri" in expected:
        expected |= {"gia_tri": Decimal(expected["gia_tri"])}
    expected["canh_bao"] = tuple(expected.get("canh_bao", ()))

    muc = parse_muc(o_muc["nguyen_van"], ten=o_muc["ten"])

    assert muc == MucDocDuoc(nguyen_van=o_muc["nguyen_van"], **expected)


def test_cells_of_the_real_plans_are_all_there():
    assert Counter(
        (o_muc["ke_hoach"], o_muc["mong_doi"]["loai"]) for o_muc in O_TRONG_KE_HOACH
    ) == {
        ("ky-lac-2025", "so"): 7,
        ("vu-quang-2026", "so"): 125,
        ("vu-quang-2026", "dinh_tinh"): 5,
        ("vu-quang-2026", "khong_co"): 5,  # row 15 is a heading
        ("ky-lac-2026", "so"): 15,
        ("tinh-khe-2025", "so"): 5,
        ("son-hong-2027", "so"): 24,
    }


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("40 - 50%", "40 - 50%"),
        ("40%-50%", "40 - 50%"),
        ("từ 40 đến 50 %", "40 - 50%"),
        ("khoảng 40–50%", "khoảng 40 - 50%"),
        ("đạt 5 ngày - 7 ngày", "5 - 7 ngày"),
        ("≤ 3 Đông Nam Á", "≤ 3 (Đông Nam Á)"),
        ("dưới 5%", "< 5%"),
        ("không quá 5 ngày làm việc", "≤ 5 ngày làm việc"),
        ("tối đa 3", "≤ 3"),
        ("ít nhất 2 mô hình", "≥ 2 mô hình"),
        ("ít nhất một mô hình", "≥ 1 mô hình"),
        ("Tối thiểu: 80%", "≥ 80%"),
        ("không thấp hơn 80%", "≥ 80%"),
        ("80% trở lên", "≥ 80%"),
        ("trên 80% trở lên", "≥ 80%"),
        ("từ 98%", "≥ 98%"),
        ("từ 95% dân số trở lên", "≥ 95% (dân số trở lên)"),
        ("từ 5% trở xuống", "≤ 5%"),
        ("khoảng 80%", "khoảng 80%"),
        ("khoảng 80% trở lên", "≥ 80%"),
        ("trên dưới 80%", "khoảng 80%"),
        ("giảm còn dưới 5%", "< 5%"),
        ("tối thiểu từ 80%", "≥ 80%"),
        ("từ khoảng 40 đến 50%", "khoảng 40 - 50%"),
        ("1.640", "1.640"),
        ("1.640,5 tỷ đồng", "1.640,5 tỷ đồng"),
        ("1,5", "1,5"),
        ("98,5 %", "98,5%"),
        ("98.5%", "98,5%"),
        ("80 phần trăm", "80%"),
        ("≥ 1,0 % grdp", "≥ 1% GRDP"),
        ("10 lớp / năm", "10 lớp/năm"),
        ("trên 01 Gbps", "> 1 Gbps"),
        (">= 60%", "≥ 60%"),
        ("=> 60%", "≥ 60%"),
        ("> = 60%", "≥ 60%"),
        ("≥60 %", "≥ 60%"),
        ("≧\uff16\uff10\uff05", "≥ 60%"),
        ("=< 5%", "≤ 5%"),
        ("≥\u00a060\u2009%\u200b", "≥ 60%"),
        (unicodedata.normalize("NFD", "tối thiểu 80%"), "≥ 80%"),
        ("- Trên 80%;", "> 80%"),
        ("hoàn thành", "hoàn thành"),
        ("duy trì", "duy trì"),
        ("duy trì 98%", "98% (duy trì)"),
        ("100% (trừ văn bản mật)", "100% (trừ văn bản mật)"),
        ("80% ( trừ hồ sơ mật", "80% (trừ hồ sơ mật)"),
        ("90% người dân từ 15 tuổi trở lên", "90% (người dân từ 15 tuổi trở lên)"),
        ("≥ 90% (đến 31/12/2026)", "≥ 90% (đến 31/12/2026)"),
        ("tỷ lệ % hồ sơ đạt 80%", "80% (tỷ lệ hồ sơ)"),
        (
            "80% theo Đề án 06, Kế hoạch số 194/KH-UBND",
            "80% (theo Đề án 06, Kế hoạch số 194/KH-UBND)",
        ),
        ("không để xảy ra quá 2 sự cố", "≤ 2 sự cố"),
        ("không để xảy ra cháy nổ", "0 trường hợp (cháy nổ)"),
        ("không có điều kiện thực hiện", "không có điều kiện thực hiện"),
        ("không có hồ sơ trễ hạn", "0 hồ sơ (trễ hạn)"),
        ("không phát sinh vụ việc đặc biệt nghiêm trọng", "0 vụ việc đặc biệt nghiêm trọng"),
        ("bằng hoặc lớn hơn 80%", "≥ 80%"),
        ("không để quá 3 vụ", "≤ 3 vụ"),
        ("không còn quá 5% số hộ", "≤ 5% (số hộ)"),
        ("trong 03 ngày làm việc", "≤ 3 ngày làm việc"),
        ("trong 12 thôn", "12 thôn (trong)"),
        ("rút ngắn còn 3 ngày", "≤ 3 ngày"),
        ("xếp thứ 10 toàn tỉnh", "≤ 10 (toàn tỉnh)"),
        ("02 (hai) lớp", "2 lớp"),
        ("10 nghìn lượt", "10.000 lượt"),
        ("trên 1,2 triệu lượt truy cập", "> 1.200.000 lượt (truy cập)"),
        ("2 nghìn tỷ đồng", "2.000 tỷ đồng"),
        ("5 triệu đồng/người/năm", "5 triệu đồng/người/năm"),
        ("≥ 01 sáng kiến / đơn vị", "≥ 1 sáng kiến/đơn vị"),
        ("100% theo NQ 57", "100% (theo NQ 57)"),
        ("“100%”", "100%"),
        ("\u00d0ạt 60 o/o", "60%"),
        ("Một cửa điện tử liên thông", "Một cửa điện tử liên thông"),
        ("một bộ phận người dân", "một bộ phận người dân"),
        ("-", ""),
        ("…", ""),
    ],
)
def test_what_other_plans_write_is_read(raw, written):
    muc = parse_muc(raw)

    assert (muc.nguyen_van, format_muc(muc), muc.canh_bao) == (raw, written, ())


@pytest.mark.parametrize(
    ("raw", "warning"),
    [
        (
            "60%; 70%",
            "Ô có 2 con số (60; 70) nên chưa rõ đâu là mức phải đạt; đề nghị tách thành từng mức.",
        ),
        (
            "100% thôn, 2 tổ, 3 lớp",
            "Ô có 3 con số (100; 2; 3) nên chưa rõ đâu là mức phải đạt; "
            "đề nghị tách thành từng mức.",
        ),
        (
            "40 ngày - 50%",
            "Ô có 2 con số (40; 50) nên chưa rõ đâu là mức phải đạt; đề nghị tách thành từng mức.",
        ),
        (
            "100%; không để xảy ra sự cố",
            "Ô vừa có con số vừa có “không để xảy ra”; đề nghị tách thành từng mức.",
        ),
        ("trên 40 đến 50%", "Ô vừa ghi khoảng giá trị vừa ghi cách so sánh; đề nghị giữ một."),
        ("50 - 40%", "Khoảng giá trị phải ghi từ số nhỏ đến số lớn."),
        (
            "dưới 5% trở lên",
            "Trước và sau con số có hai cách so sánh trái nhau; đề nghị giữ một.",
        ),
        (
            "tối đa ít nhất 5%",
            "Trước con số có hai cách so sánh khác nhau; đề nghị giữ một.",
        ),
        (
            "từ 5% hộ trở xuống",
            "“Từ ... trở xuống” không liền con số; đề nghị ghi “không quá”.",
        ),
        (
            "không quá một 1 Gbps",
            "Quanh con số còn một con số khác; đề nghị tách thành từng mức.",
        ),
        (
            "năm 2026 (tháng 6 đủ 15 tuổi",
            "Quanh con số còn một con số khác; đề nghị tách thành từng mức.",
        ),
        ("không đạt 80%", "Trước con số có từ phủ định; đề nghị ghi rõ mức phải đạt."),
        ("-5%", "Cạnh con số có ký hiệu lạ nên chưa đọc được mức; đề nghị ghi lại."),
        ("80%+", "Cạnh con số có ký hiệu lạ nên chưa đọc được mức; đề nghị ghi lại."),
        (".5%", "Trước con số có dấu chấm hoặc dấu phẩy viết liền; đề nghị ghi lại con số."),
        (
            "3/2",
            "“3/2” không phải tỷ số có tử số nhỏ hơn hoặc bằng mẫu số; "
            "đề nghị ghi rõ mức phải đạt.",
        ),
        (
            "0/0",
            "“0/0” không phải tỷ số có tử số nhỏ hơn hoặc bằng mẫu số; "
            "đề nghị ghi rõ mức phải đạt.",
        ),
        ("2026", "“2026” có thể là năm; đề nghị ghi mức kèm đơn vị tính."),
        ("1.23.45", "“1.23.45” không phải cách ghi số; đề nghị ghi như 1.640 hoặc 98,5."),
        ("9" * 15, "Con số dài quá 14 chữ số; đề nghị kiểm tra lại."),
        ("0,1234567", "Con số có quá 6 chữ số thập phân; đề nghị làm tròn."),
        ("≥ %", "Ô không có con số nào là mức phải đạt; đề nghị ghi đủ mức."),
        ("≥ 9O%", "“9O” lẫn chữ cái với chữ số; đề nghị ghi lại con số."),
        ("l00%", "“l00” lẫn chữ cái với chữ số; đề nghị ghi lại con số."),
        ("02 (ba) lớp", "“02 (ba)”: số và chữ khác nhau; đề nghị ghi lại con số."),
        ("1 - 2 nghìn lượt", "“2 nghìn” có thể đọc nhiều cách; đề nghị ghi đủ chữ số."),
        ("1,000 người", "“1,000” có thể là 1 hoặc 1.000; đề nghị ghi lại con số."),
        ("chín mươi phần trăm", "Mức ghi bằng chữ; đề nghị ghi con số bằng chữ số."),
        ("quá nửa số hộ", "Mức ghi bằng chữ; đề nghị ghi con số bằng chữ số."),
        ("hai lớp tập huấn", "Mức ghi bằng chữ; đề nghị ghi con số bằng chữ số."),
        ("3/2 số hộ", "“3/2” không phải là một phần; đề nghị ghi bằng %."),
        ("không xảy ra 2 vụ", "Trước con số có từ phủ định; đề nghị ghi rõ mức phải đạt."),
        ("24/7", "Ô không có con số nào là mức phải đạt; đề nghị ghi đủ mức."),
        ("Không có", "“Không” có thể là mức 0 hoặc không giao mức; đề nghị ghi rõ."),
        ("x" * 1001, "Ô dài quá 1000 ký tự nên không đọc mức; đề nghị chỉ ghi mức phải đạt."),
    ],
)
def test_what_cannot_be_read_stays_as_words_and_says_so(raw, warning):
    assert parse_muc(raw) == MucDocDuoc(raw, LoaiMuc.CAN_XEM, canh_bao=(warning,))


@pytest.mark.parametrize(
    ("raw", "written", "warnings"),
    [
        ("6G", "6G", ["Con số trong ô được hiểu là ngày tháng, tên gọi, không phải mức phải đạt."]),
        ("1,640", "1,64", ["“1,640” được đọc theo dấu phẩy thập phân: 1,64."]),
        ("1,640.5", "1.640,5", ["“1,640.5” ghi theo kiểu nước ngoài, được đọc là 1.640,5."]),
        ("150%", "150%", ["Mức lớn hơn 100%; đề nghị kiểm tra lại con số và đơn vị tính."]),
        (
            "90 - 110%",
            "90 - 110%",
            ["Mức lớn hơn 100%; đề nghị kiểm tra lại con số và đơn vị tính."],
        ),
        ("< 0 vụ", "< 0 vụ", ["Mức “< 0 vụ” không thể đạt được; đề nghị kiểm tra lại kế hoạch."]),
        (
            "gấp đôi",
            "2 lần (gấp)",
            ["Mức ghi theo mức tăng, giảm so với kỳ gốc; số liệu phải cùng cách tính."],
        ),
        (
            "tăng bình quân 5%",
            "5% (tăng bình quân)",
            ["Mức ghi theo mức tăng, giảm so với kỳ gốc; số liệu phải cùng cách tính."],
        ),
        (
            "vượt 5% so với kế hoạch",
            "> 5% (so với kế hoạch)",
            ["Mức ghi theo mức tăng, giảm so với kỳ gốc; số liệu phải cùng cách tính."],
        ),
        ("trên 2/3 số hộ", "> 66,6667% (số hộ)", ["Ô ghi 2/3, được hiểu là 66,6667%."]),
        (
            "mức 4",
            "mức 4",
            ["Con số trong ô được hiểu là ngày tháng, tên gọi, không phải mức phải đạt."],
        ),
        (
            "tối thiểu mỗi thôn 80%",
            "80% (tối thiểu mỗi thôn)",
            ["Từ “tối thiểu” không liền con số nên không được tính là cách so sánh."],
        ),
        (
            "27/27 thôn",
            "27 thôn (trên tổng số 27)",
            ["Ô ghi 27/27, được hiểu là 27 trên tổng số 27."],
        ),
    ],
)
def test_doubtful_reading_carries_a_warning(raw, written, warnings):
    muc = parse_muc(raw)

    assert (format_muc(muc), list(muc.canh_bao)) == (written, warnings)


@pytest.mark.parametrize(
    ("raw", "don_vi_tinh", "written", "warnings"),
    [
        ("100", "%", "100%", []),
        ("2%", "% GRDP", "2% GRDP", []),
        ("5 lớp", "lớp", "5 lớp", []),
        (
            "5 lớp",
            "%",
            "5 lớp",
            ["Mức ghi theo “lớp”, khác đơn vị tính của chỉ tiêu là “%”."],
        ),
        ("3/4", "%", "75%", ["Ô ghi 3/4, được hiểu là 3 trên tổng số 4."]),
        ("3/4", "thôn", "3 thôn (trên tổng số 4)", ["Ô ghi 3/4, được hiểu là 3 trên tổng số 4."]),
        ("3 trên tổng số 0", "%", "3% (trên tổng số 0)", []),
    ],
)
def test_unit_of_the_indicator_fills_a_cell_without_unit(raw, don_vi_tinh, written, warnings):
    muc = parse_muc(raw, don_vi_tinh=don_vi_tinh)

    assert (format_muc(muc), list(muc.canh_bao)) == (written, warnings)


def test_cell_without_unit_says_so_even_when_the_indicator_has_one():
    assert [parse_muc("100", don_vi_tinh=unit).thieu_don_vi for unit in (None, "%")] == [True, True]


@pytest.mark.parametrize(
    ("raw", "phi_ly"),
    [("> 100%", True), ("> 99%", False), ("> 100 hồ sơ", False), ("< 0%", True), ("tốt", False)],
)
def test_impossible_level_is_known(raw, phi_ly):
    assert parse_muc(raw).phi_ly is phi_ly


@pytest.mark.parametrize("so_sanh", SoSanh)
def test_every_comparison_is_written_and_read_back(so_sanh):
    muc = MucDocDuoc("", LoaiMuc.CON_SO, so_sanh, Decimal("1640.5"), don_vi_tinh="hồ sơ")

    assert reading(parse_muc(format_muc(muc))) == reading(muc)


@given(BAT_KY, st.none() | st.text(max_size=5), BAT_KY)
@example("\ud800", None, "")
@example("٣ cuộc", None, "")
def test_parse_never_raises_and_keeps_the_words(raw, don_vi_tinh, ten):
    assert parse_muc(raw, don_vi_tinh=don_vi_tinh, ten=ten).nguyen_van == raw


@given(BAT_KY)
@example("0THÁNG 0")
@example("tỷ lệ % %")
@example("===")
@example("0 TUỔI:0TUỔI")
def test_level_written_short_reads_the_same(raw):
    muc = parse_muc(raw)
    again = parse_muc(format_muc(muc))

    assert (reading(again), format_muc(again)) == (reading(muc), format_muc(muc))


@given(
    st.sampled_from(SoSanh),
    st.decimals(0, 10**13, places=6),
    st.sampled_from(["%", "% GRDP", "cuộc", "lớp/năm", "ngày làm việc", "tỷ đồng"]),
)
def test_any_figure_survives_writing_and_reading(so_sanh, gia_tri, don_vi_tinh):
    muc = MucDocDuoc("", LoaiMuc.CON_SO, so_sanh, gia_tri, don_vi_tinh=don_vi_tinh)

    assert reading(parse_muc(format_muc(muc))) == reading(muc)
