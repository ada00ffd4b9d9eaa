"""Findings (vấn đề) of a plan: their stable codes, how serious each is, and one finding.

Codes KP-01 to KP-19 (money) are those of ``kinhphi.cong_don``; KP-20 and above are about money
beside the other annexes and the text, NV-.. about tasks, CT-.. about indicators, VB-.. about the
text. A code is never reused for something else.

=====  ==========================================================================================
KP-20  a total of money in the text is not the plan's total
KP-21  an amount in the text is not the amount in words beside it, or the words can't be read
KP-22  a budget line belongs to no task, or no line of the plan does
KP-23  a task names money but no budget line pays for it
KP-24  tasks without money and without a budget line
KP-25  a task names a source of money but no amount
KP-26  a task has an amount but no source, while others name theirs
KP-27  the words of a task's money can't be read
KP-28  two budget rows with codes or words that can't be told apart
KP-29  numbers of budget rows skip or repeat
KP-30  a quantity has one value in the text of a task or row and another in the budget
NV-01  a task of the annex has no lead unit, or the plan has no annex of tasks at all
NV-02  words of a lead cell name no unit, or not one for certain
NV-03  words of a coordinating cell name no unit
NV-04  a unit is named in a task's cells but has no part in the task
NV-05  a task of the annex has no deadline
NV-06  a deadline can't be read
NV-07  a deadline or beginning lies outside the years of the plan
NV-08  a deadline was read, but its words allow another reading
NV-09  a task of the annex has no product, or none of them has
NV-10  two tasks of the annex with the same words
NV-11  two tasks with codes that can't be told apart ("1" and "01")
NV-12  numbers of the annex of tasks skip
NV-13  a task's code names a parent that is not there
CT-01  an indicator has no lead unit
CT-02  words of an indicator's lead cell name no unit, or not one for certain
CT-03  a level can't be read
CT-04  a level no figure can reach (above 100 %)
CT-05  a level above 100 %
CT-06  levels go the wrong way from one milestone to the next
CT-07  an indicator to be measured has no level
CT-08  an indicator with levels has none for a milestone of the plan
CT-09  a level was read, but something about its words is in doubt (no unit, 6G under 5G)
CT-10  two indicators with the same words under one heading
CT-11  two indicators with codes that can't be told apart
CT-12  an indicator's code names a parent that is not there
CT-13  numbers of the indicators skip
CT-14  a share of "at least 100 %", which nothing can pass
CT-15  a level for a year outside the years of the plan
VB-01  parts named in the text do not add up to their total
VB-02  a share in the text is not what its two numbers make
VB-03  a number in the text whose dots and commas follow no rule
VB-04  one document is named with two dates
VB-05  the text names a document that may be the one of the legal bases, by another number
VB-06  a document is named twice among the legal bases
VB-07  a document is dated after the plan was issued or has ended
VB-08  a day no calendar has
VB-09  a day after the end of the plan
VB-10  the plan is signed after deadlines of its own tasks
VB-11  printed numbers of headings repeat or skip
=====  ==========================================================================================
"""

from dataclasses import dataclass

from donvi.lua_chon import LuaChon


class MucDo(LuaChon):
    """How serious a finding is, worst first."""

    LOI = "loi", "lỗi"
    CANH_BAO = "canh_bao", "cảnh báo"
    THONG_TIN = "thong_tin", "thông tin"


MUC_DO = {
    "KP-01": MucDo.LOI,
    "KP-02": MucDo.LOI,
    "KP-03": MucDo.LOI,
    "KP-04": MucDo.LOI,
    "KP-05": MucDo.CANH_BAO,
    "KP-06": MucDo.LOI,
    "KP-07": MucDo.CANH_BAO,
    "KP-08": MucDo.CANH_BAO,
    "KP-09": MucDo.LOI,
    "KP-10": MucDo.LOI,
    "KP-11": MucDo.LOI,
    "KP-20": MucDo.LOI,
    "KP-21": MucDo.LOI,
    "KP-22": MucDo.CANH_BAO,
    "KP-23": MucDo.CANH_BAO,
    "KP-24": MucDo.THONG_TIN,
    "KP-25": MucDo.CANH_BAO,
    "KP-26": MucDo.CANH_BAO,
    "KP-27": MucDo.CANH_BAO,
    "KP-28": MucDo.CANH_BAO,
    "KP-29": MucDo.THONG_TIN,
    "KP-30": MucDo.CANH_BAO,
    "NV-01": MucDo.CANH_BAO,
    "NV-02": MucDo.CANH_BAO,
    "NV-03": MucDo.THONG_TIN,
    "NV-04": MucDo.CANH_BAO,
    "NV-05": MucDo.CANH_BAO,
    "NV-06": MucDo.CANH_BAO,
    "NV-07": MucDo.CANH_BAO,
    "NV-08": MucDo.THONG_TIN,
    "NV-09": MucDo.CANH_BAO,
    "NV-10": MucDo.CANH_BAO,
    "NV-11": MucDo.CANH_BAO,
    "NV-12": MucDo.THONG_TIN,
    "NV-13": MucDo.CANH_BAO,
    "CT-01": MucDo.CANH_BAO,
    "CT-02": MucDo.CANH_BAO,
    "CT-03": MucDo.CANH_BAO,
    "CT-04": MucDo.LOI,
    "CT-05": MucDo.CANH_BAO,
    "CT-06": MucDo.CANH_BAO,
    "CT-07": MucDo.CANH_BAO,
    "CT-08": MucDo.THONG_TIN,
    "CT-09": MucDo.THONG_TIN,
    "CT-10": MucDo.CANH_BAO,
    "CT-11": MucDo.CANH_BAO,
    "CT-12": MucDo.CANH_BAO,
    "CT-13": MucDo.THONG_TIN,
    "CT-14": MucDo.THONG_TIN,
    "CT-15": MucDo.CANH_BAO,
    "VB-01": MucDo.CANH_BAO,
    "VB-02": MucDo.CANH_BAO,
    "VB-03": MucDo.CANH_BAO,
    "VB-04": MucDo.CANH_BAO,
    "VB-05": MucDo.THONG_TIN,
    "VB-06": MucDo.THONG_TIN,
    "VB-07": MucDo.CANH_BAO,
    "VB-08": MucDo.CANH_BAO,
    "VB-09": MucDo.THONG_TIN,
    "VB-10": MucDo.CANH_BAO,
    "VB-11": MucDo.THONG_TIN,
}


class LinhVuc(LuaChon):
    """What a finding is about, in the order of the page."""

    KINH_PHI = "KP", "kinh phí"
    NHIEM_VU = "NV", "nhiệm vụ"
    CHI_TIEU = "CT", "chỉ tiêu"
    VAN_BAN = "VB", "lời văn, căn cứ"


class LoaiNoiSua(LuaChon):
    """The kinds of rows in which a finding is corrected."""

    KE_HOACH = "ke_hoach", "kế hoạch"
    TONG_KINH_PHI = "tong_kinh_phi", "tổng kinh phí"
    DE_MUC = "de_muc", "đề mục"
    MUC_TIEU = "muc_tieu", "mục tiêu"
    CAN_CU = "can_cu", "căn cứ"
    NHIEM_VU = "nhiem_vu", "nhiệm vụ"
    CHI_TIEU = "chi_tieu", "chỉ tiêu"
    DONG_KINH_PHI = "dong_kinh_phi", "dòng kinh phí"
    NGUON_NHIEM_VU = "nguon_nhiem_vu", "nguồn của nhiệm vụ"
    NHAP_PHU_LUC = "nhap_phu_luc", "nhập phụ lục"


@dataclass(frozen=True, slots=True)
class NoiSua:
    """The row in which a finding is corrected: its kind and key (a plan's code)."""

    loai: LoaiNoiSua
    khoa: str


@dataclass(frozen=True, slots=True)
class VanDe:
    """One finding: what it is about, a sentence, the value as printed and the one expected.

    Amounts are whole đồng, other values words. ``duong_dan`` is the page of the object, "" for
    the plan itself, ``noi_sua`` the row that is corrected, None where a row is missing.
    ``cac_noi_sua`` are the codes and rows of a finding that is about many.
    """

    ma: str
    doi_tuong: str
    thong_bao: str
    gia_tri_in: int | str | None = None
    gia_tri_tinh: int | str | None = None
    duong_dan: str = ""
    noi_sua: NoiSua | None = None
    cac_noi_sua: tuple[tuple[str, NoiSua], ...] = ()

    @property
    def linh_vuc(self) -> LinhVuc:
        """Say what a finding of this code is about.

        >>> VanDe("KP-01", "A", "Dòng A: ...").linh_vuc.label
        'kinh phí'
        """
        return LinhVuc(self.ma.partition("-")[0])

    @property
    def muc_do(self) -> MucDo:
        """Say how serious a finding of this code is.

        >>> VanDe("KP-01", "A", "Dòng A: ...").muc_do.label
        'lỗi'
        """
        return MUC_DO[self.ma]
