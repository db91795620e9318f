"""Edits take effect in a running bot; broken ones never do."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import IO

import pytest

from bot.cache import Cache
from bot.compiled import Compiled, Selection, compiled
from bot.config import knowledge_folders
from bot.conversation import answer_to
from bot.errors import KnowledgeError
from bot.live import LiveKnowledge
from bot.processes import processes
from bot.replies import wording
from tests.cache import CACHE
from tests.conftest import DATABASES, THERAPISTS, running_bot
from tests.slack_server import SlackServer
from tests.test_knowledge import replace

COMPARISON = "postgresql-vs-sqlite.yaml"
PATIENCE = 300.0
"""How long a thread or a process is waited for at most; one that works takes a moment."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATABASES, tmp_path / "own"))


@pytest.fixture
def live(folder: Path) -> LiveKnowledge:
    return LiveKnowledge(Selection((folder,)), CACHE, compiled)


@pytest.fixture
async def slack(live: LiveKnowledge) -> AsyncIterator[SlackServer]:
    async with SlackServer() as server, running_bot(server, live):
        yield server


async def shown(slack: SlackServer, command: str, user: str = "U01ALICE") -> str:
    ack = await slack.command(command, user=user)
    assert ack is not None
    text: str = ack["text"]
    return text


async def test_an_edit_takes_effect_without_a_restart(
    slack: SlackServer, live: LiveKnowledge, folder: Path
) -> None:
    replace(folder / COMPARISON, "title: ", "title: New and ")
    live.reload_if_edited()
    assert "New and " in await shown(slack, "list")


async def test_a_broken_edit_keeps_the_last_good_knowledge_and_status_says_so(
    slack: SlackServer, live: LiveKnowledge, folder: Path
) -> None:
    before = await shown(slack, "do we need both?")
    line = replace(folder / COMPARISON, "title: ", "titel: ")
    live.reload_if_edited()
    status = await shown(slack, "status")
    assert wording.NOT_IN_SERVICE in status
    assert f"{COMPARISON}:{line}:8 titel: is not a field" in status
    assert str(folder) not in status
    assert await shown(slack, "do we need both?", "U02BOB") == before  # Alice would get a reminder
    replace(folder / COMPARISON, "titel: ", "title: Repaired ")
    live.reload_if_edited()
    assert "Repaired" in await shown(slack, "list")
    assert wording.NOT_IN_SERVICE not in await shown(slack, "status")


async def test_a_folder_that_is_absent_for_a_moment_keeps_the_knowledge_and_is_followed_again(
    slack: SlackServer, live: LiveKnowledge, folder: Path
) -> None:
    folder.rename(folder.with_name("elsewhere"))
    live.reload_if_edited()
    status = await shown(slack, "status")
    assert "own:1:1 -: cannot be listed (No such file or directory)" in status
    assert str(folder.parent) not in status
    folder.with_name("elsewhere").rename(folder)
    live.reload_if_edited()
    assert wording.NOT_IN_SERVICE not in await shown(slack, "status")
    replace(folder / COMPARISON, "title: ", "title: New and ")
    live.reload_if_edited()
    assert "New and " in await shown(slack, "list")


def test_an_edit_is_noticed_by_itself_and_whoever_follows_is_told(live: LiveKnowledge, folder: Path) -> None:
    reloaded = threading.Event()
    with live.followed(reloaded.set, poll_seconds=0):
        replace(folder / COMPARISON, "title: ", "title: New and ")
        assert reloaded.wait(PATIENCE)
        assert live.advisor.topics[0].title.startswith("New and ")


def test_an_edit_that_brings_the_reader_down_is_told_and_the_next_one_is_read(folder: Path) -> None:
    failing, reloaded = threading.Event(), threading.Event()
    told: list[str] = []

    def compiled_or_not(source: Selection, cache: Cache) -> Compiled:
        edit = compiled(source, cache)
        title = edit.knowledge.comparisons["postgresql-vs-sqlite"].title
        if title.startswith("New "):
            failing.set()
            raise RuntimeError("a secret")
        if title.startswith("Other "):
            told.extend(edited.status().problems)
        return edit

    edited = LiveKnowledge(Selection((folder,)), CACHE, compiled_or_not)
    with edited.followed(reloaded.set, poll_seconds=0):
        replace(folder / COMPARISON, "title: ", "title: New ")
        assert failing.wait(PATIENCE)
        replace(folder / COMPARISON, "title: New ", "title: Other ")
        assert reloaded.wait(PATIENCE)
    assert told == ["own:1:1 -: cannot be read (RuntimeError); the log says more"]
    assert edited.status().problems == ()


async def test_a_broken_edit_that_another_process_read_is_told_as_it_was_found(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    live = LiveKnowledge(Selection((folder,)), CACHE)
    line = replace(folder / COMPARISON, "title: ", "titel: ")
    live.reload_if_edited()
    assert f"{COMPARISON}:{line}:8 titel: is not a field" in caplog.text
    assert len(live.status().problems) == len(caplog.text.strip().splitlines()) - 1


def test_the_first_message_after_an_edit_waits_for_no_pattern(
    live: LiveKnowledge, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(folder / COMPARISON, "title: ", "title: New ")
    live.reload_if_edited()

    def compiled_late(pattern: str, flags: int = 0) -> re.Pattern[str]:
        raise AssertionError(pattern)

    monkeypatch.setattr(re, "compile", compiled_late)
    answer_to(live.advisor, "two departments write at the same time, and why not the other one?")


def test_a_reading_whose_process_was_killed_is_begun_again(folder: Path) -> None:
    begun, reloaded = [], threading.Event()

    def compiled_the_second_time(source: Selection, cache: Cache) -> Compiled:
        begun.append(source)
        if len(begun) == 1:
            raise BrokenProcessPool
        return compiled(source, cache)

    live = LiveKnowledge(Selection((folder,)), CACHE, compiled_the_second_time)
    with live.followed(reloaded.set, poll_seconds=0):
        replace(folder / COMPARISON, "title: ", "title: New ")
        assert reloaded.wait(PATIENCE)
    assert live.status().problems == ()


def test_whoever_stops_need_not_wait_for_an_edit_that_is_being_read(folder: Path) -> None:
    begun, ended = threading.Event(), threading.Event()

    def compiled_without_end(source: Selection, cache: Cache) -> Compiled:
        with processes(1) as pool:
            reading = pool.submit(time.sleep, 10 * PATIENCE)
            begun.set()
            try:
                reading.result()
            finally:
                ended.set()
        return compiled(source, cache)

    live = LiveKnowledge(Selection((folder,)), CACHE, compiled_without_end)
    with live.followed(poll_seconds=0):
        replace(folder / COMPARISON, "title: ", "title: New ")
        assert begun.wait(PATIENCE)
    assert ended.wait(PATIENCE)


def test_each_of_two_saves_at_once_is_read_and_an_older_copy_too(live: LiveKnowledge, folder: Path) -> None:
    path, kept = folder / COMPARISON, folder.parent / "kept"
    shutil.copy2(path, kept)
    path.write_text("title: broken", encoding="utf-8")
    assert live.reload_if_edited()
    for title in ("First", "Other"):  # two texts of one length, within a moment
        shutil.copy(kept, path)
        replace(path, "title: ", f"title: {title} ")
        assert live.reload_if_edited()
        assert live.advisor.topics[0].title.startswith(f"{title} ")
    shutil.copy2(kept, path)
    assert live.reload_if_edited()
    assert live.advisor.topics[0].title.startswith("PostgreSQL")
    assert not live.reload_if_edited()


def test_an_edit_that_falls_into_the_reading_of_another_is_read_too(folder: Path) -> None:
    def compiled_while_edited(source: Selection, cache: Cache) -> Compiled:
        edit = compiled(source, cache)
        if "First" in edit.knowledge.comparisons["postgresql-vs-sqlite"].title:
            replace(folder / COMPARISON, "title: First ", "title: Other ")
        return edit

    live = LiveKnowledge(Selection((folder,)), CACHE, compiled_while_edited)
    replace(folder / COMPARISON, "title: ", "title: First ")
    assert live.reload_if_edited()
    assert live.reload_if_edited()
    assert live.advisor.topics[0].title.startswith("Other ")


def test_a_link_is_followed_to_where_it_leads_now(folder: Path) -> None:
    shutil.copytree(folder, folder.with_name("next"))
    replace(folder.with_name("next") / COMPARISON, "title: ", "title: Next ")
    link = folder.with_name("current")
    link.symlink_to(folder)
    folders = knowledge_folders({"KNOWLEDGE_DIR": str(link), "SHIPPED_KNOWLEDGE": "off"})
    live = LiveKnowledge(Selection(folders), CACHE, compiled)
    link.unlink()
    link.symlink_to(folder.with_name("next"))
    assert live.reload_if_edited()
    assert live.advisor.topics[0].title.startswith("Next ")


def test_status_tells_nothing_of_where_the_files_are(live: LiveKnowledge, folder: Path) -> None:
    (folder / "lost.yaml").symlink_to("nowhere")
    replace(folder / COMPARISON, "title: ", "draft: true\ntitle: ")
    live.reload()
    assert live.status().problems == (
        "lost.yaml:1:1 -: cannot be read (No such file or directory); make it readable",
    )
    (folder / "lost.yaml").unlink()
    live.reload()
    (problem,) = live.status().problems
    assert problem.startswith("own:1:1 -: ")


async def test_added_and_removed_files_are_noticed(
    slack: SlackServer, live: LiveKnowledge, folder: Path
) -> None:
    shutil.copytree(THERAPISTS, folder, dirs_exist_ok=True)
    live.reload_if_edited()
    assert "Physiotherapist" in await shown(slack, "list")
    for added in list(THERAPISTS.rglob("*.yaml")):
        (folder / added.relative_to(THERAPISTS)).unlink()
    live.reload_if_edited()
    assert "Physiotherapist" not in await shown(slack, "list")


def test_knowledge_that_is_wrong_from_the_start_is_refused(folder: Path) -> None:
    replace(folder / COMPARISON, "title: ", "titel: ")
    with pytest.raises(KnowledgeError, match="titel: is not a field"):
        LiveKnowledge(Selection((folder,)), CACHE)


def test_files_that_say_the_same_keep_what_is_in_service(live: LiveKnowledge, folder: Path) -> None:
    advisor = live.advisor
    replace(folder / COMPARISON, "title: ", "# a comment\ntitle: ")
    live.reload()
    assert live.advisor is advisor


def test_chat_answers_the_last_question_again_when_an_edit_changes_its_answer(folder: Path) -> None:
    chat = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={"KNOWLEDGE_DIR": str(folder), "SHIPPED_KNOWLEDGE": "off", "PYTHONIOENCODING": "utf-8"},
    )
    assert chat.stdin is not None
    assert chat.stdout is not None
    deadline = threading.Timer(PATIENCE, chat.kill)  # it ends the pipe that is read from
    deadline.start()
    try:
        chat.stdin.write("do we need both?\n")
        chat.stdin.flush()
        read_until(chat.stdout, lambda line: line.startswith("Source"))
        replace(
            folder / COMPARISON,
            "sequence:\n  first: sqlite\n  text: ",
            "sequence:\n  first: sqlite\n  text: Edited, ",
        )
        read_until(chat.stdout, lambda line: "The knowledge has changed" in line)
        read_until(chat.stdout, lambda line: line.startswith("Edited, "))
    finally:
        deadline.cancel()
        chat.communicate("quit\n", timeout=PATIENCE)


def read_until(lines: IO[str], found: Callable[[str], bool]) -> None:
    assert any(found(line) for line in lines)
