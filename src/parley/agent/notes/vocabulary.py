"""The English word lists behind the rules: what fills, what carries no content, what names a task.

Lists are closed and lower case, in the canonical form of `words`. Notes of other languages have chapters, but
no decisions or action items.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILLERS = _words(
    """
    ah aha alright and anyway but eh er erm hm hmm huh mhm mm mm-hmm mm-mm mmm oh ok okay so uh uh-huh
    uh-oh uhm um well yeah yep yes yup
    """
)
"""A quote that begins with these says the same without them."""

OPENERS = FILLERS | _words(
    "ahem also cool fine good great hello hey hi just kay like no now perfect right sorry sure thanks then"
)
"""What may stand before the clause that counts, for rules; in a quote it stays."""

DISFLUENCIES = _words("uh um erm er mm-hmm uh-huh hmm hm mm mmm mhm uhm ah eh huh")

STOP_WORDS = (
    _words(
        """
    a about above after again all also am an and any anyone anything are as at be because been before
    being between both but by can could did do does doing done down each either else ever every everyone
    everything few for from further get gets getting give go goes going gone got had has have having he
    her here hers him his how i if in into is it its just let like made make makes making many may maybe
    me might mine more most much must my need needs neither never no nobody none nor not nothing now of
    off on once one only or other others our ours out over own per please rather really said same say
    says see shall she should since so some somebody someone something still such take than that the
    their theirs them themselves then there these they thing things this those though through to
    together too under until up upon us very want wants was we were what when where whether which while
    who whom whose why will with within without would yes yet you your yours
    """
    )
    | FILLERS
)

TITLE_STOP_WORDS = STOP_WORDS | _words(
    """
    able actually agree already although always another around ask asked away back basically believe
    best better big bit bring call called certainly come comes coming couple course definitely different
    end enough especially even everybody exactly expect far feel felt find first five forward four gave
    gets given guess guys half happen happens happy hard hear help hope idea ideas important kind kinds
    know knows last later least leave left less little long look looked looking looks lot lots main mean
    means mention moment morning move name nice number okay open ones part parts people perhaps person
    piece place point points possible pretty probably put quick quickly quite read ready reason remember
    run saw second seem seems seen set show side six small soon sort sorts start started stay stuff
    suppose sure talk talked talking tell ten thank think thinking third thought three time times today
    together tomorrow tonight took tried true try trying two understand use used useful user using
    usually various wait way ways week went whatever whole wonder word words work worked working works
    world worth wrong year years yesterday seven eight nine hundred thousand monday tuesday wednesday
    thursday friday saturday sunday don doesn didn isn aren wasn weren couldn wouldn shouldn hasn haven
    ain gonna wanna gotta dunno sir madam everyone anybody nobody maybe welcome bye goodbye listen speak
    speaking question questions answer
    """
)
"""Words that say nothing about what a stretch of talk was about."""

COURTESIES = _words(
    """
    hello hi hey welcome thank thanks bye goodbye morning afternoon evening everybody everyone folks
    guys all nice meet meeting you see ya later cheers lovely day week weekend joining coming hear mute
    muted unmute screen can good great have a for how are doing fine ok okay sound audio sorry
    """
)
"""A line made of nothing else is a greeting, a farewell or a microphone check."""

TASK_VERBS = _words(
    """
    add address adjust analyse analyze announce approve arrange ask assemble assign audit benchmark bill
    book build buy calculate call cancel chase check clarify clean close collect compare compile
    complete confirm contact convert coordinate copy create cut debug define deliver deploy design
    determine develop disable distribute document double-check download draft draw edit email e-mail
    enable escalate estimate evaluate examine export extend extract file fill finalise finalize finish
    fix follow forward gather generate handle hire implement import improve inform inspect install
    interview investigate invite invoice launch liaise list log maintain measure merge message migrate
    monitor negotiate notify optimise optimize order organise organize outline pay phone ping plan post
    prepare print produce proofread propose prototype provide publish purchase push reach rebuild record
    recruit redesign refactor register release remind remove rename renew reorder replace reply report
    request research reschedule reserve resend resolve respond restart restore review revise rewrite
    ring roll rotate schedule search secure sell send set share ship sign simplify sketch sort split
    submit summarise summarize survey sync talk test text track train transfer translate type update
    upgrade upload verify visit work write
    """
)
"""Verbs that name work one can tick off."""

NOT_TASK_VERBS = _words(
    """
    admit agree always answer appreciate argue assume back be become begin believe bet come confess
    continue describe die disagree eat excuse explain expect feel forget forgive give go guess happen
    hate hear hold hope hurry imagine introduce jump keep know lack laugh learn leave let like listen
    live lose love mean meet mind mention miss move mute need never not only pass pause pray prefer present
    pretend quote read recall recap remain remember repeat rest return say see seem show shut sing sit
    skip sleep speak spare stand start state stay step stop suggest suppose survive swear switch tell
    thank think turn understand unmute use wait walk want wear win wish wonder worry
    """
)
"""After `I will` these speak about the talk itself, or about nothing that can be done."""

NAMES_NEVER = _words(
    """
    i me my we us our you your he him she her they them it its this that these those who what which
    someone somebody everyone everybody anyone anybody nobody all both one team guys folks let so and
    but or okay ok yes no not the a an if then there here please guest host participant user
    """
)
"""A participant called so is not recognised by that word alone."""

NAMES_ONLY_CAPITALISED = _words(
    """
    will may can mark bill grace hope faith rose art guy chase chip april june august summer autumn dawn
    joy earnest rich sky star angel page cliff grant miles van web wood young long day sunday friday see
    sea ask do go new son so to ray tip penny rusty skip
    """
)
"""Names that are words as well: taken for a name only where they stand capitalised in mixed-case text."""
