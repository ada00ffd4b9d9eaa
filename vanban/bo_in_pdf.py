"""Drive WeasyPrint (bộ in PDF): HTML and CSS text in, PDF/A bytes out. Nothing else imports it."""

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from vanban.truong_ky import add_fields

PDF_VARIANT = "pdf/a-2a"  # archive and tagged; bytes hold no clock time, so they are repeatable


class OnlyNamedFiles(URLFetcher):
    """Answer only to the URLs it was given; anything else stops the rendering."""

    def __init__(self, allowed: frozenset[str]) -> None:
        """Keep the list of file URLs that may be read."""
        super().__init__(allowed_protocols={"file"}, allow_redirects=False, fail_on_errors=True)
        self._allowed = allowed

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Read one of the allowed files.

        :raises ValueError: for any other URL.
        """
        if url not in self._allowed:
            raise ValueError(f"Not a file of this document: {url}")
        return super().fetch(url, headers)


def write_pdf(
    html: str, css: list[str], *, allowed_urls: frozenset[str], cho_ky: bool = False
) -> bytes:
    """Lay `html` out with the style sheets `css` and write PDF/A-2a; `cho_ky` adds the fields.

    :raises LoiChoKy: when fields are asked for and there is no signature block.
    :raises weasyprint.urls.FatalURLFetchingError: when the document asks for any other file.
    """
    fetcher = OnlyNamedFiles(allowed_urls)
    fonts = FontConfiguration()
    sheets = [CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in css]
    return HTML(string=html, url_fetcher=fetcher).write_pdf(
        stylesheets=sheets,
        font_config=fonts,
        presentational_hints=True,  # the relative widths of columns are attributes, not styles
        pdf_variant=PDF_VARIANT,
        finisher=add_fields if cho_ky else None,
    )
