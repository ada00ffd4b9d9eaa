app_name = "chitieu"
urlpatterns: list[object] = []
