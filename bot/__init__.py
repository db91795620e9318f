"""whichrole: a Slack bot that tells a team which role it needs, from reviewed YAML knowledge."""
