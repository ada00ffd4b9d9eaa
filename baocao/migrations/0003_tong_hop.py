from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("baocao", "0002_che_do_bao_cao"),
    ]

    operations = [
        migrations.AddField(
            model_name="baocao",
            name="stale_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Lúc một phiếu mà báo cáo dựa vào được tiếp nhận hoặc mở lại sau khi tổng hợp.",
                null=True,
                verbose_name="cũ từ lúc",
            ),
        ),
        migrations.AddField(
            model_name="demucdecuong",
            name="cap_do",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="1: mục lớn (I, II); 2: khoản trong mục (1, 2).",
                verbose_name="cấp độ",
            ),
        ),
        migrations.AddField(
            model_name="historicalbaocao",
            name="stale_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Lúc một phiếu mà báo cáo dựa vào được tiếp nhận hoặc mở lại sau khi tổng hợp.",
                null=True,
                verbose_name="cũ từ lúc",
            ),
        ),
        migrations.AddField(
            model_name="historicaldemucdecuong",
            name="cap_do",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="1: mục lớn (I, II); 2: khoản trong mục (1, 2).",
                verbose_name="cấp độ",
            ),
        ),
        migrations.AddField(
            model_name="historicalphanbaocao",
            name="nguon_viet",
            field=models.CharField(blank=True, max_length=20, verbose_name="nguồn viết"),
        ),
        migrations.AddField(
            model_name="historicalphanbaocao",
            name="so_in",
            field=models.CharField(blank=True, max_length=20, verbose_name="số in"),
        ),
        migrations.AddField(
            model_name="phanbaocao",
            name="nguon_viet",
            field=models.CharField(blank=True, max_length=20, verbose_name="nguồn viết"),
        ),
        migrations.AddField(
            model_name="phanbaocao",
            name="so_in",
            field=models.CharField(blank=True, max_length=20, verbose_name="số in"),
        ),
    ]
