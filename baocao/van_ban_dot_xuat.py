"""What a report on an ad hoc request has of its own as a document: title, opening, appendices."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from baocao.loi_noi import one_line
from baocao.models import BaoCao
from baocao.van_ban_ke_hoach import issuer_name
from donvi.tieng_viet import normalise
from vanban.bang_bieu import BangBieu, CanhLe, CotBang, DongBang, KieuDong
from vanban.tai_lieu import DoanVan, HuongGiay, Khoi, PhuLuc, TaiLieu

Snapshot = dict[str, Any]
CAU_MOT_BANG = 5  # short answers beside each other in one table


def adapt_document(tai_lieu: TaiLieu, bao_cao: BaoCao) -> TaiLieu:
    """Turn the usual document of a report into that of its request; others stay as they are.

    The first and last block are opening and closing. Tasks and indicators stay among the
    appendices only when the request asked for them (1 query where the plan names no addressee).
    """
    asked = bao_cao.so_lieu.get("dot_xuat")
    if not asked:
        return tai_lieu
    return replace(
        tai_lieu,
        trich_yeu=f"Kết quả thực hiện yêu cầu “{_bare(asked['tieu_de'])}”",
        kinh_gui=tai_lieu.kinh_gui or _addressees(bao_cao),
        noi_dung=(_opening(bao_cao, asked), *tai_lieu.noi_dung[1:-1], _closing(bao_cao, asked)),
        phu_luc=(*answer_appendices(asked), *(tai_lieu.phu_luc if asked["kem_nhiem_vu"] else ())),
    )


def _opening(bao_cao: BaoCao, asked: Snapshot) -> DoanVan:
    letter = f"văn bản số {asked['so_van_ban']} về" if asked["so_van_ban"] else "yêu cầu"
    return DoanVan(
        f"Thực hiện {letter} “{_bare(asked['tieu_de'])}”, {issuer_name(bao_cao.ke_hoach)} báo cáo "
        f"như sau (số liệu từ ngày {bao_cao.tu_ngay:%d/%m/%Y} đến ngày "
        f"{bao_cao.den_ngay:%d/%m/%Y}):"
    )


def _closing(bao_cao: BaoCao, asked: Snapshot) -> DoanVan:
    return DoanVan(
        f"Trên đây là báo cáo của {issuer_name(bao_cao.ke_hoach)} về “{_bare(asked['tieu_de'])}”."
    )


def _bare(words: str) -> str:
    return normalise(words).rstrip(" .;:")


def _addressees(bao_cao: BaoCao) -> tuple[str, ...]:
    """Write to whom the plan's regular reports go."""
    rules = bao_cao.ke_hoach.cac_quy_dinh_bao_cao.exclude(noi_nhan_bao_cao="").order_by("pk")
    rule = rules.first()
    return tuple(rule.noi_nhan_bao_cao.splitlines()) if rule else ()


def answer_appendices(asked: Snapshot) -> tuple[PhuLuc, ...]:
    """Lay out the answers: short ones beside each other by unit, words question by question."""
    short = [row for row in asked["cau_hoi"] if row["loai"] != "loi_van" and row["cac_dong"]]
    words = [row for row in asked["cau_hoi"] if row["loai"] == "loi_van" and row["cac_dong"]]
    found = []
    if short:
        tables = tuple(_side_by_side(part) for part in _parts(short))
        found.append(PhuLuc("Tổng hợp trả lời theo đơn vị", tables, HuongGiay.NGANG))
    if words:
        blocks = tuple(block for row in words for block in _in_words(row))
        found.append(PhuLuc("Nội dung trả lời bằng lời của các đơn vị", blocks, HuongGiay.DOC))
    return tuple(found)


def _parts(rows: Sequence[Snapshot]) -> Iterator[Sequence[Snapshot]]:
    for start in range(0, len(rows), CAU_MOT_BANG):
        yield rows[start : start + CAU_MOT_BANG]


def _side_by_side(questions: Sequence[Snapshot]) -> BangBieu:
    width = 70 // len(questions)
    columns = (
        CotBang("TT", 6, CanhLe.GIUA),
        CotBang("Đơn vị", 94 - width * len(questions)),
        *(CotBang(_head(row), width, _align(row)) for row in questions),
    )
    units: dict[str, str] = {}
    for row in questions:
        units |= {said["ma"]: said["don_vi"] for said in row["cac_dong"]}
    said = [{one["ma"]: one["loi"] for one in row["cac_dong"]} for row in questions]
    rows = [
        DongBang((str(number), name, *(one_line(answers.get(ma, "")) for answers in said)))
        for number, (ma, name) in enumerate(units.items(), 1)
    ]
    if any(row["tong"] for row in questions):
        total = ("", "Tổng cộng", *(row["tong"] for row in questions))
        rows.append(DongBang(total, KieuDong.TONG))
    return BangBieu(columns, tuple(rows))


def _head(row: Snapshot) -> str:
    unit = f" ({row['don_vi_tinh']})" if row["don_vi_tinh"] else ""
    return f"{normalise(row['noi_dung']).rstrip(' .:;')}{unit}"


def _align(row: Snapshot) -> CanhLe:
    return CanhLe.PHAI if row["loai"] == "so" else CanhLe.GIUA


def _in_words(row: Snapshot) -> tuple[Khoi, ...]:
    columns = (CotBang("TT", 8, CanhLe.GIUA), CotBang("Đơn vị", 28), CotBang("Trả lời", 64))
    rows = tuple(
        DongBang((str(number), said["don_vi"], said["loi"]))
        for number, said in enumerate(row["cac_dong"], 1)
    )
    return (DoanVan(f"Câu hỏi {row['so_thu_tu']}: {_head(row)}"), BangBieu(columns, rows))
