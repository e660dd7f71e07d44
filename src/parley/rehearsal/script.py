"""A short project meeting for synthetic voices, with decisions and action items for the notes to find."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One turn."""

    speaker: str
    text: str


# Names of voices as espeak-ng spells them.
VOICES = {"Maria": "en-us+f3", "Ben": "en-us+m3", "Priya": "en-gb+f2"}

SCRIPT = (
    Line("Maria", "Good morning everyone. Let us talk about the launch of the new website."),
    Line("Ben", "The design is finished, and the first customers have tested it last week."),
    Line("Priya", "They liked the search page, but the payment form was too slow on older phones."),
    Line("Maria", "We decided to move the launch to the first of March."),
    Line("Ben", "I will fix the payment form by Friday."),
    Line("Priya", "I will send the report to all customers tomorrow."),
    Line("Maria", "Thank you both. We will meet again next Monday."),
)
