"""What a form still lacks before it can be sent, as sentences that lead to their field."""

from collections.abc import Iterator
from dataclasses import dataclass

from baocao.phieu_queries import DongChiTieu, DongNhiemVu, DongPhieu
from baocao.tra_loi import DongCauHoi
from chitieu.models import SoLieu
from donvi.tieng_viet import normalise

_SHORT = 60


@dataclass(frozen=True)
class MucThieu:
    """One gap: the element id to go to, and the sentence."""

    anchor: str
    cau: str


def list_missing(rows: DongPhieu) -> list[MucThieu]:
    """List what keeps the form from being complete; empty means it may be sent as it is.

    A form in which nothing at all is said is never complete, even if nothing is required of the
    unit: an empty form is not a report.
    """
    missing = [gap for row in rows.nhiem_vu for gap in _missing_in_task(row)]
    missing += [gap for row in rows.chi_tieu for gap in _missing_in_indicator(row)]
    missing += [gap for row in rows.cau_hoi for gap in _missing_answer(row)]
    said = [row for row in rows.nhiem_vu if row.nhap], [row for row in rows.chi_tieu if row.nhap]
    answered = [row for row in rows.cau_hoi if row.nhap]
    if any(said) or answered or missing:
        return missing
    return [
        MucThieu(
            "noi-dung",
            "Phiếu chưa có nội dung nào. Hãy nhập ít nhất một mục, hoặc bấm “Không phát sinh” "
            "nếu trong kỳ đơn vị không có việc gì mới.",
        )
    ]


def _missing_in_task(row: DongNhiemVu) -> Iterator[MucThieu]:
    name = f"Nhiệm vụ {row.nhiem_vu.ma} ({shorten(row.nhiem_vu.ten)})"
    now = row.nhap
    if now is None:
        if row.is_required:
            yield MucThieu(
                f"id_{row.prefix}-noi_dung",
                f"{name}: chưa báo cáo. Hãy nhập việc đã làm và tiến độ, hoặc chọn "
                "“Không phát sinh trong kỳ”.",
            )
        return
    if row.is_required and not now.khong_phat_sinh:
        if not now.noi_dung:
            yield MucThieu(f"id_{row.prefix}-noi_dung", f"{name}: chưa ghi việc đã làm.")
        if now.phan_tram is None:
            yield MucThieu(
                f"id_{row.prefix}-phan_tram", f"{name}: chưa ghi tiến độ, từ 0 đến 100%."
            )
    yield from _missing_at_completion(row, name)


def _missing_at_completion(row: DongNhiemVu, name: str) -> Iterator[MucThieu]:
    now = row.nhap
    if now is None or row.is_recurring or now.phan_tram != 100:
        return
    if now.ngay_hoan_thanh is None:
        yield MucThieu(
            f"id_{row.prefix}-ngay_hoan_thanh",
            f"{name}: tiến độ 100% thì cần ghi ngày hoàn thành.",
        )
    if row.nhiem_vu.san_pham and not now.san_pham:
        yield MucThieu(
            f"id_{row.prefix}-san_pham",
            f"{name}: đã hoàn thành thì cần ghi sản phẩm đã có "
            f"(kế hoạch yêu cầu: {shorten(row.nhiem_vu.san_pham)}).",
        )


def _missing_in_indicator(row: DongChiTieu) -> Iterator[MucThieu]:
    name = f"Chỉ tiêu {row.chi_tieu.ma} ({shorten(row.chi_tieu.ten)})"
    first = f"id_{row.prefix}-{'nhan_xet' if row.is_qualitative else 'gia_tri'}"
    now = row.nhap
    if now is None:
        if row.is_required:
            what = "nhận xét" if row.is_qualitative else "số liệu"
            yield MucThieu(
                first,
                f"{name}: chưa có {what}. Hãy nhập, hoặc chọn “Không phát sinh” "
                "hay “Chưa có số liệu”.",
            )
    elif now.tinh_trang == SoLieu.TinhTrang.CHUA_CO and not now.ghi_chu:
        yield MucThieu(
            f"id_{row.prefix}-ghi_chu", f"{name}: chưa có số liệu thì cần ghi chú vì sao."
        )
    elif now.tinh_trang == SoLieu.TinhTrang.CO_SO_LIEU and _is_blank(row, now):
        yield MucThieu(first, f"{name}: đã chọn có số liệu nhưng ô còn trống.")


def _missing_answer(row: DongCauHoi) -> Iterator[MucThieu]:
    if row.cau_hoi.bat_buoc and row.nhap is None:
        asked = shorten(row.cau_hoi.noi_dung)
        yield MucThieu(
            f"id_{row.prefix}-tra_loi", f"Câu hỏi {row.so_thu_tu} ({asked}): chưa trả lời."
        )


def _is_blank(row: DongChiTieu, now: SoLieu) -> bool:
    return not now.nhan_xet if row.is_qualitative else now.gia_tri is None


def shorten(text: str) -> str:
    """Cut a long name at a word, with an ellipsis, so that a sentence stays readable.

    >>> shorten("Tỷ lệ  hồ sơ trực tuyến")
    'Tỷ lệ hồ sơ trực tuyến'
    >>> len(shorten("chỉ tiêu " * 30)) <= 60
    True
    """
    tidy = normalise(text).rstrip(".;: ")
    if len(tidy) <= _SHORT:
        return tidy
    return tidy[: _SHORT - 1].rsplit(" ", 1)[0] + "…"
