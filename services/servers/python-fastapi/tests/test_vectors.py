"""Every vector that all servers must answer alike, in order, over one kept connection."""

import base64
import http.client
import json
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import GRANIAN, SERVICE, running_server

VECTORS = json.loads((SERVICE / "../../vectors/orders.json").read_text(encoding="utf-8"))


# As service.yaml starts the server and its variants.
VARIANTS: dict[str, dict[str, str]] = {
    "default": {},
    "asyncio": {"ORDER_SERVER_LOOP": "asyncio"},
    "json": {"ORDER_SERVER_JSON": "json"},
    "msgspec": {"ORDER_SERVER_MODEL": "msgspec"},
    "granian": GRANIAN,
}


@pytest.fixture(scope="module", params=VARIANTS)
def connection(request: pytest.FixtureRequest) -> Iterator[http.client.HTTPConnection]:
    with running_server(**VARIANTS[request.param]) as server:
        yield server.connect()


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_vector_is_answered_as_expected(
    vector: dict[str, Any], connection: http.client.HTTPConnection
) -> None:
    request, expect = vector["request"], vector["expect"]
    socket_before = connection.sock
    connection.request(
        request["method"], request["path"], body_of(request), headers=request["headers"]
    )
    response = connection.getresponse()
    answer = json.loads(response.read())

    assert response.status in expect["status"]
    assert response.headers.get_content_type() == "application/json"
    if response.status == 200:
        assert answer["status"] == "success"
        assert answer["order_id"] == expect["order"]["order_id"]
        assert answer["client_send_time"] == int(expect["order"]["client_send_time"])
        latency_ns = answer["server_receive_time"] - answer["client_send_time"]
        assert answer["latency_ns"] == latency_ns
    else:
        assert answer["error"].startswith(expect.get("error_field", ""))
    if socket_before is not None and not expect.get("may_close", False):
        assert connection.sock is socket_before


def body_of(request: dict[str, Any]) -> bytes | None:
    if "body_base64" in request:
        return base64.b64decode(request["body_base64"])
    if "body" not in request:
        return None
    body = request["body"].encode()
    if "pad_to_bytes" in request:
        fill = request["pad_to_bytes"] - len(body) - len('"padding":"",')
        body = body.replace(b"{", b'{"padding":"' + b"x" * fill + b'",', 1)
    return body
