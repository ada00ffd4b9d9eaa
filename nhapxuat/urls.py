app_name = "nhapxuat"
urlpatterns: list[object] = []
