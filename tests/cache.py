"""The cache that all processes of a test run share, so that each index is built once."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

from bot.advice.advisor import Advisor
from bot.cache import user_cache
from bot.knowledge.collection import Knowledge
from bot.reading import Matcher

_IS_INHERITED = "WHICHROLE_TEST_CACHE"
if _IS_INHERITED not in os.environ:
    folder = tempfile.mkdtemp(prefix="whichrole-tests-")
    os.environ["XDG_CACHE_HOME"] = os.environ[_IS_INHERITED] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)

CACHE = user_cache()


def advise(knowledge: Knowledge) -> Advisor:
    """Return what answers from the knowledge."""
    return Advisor(knowledge, matcher=Matcher(knowledge, cache=CACHE))
