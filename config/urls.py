"""Addresses of the portal; each app adds its own `urls.py` here with one include."""

from django.contrib import admin
from django.urls import path

from config import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("quan-tri/", admin.site.urls),
]
