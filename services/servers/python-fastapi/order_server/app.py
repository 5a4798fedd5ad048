"""The FastAPI application: its routes, and how faults become JSON answers."""

from contextlib import suppress

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from order_server.choices import Choices
from order_server.counters import SharedCounters
from order_server.json_route import CONTENT_TOO_LARGE, json_route, read_body
from order_server.orders import InvalidOrder, Order, OrderReply, answer
from order_server.settings import Settings

TELEMETRY_OFF = TelemetryConfig(tracing=False, metrics=False, logs=False, operation_spans=False)


def create_app(
    settings: Settings, choices: Choices, counters: SharedCounters, main_pid: int
) -> FastAPI:
    app = FastAPI(
        openapi_url=None,
        # `/order/` is another path, and the contract wants 404 for it, not a redirect.
        redirect_slashes=False,
        telemetry=TELEMETRY_OFF,
    )
    app.router.route_class = json_route(choices)
    app.add_exception_handler(InvalidOrder, answer_invalid_order)
    app.add_exception_handler(HTTPException, answer_http_fault)
    app.add_exception_handler(ClientDisconnect, answer_nobody)

    @app.post("/order")
    async def post_order(order: Order) -> OrderReply:
        reply = answer(order)
        counters.count_order()
        return reply

    @app.get("/stats")
    async def get_stats() -> dict[str, str | int]:
        return {
            "server": "python-fastapi",
            "build_id": settings.build_id,
            "token": settings.token,
            "pid": main_pid,
            "workers": settings.workers,
            "total_requests": counters.total_orders,
            "connections_accepted": counters.total_connections,
        }

    return app


async def answer_invalid_order(_: Request, fault: Exception) -> JSONResponse:
    return JSONResponse({"error": str(fault)}, status_code=400)


async def answer_http_fault(request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, HTTPException)
    if fault.status_code != CONTENT_TOO_LARGE:
        # Of no other fault the body was read, without which granian closes the connection.
        with suppress(HTTPException, ClientDisconnect):
            await read_body(request)
    return JSONResponse(
        {"error": fault.detail}, status_code=fault.status_code, headers=fault.headers
    )


async def answer_nobody(_: Request, __: Exception) -> Response:
    """The client left in the middle of its body; without this uvicorn would log a traceback."""
    return Response(status_code=400)
