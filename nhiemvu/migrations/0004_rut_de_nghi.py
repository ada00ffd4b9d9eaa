# A unit may withdraw its own request while it is undecided.

from django.db import migrations, models

STATES = [('cho_quyet_dinh', 'chờ quyết định'), ('dong_y', 'đồng ý'), ('khong_dong_y', 'không đồng ý'), ('da_rut', 'đã rút đề nghị')]


class Migration(migrations.Migration):

    dependencies = [
        ('nhiemvu', '0003_gia_han_nhiem_vu'),
    ]

    operations = [
        migrations.AlterField(
            model_name=model,
            name='trang_thai',
            field=models.CharField(choices=STATES, default='cho_quyet_dinh', max_length=16, verbose_name='trạng thái'),
        )
        for model in ('giahan', 'historicalgiahan')
    ]
