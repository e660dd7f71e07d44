"""What one job process holds: its meeting's pipeline and the connections that the pipeline uses."""

import asyncio
from contextlib import AsyncExitStack
from functools import partial

import structlog

from parley.agent.backend_client import BackendClient
from parley.agent.captions.glossary import read_glossary
from parley.agent.engines.host_client import HostClient
from parley.agent.engines.ladder.build import ladder_with_deepgram
from parley.agent.engines.ports import SpeechToText
from parley.agent.engines.redecoding import RedecodingSpeechToText
from parley.agent.engines.translation.choice import translators
from parley.agent.engines.translation.ladder import TranslationLadder
from parley.agent.lag_reports import LagReporter
from parley.agent.outbox.outbox import Outbox
from parley.agent.pipeline import FINISH_S, MeetingPipeline
from parley.agent.settings import Settings
from parley.agent.sockets import WorkerSockets
from parley.agent.stop_shares import StopShares
from parley.agent.telemetry.instruments import Instruments
from parley.agent.telemetry.load_file import read_load
from parley.contracts.ingest import AgentDispatch
from parley.instruments.tracing import Tracing


class MeetingJob:
    """Opens what a meeting needs and closes it again, whatever happened."""

    def __init__(self, settings: Settings, sockets: WorkerSockets, dispatch: AgentDispatch) -> None:
        self._shares, self._stopping_file = StopShares(settings.agent_stop_s), sockets.stopping
        structlog.contextvars.bind_contextvars(meeting_id=dispatch.meeting_id, lease_id=dispatch.lease_id)
        self._resources = AsyncExitStack()
        outbox = Outbox(settings.outbox_path)
        self._resources.callback(outbox.close)
        backend = BackendClient(settings.backend_url, settings.service_token.get_secret_value())
        self._resources.push_async_exit(backend)
        engine = HostClient(sockets.engine)
        connection = asyncio.create_task(engine.run())
        self._resources.callback(connection.cancel)
        tracing = Tracing("parley-agent", settings.otlp_endpoint)
        self._resources.push_async_callback(asyncio.to_thread, tracing.close)
        lags = LagReporter(sockets.lags)
        self._resources.callback(lags.close)
        self.pipeline = MeetingPipeline(
            dispatch.lease_id,
            backend,
            self._speech_to_text(settings, RedecodingSpeechToText(engine)),
            TranslationLadder(
                translators(settings.translation, sockets.translators),
                allows_pivot=settings.translation.allows_pivot,
            ),
            outbox,
            glossary=read_glossary(settings.glossary),
            max_streams=settings.agent_max_streams,
            instruments=Instruments(lags.send, partial(read_load, sockets.load), tracing),
        )

    def _speech_to_text(self, settings: Settings, local: SpeechToText) -> SpeechToText:
        if not settings.wants_deepgram:
            return local
        ladder = ladder_with_deepgram(settings.deepgram, local, settings.speech_language)
        self._resources.push_async_callback(ladder.close)
        return ladder

    async def finish(self) -> None:
        """Finishes the meeting: open utterances get their finals, everything is in the outbox."""
        async with self._resources:
            is_hurried = self._stopping_file.exists()
            await self.pipeline.finish(self._shares.patience(FINISH_S) if is_hurried else 1.0)
