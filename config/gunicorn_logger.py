"""The logs of the web server: the access log and its errors, secrets masked."""

from typing import Any

from gunicorn.glogging import Logger

from config.log_masks import SecretFilter


class PortalLogger(Logger):
    """Gunicorn's own logger, to be named by ``--logger-class``."""

    def setup(self, cfg: Any) -> None:
        """Set the logs up as configured, and mask what goes into them."""
        super().setup(cfg)
        for log in (self.access_log, self.error_log):
            log.addFilter(SecretFilter())
