"""The API as an OpenAPI document, from which the web client's types and parsers are made.

`python -m parley.backend.openapi > openapi.json`. Needs neither a database nor an SFU.
"""

import json
import sys
from typing import Any

from fastapi import FastAPI

from parley.backend.app import add_routes
from parley.contracts.checks import ConnectionReport
from parley.contracts.problems import Problem
from parley.contracts.room import CaptionAttributes, RoomMetadata, TranslationAttributes


def document() -> dict[str, Any]:
    """The OpenAPI document; what travels inside a room is described as webhooks."""
    app = FastAPI(title="Parley", version="1")
    add_routes(app)

    @app.webhooks.post("room-metadata")
    def room_metadata() -> RoomMetadata:
        """The metadata of a LiveKit room, as JSON."""
        raise NotImplementedError

    @app.webhooks.post("caption-attributes")
    def caption_attributes() -> CaptionAttributes:
        """The attributes of a caption's text stream."""
        raise NotImplementedError

    @app.webhooks.post("translation-attributes")
    def translation_attributes() -> TranslationAttributes:
        """The attributes of a translated caption's text stream."""
        raise NotImplementedError

    @app.webhooks.post("problem")
    def problem() -> Problem:
        """The body of every error answer."""
        raise NotImplementedError

    @app.webhooks.post("connection-report")
    def connection_report() -> ConnectionReport:
        """What the connection test of the web client writes; it is sent to nobody."""
        raise NotImplementedError

    return app.openapi()


if __name__ == "__main__":
    json.dump(document(), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
