"""What a coach needs to know this morning: what waits for somebody, and what happened since yesterday."""

from models.today.need import CONTENT, KINDS, MOST, Need, in_order
from models.today.rows import MIDNIGHT, NOW, SINCE, TODAY, Asking, ago, clients, columns, first, whose
from models.today.told import News, told

__all__ = [
    "CONTENT",
    "KINDS",
    "MIDNIGHT",
    "MOST",
    "NOW",
    "SINCE",
    "TODAY",
    "Asking",
    "Need",
    "News",
    "ago",
    "clients",
    "columns",
    "first",
    "in_order",
    "told",
    "whose",
]
