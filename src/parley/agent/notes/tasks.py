"""Whether what somebody would do is a task: something that can be ticked off after the meeting.

Most of `I will …` in a meeting is about the talk itself: I will say, start, share my screen.
"""

import re

from parley.agent.notes.vocabulary import NOT_TASK_VERBS, STOP_WORDS, TASK_VERBS

SERVICE_VERBS = frozenset(
    {
        *(
            "ask",
            "arrange",
            "book",
            "call",
            "chase",
            "check",
            "contact",
            "coordinate",
            "draft",
            "email",
            "follow",
        ),
        *("handle", "investigate", "notify", "order", "organise", "organize", "ping", "prepare", "remind"),
        *("schedule", "send", "set", "submit", "summarise", "summarize", "take", "verify"),
    }
)
"""`I can …` with one of these volunteers; with others it may be an ability."""

_REFRESHMENT = (
    r"(?:a |some |another |the |my )?"
    r"(?:coffee|lunch|tea|break|moment|second|minute|beer|dinner|drink|water|seat|nap|problem|question|"
    r"idea|feeling)"
)
_NO_TASK = {
    "add": r"that|to that|one (?:more )?thing|something",
    "ask": r"(?:you |a |one |another )*(?:quick |last )?question|you|why|yourself",
    "call": r"it|that|this|(?:him|her|them) a",
    "check": r"if (?:you|everyone) can (?:hear|see)",
    "close": r"with|by|the (?:door|window)",
    "cut": r"you|him|her|in|it short",
    "do": r"my best|anything|nothing|whatever|well|fine|better|the same",
    "follow": r"you|him|that|along|this",
    "get": r"to (?:that|it|this)|there|started|going|used|into|off|over|better|worse|lost|in|out|"
    "{_REFRESHMENT}",
    "have": rf"to (?:go|leave|run|drop)|{_REFRESHMENT}",
    "look": r"like|forward|good|great|nice|at (?:you|me)",
    "make": r"sense|a difference|fun",
    "open": r"with|by|the (?:door|window)",
    "plan": r"on|to",
    "put": r"up with|(?:it|that|this) (?:this|that|another) way",
    "report": r"you|that",
    "run": r"through|you through|over|off|out|away|into|late",
    "share": r"(?:my|your|the|a) screen|(?:one|an|some|a) (?:thoughts?|story|joke|anecdote|observation)",
    "take": rf"{_REFRESHMENT}|(?:a |the )?(?:bus|train|guess|chance|risk|lift|stairs|look at (?:you|me))",
    "talk": r"about|you|more|louder|slower|a bit|to you (?:later|soon|tomorrow|then)",
    "try": r"again|that|this|my best|not",
    "work": r"fine|well|out|like that|for me|on me",
}
"""What must not follow a verb that otherwise may name a task."""

_DETERMINER = r"the|a|an|some|that|this|it|those|these|our|my|all|both|another|one"
_TASK = {
    "be": r"responsible for|in charge of|(?:sending|writing|preparing|working on|handling|taking care of|"
    "looking into|"
    r"setting up|doing|leading|organi[sz]ing)",
    "bring": r"\S+",
    "do": rf"{_DETERMINER}|research",
    "find": rf"out|time|someone|somebody|us|{_DETERMINER}",
    "finish": r"(?!up with|off with|with|by)\S+",
    "get": r"back to|in touch|you|us|someone|them|him|her|hold|rid|quotes?|feedback|approval|\d+|two|"
    "three|{_DETERMINER}",
    "have": rf"(?:{_DETERMINER}|them|something|everything)\b.*\b(?:ready|done|finished|sorted|look|word|"
    "draft|chat)",
    "look": r"into|up|for|after|over|at",
    "make": r"sure|copies|changes|the|a|an|some|those|these|our|my|all|both|another",
    "pick": r"up|out|one|a|the",
    "put": rf"them|together|up|in|everything|something|{_DETERMINER}",
    "run": rf"tests?|{_DETERMINER}",
    "take": rf"care|on|over|notes|minutes|responsibility|ownership|point|charge|{_DETERMINER}",
    "try": r"to|out|the|a|and",
}
"""What must follow a verb that names a task only with the right object."""

_NO_TASK_RULES = {verb: re.compile(rf"(?:{rest})\b") for verb, rest in _NO_TASK.items()}
_TASK_RULES = {verb: re.compile(rf"(?:{rest})(?!\S)") for verb, rest in _TASK.items()}


def names_task(text: str, is_strict: bool) -> bool:
    """Whether canonical `text`, which begins with a verb, is something to tick off.

    If `is_strict`, only verbs known to name work are; otherwise all that are not known to name none.
    """
    verb, _, rest = text.partition(" ")
    if verb in _NO_TASK_RULES and _NO_TASK_RULES[verb].match(rest):
        return False
    if verb in _TASK_RULES:
        return bool(_TASK_RULES[verb].match(rest))
    if verb in TASK_VERBS or (verb.endswith("ing") and not _stems(verb).isdisjoint(TASK_VERBS)):
        return True
    return not (is_strict or verb in NOT_TASK_VERBS or verb in STOP_WORDS)


def _stems(gerund: str) -> frozenset[str]:
    stem = gerund.removesuffix("ing")
    return frozenset({stem, stem + "e", stem[:-1]})
