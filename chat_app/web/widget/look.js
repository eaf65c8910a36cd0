// How the widget looks: language, theme, text size and side, as the portal or the visitor chose them.

import { languageFor } from "./labels.js";
import { recallSize, rememberSize } from "./memory.js";

const THEMES = ["light", "dark", "contrast"];

export class Look {
  #root;
  #theme;
  #dark = matchMedia("(prefers-color-scheme: dark)");
  #retheme = () => this.setTheme(this.#theme);

  /** `root` is what shows the look; the visitor's own text size goes before the portal's. */
  constructor(root, { lang, theme, size, position }) {
    this.#root = root;
    this.setLang(lang);
    this.setTheme(theme);
    this.#setSize(recallSize() ?? size);
    this.setPosition(position);
    this.#dark.addEventListener("change", this.#retheme);
  }

  get lang() {
    return this.#root.lang;
  }

  get large() {
    return this.#root.dataset.size === "large";
  }

  setLang(lang) {
    this.#root.lang = languageFor(lang);
  }

  setTheme(theme) {
    this.#theme = theme;
    this.#root.dataset.theme = THEMES.includes(theme) ? theme : theme === "auto" && this.#dark.matches ? "dark" : "light";
  }

  setSize(size) {
    this.#setSize(size);
    rememberSize(this.#root.dataset.size);
  }

  setPosition(position) {
    this.#root.dataset.position = /left/.test(position) ? "left" : "right";
  }

  /** Follow the system no longer. */
  end() {
    this.#dark.removeEventListener("change", this.#retheme);
  }

  #setSize(size) {
    this.#root.dataset.size = size === "large" ? "large" : "standard";
  }
}
