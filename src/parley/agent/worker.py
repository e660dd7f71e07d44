"""The worker: registers with LiveKit, accepts jobs, starts each meeting in a process of its own."""

import importlib
import math
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import structlog
from livekit.agents import NOT_GIVEN, AgentServer, JobContext, JobProcess, JobRequest
from livekit.agents.worker import WorkerPermissions
from pydantic import ValidationError

from parley.agent.backend_client import BackendClient
from parley.agent.engines.silero import SileroVoiceActivity
from parley.agent.job import MeetingJob
from parley.agent.logs import configure_job_logs
from parley.agent.registration import Registration
from parley.agent.room.audio_frames import warm_up_sdk
from parley.agent.room.meeting_room import MeetingRoom
from parley.agent.settings import Settings
from parley.agent.sockets import WorkerSockets
from parley.contracts.ingest import AgentDispatch
from parley.contracts.room import AGENT_DISPLAY_NAME, AGENT_NAME, ATTRIBUTE_AGENT_TASKS

log = structlog.get_logger()

AGENT_TASKS = "captions,notes"
_JOB_SHUTDOWN_S = 10.0  # above the sum of what the pipeline waits for at the end
_SFU_RETRIES = 1_000_000  # an SFU that is away for an hour must not end the worker
_USERDATA_JOB = "parley.job"


class Worker:
    """One LiveKit worker."""

    def __init__(
        self,
        settings: Settings,
        sockets: WorkerSockets,
        is_strained: Callable[[], bool],
        on_registration: Callable[[], None],
    ) -> None:
        """`is_strained` tells whether the meetings in hand are already as much as can be followed.

        `on_registration` is told when the SFU has registered the worker, and when it knows it no more.
        """
        self._is_strained = is_strained
        self._stopping_file = sockets.stopping
        self._is_stopping = False
        self._max_jobs = settings.agent_max_jobs
        self._accepting = 0
        self._server = AgentServer(
            ws_url=settings.sfu_url,
            api_key=settings.sfu_api_key,
            api_secret=settings.sfu_api_secret.get_secret_value(),
            host=settings.agent_health_host,
            port=settings.agent_health_port,
            load_fnc=self._load,
            # Capacity is ours to judge (`_accept`): below infinity, LiveKit Agents takes the first job of an
            # idle worker for a full load and turns down a second that comes at the same moment.
            load_threshold=math.inf,
            num_idle_processes=1,
            job_memory_limit_mb=settings.agent_job_memory_mb,
            job_memory_warn_mb=0.75 * settings.agent_job_memory_mb,
            shutdown_process_timeout=_JOB_SHUTDOWN_S,
            max_retry=_SFU_RETRIES,
            permissions=WorkerPermissions(can_publish=False, can_update_metadata=False),
            setup_fnc=partial(_warm_up, settings),
            preload_modules=["parley.agent.worker"],
            # Not given, it is read from the environment, whatever NO_PROXY says.
            http_proxy=None if settings.is_sfu_on_loopback else NOT_GIVEN,
        )
        self._registration = Registration(self._server, on_registration)
        self._server.rtc_session(
            partial(_start_meeting, settings, sockets),
            agent_name=AGENT_NAME,
            on_request=self._accept,
            on_session_end=_end_meeting,
        )

    async def run(self) -> None:
        """Serves until `stop`.

        Raises:
            OSError: The health port is taken.
        """
        await self._server.run(devmode=False)

    async def drain(self, timeout_s: int) -> None:
        """Takes no more jobs and lets those in hand go on for a while."""
        try:
            await self._server.drain(timeout=timeout_s)
        except TimeoutError:
            log.warning("drain_timed_out", active_jobs=self.active_jobs)

    async def stop(self) -> None:
        """Ends the jobs, each with its last finals in the outbox, and the worker."""
        self._is_stopping = True
        with suppress(OSError):  # a full disk: they take their time, and are killed when it is over
            self._stopping_file.touch()
        await self._server.aclose()

    @property
    def worker_id(self) -> str | None:
        """The id LiveKit gave last; None before it has registered this worker."""
        return self._registration.worker_id

    @property
    def active_jobs(self) -> int:
        """Jobs in hand."""
        return len(self._server.active_jobs) if self.worker_id is not None else 0

    @property
    def max_jobs(self) -> int:
        """Jobs this worker takes; no more than it has while it is about to stop, or strained by these.

        Nor while the SFU does not know it: a dispatch would reach nobody, and be waited for.
        """
        is_closed = self._server.draining or self._is_stopping or not self._registration.stands
        is_closed = is_closed or (self.active_jobs > 0 and self._is_strained())
        return self.active_jobs if is_closed else self._max_jobs

    def _load(self) -> float:
        return min(1.0, len(self._server.active_jobs) / self._max_jobs)

    async def _accept(self, request: JobRequest) -> None:
        try:
            dispatch = AgentDispatch.model_validate_json(request.job.metadata)
        except ValidationError:
            log.error("dispatch_unreadable", job_id=request.id)
            await request.reject()
            return
        if self.active_jobs + self._accepting >= self.max_jobs:
            log.warning("job_turned_down", meeting_id=dispatch.meeting_id, active_jobs=self.active_jobs)
            await request.reject()
            return
        self._accepting += 1
        try:
            await request.accept(
                identity=dispatch.agent_identity,
                name=AGENT_DISPLAY_NAME,
                attributes={ATTRIBUTE_AGENT_TASKS: AGENT_TASKS},
            )
        finally:
            self._accepting -= 1


def _warm_up(settings: Settings, _process: JobProcess) -> None:
    """Runs in each job process before it has a job, so that the job is quick to hear."""
    configure_job_logs()
    # The first client of a process imports its transport and reads certificates: 0.3 s that a job would wait.
    BackendClient(settings.backend_url, settings.service_token.get_secret_value())
    warm_up_sdk()
    SileroVoiceActivity()
    if settings.wants_deepgram:
        with suppress(ImportError):  # said by the worker's report, and by the meeting's engine at work
            importlib.import_module("parley.agent.engines.deepgram.speech_to_text")


async def _start_meeting(settings: Settings, sockets: WorkerSockets, context: JobContext) -> None:
    """A job's entry point. It returns once the meeting runs; LiveKit Agents calls `_end_meeting` later."""
    dispatch = AgentDispatch.model_validate_json(context.job.metadata)
    job = MeetingJob(settings, sockets, dispatch)
    context.proc.userdata[_USERDATA_JOB] = job
    pipeline = job.pipeline
    room = MeetingRoom(
        context,
        open_ear=lambda speaker, track_id: pipeline.ears.open(speaker, track_id).hear,
        close_ear=pipeline.ears.close,
        on_wishes=pipeline.on_wishes,
        on_readers=pipeline.on_readers,
        on_rejoined=pipeline.on_rejoined,
    )
    await pipeline.start(room, on_left=lambda: context.shutdown("the lease is over"))


async def _end_meeting(context: JobContext) -> None:
    """Called once before the job disconnects, whether the room, the lease or the worker ended."""
    job = context.proc.userdata.pop(_USERDATA_JOB, None)
    if isinstance(job, MeetingJob):
        await job.finish()
