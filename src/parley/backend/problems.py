"""Maps errors to HTTP, once: every error answer is application/problem+json with a stable code."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from parley.backend.errors import ParleyError
from parley.backend.request_log import current_request_id
from parley.contracts.problems import Problem, ProblemCode

MEDIA_TYPE = "application/problem+json"


def problem_response(
    status: int, code: ProblemCode, detail: str, headers: dict[str, str] | None = None
) -> Response:
    problem = Problem(code=code, detail=detail, request_id=current_request_id())
    return Response(problem.model_dump_json(), status, headers, MEDIA_TYPE)


def internal_problem() -> Response:
    """What a caller is told of a bug of ours: where to look for it, and nothing else."""
    return problem_response(
        500, ProblemCode.INTERNAL, "Something went wrong on our side. The log has it under this request id."
    )


def payload_too_large() -> Response:
    return problem_response(
        413, ProblemCode.PAYLOAD_TOO_LARGE, "What was sent is larger than this call takes. Send less at once."
    )


def declared(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route: what may go wrong, besides a bad payload."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in (*statuses, 422)
    }


def add_problem_handlers(app: FastAPI) -> None:
    app.add_exception_handler(ParleyError, _parley_error)
    app.add_exception_handler(RequestValidationError, _bad_payload)
    app.add_exception_handler(HTTPException, _http_error)


async def _parley_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ParleyError)
    headers = {} if error.retry_after_s is None else {"Retry-After": str(error.retry_after_s)}
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return problem_response(error.status, error.code, error.detail, headers)


async def _bad_payload(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    # The first complaint is enough to act on; what was sent is not echoed.
    first = error.errors()[0]
    if first["type"] == "json_invalid":  # its place is an offset, no field
        return problem_response(422, ProblemCode.INVALID_REQUEST, "The body is not JSON.")
    place = ".".join(str(part) for part in first["loc"][1:]) or "The body"
    return problem_response(422, ProblemCode.INVALID_REQUEST, f"{place}: {first['msg']}.")


async def _http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return problem_response(404, ProblemCode.NOT_FOUND, "There is nothing at this address.")
    if error.status_code == 413:
        return payload_too_large()
    headers = dict(error.headers) if error.headers else None
    return problem_response(error.status_code, ProblemCode.INVALID_REQUEST, f"{error.detail}.", headers)
