from django.urls import path

from nhiemvu import views

app_name = "nhiemvu"
urlpatterns = [
    path("ke-hoach/<slug:ma>/nhiem-vu/", views.list_tasks, name="list"),
    path("nhiem-vu/<int:pk>/", views.detail, name="detail"),
]
