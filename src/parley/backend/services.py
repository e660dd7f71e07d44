"""Everything a running backend consists of, wired once; routes take what they need from here."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from parley.backend.access.attempts import Attempts
from parley.backend.access.profiles import ProfileService
from parley.backend.access.service import AccessService
from parley.backend.agents.absences import Absences
from parley.backend.agents.cut_speech import CutSpeech
from parley.backend.agents.keeper import AgentKeeper
from parley.backend.agents.reconciler import Reconciler
from parley.backend.agents.service import LeaseService
from parley.backend.agents.standing import RoomStanding
from parley.backend.agents.watch import LeaseWatch
from parley.backend.agents.workers import Workers
from parley.backend.captions.service import TranscriptService
from parley.backend.checks.service import CheckService
from parley.backend.clock import Clock
from parley.backend.db import Database
from parley.backend.diagnosis.service import DiagnosisService
from parley.backend.ingest.service import IngestService
from parley.backend.meetings.attendance import Attendance
from parley.backend.meetings.meeting_time import MeetingTimes
from parley.backend.meetings.rooms import MeetingRooms
from parley.backend.meetings.service import MeetingService
from parley.backend.meetings.settlement import Settlement
from parley.backend.metrics import Metrics
from parley.backend.notes.service import NotesService
from parley.backend.settings import Settings
from parley.backend.sfu.events import SfuEvents
from parley.backend.sfu.livekit import LiveKitSfu
from parley.backend.sfu.port import Sfu
from parley.backend.sfu.tokens import TokenMint
from parley.backend.sfu.webhooks import WebhookReader
from parley.backend.telemetry.intake import TelemetryIntake
from parley.backend.telemetry.reading import TelemetryReader
from parley.backend.telemetry.refusals import Refusals
from parley.backend.telemetry.retention import TelemetryRetention
from parley.backend.telemetry.sfu.history import MeetingHistory
from parley.backend.telemetry.sfu.watch import SfuWatch
from parley.backend.telemetry.writer import TelemetryWriter


@dataclass(frozen=True)
class Services:
    """Args: poked: Set it to have the reconciler look at once."""

    settings: Settings
    clock: Clock
    database: Database
    sfu: Sfu
    workers: Workers
    watch: LeaseWatch
    times: MeetingTimes
    attempts: Attempts
    meetings: MeetingService
    access: AccessService
    profiles: ProfileService
    transcripts: TranscriptService
    notes: NotesService
    leases: LeaseService
    ingest: IngestService
    checks: CheckService
    telemetry: TelemetryIntake
    telemetry_writer: TelemetryWriter
    telemetry_reader: TelemetryReader
    telemetry_refusals: Refusals
    telemetry_retention: TelemetryRetention
    sfu_watch: SfuWatch
    diagnoses: DiagnosisService
    webhooks: WebhookReader
    sfu_events: SfuEvents
    reconciler: Reconciler
    metrics: Metrics
    poked: asyncio.Event


@asynccontextmanager
async def open_services(
    settings: Settings, clock: Clock, metrics: Metrics, sfu: Sfu | None = None
) -> AsyncIterator[Services]:
    """Open the database (bringing its schema up to date) and the SFU's API, and close them in the end."""
    database = Database(settings.database_url)
    try:
        await database.migrate()
        sfu = sfu or _livekit(settings)
        try:
            services = _wired(settings, clock, database, sfu, metrics)
            async with services.telemetry_writer.open():
                yield services
        finally:
            await sfu.close()
    finally:
        await database.close()


def services_of(request: Request) -> Services:
    services = request.app.state.services
    assert isinstance(services, Services)
    return services


ServicesDep = Annotated[Services, Depends(services_of)]


def _livekit(settings: Settings) -> Sfu:
    return LiveKitSfu(
        settings.sfu_url,
        settings.sfu_api_key,
        settings.sfu_api_secret.get_secret_value(),
        room_timeout_s=round(settings.empty_meeting_grace_s) + 30,
    )


def _wired(settings: Settings, clock: Clock, database: Database, sfu: Sfu, metrics: Metrics) -> Services:
    secret = settings.sfu_api_secret.get_secret_value()
    poked = asyncio.Event()
    poke = poked.set
    watch, workers, times = LeaseWatch(clock), Workers(clock), MeetingTimes(clock)
    rooms, standing = MeetingRooms(sfu, clock), RoomStanding(clock, watch, workers)
    mint = TokenMint(settings.sfu_api_key, secret, settings.token_ttl_s)
    attendance = Attendance(
        database, clock, sfu, rooms, standing, watch, times, grace_s=settings.empty_meeting_grace_s
    )
    keeper = AgentKeeper(database, clock, sfu, rooms, standing, watch, CutSpeech(clock, watch, times))
    absences = Absences(database, clock, watch, times)
    settlement = Settlement(database, clock, rooms)
    attempts = Attempts(
        clock,
        settings.code_attempts_per_minute,
        settings.code_attempts_per_minute_in_all,
        settings.meetings_per_minute,
        settings.joins_per_minute,
        settings.checks_per_minute,
        settings.checks_per_minute_in_all,
        settings.telemetry_batches_per_minute,
        settings.telemetry_batches_per_minute_and_address,
    )
    refusals = Refusals(metrics.telemetry_refused)
    keeps_telemetry = settings.telemetry_retention_days > 0
    history = MeetingHistory(clock, times, is_on=keeps_telemetry)
    telemetry_writer = TelemetryWriter(database, clock, times)
    telemetry_reader = TelemetryReader(database, clock, times, refusals, settings.support_token)
    return Services(
        settings=settings,
        clock=clock,
        database=database,
        sfu=sfu,
        workers=workers,
        watch=watch,
        times=times,
        attempts=attempts,
        meetings=MeetingService(database, clock, poke),
        access=AccessService(
            database, clock, sfu, rooms, standing, attempts, mint, settings.sfu_public_url, poke
        ),
        profiles=ProfileService(database, sfu, poke),
        transcripts=TranscriptService(database, times),
        notes=NotesService(database, clock, workers.is_silent),
        leases=LeaseService(database, clock, watch, times, poke),
        ingest=IngestService(database, clock, poke, keeps_telemetry=keeps_telemetry),
        checks=CheckService(clock, sfu, attempts, mint, workers, settings.sfu_public_url),
        telemetry=TelemetryIntake(
            telemetry_writer, clock, attempts, metrics.telemetry_taken, is_on=keeps_telemetry
        ),
        telemetry_writer=telemetry_writer,
        telemetry_reader=telemetry_reader,
        telemetry_refusals=refusals,
        telemetry_retention=TelemetryRetention(database, clock, settings.telemetry_retention_days),
        sfu_watch=SfuWatch(
            database,
            clock,
            settings.sfu_url,
            settings.sfu_metrics_url,
            is_wanted=lambda: keeps_telemetry and bool(times.meeting_ids),
            answered=metrics.sfu_answered,
        ),
        diagnoses=DiagnosisService(database, telemetry_reader),
        webhooks=WebhookReader(settings.sfu_api_key, secret, clock),
        sfu_events=SfuEvents(database, clock, sfu, history, poke),
        reconciler=Reconciler(clock, watch, attendance, keeper, absences, settlement, poked),
        metrics=metrics,
        poked=poked,
    )
