"""The package of a document for the document system: its PDF and its metadata, in one ZIP."""

from datetime import date
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from baocao.models import TepVanBan, VanBan
from baocao.trang_thai import LoaiVanBan
from baocao.van_ban_ke_hoach import issuer_name, signature
from baocao.van_ban_queries import best_file
from vanban.dem_trang import count_pages
from vanban.sieu_du_lieu import SieuDuLieu, TepKem, metadata_xml

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the time of every entry, so that equal content is equal bytes
# Names of kinds as the document system lists them; a letter is one without a name of its own.
_KINDS = {
    LoaiVanBan.KE_HOACH: "Kế hoạch",
    LoaiVanBan.BAO_CAO: "Báo cáo",
    LoaiVanBan.CONG_VAN: "Công văn",
    LoaiVanBan.DIEU_CHINH: "Kế hoạch",
}


def package_name(van_ban: VanBan) -> str:
    """Name the ZIP without marks, so that any system takes it."""
    number = f"-so-{van_ban.so_hieu}" if van_ban.so_hieu else ""
    return f"{van_ban.loai_van_ban.replace('_', '-')}{number}-{van_ban.pk}.zip"


def write_document_package(van_ban: VanBan) -> bytes:
    """Make the ZIP: the signed PDF if there is one, else the issued one, and the metadata.

    Equal documents give equal bytes (4 queries).
    """
    file = best_file(van_ban)
    if file is None:
        raise LookupError("A document has at least the file it was frozen with.")
    pdf = bytes(file.noi_dung)
    name = "van-ban-da-ky.pdf" if file.loai_tep == TepVanBan.LoaiTep.DA_KY else "van-ban.pdf"
    words = metadata_of(van_ban, so_trang=count_pages(_issued(van_ban)))
    xml = metadata_xml(words, (TepKem(name, sha256(pdf).hexdigest()),))
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as package:
        for entry, content in ((name, pdf), ("sieu-du-lieu.xml", xml)):
            package.writestr(ZipInfo(entry, _EPOCH), content)
    return buffer.getvalue()


def metadata_of(van_ban: VanBan, *, so_trang: int | None) -> SieuDuLieu:
    """Describe a document as Decree 30/2020/NĐ-CP, Appendix VI lists it (2 queries).

    The file of records is the plan's; the document's place in it is its turn among the plan's.
    """
    plan = van_ban.ke_hoach
    khoi_ky = signature(plan)
    recipients = _recipients(van_ban)
    return SieuDuLieu(
        ma_ho_so=plan.ma,
        thu_tu=VanBan.objects.filter(ke_hoach=plan, pk__lte=van_ban.pk).count(),
        ten_loai=_KINDS[LoaiVanBan(van_ban.loai_van_ban)],
        so_hieu=van_ban.so_hieu,
        ky_hieu=van_ban.ky_hieu,
        ngay_ban_hanh=van_ban.ngay_ban_hanh,
        co_quan=issuer_name(plan),
        trich_yeu=van_ban.trich_yeu,
        so_trang=so_trang,
        nguoi_ky=", ".join(filter(None, (*khoi_ky.quyen_han, khoi_ky.ho_ten))),
        noi_nhan=recipients,
        so_ban=len(recipients),
        han_tra_loi=_due(van_ban),
    )


def _issued(van_ban: VanBan) -> bytes:
    """Give the bytes the portal issued; signing adds no page."""
    return bytes(van_ban.cac_tep.get(loai_tep=TepVanBan.LoaiTep.BAN_GOC).noi_dung)


def _recipients(van_ban: VanBan) -> tuple[str, ...]:
    if van_ban.cong_van is not None:
        return (str(van_ban.cong_van.don_vi),)
    return tuple(row.ten for row in van_ban.ke_hoach.cac_noi_nhan.order_by("thu_tu", "pk"))


def _due(van_ban: VanBan) -> date | None:
    return van_ban.cong_van.han_tra_loi if van_ban.cong_van else None
