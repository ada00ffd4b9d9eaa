from django.contrib.admin.apps import AdminConfig


class QuanTriConfig(AdminConfig):
    """Django's admin app with our own site: entered by role."""

    default_site = "donvi.trang_quan_tri.TrangQuanTri"
