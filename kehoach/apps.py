from django.apps import AppConfig


class KeHoachConfig(AppConfig):
    name = "kehoach"
    verbose_name = "Kế hoạch"
    default_auto_field = "django.db.models.BigAutoField"
