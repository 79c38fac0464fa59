"""What people send us as a file: recognised by its content and never by its name, and made anew, so that nothing hidden in it is kept."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from models.errors import NotAPhoto, NotARecord

LARGEST = 8 * 1024 * 1024
KNOWN = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000
SIDE = 320
"""Of a square portrait, in pixels: twice what pages show."""
LONGEST_SIDE = 2000


@dataclass(frozen=True)
class Taken:
    body: bytes
    media_type: str
    suffix: str


def portrait(body: bytes) -> Taken:
    """A photograph, turned upright, cut to a square, without place, camera or date. Raises NotAPhoto."""
    picture = _opened(body)
    if picture is None:
        raise NotAPhoto
    return _jpeg(ImageOps.fit(picture, (SIDE, SIDE)))


def record(body: bytes) -> Taken:
    """A paper of an organisation: a PDF as it is, or a picture made anew. Raises NotARecord. It is only ever handed out as a download."""
    if body[:5] == b"%PDF-" and len(body) <= LARGEST and b"%%EOF" in body[-2048:]:
        return Taken(body, "application/pdf", ".pdf")
    picture = _opened(body)
    if picture is None:
        raise NotARecord
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return _jpeg(picture)


def _opened(body: bytes) -> Image.Image | None:
    """Its size is read before its pixels, so that a small file cannot grow to gigabytes."""
    if not 0 < len(body) <= LARGEST:
        return None
    try:
        with Image.open(BytesIO(body), formats=KNOWN) as found:
            if found.width * found.height > MOST_PIXELS or min(found.size) < 16:
                return None
            upright = ImageOps.exif_transpose(found)
            paper = Image.new("RGB", upright.size, "white")
            layer = upright.convert("RGBA")
            paper.paste(layer, mask=layer.getchannel("A"))
            return paper
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        return None


def _jpeg(picture: Image.Image) -> Taken:
    made = BytesIO()
    picture.save(made, "JPEG", quality=85, optimize=True)
    return Taken(made.getvalue(), "image/jpeg", ".jpg")
