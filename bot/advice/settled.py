"""Whether a message leaves anything open, or says only what is there, denied, past or supposed. Pure."""

from __future__ import annotations

from bot.advice.case import Case
from bot.reading import Statement, Status


def names_a_need(case: Case) -> bool:
    """Tell whether any statement may be a need by itself, or nothing is settled that could tell otherwise."""
    statements = case.match.statements
    if all(statement.is_need for statement in statements):
        return True
    for statement in statements:
        if not statement.is_need:
            continue
        if _says_so(statement) or _describes_a_need(case, statement):
            return True
    return not _settles_a_need(case)


def is_settled(case: Case) -> bool:
    """Tell whether what a message says of needs is settled, and that it says nothing else."""
    if names_a_need(case) or goes_on(case):
        return False
    return _settles_a_need(case)


def goes_on(case: Case) -> bool:
    """Tell whether a message says something more after what is settled, beside asking for a role."""
    is_after = False
    for statement in case.match.statements:
        if not statement.is_need:
            is_after = True
            continue
        is_long = len(statement.words) >= case.thresholds.min_part
        # "So who do we need?" after what is settled adds nothing to it.
        if is_after and is_long and not case.matcher.asks_who(statement):
            return True
    return False


def _settles_a_need(case: Case) -> bool:
    for statement in case.match.statements:
        # A single word, such as "no", settles nothing by itself.
        if statement.is_need or len(statement.words) == 1:
            continue
        if case.is_about_a_need(statement):
            return True
    return False


def _describes_a_need(case: Case, statement: Statement) -> bool:
    if all(word.is_function_word for word in statement.words):
        return False
    return case.is_about_a_need(statement)


def _says_so(statement: Statement) -> bool:
    """Tell whether a statement says in so many words that something is missing."""
    if statement.status is not Status.MISSING:
        return False
    # A mere "no" says so only of what it answers or explains: "scale? missing".
    return len(statement.words) > 1 or statement.joint in ("?", ":")
