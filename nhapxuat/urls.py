from django.urls import path

from nhapxuat import views

app_name = "nhapxuat"
urlpatterns = [
    path("ke-hoach/<slug:ma>/soat/", views.check, name="check"),
    path("ke-hoach/<slug:ma>/soat/chap-nhan/", views.accept, name="accept"),
]
