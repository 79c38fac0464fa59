"""The practice of coaching: tables, rules, arithmetic. Knows SQLAlchemy and Python only."""

from models.action import Action
from models.attempt import Attempt
from models.audit import Audit, Once
from models.base import Base, Tenanted
from models.client import Client
from models.coaching_session import CoachingSession
from models.colleague import Colleague
from models.confirmation import Confirmation
from models.consent import Consent
from models.contract import Contract, Goal, Part, Reply, Seat, Signature, Version
from models.contract.closing import Closing, ClosingSignature
from models.due import Due
from models.enquiry import Enquiry
from models.errors import REFUSALS, DomainError
from models.file import File
from models.hours import BookingRules, HoursException, WeeklyHours
from models.inbound import Inbound
from models.invitation import Invitation
from models.link import Link
from models.look import Look
from models.measure import Measure
from models.measure_pause import MeasurePause
from models.membership import Membership
from models.message import Message, Preference
from models.note import PrivateNote, SharedNote
from models.organisation import Contact, Organisation, Sponsorship
from models.person import Person
from models.practice import Practice
from models.promise import Promise
from models.public_page import PublicPage
from models.reading import Reading, Start
from models.recipe import Recipe, RecipeSkip
from models.record import Record
from models.share import Share
from models.sign_in import SignIn
from models.signup import PendingSignup
from models.testimonial import Testimonial, TestimonialText
from models.wall import WallCard
from models.why import Ladder, Rung
from models.work import Work

__all__ = [
    "REFUSALS",
    "Action",
    "Attempt",
    "Audit",
    "Base",
    "BookingRules",
    "Client",
    "Closing",
    "ClosingSignature",
    "CoachingSession",
    "Colleague",
    "Confirmation",
    "Consent",
    "Contact",
    "Contract",
    "DomainError",
    "Due",
    "Enquiry",
    "File",
    "Goal",
    "HoursException",
    "Inbound",
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
    "PublicPage",
    "Reading",
    "Recipe",
    "RecipeSkip",
    "Record",
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
    "Testimonial",
    "TestimonialText",
    "Version",
    "WallCard",
    "WeeklyHours",
    "Work",
]
