from django.urls import path

from kehoach import views, views_che_do

app_name = "kehoach"
urlpatterns = [
    path("ke-hoach/", views.list_plans, name="list"),
    path("ke-hoach/<slug:ma>/", views.detail, name="detail"),
    # The reporting regime
    path("ke-hoach/<slug:ma>/che-do-bao-cao/", views_che_do.rules, name="rules"),
    path("ke-hoach/<slug:ma>/don-vi-tong-hop/", views_che_do.focal_change, name="focal_change"),
    path("ke-hoach/<slug:ma>/ngay-nghi/", views_che_do.days_off, name="days_off"),
    path("ngay-nghi/<int:pk>/go/", views_che_do.day_off_remove, name="day_off_remove"),
]
