import stat
from pathlib import Path

import pytest
from redis import Redis, RedisError

from app.local.valkey import Valkey


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_it_starts_again_empty_on_the_same_address(own_valkey: Valkey, end: str):
    before = own_valkey.url
    with Redis.from_url(before) as client:
        client.set("word", "here")
        getattr(own_valkey, end)()
        with pytest.raises(RedisError):
            client.get("word")
        own_valkey.start()
        assert own_valkey.url == before
        assert client.get("word") is None


def test_flush_empties_it(own_valkey: Valkey):
    with Redis.from_url(own_valkey.url) as client:
        client.set("word", "here")
        own_valkey.flush()
        assert client.get("word") is None


def test_only_its_owner_reaches_it(own_valkey: Valkey):
    socket = Path(own_valkey.url.removeprefix("unix://"))
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
