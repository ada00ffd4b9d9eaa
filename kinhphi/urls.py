app_name = "kinhphi"
urlpatterns: list[object] = []
