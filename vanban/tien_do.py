"""How far the making of a PDF is (tiến độ): WeasyPrint tells its steps to a logger, we pass on.

Standard library only.
"""

import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_STEPS = logging.getLogger("weasyprint.progress")
_PAGE = re.compile(r"Step 5 - Creating layout - Page (\d+)")
_WRITING = "Step 6"


class _Listener(logging.Handler):
    """Hand page numbers of one thread on; 0 says that pages are laid out and the file is written.

    A page number that was told already is not told again: layout may begin anew.
    """

    def __init__(self, tell: Callable[[int], None]) -> None:
        super().__init__(logging.INFO)
        self._tell, self._thread, self._highest = tell, threading.get_ident(), 0

    def emit(self, record: logging.LogRecord) -> None:
        """Read one step."""
        if record.thread != self._thread:
            return
        message = record.getMessage()
        if found := _PAGE.fullmatch(message):
            page = int(found[1])
            if page > self._highest:
                self._highest = page
                self._tell(page)
        elif message.startswith(_WRITING):
            self._tell(0)


@contextmanager
def page_by_page(tell: Callable[[int], None]) -> Iterator[None]:
    """Call ``tell`` with the number of each page this thread lays out meanwhile, 0 at the end.

    What other threads make at the same time is not told.
    """
    listener = _Listener(tell)
    _STEPS.setLevel(logging.INFO)
    _STEPS.propagate = False  # a step is no event for the log of the process
    _STEPS.addHandler(listener)
    try:
        yield
    finally:
        _STEPS.removeHandler(listener)
