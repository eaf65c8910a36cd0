"""How good the answers are: question sets and, built on them, the measurements."""
