"""PDFs from our own templates. Nothing is fetched but our own static files."""

import functools
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import render_template
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from app import formats

STATIC = (Path(__file__).parent / "static").resolve()


class OwnFilesOnly(URLFetcher):
    """Fonts, pictures and styles inside app/static. Anything else, whatever its scheme, is refused."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        parts = urlsplit(url)
        if parts.scheme != "file" or not Path(unquote(parts.path)).resolve().is_relative_to(STATIC):
            raise ValueError("only the application's own files are used in a PDF")
        return super().fetch(url, headers)


@functools.cache
def _fonts() -> FontConfiguration:
    """One a process: building it costs more than a page."""
    return FontConfiguration()


def render(template: str, **values: Any) -> bytes:
    """The PDF/UA of a template. Its addresses are relative to app/static. Reads practice, and `locale` where it is not the practice's."""
    locale = formats.on_paper(values.get("locale") or values["practice"].locale)
    html = render_template(template, **{**values, "locale": locale, "is_paper": True})
    document = HTML(string=html, base_url=STATIC.as_uri() + "/", url_fetcher=OwnFilesOnly(allowed_protocols=["file"]))
    return document.write_pdf(pdf_variant="pdf/ua-1", font_config=_fonts())


def warm() -> None:
    """Before the worker forks: the first PDF of a process costs twenty times the second."""
    HTML(string="<p>warm", base_url=STATIC.as_uri() + "/").write_pdf(font_config=_fonts())
