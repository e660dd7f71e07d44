"""The processes of one pair, connected by pipes, and the null-flush protocol that they speak.

A text is sent with a blank behind it and a NUL; each program answers at a NUL, so what the last one says up
to its NUL is the translation. Characters that mean something to Apertium are escaped. The blank ends the
sentence for the tagger, and bears a number, which comes back if the answer is whole and this text's: a
pipeline of which a program dies ends what it had begun with a NUL as well.
"""

import asyncio
import contextlib
import os
import re
import subprocess
from collections.abc import Sequence
from typing import IO

from parley.agent.engines.translation.resident import ProgramDied

_SPECIAL = re.compile(r"([\[\]{}^$/\\@<>])")
_ESCAPED = re.compile(r"\\(.)")
_MOST_BYTES = 1_000_000
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}  # nothing else of ours is theirs to know
_END_TIMEOUT_S = 1.0


class Pipeline:
    """One set of processes. When `exchange` raises or is cancelled, it is of no more use: close it."""

    def __init__(
        self,
        processes: list[subprocess.Popen[bytes]],
        writer: asyncio.StreamWriter,
        reader: asyncio.StreamReader,
        transport: asyncio.ReadTransport,
    ) -> None:
        self._processes = processes
        self._writer = writer
        self._reader = reader
        self._transport = transport
        self._sentences = 0

    @classmethod
    async def start(cls, stages: Sequence[Sequence[str]]) -> "Pipeline":
        """Starts the programs; their dictionaries load with the first sentence.

        Raises:
            OSError: One cannot be started.
        """
        processes = await asyncio.to_thread(_start, stages)
        loop = asyncio.get_running_loop()
        first, last = processes[0].stdin, processes[-1].stdout
        assert first is not None
        assert last is not None
        reader = asyncio.StreamReader(limit=_MOST_BYTES)
        transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), last)
        writing, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, first)
        writer = asyncio.StreamWriter(writing, protocol, None, loop)
        return cls(processes, writer, reader, transport)

    @property
    def pids(self) -> list[int]:
        """Of its processes, in the order of the pipeline."""
        return [process.pid for process in self._processes]

    async def exchange(self, text: str) -> str:
        """The text, translated; one at a time.

        Raises:
            ProgramDied: There is no answer.
        """
        self._sentences += 1
        end = f"[][{self._sentences}\n]"
        try:
            self._writer.write(f"{_escaped(text)}{end}\0".encode())
            raw, _ = await asyncio.gather(self._reader.readuntil(b"\0"), self._writer.drain())
            answer = raw[:-1].decode()
        except (OSError, EOFError, asyncio.LimitOverrunError, UnicodeDecodeError) as problem:
            raise ProgramDied from problem
        if not answer.endswith(end):
            raise ProgramDied
        return _ESCAPED.sub(r"\1", answer.removesuffix(end)).strip()

    async def close(self) -> None:
        """Ends the processes."""
        for transport in (self._writer.transport, self._transport):
            if not transport.is_closing():  # one that has seen its end has let go of its loop
                transport.close()
        await asyncio.to_thread(_end, self._processes)


def _start(stages: Sequence[Sequence[str]]) -> list[subprocess.Popen[bytes]]:
    processes: list[subprocess.Popen[bytes]] = []
    source: int | IO[bytes] | None = subprocess.PIPE
    try:
        for stage in stages:
            process = subprocess.Popen(  # noqa: S603 - what the system's packages brought, found by its full path
                stage,
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # it may repeat what was said
                env=_ENVIRONMENT,
            )
            if processes and processes[-1].stdout is not None:
                processes[-1].stdout.close()  # the child has it now, and must see its end
            processes.append(process)
            source = process.stdout
    except OSError:
        _end(processes)
        raise
    return processes


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.kill()
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_END_TIMEOUT_S)
        for end in (process.stdin, process.stdout):
            if end is not None:
                with contextlib.suppress(OSError):
                    end.close()


def _escaped(text: str) -> str:
    line = " ".join(text.replace("\0", " ").split())
    return _SPECIAL.sub(r"\\\1", line)
