from django.apps import AppConfig


class ChiTieuConfig(AppConfig):
    name = "chitieu"
    verbose_name = "Chỉ tiêu"
    default_auto_field = "django.db.models.BigAutoField"
