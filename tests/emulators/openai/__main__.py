"""`python -m tests.emulators.openai --key KEY`: prints its port, serves until its standard input closes.

It keeps to the API: a wrong key is a 401, a request without a strict schema a 400. `POST /control` says how
the next answers go and gives what was asked since.
"""

import argparse
import asyncio
import json
import socket
import sys
import threading
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

SILENCE_S = 60.0


def app(key: str) -> FastAPI:
    api = FastAPI()
    asked: list[dict[str, Any]] = []
    ways: list[str] = ["well"]

    @api.post("/control")
    async def control(request: Request) -> dict[str, Any]:
        ways[:] = (await request.json())["ways"]
        seen = list(asked)
        asked.clear()
        return {"asked": seen}

    @api.get("/v1/models")
    async def models(request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {key}":
            return _problem(401, "Incorrect API key provided.")
        status = ways[0].partition(" ")[0]
        if status.isdigit():
            return _problem(int(status), "Not now.")
        return JSONResponse({"object": "list", "data": [{"id": "emulated", "object": "model"}]})

    @api.post("/v1/chat/completions")
    async def complete(request: Request) -> Response:
        body = await request.json()
        if request.headers.get("authorization") != f"Bearer {key}":
            return _problem(401, "Incorrect API key provided.")
        schema = body.get("response_format", {}).get("json_schema", {})
        if not (body.get("stream") and schema.get("strict") and schema["schema"]["required"]):
            return _problem(400, "Ask for a stream of a strict schema.")
        document = json.loads(body["messages"][-1]["content"])
        asked.append(document | {"model": body["model"], "roles": [m["role"] for m in body["messages"]]})
        way = ways.pop(0) if len(ways) > 1 else ways[0]
        status, _, seconds = way.partition(" ")
        if status.isdigit():
            return _problem(int(status), "Not now.", {"retry-after": seconds} if seconds else {})
        return StreamingResponse(_stream(way, document), media_type="text/event-stream")

    return api


def _problem(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    body = {"error": {"message": message, "type": "invalid_request_error", "code": None, "param": None}}
    return JSONResponse(body, status_code=status, headers=headers)


async def _stream(way: str, document: dict[str, Any]) -> AsyncIterator[str]:
    translated = f"[{document['target_language']}] {document['text']}"
    answer = {
        "malformed": '{"translation": "no en',
        "other-schema": json.dumps({"text": translated}),
        "no-text": json.dumps({"translation": ""}),
        "markup": json.dumps({"translation": f"<b>{translated}</b>"}),
        "prose": f"Here is your translation: {translated}",
        "source": json.dumps({"translation": document["text"]}),
        "flood": '{"translation": "' + "bla " * 50_000 + '"}',
    }.get(way, json.dumps({"translation": translated}, ensure_ascii=False))
    yield _event({"role": "assistant", "content": ""})
    for first in range(0, len(answer), 8):
        if way in {"silent", "cut"} and first >= 8:
            if way == "cut":
                raise ConnectionError("the emulator cuts its answer off")
            await asyncio.sleep(SILENCE_S)
        if way == "slow":
            await asyncio.sleep(0.05)
        yield _event({"content": answer[first : first + 8]})
    yield _event({}, finish="stop")
    yield "data: [DONE]\n\n"


def _event(delta: dict[str, str], finish: str | None = None) -> str:
    chunk = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "emulated",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--key", required=True)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app(parser.parse_args().key), log_level="critical", ws="none"))
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()

    def until_closed() -> None:
        sys.stdin.read()
        server.should_exit = server.force_exit = True

    threading.Thread(target=until_closed, daemon=True).start()
    server.run(sockets=[listener])


if __name__ == "__main__":
    main()
