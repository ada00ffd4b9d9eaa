from django.apps import AppConfig


class KinhPhiConfig(AppConfig):
    name = "kinhphi"
    verbose_name = "Kinh phí"
    default_auto_field = "django.db.models.BigAutoField"
