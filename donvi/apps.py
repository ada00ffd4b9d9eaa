from django.apps import AppConfig


class DonViConfig(AppConfig):
    name = "donvi"
    verbose_name = "Đơn vị, người dùng"
    default_auto_field = "django.db.models.BigAutoField"
