"""Addresses of the outline of reports and of earlier wordings of a section."""

from django.urls import URLPattern, path

from baocao import views_de_cuong, views_phan

OUTLINE = "ke-hoach/<slug:ma>/de-cuong/"
SECTION = "bao-cao/phan/<int:pk>/"
urlpatterns: list[URLPattern] = [
    path(OUTLINE, views_de_cuong.outline, name="outline"),
    path(f"{OUTLINE}ghi/", views_de_cuong.outline_save, name="outline_save"),
    path(f"{OUTLINE}chuyen/", views_de_cuong.outline_move, name="outline_move"),
    path(f"{OUTLINE}bo/", views_de_cuong.outline_remove, name="outline_remove"),
    path(f"{OUTLINE}mac-dinh/", views_de_cuong.outline_reset, name="outline_reset"),
    path(SECTION, views_phan.section_history, name="section_history"),
    path(f"{SECTION}khoi-phuc/", views_phan.section_restore, name="section_restore"),
]
