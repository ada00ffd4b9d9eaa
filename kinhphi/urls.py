from django.urls import path

from kinhphi import views

app_name = "kinhphi"
urlpatterns = [
    path("ke-hoach/<slug:ma>/kinh-phi/", views.list_money, name="list"),
    path("ke-hoach/<slug:ma>/kinh-phi/ghi/", views.record, name="record"),
]
