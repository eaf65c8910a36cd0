// The button that opens and closes the panel, with the mark of an answer that came while it was closed.

import { button, CROSS, icon, make } from "./elements.js";

const BUBBLE = "M4 5h16v11h-8l-5 4v-4H4z M8 9h8 M8 12h5";

export class Launcher {
  element;
  outside = make("p", "unseen"); // read aloud while the panel, with its own live region, is closed
  #say;
  #open = false;
  #unread = false;

  constructor(toggle) {
    this.element = button("launcher", "", toggle);
    this.outside.setAttribute("aria-live", "polite");
  }

  /** Speak another language from now on. */
  speak(say) {
    this.#say = say;
    this.#draw();
  }

  show(open) {
    this.#open = open;
    this.#draw();
  }

  mark(unread) {
    this.#unread = unread;
    this.outside.textContent = unread ? this.#say("unread") : "";
    this.#draw();
  }

  #draw() {
    const say = this.#say;
    this.element.setAttribute("aria-expanded", String(this.#open));
    this.element.setAttribute("aria-label", [say("launch"), this.#unread ? say("unread") : ""].filter(Boolean).join(" · "));
    const mark = this.#unread ? [make("span", "unread", "1")] : [];
    this.element.replaceChildren(icon(this.#open ? CROSS : BUBBLE), make("span", "", say("name")), ...mark);
  }
}
