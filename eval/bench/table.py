"""The bench as tables on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from eval.bench.bench import Bench
from eval.bench.figures import Figure, Table

_WIDTH = 110


def draw_bench(bench: Bench) -> str:
    """Return the whole bench as text: the machine, then each table with its notes."""
    return "\n\n".join([_machine(bench), *map(draw_table, bench.tables)])


def draw_table(table: Table) -> str:
    """Return one table as text: medians, with their ranges in brackets where repeats differ."""
    columns = {column: figure.unit for row in table.rows for column, figure in row.figures.items()}
    lines = [["", *(f"{column} {unit}".strip() for column, unit in columns.items())]]
    lines += [[row.name, *(_cell(row.figures.get(column)) for column in columns)] for row in table.rows]
    notes = [line for note in table.notes for line in wrap(note, _WIDTH, initial_indent="  ", subsequent_indent="    ")]
    return "\n".join([f"{table.part}: {table.title}", *_aligned(lines), *notes])


def _machine(bench: Bench) -> str:
    facts = bench.machine
    where = f"{facts['cpu']}, {facts['cores']} cores, {_memory(facts['memory_mb'])}Python {facts['python']}"
    commit = f"commit {facts['commit'][:12]}{' and changes' if facts['changed'] else ''}" if facts["commit"] else ""
    lines = [f"{bench.made}  {commit}".rstrip(), where, "median (smallest–largest of the repeats)"]
    if bench.noisy:
        lines.append(f"NOISY: the machine was busy before the run (load {bench.load_before}); not to be quoted")
    return "\n".join(lines)


def _memory(megabytes: float | None) -> str:
    return f"{megabytes / 1024:.0f} GB, " if megabytes else ""


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    low, high = map(_number, figure.spread)
    shown = _number(figure.median)
    return shown if low == high else f"{shown} ({low}–{high})"


def _number(value: float) -> str:
    """Return three digits at least, none of them needless: 0.123, 1.23, 12.3, 1,234."""
    if float(value).is_integer() or value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _aligned(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *rest in lines:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))]
        yield "  " + "  ".join(cells).rstrip()
