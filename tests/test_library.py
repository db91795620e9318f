"""Edits take effect in a running bot; broken ones never do."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import IO

import pytest

from bot.config import knowledge_folders
from bot.errors import KnowledgeError
from bot.live import LiveKnowledge
from bot.replies import wording
from tests.conftest import DATABASES, KNOWLEDGE, running_bot
from tests.slack_server import Json, SlackServer
from tests.test_knowledge import replace

COMPARISON = "postgresql-vs-sqlite.yaml"
PATIENCE = 15.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATABASES, tmp_path / "own"))


@pytest.fixture
async def slack(folder: Path) -> AsyncIterator[SlackServer]:
    async with SlackServer() as server, running_bot(server, LiveKnowledge([folder])):
        yield server


async def asked_until(slack: SlackServer, question: str, expected: str, is_there: bool = True) -> Json:
    """Ask with the slash command until the answer holds the expected words, or holds them no more."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        answer = await slack.command(question)
        assert answer is not None
        if (expected in answer["text"]) is is_there:
            return answer
        await asyncio.sleep(0.1)
    raise AssertionError(f"{expected!r} is {'never' if is_there else 'always'} in {answer}")


async def test_an_edit_takes_effect_without_a_restart(slack: SlackServer, folder: Path) -> None:
    replace(folder / COMPARISON, "title: ", "title: New and ")
    await asked_until(slack, "list", "New and ")


async def test_a_broken_edit_keeps_the_last_good_knowledge_and_status_says_so(
    slack: SlackServer, folder: Path
) -> None:
    before = await slack.command("do we need both?")
    line = replace(folder / COMPARISON, "title: ", "titel: ")
    status = await asked_until(slack, "status", wording.NOT_IN_SERVICE)
    assert f"{COMPARISON}:{line}:8 titel: is not a field" in status["text"]
    assert str(folder) not in status["text"]
    assert await slack.command("do we need both?", user="U02BOB") == before  # Alice would get a reminder
    replace(folder / COMPARISON, "titel: ", "title: Repaired ")
    await asked_until(slack, "list", "Repaired")
    repaired = await slack.command("status")
    assert repaired is not None
    assert wording.NOT_IN_SERVICE not in repaired["text"]


async def test_a_folder_that_is_absent_for_a_moment_keeps_the_knowledge_and_is_followed_again(
    slack: SlackServer, folder: Path
) -> None:
    folder.rename(folder.with_name("elsewhere"))
    status = await asked_until(slack, "status", wording.NOT_IN_SERVICE)
    assert "own:1:1 -: cannot be listed (No such file or directory)" in status["text"]
    assert str(folder.parent) not in status["text"]
    folder.with_name("elsewhere").rename(folder)
    await asked_until(slack, "status", wording.NOT_IN_SERVICE, is_there=False)
    replace(folder / COMPARISON, "title: ", "title: New and ")
    await asked_until(slack, "list", "New and ")


def test_a_folder_that_is_absent_when_it_is_first_followed_is_followed_later(folder: Path) -> None:
    library = LiveKnowledge([folder])
    folder.rename(folder.with_name("elsewhere"))
    with library.followed():
        wait_until(lambda: bool(library.status().problems))
        folder.with_name("elsewhere").rename(folder)
        wait_until(lambda: not library.status().problems)
        replace(folder / COMPARISON, "title: ", "title: New and ")
        wait_until(lambda: library.advisor.topics[0].title.startswith("New and "))


def test_each_of_two_saves_at_once_is_read_and_an_older_copy_too(folder: Path) -> None:
    library, path = LiveKnowledge([folder]), folder / COMPARISON
    shutil.copy2(path, folder.parent / "kept")
    with library.followed():
        for number in range(20):  # one of them falls between the listing and the reading of another
            path.write_text("title: broken", encoding="utf-8")
            shutil.copy(folder.parent / "kept", path)
            replace(path, "title: ", f"title: {number} ")
            time.sleep(0.1)
        wait_until(lambda: library.advisor.topics[0].title.startswith("19 "))
        shutil.copy2(folder.parent / "kept", path)
        wait_until(lambda: library.advisor.topics[0].title.startswith("PostgreSQL"))


def test_a_link_is_followed_to_where_it_leads_now(folder: Path) -> None:
    shutil.copytree(folder, folder.with_name("next"))
    replace(folder.with_name("next") / COMPARISON, "title: ", "title: Next ")
    link = folder.with_name("current")
    link.symlink_to(folder)
    library = LiveKnowledge(knowledge_folders({"KNOWLEDGE_DIR": str(link), "SHIPPED_KNOWLEDGE": "off"}))
    with library.followed():
        link.unlink()
        link.symlink_to(folder.with_name("next"))
        wait_until(lambda: library.advisor.topics[0].title.startswith("Next "))


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_status_tells_nothing_of_where_the_files_are(folder: Path) -> None:
    library = LiveKnowledge([folder])
    (folder / "lost.yaml").symlink_to("nowhere")
    replace(folder / COMPARISON, "title: ", "draft: true\ntitle: ")
    library.reload()
    assert library.status().problems == (
        "lost.yaml:1:1 -: cannot be read (No such file or directory); make it readable",
    )
    (folder / "lost.yaml").unlink()
    library.reload()
    (problem,) = library.status().problems
    assert problem.startswith("own:1:1 -: ")


async def test_added_and_removed_files_are_noticed(slack: SlackServer, folder: Path) -> None:
    another = Path(shutil.copy(KNOWLEDGE / "data-scientist-vs-ml-engineer.yaml", folder))
    await asked_until(slack, "list", "Data Scientist")
    another.unlink()
    await asked_until(slack, "list", "Data Scientist", is_there=False)


def test_knowledge_that_is_wrong_from_the_start_is_refused(folder: Path) -> None:
    replace(folder / COMPARISON, "title: ", "titel: ")
    with pytest.raises(KnowledgeError, match="titel: is not a field"):
        LiveKnowledge([folder])


def test_files_that_say_the_same_keep_what_is_in_service(folder: Path) -> None:
    library = LiveKnowledge([folder])
    advisor = library.advisor
    replace(folder / COMPARISON, "title: ", "# a comment\ntitle: ")
    library.reload()
    assert library.advisor is advisor


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
    deadline = threading.Timer(3 * PATIENCE, chat.kill)  # it ends the pipe that is read from
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
