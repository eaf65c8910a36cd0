"""How fast the program is and what it costs in memory: ``python -m eval bench``.

Each part measures one thing and yields tables; what is measured, and how, each table says itself.
"""

from eval.bench.bench import Bench, run_bench
from eval.bench.plan import Plan, add_arguments
from eval.bench.table import draw_bench

__all__ = ["Bench", "Plan", "add_arguments", "draw_bench", "run_bench"]
