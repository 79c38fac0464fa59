"""What the messages of recipes are about: the rows as they are when it leaves, in the recipe's words."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import recipes
from app.addresses import address
from app.clock import now
from app.jobs.occasion import READERS, About, Occasion, about, get, moot, object_link
from billing import invoice_late  # noqa: F401  its recipe enters itself
from models import Enquiry, Membership, Message, Practice, Recipe
from models.recipes import RULES, Phrase, Rule, Value, Wish, Words
from models.recipes.expected import expected
from models.recipes.plan import wanted, why_not
from models.recipes.text import Missing, fill

KINDS = tuple(rule.kind for rule in RULES.values())
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


@dataclass(frozen=True)
class Dress:
    """Where the button of these messages leads, and what is attached; what stands on it."""

    fill: About = _own_page
    button: str = "Your page"


DRESS = {
    "agreement_waiting": Dress(_agreement, "Read and answer"),
    "entry_nudge": Dress(button="Make an entry"),
    "enquiry_waiting": Dress(_enquiry, "Read it"),
}


def dressed(kind: str, button: str) -> Callable[[About], About]:
    """Registers how messages of a recipe look that belongs to another family of kinds."""

    def register(fill: About) -> About:
        DRESS[kind] = Dress(fill, button)
        return fill

    return register


def own_words(rule: Rule, recipe: Recipe | None, *, again: bool = False) -> Words:
    """The coach's text where there is one, else the one it comes with. `again`: of its one reminder."""
    usual = rule.again if again and rule.again else rule.words
    subject, words = ("", "") if recipe is None else (recipe.again_subject, recipe.again_words) if again else (recipe.subject, recipe.words)
    return Words(subject or usual.subject, words) if words else usual


def words_of(wish: Wish, rule: Rule, recipe: Recipe | None) -> Words:
    return wish.words or own_words(rule, recipe, again=wish.is_again)


def spoken(values: dict[str, Value], occasion: Occasion, first_name: str, lead: str) -> dict[str, str]:
    """Every variable as its reader reads it."""
    zones = {"zone": occasion.zone, "other_zone": occasion.practice.zone, "locale": occasion.locale}
    said = {name: recipes.say(value, **zones) for name, value in values.items() if not isinstance(value, Phrase)}
    said |= {"first_name": first_name, "coach": lead, "practice": occasion.practice.name, "link": occasion.url}
    return said | {name: fill(value, said) for name, value in values.items() if isinstance(value, Phrase)}


@about(*KINDS)
def _recipe(session: Session, message: Message, occasion: Occasion) -> None:
    rule = next(rule for rule in RULES.values() if rule.kind == message.kind)
    one = wanted(session, message, occasion.practice, now())
    if one is None:
        occasion.cannot = rule.done
        return
    dress = DRESS.get(rule.kind, Dress())
    dress.fill(session, message, occasion)
    recipe = session.scalar(select(Recipe).where(Recipe.name == rule.name))
    put(occasion, words_of(one.wish, rule, recipe), spoken(dict(one.wish.values), occasion, one.wish.to.first_name, one.wish.lead))
    occasion.facts |= {"button": dress.button, "lead": one.wish.lead}
    occasion.can_stop = message.recipient_kind != "member" and not rule.comes_anyway


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
