from django.urls import path

from kinhphi import views, views_dong, views_ghi

app_name = "kinhphi"
urlpatterns = [
    path("ke-hoach/<slug:ma>/kinh-phi/", views.list_money, name="list"),
    path("ke-hoach/<slug:ma>/kinh-phi/so/", views.show_book, name="book"),
    path("ke-hoach/<slug:ma>/kinh-phi/cong/", views.explain, name="sum"),
    path("ke-hoach/<slug:ma>/kinh-phi/ghi/", views_ghi.record, name="record"),
    path("ke-hoach/<slug:ma>/kinh-phi/tham-dinh/", views_ghi.appraise, name="appraise"),
    path("ke-hoach/<slug:ma>/kinh-phi/them/", views_dong.add, name="add"),
    path("kinh-phi/<int:pk>/xoa/", views_dong.remove, name="remove"),
    path("kinh-phi/<int:pk>/sua/", views_dong.edit, name="edit"),
    path("nhiem-vu/<int:pk>/nguon-kinh-phi/", views_dong.split, name="split"),
    path("kinh-phi/khoan/<int:pk>/huy/", views_ghi.cancel, name="cancel"),
    path("kinh-phi/khoan/<int:pk>/sua/", views_ghi.correct, name="correct"),
    path("kinh-phi/tham-dinh/<int:pk>/huy/", views_ghi.cancel_appraisal, name="cancel_appraisal"),
]
