"""The cache makes everything faster and nothing different, whatever happens to its files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot import cache as cache_module
from bot import check
from bot.cache import KEPT_LARGE, MAGIC, Cache, Entry
from bot.check.explain import explanation
from bot.compiled import KIND, Compiled, Selection, compiled, compiled_apart
from bot.conversation import answer_to
from bot.errors import KnowledgeError
from bot.knowledge.collection import Knowledge
from bot.replies.describe import describe
from bot.replies.description import Element
from tests.cache import CACHE
from tests.command import ROOT
from tests.conftest import DATABASES, KNOWLEDGE
from tests.test_knowledge import replace

COMPARISON = "postgresql-vs-sqlite.yaml"
QUESTION = "two departments write at the same time and we need acess rights"
SOURCE = Selection((DATABASES,))


def answered(cache: Cache) -> list[Element]:
    """Return the answer to a misspelled question, and all that decided it, with every weight."""
    advisor = compiled(SOURCE, cache).advisor()
    return [*describe(answer_to(advisor, QUESTION)), *explanation(advisor, QUESTION)]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    # Over what this run has built already, so that only the last step is done anew.
    cache = Cache(tmp_path / "cache")
    compiled(SOURCE, CACHE)
    return cache


def file_of(cache: Cache, tmp_path: Path) -> Path:
    compiled(SOURCE, cache)
    (path,) = (tmp_path / "cache").glob(f"{KIND}-*")
    return path


def test_an_index_that_is_loaded_weighs_every_word_as_one_that_is_built(cache: Cache) -> None:
    built = answered(Cache())
    answered(cache)
    assert answered(cache) == built


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda content: b"", id="empty"),
        pytest.param(lambda content: content[:-8], id="cut"),
        pytest.param(lambda content: content[:-3], id="cut within a number"),
        pytest.param(lambda content: content[:40] + b"\x00" * (len(content) - 40), id="zeroed"),
        pytest.param(lambda content: content[:-2000] + b"!" + content[-1999:], id="one byte"),
        pytest.param(lambda content: b"whichrl0" + content[8:], id="of another form"),
        pytest.param(lambda content: MAGIC + content, id="shifted"),
        pytest.param(lambda content: b"not an entry at all", id="something else"),
    ],
)
def test_a_spoiled_file_is_made_anew(cache: Cache, tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    path = file_of(cache, tmp_path)
    whole = path.read_bytes()
    expected = answered(cache)
    path.unlink()  # what is mapped keeps its content
    path.write_bytes(spoil(whole))
    assert answered(cache) == expected
    assert path.read_bytes() == whole


def test_a_folder_where_the_file_should_be_is_no_error(cache: Cache, tmp_path: Path) -> None:
    path = file_of(cache, tmp_path)
    path.unlink()
    path.mkdir()
    assert answered(cache) == answered(CACHE)


@pytest.mark.parametrize("apart", [False, True])
def test_where_nothing_can_be_written_everything_is_answered(tmp_path: Path, apart: bool) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    unwritable = Cache(tmp_path / "file" / "cache")
    compile_it = compiled_apart if apart else compiled
    assert compile_it(SOURCE, unwritable).content == compiled(SOURCE, CACHE).content


def test_what_another_process_compiled_is_what_this_one_would_have(cache: Cache) -> None:
    assert compiled_apart(SOURCE, cache).content == compiled(SOURCE, CACHE).content


@pytest.mark.parametrize(
    "file", ["compiled.py", "cache.py", "check/consistency.py", "knowledge/reader.py", "reading/words.py"]
)
def test_another_release_takes_nothing_from_the_cache(tmp_path: Path, file: str) -> None:
    package = shutil.copytree(ROOT / "bot", tmp_path / "bot")
    shutil.copytree(KNOWLEDGE, tmp_path / "knowledge")

    def key() -> str:
        said = "from bot.cache import digest; print(digest())"
        return subprocess.check_output([sys.executable, "-c", said], cwd=tmp_path, text=True)

    before = key()
    assert before == key()
    with (package / file).open("a", encoding="utf-8") as code:
        code.write("# the next release\n")
    assert key() != before


def test_an_edit_that_falls_into_the_reading_is_not_kept_under_the_files_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Path(shutil.copytree(DATABASES, tmp_path / "own"))
    read = check.read_knowledge

    def read_while_edited(*folders: Path, **options: Any) -> Knowledge:
        replace(own / COMPARISON, "title: ", "title: New ")
        return read(*folders, **options)

    monkeypatch.setattr(check, "read_knowledge", read_while_edited)
    entries = Cache(tmp_path / "cache")
    assert title(compiled(Selection((own,)), entries)).startswith("New ")
    monkeypatch.undo()
    replace(own / COMPARISON, "title: New ", "title: ")
    assert title(compiled(Selection((own,)), entries)).startswith("PostgreSQL")


def title(of: Compiled) -> str:
    return of.knowledge.comparisons["postgresql-vs-sqlite"].title


def test_a_value_that_no_file_can_keep_is_told_as_a_mistake(tmp_path: Path) -> None:
    own = Path(shutil.copytree(DATABASES, tmp_path / "own"))
    replace(own / COMPARISON, "title: ", f"title: 0x{'F' * 5000} # ")
    with pytest.raises(KnowledgeError, match="title: must be text"):
        compiled(Selection((own,)), Cache(tmp_path / "cache"))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("postgresql-vs-sqlite.yaml", "title: ", "title: New "),
        ("phrases/postgresql-vs-sqlite.yaml", "criteria:", "criteria: # edited"),
    ],
)
def test_an_edit_of_any_file_is_read(tmp_path: Path, file: str, old: str, new: str) -> None:
    own = Path(shutil.copytree(DATABASES, tmp_path / "own"))
    entries = Cache(tmp_path / "cache")
    before = compiled(Selection((own,)), entries)
    replace(own / file, old, new)
    after = compiled(Selection((own,)), entries)
    assert len(list((tmp_path / "cache").glob(f"{KIND}-*"))) == 2
    is_same = after.content == before.content
    assert is_same == ("#" in new)  # a comment says nothing


def test_two_processes_that_begin_at_once_share_one_cache(tmp_path: Path) -> None:
    settings = os.environ | {
        "XDG_CACHE_HOME": str(tmp_path),
        "KNOWLEDGE_DIR": str(DATABASES),
        "SHIPPED_KNOWLEDGE": "off",
    }
    command = [sys.executable, "-W", "error", "-m", "bot", "ask", QUESTION]
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    first, second = (process.communicate(timeout=300) for process in processes)
    assert first == second
    assert b"PostgreSQL" in first[0]
    kept = Cache(tmp_path / "whichrole")
    assert compiled(SOURCE, kept).content == compiled(SOURCE, CACHE).content
    assert not list(tmp_path.rglob("*.part"))


def test_an_entry_is_for_its_user_only(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    assert cache.put("kind", "key", Entry({"said": "in confidence"}))
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0
    (path,) = (tmp_path / "cache").iterdir()
    assert path.stat().st_mode & 0o077 == 0


def test_of_large_entries_only_the_newest_are_kept_and_what_nobody_reads_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "LARGE_BYTES", 100)
    cache = Cache(tmp_path)
    large = Entry({}, {"numbers": np.arange(100)})
    now = time.time()
    for number in range(KEPT_LARGE + 3):
        cache.put("large", f"{number:03}", large)
        os.utime(tmp_path / f"large-{number:03}.cache", (now, now - 100 + number))
    cache.put("small", "old", Entry({}))
    os.utime(tmp_path / "small-old.cache", (1e9, 1e9))
    cache.put("large", "newest", large)
    cache.tidy("large")
    kept = {path.name for path in tmp_path.iterdir()}
    assert "small-old.cache" not in kept
    assert len(kept) == KEPT_LARGE
    assert "large-006.cache" in kept
