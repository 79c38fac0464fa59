import socket

from app.local.ports import LOOPBACK, free, listening, port_of


def test_a_taken_port_is_passed_over():
    with listening(0) as first:
        wish = port_of(first)
        with listening(wish) as second:
            assert port_of(second) not in (0, wish)


def test_a_server_on_all_addresses_takes_the_port_too():
    with socket.socket() as everywhere:
        everywhere.bind(("", 0))
        everywhere.listen()
        assert free(port_of(everywhere)) != port_of(everywhere)


def test_it_listens_before_anybody_serves():
    with listening(0) as server, socket.create_connection((LOOPBACK, port_of(server)), timeout=5) as early:
        assert early.getpeername()[1] == port_of(server)
