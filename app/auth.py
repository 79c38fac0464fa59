"""Who is asking: a member of the practice, a client, somebody at their company, or nobody. One guard stands at each door."""

from dataclasses import dataclass
from functools import cache
from typing import Any, cast
from uuid import UUID

from flask import Flask, Request, Response, abort, g, redirect, request, url_for
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import Select, Uuid, bindparam, select
from sqlalchemy.orm import joinedload

from app import db
from app.clock import now
from billing.invoice import Invoice
from models import Audit, Client, Contact, Membership, Person, Practice, SignIn, who
from models.secret import digest, new_token

READER = "reader"  # where the cookie keeps the sign-in of a client's or sponsor's pages, beside the workspace's own


@dataclass
class User(UserMixin):
    """What Flask-Login carries: a sign-in row and its token. The cookie holds the token and nothing else."""

    sign_in: SignIn
    token: str

    def get_id(self) -> str:
        return self.token

    @property
    def person(self) -> Person:
        return self.sign_in.person


def me() -> User:
    return cast(User, current_user)


def init_app(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # our tokens are random, hashed and revocable: the browser's description proves nothing
    manager.user_loader(_load_user)

    @app.after_request
    def see(response: Response) -> Response:
        if response.status_code < 400 and (row := g.get("sign_in")) and row.is_stale_since(now()):
            with db.transaction() as session:
                SignIn.see(session, row.id, now())
        return response


def _load_user(token: str) -> User | None:
    """Person, practice and role in one statement: most pages need all three. The page that says the database is away needs none."""
    if g.get("is_away"):
        return None
    moment = now()
    session, enters = db.session(), g.pop("enters", False)
    found = who.in_workspace(session, digest(token), g.get("slug") or "-", moment, enters=enters)
    if found is None:
        return None
    g.sign_in, g.found_membership, g.team = found
    if enters and g.found_membership:
        db.enter(session, g.found_membership.practice_id, is_told=True)
    return User(found[0], token)


def start(person: Person, proof: str, **only: UUID | None) -> SignIn:
    """Sign somebody in on this browser. A new token each time, so a planted cookie is worth nothing."""
    row, token = SignIn.start(db.session(), person, proof, now=now(), browser=request.user_agent.string, ip=ip(), **only)
    if proof == "password":
        cookie.pop("csrf_token", None)
        login_user(User(row, token), remember=False)
    else:
        cookie[READER] = token
    cookie.permanent = True
    return row


def stop() -> None:
    """Sign this browser out of the workspace; the row dies with it, so a copied cookie is dead too."""
    if current_user.is_authenticated:
        me().sign_in.revoke(now())
    logout_user()


def reading() -> SignIn | None:
    """This browser's sign-in to the pages of clients and sponsors."""
    return _reader_sign_in()


def stop_reading() -> None:
    if row := _reader_sign_in():
        row.revoke(now())
    cookie.pop(READER, None)


def ip(of: Request | None = None) -> str:
    return (of or request).remote_addr or ""


def audit(act: str, object_id: UUID | None = None) -> None:
    """A line of who did what. In a session that entered a practice; a refusal's line needs a transaction of its own."""
    Audit.write(db.session(), actor_id=actor_id(), act=act, object_id=object_id, at=now(), ip=ip())


def audit_refusal(act: str, practice_id: UUID, object_id: UUID | None = None) -> None:
    """As `audit`, for what a refusal must leave behind: what the request did so far is undone first, the line is kept."""
    db.session().rollback()
    with db.transaction(practice_id) as session:
        Audit.write(session, actor_id=None, act=act, object_id=object_id, at=now(), ip=ip())


def actor_id() -> UUID | None:
    if membership := g.get("membership"):
        return membership.id
    return g.reader.id if g.get("reader") else None


# Guards: each runs before every view of its door. None lets in, anything else is the answer.


def anyone() -> None:
    """Open: for doors that enter a practice as a stranger, or none."""


def person() -> Any:
    """Whoever is signed in with a password: their own account, in no practice."""
    if not current_user.is_authenticated:
        return _sign_in_first()
    return None


def member() -> Any:
    """Somebody who works in this practice. To others it does not exist."""
    g.enters = True
    if not current_user.is_authenticated:
        return _sign_in_first()
    membership = g.get("found_membership")
    if membership is None:
        abort(404)
    g.membership, g.practice = membership, membership.practice
    db.enter(db.session(), membership.practice_id)
    if request.method not in ("GET", "HEAD", "OPTIONS") and not membership.writes:
        abort(403)
    return None


def _member_who(may: str) -> Any:
    def guard() -> Any:
        if (answer := member()) is not None:
            return answer
        if not getattr(g.membership, may):
            abort(403)
        return None

    guard.__name__ = f"member_who_{may}"
    return guard


owner = _member_who("owns")
coach = _member_who("coaches")
content = _member_who("reads_content")
biller = _member_who("bills")


def client() -> Any:
    """A client, on their own pages."""
    return _reader(Client)


def sponsor() -> Any:
    """A boss, HR or finance: sees only rows made for them."""
    return _reader(Contact)


def payer() -> Any:
    """Whoever an invoice was made for: a client, or somebody at their company."""
    return _reader(Client, Contact)


def _reader(*nouns: type[Client] | type[Contact]) -> Any:
    """Enter the practice as the reader this browser is signed in as. A sign-in by an object's own link opens that object only."""
    practice, row, team = _practice_and_sign_in()
    if row is None:
        return _ask_who()
    session = db.session()
    db.enter(session, practice.id, is_told=True)
    opens_this = row.only_practice_id == practice.id and (request.view_args or {}).get("id") == row.only_object_id
    if row.proof == "link" and not opens_this:
        return _ask_who()
    found = [reader for noun in nouns for reader in _readers(noun, practice, row)]
    if not found:
        abort(404)
    g.practice, g.reader, g.sign_in, g.team = practice, _the_one(found), row, team
    db.enter(session, practice.id, g.reader.id)
    return None


def _practice_and_sign_in() -> tuple[Practice, SignIn | None, list[str]]:
    """Both, and the roles of who works there, in one statement: none lies behind a wall, and every page of a reader needs them."""
    token, moment = cookie.get(READER), now()
    found = who.reading(db.session(), digest(token if isinstance(token, str) else ""), g.slug or "", moment)
    if found is None:
        abort(404)
    practice, row, team = found
    return practice, row if row and not row.has_idled(moment) else None, team


def _readers(noun: type[Client] | type[Contact], practice: Practice, row: SignIn) -> list[Client | Contact]:
    if row.proof == "link":
        reader = db.session().get(noun, (practice.id, row.reader_id), options=_with_coach(noun))
        return [reader] if reader and reader.address == row.person.address else []  # the link went to an address that is no longer theirs
    return list(db.session().scalars(_of_person(noun), {"person_id": row.person_id}))


@cache
def _of_person(noun: type[Client] | type[Contact]) -> Select[Any]:
    mine = select(noun).where(noun.person_id == bindparam("person_id", type_=Uuid()))
    return mine.order_by(noun.id.desc()).options(*_with_coach(noun))


def _with_coach(noun: type[Client] | type[Contact]) -> list[Any]:
    """A client's pages all name the coach."""
    return [joinedload(Client.coach).joinedload(Membership.person)] if noun is Client else []


def _the_one(found: list[Client | Contact]) -> Client | Contact:
    """One person may be a client and a boss: of several, whoever the invoice names; else the newest."""
    wanted = (request.view_args or {}).get("id")
    if len(found) > 1 and wanted:
        named = db.session().scalar(select(Invoice.payer_id).where(Invoice.id == wanted))
        return next((reader for reader in found if reader.id == named), found[0])
    return found[0]


def _ask_who() -> Any:
    return redirect(url_for("reader_sign_in.show", next=request.full_path.rstrip("?") if request.method == "GET" else None), 303)


def by_slug() -> Practice:
    """The practice of the address, before anybody has entered it."""
    practice = db.session().scalar(who.BY_SLUG, {"slug": g.slug or ""})
    if practice is None:
        abort(404)
    return practice


def _reader_sign_in() -> SignIn | None:
    token = cookie.get(READER)
    return SignIn.by_token(db.session(), token, now()) if isinstance(token, str) else None


def _sign_in_first() -> Any:
    if request.method != "GET":
        abort(401)
    return redirect(url_for("sign_in.show", next=request.full_path.rstrip("?")), 303)


def require_fresh(back: str | None = None) -> Any:
    """Sensitive acts ask again: the password within the last half hour. None when it was given; else where to go.

    `back` is the page to return to after a post, which is not repeated by itself.
    """
    if me().sign_in.is_fresh(now()):
        return None
    here = request.full_path.rstrip("?") if request.method == "GET" else back
    return redirect(url_for("account.again", next=here), 303)


def browser_mark() -> str:
    """A random mark of this browser: a sign-in link opened in another one also asks for the code."""
    if "mark" not in cookie:
        cookie["mark"] = new_token()
        cookie.permanent = True
    return str(cookie["mark"])
