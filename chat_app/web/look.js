// Size of letters and colours: chosen by the visitor, shown at once, remembered by the browser.

const KEY = "wenzheng.look";
const FIRST_LARGE = "18pt";

export class Look {
  #root = document.documentElement;
  #large = document.getElementById("large");
  #chosen = read();

  /** `announce(text)` tells what has changed to those who cannot see it. */
  constructor(announce) {
    for (const name of ["size", "colours"]) {
      for (const radio of radios(name)) {
        radio.addEventListener("change", () => {
          this.#choose(name, radio.value);
          announce(`已换成：${radio.closest("label").textContent}`);
        });
      }
    }
    this.#large.addEventListener("click", () => {
      const size = this.#root.dataset.size ? "" : (this.#chosen.large ?? FIRST_LARGE);
      this.#choose("size", size);
      announce(size ? "已换成大字" : "已换成标准字");
    });
    this.#reflect();
  }

  /** A setting by name, undefined until it was chosen. */
  get(name) {
    return this.#chosen[name];
  }

  /** Remember a setting. */
  set(name, value) {
    this.#chosen[name] = value;
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#chosen));
    } catch {
      // Where storage is denied it holds until the page is left.
    }
  }

  #choose(name, value) {
    this.#root.dataset[name] = value;
    this.set(name, value);
    if (name === "size" && value) this.set("large", value);
    this.#reflect();
  }

  #reflect() {
    this.#large.setAttribute("aria-pressed", String(Boolean(this.#root.dataset.size)));
    for (const name of ["size", "colours"]) {
      for (const radio of radios(name)) radio.checked = radio.value === this.#root.dataset[name];
    }
  }
}

function radios(name) {
  return document.querySelectorAll(`#more input[name="${name}"]`);
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}
