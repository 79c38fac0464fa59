import pytest

from app.local.child import DidNotStart
from app.local.service import SHORT_LIFE, Service


class Actor:
    """Stands where a process would."""

    name, log = "worker", "worker.log"

    def __init__(self) -> None:
        self.ended: int | None = None

    def last_words(self) -> str:
        return "no such setting"


@pytest.fixture
def clock():
    return [0.0]


@pytest.fixture
def service(clock):
    return Service(Actor, clock=lambda: clock[0])


def test_the_living_are_left_alone(service):
    before = service.child
    assert service.tend() is None
    assert service.child is before


def test_who_dies_after_a_while_is_started_again(service, clock):
    before = service.child
    before.ended, clock[0] = 1, SHORT_LIFE
    assert "exit code 1" in service.tend()
    assert service.child is not before


def test_who_gives_up_at_once_is_not(service):
    service.child.ended = 1
    with pytest.raises(DidNotStart, match="no such setting"):
        service.tend()


def test_who_is_killed_at_once_gets_another_try_but_not_for_ever(service):
    for _ in range(2):
        service.child.ended = -9
        assert "signal 9" in service.tend()
    service.child.ended = -9
    with pytest.raises(DidNotStart):
        service.tend()


def test_a_long_life_forgives_the_short_ones(service, clock):
    for _ in range(4):
        service.child.ended = -9
        service.tend()
        service.child.ended, clock[0] = -9, clock[0] + SHORT_LIFE
        service.tend()
