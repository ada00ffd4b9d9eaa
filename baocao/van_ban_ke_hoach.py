"""A plan as an official document: what it says, in the column set its own annexes use.

``vanban`` knows layout; here stands content only. Original words are printed back unchanged.
"""

from collections.abc import Iterable
from datetime import datetime

from baocao.van_ban_di import current_document
from chitieu.models import ChiTieu, MucChiTieu
from chitieu.queries import with_levels
from donvi.the_thuc_van_ban import layout_of
from donvi.tieng_viet import format_so
from kehoach.models import DeMuc, KeHoach
from kehoach.queries import MucVanBan, body_tree
from kinhphi.models import DongKinhPhi
from nhiemvu.models import NhiemVu
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

LEVELS = {
    DeMuc.LoaiDeMuc.PHAN: CapDieuKhoan.PHAN,
    DeMuc.LoaiDeMuc.MUC_LON: CapDieuKhoan.MUC_LON,
    DeMuc.LoaiDeMuc.KHOAN: CapDieuKhoan.KHOAN,
    DeMuc.LoaiDeMuc.DIEM: CapDieuKhoan.TIEU_KHOAN,
}
Kem = DeMuc.NoiDungKem


def plan_document(ke_hoach: KeHoach) -> TaiLieu:
    """Describe the plan as issued, with its appendices (about 14 queries)."""
    return _Writer(ke_hoach).document()


def plan_head(ke_hoach: KeHoach, *, ky_hieu: str, ngay_thang: NgayThang, so_hieu: str) -> KhoiDau:
    """Give the head of a document of the plan's issuer.

    The number stays blank until văn thư gives one (Decree 30, article 15).
    """
    lines = tuple(ke_hoach.co_quan_ban_hanh.splitlines())
    return KhoiDau(
        co_quan_ban_hanh=lines,
        ten_co_quan=issuer_name(ke_hoach),
        ky_hieu=ky_hieu,
        dia_danh=ke_hoach.dia_danh,
        ngay_thang=ngay_thang,
        so_van_ban=so_hieu,
        co_quan_chu_quan=tuple(ke_hoach.co_quan_chu_quan.splitlines()),
    )


def issuer_name(ke_hoach: KeHoach) -> str:
    """Name the issuer in running text: "UBND xã Vũ Quang", "Ban Chỉ đạo xã Tịnh Khê"."""
    who = "UBND" if ke_hoach.chu_the == KeHoach.ChuThe.UBND else "Ban Chỉ đạo"
    return f"{who} {ke_hoach.xa}"


def signature(ke_hoach: KeHoach) -> KhoiKy:
    """Give the signature block of the plan's signatory."""
    return KhoiKy(
        quyen_han=tuple(ke_hoach.quyen_han.splitlines()),
        ho_ten=ke_hoach.nguoi_ky,
        chuc_vu_khac=ke_hoach.chuc_vu_khac,
    )


def printed_date(ke_hoach: KeHoach) -> NgayThang:
    """Give the date of issue, else the month and year printed in advance with a blank day."""
    day = ke_hoach.ngay_ban_hanh
    if day:
        return NgayThang(day.year, day.month, day.day)
    numbers = [int(word) for word in ke_hoach.thoi_gian_ky.split() if word.isdigit()]
    if len(numbers) == 2:
        return NgayThang(thang=numbers[0], nam=numbers[1])
    return NgayThang(nam=numbers[0] if numbers else None)


def _fixed_at(ke_hoach: KeHoach) -> datetime | None:
    """Give the moment an approved plan's document was fixed, None before (1 query)."""
    document = current_document(ke_hoach) if ke_hoach.is_frozen else None
    return document.created_at if document else None


class _Writer:
    """Gather the rows of one plan once, then write the body and the appendices."""

    def __init__(self, ke_hoach: KeHoach) -> None:
        self.ke_hoach = ke_hoach
        self.tree = body_tree(ke_hoach)
        self.can_cu = list(ke_hoach.cac_can_cu.order_by("thu_tu", "pk"))
        self.muc_tieu = list(ke_hoach.cac_muc_tieu.order_by("thu_tu", "pk"))
        self.nguon_von = list(ke_hoach.cac_nguon_von.order_by("thu_tu", "pk"))
        self.nhiem_vu = list(
            NhiemVu.objects.filter(ke_hoach=ke_hoach).select_related("nhom_nhiem_vu").in_order()
        )
        self.chi_tieu = list(
            with_levels(ChiTieu.objects.filter(ke_hoach=ke_hoach).in_order()).select_related(
                "chi_tieu_cha"
            )
        )
        self.kinh_phi = list(DongKinhPhi.objects.filter(ke_hoach=ke_hoach).in_order())

    def document(self) -> TaiLieu:
        plan = self.ke_hoach
        appendices = [node.de_muc for node in self.tree if _is_appendix(node.de_muc)]
        body = [
            block
            for node in self.tree
            if not _is_appendix(node.de_muc)
            for block in self._section(node)
        ]
        opening: list[Khoi] = [DoanVan(plan.loi_dan)] if plan.loi_dan else []
        closing: list[Khoi] = [DoanVan(plan.loi_ket)] if plan.loi_ket else []
        return TaiLieu(
            khoi_dau=plan_head(
                plan, ky_hieu=plan.ky_hieu, ngay_thang=printed_date(plan), so_hieu=plan.so_hieu
            ),
            ten_loai="Kế hoạch",
            trich_yeu=plan.trich_yeu,
            can_cu=() if self._cites_in_body() else tuple(self._bases()),
            kinh_gui=tuple(plan.kinh_gui.splitlines()),
            noi_dung=(*opening, *body, *closing),
            khoi_ky=signature(plan),
            noi_nhan=NoiNhan(tuple(row.ten for row in plan.cac_noi_nhan.order_by("thu_tu", "pk"))),
            phu_luc=tuple(self._appendix(heading) for heading in appendices),
            tham_so=layout_of(plan.xa, as_of=_fixed_at(plan)),
        )

    def _cites_in_body(self) -> bool:
        """Tell whether the legal bases have a section of their own."""
        nodes = list(self.tree)
        while nodes:
            node = nodes.pop()
            if node.de_muc.noi_dung_kem == Kem.CAN_CU:
                return True
            nodes.extend(node.cac_con)
        return False

    def _bases(self) -> list[str]:
        return [f"{row.tu_dan} {row.noi_dung}".strip() for row in self.can_cu]

    # --- body ---------------------------------------------------------------------------------

    def _section(self, node: MucVanBan) -> Iterable[Khoi]:
        heading = node.de_muc
        yield DieuKhoan(
            _level(heading),
            heading.so_in.removeprefix("Phần ").rstrip(".)"),
            heading.tieu_de,
        )
        for line in filter(None, heading.noi_dung.splitlines()):
            yield GachDauDong(line[2:]) if line.startswith("- ") else DoanVan(line)
        yield from self._attached(heading)
        for task in self.nhiem_vu:
            if task.de_muc_id == heading.pk:
                yield GachDauDong(task.ten)
        for child in node.cac_con:
            yield from self._section(child)

    def _attached(self, heading: DeMuc) -> Iterable[Khoi]:
        if heading.noi_dung_kem == Kem.MUC_TIEU:
            return [GachDauDong(row.noi_dung) for row in self.muc_tieu]
        if heading.noi_dung_kem == Kem.CAN_CU:
            return [GachDauDong(row.noi_dung) for row in self.can_cu]
        if heading.noi_dung_kem == Kem.NGUON_VON:
            return [GachDauDong(row.ten) for row in self.nguon_von]
        if heading.noi_dung_kem == Kem.CHI_TIEU:
            return [GachDauDong(row.nguyen_van or row.ten) for row in self._indicators_of(heading)]
        return []

    def _indicators_of(self, heading: DeMuc) -> list[ChiTieu]:
        """Select the group named like the heading, else all indicators."""
        names = {f"{heading.so_in}. {heading.tieu_de}", f"{heading.so_in} {heading.tieu_de}"}
        group = [row for row in self.chi_tieu if row.nhom_chi_tieu in names]
        return group or self.chi_tieu

    # --- appendices ---------------------------------------------------------------------------

    def _appendix(self, heading: DeMuc) -> PhuLuc:
        tables = {
            Kem.CHI_TIEU: lambda: indicator_table(self.chi_tieu, self.ke_hoach.cac_moc),
            Kem.NHIEM_VU: lambda: task_table(self._annexed(), self.ke_hoach),
            Kem.KINH_PHI: lambda: money_table(self.kinh_phi, self.ke_hoach),
        }
        table = tables.get(Kem(heading.noi_dung_kem)) if heading.noi_dung_kem else None
        return PhuLuc(
            ten=heading.tieu_de,
            noi_dung=(table(),) if table else (),
            huong_giay=HuongGiay.NGANG,
        )

    def _annexed(self) -> list[NhiemVu]:
        return [t for t in self.nhiem_vu if t.loai_nhiem_vu == NhiemVu.LoaiNhiemVu.PHU_LUC]


def _level(heading: DeMuc) -> CapDieuKhoan:
    """Give the heading's level; "a)" is a điểm, "1.1" the sub-clause that plans use beside it."""
    if heading.so_in.endswith(")"):
        return CapDieuKhoan.DIEM
    return LEVELS[DeMuc.LoaiDeMuc(heading.loai_de_muc)]


def _is_appendix(heading: DeMuc) -> bool:
    return heading.loai_de_muc == DeMuc.LoaiDeMuc.PHU_LUC


def indicator_table(indicators: Iterable[ChiTieu], years: list[int]) -> BangBieu:
    """Lay out indicators by milestone: number, name, one column a year, lead unit."""
    grouped = "Phấn đấu theo từng giai đoạn" if len(years) > 1 else ""
    columns = (
        CotBang("TT", 5, CanhLe.GIUA),
        CotBang("Chỉ tiêu", 34),
        *(CotBang(f"Năm {year}", 9, CanhLe.GIUA, nhom=grouped) for year in years),
        CotBang("Cơ quan chủ trì theo dõi, đánh giá", 18),
    )
    rows = []
    for row in indicators:
        levels: dict[int, MucChiTieu] = {level.nam: level for level in row.cac_muc.all()}
        inherited = row.chi_tieu_cha.chu_tri_nguyen_van if row.chi_tieu_cha else ""
        rows.append(
            DongBang(
                (
                    row.ma,
                    row.ten,
                    *(levels[year].nguyen_van if year in levels else "" for year in years),
                    row.chu_tri_nguyen_van or inherited,
                )
            )
        )
    return BangBieu(columns, tuple(rows))


TASK_COLUMNS: dict[str, tuple[tuple[CotBang, str], ...]] = {
    KeHoach.BoCot.VU_QUANG: (
        (CotBang("TT", 5, CanhLe.GIUA), "ma"),
        (CotBang("Nội dung nhiệm vụ", 45), "ten"),
        (CotBang("Cơ quan chủ trì", 18), "chu_tri_nguyen_van"),
        (CotBang("Cơ quan phối hợp", 20), "phoi_hop_nguyen_van"),
        (CotBang("Thời gian hoàn thành", 12, CanhLe.GIUA), "thoi_han_nguyen_van"),
    ),
    KeHoach.BoCot.KY_LAC: (
        (CotBang("TT", 4, CanhLe.GIUA), "ma"),
        (CotBang("Nhiệm vụ chính", 22), "ten"),
        (CotBang("Mục tiêu/chỉ tiêu/kết quả đạt được", 20), "san_pham"),
        (CotBang("Thời gian triển khai/hoàn thành", 10, CanhLe.GIUA), "thoi_han_nguyen_van"),
        (CotBang("Đơn vị chủ trì", 12), "chu_tri_nguyen_van"),
        (CotBang("Đơn vị phối hợp", 14), "phoi_hop_nguyen_van"),
        (CotBang("Kinh phí (trđ)", 8, CanhLe.PHAI), "kinh_phi_nguyen_van"),
        (CotBang("Nguồn ngân sách", 10), "nguon_nguyen_van"),
    ),
    KeHoach.BoCot.SON_HONG: (
        (CotBang("TT", 4, CanhLe.GIUA), "ma"),
        (CotBang("Nội dung nhiệm vụ", 28), "ten"),
        (CotBang("Đơn vị chủ trì", 14), "chu_tri_nguyen_van"),
        (CotBang("Đơn vị phối hợp", 20), "phoi_hop_nguyen_van"),
        (CotBang("Thời gian", 10, CanhLe.GIUA), "thoi_han_nguyen_van"),
        (CotBang("Sản phẩm đầu ra", 24), "san_pham"),
    ),
}


def task_table(tasks: Iterable[NhiemVu], ke_hoach: KeHoach) -> BangBieu:
    """Lay out tasks by group in the plan's own column set, words as printed."""
    columns = TASK_COLUMNS[ke_hoach.bo_cot]
    rows: list[DongBang] = []
    group_id: int | None = None
    for task in tasks:
        if task.nhom_nhiem_vu and task.nhom_nhiem_vu_id != group_id:
            group_id = task.nhom_nhiem_vu_id
            rest = OBang(task.nhom_nhiem_vu.ten, so_cot=len(columns) - 1)
            rows.append(DongBang((task.nhom_nhiem_vu.ma, rest), KieuDong.NHOM))
        rows.append(DongBang(tuple(getattr(task, name) for _, name in columns)))
    return BangBieu(tuple(column for column, _ in columns), tuple(rows))


def money_table(lines: Iterable[DongKinhPhi], ke_hoach: KeHoach) -> BangBieu:
    """Lay out the budget tree in seven columns, printed amounts as the plan has them, in đồng."""
    columns = (
        CotBang("TT", 5, CanhLe.GIUA),
        CotBang("Nội dung", 34),
        CotBang("Đơn vị tính", 9, CanhLe.GIUA),
        CotBang("Số lượng", 8, CanhLe.GIUA),
        CotBang("Đơn giá", 13, CanhLe.PHAI),
        CotBang("Thành tiền", 15, CanhLe.PHAI),
        CotBang("Ghi chú", 16),
    )
    rows = [
        DongBang(
            (
                line.so_in,
                line.noi_dung,
                line.don_vi_tinh,
                line.so_luong_nguyen_van,
                _amount(line.don_gia),
                _amount(line.thanh_tien_in),
                line.ghi_chu,
            ),
            KieuDong.THUONG if line.cap_dong == DongKinhPhi.CapDong.DONG else KieuDong.NHOM,
        )
        for line in lines
    ]
    if ke_hoach.tong_kinh_phi_in is not None:
        total = _amount(ke_hoach.tong_kinh_phi_in)
        rows.append(
            DongBang((OBang("Tổng cộng", so_cot=5, canh_le=CanhLe.GIUA), total, ""), KieuDong.TONG)
        )
    return BangBieu(columns, tuple(rows), don_vi_tinh="đồng")


def _amount(so_tien: int | None) -> str:
    return "" if so_tien is None else format_so(so_tien)
