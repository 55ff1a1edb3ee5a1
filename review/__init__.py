"""What a change does: the program recorded offline, and what can be said about its resource graph."""
