"""From what a message needs to the answer: gates, thresholds, reasons. Pure."""
