"""The command `whichrole`, which is also `python -m bot`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command; Ctrl-C ends it at any moment, also while it is still being loaded."""
    try:
        from bot.cli import main as command  # loading it takes a while

        command()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
