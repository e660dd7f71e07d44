"""What `/config.json` says: read by the web client, and by a rehearsal."""

from parley.contracts.ids import LanguageTag
from parley.contracts.translation import TranslationPair
from parley.contracts.wire import WireModel


class WebConfig(WireModel):
    """What the web client must know at run time, so that one build serves every deployment.

    Attributes:
        sfu_url: The SFU as browsers reach it, for warming up the connection before the join.
        caption_languages: BCP 47 tags of what can be captioned right now; empty while nothing can.
        translation_pairs: What can be translated right now; empty while nothing can.
        sound_may_leave: Whether a speech engine outside the deployment may be given what people say.
        text_may_leave: Whether a translator outside it may be given the words.
        keeps_telemetry: Whether pages are to tell how their call goes.
    """

    sfu_url: str
    caption_languages: list[LanguageTag]
    translation_pairs: list[TranslationPair]
    sound_may_leave: bool
    text_may_leave: bool
    keeps_telemetry: bool
