"""Move the rows of files handed in out of the JSON beside them, into their own column."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from nhapxuat.kho_dong import pack


def move_rows(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    files = apps.get_model("nhapxuat", "LanNhap").objects.order_by("pk")
    for pk in list(files.values_list("pk", flat=True)):
        row = files.only("xem_truoc", "ket_qua").get(pk=pk)
        seen, saved = row.xem_truoc, row.ket_qua
        rows = (seen or {}).pop("cac_dong", None)
        if rows is not None:
            seen |= {"muc_luc": _list_rows(seen, rows), "ten_la": seen.get("ten_la", [])}
        kept = (saved or {}).pop("cac_dong", None)
        if rows is not None or kept is not None:
            files.filter(pk=pk).update(
                xem_truoc=seen, ket_qua=saved, cac_dong=pack(rows if kept is None else kept)
            )


def _list_rows(seen: dict[str, Any], rows: list[dict[str, Any]]) -> list[list[Any]]:
    place = {table["khoa"]: number for number, table in enumerate(seen["cac_bang"])}
    return [[place.get(row["khoa_bang"], -1), row["so_dong"], row["loai"]] for row in rows]


class Migration(migrations.Migration):
    dependencies = [
        ("nhapxuat", "0003_cac_dong"),
    ]

    operations = [
        # Nothing to take back: the older code reads such a file again when it is handed in anew.
        migrations.RunPython(move_rows, migrations.RunPython.noop),
    ]
