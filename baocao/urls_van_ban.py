"""Addresses of documents to see and to take away; ``baocao.urls`` takes them in."""

from django.urls import URLPattern, path

from baocao import views_ban_in, views_the_thuc, views_van_ban, views_xem_truoc

urlpatterns: list[URLPattern] = [
    path("ke-hoach/<slug:ma>/xem/", views_xem_truoc.plan_preview, name="plan_preview"),
    path("bao-cao/<int:pk>/xem/", views_xem_truoc.report_preview, name="report_preview"),
    path("cong-van/<int:pk>/xem/", views_xem_truoc.letter_preview, name="letter_preview"),
    path("dieu-chinh/<int:pk>/xem/", views_xem_truoc.amendment_preview, name="amendment_preview"),
    path("ke-hoach/<slug:ma>/van-ban.pdf", views_van_ban.plan_pdf, name="plan_pdf"),
    path("ke-hoach/<slug:ma>/van-ban.docx", views_van_ban.plan_docx, name="plan_docx"),
    path("ke-hoach/<slug:ma>/van-ban.xlsx", views_van_ban.plan_xlsx, name="plan_xlsx"),
    path("bao-cao/<int:pk>/van-ban.pdf", views_van_ban.report_pdf, name="report_pdf"),
    path("bao-cao/<int:pk>/van-ban.docx", views_van_ban.report_docx, name="report_docx"),
    path("bao-cao/<int:pk>/van-ban.xlsx", views_van_ban.report_xlsx, name="report_xlsx"),
    # Files that take long
    path("ke-hoach/<slug:ma>/tao-tep/", views_ban_in.plan_file_new, name="plan_file_new"),
    path("bao-cao/<int:pk>/tao-tep/", views_ban_in.report_file_new, name="report_file_new"),
    path("ban-in/<int:pk>/", views_ban_in.file, name="file"),
    path("ban-in/<int:pk>/tien-trinh/", views_ban_in.file_progress, name="file_progress"),
    path("ban-in/<int:pk>/tep/", views_ban_in.file_download, name="file_download"),
    path("ban-in/<int:pk>/tao-lai/", views_ban_in.file_again, name="file_again"),
    # The layout of the commune's documents
    path("ke-hoach/<slug:ma>/the-thuc/", views_the_thuc.layout, name="layout"),
]
