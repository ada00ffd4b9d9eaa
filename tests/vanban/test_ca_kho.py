"""What goes wrong on paper: too long, too tall, too many, none. In the PDF and in Word."""

from dataclasses import replace
from functools import lru_cache

import pytest

from tests.vanban.libre_office import convert_to_pdf
from tests.vanban.van_ban_in import VanBan, read_document
from tests.vanban.van_ban_mau import (
    BANG_CHI_TIEU,
    KE_HOACH,
    KE_HOACH_BAN_CHI_DAO,
    TEN_DAI,
    VAN_BAN_DAI,
    khoan,
    muc,
)
from vanban.bang_bieu import BangBieu, CanhLe, CotBang, DongBang, KieuDong, OBang
from vanban.pdf import render_pdf
from vanban.tai_lieu import DoanVan, HuongGiay, KhoiKy, NoiNhan, PhuLuc, TaiLieu
from vanban.the_thuc import ThamSo
from vanban.word import render_docx

pytestmark = pytest.mark.pure

CAU = "Đơn vị chủ trì tổ chức thực hiện, theo dõi, kiểm tra và báo cáo kết quả đúng thời hạn. "
DIA_CHI = "https://dichvucong.gov.vn/" + "thu-tuc-hanh-chinh-" * 15  # no space to break at
TRICH_YEU_DAI = " ".join(["triển khai nhiệm vụ khoa học, công nghệ, đổi mới sáng tạo"] * 7)
COT_HAI = (CotBang("TT", 5, CanhLe.GIUA), CotBang("Nội dung", 60), CotBang("Ghi chú", 20))


def with_body(*blocks: object, **more: object) -> TaiLieu:
    return replace(KE_HOACH, noi_dung=blocks, can_cu=(), phu_luc=(), **more)  # type: ignore[arg-type]


def table(*rows: DongBang) -> BangBieu:
    return BangBieu(COT_HAI, rows)


def pushed(so_doan: int) -> TaiLieu:
    """Fill page 1 up to `so_doan` lines, so that headings and signature meet its foot."""
    lines = [DoanVan(f"Đoạn thứ {n} của văn bản.") for n in range(so_doan)]
    return with_body(
        *lines, muc("II", "Tổ chức thực hiện"), khoan("1", "Trách nhiệm"), DoanVan(CAU * 2)
    )


CA_KHO: dict[str, TaiLieu] = {
    "sau mươi nhiệm vụ, dòng cao hơn trang": replace(VAN_BAN_DAI, noi_dung=(DoanVan(CAU),)),
    "đoạn dài hơn trang": with_body(DoanVan(CAU * 70), DoanVan(CAU)),
    "địa chỉ không có chỗ ngắt": with_body(
        DoanVan(f"Truy cập {DIA_CHI} để nộp hồ sơ."),
        table(DongBang(("1", DIA_CHI, "x"))),
        DoanVan(CAU),
    ),
    "tên đơn vị 120 chữ ở mọi chỗ": with_body(
        DoanVan(CAU),
        table(DongBang(("1", TEN_DAI, TEN_DAI))),
        DoanVan(CAU),
        khoi_dau=replace(VAN_BAN_DAI.khoi_dau, co_quan_chu_quan=(TEN_DAI,)),
        khoi_ky=KhoiKy((f"TM. {TEN_DAI}", "Trưởng ban"), "Nguyễn Văn Mẫu", TEN_DAI),
        noi_nhan=NoiNhan((TEN_DAI, "Lưu: VT")),
        kinh_gui=(TEN_DAI,),
    ),
    "mười hai nơi nhận": with_body(
        *(DoanVan(CAU) for _ in range(12)),
        noi_nhan=NoiNhan((*(f"Cơ quan thứ {n} của xã (b/c)" for n in range(1, 12)), "Lưu: VT")),
        kinh_gui=tuple(f"Cơ quan thứ {n} của tỉnh" for n in range(1, 13)),
    ),
    "trích yếu rất dài": with_body(DoanVan(CAU), trich_yeu=TRICH_YEU_DAI),
    "về việc rất dài": with_body(
        DoanVan(CAU),
        trich_yeu=TRICH_YEU_DAI,
        la_cong_van=True,
        ten_loai="Công văn",
        kinh_gui=("Thôn 1",),
    ),
    "phụ lục trống và bảng trống": replace(
        KE_HOACH_BAN_CHI_DAO,
        phu_luc=(
            PhuLuc("Chưa có", (), HuongGiay.NGANG),
            PhuLuc("Bảng trống", (table(),)),
            PhuLuc("Chỉ tiêu", (BANG_CHI_TIEU,), HuongGiay.NGANG),
        ),
    ),
    "kết thúc bằng bảng qua trang": with_body(
        DoanVan(CAU),
        table(
            *(DongBang((str(n), CAU, "")) for n in range(1, 21)),
            DongBang((OBang("Tổng cộng", so_cot=2), "20"), KieuDong.TONG),
        ),
    ),
} | {f"{n} đoạn trước mục cuối": pushed(n) for n in range(9, 18)}  # fmt: skip


@pytest.fixture(scope="module")
def word_in_print(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Print all Word files with LibreOffice, in one call."""
    numbered = {str(thu_tu): render_docx(x) for thu_tu, x in enumerate(CA_KHO.values())}
    made = convert_to_pdf(numbered, tmp_path_factory.mktemp("word"))
    return {ten: made[str(thu_tu)] for thu_tu, ten in enumerate(CA_KHO)}


@lru_cache
def printed(ten: str) -> VanBan:
    return read_document(CA_KHO[ten], render_pdf(CA_KHO[ten]))


@pytest.fixture(params=["pdf", "docx"])
def dang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=CA_KHO)
def van_ban(request: pytest.FixtureRequest, dang: str) -> VanBan:
    """Read one hard document; all its words must be there, once, in order."""
    if dang == "pdf":
        return printed(request.param)
    word = request.getfixturevalue("word_in_print")[request.param]
    return read_document(CA_KHO[request.param], word)


def test_hard_document_comes_out_whole(van_ban: VanBan) -> None:
    assert van_ban.outside_the_margins() == []
    assert van_ban.printed_numbers() == van_ban.due_numbers()
    assert van_ban.headings_left_alone() == []
    pages, before = van_ban.signature_pages()
    assert pages == {before}
    left = max(line.phai for line in van_ban.lines("chu_quan", "ban_hanh", "so_ky_hieu", "ve_viec"))
    right = min(line.trai for line in van_ban.lines("quoc_hieu", "tieu_ngu", "dia_danh"))
    assert left < right
    order = ("quoc_hieu", "dia_danh", "ten_loai", "trich_yeu", "kinh_gui", "doan_van")
    heights = [(x.trang, x.dau) for name in order for x in van_ban.lines(name)]
    assert heights == sorted(heights)


@pytest.mark.parametrize(
    "tham_so",
    [
        ThamSo(quoc_hieu_lon=True),
        ThamSo(co_chu=13, le_tren=25, le_duoi=25, le_trai=35, le_phai=20),
        ThamSo(quoc_hieu_lon=True, co_chu=13, le_tren=25, le_duoi=25, le_trai=35, le_phai=20),
    ],
)
def test_head_fits_beside_the_nation_whatever_the_commune_chose(tham_so: ThamSo) -> None:
    tai_lieu = replace(KE_HOACH_BAN_CHI_DAO, tham_so=tham_so)
    van_ban = read_document(tai_lieu, render_pdf(tai_lieu))
    [nation], [motto] = van_ban.lines("quoc_hieu"), van_ban.lines("tieu_ngu")
    issuer = van_ban.lines("chu_quan", "ban_hanh")
    assert nation.phai <= 210 - tham_so.le_phai + 0.1
    assert motto.giua == pytest.approx(nation.giua, abs=0.5)
    assert max(line.phai for line in issuer) < nation.trai
    assert [issuer[0].dau, nation.dau] == [pytest.approx(tham_so.le_tren, abs=0.5)] * 2
    [name], authority = van_ban.lines("ten_loai"), van_ban.lines("quyen_han")
    assert name.giua == pytest.approx(tham_so.le_trai + tham_so.text_width / 2, abs=0.5)
    post = tham_so.le_trai + 0.75 * tham_so.text_width
    assert authority[0].giua == pytest.approx(post, abs=0.5)
