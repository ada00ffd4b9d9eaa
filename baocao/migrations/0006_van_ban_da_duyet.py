"""Give every report and letter that is approved already its document with the kept bytes."""

from hashlib import sha256

from django.db import migrations

STATES = {"da_duyet": "cho_ky", "da_ban_hanh": "da_ban_hanh"}


def _document(apps, content, loai_van_ban, ky_hieu, trich_yeu):
    van_ban = apps.get_model("baocao", "VanBan")
    place = {loai_van_ban: content}
    return van_ban.objects.create(
        ke_hoach=content.ke_hoach, loai_van_ban=loai_van_ban, trich_yeu=trich_yeu,
        ky_hieu=ky_hieu, trang_thai=STATES[content.trang_thai], so_hieu=content.so_hieu,
        ngay_ban_hanh=content.ngay_ban_hanh, created_at=content.approved_at,
        created_by=content.approved_by, **place,
    )  # fmt: skip


def make_documents(apps, schema_editor):
    tep = apps.get_model("baocao", "TepVanBan")
    for file in tep.objects.select_related("bao_cao__ke_hoach"):
        report = file.bao_cao
        symbol = "BC-" + report.ke_hoach.ky_hieu.partition("-")[2]
        file.van_ban = _document(
            apps, report, "bao_cao", symbol, f"Báo cáo kỳ {report.ky_bao_cao}"
        )
        file.so_byte = len(file.noi_dung)
        file.save()
    letters = apps.get_model("baocao", "CongVanDonDoc").objects.filter(trang_thai__in=STATES)
    for letter in letters.exclude(tep_pdf=None).select_related("ke_hoach__don_vi_dau_moi"):
        plan = letter.ke_hoach
        issuer = "UBND" if plan.chu_the == "ubnd" else "BCĐ"
        symbol = f"{issuer}-{plan.don_vi_dau_moi.ma}"
        data = bytes(letter.tep_pdf)
        tep.objects.create(
            van_ban=_document(apps, letter, "cong_van", symbol, letter.trich_yeu),
            noi_dung=data, ma_bam=sha256(data).hexdigest(), so_byte=len(data),
            created_at=letter.approved_at, created_by=letter.approved_by,
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("baocao", "0005_van_ban_di")]

    operations = [migrations.RunPython(make_documents, migrations.RunPython.noop)]
