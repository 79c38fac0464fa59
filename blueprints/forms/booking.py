"""Choosing a free time: each time is a button of its own."""

from wtforms import StringField

from blueprints.forms.base import CreateForm


class TimeForm(CreateForm):
    start = StringField("When")
