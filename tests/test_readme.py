"""What the README shows is what the command prints."""

from __future__ import annotations

import re

from tests.command import whichrole
from tests.conftest import KNOWLEDGE


def test_the_transcript_is_what_the_command_prints() -> None:
    readme = (KNOWLEDGE.parent / "README.md").read_text(encoding="utf-8")
    shown = re.search(r'\$ whichrole ask "([^"]*)"\n(.*?)\n```', readme, flags=re.DOTALL)
    assert shown is not None
    question, transcript = shown.groups()
    assert whichrole("ask", question).stdout.split() == transcript.split()
