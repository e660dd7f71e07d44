"""Notes without a language model: quotes by chapter, and rules for decisions and action items.

Every line is a quote of the transcript. The transcript is untrusted text and only ever quoted: nothing that
is said in a meeting can change how its notes are made.
"""

from parley.agent.notes.actions import actions_of
from parley.agent.notes.chapters import chapters_of
from parley.agent.notes.decisions import decisions_of
from parley.agent.notes.people import People
from parley.agent.notes.sentences import ordered, sentences_of
from parley.agent.notes.verifier import Verifier
from parley.contracts.ingest import NotesSource
from parley.contracts.notes import Notes

METHOD = "extractive"


def make_notes(source: NotesSource) -> Notes | None:
    """Notes of a stored meeting, the same for the same source; None when nothing notable was said."""
    people = People(source.participants)
    sentences = [
        sentence
        for order, segment in enumerate(ordered(source.segments))
        for sentence in sentences_of(segment, order)
    ]
    drafted = Notes(
        method=METHOD,
        chapters=chapters_of(sentences, people.words),
        decisions=decisions_of(sentences),
        action_items=actions_of(sentences, people),
    )
    notes = Verifier(source).verified(drafted)
    return notes if notes.chapters or notes.decisions or notes.action_items else None
