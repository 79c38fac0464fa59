"""Notes. The limits leave room for what encryption adds to the longest letters."""

from blueprints.forms.base import CreateForm, StaleForm, TextField

LONGEST = 90_000


class PrivateNoteForm(StaleForm):
    text = TextField("Your own note", longest=LONGEST)


class NewNoteForm(CreateForm):
    text = TextField("Note for both", longest=LONGEST, needed=True)


class NoteForm(StaleForm):
    text = TextField("Note for both", longest=LONGEST, needed=True)
