"""`python -m bot` is the command `whichrole`."""

from bot.cli import main

main()
