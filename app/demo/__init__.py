"""The demo practice: invented people, made through the same verbs as real ones."""

from app.demo.fill import fill
from app.demo.sign_ins import sign_ins

__all__ = ["fill", "sign_ins"]
