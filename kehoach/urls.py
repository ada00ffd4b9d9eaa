app_name = "kehoach"
urlpatterns: list[object] = []
