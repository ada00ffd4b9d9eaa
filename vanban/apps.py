from django.apps import AppConfig


class VanBanConfig(AppConfig):
    name = "vanban"
    verbose_name = "Văn bản"
    default_auto_field = "django.db.models.BigAutoField"
