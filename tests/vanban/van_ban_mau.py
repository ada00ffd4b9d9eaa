"""Four documents to look at and to measure: a plan, a steering committee's plan, a report, a long one."""

from dataclasses import replace

from vanban.bang_bieu import BangBieu, CanhLe, CotBang, DongBang, KieuDong, OBang
from vanban.tai_lieu import (
    CapDieuKhoan,
    DieuKhoan,
    DoanVan,
    GachDauDong,
    HuongGiay,
    Khoi,
    KhoiDau,
    KhoiKy,
    NgayThang,
    NoiNhan,
    PhuLuc,
    TaiLieu,
)

GIUA, PHAI = CanhLe.GIUA, CanhLe.PHAI
MOI_CHU = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
)
TEN_DAI = (
    "Trung tâm Văn hóa - Thông tin và Truyền thông, Tổ công nghệ số cộng đồng, Ban Công tác Mặt trận "
    "thôn Hương Thọ xã Vũ Quang"
)


def muc(so_thu_tu: str, ten: str) -> DieuKhoan:
    return DieuKhoan(CapDieuKhoan.MUC_LON, so_thu_tu, ten)


def khoan(so_thu_tu: str, ten: str = "", noi_dung: str = "") -> DieuKhoan:
    return DieuKhoan(CapDieuKhoan.KHOAN, so_thu_tu, ten, noi_dung)


BANG_CHI_TIEU = BangBieu(
    cac_cot=(
        CotBang("TT", 5, GIUA),
        CotBang("Chỉ tiêu", 38),
        *(CotBang(f"Năm {nam}", 10, GIUA, "Phấn đấu theo từng giai đoạn") for nam in
          (2026, 2030, 2035, 2040, 2045)),
        CotBang("Cơ quan chủ trì theo dõi, đánh giá", 22),
    ),
    cac_dong=(
        DongBang(("1", "Tỷ lệ phủ sóng 5G trên địa bàn", "≥ 60%", "100%", "6G (50%)", "6G (80%)",
                  "6G (100%)", "Phòng Văn hóa - Xã hội")),
        DongBang(("2", "Tỷ lệ người dân có hồ sơ sức khỏe điện tử", "70%", "≥ 95%", "≥ 98%",
                  "≥ 100%", "≥ 100%", "Phòng Văn hóa - Xã hội")),
        DongBang(("3", "Tỷ lệ chi ngân sách xã cho khoa học, công nghệ, đổi mới sáng tạo", "≥ 1,0%",
                  "≥ 1,5%", "≥ 2%", "≥ 2,5%", "≥ 3%", "Phòng Kinh tế")),
    ),
)  # fmt: skip

KY_PHO_CHU_TICH = KhoiKy(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Trần Văn Mẫu")

KE_HOACH = TaiLieu(
    khoi_dau=KhoiDau(
        co_quan_ban_hanh=("Ủy ban nhân dân", "xã Vũ Quang"),
        ten_co_quan="Ủy ban nhân dân xã Vũ Quang",
        ky_hieu="KH-UBND",
        dia_danh="Vũ Quang",
        ngay_thang=NgayThang(nam=2026, thang=1),
    ),
    ten_loai="Kế hoạch",
    trich_yeu="Triển khai nhiệm vụ khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số trên địa bàn "
    "xã Vũ Quang năm 2026 và những năm tiếp theo",
    can_cu=(
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
        "Căn cứ Kế hoạch số 231/KH-UBND ngày 10 tháng 5 năm 2025 của Ủy ban nhân dân tỉnh;",
    ),
    noi_dung=(
        DoanVan("Ủy ban nhân dân xã Vũ Quang ban hành Kế hoạch thực hiện như sau:"),
        muc("I", "Mục đích, yêu cầu"),
        khoan("1", "Mục đích", "Đưa ứng dụng số vào mọi mặt công việc của xã; mỗi thôn, mỗi cơ quan, đơn "
              "vị biết rõ việc phải làm, thời hạn phải xong và sản phẩm phải có."),
        khoan("2", "Yêu cầu"),
        GachDauDong("Giao việc rõ người, rõ việc, rõ thời gian, rõ trách nhiệm, rõ sản phẩm."),
        GachDauDong("Số liệu báo cáo phải có nguồn; đơn vị chịu trách nhiệm về số liệu của mình, gồm:"),
        GachDauDong("số liệu theo kỳ;", cap_do=2),
        GachDauDong("số liệu tại thời điểm chốt.", cap_do=2),
        muc("II", "Chỉ tiêu và nhiệm vụ"),
        khoan("1", "", "Chỉ tiêu cụ thể tại Phụ lục I; nhiệm vụ tại Phụ lục II kèm theo Kế hoạch này."),
        khoan("2", "Phân công theo dõi"),
        DieuKhoan(CapDieuKhoan.DIEM, "a", "", "Phòng Văn hóa - Xã hội là đầu mối tổng hợp;"),
        DieuKhoan(CapDieuKhoan.DIEM, "b", "", "Phòng Kinh tế thẩm định dự toán."),
        muc("III", "Tổ chức thực hiện"),
        DoanVan("Các phòng, ban, ngành, trung tâm, các thôn triển khai kịp thời các nhiệm vụ được giao. "
                "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các cơ quan, đơn vị phản ánh về "
                "Phòng Văn hóa - Xã hội để được hướng dẫn, giải quyết."),
    ),
    khoi_ky=KY_PHO_CHU_TICH,
    noi_nhan=NoiNhan((
        "Sở KH&CN (b/c)", "TTr Đảng ủy, HĐND xã;", "Chủ tịch, các PCT UBND xã", "Ủy ban MTTQ xã",
        "Các phòng, ban, ngành, đoàn thể cấp xã", "Các thôn", "Lưu: VT, VHXH",
    )),
    phu_luc=(
        PhuLuc("Danh mục các chỉ tiêu cụ thể", (BANG_CHI_TIEU,), HuongGiay.NGANG),
        PhuLuc("Danh mục nhiệm vụ", (), HuongGiay.NGANG),
    ),
)  # fmt: skip

KE_HOACH_BAN_CHI_DAO = TaiLieu(
    khoi_dau=KhoiDau(
        co_quan_chu_quan=("Ủy ban nhân dân xã Tịnh Khê",),
        co_quan_ban_hanh=("Ban Chỉ đạo phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi "
                          "số và Đề án 06",),
        ten_co_quan="Ban Chỉ đạo xã Tịnh Khê",
        ky_hieu="KH-BCĐ",
        dia_danh="Tịnh Khê",
        ngay_thang=NgayThang(nam=2025, thang=8, ngay_ban_hanh=7),
        so_van_ban="2",
    ),
    ten_loai="Kế hoạch",
    trich_yeu="Chuyển đổi số và Đề án 06 xã Tịnh Khê năm 2025",
    can_cu=("Căn cứ Kế hoạch số 05-KH/TU ngày 20 tháng 7 năm 2025 của Tỉnh ủy",),
    noi_dung=(
        DieuKhoan(CapDieuKhoan.PHAN, "I", "Những việc phải làm"),
        DoanVan("Mỗi thành viên Ban Chỉ đạo phụ trách một lĩnh vực và báo cáo định kỳ."),
        DoanVan("Yêu cầu các thành viên Ban Chỉ đạo tổ chức thực hiện nghiêm túc Kế hoạch này./."),
    ),
    khoi_ky=KhoiKy(("Trưởng ban",), "Phạm Văn Mẫu", chuc_vu_khac="Chủ tịch UBND xã"),
    noi_nhan=NoiNhan(("Sở Khoa học và Công nghệ", "Các thành viên Ban Chỉ đạo", "Lưu: BCĐ")),
    phu_luc=(
        PhuLuc("Dự trù kinh phí", (
            BangBieu(
                cac_cot=(CotBang("TT", 6, GIUA), CotBang("Nội dung, nhiệm vụ chi", 34),
                         CotBang("Đơn vị tính", 9, GIUA), CotBang("Số lượng", 8, GIUA),
                         CotBang("Đơn giá (đồng)", 15, PHAI), CotBang("Thành tiền (đồng)", 16, PHAI),
                         CotBang("Ghi chú", 12)),
                cac_dong=(
                    DongBang(("A", OBang("CHUYỂN ĐỔI SỐ", so_cot=4), "200.000.000", ""), KieuDong.NHOM),
                    DongBang(("I", OBang("Hạ tầng số", so_cot=6)), KieuDong.NHOM),
                    DongBang(("1", "Trang bị thiết bị số hóa hồ sơ dùng chung", "Gói", "01",
                              "120.000.000", "120.000.000", "")),
                    DongBang(("2", "Thiết bị điểm hỗ trợ số cộng đồng tại các thôn", "Thôn", "4",
                              "20.000.000", "80.000.000", "Máy tính, máy in\nMáy quét")),
                    DongBang((OBang("Tổng cộng", so_cot=5, canh_le=GIUA), "200.000.000", ""),
                             KieuDong.TONG),
                ),
                don_vi_tinh="đồng",
            ),
            DoanVan("(Bằng chữ: Hai trăm triệu đồng)"),
        )),
    ),
)  # fmt: skip

BAO_CAO = TaiLieu(
    khoi_dau=KhoiDau(
        co_quan_ban_hanh=("Ủy ban nhân dân", "xã Sơn Hồng"),
        ten_co_quan="Ủy ban nhân dân xã Sơn Hồng",
        ky_hieu="BC-UBND",
        dia_danh="Sơn Hồng",
    ),
    ten_loai="Báo cáo",
    trich_yeu="Kết quả thực hiện nhiệm vụ chuyển đổi số tháng 10 năm 2026",
    kinh_gui=("Sở Khoa học và Công nghệ;", "Thường trực Đảng ủy xã"),
    noi_dung=(
        DoanVan("Thực hiện Kế hoạch chuyển đổi số, Ủy ban nhân dân xã báo cáo kết quả như sau:"),
        muc("I", "Kết quả thực hiện"),
        BangBieu((CotBang("TT", 5, GIUA), CotBang("Trạng thái", 40), CotBang("Số nhiệm vụ", 15, PHAI))),
    ),
    khoi_ky=KhoiKy(("TM. Ủy ban nhân dân", "Chủ tịch")),
    noi_nhan=NoiNhan(("Như trên", "Lưu: VT, VHXH")),
    du_thao=True,
)  # fmt: skip


def _long_body() -> tuple[Khoi, ...]:
    """Some pages of sections, so that headings and the signature meet page ends."""
    cau = "Đơn vị chủ trì tổ chức thực hiện, theo dõi, kiểm tra và báo cáo kết quả đúng thời hạn. "
    cac_khoi: list[Khoi] = [DoanVan(f"Bảng chữ: {MOI_CHU} {MOI_CHU.upper()}")]
    for thu_tu in range(1, 24):
        cac_khoi += [khoan(str(thu_tu), f"Lĩnh vực thứ {thu_tu}"), DoanVan(cau * 4)]
        cac_khoi += [GachDauDong(cau), GachDauDong(cau)]
    return (*cac_khoi, DoanVan(cau * 6))


def _task_row(thu_tu: int) -> DongBang:
    """One row of sixty; row 30 has a cell taller than a page."""
    mo_ta = (
        "\n".join(f"Kết quả đạt được số {n}" for n in range(1, 61)) if thu_tu == 30 else "Báo cáo"
    )
    return DongBang((
        str(thu_tu), f"Nhiệm vụ thứ {thu_tu}: số hóa hồ sơ, tài liệu lưu trữ", mo_ta, "Quý IV/2026",
        TEN_DAI if thu_tu == 7 else "Phòng Văn hóa - Xã hội", "Các phòng, ban, ngành, các thôn",
        "1.640", "Ngân sách xã",
    ))  # fmt: skip


VAN_BAN_DAI = replace(
    KE_HOACH,
    khoi_dau=replace(KE_HOACH.khoi_dau, co_quan_ban_hanh=(TEN_DAI,)),
    noi_dung=_long_body(),
    phu_luc=(
        PhuLuc("Chỉ tiêu", (BANG_CHI_TIEU,)),
        PhuLuc("Nhiệm vụ chuyển đổi số năm 2026", (
            BangBieu(
                cac_cot=(CotBang("TT", 4, GIUA), CotBang("Nhiệm vụ chính", 24),
                         CotBang("Mục tiêu/chỉ tiêu/kết quả đạt được", 20),
                         CotBang("Thời gian triển khai/hoàn thành", 10, GIUA),
                         CotBang("Đơn vị chủ trì", 14), CotBang("Đơn vị phối hợp", 14),
                         CotBang("Kinh phí (trđ)", 7, PHAI), CotBang("Nguồn ngân sách", 8)),
                cac_dong=(
                    DongBang(("I", OBang("Hạ tầng số", so_cot=7)), KieuDong.NHOM),
                    *(_task_row(thu_tu) for thu_tu in range(1, 61)),
                    DongBang((OBang("Tổng cộng", so_cot=6, canh_le=GIUA), "98.400", ""), KieuDong.TONG),
                ),
            ),
        ), HuongGiay.NGANG),
        PhuLuc("Phụ lục trống"),
    ),
)  # fmt: skip
