"""Dialogues: what a person says, and what the reply must hold. One a feature, played on every surface."""

from __future__ import annotations

from bot.advice.answer_parts import Confidence
from bot.advice.answers import Talk
from bot.advice.choices import Reply
from bot.replies import wording

ENGINEER, SCIENTIST = "Machine Learning Engineer", "Data Scientist"
PAY = "I know nothing about salaries"
YES, NO, UNSURE = (wording.YOU_REPLIED[reply] for reply in Reply)

Dialogue = list[tuple[str, tuple[str, ...]]]


def question(number: int) -> str:
    return wording.question_number(number, 6)


DIALOGUES: dict[str, Dialogue] = {
    "evidence adds up until it decides": [
        ("we have a churn model", (wording.ASK_ONE,)),
        ("it's good", (wording.ASK_ONE,)),
        (
            "but predictions take 4 seconds",
            (ENGINEER, "predictions take 4 seconds"),
        ),
    ],
    "a later fact turns the advice, and the reply says what changed it": [
        ("we have three years of orders in a warehouse and no idea what they tell us", (SCIENTIST,)),
        (
            "actually that is done, the model is validated but has to run live in the app within 20 ms",
            (
                f": {ENGINEER}",
                "model is validated",
                f"before, it was {SCIENTIST}",
            ),
        ),
    ],
    "a need that comes on top asks for both roles": [
        ("our predictions take 4 seconds in production", (ENGINEER,)),
        ("also we want to understand why customers leave", (ENGINEER, SCIENTIST, "before, it was")),
    ],
    "an agreement with more behind it does not close the conversation": [
        ("our predictions take 4 seconds in production", (ENGINEER,)),
        ("Fine, but nobody understands our data", (ENGINEER, SCIENTIST)),
        ("ok thanks", (wording.TALK[Talk.THANKS],)),
    ],
    "a symptom takes no need back": [
        ("our predictions take 4 seconds in production", (ENGINEER,)),
        ("half of all requests got dropped", (ENGINEER, "take 4 seconds")),
    ],
    "two needs and room for one person get the order": [
        (
            "we can only hire one person. nobody understands our customer data, "
            "and our predictions take 4 seconds in production",
            ("Both are needed, one after the other", "Begin with a data scientist"),
        ),
        ("why?", (ENGINEER, SCIENTIST)),
    ],
    "follow-ups lean on what was said": [
        ("our data scientists build great models but nothing reaches production", (ENGINEER,)),
        ("why?", (wording.because(ENGINEER), "nothing reaches", wording.SURENESS[Confidence.CLEAR])),
        ("why not the other one?", (wording.if_instead(SCIENTIST), wording.nothing_for(SCIENTIST))),
        ("what's the difference then?", ("Main output", "Typical work")),
        ("and in output?", ("Main output",)),
        ("what does that one do all day?", (ENGINEER, wording.NEEDED_WHEN)),
        ("and the other one?", (SCIENTIST, wording.NEEDED_WHEN)),
        ("which first?", ("Begin with a data scientist",)),
        ("who wrote this?", ("James Chae",)),
        ("so which one?", (wording.STILL[Confidence.CLEAR], ENGINEER)),
        ("thanks", (wording.TALK[Talk.THANKS],)),
        ("start over", (wording.TALK[Talk.START_OVER],)),
        ("why?", (wording.TALK[Talk.NOTHING_SAID],)),
    ],
    "a question back is answered with yes": [
        ("we have a churn model", (wording.ASK_ONE, "put them into production")),
        ("yep", (ENGINEER, YES)),
    ],
    "a question back is answered with no": [
        ("we have a churn model", (wording.ASK_ONE, "put them into production")),
        ("nope", (wording.ASK_ONE,)),
        ("the first", (SCIENTIST, YES)),
    ],
    "a question back is answered with yes and more": [
        ("we have a churn model", (wording.ASK_ONE, "put them into production")),
        ("yes, and it takes weeks to deploy a new version", (ENGINEER, YES, "deploy")),
    ],
    "a question back is answered with a sentence": [
        ("we have a churn model", (wording.ASK_ONE,)),
        ("our customers wait far too long for each prediction", (ENGINEER, "wait far too long")),
    ],
    "after three questions there is a best answer that says what would settle it": [
        ("we have a churn model", (wording.ASK_ONE,)),
        ("why do you ask?", (wording.TALK[Talk.WHY_ASKED],)),
        ("not sure", (wording.ASK_ONE,)),
        ("not sure", (wording.ASK_ONE,)),
        ("not sure", (wording.CONFIDENCE[Confidence.TENTATIVE], wording.SETTLES)),
    ],
    "an interview shows its progress, can go back, and tells what decided and what would change it": [
        ("help me decide", (question(1),)),
        ("yes", (question(2),)),
        ("back", (question(1),)),
        ("no", (question(2),)),
        ("yes", (question(3),)),
        ("what is the difference in output?", ("Main output",)),
        ("yes", (question(4),)),
        ("no", (question(5),)),
        ("yes", (question(6),)),
        (
            "no",
            (
                SCIENTIST,
                f"{YES}. {wording.DECIDED}",
                wording.spoken_for(ENGINEER),
                wording.if_instead(ENGINEER),
            ),
        ),
    ],
    "an interview goes on from what was said before": [
        ("our predictions take 4 seconds in production", (ENGINEER,)),
        ("help me decide", (question(1), "Your data holds answers")),
        ("stop", (f"leans towards: {ENGINEER}", "take 4 seconds", "Your models have proven themselves")),
    ],
    "an interview that was ended can be gone back to": [
        ("help me decide", (question(1), "Your data holds answers")),
        ("yes", (question(2), "Your models have proven themselves")),
        ("stop", (SCIENTIST, YES)),
        ("back", (wording.ASK_ONE, "Your models have proven themselves")),
    ],
    "a reply outweighs one need that speaks against it": [
        ("we have a churn model", (wording.ASK_ONE, "put them into production")),
        ("no", (wording.ASK_ONE,)),
        ("our predictions take 4 seconds in production", (wording.ASK_ONE, "Response times")),
        ("yes", (ENGINEER, YES, "take 4 seconds")),
    ],
    "a need about the same thing takes the place of the earlier one": [
        ("our churn predictions take 4 seconds in production", (f"clearly to: {ENGINEER}",)),
        ("nobody knows why customers churn", (f"clearly to: {SCIENTIST}", f"before, it was {ENGINEER}")),
        ("why?", (wording.because(SCIENTIST),)),
    ],
    "a need that goes on with and takes no place": [
        ("our churn predictions take 4 seconds in production", (f"clearly to: {ENGINEER}",)),
        ("and nobody knows why customers churn", (f"{ENGINEER} and {SCIENTIST}",)),
    ],
    "an interview that decides nothing ends in a tie": [
        ("I can't decide", (question(1),)),
        ("not sure", (question(2),)),
        ("dunno", (question(3),)),
        ("not sure", (question(4),)),
        ("no idea", (question(5),)),
        ("not sure", (question(6),)),
        ("not sure", (wording.CONFIDENCE[Confidence.TIE], SCIENTIST, ENGINEER, wording.SETTLES)),
    ],
    "an interview can be ended early": [
        ("help me decide", (question(1),)),
        ("yes", (question(2),)),
        ("stop", (SCIENTIST, YES)),
    ],
    "the same answer is not given twice": [
        ("do we need both?", ("Begin with a data scientist",)),
        ("do we need both?", (wording.said_before("Begin with a data scientist"), "Main output")),
        ("do we need both?", (wording.said_before("Begin with a data scientist"), "Optimises for")),
        ("where is the nearest bakery", (wording.UNKNOWN,)),
    ],
    "small talk after a reply does not lose the question that follows": [
        ("help me decide", (question(1),)),
        ("no, not yet", (question(2),)),
        ("yes, I think so", (question(3),)),
        ("yes, thanks", (question(4),)),
    ],
    "a question after a reply is answered, and the open question stays": [
        ("we have a churn model", (wording.ASK_ONE, "put them into production")),
        ("not sure, what is the difference in output?", ("Main output",)),
        ("yes", (ENGINEER, YES)),
    ],
    "noise after a thin description decides nothing": [
        ("we have a churn model", (wording.ASK_ONE,)),
        ("hell no", (wording.ASK_ONE,)),
    ],
    "what was denied may be said later": [
        ("we have a churn model", (wording.ASK_ONE, "put them into production")),
        ("no", (wording.ASK_ONE,)),
        (
            "our model is validated now, what is left is to deploy it in production",
            (ENGINEER, wording.YOU_SAID, "validated"),
        ),
        ("why?", (wording.because(ENGINEER), "validated")),
    ],
    "a need for both stays when one of them gets another fact": [
        ("our predictions take 4 seconds in production", (ENGINEER,)),
        ("also we want to understand why customers leave", (ENGINEER, SCIENTIST, "before, it was")),
        ("and it takes weeks to deploy a new version", (f"{ENGINEER} and {SCIENTIST}", "weeks")),
    ],
    "a need for both in one message stays beside another fact": [
        (
            "learn what our riders want, and make the matching answer in a blink",
            (f"{SCIENTIST} and {ENGINEER}",),
        ),
        ("our predictions take 4 seconds", (f"{ENGINEER} and {SCIENTIST}", "4 seconds")),
    ],
    "a question back can be left": [
        ("we have a churn model", (wording.ASK_ONE, "put them into production")),
        ("back", (wording.ASK_ONE, "put them into production")),
        ("what do you mean?", (wording.ASK_ONE, "put them into production")),
        ("just tell me", (wording.CONFIDENCE[Confidence.TENTATIVE], wording.SETTLES)),
    ],
    "the last fact can be taken back": [
        ("our predictions take 4 seconds in production", (ENGINEER,)),
        ("actually we have no idea what our data says, and nobody looks at it", (SCIENTIST,)),
        ("scratch that", (ENGINEER, f"before, it was {SCIENTIST}")),
        ("why?", (wording.because(ENGINEER), "take 4 seconds")),
        ("ignore that", ("predictions take 4 seconds", wording.WHAT_IS_MISSING)),
    ],
    "a fact of an interview can be taken back, and the interview goes on": [
        ("help me decide", (question(1),)),
        ("yes", (question(2),)),
        ("we have a slow model", (question(3),)),
        ("scratch that", (question(3),)),
        ("and?", ()),
        ("yes but only sometimes", (question(4),)),
    ],
    "an interview may name its roles": [
        ("help me decide between a data scientist and an ml engineer", (question(1),)),
    ],
    "too short a question is no fact": [
        ("our predictions take 4 seconds in production", (ENGINEER,)),
        ("depends on what?", (wording.because(ENGINEER),)),
        ("that's wrong", ("predictions take 4 seconds", wording.WHICH_PART)),
    ],
    "a fact that is said again counts as said now": [
        ("we have no idea what our customers want", (SCIENTIST,)),
        ("the model is validated but has to run live in the app within 20 ms", (ENGINEER, "before, it was")),
        ("we have no idea what our customers want", (SCIENTIST,)),
    ],
    "an interview of denials says what it rests on": [
        ("help me decide", (question(1),)),
        ("no", (question(2),)),
        ("no", (question(3),)),
        ("stop", (wording.DECISIVE, NO)),
        ("why?", (wording.nothing_for(ENGINEER), wording.said_no_to(SCIENTIST))),
    ],
    "a tie of yes to everything is not decided by one of them": [
        ("help me decide", (question(1),)),
        *[("yes", (question(number),)) for number in range(2, 7)],
        ("yes", (wording.CONFIDENCE[Confidence.TIE],)),
        ("why?", (wording.CONFIDENCE[Confidence.TIE], YES)),
    ],
    "what leans on a refused question is about the refusal": [
        ("our predictions take 4 seconds in production", (ENGINEER,)),
        ("what does an ML engineer earn in Munich?", (PAY,)),
        ("why?", (PAY, wording.NOTHING_MORE, wording.still(ENGINEER))),
        ("and the other one?", (PAY, wording.NOTHING_MORE)),
        ("which first?", (PAY, wording.NOTHING_MORE)),
        ("tell me more", (PAY, wording.NOTHING_MORE)),
        ("so which one?", (wording.STILL[Confidence.CLEAR], ENGINEER, "4 seconds")),
        ("why?", (wording.because(ENGINEER), "4 seconds")),
    ],
    "before any advice, what leans on a refused question is about the refusal": [
        ("what does a data scientist earn in Munich?", (PAY,)),
        ("really?", (PAY, wording.NOTHING_MORE)),
        ("and a machine learning engineer?", (PAY, wording.NOTHING_MORE)),
        ("how do you know?", (PAY, wording.NOTHING_MORE)),
        ("our predictions take 4 seconds in production", (ENGINEER,)),
        ("why?", (wording.because(ENGINEER), "4 seconds")),
    ],
    "an unknown role stays unknown when more is asked about it": [
        ("our predictions take 4 seconds in production", (ENGINEER,)),
        ("what does a data engineer do?", ("nothing reviewed about: data engineer",)),
        ("tell me more", ("nothing reviewed about: data engineer", wording.NOTHING_MORE)),
        ("ok thanks", (wording.TALK[Talk.THANKS],)),
        ("why?", ("nothing reviewed about: data engineer", wording.NOTHING_MORE)),
    ],
    "a question that names what it asks for is answered after a refusal": [
        ("our predictions take 4 seconds in production", (ENGINEER,)),
        ("where is the nearest bakery?", (wording.UNKNOWN,)),
        ("why a machine learning engineer?", (wording.because(ENGINEER), "4 seconds")),
        ("what does an ML engineer earn in Munich?", (PAY,)),
        ("back to my question", (wording.STILL[Confidence.CLEAR], ENGINEER)),
        ("what does a data scientist earn in Munich?", (PAY,)),
        ("who do we hire first?", ("Begin with a data scientist",)),
        ("what does a data scientist earn in Munich?", (PAY,)),
        ("so what about our models? nobody can deploy them", (ENGINEER, "deploy")),
    ],
    "an open question is asked again after what is only noted": [
        ("we have a churn model", (wording.ASK_ONE, "put them into production")),
        ("the latency is fine", (wording.ASK_ONE, "put them into production")),
        ("yes", (ENGINEER, YES)),
    ],
    "an open question stays open beside a refusal": [
        ("we have a churn model", (wording.ASK_ONE, "put them into production")),
        ("what does an ML engineer earn in Munich?", (PAY,)),
        ("why?", (PAY, wording.NOTHING_MORE)),
        ("yes", (ENGINEER, YES)),
    ],
    "words that could only be a reply say that nothing was asked": [
        ("yes", (wording.TALK[Talk.NOTHING_ASKED],)),
    ],
}
