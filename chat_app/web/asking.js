// How a visitor asks: Enter in the box, the button beside it, or a question that stands on the page. Heard before Gradio
// hears of it, so that a question that cannot be asked never reaches Gradio.

import { refusalOf } from "./turns.js";

export class Asking {
  /** `talk` is told: `wait(question)` of one that goes to Gradio, `ask(question)` of one on the page, `tell(reason)`. */
  constructor(composer, talk) {
    this.composer = composer;
    this.talk = talk;
    document.addEventListener("keydown", (event) => this.#pressed(event), true);
    document.addEventListener("keypress", (event) => this.#pressed(event), true);
    document.addEventListener("click", (event) => this.#clicked(event), true);
  }

  #pressed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.target !== this.composer.box) return;
    // The Enter that takes a word from an input method must not send.
    if (event.isComposing || event.keyCode === 229) event.stopImmediatePropagation();
    else if (event.type === "keypress") this.#start(event, event.target.value);
    else if (!event.target.value.trim() || this.talk.waiting) event.preventDefault();
  }

  #clicked(event) {
    const pressed = event.target.closest?.("#send, .ask");
    if (pressed?.id === "send") this.#start(event, this.composer.box.value);
    else if (pressed) this.talk.ask(pressed.dataset.question ?? pressed.textContent);
  }

  /** Let a question go to Gradio, or stop the event and say why it cannot be asked. */
  #start(event, question) {
    const refusal = refusalOf(question);
    this.talk.tell(refusal);
    if (!refusal && !this.talk.waiting) {
      this.talk.wait(question.trim());
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (refusal) this.composer.box.focus();
  }
}
