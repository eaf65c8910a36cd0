"""Characters → the syllables that they are read as, for ``indexer/knowledge/sounds.txt``; made with pypinyin."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

_OWN_SHARE = 0.03
"""Share of a character's use that a reading must have to be listed (行 xing, hang; not its rare heng)."""
_HEAD = """# Which characters sound alike: a syllable without its tone, the characters read so, and behind | those that
# are read so at times but mostly otherwise (行: xing, at times hang). Made by `python -m indexer.training sounds`
# from pypinyin's readings of the model's words; not edited by hand.
"""


def sounds(frequencies: Iterable[tuple[str, float]]) -> str:
    """Return the file's text for the characters of words, each with the logarithm of its frequency."""
    from pypinyin import lazy_pinyin, pinyin_dict

    uses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, logarithm in frequencies:
        if all("\u4e00" <= char <= "\u9fff" and ord(char) in pinyin_dict.pinyin_dict for char in word):
            for char, syllable in zip(word, lazy_pinyin(word, v_to_u=False), strict=True):
                uses[char][syllable] += math.exp(logarithm)  # type: ignore[assignment]  # weights, not counts
    mostly, at_times = defaultdict(list), defaultdict(list)
    for char, readings in sorted(uses.items()):
        (first, _), *others = readings.most_common()
        mostly[first].append(char)
        for syllable, weight in others:
            if weight >= _OWN_SHARE * readings.total():
                at_times[syllable].append(char)
    lines = (f"{s} {''.join(mostly[s])}|{''.join(at_times[s])}".rstrip("|") for s in sorted({*mostly, *at_times}))
    return _HEAD + "".join(f"{line}\n" for line in lines)
