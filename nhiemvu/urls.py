from django.urls import path

from nhiemvu import views, views_gia_han

app_name = "nhiemvu"
urlpatterns = [
    path("ke-hoach/<slug:ma>/nhiem-vu/", views.list_tasks, name="list"),
    path("nhiem-vu/<int:pk>/", views.detail, name="detail"),
    path("ke-hoach/<slug:ma>/gia-han/", views_gia_han.extension_list, name="extension_list"),
    path("phan-cong/<int:pk>/gia-han/", views_gia_han.extension_new, name="extension_new"),
    path("gia-han/<int:pk>/", views_gia_han.extension_decide, name="extension_decide"),
    path("gia-han/<int:pk>/rut/", views_gia_han.extension_withdraw, name="extension_withdraw"),
]
