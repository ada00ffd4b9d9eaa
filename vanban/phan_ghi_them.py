"""What was added to the issued bytes of a document (phần ghi thêm): signatures and nothing else.

Updates of a PDF are written behind what is there. Each is looked at in turn, so that a change
which a later update hides again is still seen.
"""

from collections.abc import Iterator

from pyhanko.pdf_utils.generic import Reference
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.constants import ROOT_EXEMPT_STRICT_COMPARISON
from pyhanko.sign.fields import enumerate_sig_fields

from vanban.loi_chu_ky import LoiDaSua, LoiKhongDocDuoc, LoiKyHaiLan, LoiNgoaiO
from vanban.o_ky import CAC_O_KY, name_field

CAC_LAN_GHI_TOI_DA = 40  # updates; two signatures with validation data need six
_TEN_O = frozenset(o.ten_o for o in CAC_O_KY)
# pyHanko's own rules without the one for other form fields: nothing but signatures may be filled.
# Metadata may be renewed, since signing programs write their name and the time there; "/Perms" is
# where a certifying signature, which the person may choose to make, is named.
CHI_THEM_CHU_KY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ROOT_EXEMPT_STRICT_COMPARISON | {"/Perms"}),
        *(
            rule.as_qualified(ModificationLevel.LTA_UPDATES)
            for rule in (DocInfoRule(), XrefStreamRule(), ObjectStreamRule(), DSSCompareRule(),
                         MetadataUpdateRule())
        ),
    ],
    form_rule=FormUpdatingRule(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]),
)  # fmt: skip


def check_revisions(reader: PdfFileReader, ban_goc: int, so_byte: int) -> None:
    """Refuse a file whose updates do not build on the issued one, or are too many."""
    xrefs = reader.xrefs
    if xrefs.total_revisions - ban_goc > CAC_LAN_GHI_TOI_DA:
        raise LoiKhongDocDuoc(chi_tiet=f"tệp được ghi thêm hơn {CAC_LAN_GHI_TOI_DA} lần")
    starts = [xrefs.get_startxref_for_revision(lan) for lan in range(xrefs.total_revisions)]
    issued, added = starts[: ban_goc + 1], starts[ban_goc + 1 :]
    if max(issued) >= so_byte or any(start < so_byte for start in added):
        raise LoiDaSua(chi_tiet="phần ghi thêm không nối tiếp bản đã phát hành")


def check_fields(reader: PdfFileReader, ban_goc: int) -> frozenset[str]:
    """Follow the signature fields through the updates; give the names of ours that are signed.

    :raises LoiNgoaiO: for a field that is not ours; time stamps of a service are allowed.
    :raises LoiKyHaiLan: when a signature took the place of an earlier one.
    :raises LoiDaSua: when a field of ours or its signature was taken away.
    """
    da_ky: dict[str, Reference] = {}
    cac_o: set[str] = set(_TEN_O)
    for lan in range(ban_goc, reader.xrefs.total_revisions):
        values = dict(_signature_values(reader, lan))
        if not values.keys() >= cac_o:
            raise LoiDaSua(chi_tiet="một ô ký đã bị bỏ khỏi tệp")
        cac_o |= values.keys()
        _note_signatures(da_ky, values)
    for ten_o, value in da_ky.items():
        if values[ten_o] is None:
            raise LoiDaSua(chi_tiet=f"chữ ký tại {name_field(ten_o)} đã bị gỡ bỏ")
        if _times_written(reader, value, ban_goc) > 1:
            raise LoiKyHaiLan(ten_o=name_field(ten_o))
    _check_foreign_fields(reader)
    return _TEN_O & da_ky.keys()


def _check_foreign_fields(reader: PdfFileReader) -> None:
    """Allow beside our fields only those of time stamps, which show nothing on any page.

    :raises LoiNgoaiO: for any other field.
    """
    for ten_o, value, field_ref in enumerate_sig_fields(reader):
        if ten_o in _TEN_O:
            continue
        field = field_ref.get_object()
        is_stamp = value is not None and value.get_object().get("/Type") == "/DocTimeStamp"
        left, bottom, right, top = field.get("/Rect", (0, 0, 0, 0))
        if not is_stamp or "/Kids" in field or (left != right and bottom != top):
            raise LoiNgoaiO(ten_o=name_field(ten_o))


def _note_signatures(da_ky: dict[str, Reference], values: dict[str, Reference | None]) -> None:
    """Add what one update signed; a field that was signed may not get another signature."""
    for ten_o, value in values.items():
        if value is not None and da_ky.setdefault(ten_o, value) != value:
            raise LoiKyHaiLan(ten_o=name_field(ten_o))


def _signature_values(reader: PdfFileReader, lan: int) -> Iterator[tuple[str, Reference | None]]:
    """List the signature fields after one update: name, and where their signature is."""
    names: set[str] = set()
    resolver = reader.get_historical_resolver(lan)
    for ten_o, value, field_ref in enumerate_sig_fields(resolver):
        if ten_o in names:
            raise LoiNgoaiO(ten_o=name_field(ten_o))
        names.add(ten_o)
        if value is None:
            yield ten_o, None
        else:
            yield ten_o, resolver(field_ref.reference).raw_get("/V").reference


def _times_written(reader: PdfFileReader, signature: Reference, ban_goc: int) -> int:
    """Count the updates that wrote the object of a signature; more than one replaces it."""
    updates = range(ban_goc + 1, reader.xrefs.total_revisions)
    return sum(signature in reader.xrefs.explicit_refs_in_revision(lan) for lan in updates)


def check_changes(reader: PdfFileReader, ban_goc: int) -> None:
    """Refuse any change that is not a signature or data to check one with."""
    before = reader.get_historical_root(ban_goc)["/Pages"]["/Count"]
    after = reader.root["/Pages"]["/Count"]
    if before != after:
        raise LoiDaSua(chi_tiet=f"số trang từ {before} thành {after}")
    if isinstance(CHI_THEM_CHU_KY.review_file(reader, ban_goc), SuspiciousModification):
        raise LoiDaSua(chi_tiet="có nội dung được thêm hoặc sửa ngoài chữ ký số")
