"""Is the knowledge right as a whole? Every problem with its place, and every question with its answer."""

from bot.check.knowledge_report import Report, examine, read_knowledge

__all__ = ["Report", "examine", "read_knowledge"]
