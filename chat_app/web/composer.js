// The question box: Gradio may draw it anew while it starts; what was written and the focus go over to the new one.

const BOX = "#question textarea";
const GO_ON = "接着问"; // short enough for the largest letters on a phone

export class Composer {
  #box = null;
  #example = ""; // what Gradio lets stand in the empty box
  #going = false;
  #held = false; // whether the box has the focus, or had it when it was taken away

  constructor() {
    document.addEventListener("focusin", (event) => (this.#held = event.target.matches(BOX)));
    document.addEventListener("focusout", (event) => {
      // A box that is taken away loses the focus too; that one is still owed it.
      if (event.target === this.#box) setTimeout(() => (this.#held &&= !this.#box.isConnected || this.#focused()), 0);
    });
  }

  get box() {
    return document.querySelector(BOX);
  }

  /** Call this whenever Gradio has changed its part of the page. */
  keep() {
    const drawn = this.box;
    if (this.#going && drawn === this.#box) this.invite(true); // Gradio may have put its own example back
    if (!drawn || drawn === this.#box) return;
    if (this.#box?.value && !drawn.value) fill(drawn, this.#box.value);
    this.#box = drawn;
    this.#example = drawn.placeholder;
    this.invite(this.#going);
    if (this.#held) drawn.focus();
  }

  /** Let an example stand in the empty box before the first question, afterwards that one can go on. */
  invite(going) {
    this.#going = going;
    if (this.#box) this.#box.placeholder = going ? GO_ON : this.#example;
  }

  /** Take the focus, at once or as soon as there is a box. */
  focus() {
    this.#held = true;
    this.box?.focus();
  }

  #focused() {
    return document.activeElement === this.#box;
  }
}

/** Put a text into one of Gradio's fields so that Gradio takes it over. */
export function fill(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
