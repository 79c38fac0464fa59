"""Style, script, fonts and icons: read once at start, named after their content, served so that a browser asks once a year."""

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from flask import Flask, Response, abort, request
from markupsafe import Markup, escape

STATIC = Path(__file__).parent / "static"
STYLE = "plumbline.css"  # what css/index.css joins; no such file lies on the disk
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain",
}
PACKED = {".css", ".js", ".svg", ".webmanifest", ".txt"}  # fonts and pictures are packed already
FOREVER = "public, max-age=31536000, immutable"


class UnknownAsset(LookupError):
    """A template asks for a file or an icon that is not in app/static: a mistake of ours, so it is loud."""


@dataclass(frozen=True)
class Asset:
    """One file as it is sent. `name` is its path in app/static, `body` its bytes."""

    name: str
    body: bytes

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix

    @cached_property
    def hash(self) -> str:
        return hashlib.sha256(self.body).hexdigest()[:12]

    @property
    def hashed_name(self) -> str:
        return f"{self.name.removesuffix(self.suffix)}.{self.hash}{self.suffix}"

    @cached_property
    def packed(self) -> bytes | None:
        """The body in gzip, or None where that saves nothing. No time stamp inside: two servers send the same bytes."""
        if self.suffix not in PACKED:
            return None
        packed = gzip.compress(self.body, compresslevel=9, mtime=0)
        return packed if len(packed) < len(self.body) else None


def joined_style(css: Path) -> str:
    """The style sheets in the order of css/index.css, without comments, indentation and blank lines."""
    whole = re.sub(r'@import "([^"]+)";', lambda found: (css / found[1]).read_text("utf-8"), (css / "index.css").read_text("utf-8"))
    whole = re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL)
    return re.sub(r"\s*([{};])\s*", r"\1", whole).strip() + "\n"


class Shelf:
    """All files of one static folder, under their plain and their hashed names."""

    def __init__(self, folder: Path = STATIC) -> None:
        files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.suffix in TYPES}
        plain = {name: Asset(name, path.read_bytes()) for name, path in files.items() if Path(name).parts[0] != "css"}
        style = re.sub(r'url\("\.\./([^"]+)"\)', lambda found: f'url("{plain[found[1]].hashed_name}")', joined_style(folder / "css"))
        plain[STYLE] = Asset(STYLE, style.encode())
        self.plain: Mapping[str, Asset] = MappingProxyType(plain)
        self.hashed: Mapping[str, Asset] = MappingProxyType({asset.hashed_name: asset for asset in plain.values()})
        self.urls: Mapping[str, str] = MappingProxyType({name: f"/static/{asset.hashed_name}" for name, asset in plain.items()})
        self.drawings: Mapping[str, str] = MappingProxyType(
            {
                Path(name).stem: _drawing(asset.body.decode())
                for name, asset in plain.items()
                if name.startswith("icons/") and asset.suffix == ".svg"
            }
        )
        self.icon = cache(self._icon)

    def url(self, name: str) -> str:
        """The address under which `name` may be kept for a year. Raises UnknownAsset."""
        try:
            return self.urls[name]
        except KeyError:
            raise UnknownAsset(name) from None

    def _icon(self, name: str, label: str | None = None) -> Markup:
        """The svg of icons/<name>.svg, to stand in a line of text. Hidden from screen readers unless it has a label. Raises UnknownAsset."""
        try:
            drawing = self.drawings[name]
        except KeyError:
            raise UnknownAsset(f"icons/{name}.svg") from None
        said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
        return Markup(f'<svg class="icon" viewBox="0 0 24 24" {said}>{drawing}</svg>')  # the drawing is a file of ours

    def answer(self, name: str) -> Response:
        """The response for GET /static/<name>: for ever under the hashed name, asked again each time under the plain one."""
        asset = self.hashed.get(name) or self.plain.get(name)
        if asset is None:
            abort(404)
        packed = asset.packed if request.accept_encodings["gzip"] > 0 else None
        response = Response(packed or asset.body, mimetype=TYPES[asset.suffix])
        response.headers["Cache-Control"] = FOREVER if name in self.hashed else "no-cache"
        if asset.packed:
            response.vary.add("Accept-Encoding")
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.set_etag(f"{asset.hash}{'-gzip' if packed else ''}")
        response.make_conditional(request)
        return response


def _drawing(svg: str) -> str:
    """What stands between <svg …> and </svg>, on one line."""
    inner = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    return re.sub(r"\s*\n\s*", "", inner).strip()


MARK = Markup(
    '<svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><path class="mark-line" fill="currentColor" d="M7.4 0h1.2v4.6H7.4z"/>'
    '<path class="mark-bob" fill="#b48a3c" d="M6.9 4h2.2v1.8c2.2.3 3.6 1.4 3.6 3.1 0 2.6-3 3.9-4.7 7.1-1.7-3.2-4.7-4.5-4.7-7.1 0-1.7 1.4-2.8 3.6-3.1z"/></svg>'
)


def init_app(app: Flask, folder: Path = STATIC) -> None:
    """Serve `folder` below /static/ (endpoint "asset") and give templates asset_url(), icon() and mark.

    The app must be made with static_folder=None: Flask's own route would win the address."""
    shelf = Shelf(folder)
    app.jinja_env.globals.update(asset_url=shelf.url, icon=shelf.icon, mark=MARK)
    app.add_url_rule("/static/<path:name>", "asset", shelf.answer)
    app.add_url_rule("/favicon.ico", "favicon", lambda: shelf.answer("icons/mark.svg"))
