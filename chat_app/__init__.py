"""From a question to a cited answer: the assistant, its HTTP API and its page."""
