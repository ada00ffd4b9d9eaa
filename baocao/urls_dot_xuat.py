"""Addresses of ad hoc requests."""

from django.urls import URLPattern, path

from baocao import views_dot_xuat as views

urlpatterns: list[URLPattern] = [
    path("ke-hoach/<slug:ma>/yeu-cau/", views.request_list, name="request_list"),
    path("ke-hoach/<slug:ma>/yeu-cau/moi/", views.request_new, name="request_new"),
    path("yeu-cau/<int:pk>/", views.request_detail, name="request_detail"),
    path("yeu-cau/<int:pk>/sua/", views.request_edit, name="request_edit"),
    path("yeu-cau/<int:pk>/giao/", views.request_assign, name="request_assign"),
    path("yeu-cau/<int:pk>/them-don-vi/", views.request_units, name="request_units"),
    path("yeu-cau/<int:pk>/lui-han/", views.request_extend, name="request_extend"),
    path("yeu-cau/<int:pk>/huy/", views.request_cancel, name="request_cancel"),
    path("yeu-cau/<int:pk>/tra-loi.xlsx", views.request_xlsx, name="request_xlsx"),
]
