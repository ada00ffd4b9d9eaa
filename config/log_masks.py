"""What must not stand in logs: the secret of a one-time link is in the address of its page."""

import logging
import re

MASK = "•••"
_SECRET = re.compile(r"(/nhap-nhanh/)[^/\s?#\"']+")


def mask_secrets(text: str) -> str:
    """Put a mask in place of the secrets of addresses in a text.

    >>> mask_secrets("GET /nhap-nhanh/aB3-x_9/ HTTP/1.1")
    'GET /nhap-nhanh/•••/ HTTP/1.1'
    """
    return _SECRET.sub(rf"\1{MASK}", text)


class SecretFilter(logging.Filter):
    """Let every record through, its message masked."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Write the message out once and mask it; a record without secrets stays as it is."""
        text = record.getMessage()
        masked = mask_secrets(text)
        if masked != text:
            record.msg, record.args = masked, None
        return True
