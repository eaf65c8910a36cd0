"""Systems that the product is measured against, behind the same interface.

Each answers with the passage it ranks first, always; its confidence grows with that passage's score.
"""

from eval.baselines.dense import Dense
from eval.baselines.keyword import Keyword
from eval.baselines.plain_langchain import PlainLangChain
from eval.baselines.quoting import Quoting
from indexer.bundle import IndexBundle
from indexer.encoders import Encoder

__all__ = ["Dense", "Keyword", "PlainLangChain", "Quoting", "all_baselines"]


def all_baselines(bundle: IndexBundle, embedder: Encoder) -> list[Quoting]:
    """Return every baseline over the reports of ``bundle``, with the embedder that made it."""
    return [
        Keyword.over_words(bundle),
        Keyword.over_bigrams(bundle),
        Dense(bundle, embedder),
        PlainLangChain(bundle.reports, embedder),
    ]
