"""Checking (soát) annexes beside each other: tasks, their money, the budget, the text's amounts."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from django.urls import reverse

from donvi.tieng_viet import fold, format_dong
from kinhphi.cong_don import DOI_TUONG_TONG, CayKinhPhiSai, DongCongDon, sum_rows
from kinhphi.models import DongKinhPhi
from nhapxuat.ho_so_soat import DoanVan, HoSoSoat
from nhapxuat.so_trong_loi import SoTienTrongLoi, find_amounts
from nhapxuat.soat_so_luong import check_quantities
from nhapxuat.van_de import LoaiNoiSua, NoiSua, VanDe
from nhiemvu.models import NhiemVu

SO_NHIEM_VU_SO_SANH = 3  # tasks with most words in common that a row is compared with
GIONG_NHAU = 0.85  # how alike the words of a row and a task are, for a hint


def check_annexes(ho_so: HoSoSoat) -> Iterator[VanDe]:
    """Find what the annexes and the text say differently about money and quantities."""
    yield from _check_amounts(ho_so)
    if ho_so.is_money_with_tasks:
        yield from _check_sources(ho_so)
    else:
        yield from _check_links(ho_so)
        yield from check_quantities(ho_so)
    yield from _check_money_words(ho_so)


def _check_amounts(ho_so: HoSoSoat) -> Iterator[VanDe]:
    """Compare amounts in the text with the words beside them and with the plan's total."""
    for piece in (*ho_so.body(), *ho_so.annexes()):
        for amount in find_amounts(piece.van_ban):
            if amount.bang_chu and amount.so_bang_chu != amount.so_tien:
                yield _wrong_words(piece, amount)
    total = _total(ho_so)
    if total is None:
        return
    of_rows = {row.thanh_tien_in for row in ho_so.dong_kinh_phi}
    of_rows |= {task.so_tien for task in ho_so.phu_luc}
    for piece in ho_so.body():
        for amount in find_amounts(piece.van_ban):
            if amount.la_tong and amount.so_tien != total and amount.so_tien not in of_rows:
                cau = (
                    f"{piece.noi}: tổng kinh phí ghi là {format_dong(amount.so_tien)}, nhưng tổng "
                    f"kinh phí của kế hoạch là {format_dong(total)}; cần ghi thống nhất."
                )
                yield VanDe(
                    "KP-20", piece.noi, cau, amount.so_tien, total, piece.duong_dan, piece.noi_sua
                )


def _total(ho_so: HoSoSoat) -> int | None:
    """Give the total the plan prints, else the sum of its top rows or of its tasks."""
    if ho_so.ke_hoach.tong_kinh_phi_in is not None:
        return ho_so.ke_hoach.tong_kinh_phi_in
    codes = {row.pk: row.ma for row in ho_so.dong_kinh_phi}
    rows = [
        DongCongDon(
            row.ma, codes.get(row.dong_cha_id or 0), row.so_luong, row.don_gia, row.thanh_tien_in
        )
        for row in ho_so.dong_kinh_phi
    ] or [DongCongDon(task.ma, thanh_tien_in=task.so_tien) for task in ho_so.phu_luc]
    try:
        return sum_rows(rows).theo_cac_muc
    except CayKinhPhiSai:
        return None


def _wrong_words(piece: DoanVan, amount: SoTienTrongLoi) -> VanDe:
    read = amount.so_bang_chu
    told = "không đọc được" if read is None else f"là {format_dong(read)}"
    cau = (
        f"{piece.noi}: số tiền bằng số là {format_dong(amount.so_tien)}, nhưng bằng chữ "
        f"“{amount.bang_chu}” {told}; cần ghi thống nhất."
    )
    found = amount.bang_chu if read is None else read
    return VanDe("KP-21", piece.noi, cau, amount.so_tien, found, piece.duong_dan, piece.noi_sua)


def _check_links(ho_so: HoSoSoat) -> Iterator[VanDe]:
    """Look for budget lines without a task and tasks without a line, where there are both."""
    if not ho_so.phu_luc:
        return
    alone = [row for row in ho_so.dong_la if row.nhiem_vu_id is None]
    if len(alone) == len(ho_so.dong_la) and len(alone) > 1:
        yield VanDe(
            "KP-22",
            DOI_TUONG_TONG,
            f"Chưa dòng kinh phí nào được gắn với nhiệm vụ ({len(alone)} dòng); cần gắn từng dòng "
            "với nhiệm vụ được chi để theo dõi tiền theo nhiệm vụ.",
            duong_dan=_budget(ho_so),
            cac_noi_sua=tuple((row.ma, _line_place(row)) for row in alone),
        )
        return
    for row in alone:
        yield _line_without_task(ho_so, row)
    yield from _tasks_without_line(ho_so)


def _budget(ho_so: HoSoSoat) -> str:
    return reverse("kinhphi:list", args=[ho_so.ke_hoach.ma])


def _line_without_task(ho_so: HoSoSoat, row: DongKinhPhi) -> VanDe:
    like = _most_alike(ho_so, row)
    hint = f" (nội dung gần giống nhiệm vụ {like.ma})" if like else ""
    cau = (
        f"Dòng {row.ma} “{_short(row.noi_dung)}” không thuộc nhiệm vụ nào trong phụ lục nhiệm "
        f"vụ{hint}; cần gắn với một nhiệm vụ hoặc bổ sung nhiệm vụ."
    )
    return VanDe(
        "KP-22", row.ma, cau, None, like.ma if like else None, _budget(ho_so), _line_place(row)
    )


def _line_place(row: DongKinhPhi) -> NoiSua:
    return NoiSua(LoaiNoiSua.DONG_KINH_PHI, str(row.pk))


def _most_alike(ho_so: HoSoSoat, row: DongKinhPhi) -> NhiemVu | None:
    """Find the task whose words are nearly those of a row; only tasks that share words count."""
    words = fold(row.noi_dung)
    for task in ho_so.cum_nhiem_vu.find(words)[:SO_NHIEM_VU_SO_SANH]:
        if SequenceMatcher(None, words, fold(task.ten), autojunk=False).ratio() >= GIONG_NHAU:
            return task
    return None


def _tasks_without_line(ho_so: HoSoSoat) -> Iterator[VanDe]:
    paid = {row.nhiem_vu_id for row in ho_so.dong_kinh_phi}
    without = [task for task in ho_so.phu_luc if task.pk not in paid]
    needing = [task for task in without if _needs_money(task)]
    for task in needing:
        told = format_dong(task.so_tien) if task.so_tien else f"nguồn “{task.nguon_nguyen_van}”"
        cau = f"ghi kinh phí ({told}) nhưng bảng kinh phí không có dòng nào của nhiệm vụ này."
        yield _task_found("KP-23", task, cau, task.so_tien or task.nguon_nguyen_van)
    others = [task for task in without if not _needs_money(task)]
    if others:
        yield _without_money(ho_so, others, "không có dòng nào trong bảng kinh phí")


def _needs_money(task: NhiemVu) -> bool:
    return bool(task.so_tien or task.nguon_nguyen_van.strip())


def _task_found(
    ma: str, task: NhiemVu, cau: str, in_ra: int | str | None = None, tinh: str | None = None
) -> VanDe:
    doi_tuong = f"Nhiệm vụ {task.ma}"
    page = reverse("nhiemvu:detail", args=[task.pk])
    return VanDe(ma, doi_tuong, f"{doi_tuong}: {cau}", in_ra, tinh, page, _task_place(task))


def _task_place(task: NhiemVu) -> NoiSua:
    return NoiSua(LoaiNoiSua.NHIEM_VU, str(task.pk))


def _check_sources(ho_so: HoSoSoat) -> Iterator[VanDe]:
    """Look for sources without amounts and the reverse, in plans whose tasks bear the money."""
    tasks = ho_so.phu_luc
    if not any(task.so_tien for task in tasks):
        return
    some_source = any(task.nguon_nguyen_van.strip() for task in tasks)
    for task in tasks:
        source = task.nguon_nguyen_van.strip()
        if source and not _has_amount(task):
            cau = f"ghi nguồn “{source}” nhưng không ghi số tiền; cần ghi số tiền dự kiến."
            yield _task_found("KP-25", task, cau, source)
        elif some_source and task.so_tien and not source:
            cau = f"ghi kinh phí {format_dong(task.so_tien)} nhưng không ghi nguồn; cần ghi nguồn."
            yield _task_found("KP-26", task, cau, task.so_tien)
    neither = [t for t in tasks if not (_has_amount(t) or t.nguon_nguyen_van.strip())]
    if neither:
        cau = "không ghi kinh phí và nguồn, trong khi nhiệm vụ khác có"
        yield _without_money(ho_so, neither, cau)


def _has_amount(task: NhiemVu) -> bool:
    return bool(task.so_tien or _says_amount(task.kinh_phi_nguyen_van))


def _says_amount(words: str) -> bool:
    """Tell whether words say anything of an amount: a dash and "Không" say there is none."""
    plain = fold(words).strip(" .-–—/…")
    return plain not in {"", "0", "x", "ko", "khong", "khong co", "khong phat sinh"}


def _without_money(ho_so: HoSoSoat, tasks: list[NhiemVu], cau: str) -> VanDe:
    codes = ", ".join(task.ma for task in tasks)
    return VanDe(
        "KP-24",
        "Nhiệm vụ không có kinh phí",
        f"Nhiệm vụ {codes}: {cau}; nếu nhiệm vụ cần tiền thì bổ sung, nếu không thì chấp nhận và "
        "ghi lý do.",
        codes,
        None,
        _budget(ho_so),
        cac_noi_sua=tuple((task.ma, _task_place(task)) for task in tasks),
    )


def _check_money_words(ho_so: HoSoSoat) -> Iterator[VanDe]:
    for task in ho_so.phu_luc:
        words = task.kinh_phi_nguyen_van.strip()
        if _says_amount(words) and task.so_tien is None:
            cau = f"chưa đọc được số tiền “{words}”; cần ghi một số tiền, ví dụ 650 triệu đồng."
            yield _task_found("KP-27", task, cau, words)


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 80 else plain[:79].rstrip() + "…"
