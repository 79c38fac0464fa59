"""The agreement and what it is made of."""

from models.contract.contract import Contract
from models.contract.goal import Goal
from models.contract.part import Part
from models.contract.reply import Reply
from models.contract.version import Seat, Signature, Version

__all__ = ["Contract", "Goal", "Part", "Reply", "Seat", "Signature", "Version"]
