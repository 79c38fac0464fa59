"""A browser's description of itself, as words a person recognises. It proves nothing; it only helps to tell one's devices apart."""

from typing import NamedTuple

# The order matters: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"))
_BROWSERS += (("CriOS", "Chrome"), ("Chromium", "Chromium"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_MACHINES = (("iPhone", "iPhone", True), ("iPad", "iPad", True), ("Android", "Android", True), ("Windows", "Windows", False))
_MACHINES += (("Macintosh", "Mac", False), ("CrOS", "Chromebook", False), ("Linux", "Linux", False))


class Machine(NamedTuple):
    words: str
    is_held: bool  # in the hand: a telephone or tablet


def described(user_agent: str) -> Machine:
    """ "Firefox on Windows". What nobody recognises is "A browser"."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "A browser")
    machine, held = next(((name, held) for sign, name, held in _MACHINES if sign in user_agent), ("", False))
    return Machine(f"{browser} on {machine}" if machine else browser, held)
