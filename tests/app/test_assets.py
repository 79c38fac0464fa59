"""Assets: named after their content, packed once, drawn inline."""

import gzip
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import assets


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    app = Flask("tests", root_path=str(assets.STATIC.parent), static_folder=None)
    assets.init_app(app)
    return app.test_client()


# --- files ---------------------------------------------------------------------------------------------------------


def test_hashed_name_is_kept_for_a_year_and_the_plain_one_asked_again(client: FlaskClient) -> None:
    hashed = assets.Shelf().url("plumbline.css")
    assert re.fullmatch(r"/static/plumbline\.[0-9a-f]{12}\.css", hashed)
    assert client.get(hashed).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/plumbline.css").headers["Cache-Control"] == "no-cache"
    assert client.get("/static/plumbline.000000000000.css").status_code == 404


def test_packed_answer_holds_the_same_bytes(client: FlaskClient) -> None:
    url = assets.Shelf().url("js/htmx.min.js")
    plain, packed = client.get(url, headers={"Accept-Encoding": "identity"}), client.get(url, headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] != packed.headers["ETag"]
    refused = client.get(url, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def test_known_tag_is_answered_with_304(client: FlaskClient) -> None:
    first = client.get("/static/icons/mark.svg")
    again = client.get("/static/icons/mark.svg", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.data


def test_fonts_are_not_packed_and_have_their_type(client: FlaskClient) -> None:
    font = client.get(assets.Shelf().url("fonts/inter-latin.woff2"), headers={"Accept-Encoding": "gzip"})
    assert font.mimetype == "font/woff2"
    assert "Content-Encoding" not in font.headers


@pytest.mark.parametrize(
    "path", ["../assets.py", "..%2fassets.py", "css/../../assets.py", "css/base.css", "%00", "icons/", "fonts/README.md"]
)
def test_nothing_else_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_style_is_joined_in_order_without_comments() -> None:
    style = assets.Shelf().plain["plumbline.css"].body.decode()
    assert style.startswith("@layer reset, tokens, base, layouts, components, pages, print;")
    assert "/*" not in style
    assert "@import" not in style
    order = [style.index(part) for part in ("--ground:", "@font-face{", ".workspace{", ".button{", ".mend{", ".timeline{")]
    assert order == sorted(order)


def test_every_sheet_but_the_one_for_paper_is_joined() -> None:
    css = assets.STATIC / "css"
    named = set(re.findall(r'@import "([^"]+)"', (css / "index.css").read_text("utf-8")))
    assert named == {path.relative_to(css).as_posix() for path in css.rglob("*.css")} - {"index.css", "print.css"}


def test_addresses_in_the_style_are_hashed_and_served(client: FlaskClient) -> None:
    style = assets.Shelf().plain["plumbline.css"].body.decode()
    fonts = re.findall(r'url\("([^"]+)"\)', style)
    assert len(fonts) == 6
    assert all(client.get(f"/static/{font}").headers["Cache-Control"].endswith("immutable") for font in fonts)


def test_first_visit_stays_light() -> None:
    shelf = assets.Shelf()
    files = (
        "plumbline.css",
        "js/plumbline.js",
        "js/autosave.js",
        "js/htmx.min.js",
        "fonts/inter-latin.woff2",
        "fonts/plumbline-serif-latin.woff2",
    )
    assert sum(len(shelf.plain[name].packed or shelf.plain[name].body) for name in files) < 90_000  # leaves ten for the page


def test_changed_bytes_change_the_name() -> None:
    assert assets.Asset("a/b.css", b"1").hashed_name != assets.Asset("a/b.css", b"2").hashed_name
    assert assets.Asset("a/b.min.js", b"1").hashed_name.startswith("a/b.min.")


# --- icons ---------------------------------------------------------------------------------------------------------


def test_icon_is_hidden_unless_it_has_a_label() -> None:
    shelf = assets.Shelf()
    assert 'aria-hidden="true"' in shelf.icon("search")
    assert 'role="img" aria-label="&lt;b&gt; &#34;"' in shelf.icon("search", '<b> "')


def test_unknown_names_are_loud() -> None:
    shelf = assets.Shelf()
    with pytest.raises(assets.UnknownAsset, match=r"icons/nonesuch\.svg"):
        shelf.icon("nonesuch")
    with pytest.raises(assets.UnknownAsset, match=r"css/base\.css"):
        shelf.url("css/base.css")
