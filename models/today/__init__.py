"""What a coach needs to know this morning: what waits for somebody, and what happened since yesterday."""

from models.today.need import CONTENT, KINDS, MOST, Need, in_order
from models.today.news import News, news
from models.today.rows import NOW, SINCE, TODAY, Asking, ago, clients, columns
from models.today.waiting import needs

__all__ = [
    "CONTENT",
    "KINDS",
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
    "in_order",
    "needs",
    "news",
]
