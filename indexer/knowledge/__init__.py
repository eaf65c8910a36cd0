"""Hand-written knowledge of how people speak and how reports write, each kind with its validator."""

from indexer.knowledge.thesaurus import SHIPPED, Match, Thesaurus, ThesaurusError, read_thesaurus

__all__ = ["SHIPPED", "Match", "Thesaurus", "ThesaurusError", "read_thesaurus"]
