"""Put the two empty signature fields (trường ký) into a document about to be signed.

The portal never signs. It leaves places that any signing program finds by itself: a field for the
person who signs and one for the body, where Decree 30/2020/NĐ-CP, Appendix I wants them: the image
of the signature in the middle between post and name (II.7.d), the seal over its left third
(II.8.a). Both fields belong to the only revision of the file, so it stays PDF/A-2a, and equal
documents keep giving equal bytes.
"""

from dataclasses import dataclass
from typing import Any

import pydyf

from vanban.o_ky import O_CO_QUAN, O_NGUOI_KY
from vanban.the_thuc import CON_DAU, O_CHU_KY, PHAN_CHONG_DAU

CHO_KY = "cho-ky"  # the id of the room between post and name in the page
PT_MM = 72 / 25.4  # points of one millimetre
PT_PX = 0.75  # points of one CSS pixel
_PRINT = 1 << 2  # annotation flag: printed, never hidden (PDF/A-2, 6.3.2)
_APPEND_ONLY = 3  # SigFlags: there are signature fields, and programs shall only append


@dataclass(frozen=True)
class KhungO:
    """A box on a page (khung ô): left, bottom, right and top in points from its lower left."""

    trai: float
    duoi: float
    phai: float
    tren: float

    @property
    def be_rong(self) -> float:
        """Give the width in points."""
        return self.phai - self.trai

    @property
    def chieu_cao(self) -> float:
        """Give the height in points."""
        return self.tren - self.duoi


class LoiChoKy(ValueError):
    """The document has no signature block, so there is no place for the fields."""


def place_fields(cho_ky: KhungO) -> tuple[KhungO, KhungO]:
    """Place signature and seal by the room between post and name: person's box, body's box.

    >>> nguoi_ky, co_quan = place_fields(KhungO(300, 100, 500, 200))
    >>> round((nguoi_ky.trai + nguoi_ky.phai) / 2), round((co_quan.duoi + co_quan.tren) / 2)
    (400, 150)
    >>> round((co_quan.phai - nguoi_ky.trai) / nguoi_ky.be_rong, 3)
    0.333
    """
    giua_x, giua_y = (cho_ky.trai + cho_ky.phai) / 2, (cho_ky.duoi + cho_ky.tren) / 2
    rong, cao, dau = O_CHU_KY[0] * PT_MM, O_CHU_KY[1] * PT_MM, CON_DAU * PT_MM
    trai = giua_x - rong / 2
    phai_dau = trai + rong * float(PHAN_CHONG_DAU)
    return (
        KhungO(trai, giua_y - cao / 2, trai + rong, giua_y + cao / 2),
        KhungO(phai_dau - dau, giua_y - dau / 2, phai_dau, giua_y + dau / 2),
    )


def add_fields(document: Any, pdf: pydyf.PDF) -> None:
    """Add both fields to a PDF that is about to be written (a `finisher` of WeasyPrint).

    :raises LoiChoKy: when no page has the room for a signature.
    """
    so_trang, cho_ky = _find_room(document)
    page = pdf.objects[pdf.pages["Kids"][3 * so_trang]]
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array(), "SigFlags": _APPEND_ONLY})
    page.setdefault("Annots", pydyf.Array())
    for o_ky, khung in zip((O_NGUOI_KY, O_CO_QUAN), place_fields(cho_ky), strict=True):
        field = _make_field(pdf, page, khung)
        field["T"], field["TU"] = pydyf.String(o_ky.ten_o), pydyf.String(o_ky.mo_ta)
        pdf.catalog["AcroForm"]["Fields"].append(field.reference)
        page["Annots"].append(field.reference)
        _tag_field(pdf, page, field)


def _find_room(document: Any) -> tuple[int, KhungO]:
    """Find the page (from 0) and the box of the room between post and name."""
    for so_trang, page in enumerate(document.pages):
        if CHO_KY in page.anchors:
            x1, y1, x2, y2 = (PT_PX * value for value in page.anchors[CHO_KY])
            height = PT_PX * page.height
            return so_trang, KhungO(x1, height - y2, x2, height - y1)
    raise LoiChoKy("Văn bản không có khối ký nên không có chỗ đặt ô chữ ký.")


def _make_field(pdf: pydyf.PDF, page: pydyf.Dictionary, khung: KhungO) -> pydyf.Dictionary:
    """Make an empty field with an empty appearance, which PDF/A wants (6.3.3)."""
    appearance = pydyf.Stream(
        [],
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array((0, 0, round(khung.be_rong, 2), round(khung.chieu_cao, 2))),
            "Resources": pydyf.Dictionary(),
        },
    )
    pdf.add_object(appearance)
    corners = (khung.trai, khung.duoi, khung.phai, khung.tren)
    field = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "F": _PRINT,
            "P": page.reference,
            "Rect": pydyf.Array(round(value, 2) for value in corners),
            "AP": pydyf.Dictionary({"N": appearance.reference}),
        }
    )
    pdf.add_object(field)
    return field


def _tag_field(pdf: pydyf.PDF, page: pydyf.Dictionary, field: pydyf.Dictionary) -> None:
    """Hang the field into the tag tree, after what its page holds (tagged PDF, 14.8.4.5)."""
    root = _object_at(pdf, pdf.catalog["StructTreeRoot"])
    whole = _object_at(pdf, root["K"][0])
    parts = [_object_at(pdf, reference) for reference in whole["K"]]
    on_page = [part for part in parts if part.get("Pg") == page.reference]
    parent = on_page[-1] if on_page else whole
    numbers = _object_at(pdf, root["ParentTree"])["Nums"]
    place = pydyf.Dictionary({"Type": "/OBJR", "Obj": field.reference, "Pg": page.reference})
    element = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Form",
            "P": parent.reference,
            "Pg": page.reference,
            "K": place,  # not in an array: the check of signed files knows this form
            "Alt": field["TU"],
        }
    )
    pdf.add_object(element)
    parent["K"].append(element.reference)
    field["StructParent"] = numbers[-2] + 1
    numbers.extend([field["StructParent"], element.reference])


def _object_at(pdf: pydyf.PDF, reference: bytes) -> Any:
    """Give the object that a reference ("12 0 R") names."""
    return pdf.objects[int(reference.split()[0])]
