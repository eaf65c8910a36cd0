// Draws one turn of the conversation from its data: { question, partial?, answer?, fault?, vote? }.

import { button, make } from "./elements.js";

const RELATED = 3; // nearest passages shown where the report is silent
const VOTES = ["up", "down"];
const REASON_WITHIN = 15000; // milliseconds that a no waits for its reason
const OUTCOMES = ["answered", "partly", "not_found"];
const SHORT = 24; // characters up to which the answer proper is shown in bold

export class Drawing {
  #say;
  #base;
  #contact;
  #deeds;
  #count = 0;

  /** `deeds` holds what the buttons do: ask(question), again(turn), vote(turn, vote, reason) → promise. */
  constructor(say, base, contact, deeds) {
    this.#say = say;
    this.#base = base;
    this.#contact = contact;
    this.#deeds = deeds;
  }

  /** Return the article of a turn. */
  turn(turn) {
    const say = this.#say;
    const kind = turn.answer ? (OUTCOMES.find((outcome) => outcome === turn.answer.outcome) ?? "answered") : turn.fault ? "fault" : "pending";
    const article = make("article", `turn ${kind}`);
    const asked = make("h3", "asked", make("span", "unseen", say("you")), turn.question);
    const body = make("div", "answer");
    if (turn.answer) body.append(...this.#answer(turn));
    else if (turn.fault) body.append(...this.#fault(turn));
    else body.append(make("p", turn.partial ? "said" : "said searching", turn.partial || say("searching")));
    article.append(asked, body);
    return article;
  }

  #answer(turn) {
    const { answer } = turn;
    const absent = answer.outcome === "not_found";
    // A premise put right opens the text already.
    const notes = (answer.notes ?? []).filter((note) => !answer.text.startsWith(note));
    if (answer.generator) notes.push(this.#say("written", { name: answer.generator }));
    const nearest = answer.small_talk ? [] : answer.evidence?.slice(0, RELATED);
    const places = (absent ? nearest : answer.citations) ?? [];
    const cards = places.map((place) => this.#card(place, answer));
    return [
      answer.outcome === "partly" ? make("p", "outcome", this.#say("partly")) : null,
      this.#said(answer, absent ? [] : cards),
      ...notes.map((note) => make("p", "note", note)),
      absent ? this.#phone() : null,
      absent && cards.length ? make("h4", "", this.#say("related")) : null,
      cards.length ? make("div", "cards", ...cards) : null,
      this.#origin(answer),
      this.#suggestions(answer.suggestions ?? []),
      this.#votes(turn),
    ].filter(Boolean);
  }

  /** The text, each [n] a button that opens its card, what answers in bold where it stands once. */
  #said({ text, short }, cards) {
    const said = make("p", "said");
    const bold = short && short.length <= SHORT && text.split(short).length === 2 ? short : null;
    // Of a text that changes the direction of writing, nothing beside it changes: <bdi>.
    const add = (plain) => {
      const [before, after] = bold ? plain.split(bold) : [plain];
      said.append(make("bdi", "", before, ...(after === undefined ? [] : [make("strong", "", bold), after])));
    };
    for (const piece of text.split(/(\[\d{1,3}\])/)) {
      const n = Number(/^\[(\d+)\]$/.exec(piece)?.[1]);
      if (cards[n - 1]) said.append(this.#cite(n, cards[n - 1]));
      else if (piece) add(piece);
    }
    return said;
  }

  #cite(n, card) {
    const cite = button("cite", make("span", "", `[${n}]`), () => {
      card.open = !card.open;
      if (card.open) card.scrollIntoView({ block: "nearest" });
    });
    const show = () => cite.setAttribute("aria-expanded", String(card.open));
    cite.setAttribute("aria-label", this.#say("cite", { n: `[${n}]` }));
    cite.setAttribute("aria-controls", card.id);
    card.addEventListener("toggle", show);
    show();
    return cite;
  }

  #card(place, answer) {
    const badge = this.#badge(place);
    const card = make("details", "card");
    card.id = `card-${++this.#count}`;
    card.open = place.n !== undefined && answer.citations.length === 1;
    const link = make("a", "go", this.#say("source"), make("span", "unseen", this.#say("opens")));
    link.href = `${this.#base}?${new URLSearchParams({ report: place.report, at: `${place.start}-${place.end}` })}`;
    link.target = "_blank";
    link.rel = "noopener";
    card.append(
      make(
        "summary",
        "",
        place.n ? make("span", "n", String(place.n)) : null,
        badge,
        make("span", "path", place.path.join(" › ")),
        place.n ? null : make("span", "taste", place.text.trim()),
      ),
      make("blockquote", "", (place.quote ?? place.text).trim()),
      link,
    );
    return card;
  }

  /** Done or planned, and of which years; null where the report does not say. */
  #badge({ scope, year, year_from: from }) {
    const years = [from, year].filter((each) => each != null).join("–");
    const label = [scope ? this.#say(scope) : "", years].filter(Boolean).join(" · ");
    return label ? make("span", `badge ${scope ?? ""}`, label) : null;
  }

  /** The reports that the answer comes from, or that were searched in vain. */
  #origin({ citations = [], reports = [] }) {
    const cited = new Set(citations.map((citation) => citation.report));
    const named = reports.filter((report) => !cited.size || cited.has(report.id)).map((report) => {
      const date = report.date ? this.#say("published", { date: report.date }) : "";
      return [report.title ? `《${report.title}》` : report.id, report.publisher, date].filter(Boolean).join(" · ");
    });
    if (!named.length) return null;
    const names = named.flatMap((name, i) => [i ? "；" : "", make("bdi", "", name)]);
    return make("p", "origin", this.#say(cited.size ? "from" : "searched"), ...names, this.#say("end"), make("b", "", this.#say("original")));
  }

  #phone() {
    const number = this.#contact.match(/[0-9][0-9-]{2,}/g)?.at(-1);
    if (!number) return null;
    const link = make("a", "phone", this.#say("call", { contact: this.#contact }));
    link.href = `tel:${number}`;
    return link;
  }

  #suggestions(questions) {
    if (!questions.length) return null;
    const asks = questions.map((question) => make("li", "", button("ask", question, () => this.#deeds.ask(question))));
    return make("div", "", make("h4", "", this.#say("further")), make("ul", "asks", ...asks));
  }

  /** Useful or not. A no is sent with its reason, or without one if none is given for a while; each counts once. */
  #votes(turn) {
    const say = this.#say;
    const told = make("p", "told");
    told.setAttribute("role", "status");
    const why = make("div", "why");
    let late = 0;
    const mark = (shown) => choices.forEach((choice, i) => choice.setAttribute("aria-pressed", String(shown === VOTES[i])));
    const send = async (vote, reason) => {
      clearTimeout(late);
      why.replaceChildren();
      try {
        await this.#deeds.vote(turn, vote, reason);
        told.textContent = say("thanks");
      } catch {
        told.textContent = say("unsaved");
      }
      mark(turn.vote);
    };
    const explain = () => {
      mark("down");
      told.textContent = "";
      clearTimeout(late);
      late = setTimeout(() => send("down"), REASON_WITHIN);
      const reasons = Object.entries(say("reasons")).map(([reason, words]) =>
        button("ask", words, () => {
          choices[1].focus();
          send("down", reason);
        }),
      );
      why.replaceChildren(make("h4", "", say("why")), make("div", "asks", ...reasons));
    };
    const choices = VOTES.map((vote) => button("vote", say(vote), () => (vote === "up" ? send("up") : explain())));
    mark(turn.vote);
    const group = make("div", "votes", make("span", "", say("helped")), ...choices, told);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", say("helped"));
    return make("div", "feedback", group, why);
  }

  #fault(turn) {
    const { code, said, wait } = turn.fault;
    const own = this.#say(code) + (wait ? this.#say("wait", { n: wait }) : "");
    // The server speaks Chinese.
    const message = make("p", "said", said && /[\u4e00-\u9fff]/.test(own) ? said : own);
    return [
      turn.partial ? make("p", "said begun", turn.partial) : null,
      message,
      button("ask", this.#say("again"), () => this.#deeds.again(turn)),
    ].filter(Boolean);
  }
}
