"""Addresses of the portal; each app adds its own `urls.py` here with one include."""

from django.contrib import admin
from django.urls import include, path

from config import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("quan-tri/", admin.site.urls),
    path("", include("donvi.urls")),
    path("", include("kehoach.urls")),
    path("", include("chitieu.urls")),
    path("", include("nhiemvu.urls")),
    path("", include("kinhphi.urls")),
    path("", include("nhapxuat.urls")),
    path("", include("baocao.urls")),
]
