"""What meetings and their worker say to each other about sentences: lines of JSON on a unix socket."""

from pydantic import BaseModel, ConfigDict

from parley.agent.engines.translation.ports import Pair, Sentence
from parley.agent.engines.trouble import Cause
from parley.contracts.ids import LanguageTag

MOST_BYTES = 1_000_000


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Request(_Line):
    """A sentence, or only that sentences of a pair are coming.

    Attributes:
        number: What the reply bears; each sentence of a connection has another.
        text: None: the pair is to be prepared, and there is no reply.
    """

    number: int
    engine: str
    source: LanguageTag
    target: LanguageTag
    text: str | None
    terms: tuple[str, ...] = ()

    @property
    def pair(self) -> Pair:
        return Pair(self.source, self.target)

    def sentence(self, text: str) -> Sentence:
        return Sentence(text, self.pair, terms=self.terms)


class Reply(_Line):
    """What became of it.

    Attributes:
        text: None: there is no translation.
        trouble: Why the engine does not work; None: it does, whatever became of this sentence.
    """

    number: int
    text: str | None = None
    trouble: Cause | None = None
