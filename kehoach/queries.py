"""Finished rows for the pages and documents of a plan."""

from dataclasses import dataclass, field

from kehoach.models import DeMuc, KeHoach


@dataclass(frozen=True)
class MucVanBan:
    """A heading of the body with what stands under it, as a tree."""

    de_muc: DeMuc
    cap_do: int
    cac_con: list["MucVanBan"] = field(default_factory=list)


def body_tree(ke_hoach: KeHoach) -> list[MucVanBan]:
    """Build the tree of headings in printed order (1 query)."""
    roots: list[MucVanBan] = []
    nodes: dict[int, MucVanBan] = {}
    for row in ke_hoach.cac_de_muc.order_by("thu_tu", "pk"):
        parent = nodes.get(row.de_muc_cha_id) if row.de_muc_cha_id else None
        node = MucVanBan(row, parent.cap_do + 1 if parent else 0)
        nodes[row.pk] = node
        (parent.cac_con if parent else roots).append(node)
    return roots


def flatten(tree: list[MucVanBan]) -> list[MucVanBan]:
    """List a tree of headings depth first, as it is printed."""
    flat: list[MucVanBan] = []
    for node in tree:
        flat.append(node)
        flat.extend(flatten(node.cac_con))
    return flat
