// Where a question is written: the box, the button that sends it or stops what was sent, and what is said about it.

import { button, make } from "./elements.js";

const LONGEST = 500; // characters

export class Composer {
  element;
  box = make("textarea", "box");
  #say;
  #deeds;
  #busy = false;
  #send;
  #hint = make("p", "hint");
  #live = make("p", "unseen");

  /** `draft` stands in the box; `deeds` are ask(question) and stop(). */
  constructor(say, draft, deeds) {
    this.#say = say;
    this.#deeds = deeds;
    Object.assign(this.box, { rows: 2, placeholder: say("placeholder"), value: draft, enterKeyHint: "send" });
    this.box.setAttribute("aria-label", say("box"));
    this.box.addEventListener("keydown", (event) => {
      // The Enter that takes a word from an input method must not send.
      if (event.key !== "Enter" || event.shiftKey || composing(event)) return;
      event.preventDefault();
      this.#submit();
    });
    this.#send = button("send", "", () => (this.#busy ? deeds.stop() : this.#submit()));
    this.#hint.setAttribute("role", "alert");
    this.#live.setAttribute("aria-live", "polite");
    const line = make("div", "line", this.box, this.#send);
    this.element = make("div", "composer", this.#hint, line, make("p", "privacy", say("privacy")), this.#live);
  }

  /** Say what keeps a question from being asked, nothing where nothing does; returns whether it may be asked. */
  admits(question) {
    const length = [...question].length;
    this.#hint.textContent = !length ? this.#say("empty") : length > LONGEST ? this.#say("lengthy", { n: length }) : "";
    return !this.#hint.textContent;
  }

  /** Tell those who do not see the log. */
  tell(text) {
    this.#live.textContent = text;
  }

  /** Offer to stop while an answer is awaited. */
  wait(busy) {
    this.#busy = busy;
    this.#send.textContent = this.#say(busy ? "stop" : "send");
  }

  #submit() {
    if (this.#busy) return;
    this.#deeds.ask(this.box.value);
    if (this.#busy) this.box.value = "";
    else this.box.focus();
  }
}

/** Whether a key is the input method's. */
export function composing(event) {
  return event.isComposing || event.keyCode === 229;
}
