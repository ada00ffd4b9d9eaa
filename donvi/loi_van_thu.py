"""The words of the morning mail (thư buổi sáng): subject, plain text, sections. Pure."""

from dataclasses import dataclass
from datetime import date

from donvi.tieng_viet import format_ngay

TEN_CONG = "Cổng kế hoạch số"
TIEN_TO_NHAC = "nhac:"  # keys of reminders begin so; the mail lists what is owed instead of them


@dataclass(frozen=True)
class DongThu:
    """One line of the mail: its words, the page it leads to, a remark, how many things it says."""

    loi: str
    duong_dan: str
    ghi_chu: str = ""
    so_viec: int = 1


@dataclass(frozen=True)
class ViecCuaNguoi:
    """What one person owes on a day: overdue, due soon, waiting for their decision."""

    qua_han: tuple[DongThu, ...] = ()
    den_han: tuple[DongThu, ...] = ()
    cho: tuple[DongThu, ...] = ()


@dataclass(frozen=True)
class PhanThu:
    """A section of the mail with its title and lines."""

    tieu_de: str
    cac_dong: tuple[DongThu, ...]

    @property
    def so_viec(self) -> int:
        """Count the things its lines say."""
        return _count(self.cac_dong)


def _count(lines: tuple[DongThu, ...]) -> int:
    return sum(line.so_viec for line in lines)


@dataclass(frozen=True)
class ThuSang:
    """One person's mail of one day; ``thong_bao`` are new notices that are no reminders."""

    ho_ten: str
    ngay_gui: date
    dia_chi_cong: str
    viec: ViecCuaNguoi = ViecCuaNguoi()
    thong_bao: tuple[DongThu, ...] = ()

    @property
    def subject(self) -> str:
        """Write the subject with its counts.

        >>> mot = (DongThu("Phiếu tháng 10", "/phieu/1/"),)
        >>> ThuSang("An", date(2026, 10, 20), "", ViecCuaNguoi(mot, mot * 3)).subject
        'Cổng kế hoạch số: 3 việc đến hạn, 1 quá hạn (20/10/2026)'
        >>> ThuSang("An", date(2026, 10, 20), "", thong_bao=mot).subject
        'Cổng kế hoạch số: 1 thông báo mới (20/10/2026)'
        """
        counts = [
            (_count(self.viec.den_han), "đến hạn"),
            (_count(self.viec.qua_han), "quá hạn"),
            (_count(self.viec.cho), "chờ xử lý"),
        ]
        parts = [f"{count} {what}" for count, what in counts if count]
        if parts:
            parts[0] = parts[0].replace(" ", " việc ", 1)
        else:
            parts = [f"{len(self.thong_bao)} thông báo mới"]
        return f"{TEN_CONG}: {', '.join(parts)} ({format_ngay(self.ngay_gui)})"

    @property
    def sections(self) -> tuple[PhanThu, ...]:
        """List the sections that have lines, the most pressing first."""
        every = (
            PhanThu("Quá hạn", self.viec.qua_han),
            PhanThu("Đến hạn trong những ngày tới", self.viec.den_han),
            PhanThu("Chờ xử lý", self.viec.cho),
            PhanThu("Thông báo mới", self.thong_bao),
        )
        return tuple(section for section in every if section.cac_dong)

    @property
    def opening(self) -> str:
        """Write the first sentence."""
        day = format_ngay(self.ngay_gui)
        return f"Kính gửi ông/bà {self.ho_ten}, dưới đây là việc của ông/bà đến sáng {day}."

    @property
    def closing(self) -> str:
        """Write the last sentence: where it comes from, that nobody reads an answer."""
        return (
            f"Thư này do {TEN_CONG} ({self.dia_chi_cong}) tự động gửi mỗi sáng một lần khi có việc "
            "mới; việc nào đã làm xong thì không nhắc lại. Xin không trả lời thư này."
        )

    def link(self, dong: DongThu) -> str:
        """Give the whole address of a line's page.

        >>> ThuSang("An", date(2026, 10, 20), "https://cong.vn/").link(DongThu("", "/phieu/1/"))
        'https://cong.vn/phieu/1/'
        """
        return f"{self.dia_chi_cong.rstrip('/')}{dong.duong_dan}" if dong.duong_dan else ""

    @property
    def plain_text(self) -> str:
        """Write the mail as plain text, one link per line below its words."""
        lines = [self.opening]
        for section in self.sections:
            lines += ["", f"{section.tieu_de.upper()} ({section.so_viec})"]
            for dong in section.cac_dong:
                lines.append(f"- {dong.loi}")
                lines += [f"  {text}" for text in (dong.ghi_chu, self.link(dong)) if text]
        return "\n".join([*lines, "", self.closing, ""])
