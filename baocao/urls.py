app_name = "baocao"
urlpatterns: list[object] = []
