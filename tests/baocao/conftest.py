"""Real documents, made once for all the modules that look at them."""

from typing import Any

import pytest
from django.db import transaction

from tests.baocao.van_ban_that import real_documents
from vanban.tai_lieu import TaiLieu


@pytest.fixture(scope="session")
def van_ban_that(django_db_setup: None, django_db_blocker: Any) -> dict[str, TaiLieu]:
    """Describe the real documents, and leave the database as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = real_documents()
        transaction.set_rollback(True)
    return found
