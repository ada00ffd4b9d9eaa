"""Every act of the portal: who does it, where, and with what body it would be accepted."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from kehoach.forms_che_do import BoCheDo
from kehoach.ky_bao_cao import LoaiKy
from kinhphi.chia_nhiem_vu import digest_sources
from tests.factories import MAT_KHAU


@dataclass(frozen=True)
class Viec:
    """One act: who does it, where, with what; fields as name -> (kind, words of its label)."""

    ten: str
    role: str
    url: str
    good: dict[str, Any]
    fields: dict[str, tuple[str, str]]


def at_plan(name: str, dich: dict[str, Any]) -> str:
    return reverse(name, args=[dich["ke_hoach"].ma])


def regime(dich: dict[str, Any]) -> dict[str, Any]:
    """Give what a browser sends of a plan's only reporting rule, that of months."""
    plan = dich["ke_hoach"]
    stored = {LoaiKy.THANG: plan.cac_quy_dinh_bao_cao.get()}
    box = BoCheDo(plan, stored)
    rule = {name: field.value() for name, field in ((f.html_name, f) for f in box.cac_loai[0])}
    sent = {name: value for name, value in rule.items() if value is not None}
    kept = {field.html_name: field.value() or "" for field in box.chung}
    return sent | kept | {"ly_do": "Theo công văn"}


def file_acts(dich: dict[str, Any]) -> list[Viec]:
    """List the acts about files that take long, and about the layout of documents."""
    layout = {
        "co_chu": ("14", "cỡ chữ nội dung"), "co_chu_bang": ("11", "cỡ chữ trong bảng"),
        "quoc_hieu_lon": ("1", "quốc hiệu"), "thut_dong": ("10", "lùi đầu dòng"),
        "gian_dong": ("1.5", "khoảng cách dòng"), "le_tren": ("21", "lề trên"),
        "le_duoi": ("21", "lề dưới"), "le_trai": ("31", "lề trái"), "le_phai": ("16", "lề phải"),
    }  # fmt: skip
    return [
        Viec("chọn thể thức", "van_thu", at_plan("baocao:layout", dich),
             {name: value for name, (value, _) in layout.items()},
             {name: ("choice", label) for name, (_, label) in layout.items()}),
        Viec("tạo tệp kế hoạch", "can_bo", at_plan("baocao:plan_file_new", dich), {}, {}),
        Viec("tạo tệp báo cáo", "can_bo",
             reverse("baocao:report_file_new", args=[dich["du_thao"].pk]), {}, {}),
        Viec("tạo lại tệp", "can_bo", reverse("baocao:file_again", args=[dich["ban_in"].pk]),
             {}, {}),
    ]  # fmt: skip


def money_acts(dich: dict[str, Any]) -> list[Viec]:
    """List the acts that appraise money, and take back or correct what was recorded."""
    place = f"dong-{dich['dong'].pk}"
    khoan, tham_dinh = dich["khoan"].pk, dich["tham_dinh"].pk
    return [
        Viec("thẩm định", "tai_chinh", at_plan("kinhphi:appraise", dich),
             {"noi": place, "so_tien": "5.000.000", "don_vi_tien": "dong",
              "ngay_van_ban": "05/10/2026", "so_van_ban": "13/BC-KT", "ly_do_thay": "Tính lại"},
             {"noi": ("choice", "dòng"), "so_tien": ("number", "số tiền"),
              "don_vi_tien": ("choice", "đơn vị tiền"), "ngay_van_ban": ("date", "ngày văn bản"),
              "so_van_ban": ("required", "số văn bản"), "ghi_chu": ("text", "ghi chú"),
              "ly_do_thay": ("text", "lý do")}),
        Viec("hủy khoản tiền", "tai_chinh", reverse("kinhphi:cancel", args=[khoan]),
             {"ly_do": "Ghi nhầm dòng"},
             {"ly_do": ("required", "lý do"), "ly_do_vuot": ("text", "lý do")}),
        Viec("sửa khoản tiền", "tai_chinh", reverse("kinhphi:correct", args=[khoan]),
             {"noi": place, "loai_khoan": "phan_bo", "so_tien": "2.000.000",
              "don_vi_tien": "dong", "ngay_chung_tu": "05/10/2026", "so_chung_tu": "16/QĐ",
              "ly_do": "Ghi nhầm số"},
             {"noi": ("choice", "dòng"), "loai_khoan": ("choice", "loại"),
              "so_tien": ("number", "số tiền"), "don_vi_tien": ("choice", "đơn vị tiền"),
              "ngay_chung_tu": ("date", "ngày chứng từ"),
              "so_chung_tu": ("required", "số chứng từ"), "ly_do": ("required", "lý do")}),
        Viec("sửa dòng kinh phí", "tai_chinh", reverse("kinhphi:edit", args=[dich["dong"].pk]),
             {"noi_dung": "Mua máy tính", "so_luong": "2", "don_gia": "4.500.000",
              "thanh_tien_in": "9.000.000", "ly_do": "Theo bản đã ký", "buoc": "luu",
              "ban_ghi": str(dich["dong"].history.latest().history_id)},
             {"noi_dung": ("required", "nội dung"), "so_luong": ("number", "số lượng"),
              "don_gia": ("number", "đơn giá"), "thanh_tien_in": ("number", "thành tiền in"),
              "don_vi_tinh": ("text", "đơn vị tính"), "nguon": ("text", "nguồn"),
              "nhiem_vu": ("choice", "nhiệm vụ"), "ghi_chu": ("text", "ghi chú"),
              "ly_do": ("required", "lý do")}),
        Viec("chia nguồn nhiệm vụ", "tai_chinh",
             reverse("kinhphi:split", args=[dich["nhiem_vu"].pk]),
             {"nguon": "Ngân sách xã: 5 triệu", "ly_do": "Theo dự toán được giao",
              "da_thay": digest_sources(dich["nhiem_vu"])},
             {"nguon": ("required", "nguồn"), "ly_do": ("required", "lý do")}),
        Viec("thêm dòng kinh phí", "tai_chinh", at_plan("kinhphi:add", dich),
             {"ma": "B.9", "noi_dung": "Mua máy in", "ly_do": "Theo bản đã ký"},
             {"ma": ("required", "mã"), "noi_dung": ("required", "nội dung"),
              "dong_cha": ("choice", "mục"), "so_in": ("text", "số thứ tự"),
              "ly_do": ("required", "lý do")}),
        Viec("xóa dòng kinh phí", "tai_chinh",
             reverse("kinhphi:remove", args=[dich["dong_trong"].pk]),
             {"ly_do": "Nhập hai lần"}, {"ly_do": ("required", "lý do")}),
        Viec("hủy thẩm định", "tai_chinh", reverse("kinhphi:cancel_appraisal", args=[tham_dinh]),
             {"ly_do": "Ghi nhầm"}, {"ly_do": ("required", "lý do")}),
    ]  # fmt: skip


def letter_acts(dich: dict[str, Any]) -> list[Viec]:
    """List the acts about reminder letters."""
    draft, waiting = (dich[f"cv_{state}"].pk for state in ("du_thao", "cho_duyet"))
    return [
        Viec("soạn công văn", "tong_hop", at_plan("baocao:letter_draft", dich),
             {"don_vi": str(dich["phieu"].don_vi_id)}, {"don_vi": ("number", "đơn vị")}),
        Viec("sửa công văn", "tong_hop", reverse("baocao:letter_edit", args=[draft]),
             {"trich_yeu": "đôn đốc", "noi_dung": "Đề nghị gửi.", "lan_luu": "0",
              "han_tra_loi": "05/11/2026"},
             {"trich_yeu": ("required", "trích yếu"), "noi_dung": ("required", "lời văn"),
              "han_tra_loi": ("date", "thời hạn"), "lan_luu": ("version", "")}),
        Viec("trả lại công văn", "lanh_dao", reverse("baocao:letter_send_back", args=[waiting]),
             {"ly_do": "Nêu rõ hạn"}, {"ly_do": ("required", "lý do")}),
    ]  # fmt: skip


def amendment_acts(dich: dict[str, Any]) -> list[Viec]:
    """List the acts about amendments of a plan."""
    draft, waiting = (dich[f"dc_{state}"].pk for state in ("du_thao", "cho_duyet"))
    reason = {"ly_do": ("required", "lý do")}
    plan = dich["kh_dieu_chinh"].ma
    return [
        Viec("lập điều chỉnh", "tong_hop", reverse("baocao:amendment_draft", args=[plan]),
             {"ly_do": "Theo công văn của tỉnh"}, reason),
        Viec("sửa điều chỉnh", "tong_hop", reverse("baocao:amendment_edit", args=[draft]),
             {"trich_yeu": "Điều chỉnh", "ly_do": "Đổi thời hạn", "lan_luu": "0"},
             {"trich_yeu": ("required", "trích yếu"), "lan_luu": ("version", "")} | reason),
        Viec("trả lại điều chỉnh", "lanh_dao",
             reverse("baocao:amendment_send_back", args=[waiting]), {"ly_do": "Nêu rõ"}, reason),
    ]  # fmt: skip


def document_acts(dich: dict[str, Any]) -> list[Viec]:
    """List the acts about documents after approval."""
    waiting, issued = dich["vb_cho_ky"].pk, dich["vb_da_ban_hanh"].pk
    reason = {"ly_do": ("required", "lý do")}

    def at(name: str, pk: int) -> str:
        return reverse(f"baocao:document_{name}", args=[pk])

    return [
        Viec("nộp bản đã ký", "van_thu", at("take_back", waiting), {}, {}),
        Viec("ghi đã ký giấy", "van_thu", at("paper", waiting), {}, {}),
        Viec("phát hành văn bản", "van_thu", at("promulgate", waiting),
             {"so_hieu": "12", "ngay_ban_hanh": "20/10/2026"},
             {"so_hieu": ("number", "số văn bản"), "ngay_ban_hanh": ("date", "ngày ban hành")}),
        Viec("thu hồi văn bản", "lanh_dao", at("recall", waiting), {"ly_do": "Sai số"}, reason),
        Viec("thay thế văn bản", "lanh_dao", at("reopen", issued), {"ly_do": "Sai số"}, reason),
        Viec("trả lại kế hoạch", "lanh_dao",
             reverse("baocao:plan_send_back", args=[dich["kh_cho_duyet"].ma]),
             {"ly_do": "Thiếu số"}, reason),
        Viec("đính chính văn bản", "van_thu", at("correct", issued),
             {"so_cong_van": "15/UBND-VP", "ngay_cong_van": "22/10/2026", "noi_dung": "Sai ngày"},
             {"so_cong_van": ("required", "số công văn"), "noi_dung": ("required", "nội dung"),
              "ngay_cong_van": ("date", "ngày công văn")}),
    ]  # fmt: skip


def link_acts(dich: dict[str, Any]) -> list[Viec]:
    """List the acts about one-time links."""
    waiting, row = dich["lien_ket"].pk, f"nv{dich['phan_cong'].pk}"
    return [
        Viec("tạo liên kết", "can_bo", reverse("baocao:link_new", args=[dich["phieu"].pk]),
             {"nguoi_nhap": "Bà Châu", "so_ngay": "3"},
             {"nguoi_nhap": ("required", "người nhập"), "so_ngay": ("number", "số ngày")}),
        Viec("thu hồi liên kết", "can_bo",
             reverse("baocao:link_revoke", args=[dich["lien_ket_mo"].pk]), {}, {}),
        Viec("xác nhận nội dung", "can_bo", reverse("baocao:link_confirm", args=[waiting]),
             {"lan_luu": "0"}, {"lan_luu": ("version", "phiếu")}),
        Viec("không nhận nội dung", "can_bo", reverse("baocao:link_refuse", args=[waiting]),
             {"ly_do": "Nhầm kỳ"}, {"ly_do": ("reason", "lý do")}),
        Viec("sửa lỗi nhỏ", "tong_hop", reverse("baocao:form_correct", args=[dich["da_gui"].pk]),
             {"ly_do": "Gõ nhầm", f"{row}-noi_dung": "Đến 12 nhà", f"{row}-phan_tram": "40",
              "lan_luu": str(dich["da_gui"].lan_luu)},
             {"ly_do": ("reason", "lý do"), f"{row}-phan_tram": ("number", "tiến độ")}),
        Viec("nhập nhanh", "khach", reverse("baocao:quick_entry", args=["con-mo"]),
             {f"{row}-noi_dung": "Đến 12 nhà", f"{row}-phan_tram": "40"},
             {f"{row}-phan_tram": ("number", "phần trăm"),
              f"{row}-ngay_hoan_thanh": ("date", "ngày"),
              f"{row}-noi_dung": ("text", "việc")}),
    ]  # fmt: skip


def request_acts(dich: dict[str, Any]) -> list[Viec]:
    """List the acts about ad hoc requests."""
    draft, out = dich["yeu_cau_nhap"], dich["yeu_cau"]
    good = {
        "tieu_de": "Rà soát", "tu_ngay": "2026-10-01", "den_ngay": "20/10/2026",
        "han_nop": "01/01/2099", "so_cau": "1", "cau0-noi_dung": "Số trạm?",
        "cau0-loai_tra_loi": "so", "cau0-don_vi_tinh": "trạm",
    }  # fmt: skip
    typed = {
        "tieu_de": ("required", "tiêu đề"), "so_van_ban": ("text", "số văn bản"),
        "noi_dung": ("text", "nội dung"), "tu_ngay": ("date", "từ ngày"),
        "den_ngay": ("date", "đến ngày"), "han_nop": ("date", "hạn nộp"),
        "nhom_don_vi": ("choice", "nhóm"), "cac_don_vi": ("choice", "đơn vị"),
        "cau0-noi_dung": ("text", "câu hỏi"), "cau0-loai_tra_loi": ("choice", "trả lời bằng"),
        "cau0-don_vi_tinh": ("text", "đơn vị tính"),
    }  # fmt: skip
    other = str(dich["ke_hoach"].don_vi_dau_moi_id)
    version, opened = {"lan_luu": "0"}, {"lan_luu": ("version", "yêu cầu")}

    def at(name: str, row: Any) -> str:
        return reverse(f"baocao:request_{name}", args=[row.pk])

    return [
        Viec("soạn yêu cầu", "tong_hop", at_plan("baocao:request_new", dich), good, typed),
        Viec("sửa yêu cầu", "tong_hop", at("edit", draft), good | version, opened),
        Viec("giao yêu cầu", "tong_hop", at("assign", draft), version, opened),
        Viec("thêm đơn vị", "tong_hop", at("units", out), {"cac_don_vi": other},
             {"cac_don_vi": ("choice", "đơn vị"), "nhom_don_vi": ("choice", "nhóm")}),
        Viec("lùi hạn", "tong_hop", at("extend", out), {"han_nop": "2099-02-01", "ly_do": "Mưa"},
             {"han_nop": ("date", "hạn nộp"), "ly_do": ("required", "lý do")}),
        Viec("hủy yêu cầu", "tong_hop", at("cancel", out), {"ly_do": "Nhầm"},
             {"ly_do": ("required", "lý do")}),
    ]  # fmt: skip


def outline_acts(dich: dict[str, Any]) -> list[Viec]:
    """List the acts about the outline of reports and the wordings of their sections."""
    section = dich["phan"]
    kind, section_kind = {"loai_ky": "T"}, {"loai_ky": ("version", "loại báo cáo")}
    chosen, choice = kind | {"ma": "III"}, section_kind | {"ma": ("version", "đề mục")}
    return [
        Viec("ghi đề mục", "tong_hop", at_plan("baocao:outline_save", dich),
             kind | {"tieu_de": "Tuyên truyền", "cap_do": "1", "loi_mau": "Đã tuyên truyền."},
             section_kind | {"ma": ("date", "đề mục"), "tieu_de": ("required", "tên đề mục"),
              "cap_do": ("choice", "cấp"), "nguon_viet": ("choice", "nguồn viết"),
              "loi_mau": ("text", "lời mẫu")}),
        Viec("chuyển đề mục", "tong_hop", at_plan("baocao:outline_move", dich),
             chosen | {"huong": "len"}, choice | {"huong": ("choice", "hướng")}),
        Viec("bỏ đề mục", "tong_hop", at_plan("baocao:outline_remove", dich), chosen, choice),
        Viec("khôi phục đề cương", "tong_hop", at_plan("baocao:outline_reset", dich),
             kind, section_kind),
        Viec("khôi phục lời văn", "tong_hop",
             reverse("baocao:section_restore", args=[section.pk]),
             {"ma_lich_su": str(section.history.last().history_id), "lan_luu": "0"},
             {"ma_lich_su": ("version", "phiên bản"), "lan_luu": ("version", "")}),
    ]  # fmt: skip


def acts(dich: dict[str, Any]) -> list[Viec]:
    """List every act of the portal with a body that would be accepted."""
    section = dich["du_thao"].cac_phan.order_by("pk").first()
    words = f"p{section.pk}"
    row = dich["dong"]
    version = {"lan_luu": "0"}
    stale = ("version", "phiếu")
    reason = ("reason", "lý do")
    return [
        Viec("lập báo cáo", "tong_hop", at_plan("baocao:compile", dich), {"ky_bao_cao": "2026-T10"},
             {"ky_bao_cao": ("version", "kỳ")}),
        Viec("sửa báo cáo", "tong_hop", reverse("baocao:report_edit", args=[dich["du_thao"].pk]),
             {"ma": section.ma, f"{words}-noi_dung": "Đã làm", f"{words}-lan_luu": "0"},
             {f"{words}-noi_dung": ("text", "lời văn"), f"{words}-lan_luu": ("version", ""),
              "ma": ("version", "")}),
        Viec("trả lại báo cáo", "lanh_dao",
             reverse("baocao:report_send_back", args=[dich["cho_duyet"].pk]),
             {"ly_do": "Thiếu số"}, {"ly_do": ("required", "lý do")}),
        Viec("ghi ngày gửi", "van_thu",
             reverse("baocao:report_send_up", args=[dich["da_duyet"].pk]),
             {"ngay_gui": "20/11/2026"}, {"ngay_gui": ("date", "ngày gửi")}),
        Viec("ghi khoản tiền", "tai_chinh", at_plan("kinhphi:record", dich),
             {"noi": f"dong-{row.pk}", "loai_khoan": "phan_bo", "so_tien": "1.000.000",
              "don_vi_tien": "dong", "ngay_chung_tu": "05/10/2026", "so_chung_tu": "15/QĐ"},
             {"noi": ("choice", "dòng"), "loai_khoan": ("choice", "loại"),
              "so_tien": ("number", "số tiền"), "don_vi_tien": ("choice", "đơn vị tiền"),
              "ngay_chung_tu": ("date", "ngày chứng từ"),
              "so_chung_tu": ("required", "số chứng từ"), "dien_giai": ("text", "diễn giải"),
              "ly_do_vuot": ("text", "lý do")}),
        *money_acts(dich),
        Viec("chấp nhận vấn đề", "tong_hop", at_plan("nhapxuat:accept", dich),
             {"dau_vet": "khong-co", "ly_do": "Như bản ký"},
             {"dau_vet": ("version", "vấn đề"), "ly_do": ("required", "lý do")}),
        Viec("mở lại vấn đề", "tong_hop", at_plan("nhapxuat:reopen", dich),
             {"dau_vet": "khong-co", "ly_do": "Chấp nhận nhầm dòng"},
             {"dau_vet": ("version", "vấn đề"), "ly_do": ("required", "lý do")}),
        Viec("thêm minh chứng", "can_bo", reverse("baocao:evidence", args=[dich["phieu"].pk]),
             {"noi_gan": "phieu", "so_van_ban": "15/KH-UBND"},
             {"noi_gan": ("choice", "minh chứng cho"), "so_van_ban": ("text", "số văn bản"),
              "duong_dan": ("date", "đường dẫn"), "mo_ta": ("text", "mô tả")}),
        Viec("gửi phiếu", "can_bo", reverse("baocao:form_submit", args=[dich["phieu"].pk]),
             version | {"ly_do_thieu": "Chưa có số"},
             {"lan_luu": stale, "ly_do_thieu": ("note", "lý do")}),
        Viec("trả lại phiếu", "tong_hop",
             reverse("baocao:form_send_back", args=[dich["da_gui"].pk]),
             version | {"ly_do": "Thiếu số"}, {"lan_luu": stale, "ly_do": reason}),
        Viec("tiếp nhận phiếu", "tong_hop", reverse("baocao:form_accept", args=[dich["da_gui"].pk]),
             version, {"lan_luu": stale}),
        Viec("mở lại phiếu", "lanh_dao",
             reverse("baocao:form_reopen", args=[dich["da_tiep_nhan"].pk]),
             version | {"ly_do": "Sai số"}, {"lan_luu": stale, "ly_do": reason}),
        *link_acts(dich),
        *request_acts(dich),
        *outline_acts(dich),
        Viec("đề nghị gia hạn", "can_bo",
             reverse("nhiemvu:extension_new", args=[dich["phan_cong"].pk]),
             {"han_moi": "31/12/2027", "ly_do": "Chờ kinh phí"},
             {"han_moi": ("date", "hạn mới"), "ly_do": ("required", "lý do")}),
        Viec("quyết định gia hạn", "lanh_dao",
             reverse("nhiemvu:extension_decide", args=[dich["gia_han"].pk]),
             {"hanh_dong": "khong_dong_y", "y_kien": "Không có lý do chính đáng"},
             {"hanh_dong": ("version", ""), "y_kien": ("reason", "ý kiến")}),
        Viec("rút đề nghị gia hạn", "can_bo",
             reverse("nhiemvu:extension_withdraw", args=[dich["gia_han"].pk]), {}, {}),
        Viec("đặt chế độ báo cáo", "tong_hop", at_plan("kehoach:rules", dich), regime(dich),
             {"T-ngay_chot": ("number", "ngày chốt"), "T-ngay_han_don_vi": ("number", "ngày hạn"),
              "T-lech_thang_don_vi": ("choice", "tháng"),
              "T-ap_dung_tu_ngay": ("date", "áp dụng"), "T-mo_truoc_ngay": ("number", "mở phiếu"),
              "T-nguyen_van": ("text", "lời văn"),
              "nhac_truoc_ngay": ("choice", "nhắc"), "nhac_lai_sau_ngay": ("number", "nhắc"),
              "ly_do": ("required", "lý do"), "phien_ban": ("version", "")}),
        Viec("đổi đơn vị tổng hợp", "tong_hop", at_plan("kehoach:focal_change", dich),
             {"dau-moi-tu_don_vi": str(dich["ke_hoach"].don_vi_dau_moi_id),
              "dau-moi-don_vi": str(dich["phieu"].don_vi_id), "dau-moi-ly_do": "Phân công lại"},
             {"dau-moi-tu_don_vi": ("version", "đơn vị"), "dau-moi-ly_do": ("reason", "lý do"),
              "dau-moi-don_vi": ("version", "đơn vị")}),
        Viec("thêm ngày nghỉ", "tong_hop", at_plan("kehoach:days_off", dich),
             {"ngay_nghi": "20/10/2026", "loai_ngay": "nghi", "mo_ta": "Lễ hội của xã"},
             {"ngay_nghi": ("date", "ngày"), "den_ngay": ("date", "đến ngày"),
              "loai_ngay": ("choice", "loại"), "mo_ta": ("required", "lý do")}),
        Viec("gỡ ngày nghỉ", "tong_hop",
             reverse("kehoach:day_off_remove", args=[dich["ngay_nghi"].pk]), {}, {}),
        Viec("chọn nhận thư", "can_bo", reverse("donvi:chon_nhan_thu"), {"nhan_thu": "0"},
             {"nhan_thu": ("version", "thư")}),
        Viec("đổi mật khẩu", "can_bo", reverse("donvi:doi_mat_khau"),
             {"old_password": MAT_KHAU, "new_password1": "Mot-mat-khau-9",
              "new_password2": "Mot-mat-khau-9"},
             {"old_password": ("version", "mật khẩu"), "new_password1": ("version", "mật khẩu"),
              "new_password2": ("version", "mật khẩu")}),
        Viec("đăng nhập", "khach", reverse("donvi:dang_nhap"),
             {"username": "can_bo", "password": MAT_KHAU},
             {"username": ("version", "tên đăng nhập"), "password": ("version", "mật khẩu")}),
        *file_acts(dich),
        *letter_acts(dich),
        *amendment_acts(dich),
        *document_acts(dich),
    ]  # fmt: skip


ACTS = ("chọn thể thức", "tạo tệp kế hoạch", "tạo tệp báo cáo", "tạo lại tệp",
        "soạn công văn", "sửa công văn", "trả lại công văn",
        "lập điều chỉnh", "sửa điều chỉnh", "trả lại điều chỉnh",
        "nộp bản đã ký", "ghi đã ký giấy", "phát hành văn bản", "thu hồi văn bản",
        "thay thế văn bản", "đính chính văn bản", "trả lại kế hoạch",
        "thêm minh chứng", "lập báo cáo", "sửa báo cáo", "trả lại báo cáo",
        "ghi ngày gửi", "ghi khoản tiền", "thẩm định", "hủy khoản tiền", "sửa khoản tiền",
        "sửa dòng kinh phí", "chia nguồn nhiệm vụ", "thêm dòng kinh phí", "xóa dòng kinh phí",
        "hủy thẩm định",
        "chấp nhận vấn đề", "mở lại vấn đề", "gửi phiếu", "trả lại phiếu",
        "tiếp nhận phiếu", "mở lại phiếu",
        "tạo liên kết", "thu hồi liên kết", "xác nhận nội dung", "không nhận nội dung",
        "sửa lỗi nhỏ", "nhập nhanh",
        "soạn yêu cầu", "sửa yêu cầu", "giao yêu cầu", "thêm đơn vị", "lùi hạn", "hủy yêu cầu",
        "ghi đề mục", "chuyển đề mục", "bỏ đề mục", "khôi phục đề cương", "khôi phục lời văn",
        "đề nghị gia hạn", "quyết định gia hạn", "rút đề nghị gia hạn",
        "đặt chế độ báo cáo", "đổi đơn vị tổng hợp", "thêm ngày nghỉ",
        "gỡ ngày nghỉ", "chọn nhận thư", "đổi mật khẩu", "đăng nhập")  # fmt: skip
