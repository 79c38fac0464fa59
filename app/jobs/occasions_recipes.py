"""What the messages of recipes are about: the rows as they are when it leaves, in the recipe's words."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import recipes
from app.addresses import address
from app.clock import now
from app.jobs.occasion import READERS, Occasion, about, get, moot, object_link
from models import Enquiry, Membership, Message, Practice, Recipe
from models.recipes import RULES, Rule, Value, Words
from models.recipes.expected import expected
from models.recipes.plan import wanted, why_not
from models.recipes.text import Missing

KINDS = tuple(rule.kind for rule in RULES.values() if rule.find)
READERS.setdefault("enquirer", Enquiry)


def _own_page(session: Session, message: Message, occasion: Occasion) -> None:
    occasion.url = address("portal.show", slug=occasion.practice.slug)


def _agreement(session: Session, message: Message, occasion: Occasion) -> None:
    object_link(session, message, occasion, "agreement", message.recipient_id)


def _enquiry(session: Session, message: Message, occasion: Occasion) -> None:
    """For the coach the enquiry; who asked already has all there is."""
    occasion.neutral = False
    if message.recipient_kind == "member":
        occasion.url = address("enquiries.show", slug=occasion.practice.slug, id=message.subject_id)


LINKS: dict[str, Callable[[Session, Message, Occasion], None]] = {"agreement_waiting": _agreement, "enquiry_waiting": _enquiry}
BUTTONS = {"agreement_waiting": "Read and answer", "entry_nudge": "Make an entry", "enquiry_waiting": "Read it"}


def own_words(rule: Rule, recipe: Recipe | None) -> Words:
    """The coach's text where there is one, else the one it comes with."""
    if recipe is None or not recipe.words:
        return rule.words
    return Words(recipe.subject or rule.words.subject, recipe.words)


def spoken(values: dict[str, Value], occasion: Occasion, first_name: str, lead: str) -> dict[str, str]:
    """Every variable as its reader reads it."""
    zones = {"zone": occasion.zone, "other_zone": occasion.practice.zone, "locale": occasion.locale}
    said = {name: recipes.say(value, **zones) for name, value in values.items()}
    return said | {"first_name": first_name, "coach": lead, "practice": occasion.practice.name, "link": occasion.url}


@about(*KINDS)
def _recipe(session: Session, message: Message, occasion: Occasion) -> None:
    rule = next(rule for rule in RULES.values() if rule.kind == message.kind)
    one = wanted(session, message, occasion.practice, now())
    if one is None:
        occasion.cannot = rule.done
        return
    LINKS.get(rule.name, _own_page)(session, message, occasion)
    recipe = session.scalar(select(Recipe).where(Recipe.name == rule.name))
    put(occasion, one.wish.words or own_words(rule, recipe), spoken(dict(one.wish.values), occasion, one.wish.to.first_name, one.wish.lead))
    occasion.facts |= {"button": BUTTONS.get(rule.name, "Your page"), "lead": one.wish.lead}
    occasion.can_stop = message.recipient_kind != "member"


def put(occasion: Occasion, words: Words, values: dict[str, str]) -> None:
    """The text with its values; where one is missing nothing is sent, and that is said."""
    occasion.template = "recipe"
    try:
        occasion.facts = {"written": recipes.write(words, values)}
    except Missing as missing:
        occasion.cannot = f"its text says {{{missing.name}}}, and there is nothing to put there"


@moot(*KINDS)
def _not_wanted(session: Session, message: Message) -> str:
    return why_not(session, message, session.get_one(Practice, message.practice_id), now())


@about("recipe_test")
def _test(session: Session, message: Message, occasion: Occasion) -> None:
    """To whoever pressed the button, with what the first of its readers would read, or with examples."""
    recipe = get(session, Recipe, message.subject_id)
    member = get(session, Membership, message.recipient_id)
    assert recipe is not None
    assert member is not None
    rule = RULES[recipe.name]
    occasion.url = address("recipes.show", slug=occasion.practice.slug, name=rule.name)
    put(occasion, own_words(rule, recipe), spoken(sample(session, rule, recipe, occasion), occasion, member.first_name, member.name))
    occasion.facts |= {"button": "The recipe", "lead": member.name}


def sample(session: Session, rule: Rule, recipe: Recipe, occasion: Occasion) -> dict[str, Value]:
    found = expected(session, rule, recipe, now=now(), zone=occasion.practice.zone)
    usual: dict[str, Value] = dict.fromkeys(rule.variables, "…")
    return usual | ({name: value for name, value in found[0].wish.values.items() if value} if found else {})
