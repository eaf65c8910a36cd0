// The side of the source: opens the report at a citation, steps through an answer's citations, and leads back to it.

import { copied } from "./answer_tools.js";
import { calm, element, goTo } from "./making.js";
import { outlineOf } from "./outline.js";
import { panelOf } from "./panels.js";
import { linkOf, placeOf } from "./places.js";
import { Viewer } from "./viewer.js";

const part = (id) => document.getElementById(id);

export class Source {
  #paper = part("paper");
  #viewer = new Viewer(this.#paper, (report) => {
    part("outline").replaceChildren(outlineOf(report.id, report.sections));
    part("facts").replaceChildren(...factsOf(report));
    part("choice").value = report.id;
  });
  #origin = null; // the link that was followed into the report
  #links = []; // one for each place that the answer in hand cites, in order
  #at = 0;
  #shown = null; // the query of the place that is highlighted

  constructor(announce) {
    this.announce = announce;
    const close = panelOf(part("open-outline"), part("outline"), () => {}, { stays: true });
    part("outline").addEventListener("click", (event) => {
      const link = event.target.closest("a.heading");
      if (!link || opensElsewhere(event)) return;
      event.preventDefault();
      close();
      this.#show(link.search, true);
    });
    part("back").addEventListener("click", () => this.#goBack());
    part("source").addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !part("back").hidden) this.#goBack();
    });
    part("previous").addEventListener("click", () => this.#step(-1));
    part("next").addEventListener("click", () => this.#step(1));
    part("copy-link").addEventListener("click", ({ currentTarget }) =>
      copied(currentTarget, new URL(this.#shown, location.href).href, part("announcement")),
    );
    part("choice").addEventListener("change", ({ target }) => this.#viewer.open(target.value).catch((error) => this.#fail(error)));
  }

  /** Open what the page's own address names, else what the last turn cites, else the first report. */
  openAddress(turn) {
    if (placeOf(location.search)) return this.#show(location.search, true);
    if (turn?.querySelector("a.cite")) return this.preview(turn);
    if (part("choice").value) this.#viewer.open(part("choice").value).catch((error) => this.#fail(error));
  }

  /** Follow a citation's link into the report. */
  follow(link) {
    this.#take(link.closest(".turn"), link);
    this.#origin = link;
    part("back").hidden = false;
    this.#show(link.search, true);
  }

  /** Highlight what an answer cites first, without leading the visitor away from the answer. */
  preview(turn) {
    this.leave();
    const first = turn.querySelector("a.cite") ?? turn.querySelector("a.card");
    if (!first || turn.matches(".not_found")) return;
    this.#take(turn, first);
    this.#show(first.search, false);
  }

  /** Let go of the answer in hand. */
  leave() {
    this.#viewer.clear();
    this.#links = [];
    this.#shown = null;
    this.#reflect();
    part("back").hidden = true;
    history.replaceState(history.state, "", location.pathname);
  }

  #take(turn, link) {
    const first = new Map();
    for (const card of turn.querySelectorAll("a.card")) if (!first.has(card.search)) first.set(card.search, card);
    this.#links = [...first.values()];
    this.#at = Math.max(this.#links.findIndex((card) => card.search === link.search), 0);
    this.#pointOut();
  }

  #step(by) {
    this.#at = (this.#at + by + this.#links.length) % this.#links.length;
    this.#origin = this.#links[this.#at];
    this.#pointOut();
    this.#show(this.#origin.search, true, document.activeElement);
    this.announce(`第${this.#at + 1}处，共${this.#links.length}处`);
  }

  #pointOut() {
    for (const shown of document.querySelectorAll("#log .shown")) shown.classList.remove("shown");
    const { search } = this.#links[this.#at] ?? {};
    const turn = this.#links[this.#at]?.closest(".turn");
    for (const link of turn?.querySelectorAll("a.cite, a.card") ?? []) link.classList.toggle("shown", link.search === search);
  }

  /** Highlight a place. With `go` the reader is taken there, else only a viewer that stands beside moves. */
  async #show(search, go, stay = null) {
    const place = placeOf(search);
    try {
      const mark = await this.#viewer.highlight(place.report, place.start, place.end);
      this.#shown = mark && linkOf(place);
      this.#reflect();
      if (!mark) return;
      if (go) {
        history.replaceState(history.state, "", this.#shown);
        goTo(mark);
        stay?.focus({ preventScroll: true });
      } else if (getComputedStyle(this.#paper).overflowY === "auto") {
        const above = mark.getBoundingClientRect().top - this.#paper.getBoundingClientRect().top;
        this.#paper.scrollTop += above - this.#paper.clientHeight / 3;
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #reflect() {
    const several = this.#links.length > 1;
    part("previous").hidden = part("next").hidden = !several;
    part("copy-link").hidden = !this.#shown;
  }

  #goBack() {
    part("back").hidden = true;
    history.replaceState(history.state, "", location.pathname);
    this.#origin?.focus({ preventScroll: true });
    this.#origin?.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  }

  #fail(error) {
    const why = error instanceof TypeError ? "连不上服务。" : error.message; // fetch fails with a TypeError in English
    this.#paper.replaceChildren(element("p", "opening", `报告打不开：${why}请刷新页面再试。`));
  }
}

/** Return a report's title, publisher and date of publication, as far as they are known. */
function factsOf({ id, title, publisher, date }) {
  const facts = [publisher, date && `${date} 发布`].filter(Boolean).map((fact) => element("span", "fact", fact));
  return [element("span", "title", title ? `《${title}》` : id), ...facts.flatMap((fact) => [" · ", fact])];
}

/** Tell whether a click asks for a tab or window of its own. */
export function opensElsewhere(event) {
  return event.ctrlKey || event.metaKey || event.shiftKey;
}
