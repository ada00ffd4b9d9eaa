app_name = "nhiemvu"
urlpatterns: list[object] = []
