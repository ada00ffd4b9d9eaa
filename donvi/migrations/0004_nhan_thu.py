# What a person says about the morning mail; notices told within another one.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('donvi', '0003_the_thuc_van_ban'),
    ]

    operations = [
        migrations.AddField(
            model_name='nguoidung',
            name='nhan_thu',
            field=models.BooleanField(default=True, help_text='Nhận thư điện tử buổi sáng; thông báo trên cổng vẫn có.', verbose_name='nhận thư'),
        ),
        migrations.AlterField(
            model_name='thongbao',
            name='trang_thai',
            field=models.CharField(choices=[('cho_gui', 'chờ gửi'), ('da_gui', 'đã gửi'), ('khong_gui', 'không gửi thư'), ('gop_lai', 'đã gộp vào thông báo chung')], default='cho_gui', max_length=12, verbose_name='trạng thái'),
        ),
    ]
