"""Forms: what may be typed, and what is said about what may not."""

from blueprints.forms.base import CreateForm, Form, LineField, StaleForm, TextField, apart, choices

__all__ = ["CreateForm", "Form", "LineField", "StaleForm", "TextField", "apart", "choices"]
