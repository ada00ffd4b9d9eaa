from django.apps import AppConfig


class BaoCaoConfig(AppConfig):
    name = "baocao"
    verbose_name = "Báo cáo"
    default_auto_field = "django.db.models.BigAutoField"
