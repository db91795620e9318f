"""What the models of all kinds of files share: strictness, and the forms that values have."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

KEBAB_CASE = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MONTH = r"^[12][0-9]{3}-(0[1-9]|1[0-2])$"
SOME_WORD = r"[\p{L}\p{N}]"
ADDRESS = r"^https?://[^\s<>|]+$"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=SOME_WORD)]
Id = Annotated[str, StringConstraints(pattern=KEBAB_CASE, max_length=100)]
Month = Annotated[str, StringConstraints(pattern=MONTH)]
Address = Annotated[str, StringConstraints(pattern=ADDRESS)]
# YAML gives lists where frozen models hold tuples: `strict=False` lets these through, and nothing else.
Phrases = Annotated[tuple[Phrase, ...], Field(min_length=1, strict=False)]
Sayings = Annotated[tuple[Text, ...], Field(min_length=1, strict=False)]
"""Like phrases, but an emoji alone may be one."""


class Strict(BaseModel):
    """A model that coerces nothing, ignores nothing and cannot be changed; docstrings describe its fields."""

    # Built when it is first used: an answer needs no model of phrases or questions.
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True, defer_build=True
    )
