"""Break the code in places drawn by chance, and see whether the tests notice.

    python -m tests.benchmarks.mutation [--places 50] [--seed 1] [--workers 2] [ROOM ...]

Each place gets one small fault: a comparison turned, a condition negated, a number raised by one, "and" for
"or", two arguments swapped, a slice left out. The tests of the room run until the first failure. What no test
notices is listed, with the fault. Works on copies; the checkout stays as it is.
"""

from __future__ import annotations

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
TIMEOUT_SECONDS = 300
"""A fault that makes the tests hang this long counts as noticed."""
TESTS = {
    "advice": ("test_thresholds", "test_conversations", "test_dialogues", "test_comparisons", "test_replies"),
    "conversation": ("test_conversations", "test_dialogues", "test_comparisons"),
    "replies": ("test_replies", "test_blocks", "test_writing", "test_conversations", "test_dialogues"),
    "store": ("test_store", "test_database", "test_memory", "test_failures"),
}
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


class Fault(NamedTuple):
    """One place in a file, and the whole source of that file with the fault in it."""

    path: Path
    line: int
    before: str
    after: str
    source: str


def main() -> None:
    """Draw the places, try each, and print the table and the survivors."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("rooms", nargs="*", default=list(TESTS), metavar="ROOM")
    options.add_argument("--places", type=int, default=50, help="places in each room")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--workers", type=int, default=2)
    chosen = options.parse_args()
    for room in chosen.rooms:
        whole = next(faults(room))
        untouched = whole._replace(source=whole.path.read_text(encoding="utf-8"))
        if not tried(room, [untouched], 1):
            raise SystemExit(f"The tests of {room} fail without any fault; mend them first.")
        drawn = random.Random(chosen.seed).sample(list(faults(room)), chosen.places)
        survivors = tried(room, drawn, chosen.workers)
        killed = len(drawn) - len(survivors)
        print(f"{room}: {killed} of {len(drawn)} noticed ({killed / len(drawn):.0%})", flush=True)
        for fault in survivors:
            place = fault.path.relative_to(ROOT)
            print(f"  {place}:{fault.line}: {fault.before}  ->  {fault.after}", flush=True)


def faults(room: str) -> Iterator[Fault]:
    """Yield every fault that can be made in the functions of a room, in the order of its files."""
    for path in sorted((ROOT / "bot" / room).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for statement in node.body:
                for part in ast.walk(statement):
                    yield from _faults_at(path, source, part)


def _faults_at(path: Path, source: str, node: ast.AST) -> Iterator[Fault]:
    """Yield the fault of one syntax node, if it has one."""
    changed = _changed(node)
    if changed is None or not isinstance(node, ast.expr):
        return
    before = ast.get_source_segment(source, node)
    if before is None or node.end_lineno is None or node.end_col_offset is None:
        return
    lines = source.splitlines(keepends=True)
    start = len("".join(lines[: node.lineno - 1]).encode()) + node.col_offset
    end = len("".join(lines[: node.end_lineno - 1]).encode()) + node.end_col_offset
    after = f"({ast.unparse(changed)})"
    encoded = source.encode()
    broken = (encoded[:start] + after.encode() + encoded[end:]).decode()
    try:
        ast.parse(broken)
    except SyntaxError:
        return  # inside an f-string, where quotes would meet
    yield Fault(path, node.lineno, " ".join(before.split()), " ".join(after.split()), broken)


def _changed(node: ast.AST) -> ast.expr | None:
    """Return what stands in place of a syntax node, or None if it is left alone."""
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=others):
            return ast.Compare(left, [COMPARISONS[type(operator)]()], others)
        case ast.BoolOp(op=operator, values=values):
            other = ast.Or() if isinstance(operator, ast.And) else ast.And()
            return ast.BoolOp(other, values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return operand
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return ast.IfExp(test, orelse, body)
        case ast.Constant(value=int(value)):
            return ast.Constant(not value if isinstance(value, bool) else value + 1)
        case ast.Call(func=function, args=[first, second, *others], keywords=keywords):
            return ast.Call(function, [second, first, *others], keywords)
        case ast.Subscript(value=value, slice=ast.Slice(), ctx=ast.Load()):
            return value
        case _:
            return None


def tried(room: str, drawn: list[Fault], workers: int) -> list[Fault]:
    """Return the faults that no test notices."""
    with tempfile.TemporaryDirectory() as folder:
        copies: Queue[Path] = Queue()
        for number in range(workers):
            copy = Path(folder) / str(number)
            shutil.copytree(
                ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "*.db*", "__pycache__")
            )
            copies.put(copy)
        with ThreadPoolExecutor(workers) as pool:
            noticed = list(pool.map(lambda fault: _is_noticed(room, fault, copies), drawn))
    return [fault for fault, is_noticed in zip(drawn, noticed, strict=True) if not is_noticed]


def _is_noticed(room: str, fault: Fault, copies: Queue[Path]) -> bool:
    """Tell whether a test of the room fails with the fault, in a copy that is free."""
    copy = copies.get()
    broken = copy / fault.path.relative_to(ROOT)
    whole = broken.read_text(encoding="utf-8")
    broken.write_text(fault.source, encoding="utf-8")
    tests = [f"tests/{name}.py" for name in TESTS[room]]
    pytest = [sys.executable, "-m", "pytest", "-x", "-q", "--numprocesses=0", "-p", "no:cacheprovider"]
    try:
        ended = subprocess.run(
            [*pytest, *tests], cwd=copy, capture_output=True, timeout=TIMEOUT_SECONDS, check=False
        )
        return ended.returncode != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        broken.write_text(whole, encoding="utf-8")
        copies.put(copy)


if __name__ == "__main__":
    main()
