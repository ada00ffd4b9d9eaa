from django.urls import path

from nhapxuat import views, views_nhap, views_nhap_viec, views_xuat

app_name = "nhapxuat"
urlpatterns = [
    path("ke-hoach/<slug:ma>/phu-luc.xlsx", views_xuat.workbook, name="workbook"),
    path("ke-hoach/<slug:ma>/mau-phu-luc.xlsx", views_xuat.template, name="template"),
    path("ke-hoach/<slug:ma>/soat/", views.check, name="check"),
    path("ke-hoach/<slug:ma>/soat/chap-nhan/", views.accept, name="accept"),
    path("ke-hoach/<slug:ma>/nhap/", views_nhap.import_list, name="import_list"),
    path("nhap/<int:pk>/", views_nhap.import_page, name="import"),
    path("nhap/<int:pk>/tien-trinh/", views_nhap.import_progress, name="import_progress"),
    path("nhap/<int:pk>/tep-goc/", views_nhap.import_source, name="import_source"),
    path("nhap/<int:pk>/chu-giai.xlsx", views_xuat.import_annotated, name="import_annotated"),
    path("nhap/<int:pk>/bang/", views_nhap_viec.import_table, name="import_table"),
    path("nhap/<int:pk>/sua-o/", views_nhap_viec.import_correct, name="import_correct"),
    path("nhap/<int:pk>/chap-nhan/", views_nhap_viec.import_accept, name="import_accept"),
    path("nhap/<int:pk>/rut-chap-nhan/", views_nhap_viec.import_withdraw, name="import_withdraw"),
    path("nhap/<int:pk>/luu/", views_nhap_viec.import_save, name="import_save"),
    path("nhap/<int:pk>/huy/", views_nhap_viec.import_cancel, name="import_cancel"),
]
