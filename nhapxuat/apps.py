from django.apps import AppConfig


class NhapXuatConfig(AppConfig):
    name = "nhapxuat"
    verbose_name = "Nhập, xuất"
    default_auto_field = "django.db.models.BigAutoField"
