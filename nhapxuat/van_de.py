"""Findings (vấn đề) of a plan: their stable codes, how serious each is, and one finding.

Codes KP-.. (money) are those of ``kinhphi.cong_don``; NV-.. are about tasks, CT-.. about
indicators. A code is never reused for something else.

=====  ==========================================================================================
NV-01  a task of the annex has no lead unit, or the plan has no annex of tasks at all
NV-02  words of a lead cell name no unit, or not one for certain
NV-03  words of a coordinating cell name no unit
NV-04  a unit is named in a task's cells but has no part in the task
NV-05  a task of the annex has no deadline
NV-06  a deadline can't be read
NV-07  a deadline lies outside the years of the plan
NV-08  a deadline was read, but its words allow another reading
CT-01  an indicator has no lead unit
CT-02  words of an indicator's lead cell name no unit, or not one for certain
CT-03  a level can't be read
CT-04  a level no figure can reach (above 100 %)
CT-05  a level above 100 %
CT-06  levels go the wrong way from one milestone to the next
CT-07  an indicator to be measured has no level
CT-08  an indicator with levels has none for a milestone of the plan
CT-09  a level was read, but something about its words is in doubt (no unit, 6G under 5G)
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
    "NV-01": MucDo.CANH_BAO,
    "NV-02": MucDo.CANH_BAO,
    "NV-03": MucDo.THONG_TIN,
    "NV-04": MucDo.CANH_BAO,
    "NV-05": MucDo.CANH_BAO,
    "NV-06": MucDo.CANH_BAO,
    "NV-07": MucDo.CANH_BAO,
    "NV-08": MucDo.THONG_TIN,
    "CT-01": MucDo.CANH_BAO,
    "CT-02": MucDo.CANH_BAO,
    "CT-03": MucDo.CANH_BAO,
    "CT-04": MucDo.LOI,
    "CT-05": MucDo.CANH_BAO,
    "CT-06": MucDo.CANH_BAO,
    "CT-07": MucDo.CANH_BAO,
    "CT-08": MucDo.THONG_TIN,
    "CT-09": MucDo.THONG_TIN,
}


@dataclass(frozen=True, slots=True)
class VanDe:
    """One finding: what it is about, a sentence, the value as printed and the one expected.

    Amounts are whole đồng, other values words. ``duong_dan`` is the page of the object, "" for
    the plan itself.
    """

    ma: str
    doi_tuong: str
    thong_bao: str
    gia_tri_in: int | str | None = None
    gia_tri_tinh: int | str | None = None
    duong_dan: str = ""

    @property
    def muc_do(self) -> MucDo:
        """Say how serious a finding of this code is.

        >>> VanDe("KP-01", "A", "Dòng A: ...").muc_do.label
        'lỗi'
        """
        return MUC_DO[self.ma]
