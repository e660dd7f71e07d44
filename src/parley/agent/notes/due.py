"""Due dates as they were said. Nothing is computed: `by Friday` stays `by Friday`."""

import re

from parley.agent.notes.sentences import Sentence

_NUMBER = r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|a couple of|a few|half an?)"
_ORDINAL = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"eleventh|twelfth|"
    r"thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|"
    r"(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))"
)
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_PART = r"(?: (?:morning|afternoon|evening|night|noon|lunchtime))"
_PERIOD = r"(?:day|week|weekend|month|quarter|year|sprint|meeting|call|morning|afternoon|evening)"
_CLOCK = r"(?:noon|midnight|lunch|\d{1,2}(?::\d{2})?(?: ?(?:am|pm|a m|p m))?(?: o'clock)?|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?: (?:o'clock|am|pm|thirty)))"  # noqa: E501
_EVENT = (
    r"(?:release|launch|deadline|demo|review|weekend|holidays?|summer|christmas|easter|sprint|stand-?up|"
    r"next meeting|"
    r"meeting|call|presentation|conference|audit|go-live|kick-?off|workshop|retro|retrospective|cut-?off|"
    r"freeze|"
    r"planning|board meeting|visit|show|trip|vote|pitch|exam|event)"
)

_DATE = (
    rf"(?:(?:the )?{_ORDINAL}(?: of)? {_MONTH}(?: \d{{4}})?|{_MONTH} (?:the )?{_ORDINAL}(?: \d{{4}})?|"
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?|the \d{{1,2}}(?:st|nd|rd|th))"
)
_DAY = rf"(?:(?:this|next|coming|the following) )?{_WEEKDAY}{_PART}?"
_STANDING = (
    rf"(?:the day after tomorrow|(?:first thing )?tomorrow{_PART}?|(?:later )?today|tonight|{_DAY}|"
    rf"(?:early |late |later |sometime )?(?:next|this|the following) {_PERIOD}|{_DATE}|"
    r"as soon as possible|asap|right away|straight away|immediately|end of (?:the |this |next )?"
    rf"(?:business|{_PERIOD}|{_MONTH})|close of business|eod|eow|cob)"
)
_DUE = re.compile(
    rf"(?<!\S)(?:(?:by|before|until|till|on|no later than|not later than|at|for|from|"
    rf"over) (?:the )?{_STANDING}|"
    rf"(?:by|before|until|till|in) (?:early |late |mid )?{_MONTH}(?: \d{{4}})?|"
    rf"(?:by|before|at|until|till) {_CLOCK}(?: (?:today|tomorrow|on {_WEEKDAY}|{_WEEKDAY}))?|"
    rf"(?:by|before|after|until|till|in time for|right after|straight after|ahead of) (?:the|our|this|"
    rf"next|your)"
    rf"(?: [a-z'-]+){{0,2}}? {_EVENT}|"
    rf"(?:in|within) (?:the next )?{_NUMBER} (?:minutes?|hours?|days?|weeks?|months?)(?: time)?|"
    rf"(?:over|during) the (?:weekend|week|break|holidays?)|"
    rf"{_STANDING})(?!\S)"
)


def due_text(sentence: Sentence, first: int, after: int) -> str | None:
    """The first due date among the words first..after-1, as it was said."""
    form = sentence.canonical
    for found in _DUE.finditer(form.text):
        begin = form.word_of[form.token_at(found.start())]
        end = form.word_of[form.token_at(found.end() - 1)] + 1
        if first <= begin and end <= after:
            return sentence.quote(begin, end).rstrip(".!?…,;: ")
    return None
