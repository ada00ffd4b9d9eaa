from django.contrib.auth.decorators import login_not_required
from django.urls import path

from donvi import views, views_giao_dien

app_name = "donvi"
urlpatterns = [
    path("dang-nhap/", login_not_required(views.dang_nhap), name="dang_nhap"),
    path("dang-xuat/", views.dang_xuat, name="dang_xuat"),
    path("doi-mat-khau/", views.doi_mat_khau, name="doi_mat_khau"),
    path("doi-mat-khau/xong/", views.doi_mat_khau_xong, name="doi_mat_khau_xong"),
    path("thong-bao/", views.thong_bao, name="thong_bao"),
    path("thong-bao/da-doc/", views.doc_thong_bao, name="doc_thong_bao"),
    path("thong-bao/thu/", views.chon_nhan_thu, name="chon_nhan_thu"),
    path("giao-dien/", views_giao_dien.giao_dien, name="giao_dien"),
]
