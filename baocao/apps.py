from django.apps import AppConfig


class BaoCaoConfig(AppConfig):
    name = "baocao"
    verbose_name = "Báo cáo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let open forms follow the calendar, which an app below keeps."""
        from baocao.doi_han import follow_new_calendar  # noqa: PLC0415 - models are loaded by now
        from kehoach.che_do import follow_calendar  # noqa: PLC0415 - likewise

        follow_calendar(follow_new_calendar)
