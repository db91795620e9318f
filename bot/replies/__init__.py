"""What the bot says: the wording, and answers printed as text and as Slack messages."""
