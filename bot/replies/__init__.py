"""What the bot says: each answer described once (`describe`), and printed as text, Markdown or Slack blocks."""
