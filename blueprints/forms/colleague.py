"""Former colleagues: one by one, or many at once."""

from wtforms import Field, ValidationError

from blueprints.forms.base import CreateForm, LineField, StaleForm, TextField
from blueprints.forms.people import AddressField, NameField, complaint
from models.folding import clean_line, fold_address

MOST = 500


class ListForm(CreateForm):
    people = TextField("One a line: name, address, how you know them", longest=60_000, needed=True)

    def validate_people(self, field: Field) -> None:
        """(Name, address, how) of each line; the first that cannot be read is named."""
        lines = [line for line in (clean_line(line) for line in str(field.data or "").splitlines()) if line]
        if len(lines) > MOST:
            raise ValidationError(f"At most {MOST} at once.")
        self.found: list[tuple[str, str, str]] = []
        for line in lines:
            name, address, how = [*(part.strip() for part in line.split(",", 2)), "", ""][:3]
            address = fold_address(address)
            if not name or len(name) > 200 or len(how) > 500:
                raise ValidationError(f"This line has no name, or one that is too long: {line[:60]}")
            if address and (said := complaint(address)):
                raise ValidationError(f"{name[:60]}: {said}")
            self.found.append((name, address, how))


class ColleagueForm(StaleForm):
    name = NameField("Name")
    address = AddressField("E-mail", needed=False)
    known_from = LineField("How you know them", longest=500, needed=False)
    draft = TextField("What you would write", longest=4000)
