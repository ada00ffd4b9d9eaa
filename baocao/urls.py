from django.urls import URLPattern, path

from baocao import (
    urls_don_doc,
    urls_dot_xuat,
    urls_phien_ban,
    urls_tong_hop,
    urls_van_ban,
    urls_van_ban_di,
    views_bao_cao,
    views_gui_cap_tren,
    views_lien_ket,
    views_ma_tran,
    views_minh_chung,
    views_nhap_nhanh,
    views_phieu,
    views_sua_phieu,
    views_trang_chu,
)

app_name = "baocao"
urlpatterns: list[URLPattern] = [
    # Home by role, and a plan at a glance
    path("", views_trang_chu.home, name="home"),
    path("ke-hoach/<slug:ma>/tong-quan/", views_trang_chu.dashboard, name="dashboard"),
    # The form of one unit for one period
    path("phieu/<int:pk>/", views_phieu.form, name="form"),
    path("phieu/<int:pk>/gui/", views_phieu.form_submit, name="form_submit"),
    path("phieu/<int:pk>/tra-lai/", views_phieu.form_send_back, name="form_send_back"),
    path("phieu/<int:pk>/tiep-nhan/", views_phieu.form_accept, name="form_accept"),
    path("phieu/<int:pk>/sua/", views_sua_phieu.form_correct, name="form_correct"),
    path("phieu/<int:pk>/mo-lai/", views_phieu.form_reopen, name="form_reopen"),
    # Evidence of a form
    path("phieu/<int:pk>/minh-chung/", views_minh_chung.evidence, name="evidence"),
    path(
        "phieu/<int:pk>/minh-chung.zip", views_minh_chung.evidence_package, name="evidence_package"
    ),
    path("minh-chung/<int:pk>/", views_minh_chung.evidence_file, name="evidence_file"),
    path("minh-chung/<int:pk>/go/", views_minh_chung.evidence_remove, name="evidence_remove"),
    path(
        "ke-hoach/<slug:ma>/minh-chung/", views_minh_chung.evidence_periods, name="evidence_periods"
    ),
    path(
        "ke-hoach/<slug:ma>/minh-chung.zip",
        views_minh_chung.evidence_period_package,
        name="evidence_period_package",
    ),
    # Ad hoc requests
    *urls_don_doc.urlpatterns,
    *urls_dot_xuat.urlpatterns,
    # One-time links to a form
    path("phieu/<int:pk>/lien-ket/", views_lien_ket.link_new, name="link_new"),
    path("lien-ket/<int:pk>/thu-hoi/", views_lien_ket.link_revoke, name="link_revoke"),
    path("lien-ket/<int:pk>/xac-nhan/", views_lien_ket.link_confirm, name="link_confirm"),
    path("lien-ket/<int:pk>/khong-nhan/", views_lien_ket.link_refuse, name="link_refuse"),
    path("nhap-nhanh/<str:token>/", views_nhap_nhanh.quick_entry, name="quick_entry"),
    # Units x periods
    path("ke-hoach/<slug:ma>/theo-doi/", views_ma_tran.matrix, name="matrix"),
    # The compiled report of a period
    path("ke-hoach/<slug:ma>/bao-cao/", views_bao_cao.report_list, name="report_list"),
    path("ke-hoach/<slug:ma>/bao-cao/lap/", views_bao_cao.compile_report, name="compile"),
    path("bao-cao/<int:pk>/", views_bao_cao.report, name="report"),
    path("bao-cao/<int:pk>/tien-trinh/", views_bao_cao.report_progress, name="report_progress"),
    path("bao-cao/<int:pk>/sua/", views_bao_cao.report_edit, name="report_edit"),
    path("bao-cao/<int:pk>/trinh/", views_bao_cao.report_submit, name="report_submit"),
    path("bao-cao/<int:pk>/tra-lai/", views_bao_cao.report_send_back, name="report_send_back"),
    path("bao-cao/<int:pk>/duyet/", views_bao_cao.report_approve, name="report_approve"),
    path(
        "bao-cao/<int:pk>/gui-cap-tren/", views_gui_cap_tren.report_send_up, name="report_send_up"
    ),
    *urls_phien_ban.urlpatterns,
    *urls_tong_hop.urlpatterns,
    *urls_van_ban.urlpatterns,
    *urls_van_ban_di.urlpatterns,
]
