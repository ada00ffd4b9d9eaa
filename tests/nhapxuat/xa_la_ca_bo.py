"""All annexes in styles of other communes: importing the modules lists their styles."""

from tests.nhapxuat import xa_la_bang_tinh, xa_la_chi_tieu, xa_la_o, xa_la_van_ban
from tests.nhapxuat.xa_la import CAC_TEP

__all__ = ["CAC_TEP", "xa_la_bang_tinh", "xa_la_chi_tieu", "xa_la_o", "xa_la_van_ban"]
