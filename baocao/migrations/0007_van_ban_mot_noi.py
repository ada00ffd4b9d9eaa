"""Keep the bytes of reports and letters in one place: with their document."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("baocao", "0006_van_ban_da_duyet")]

    operations = [
        migrations.RemoveField(
            model_name='congvandondoc',
            name='ma_bam',
        ),
        migrations.RemoveField(
            model_name='congvandondoc',
            name='tep_pdf',
        ),
        migrations.RemoveField(
            model_name='historicalcongvandondoc',
            name='ma_bam',
        ),
        migrations.RemoveField(
            model_name='tepvanban',
            name='bao_cao',
        ),
        migrations.AlterField(
            model_name="tepvanban",
            name="van_ban",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cac_tep",
                to="baocao.vanban",
                verbose_name="văn bản",
            ),
        ),
        migrations.AddConstraint(
            model_name='tepvanban',
            constraint=models.UniqueConstraint(condition=models.Q(('loai_tep', 'ban_goc')), fields=('van_ban',), name='tep_van_ban_mot_ban_goc', violation_error_message='Văn bản đã có bản gốc.'),
        ),
    ]
