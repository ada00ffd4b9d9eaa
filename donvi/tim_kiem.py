"""Search without marks in columns that keep no key of their own, on both databases."""

from typing import Any

from django.db.models import Func, TextField

from donvi.tieng_viet import fold

_VOWELS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
MARKED = "".join((_VOWELS, _VOWELS.upper(), "đĐ"))
BARE = "".join(fold(letter) for letter in MARKED)


class KhongDau(Func):
    """Reduce a text column to small letters without marks, as ``tieng_viet.fold`` does.

    Every row of the table is read: for the admin site's searches, not for pages of the portal,
    which search stored keys.
    """

    arity = 1
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        connection.connection.create_function("khong_dau", 1, _fold_or_null, deterministic=True)
        return self.as_sql(compiler, connection, function="khong_dau", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        template = f"lower(translate(normalize(%(expressions)s), '{MARKED}', '{BARE}'))"
        return self.as_sql(compiler, connection, template=template, **context)


def _fold_or_null(text: Any) -> str | None:
    return None if text is None else fold(str(text))
