"""The local AWS as a source of events: what it serves becomes records of CloudTrail, and they reach who listens."""
