// Draws one turn of the conversation from its data: { question, partial?, answer?, fault?, vote? }.

import { button, make } from "./elements.js";
import { makeVotes } from "./votes.js";

const RELATED = 3; // nearest passages shown where the report is silent
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
      makeVotes(this.#say, turn, this.#deeds.vote),
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
      if (cards[n - 1]) said.append(kept(said.lastChild, this.#cite(n, cards[n - 1])));
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

/** Keep a mark on the line of the character before it, which leaves `words` for that. */
function kept(words, mark) {
  const end = words?.localName === "bdi" ? words.lastChild : null;
  const last = end?.nodeType === Node.TEXT_NODE ? [...end.data].at(-1) : "";
  if (!last) return mark;
  end.data = end.data.slice(0, -last.length);
  return make("span", "kept", make("bdi", "", last), mark);
}
