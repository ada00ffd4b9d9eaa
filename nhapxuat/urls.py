from django.urls import path

from nhapxuat import views, views_nhap, views_nhap_viec, views_sua, views_xuat

app_name = "nhapxuat"
urlpatterns = [
    path("ke-hoach/<slug:ma>/phu-luc.xlsx", views_xuat.workbook, name="workbook"),
    path("ke-hoach/<slug:ma>/mau-phu-luc.xlsx", views_xuat.template, name="template"),
    path("ke-hoach/<slug:ma>/soat/", views.check, name="check"),
    path("ke-hoach/<slug:ma>/soat.xlsx", views.check_xlsx, name="check_xlsx"),
    path("ke-hoach/<slug:ma>/soat/chap-nhan/", views.accept, name="accept"),
    path("ke-hoach/<slug:ma>/soat/mo-lai/", views.reopen, name="reopen"),
    path("ke-hoach/<slug:ma>/sua/", views_sua.edit_plan, name="edit_plan"),
    path("ke-hoach/<slug:ma>/sua-tong-kinh-phi/", views_sua.edit_total, name="edit_total"),
    path("de-muc/<int:pk>/sua/", views_sua.edit_heading, name="edit_heading"),
    path("muc-tieu/<int:pk>/sua/", views_sua.edit_objective, name="edit_objective"),
    path("can-cu/<int:pk>/sua/", views_sua.edit_basis, name="edit_basis"),
    path("nhiem-vu/<int:pk>/sua/", views_sua.edit_task, name="edit_task"),
    path("chi-tieu/<int:pk>/sua/", views_sua.edit_indicator, name="edit_indicator"),
    path("ke-hoach/<slug:ma>/nhap/", views_nhap.import_list, name="import_list"),
    path("nhap/<int:pk>/", views_nhap.import_page, name="import"),
    path("nhap/<int:pk>/tien-trinh/", views_nhap.import_progress, name="import_progress"),
    path("nhap/<int:pk>/tep-goc/", views_nhap.import_source, name="import_source"),
    path("nhap/<int:pk>/chu-giai.xlsx", views_xuat.import_annotated, name="import_annotated"),
    path("nhap/<int:pk>/bang/", views_nhap_viec.import_table, name="import_table"),
    path("nhap/<int:pk>/ten-don-vi/", views_nhap_viec.import_names, name="import_names"),
    path("nhap/<int:pk>/sua-o/", views_nhap_viec.import_correct, name="import_correct"),
    path("nhap/<int:pk>/chap-nhan/", views_nhap_viec.import_accept, name="import_accept"),
    path("nhap/<int:pk>/rut-chap-nhan/", views_nhap_viec.import_withdraw, name="import_withdraw"),
    path("nhap/<int:pk>/luu/", views_nhap_viec.import_save, name="import_save"),
    path("nhap/<int:pk>/doc-lai/", views_nhap_viec.import_reread, name="import_reread"),
    path("nhap/<int:pk>/huy/", views_nhap_viec.import_cancel, name="import_cancel"),
]
