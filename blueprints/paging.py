"""Pages of a list: what was asked for, and where the neighbours are."""

from collections.abc import Callable

LAST = 10_000


def page_asked(typed: str | None) -> int:
    """1 for anything that is not a page."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) <= 5 and 1 <= int(typed) <= LAST else 1


def pager(page: int, *, more: bool, address: Callable[[int], str]) -> tuple[str | None, str | None]:
    """(earlier, later) for parts.pager: addresses, or None."""
    return address(page + 1) if more else None, address(page - 1) if page > 1 else None
