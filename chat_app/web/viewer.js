// The report viewer: draws a report from its JSON with textContent only, and highlights ranges of it.
// The server counts characters as Unicode code points, JavaScript as UTF-16 units; `Report` converts.

import { badgeText } from "./making.js";

class Report {
  constructor({ text, sections }) {
    this.text = text;
    this.sections = sections;
    this.units = null; // code point → UTF-16 unit, only where the two differ
    if (/[\ud800-\udbff]/.test(text)) {
      this.units = [];
      let unit = 0;
      for (const character of text) {
        this.units.push(unit);
        unit += character.length;
      }
      this.units.push(unit);
    }
  }

  unit(point) {
    const last = this.units ? this.units.length - 1 : this.text.length;
    const within = Math.min(Math.max(point, 0), last);
    return this.units ? this.units[within] : within;
  }
}

export class Viewer {
  #paper;
  #report = null;
  #id = null;

  /** `onOpen(report)` is called with each report that has been drawn, as the server tells it. */
  constructor(paper, onOpen) {
    this.#paper = paper;
    this.onOpen = onOpen;
  }

  /** Draw the report `id`, unless it is there already. Rejects when it cannot be had. */
  async open(id) {
    if (id === this.#id) return;
    const response = await fetch(`/api/reports/${encodeURIComponent(id)}`);
    const body = await response.json();
    if (!response.ok) throw new Error(body.error.message);
    this.#report = new Report(body);
    this.#id = id;
    this.#paper.replaceChildren(...this.#blocks());
    this.onOpen(body);
  }

  /** Highlight the code points [start, end) of the report `id`; returns the first mark, null if there is none. */
  async highlight(id, start, end) {
    await this.open(id);
    this.clear();
    const [from, to] = [this.#report.unit(start), this.#report.unit(end)];
    for (const block of [...this.#paper.children]) {
      const at = Number(block.dataset.start);
      if (at < to && at + block.textContent.length > from) markWithin(block, from - at, to - at);
    }
    const first = this.#paper.querySelector("mark");
    first?.setAttribute("tabindex", "-1");
    return first;
  }

  clear() {
    for (const mark of this.#paper.querySelectorAll("mark")) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
  }

  #blocks() {
    const report = this.#report;
    const headings = report.sections.map((s) => ({ ...s, start: report.unit(s.start), body: report.unit(s.body) }));
    const blocks = [];
    let at = 0;
    for (const line of report.text.split("\n")) {
      const end = at + line.length;
      const here = headings.filter((s) => s.start >= at && s.start < end);
      if (line.trim()) blocks.push(drawLine(line, at, here));
      at = end + 1;
    }
    return blocks;
  }
}

/** Draw one line of a report: a heading of its own, or a paragraph with its run-in headings in bold. */
function drawLine(line, at, sections) {
  const own = sections.find((s) => !s.run_in && s.body - at >= line.trimEnd().length - 1);
  const block = document.createElement(own ? `h${Math.min(3 + own.level, 6)}` : "p");
  block.dataset.start = at;
  if (own) {
    block.textContent = line;
    if (own.scope && own.level === 0) {
      block.classList.add(own.scope);
      block.dataset.badge = badgeText(own);
    }
    return block;
  }
  let done = 0;
  for (const { start, body } of sections) {
    const strong = document.createElement("strong");
    strong.textContent = line.slice(start - at, body - at);
    block.append(line.slice(done, start - at), strong);
    done = body - at;
  }
  block.append(line.slice(done));
  block.normalize();
  return block;
}

/** Put the characters [from, to) of a block into marks, one for each text node they touch. */
function markWithin(block, from, to) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const hits = [];
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const [start, end] = [Math.max(from - at, 0), Math.min(to - at, node.length)];
    if (start < end) hits.push([node, start, end]);
    at += node.length;
  }
  for (const [node, start, end] of hits) {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    range.surroundContents(document.createElement("mark"));
  }
}
