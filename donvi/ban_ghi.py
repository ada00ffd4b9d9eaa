"""What models of every app are made of: a recorded history, stored keys to search and sort by."""

from collections.abc import Sequence

from django.db import models
from simple_history.models import HistoricalRecords

from donvi.tieng_viet import fold, sort_key


def recorded(excluded_fields: Sequence[str] = ()) -> HistoricalRecords:
    """Keep old -> new values of a model; user and reason come from ``donvi.ghi_chep``.

    ``excluded_fields`` hold bytes that never change once written.
    """
    reason = models.TextField(null=True, blank=True)
    return HistoricalRecords(
        history_change_reason_field=reason, excluded_fields=list(excluded_fields)
    )


class KhoaTimKiem(models.Model):
    """Give a model stored keys: one to search without marks, one to sort as Vietnamese does.

    The keys are set in ``clean``, so every write that validates (services, forms, admin, import)
    keeps them true, and both databases order rows the same way.
    """

    khoa_tim_kiem = models.TextField("khóa tìm kiếm", editable=False, default="")
    khoa_sap_xep = models.CharField("khóa sắp xếp", max_length=400, editable=False, default="")

    class Meta:
        abstract = True

    def searchable_text(self) -> str:
        """Join the words a user may search this row by."""
        return str(self)

    def sortable_text(self) -> str:
        """Pick the words this row is sorted by."""
        return str(self)

    def clean(self) -> None:
        super().clean()
        self.khoa_tim_kiem = fold(self.searchable_text())
        self.khoa_sap_xep = sort_key(self.sortable_text())[:400]
