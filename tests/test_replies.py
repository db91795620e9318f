"""What people see of each kind of answer: as a Slack message, as text and as Markdown."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import get_args

import pytest

from bot.advice.answer_parts import Aspect, Change, Confidence, Reason, Role, Source, Topic, Understood
from bot.advice.answers import (
    Acknowledgement,
    Answer,
    Clarification,
    Definition,
    Difference,
    Noted,
    Order,
    OrderAsked,
    Origin,
    OutOfScope,
    Recommendation,
    Reminder,
    ServiceStatus,
    SmallTalk,
    Talk,
    TopicList,
    WhichTopic,
    Why,
    WhyNot,
)
from bot.advice.choices import DECISION, Asked, CriterionChoice, Reply, Said, TopicChoice
from bot.replies import blocks, buttons, markdown, text
from bot.replies.describe import describe, has_more
from bot.replies.description import Description
from tests.reading_blocks import read, shown

COOK = Role("cook", "Cook", "Makes hot meals.")
BAKER = Role("baker", "Baker", "Makes bread & cakes.")
KITCHEN = Topic("cook-vs-baker", "Cook or Baker", (COOK, BAKER), ("nobody cooks", "who bakes?"), "#kitchen")
WAITER, BARMAN = Role("waiter", "Waiter", "Serves."), Role("barman", "Barman", "Pours.")
HALL = Topic("waiter-vs-barman", "Waiter or Barman", (WAITER, BARMAN), ("who pours?",))
KITCHEN_OR_HALL = Topic("cook-vs-waiter", "Cook or Waiter", (COOK, WAITER), ("who greets?",))
SOURCE = Source("Kitchens", "Ann Lee", "Plates", "2026-03")
LINKED = Source("Kitchens", "Ann Lee", "Plates", "2024-02", True, "https://e.org/a?b&c", "#kitchen")


def reason(role: Role, name: str, *words: str, reply: Reply | None = None) -> Reason:
    return Reason(KITCHEN.id, role, name, f"You need {name}.", words, reply)


SOUP, STEW = reason(COOK, "soup", "no *soup*", "cold"), reason(COOK, "stew")
BREAD, ROLLS = reason(BAKER, "bread", "no bread"), reason(BAKER, "rolls")
SOUP_YES, BREAD_NO = reason(COOK, "soup", reply=Reply.YES), reason(BAKER, "bread", reply=Reply.NO)
BOTTOM = ("Hire a cook first.", "Hunger comes before cake.", "Share the oven.", "Begin with a cook.", COOK.id)
OUTPUT, HOURS = Aspect("output", "Output", ("Soup", "Bread")), Aspect("hours", "Hours", ("Late", "Early"))
FIRST = ("Begin with a cook.", "Hunger comes before cake.", "Share the oven.", SOURCE)

SHOWN: dict[str, tuple[Answer, str]] = {
    "one role": (
        Recommendation(KITCHEN, (COOK,), (SOUP, STEW), (BREAD, ROLLS), Confidence.CLEAR, *BOTTOM, LINKED),
        """
This points clearly to: *Cook*
You need soup.
_You wrote "cold"_
*Choose Baker instead if*
You need bread.
This review is more than a year old; make sure that it still holds. A good person or place to ask: #kitchen
> Source: “Kitchens” by Ann Lee, Plates. Reviewed February 2024. <https://e.org/a?b&c|The whole comparison>
""",
    ),
    "both roles, and how the message was read": (
        Recommendation(
            KITCHEN,
            (COOK, BAKER),
            (SOUP, BREAD),
            (),
            Confidence.LIKELY,
            *BOTTOM,
            SOURCE,
            change=Change((BAKER,), ("no soup",)),
            understood=(Understood("cake is fine", "there"), Understood("had a cook", "past")),
            maybe=BREAD,
        ),
        """
This points to: *Cook and Baker*
• _Cook:_ You wrote "cold".
• _Baker:_ You wrote "no bread".
> That changes my advice; before, it was Baker.
> Is "no bread" missing too? Say “that too”: then you need a Baker as well.
> What I read: "cake is fine" is there.
Begin with a cook.
> Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
    ),
    "what decided, what speaks against and what would settle it": (
        Recommendation(
            KITCHEN,
            (COOK,),
            (SOUP_YES, STEW),
            (ROLLS,),
            Confidence.TENTATIVE,
            *BOTTOM,
            SOURCE,
            against=(BREAD,),
            decisive=SOUP_YES,
            settles=(STEW, ROLLS),
            is_again=True,
        ),
        """
I am still not certain, but this leans towards: *Cook*
You need soup.
_You said yes_
*Choose Cook if*
You need stew.
*Choose Baker if*
You need rolls.
""",
    ),
    "advice that a denial decided": (
        Recommendation(
            KITCHEN,
            (COOK,),
            (),
            (BREAD,),
            Confidence.LIKELY,
            *BOTTOM,
            SOURCE,
            decisive=BREAD_NO,
            is_again=True,
        ),
        """
All you told me still points to: *Cook*
You need bread.
_You said no_
*Choose Baker instead if*
You need bread.
""",
    ),
    "the same advice after a change is not called the same": (
        Recommendation(
            KITCHEN,
            (COOK,),
            (STEW,),
            (),
            Confidence.TIE,
            *BOTTOM,
            SOURCE,
            change=Change((BAKER, COOK), ()),
            is_again=True,
        ),
        """
It is a tie between *Cook*
You need stew.
> That changes my advice; before, it was Baker and Cook.
""",
    ),
    "one question back": (
        Clarification((SOUP,)),
        """
*One thing would help me decide. Is this true for you?*
You need soup.
[Yes = reply_yes: cook-vs-baker/soup/yes]
[No = reply_no: cook-vs-baker/soup/no]
[Not sure = reply_unsure: cook-vs-baker/soup/unsure]
> Answer yes, no or not sure, or tell me more.
""",
    ),
    "a choice between criteria": (
        Clarification((SOUP, BREAD)),
        """
*I want to be sure before I answer. Which of these comes closest?*
You need soup.  [This one = choose_criterion: cook-vs-baker/soup]
You need bread.  [This one = choose_criterion: cook-vs-baker/bread]
> Answer “the first” or “the second”, or tell me more: what do you have, and what is missing?
""",
    ),
    "the first question of an interview": (
        Clarification((BREAD,), 1, 6),
        """
*Question 1 of at most 6. Is this true for you?*
You need bread.
[Yes = reply_yes: cook-vs-baker/bread/yes]
[No = reply_no: cook-vs-baker/bread/no]
[Not sure = reply_unsure: cook-vs-baker/bread/unsure]
> Answer yes, no or not sure, or tell me more; “stop” gives the result so far.
""",
    ),
    "a later question of an interview": (
        Clarification((STEW,), 2, 6),
        """
*Question 2 of at most 6. Is this true for you?*
You need stew.
[Yes = reply_yes: cook-vs-baker/stew/yes]
[No = reply_no: cook-vs-baker/stew/no]
[Not sure = reply_unsure: cook-vs-baker/stew/unsure]
[Back = say_back: Back]
[Stop = say_stop: Stop]
> Answer yes, no or not sure, or tell me more; “stop” gives the result so far.
""",
    ),
    "which topic is asked about": (
        WhichTopic(Asked.DIFFERENCE, (KITCHEN, HALL)),
        """
*Which of these are you asking about?*
Cook or Baker  [This one = choose_topic: difference/cook-vs-baker]
Waiter or Barman  [This one = choose_topic: difference/waiter-vs-barman]
""",
    ),
    "which topic is to be decided": (
        WhichTopic(DECISION, (HALL, KITCHEN)),
        """
*Which of these do you want to decide?*
Waiter or Barman  [This one = choose_topic: decision/waiter-vs-barman]
Cook or Baker  [This one = choose_topic: decision/cook-vs-baker]
""",
    ),
    "a difference": (
        Difference(KITCHEN, (OUTPUT, HOURS), "One fries, one kneads.", SOURCE),
        """
*Cook or Baker*
| Aspect | Cook | Baker
| Output | Soup | Bread
| Hours | Late | Early
> Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
    ),
    "a definition of both roles": (
        Definition(KITCHEN, (COOK, BAKER), (SOUP, STEW, BREAD), SOURCE),
        """
*Cook*
Makes hot meals.
*Baker*
Makes bread & cakes.
> Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
    ),
    "an order": (
        Order(KITCHEN, COOK, *FIRST),
        """
*Begin with a cook.*
> Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
    ),
    "an order for who needs one role": (
        Order(KITCHEN, COOK, *FIRST, OrderAsked.BOTH, (BAKER,)),
        """
No, what you told me so far calls for one role only: Baker.
*In general: Begin with a cook.*
> Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
    ),
    "an order for who needs both roles": (
        Order(KITCHEN, COOK, *FIRST, OrderAsked.LIMIT, (COOK, BAKER)),
        """
Both are needed, one after the other.
*Begin with a cook.*
> Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
    ),
    "small talk": (SmallTalk(Talk.THANKS, (KITCHEN,)), "\nYou are welcome.\n"),
    "help": (
        SmallTalk(Talk.HELP, (KITCHEN, HALL)),
        """
I tell a team which role it needs, and why. Describe what you have and what is missing, or say \
“help me decide” and I ask the questions.
[Help me decide = say_decide: Help me decide]
*I can compare*
• Cook or Baker
• Waiter or Barman
*For example*
nobody cooks  [Ask this = ask_example: nobody cooks]
who bakes?  [Ask this = ask_example: who bakes?]
who pours?  [Ask this = ask_example: who pours?]
""",
    ),
    "a near-by subject": (
        OutOfScope((KITCHEN, HALL), "I know nothing about pay.", owners=("#kitchen", "#hall")),
        """
I know nothing about pay.
A good person or place to ask: #kitchen, #hall
> I can compare: Cook or Baker; Waiter or Barman. For example: “nobody cooks”
""",
    ),
    "an unknown role": (
        OutOfScope((KITCHEN, HALL, KITCHEN_OR_HALL), strangers=("butcher", "host")),
        """
I know Cook, Baker, Waiter and Barman; I have nothing reviewed about: butcher and host.
> I can compare: Cook or Baker; Waiter or Barman; Cook or Waiter. For example: “nobody cooks”
""",
    ),
    "roles that are not compared": (
        OutOfScope((HALL,), apart=(COOK, BARMAN)),
        """
I know Cook and Barman, but I have nothing reviewed that compares them with each other.
> I can compare: Waiter or Barman. For example: “who pours?”
""",
    ),
    "more about what is not known, beside advice": (
        OutOfScope((KITCHEN,), owners=("#kitchen",), is_again=True, is_followed_up=True, advice=(COOK,)),
        """
I do not know that.
I only answer what has been written down and reviewed for me. What you asked is not in it, so I can say no \
more about it.
My advice stays: Cook. To go back to it, say “so which one?”.
""",
    ),
    "why": (
        Why(KITCHEN, (COOK,), Confidence.LIKELY, (SOUP,), (BREAD,), (BREAD_NO,)),
        """
*I say Cook because*
• You need soup.
    _You wrote "no soup", "cold"_
*You said no to what speaks for Baker*
• You need bread.
    _You said no_
*What speaks for Baker*
• You need bread.
    _You wrote "no bread"_
> I am fairly sure of this; another fact could change it.
""",
    ),
    "why there is a tie": (
        Why(KITCHEN, (COOK, BAKER), Confidence.TIE, (SOUP_YES, ROLLS), ()),
        """
*It is a tie between Cook and Baker*
• _Cook:_ You need soup.
    _You said yes_
• _Baker:_ You need rolls.
> It is a tie; tell me more, or say “help me decide”.
""",
    ),
    "why, when nothing was said": (
        Why(KITCHEN, (COOK,), Confidence.TENTATIVE, (), ()),
        """
Nothing that you told me speaks for Cook.
> I am not sure of this; tell me more, or say “help me decide”.
""",
    ),
    "why not the other role": (
        WhyNot(KITCHEN, BAKER, (BREAD, ROLLS), (BREAD,)),
        """
*Baker would fit better if*
• You need bread.
• You need rolls.
*What speaks for Baker*
• You need bread.
    _You wrote "no bread"_
""",
    ),
    "why not the other role, for which nothing was said": (
        WhyNot(KITCHEN, BAKER, (ROLLS,), ()),
        """
*Baker would fit better if*
• You need rolls.
Nothing that you told me speaks for Baker.
""",
    ),
    "who wrote it": (
        Origin(((KITCHEN, LINKED), (HALL, SOURCE))),
        """
*Cook or Baker*
This review is more than a year old; make sure that it still holds. A good person or place to ask: #kitchen
> Source: “Kitchens” by Ann Lee, Plates. Reviewed February 2024. <https://e.org/a?b&c|The whole comparison>
*Waiter or Barman*
> Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
    ),
    "a reminder of advice": (
        Reminder(
            KITCHEN,
            Recommendation(KITCHEN, (COOK, BAKER), (), (), Confidence.CLEAR, *BOTTOM, SOURCE),
            HOURS,
        ),
        """
As I said above: Cook and Baker.
*Another way to look at it: Hours*
| *Cook*: Late
| *Baker*: Early
""",
    ),
    "a reminder of a definition": (
        Reminder(KITCHEN, Definition(KITCHEN, (BAKER,), (BREAD,), SOURCE), OUTPUT),
        """
As I said above: Baker: Makes bread & cakes.
*Another way to look at it: Output*
| *Cook*: Soup
| *Baker*: Bread
""",
    ),
    "a reminder of an order": (
        Reminder(KITCHEN, Order(KITCHEN, COOK, *FIRST), OUTPUT),
        """
As I said above: Begin with a cook.
*Another way to look at it: Output*
| *Cook*: Soup
| *Baker*: Bread
""",
    ),
    "a reminder of one aspect": (
        Reminder(KITCHEN, Difference(KITCHEN, (HOURS,), None, SOURCE), OUTPUT),
        """
As I said above: Hours
*Another way to look at it: Output*
| *Cook*: Soup
| *Baker*: Bread
""",
    ),
    "something noted": (
        Acknowledgement(Noted.STAFF, "we have\n`two` cooks"),
        """
Noted about your team: "we have two cooks"
What is missing now?
""",
    ),
    "something long that is noted": (
        Acknowledgement(Noted.FACT, "soup and " * 12, (COOK,)),
        """
Noted: "soup and soup and soup and soup and soup and soup and soup and soup and soup and soup and soup and …"
My advice stays: Cook.
""",
    ),
    "something noted that is just short enough": (
        Acknowledgement(Noted.FACT, f"{'soup and ' * 11}!", (COOK,)),
        """
Noted: "soup and soup and soup and soup and soup and soup and soup and soup and soup and soup and soup and !"
My advice stays: Cook.
""",
    ),
    "something noted beside advice": (
        Acknowledgement(Noted.LIMIT, "no money", (COOK,)),
        """
Noted as a constraint: "no money"
My advice stays: Cook.
""",
    ),
    "an objection": (
        Acknowledgement(Noted.OBJECTION, "that is wrong", (COOK,), SOUP, KITCHEN),
        """
You disagree: "that is wrong"
My advice rests on this, because you wrote "no soup", "cold": You need soup.
Which part of that is wrong?
""",
    ),
    "the list of topics": (
        TopicList((KITCHEN, HALL)),
        """
*I can compare*
*Cook or Baker*
• _Cook:_ Makes hot meals.
• _Baker:_ Makes bread & cakes.
> A good person or place to ask: #kitchen
*Waiter or Barman*
• _Waiter:_ Serves.
• _Barman:_ Pours.
""",
    ),
    "the status": (
        ServiceStatus(
            (KITCHEN, HALL),
            datetime(2026, 11, 3, 8, 30, tzinfo=UTC),
            tuple(f"line {n}: `roles`" for n in range(6)),
        ),
        """
*This knowledge has been in service since 3 November 2026, 08:30 UTC*
• Cook or Baker
• Waiter or Barman
*A later edit is not in service. Correct these problems and it is read again*
• line 0: roles
• line 1: roles
• line 2: roles
• line 3: roles
• line 4: roles
• and 1 more; whichrole check shows all
""",
    ),
    "the status with just so many problems that all are shown": (
        ServiceStatus(
            (HALL,),
            datetime(2026, 11, 3, 8, 30, tzinfo=UTC),
            tuple(f"line {n}" for n in range(5)),
        ),
        """
*This knowledge has been in service since 3 November 2026, 08:30 UTC*
• Waiter or Barman
*A later edit is not in service. Correct these problems and it is read again*
• line 0
• line 1
• line 2
• line 3
• line 4
""",
    ),
}
"""An answer of each kind, and what is seen of it in Slack (see `reading_blocks`)."""

IN_FULL = {
    "one role": """
This points clearly to: *Cook*
*Why*
• You need soup.
    _You wrote "no soup", "cold"_
• You need stew.
*Baker would fit better if*
• You need bread.
• You need rolls.
*Bottom line*
Hire a cook first. Hunger comes before cake.
This review is more than a year old; make sure that it still holds. A good person or place to ask: #kitchen
> Source: “Kitchens” by Ann Lee, Plates. Reviewed February 2024. <https://e.org/a?b&c|The whole comparison>
""",
    "both roles, and how the message was read": """
This points to: *Cook and Baker*
> You wrote "no soup", and that changes my advice: before, it was Baker. For a new question, say “start over”.
> What I read: "cake is fine" is there; "had a cook" is past.
> You also wrote "no bread". If that is missing too, say “that too”: then you need a Baker as well.
*Why*
• _Cook:_ You need soup.
    _You wrote "no soup", "cold"_
• _Baker:_ You need bread.
    _You wrote "no bread"_
*Bottom line*
Hire a cook first. Hunger comes before cake.
*Working together*
Share the oven.
> Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
    "what decided, what speaks against and what would settle it": """
I am still not certain, but this leans towards: *Cook*
*Why*
• You need soup.
    _You said yes. This decided it._
• You need stew.
*What speaks for Baker*
• You need bread.
    _You wrote "no bread"_
*What would settle it*
• _Cook:_ You need stew.
• _Baker:_ You need rolls.
*Bottom line*
Hire a cook first. Hunger comes before cake.
> Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
    "advice that a denial decided": """
All you told me still points to: *Cook*
*What decided*
• You need bread.
    _You said no_
*Baker would fit better if*
• You need bread.
*Bottom line*
Hire a cook first. Hunger comes before cake.
> Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
    "the same advice after a change is not called the same": """
It is a tie between *Cook*
> That changes my advice: before, it was Baker and Cook. For a new question, say “start over”.
*Why*
• You need stew.
*Bottom line*
Hire a cook first. Hunger comes before cake.
> Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
    "a difference": """
*Cook or Baker*
One fries, one kneads.
| Aspect | Cook | Baker
| Output | Soup | Bread
| Hours | Late | Early
> Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
    "a definition of both roles": """
*Cook*
Makes hot meals.
*A team needs this role when*
• You need soup.
• You need stew.
*Baker*
Makes bread & cakes.
*A team needs this role when*
• You need bread.
> Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
    "an order": """
*Begin with a cook.*
*Why*
Hunger comes before cake.
*Working together*
Share the oven.
> Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
    "an order for who needs one role": """
No, what you told me so far calls for one role only: Baker.
*In general: Begin with a cook.*
*Why*
Hunger comes before cake.
*Working together*
Share the oven.
> Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
    "an order for who needs both roles": """
Both are needed, one after the other.
*Begin with a cook.*
*Why*
Hunger comes before cake.
*Working together*
Share the oven.
> Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
}
"""What is seen of the answers that have more to say than in short."""

of_each_kind = pytest.mark.parametrize(("answer", "expected"), SHOWN.values(), ids=SHOWN)
in_either_form = pytest.mark.parametrize(
    ("name", "in_full"), [*((name, False) for name in SHOWN), *((name, True) for name in IN_FULL)]
)


def described(name: str, in_full: bool) -> Description:
    answer, _ = SHOWN[name]
    return describe(answer, in_full)


def test_every_kind_of_answer_is_here() -> None:
    assert {type(answer) for answer, _ in SHOWN.values()} == set(get_args(Answer))


@in_either_form
def test_an_answer_is_seen_in_slack_as_written_here(name: str, in_full: bool) -> None:
    _, in_short = SHOWN[name]
    expected = IN_FULL[name] if in_full else in_short
    assert shown(blocks.message(described(name, in_full))) == expected.strip("\n")


def test_the_answers_that_have_more_to_say_are_known() -> None:
    assert {name for name, (answer, _) in SHOWN.items() if has_more(answer)} == IN_FULL.keys()


def words(printed: str) -> list[str]:
    """The words in reading order, without numbers of options, marks and what only formats."""
    plain = html.unescape(printed).replace("\\", "").replace("_", " ")
    return re.findall(r"\w+", re.sub(r"^(- )?\d+\. ", "", plain, flags=re.MULTILINE))


@in_either_form
def test_the_text_beside_the_blocks_says_the_same(name: str, in_full: bool) -> None:
    message = blocks.message(described(name, in_full))
    assert words(read(message)) == words(message["text"])


@in_either_form
def test_markdown_says_the_same_but_for_the_heads_of_tables(name: str, in_full: bool) -> None:
    answer, _ = SHOWN[name]
    if isinstance(answer, Reminder):
        return
    description = described(name, in_full)
    printed = re.sub(r"\[([^]]*)\]\(([^)]*)\)", r"\1: \2", markdown.printed(description))
    assert words(printed) == words(text.plain(description))


AS_TEXT = {
    ("one role", False): """
This points clearly to: Cook
You need soup. (You wrote "cold")
Choose Baker instead if: You need bread.
This review is more than a year old; make sure that it still holds. A good person or place to ask: #kitchen
Source: “Kitchens” by Ann Lee, Plates. Reviewed February 2024.
The whole comparison: https://e.org/a?b&c
""",
    ("one role", True): """
This points clearly to: Cook
Why
- You need soup. (You wrote "no *soup*", "cold")
- You need stew.
Baker would fit better if
- You need bread.
- You need rolls.
Bottom line
Hire a cook first. Hunger comes before cake.
This review is more than a year old; make sure that it still holds. A good person or place to ask: #kitchen
Source: “Kitchens” by Ann Lee, Plates. Reviewed February 2024.
The whole comparison: https://e.org/a?b&c
""",
    ("a choice between criteria", False): """
I want to be sure before I answer. Which of these comes closest?
- 1. You need soup.
- 2. You need bread.
Answer “the first” or “the second”, or tell me more: what do you have, and what is missing?
""",
    ("which topic is asked about", False): """
Which of these are you asking about?
- 1. Cook or Baker
- 2. Waiter or Barman
""",
    ("one question back", False): """
One thing would help me decide. Is this true for you?
- You need soup.
Answer yes, no or not sure, or tell me more.
""",
    ("a difference", True): """
Cook or Baker
One fries, one kneads.
Cook | Baker
- Output: Soup | Bread
- Hours: Late | Early
Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
    ("an order", True): """
Begin with a cook.
Why: Hunger comes before cake.
Working together: Share the oven.
Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
}


@pytest.mark.parametrize(("form", "expected"), AS_TEXT.items(), ids=map(str, AS_TEXT))
def test_an_answer_reads_as_text_as_written_here(form: tuple[str, bool], expected: str) -> None:
    assert text.plain(described(*form)) == expected.strip("\n")


AS_MARKDOWN = {
    ("one role", True): r"""
# This points clearly to: Cook

Why:

- You need soup. (You wrote "no \*soup\*", "cold")
- You need stew.

Baker would fit better if:

- You need bread.
- You need rolls.

## Bottom line

Hire a cook first. Hunger comes before cake.

This review is more than a year old; make sure that it still holds. A good person or place to ask: #kitchen

Source: “Kitchens” by Ann Lee, Plates. Reviewed February 2024. [The whole comparison](https://e.org/a?b&c)
""",
    ("a choice between criteria", False): """
# I want to be sure before I answer. Which of these comes closest?

1. You need soup.
2. You need bread.

Answer “the first” or “the second”, or tell me more: what do you have, and what is missing?
""",
    ("a difference", True): """
# Cook or Baker

One fries, one kneads.

| | Cook | Baker |
|---|---|---|
| Output | Soup | Bread |
| Hours | Late | Early |

Source: “Kitchens” by Ann Lee, Plates. Reviewed March 2026.
""",
}


@pytest.mark.parametrize(("form", "expected"), AS_MARKDOWN.items(), ids=map(str, AS_MARKDOWN))
def test_an_answer_is_written_in_markdown_as_written_here(form: tuple[str, bool], expected: str) -> None:
    assert markdown.printed(described(*form)) == expected.lstrip("\n")


CLICKS = {
    "one question back": [
        CriterionChoice(KITCHEN.id, "soup", Reply.YES),
        CriterionChoice(KITCHEN.id, "soup", Reply.NO),
        CriterionChoice(KITCHEN.id, "soup", Reply.UNSURE),
    ],
    "a later question of an interview": [
        CriterionChoice(KITCHEN.id, "stew", Reply.YES),
        CriterionChoice(KITCHEN.id, "stew", Reply.NO),
        CriterionChoice(KITCHEN.id, "stew", Reply.UNSURE),
        "Back",
        "Stop",
    ],
    "a choice between criteria": [
        CriterionChoice(KITCHEN.id, "soup", Reply.YES),
        CriterionChoice(KITCHEN.id, "bread", Reply.YES),
    ],
    "which topic is to be decided": [
        TopicChoice("decision", HALL.id),
        TopicChoice("decision", KITCHEN.id),
    ],
    "help": ["Help me decide", "nobody cooks", "who bakes?", "who pours?"],
}


@pytest.mark.parametrize(("name", "expected"), CLICKS.items(), ids=CLICKS)
def test_a_click_says_what_its_button_stands_for(name: str, expected: list[Said]) -> None:
    answer, _ = SHOWN[name]
    clicked = []
    for block in blocks.message(describe(answer))["blocks"]:
        parts = block.get("elements", [block.get("accessory")])
        clicked += [buttons.said(b["action_id"], b["value"]) for b in parts if b and b["type"] == "button"]
    assert clicked == expected


def test_an_example_with_a_slash_is_said_as_it_stands() -> None:
    for question in ("either/or?", "a/b/yes", "a/b/c/d"):
        button = buttons.example(question)
        assert buttons.said(button.action_id, button.value) == question


@of_each_kind
def test_only_a_question_back_is_for_one_person(answer: Answer, expected: str) -> None:
    message = buttons.addressed(blocks.message(describe(answer)), "U-1", "a1")
    ids = [block["block_id"] for block in message["blocks"] if "block_id" in block]
    asks = isinstance(answer, Clarification | WhichTopic)
    assert {buttons.addressee(block_id) for block_id in ids} == ({"U-1"} if asks else set())
    assert len(ids) == len(set(ids))
    assert {buttons.question(block_id) for block_id in ids} == ({"for-U-1-a1"} if asks else set())
