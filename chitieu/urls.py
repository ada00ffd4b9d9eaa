from django.urls import path

from chitieu import views

app_name = "chitieu"
urlpatterns = [
    path("ke-hoach/<slug:ma>/chi-tieu/", views.list_indicators, name="list"),
    path("chi-tieu/<int:pk>/", views.detail, name="detail"),
]
