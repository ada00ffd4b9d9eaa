"""What every command of the portal shares: it refuses in one Vietnamese line, with status 2."""

import re
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, ProgrammingError

# What argparse says -> what we say; the last one fits the sentences of our own readers.
_SENTENCES = (
    (r"the following arguments are required: (.+)", "Thiếu tham số bắt buộc: {0}."),
    (r"unrecognized arguments: (.+)", "Không có tham số “{0}”."),
    (
        r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)",
        "Tham số {0}: {1} không hợp lệ; hãy chọn một trong {2}.",
    ),
    (r"argument (.+?): expected one argument", "Tham số {0}: cần một giá trị đi kèm."),
    (r"argument (.+?): expected at least one argument", "Tham số {0}: cần ít nhất một giá trị."),
    (r"argument (.+?): ignored explicit argument (.+)", "Tham số {0}: không nhận giá trị {1}."),
    (r"argument (.+?): invalid \w+ value: (.+)", "Tham số {0}: không đọc được giá trị {1}."),
    (r"ambiguous option: (.+?) could match (.+)", "Tham số {0} chưa rõ; hãy viết đủ: {1}."),
    (r"argument (.+?): (.+)", "Tham số {0}: {1}."),
)


def in_vietnamese(message: str) -> str:
    """Say what argparse complains of in Vietnamese.

    >>> in_vietnamese("argument --ra: expected one argument")
    'Tham số --ra: cần một giá trị đi kèm.'
    """
    for pattern, sentence in _SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return sentence.format(*found.groups()).replace("..", ".")
    return f"Tham số không hợp lệ: {message}."


def about_database(error: Exception) -> str:
    """Say what is wrong with the database before any work was begun, "" for anything else.

    >>> about_database(OperationalError("no such table: kehoach_kehoach"))
    'Cơ sở dữ liệu chưa có đủ bảng. Hãy chạy python manage.py migrate rồi làm lại.'
    >>> about_database(OperationalError("database is locked"))
    ''
    """
    if re.search(r"no such (table|column)|(relation|column) .* does not exist", str(error)):
        return "Cơ sở dữ liệu chưa có đủ bảng. Hãy chạy python manage.py migrate rồi làm lại."
    if re.search(r"connection to server|could not (connect|translate)|unable to open", str(error)):
        return (
            "Không mở được cơ sở dữ liệu. Hãy kiểm tra DATABASE_URL và máy chủ cơ sở dữ liệu "
            f"({str(error).strip().splitlines()[0]})."
        )
    return ""


class Lenh(BaseCommand):
    """A command whose every refusal is one line on standard error and status 2."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.error = self._refuse_arguments  # type: ignore[method-assign]
        return parser

    def _refuse_arguments(self, message: str) -> NoReturn:
        self.refuse(f"{in_vietnamese(message)} Xem cách dùng với --help.")

    def run_from_argv(self, argv: list[str]) -> None:
        """Run as typed at the keyboard, if it can be read at all."""
        if any("\udc80" <= char <= "\udcff" for word in argv for char in word):
            self.refuse("Tham số có ký tự không đọc được: hãy viết bằng mã UTF-8.")
        try:
            super().run_from_argv(argv)
        except (OperationalError, ProgrammingError) as error:
            sentence = about_database(error)
            if not sentence:
                raise
            self.refuse(sentence)

    def refuse(self, sentence: str) -> NoReturn:
        """Say why in one line and leave.

        :raises SystemExit: with status 2.
        """
        self.stderr.write(" ".join(sentence.split()))
        sys.exit(2)
