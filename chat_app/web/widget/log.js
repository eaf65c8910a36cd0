// The log: a welcome with examples, and below it the turns, the one last laid in at the top of what is seen.

import { Drawing } from "./drawing.js";
import { button, make } from "./elements.js";

const GAP = 12; // pixels above the question that is brought to the top

export class Log {
  element;
  #drawing;
  #articles = new Map();

  /** `site` is the panel's; `deeds` are those of a turn, and an example asks too. */
  constructor(say, site, deeds) {
    this.#drawing = new Drawing(say, site.base, site.contact, deeds);
    this.element = make("div", "log", welcome(say, site, deeds.ask));
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "region");
    this.element.setAttribute("aria-label", say("log"));
  }

  /** Draw a turn anew where it stands, or at the end of the log. */
  place(turn) {
    const drawn = this.#drawing.turn(turn);
    const before = this.#articles.get(turn);
    before ? before.replaceWith(drawn) : this.element.append(drawn);
    this.#articles.set(turn, drawn);
    this.element.scrollTop = drawn.offsetTop - GAP;
  }

  /** Show what there is of an answer on its way; nothing else of its turn moves. */
  write(turn) {
    this.#articles.get(turn).querySelector(".said").replaceWith(make("p", "said", turn.partial));
  }

  showLast() {
    this.element.scrollTop = this.element.lastElementChild.offsetTop - GAP;
  }
}

function welcome(say, { examples, privacy }, ask) {
  const greeting = make("div", "welcome", make("h3", "", say("welcome")), make("p", "", say("intro")));
  if (examples.length) {
    const asks = examples.map((question) => make("li", "", button("ask", question, () => ask(question))));
    greeting.append(make("h4", "", say("examples")), make("ul", "asks", ...asks));
  }
  if (privacy) {
    const notice = make("p", "small", privacy);
    notice.lang = "zh-CN";
    greeting.append(notice);
  }
  return greeting;
}
