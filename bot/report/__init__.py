"""The report for those who write the knowledge: what found no answer or did not help, and what to write.

Entries of the store that ask the same are one group (`grouping`). Each group gets a piece of YAML that can
be pasted as it stands (`snippets`), chosen by what was nearest to the question (`what_was_read`). The room
prints nothing and knows no Slack. It stands above `check`, whose words and judgement it uses, and below
`cli` and `slack`, which both show it.
"""

from bot.report.describe_report import report_description
from bot.report.grouping import Group, grouped
from bot.report.since import since
from bot.report.snippets import Snippet, snippet
from bot.report.what_was_read import nearest_topic, understood

__all__ = [
    "Group",
    "Snippet",
    "grouped",
    "nearest_topic",
    "report_description",
    "since",
    "snippet",
    "understood",
]
