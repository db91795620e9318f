"""Dialogues: what a person says, and what the reply must hold. One a feature, played on every surface."""

from __future__ import annotations

from bot.advice.answer_parts import Confidence
from bot.advice.answers import Noted, OrderAsked, Talk
from bot.advice.choices import Reply
from bot.replies import advice_wording as advice
from bot.replies import wording

ENGINEER, SCIENTIST = "Machine Learning Engineer", "Data Scientist"
PAY = "I know nothing about salaries"
YES, NO, UNSURE = (advice.YOU_REPLIED[reply] for reply in Reply)

SLOW = "our predictions take 4 seconds in production"
UNREAD = "nobody understands our customer data"
POSSIBLY_BOTH = "the models are validated and wait for production, and our reports explain little"
"""The reports are only possibly a second need: a word confirms or denies it."""

Dialogue = list[tuple[str, tuple[str, ...]]]


def question(number: int) -> str:
    return wording.question_number(number, 6)


def noted(what: Noted, words: str) -> str:
    """Return the beginning of what is noted, and of the message that it was said in."""
    before, _ = wording.NOTED[what].split("{words}")
    return f'{before}"{words}'


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
        (
            "why?",
            (advice.because(ENGINEER), "nothing reaches", advice.SURENESS[Confidence.CLEAR]),
        ),
        (
            "why not the other one?",
            (advice.if_instead(SCIENTIST), advice.nothing_for(SCIENTIST)),
        ),
        ("what's the difference then?", ("Main output", "Typical work")),
        ("and in output?", ("Main output",)),
        ("what does that one do all day?", (ENGINEER, advice.NEEDED_WHEN)),
        ("and the other one?", (SCIENTIST, advice.NEEDED_WHEN)),
        ("which first?", ("Begin with a data scientist",)),
        ("who wrote this?", ("James Chae",)),
        ("so which one?", (advice.STILL[Confidence.CLEAR], ENGINEER)),
        ("thanks", (wording.TALK[Talk.THANKS],)),
        ("start over", (wording.TALK[Talk.START_OVER],)),
        ("why?", (wording.TALK[Talk.NOTHING_SAID],)),
    ],
    "a question back is answered with yes": [
        ("we have a churn model", (wording.ASK_ONE, "have to go into production")),
        ("yep", (ENGINEER, YES)),
    ],
    "a question back is answered with no": [
        ("we have a churn model", (wording.ASK_ONE, "have to go into production")),
        ("nope", (wording.ASK_ONE,)),
        ("the first", (SCIENTIST, YES)),
    ],
    "a question back is answered with yes and more": [
        ("we have a churn model", (wording.ASK_ONE, "have to go into production")),
        ("yes, and it takes weeks to deploy a new version", (ENGINEER, YES, "deploy")),
    ],
    "a question back is answered with a sentence": [
        ("we have a churn model", (wording.ASK_ONE,)),
        ("our customers wait far too long for each prediction", (ENGINEER, "wait far too long")),
    ],
    "a sentence that begins with the letter of a reply is no reply": [
        ("we have a churn model", (wording.ASK_ONE,)),
        (UNREAD, (SCIENTIST, UNREAD)),
    ],
    "after three questions there is a best answer that says what would settle it": [
        ("we have a churn model", (wording.ASK_ONE,)),
        ("why do you ask?", (wording.TALK[Talk.WHY_ASKED],)),
        ("not sure", (wording.ASK_ONE,)),
        ("not sure", (wording.ASK_ONE,)),
        ("not sure", (advice.CONFIDENCE[Confidence.TENTATIVE], advice.SETTLES)),
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
                f"{YES}. {advice.DECIDED}",
                advice.spoken_for(ENGINEER),
                advice.if_instead(ENGINEER),
            ),
        ),
    ],
    "an interview goes on from what was said before": [
        ("our predictions take 4 seconds in production", (ENGINEER,)),
        ("help me decide", (question(1), "find out what your data says")),
        ("stop", (f"leans towards: {ENGINEER}", "take 4 seconds", "Your models have proven themselves")),
    ],
    "an interview that was ended can be gone back to": [
        ("help me decide", (question(1), "find out what your data says")),
        ("yes", (question(2), "Your models have proven themselves")),
        ("stop", (SCIENTIST, YES)),
        ("back", (wording.ASK_ONE, "Your models have proven themselves")),
    ],
    "an interview that was ended at once can be gone back to and ended again": [
        (SLOW, (ENGINEER,)),
        ("help me decide", (question(1),)),
        ("stop", (f"leans towards: {ENGINEER}", "take 4 seconds")),
        ("back", (wording.ASK_ONE, "find out what your data says")),
        ("stop", (wording.said_before(ENGINEER),)),
    ],
    "a reply outweighs one need that speaks against it": [
        ("we have a churn model", (wording.ASK_ONE, "have to go into production")),
        ("no", (wording.ASK_ONE,)),
        ("our predictions take 4 seconds in production", (wording.ASK_ONE, "Response times")),
        ("yes", (ENGINEER, YES, "take 4 seconds")),
    ],
    "a need about the same thing takes the place of the earlier one": [
        ("our churn predictions take 4 seconds in production", (f"clearly to: {ENGINEER}",)),
        ("nobody knows why customers churn", (f"clearly to: {SCIENTIST}", f"before, it was {ENGINEER}")),
        ("why?", (advice.because(SCIENTIST),)),
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
        (
            "not sure",
            (advice.CONFIDENCE[Confidence.TIE], SCIENTIST, ENGINEER, advice.SETTLES),
        ),
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
        ("we have a churn model", (wording.ASK_ONE, "have to go into production")),
        ("not sure, what is the difference in output?", ("Main output",)),
        ("yes", (ENGINEER, YES)),
    ],
    "noise after a thin description decides nothing": [
        ("we have a churn model", (wording.ASK_ONE,)),
        ("hell no", (wording.ASK_ONE,)),
    ],
    "what was denied may be said later": [
        ("we have a churn model", (wording.ASK_ONE, "have to go into production")),
        ("no", (wording.ASK_ONE,)),
        (
            "our model is validated now, what is left is to deploy it in production",
            (ENGINEER, advice.YOU_SAID, "validated"),
        ),
        ("why?", (advice.because(ENGINEER), "validated")),
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
    "an interview keeps both needs that were named before it": [
        (SLOW, (ENGINEER,)),
        (f"also {UNREAD}", (f"{SCIENTIST} and {ENGINEER}",)),
        ("help me decide", ("Question 1 of",)),
        ("stop", (f"{SCIENTIST} and {ENGINEER}",)),
    ],
    "a question back can be left": [
        ("we have a churn model", (wording.ASK_ONE, "have to go into production")),
        ("back", (wording.ASK_ONE, "have to go into production")),
        ("what do you mean?", (wording.ASK_ONE, "have to go into production")),
        ("just tell me", (advice.CONFIDENCE[Confidence.TENTATIVE], advice.SETTLES)),
    ],
    "the last fact can be taken back": [
        ("our predictions take 4 seconds in production", (ENGINEER,)),
        ("actually we have no idea what our data says, and nobody looks at it", (SCIENTIST,)),
        ("scratch that", (ENGINEER, f"before, it was {SCIENTIST}")),
        ("why?", (advice.because(ENGINEER), "take 4 seconds")),
        ("ignore that", ("predictions take 4 seconds", advice.WHAT_IS_MISSING)),
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
        ("depends on what?", (advice.because(ENGINEER),)),
        ("that's wrong", ("predictions take 4 seconds", advice.WHICH_PART)),
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
        ("stop", (advice.DECISIVE, NO)),
        ("why?", (advice.nothing_for(ENGINEER), advice.said_no_to(SCIENTIST))),
    ],
    "a tie of yes to everything is not decided by one of them": [
        ("help me decide", (question(1),)),
        *[("yes", (question(number),)) for number in range(2, 7)],
        ("yes", (advice.CONFIDENCE[Confidence.TIE],)),
        ("why?", (advice.CONFIDENCE[Confidence.TIE], YES)),
    ],
    "what leans on a refused question is about the refusal": [
        ("our predictions take 4 seconds in production", (ENGINEER,)),
        ("what does an ML engineer earn in Munich?", (PAY,)),
        ("why?", (PAY, wording.NOTHING_MORE, advice.still(ENGINEER))),
        ("and the other one?", (PAY, wording.NOTHING_MORE)),
        ("which first?", (PAY, wording.NOTHING_MORE)),
        ("tell me more", (PAY, wording.NOTHING_MORE)),
        ("so which one?", (advice.STILL[Confidence.CLEAR], ENGINEER, "4 seconds")),
        ("why?", (advice.because(ENGINEER), "4 seconds")),
    ],
    "before any advice, what leans on a refused question is about the refusal": [
        ("what does a data scientist earn in Munich?", (PAY,)),
        ("really?", (PAY, wording.NOTHING_MORE)),
        ("and a machine learning engineer?", (PAY, wording.NOTHING_MORE)),
        ("how do you know?", (PAY, wording.NOTHING_MORE)),
        ("our predictions take 4 seconds in production", (ENGINEER,)),
        ("why?", (advice.because(ENGINEER), "4 seconds")),
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
        ("why a machine learning engineer?", (advice.because(ENGINEER), "4 seconds")),
        ("what does an ML engineer earn in Munich?", (PAY,)),
        ("back to my question", (advice.STILL[Confidence.CLEAR], ENGINEER)),
        ("what does a data scientist earn in Munich?", (PAY,)),
        ("who do we hire first?", ("Begin with a data scientist",)),
        ("what does a data scientist earn in Munich?", (PAY,)),
        ("so what about our models? nobody can deploy them", (ENGINEER, "deploy")),
    ],
    "an open question is asked again after what is only noted": [
        ("we have a churn model", (wording.ASK_ONE, "have to go into production")),
        ("the latency is fine", (wording.ASK_ONE, "have to go into production")),
        ("yes", (ENGINEER, YES)),
    ],
    "an open question stays open beside a refusal": [
        ("we have a churn model", (wording.ASK_ONE, "have to go into production")),
        ("what does an ML engineer earn in Munich?", (PAY,)),
        ("why?", (PAY, wording.NOTHING_MORE)),
        ("yes", (ENGINEER, YES)),
    ],
    "words that could only be a reply say that nothing was asked": [
        ("no", (wording.TALK[Talk.NOTHING_ASKED],)),
        ("the second", (wording.TALK[Talk.NOTHING_ASKED],)),
        (SLOW, (ENGINEER,)),
        ("stop", (wording.TALK[Talk.NOTHING_ASKED],)),
        ("back", (wording.TALK[Talk.NOTHING_ASKED],)),
        ("yes", (wording.TALK[Talk.NOTHING_ASKED],)),
    ],
    "a possible second need is confirmed": [
        (POSSIBLY_BOTH, (f"clearly to: {ENGINEER}", "and our reports explain little", "say “that too”")),
        ("thanks", (wording.TALK[Talk.THANKS],)),
        ("that too", (f"clearly to: {ENGINEER} and {SCIENTIST}", "reports explain little")),
    ],
    "a possible second need is denied, and no word confirms it later": [
        (POSSIBLY_BOTH, ("and our reports explain little", "say “that too”")),
        ("no", (wording.TALK[Talk.AGREED],)),
        ("yes", (wording.TALK[Talk.NOTHING_ASKED],)),
        ("that too", (advice.because(ENGINEER),)),
    ],
    "a possible second need goes with the message that is taken back": [
        (SLOW, (ENGINEER,)),
        (POSSIBLY_BOTH, ("and our reports explain little", "say “that too”")),
        ("scratch that", (wording.said_before(ENGINEER),)),
        ("that too", (advice.because(ENGINEER), "take 4 seconds")),
    ],
    "the words that turned the advice are those of the last message": [
        (SLOW, (ENGINEER,)),
        (UNREAD, (f"{SCIENTIST} and {ENGINEER}", advice.changed(ENGINEER, f'"{UNREAD}"'))),
        (
            "the predictions are fast enough now",
            (f"clearly to: {SCIENTIST}", advice.changed(f"{SCIENTIST} and {ENGINEER}", "")),
        ),
        ("why?", (advice.because(SCIENTIST),)),
    ],
    "the words that turned the advice are those for the new role": [
        (SLOW, (ENGINEER,)),
        (
            f"{UNREAD}, and our pipelines break every night",
            (f"{ENGINEER} and {SCIENTIST}", advice.changed(ENGINEER, f'"{UNREAD}"')),
        ),
    ],
    "a need that is solved is none any more": [
        (SLOW, (ENGINEER,)),
        ("that is solved now", (noted(Noted.WITHDRAWN, "that is solved"), advice.WHAT_IS_MISSING)),
        ("why?", ("James Chae",)),
    ],
    "what is fine and was not missing settles no need": [
        (SLOW, (ENGINEER,)),
        ("the rest is fine", (noted(Noted.NO_NEED, "the rest"), advice.still(ENGINEER))),
        ("this has nothing to do with our warehouse", (noted(Noted.NO_NEED, "this has"),)),
        ("why?", (advice.because(ENGINEER), "take 4 seconds")),
    ],
    "what is there of the other role's work settles no need": [
        ("nobody knows why customers churn", (SCIENTIST,)),
        (
            "our churn pipeline is deployed",
            (noted(Noted.NO_NEED, "our churn"), advice.still(SCIENTIST)),
        ),
    ],
    "of several things that are no need, the last one is noted": [
        (SLOW, (ENGINEER,)),
        (
            "the servers are fine, but my boss says they are old",
            (noted(Noted.OPINION, "the servers"), advice.still(ENGINEER)),
        ),
    ],
    "what is settled beside a supposition stays a need": [
        (SLOW, (ENGINEER,)),
        (
            "the predictions are fast enough now. suppose we had more users.",
            (noted(Noted.SUPPOSED, "the predictions"), advice.still(ENGINEER)),
        ),
    ],
    "what is only supposed is noted, and no need": [
        (
            "what if our predictions took 4 seconds in production?",
            (noted(Noted.SUPPOSED, "what if"), advice.WHAT_IS_MISSING),
        ),
        (SLOW, (f"clearly to: {ENGINEER}",)),
        (
            "what if we grow to a hundred cities?",
            (noted(Noted.SUPPOSED, "what if"), advice.still(ENGINEER)),
        ),
    ],
    "whom one would need for what is only supposed is answered as if it were so": [
        (
            "what if nobody could deploy our models, who would we need then?",
            (f"{advice.CONFIDENCE[Confidence.LIKELY]} {ENGINEER}",),
        ),
        (
            "imagine nobody understood our data. whom would we hire?",
            (noted(Noted.SUPPOSED, "imagine"), advice.still(ENGINEER)),
        ),
    ],
    "of two needs in a correction, the one that was not advised on takes the place": [
        (SLOW, (ENGINEER,)),
        (
            f"Sorry, I mixed that up. The model is stuck and {UNREAD}.",
            (f"clearly to: {SCIENTIST}", advice.changed(ENGINEER, f'"{UNREAD}"')),
        ),
        ("why?", (advice.because(SCIENTIST),)),
    ],
    "what is denied is noted, whatever stands beside it": [
        (
            "we are a school. nobody needs to deploy a model.",
            (noted(Noted.NO_NEED, "we are a school"), advice.WHAT_IS_MISSING),
        ),
    ],
    "a need that was named is not offered as a possible second one": [
        (UNREAD, (SCIENTIST,)),
        (f"also, {POSSIBLY_BOTH}", (f"{ENGINEER} and {SCIENTIST}",)),
        ("no", (noted(Noted.OBJECTION, "no"), advice.WHICH_PART)),
    ],
    "one of two needs is taken back in its own words": [
        (SLOW, (ENGINEER,)),
        (UNREAD, (f"{SCIENTIST} and {ENGINEER}",)),
        (
            "forget the predictions",
            (f"clearly to: {SCIENTIST}", f"before, it was {SCIENTIST} and {ENGINEER}"),
        ),
        ("why?", (advice.because(SCIENTIST),)),
    ],
    "a need is taken back by the role that it called for": [
        (SLOW, (ENGINEER,)),
        (UNREAD, (f"{SCIENTIST} and {ENGINEER}",)),
        (
            "forget about the ML engineer",
            (f"clearly to: {SCIENTIST}", f"before, it was {SCIENTIST} and {ENGINEER}"),
        ),
        ("why?", (advice.because(SCIENTIST),)),
    ],
    "what is said beside a taking back is a need": [
        (SLOW, (ENGINEER,)),
        (
            f"forget the predictions, {UNREAD}",
            (f"clearly to: {SCIENTIST}", f"before, it was {ENGINEER}", UNREAD),
        ),
        ("forget the data", (noted(Noted.WITHDRAWN, "forget the data"), advice.WHAT_IS_MISSING)),
    ],
    "taking back before anything was said takes nothing back": [
        ("scratch that", (wording.TALK[Talk.NOTHING_SAID],)),
        ("help me decide", (question(1),)),
        ("yes", (question(2),)),
        ("scratch that", (question(1),)),
    ],
    "a need after an objection takes the place of the one before": [
        (SLOW, (ENGINEER,)),
        (
            "that's wrong",
            (noted(Noted.OBJECTION, "that's wrong"), "take 4 seconds", advice.WHICH_PART),
        ),
        (UNREAD, (f"clearly to: {SCIENTIST}", advice.changed(ENGINEER, f'"{UNREAD}"'))),
        ("why?", (advice.because(SCIENTIST),)),
    ],
    "an objection with another need behind it puts that in the place of the one before": [
        (SLOW, (ENGINEER,)),
        (
            f"Nonsense. {UNREAD}",
            (f"clearly to: {SCIENTIST}", advice.changed(ENGINEER, f'"{UNREAD}"')),
        ),
        ("why?", (advice.because(SCIENTIST),)),
    ],
    "an objection that gives no other need is taken as one": [
        (SLOW, (ENGINEER,)),
        (
            "That's nonsense. We sell shoes online.",
            (noted(Noted.OBJECTION, "That's"), advice.WHICH_PART),
        ),
        ("You are wrong. The predictions take 5 seconds now.", (advice.WHICH_PART, "take 4 seconds")),
        ("that's wrong, we need the predictions faster", (advice.WHICH_PART, "take 4 seconds")),
        ("no", (noted(Noted.OBJECTION, "no"), advice.WHICH_PART)),
    ],
    "a correction takes the place of the last need and of the other role's": [
        (SLOW, (ENGINEER,)),
        (UNREAD, (f"{SCIENTIST} and {ENGINEER}",)),
        (
            "actually the models never reach production",
            (
                f"clearly to: {ENGINEER}",
                advice.changed(f"{SCIENTIST} and {ENGINEER}", '"models never reach production"'),
            ),
        ),
        ("why?", (advice.because(ENGINEER),)),
    ],
    "a doubt gets what the advice rests on": [
        (SLOW, (ENGINEER,)),
        ("really? our servers are new", (advice.because(ENGINEER), "take 4 seconds")),
        ("some say one cannot measure that", (advice.because(ENGINEER), "take 4 seconds")),
        ("yes?", (advice.because(ENGINEER), "take 4 seconds")),
        ("is that so?", (advice.because(ENGINEER), "take 4 seconds")),
        ("would tea cure that?", (advice.because(ENGINEER),)),
        ("did Bob like it or what?", (advice.because(ENGINEER),)),
        ("would more tea in the kitchen cure the coffee machine?", (wording.UNKNOWN,)),
        ("what does a data scientist earn?", (PAY,)),
        ("really? my boss has doubts", (PAY, wording.NOTHING_MORE)),
    ],
    "a role that was not advised is asked for": [
        (SLOW, (ENGINEER,)),
        ("why a data scientist?", (advice.if_instead(SCIENTIST), "find out what your data says")),
        ("why not an ML engineer?", (advice.because(ENGINEER), "take 4 seconds")),
        ("why not a data engineer?", ("nothing reviewed about: data engineer",)),
    ],
    "tell me more goes through what there is, and says at last that it was said": [
        (SLOW, (ENGINEER,)),
        ("tell me more", (ENGINEER, advice.NEEDED_WHEN)),
        ("tell me more", ("Main output", "Typical work")),
        ("tell me more", ("Begin with a data scientist",)),
        ("tell me more", (wording.said_before("A data scientist works towards knowledge"),)),
    ],
    "room for one person orders two needs, and is noted when it is said again": [
        ("we can only hire one person", (noted(Noted.LIMIT, "we can only"), advice.WHAT_IS_MISSING)),
        (SLOW, (ENGINEER,)),
        ("budget is for one", (wording.ORDER_OF_ONE[OrderAsked.LIMIT].format(role=ENGINEER),)),
        ("we can only hire one person", (noted(Noted.LIMIT, "we can only"), advice.still(ENGINEER))),
        (f"also {UNREAD}", (f"{SCIENTIST} and {ENGINEER}",)),
        ("so which one?", (wording.ORDER_OF_BOTH[OrderAsked.LIMIT], "Begin with a data scientist")),
    ],
    "a question about roles that names a limit is answered with the order": [
        ("we can hire one person, which role comes first?", ("Begin with a data scientist",)),
        ("we have a data scientist, do we need both?", (wording.said_before("Begin with a data scientist"),)),
        (SLOW, (ENGINEER,)),
        (
            "budget is for one. we are in Munich.",
            (wording.ORDER_OF_ONE[OrderAsked.LIMIT].format(role=ENGINEER),),
        ),
        ("budget for one. who goes first?", ("Begin with a data scientist",)),
    ],
    "whom the team has is noted, unless it settles the need": [
        ("we have a data scientist", (noted(Noted.STAFF, "we have a"), advice.WHAT_IS_MISSING)),
        (UNREAD, (SCIENTIST,)),
        ("we have two analysts", (noted(Noted.STAFF, "we have two"), advice.still(SCIENTIST))),
        ("we have two analysts, is that a problem?", (advice.because(SCIENTIST),)),
        (
            "since yesterday we have a data scientist who understands our customer data",
            (noted(Noted.WITHDRAWN, "since yesterday"), advice.WHAT_IS_MISSING),
        ),
    ],
    "who goes on telling asks nothing, unless it is clearly about what is not known": [
        (SLOW, (ENGINEER,)),
        ("we are in Munich", (noted(Noted.FACT, "we are in"), advice.still(ENGINEER))),
        (
            "our budget for salaries is small",
            (noted(Noted.FACT, "our budget"), advice.still(ENGINEER)),
        ),
        ("the salary is 60000", (PAY,)),
        ("and what do they earn?", (PAY,)),
    ],
    "what is told before any need is no part of a description": [
        ("we sell shoes online", (wording.UNKNOWN,)),
        ("we have a churn model", (wording.ASK_ONE, "have to go into production")),
        ("we sell shoes online", (wording.ASK_ONE,)),
        ("do we sell shoes online?", (wording.UNKNOWN,)),
    ],
    "a short question that the knowledge does not hold is refused": [
        ("what is the difference?", ("Main output",)),
        ("and for forecasts?", (wording.UNKNOWN,)),
        ("and for juniors?", (wording.UNKNOWN,)),
        ("and for a model?", (wording.UNKNOWN,)),
        ("the data engineer has a model", (wording.ASK_ONE,)),
        ("how urgent is it?", (wording.UNKNOWN,)),
    ],
    "a short message that agrees closes the conversation, once there is advice": [
        ("ok, our office is blue", (wording.UNKNOWN,)),
        (SLOW, (ENGINEER,)),
        ("ok, I will tell the team", (wording.TALK[Talk.AGREED],)),
        ("got it, have a nice weekend", (wording.TALK[Talk.AGREED],)),
        (
            "got it, we have a data scientist",
            (noted(Noted.STAFF, "got it, we"), advice.still(ENGINEER)),
        ),
        (f"got it, {UNREAD}", (f"{SCIENTIST} and {ENGINEER}",)),
        ("scratch that", (f"before, it was {SCIENTIST} and {ENGINEER}",)),
        ("ok, do we need both?", (wording.ORDER_OF_ONE[OrderAsked.BOTH].format(role=ENGINEER),)),
        ("ok, what if it fails", (noted(Noted.SUPPOSED, "ok, what"), advice.still(ENGINEER))),
        ("ok, but the reports are late", (noted(Noted.FACT, "ok, but"), advice.still(ENGINEER))),
        ("ok, my boss says so", (noted(Noted.OPINION, "ok, my boss"), advice.still(ENGINEER))),
        (
            "got it, we will talk about it with everybody at the next meeting of the board",
            (noted(Noted.FACT, "got it, we will"), advice.still(ENGINEER)),
        ),
    ],
    "the other one is the role that was not last spoken of, and of both it is either": [
        ("what is a data scientist?", (SCIENTIST, advice.NEEDED_WHEN)),
        ("and the other one?", (ENGINEER, advice.NEEDED_WHEN)),
        ("what is the difference?", ("Main output",)),
        ("what does that one do?", (SCIENTIST, ENGINEER, advice.NEEDED_WHEN)),
        (SLOW, (ENGINEER,)),
        (UNREAD, (f"{SCIENTIST} and {ENGINEER}",)),
        ("why not the other one?", (advice.because(f"{SCIENTIST} and {ENGINEER}"),)),
        ("and a data engineer's output?", ("nothing reviewed about: data engineer",)),
    ],
    "links and code alone are not read": [
        ("https://example.com/x", (wording.TALK[Talk.NO_WORDS],)),
        ("?!", (wording.TALK[Talk.HELP],)),
    ],
    "a question about what is not known after a reply is refused, and the open question stays": [
        ("we have a churn model", (wording.ASK_ONE, "have to go into production")),
        ("yes, and what does a data scientist earn?", (PAY,)),
        ("yes, please", (ENGINEER, YES)),
    ],
    "what there is to go on is said before any advice": [
        ("what is a data scientist?", (SCIENTIST, advice.NEEDED_WHEN)),
        ("why?", ("James Chae",)),
        ("that's nonsense", (wording.TALK[Talk.PRAISE_OR_COMPLAINT],)),
        ("why not the other one?", ("Main output", "Typical work")),
        ("so which one?", (wording.TALK[Talk.NOTHING_SAID],)),
    ],
    "an interview of denials ends when they suffice, and is not called clear": [
        ("help me decide", (question(1),)),
        ("no", (question(2),)),
        ("no", (question(3),)),
        ("no", (question(4),)),
        ("no", (f"{advice.CONFIDENCE[Confidence.LIKELY]} {ENGINEER}", advice.DECISIVE, NO)),
        ("no", (advice.WHICH_PART,)),
        ("so which one?", (f"{advice.STILL[Confidence.LIKELY]} {ENGINEER}",)),
    ],
}
