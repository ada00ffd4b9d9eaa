from django.urls import path

from kehoach import views

app_name = "kehoach"
urlpatterns = [
    path("ke-hoach/", views.list_plans, name="list"),
    path("ke-hoach/<slug:ma>/", views.detail, name="detail"),
]
