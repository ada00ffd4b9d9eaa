"""Addresses of documents after approval, and of a plan's own road to one."""

from django.urls import URLPattern, path

from baocao import views_duyet_ke_hoach as plans
from baocao import views_van_ban_di as views

ONE = "van-ban/<int:pk>/"
PLAN = "ke-hoach/<slug:ma>/"
urlpatterns: list[URLPattern] = [
    path(f"{PLAN}van-ban-di/", plans.document_list, name="document_list"),
    path(f"{PLAN}trinh/", plans.plan_submit, name="plan_submit"),
    path(f"{PLAN}tra-lai/", plans.plan_send_back, name="plan_send_back"),
    path(f"{PLAN}duyet/", plans.plan_approve, name="plan_approve"),
    path(f"{PLAN}lap-van-ban/", plans.plan_make_document, name="plan_make_document"),
    path(ONE, views.document, name="document"),
    path(f"{ONE}nop-ban-da-ky/", views.document_take_back, name="document_take_back"),
    path(f"{ONE}ky-giay/", views.document_paper, name="document_paper"),
    path(f"{ONE}ban-hanh/", views.document_promulgate, name="document_promulgate"),
    path(f"{ONE}thu-hoi/", views.document_recall, name="document_recall"),
    path(f"{ONE}thay-the/", views.document_reopen, name="document_reopen"),
    path(f"{ONE}dinh-chinh/", views.document_correct, name="document_correct"),
    path(f"{ONE}goi.zip", views.document_package, name="document_package"),
    path("tep-van-ban/<int:pk>/", views.document_file, name="document_file"),
]
