"""What the bot says: each answer described once, and printed as text, Markdown or Slack blocks."""
