"""The practice of coaching: tables, rules, arithmetic. Knows SQLAlchemy and Python only."""

from models.action import Action
from models.attempt import Attempt
from models.audit import Audit, Once
from models.base import Base, Tenanted
from models.client import Client
from models.coaching_session import CoachingSession
from models.contract import Contract, Goal, Part, Reply, Seat, Signature, Version
from models.due import Due
from models.errors import REFUSALS, DomainError
from models.file import File
from models.invitation import Invitation
from models.link import Link
from models.look import Look
from models.measure import Measure, MeasurePause
from models.membership import Membership
from models.message import Message, Preference
from models.note import PrivateNote, SharedNote
from models.organisation import Contact, Organisation, Sponsorship
from models.person import Person
from models.practice import Practice
from models.promise import Promise
from models.reading import Reading, Start
from models.share import Share
from models.sign_in import SignIn
from models.signup import PendingSignup
from models.why import Ladder, Rung

__all__ = [
    "REFUSALS",
    "Action",
    "Attempt",
    "Audit",
    "Base",
    "Client",
    "CoachingSession",
    "Contact",
    "Contract",
    "DomainError",
    "Due",
    "File",
    "Goal",
    "Invitation",
    "Ladder",
    "Link",
    "Look",
    "Measure",
    "MeasurePause",
    "Membership",
    "Message",
    "Once",
    "Organisation",
    "Part",
    "PendingSignup",
    "Person",
    "Practice",
    "Preference",
    "PrivateNote",
    "Promise",
    "Reading",
    "Reply",
    "Rung",
    "Seat",
    "Share",
    "SharedNote",
    "SignIn",
    "Signature",
    "Sponsorship",
    "Start",
    "Tenanted",
    "Version",
]
