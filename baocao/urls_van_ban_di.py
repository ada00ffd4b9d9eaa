"""Addresses of documents after approval, and of a plan's own road to one."""

from django.urls import URLPattern, path

from baocao import views_van_ban_di as views

ONE = "van-ban/<int:pk>/"
urlpatterns: list[URLPattern] = [
    path("ke-hoach/<slug:ma>/van-ban-di/", views.document_list, name="document_list"),
    path(ONE, views.document, name="document"),
    path(f"{ONE}nop-ban-da-ky/", views.document_take_back, name="document_take_back"),
    path(f"{ONE}ky-giay/", views.document_paper, name="document_paper"),
    path(f"{ONE}ban-hanh/", views.document_promulgate, name="document_promulgate"),
    path(f"{ONE}thu-hoi/", views.document_recall, name="document_recall"),
    path(f"{ONE}thay-the/", views.document_reopen, name="document_reopen"),
    path(f"{ONE}dinh-chinh/", views.document_correct, name="document_correct"),
    path("tep-van-ban/<int:pk>/", views.document_file, name="document_file"),
]
