"""A training that takes seconds: its texts, written for the purpose, and its recipe as options of the command."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from indexer.training.recipe import Recipe

DATA = Path(__file__).parent / "data" / "training"
PAIRS, THESAURUS = DATA / "handwritten" / "pairs.jsonl", DATA / "handwritten" / "thesaurus.txt"
RECIPE = Recipe(dimension=32, min_word_count=2, min_character_count=1, steps=60, batch=32, warm_up=5)
SMALL = [f"--{name.replace('_', '-')}={value}" for name, value in asdict(RECIPE).items()]
SMALL += [f"--pairs={PAIRS}", f"--thesaurus={THESAURUS}"]
