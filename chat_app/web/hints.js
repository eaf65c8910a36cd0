// Hints while a question is being written: questions that are known to be answered and hold what has been written.
// They are matched here in the browser; what is being written goes nowhere.

import { button } from "./making.js";
import { topics } from "./topics.js";

const MOST = 4;
const BOX = "#question textarea";

export class Hints {
  #list = document.getElementById("hints");
  #known = [...document.querySelectorAll("#popular .ask, #examples .ask")].map((example) => example.textContent);
  #asked = false;

  /** `announce(text)` tells how many hints there are. */
  constructor(announce) {
    this.announce = announce;
    document.addEventListener("input", (event) => event.target.matches(BOX) && !event.isComposing && this.#offer(event.target.value));
    document.addEventListener("compositionend", (event) => event.target.matches(BOX) && this.#offer(event.target.value));
    document.addEventListener("focusin", (event) => event.target.matches(BOX) && this.#complete());
    document.addEventListener("keydown", (event) => this.#move(event));
    document.addEventListener("click", (event) => event.target.closest("#hints, #question") || this.close());
  }

  close() {
    this.#list.hidden = true;
  }

  async #complete() {
    if (this.#asked) return;
    this.#asked = true;
    this.#known = [...new Set([...this.#known, ...(await topics()).flatMap((topic) => topic.questions)])];
  }

  #offer(written) {
    const found = matching(written, this.#known).slice(0, MOST);
    const before = this.#list.hidden;
    this.#list.replaceChildren(...found.map((question) => button(question, "ask", () => this.close())));
    this.#list.hidden = !found.length;
    if (before && found.length) this.announce(`有${found.length}个现成的问题，按向上键选`);
  }

  #move(event) {
    const buttons = [...this.#list.children];
    const at = buttons.indexOf(document.activeElement);
    const inBox = event.target.matches?.(BOX);
    if (this.#list.hidden || event.isComposing || (!inBox && at < 0)) return;
    const box = document.querySelector(BOX);
    if (event.key === "Escape") {
      this.close();
      box.focus();
    } else if (event.key === "ArrowUp") (inBox ? buttons.at(-1) : (buttons[at - 1] ?? buttons[0])).focus();
    else if (event.key === "ArrowDown" && !inBox) (buttons[at + 1] ?? box).focus();
    else return;
    event.preventDefault();
  }
}

/** Return the questions that hold what was written: as it stands first, then with its characters in order. */
export function matching(written, questions) {
  const wanted = written.replace(/[\s，。？！、“”]/g, "");
  if ([...wanted].length < 2) return [];
  const bare = questions.map((question) => ({ question, text: question.replace(/[“”，？]/g, "") }));
  const whole = bare.filter(({ text }) => text.includes(wanted));
  const scattered = bare.filter(({ text }) => !text.includes(wanted) && inOrder(wanted, text));
  return [...whole, ...scattered].map(({ question }) => question).filter((question) => question !== written);
}

function inOrder(wanted, text) {
  let at = -1;
  return [...wanted].every((character) => (at = text.indexOf(character, at + 1)) >= 0);
}
