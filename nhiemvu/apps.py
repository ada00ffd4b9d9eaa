from django.apps import AppConfig


class NhiemVuConfig(AppConfig):
    name = "nhiemvu"
    verbose_name = "Nhiệm vụ"
    default_auto_field = "django.db.models.BigAutoField"
