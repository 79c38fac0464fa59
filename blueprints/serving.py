"""Handing out a stored file: always as a download, and never as a page of ours."""

from flask import Response, current_app

from app.storage import Storage
from models import File


def serve(file: File) -> Response:
    """Whoever calls has found the row behind its wall. A browser that opens it anyway runs nothing in it."""
    storage: Storage = current_app.extensions["storage"]
    answer = Response(storage.read(file.path), mimetype=file.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=file.name)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
