"""What is typed on the way from a stranger to words in public, and by whom."""

from decimal import Decimal

from billing.offer import Terms

ALICE, CLEO, GRETA, MILO = "alice@harbour.example", "cleo@private.example", "greta@ilves.example", "milo@company.example"
PUBLIC = "/at/harbour-coaching"
HEADLINE = "For heads of operations on whose desk everything lands"
METHOD = "We agree on **one habit**, count it, and look at the count together."
SINGLE = Terms("A single session", 21000, "EUR", tax_percent=Decimal(21), minutes=60, terms="What we talk about stays between us.")
DETAILS = {"name": "Greta Ilves", "address": GRETA, "zone": "Europe/Lisbon"}
LESSONS = {"start": "Say the owner aloud.", "stop": "Thursday calls.", "keep": "The Monday meeting."}
TITLE = "Decisions are closed in the meeting"
SEEN, HARD = "It goes out on the third now.", "The first month, when nobody but me believed in it."
