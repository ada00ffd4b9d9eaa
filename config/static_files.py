"""Storage of collected static files."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Name files by their content and compress them with gzip.

    Brotli comes in with WeasyPrint's fonts and would make `collectstatic` fifteen times slower.
    """

    def create_compressor(self, **kwargs: Any) -> Compressor:
        """Build WhiteNoise's compressor without brotli."""
        return super().create_compressor(use_brotli=False, **kwargs)
