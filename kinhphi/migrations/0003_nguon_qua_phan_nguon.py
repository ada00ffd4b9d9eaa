"""Sources of a budget row become rows of their own, which may say how much each pays."""

from typing import Any

from django.db import migrations, models


def split_sources(apps: Any, schema_editor: Any) -> None:
    """Keep every link there is; no plan loaded so far says which source pays how much."""
    part = apps.get_model("kinhphi", "PhanNguon")
    links = apps.get_model("kinhphi", "DongKinhPhi").cac_nguon_von.through.objects.order_by("pk")
    part.objects.bulk_create(
        [
            part(dong_kinh_phi_id=link.dongkinhphi_id, nguon_von_id=link.nguonvon_id)
            for link in links.iterator()
        ],
        batch_size=500,
    )


def join_sources(apps: Any, schema_editor: Any) -> None:
    """Keep the links; amounts per source have no place in the older table."""
    part = apps.get_model("kinhphi", "PhanNguon")
    link = apps.get_model("kinhphi", "DongKinhPhi").cac_nguon_von.through
    rows = part.objects.filter(dong_kinh_phi__isnull=False).order_by("pk")
    link.objects.bulk_create(
        [
            link(dongkinhphi_id=row.dong_kinh_phi_id, nguonvon_id=row.nguon_von_id)
            for row in rows.iterator()
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("kinhphi", "0002_tham_dinh_va_phan_nguon")]

    operations = [
        migrations.RunPython(split_sources, join_sources),
        migrations.RemoveField(model_name="dongkinhphi", name="cac_nguon_von"),
        migrations.AddField(
            model_name="dongkinhphi",
            name="cac_nguon_von",
            field=models.ManyToManyField(
                blank=True,
                related_name="cac_dong",
                through="kinhphi.PhanNguon",
                through_fields=("dong_kinh_phi", "nguon_von"),
                to="kinhphi.nguonvon",
                verbose_name="các nguồn vốn",
            ),
        ),
    ]
