"""Forty who worked with Tessa once: fourteen have been written to, two stand on Today. Nobody here is real."""

from datetime import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.stage import Stage
from models import Colleague

WRITTEN = (
    "Harm Lindqvist", "Femke Andringa", "Hugo Lindeboom", "Renske Poel", "Oskar Blom", "Tineke Faber", "Luc Maassen",
    "Jelle Wiarda", "Carla Nunes", "Bastiaan Kroon", "Inge Solberg", "Youssef Amrani", "Margot Thill", "Piotr Malek",
)  # fmt: skip
NEXT = (
    (
        "Wietske Abma",
        "Planned the night shifts with you at Larkfield, 2016 to 2018. Last word: March.",
        "Wietske, do you still swear by the two o’clock rule? I coach people in your chair now. Who do you know that runs a depot?",
    ),
    (
        "Dirk-Jan Sievers",
        "Bought from you at Tidewater. Now runs a kitchen for six schools.",
        "Dirk-Jan, six schools. Is the phone quieter than at Tidewater? I would like to hear how you start a day.",
    ),
)
LATER = (
    "Aafke Terpstra", "Ben Okafor", "Chris Duindam", "Daphne Kuiper", "Eelco Visser", "Fenna Brink", "Gijs Hoekstra", "Hilde Moen",
    "Ivo Janssens", "Jet Bakema", "Koen Slot", "Liesbeth Maas", "Mats Ekdahl", "Nienke Zijlstra", "Olaf Prins", "Petra Wolthuis",
    "Quinten Baas", "Roos Elzinga", "Sjoerd Haan", "Tom Leclerc", "Ulrike Fuchs", "Vera Dokter", "Wouter Sipma", "Yara Costa",
)  # fmt: skip
KNOWN = (
    "Dispatch at Larkfield, 2014 to 2018.",
    "Sat across from you at Tidewater; left for a hospital.",
    "Ran the depot next to yours.",
    "Trained with you in 2019, coaches on the side.",
)


def colleagues(session: Session, stage: Stage) -> None:
    names = (*WRITTEN, *(name for name, _, _ in NEXT), *LATER)
    people = [(name, _address(name), KNOWN[n % len(KNOWN)]) for n, name in enumerate(names)]
    Colleague.add_all(session, stage.coach.id, people, stage.ago(weeks=12))
    of = {one.name: one for one in session.scalars(select(Colleague))}
    for n, name in enumerate(WRITTEN):
        of[name].wrote(stage.ago(days=4 + 5 * (len(WRITTEN) - n), at=time(16, 30)))
    for name, known_from, draft in NEXT:
        of[name].write(of[name].version, name=name, address=_address(name), known_from=known_from, draft=draft)


def _address(name: str) -> str:
    first, last = name.lower().split()[0], name.lower().split()[-1]
    return f"{first}@{last}.example"
