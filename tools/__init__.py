"""What people who work on whichrole use; nothing of it is installed."""
