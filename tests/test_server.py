import socket

import pytest

from chat_app.server import ServeError, listen


def test_small_answers_are_sent_at_once():
    with listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP  # what asyncio goes by when it sets TCP_NODELAY


def test_a_port_in_use_is_told_with_what_to_do():
    with listen("127.0.0.1", 0) as listening:
        listening.listen()
        with pytest.raises(ServeError, match="--port"):
            listen("127.0.0.1", listening.getsockname()[1])
