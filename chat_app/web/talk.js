// The conversation: shows a question at once, lays the turn that Gradio drew into the log, and tells when none comes.

import { Asking } from "./asking.js";
import { Composer, fill } from "./composer.js";
import { tooLong, UNKNOWN, watchCalls } from "./faults.js";
import { recall, remember, rememberDraft } from "./memory.js";
import { bringUp, giveUp, offerAgain, pendingTurn, takenTurn } from "./turns.js";

const PATIENCE = 20000;
const FAULTS = '[data-testid="toast-body"], #turn [data-testid="status-tracker"] .error';

export class Talk {
  #log = document.getElementById("log");
  #announcement = document.getElementById("announcement");
  #hint = document.getElementById("hint");
  #composer = new Composer();
  #pending = null;
  #timer = 0;
  #recalled = recall(); // what was there before a reload, until Gradio's fields are there to be filled
  #faults = new WeakSet(); // those told before
  #last = ""; // the turn that was laid into the log last

  /** `onTurn(turn)` is called with each turn laid into the log, `equip(turn)` with each that is there, also recalled. */
  constructor(onTurn, equip) {
    this.onTurn = onTurn;
    this.equip = equip;
    this.#fillLog(this.#recalled.turns ?? "");
    watchCalls((reason) => this.#pending && this.#fail(reason));
    new Asking(this.#composer, this);
    document.addEventListener("input", ({ target }) => target === this.#box() && rememberDraft(target.value));
    new MutationObserver(() => this.#changed()).observe(document.querySelector("gradio-app"), {
      childList: true,
      subtree: true,
    });
  }

  /** The turn that was laid into the log last, null if there is none. */
  get last() {
    return this.#log.lastElementChild;
  }

  /** Take the visitor to the question box. */
  focus() {
    this.#composer.focus();
  }

  /** Bring the last turn into sight. */
  show() {
    if (this.last) bringUp(this.last);
  }

  /** Ask a question that stands on the page. */
  async ask(question) {
    for (let waited = 0; !this.#box() && waited < PATIENCE; waited += 100) await pause(100); // Gradio is still starting
    if (this.#pending || !this.#box()) return;
    fill(this.#box(), question);
    await pause(50); // Gradio takes the value over in its own time
    document.getElementById("send").click();
  }

  /** Put a text into the question box, to be read over before it is asked. */
  write(text) {
    fill(this.#box(), text);
    this.focus();
  }

  /** Say why something cannot be done. */
  tell(reason) {
    this.#hint.textContent = reason;
  }

  /** Empty the log; returns what `restore` puts back, null while an answer is on its way. */
  clear() {
    this.tell(this.#pending ? "请等这个回答出来以后再开始新对话。" : "");
    if (this.#pending) return null;
    const left = { turns: [...this.#log.children], asked: this.#history()?.value ?? "[]" };
    this.#log.replaceChildren();
    this.#converse("[]");
    return left;
  }

  restore({ turns, asked }) {
    this.#log.prepend(...turns);
    this.#converse(asked);
    this.show();
  }

  /** Remember the conversation as it stands. */
  save() {
    remember(this.#log, this.#history()?.value ?? "[]");
  }

  #converse(asked) {
    if (this.#history()) fill(this.#history(), asked);
    this.#goOn(Boolean(this.last));
    this.save();
  }

  #fillLog(turns) {
    this.#log.innerHTML = turns;
    for (const turn of this.#log.children) this.#ready(turn);
    this.#goOn(Boolean(this.last));
  }

  /** Make room for the conversation, or show the welcome again. */
  #goOn(asked) {
    document.body.classList.toggle("asked", asked);
    this.#composer.invite(asked);
  }

  #ready(turn) {
    offerAgain(turn);
    this.equip(turn);
  }

  #box() {
    return this.#composer.box;
  }

  #history() {
    return document.querySelector("#history textarea");
  }

  /** Whether an answer is on its way. */
  get waiting() {
    return Boolean(this.#pending);
  }

  /** Show a question with its answer to come. */
  wait(question) {
    this.#goOn(true);
    this.#newFaults(); // what is left of the question before
    this.#pending = pendingTurn(question);
    this.#log.append(this.#pending);
    bringUp(this.#pending);
    this.#timer = setTimeout(() => this.#fail(tooLong()), PATIENCE);
  }

  #changed() {
    document.querySelector("gradio-app main:not([aria-label])")?.setAttribute("aria-label", "提问"); // the page's only main
    this.#composer.keep();
    this.#recallFields();
    const drawn = document.querySelector("#turn [id^=turn-]");
    if (drawn && drawn.id !== this.#last) this.#take(drawn);
    else if (this.#newFaults().length && this.#pending) this.#fail(navigator.onLine ? UNKNOWN : tooLong());
  }

  #recallFields() {
    if (!this.#recalled || !this.#history() || !this.#box()) return;
    const { asked, draft } = this.#recalled;
    this.#recalled = null;
    if (asked) fill(this.#history(), asked);
    if (draft && !this.#box().value) fill(this.#box(), draft);
  }

  /** Gradio tells of faults in English toasts and marks, which are hidden; a fresh one ends the waiting. */
  #newFaults() {
    const fresh = [...document.querySelectorAll(FAULTS)].filter((fault) => !this.#faults.has(fault));
    for (const fault of fresh) this.#faults.add(fault);
    return fresh;
  }

  /** Copy the drawn turn into the log; Gradio goes on owning its own. */
  #take(drawn) {
    this.#last = drawn.id;
    const turn = takenTurn(drawn);
    rememberDraft("");
    this.#settle(turn);
    this.onTurn(turn);
  }

  #fail(reason) {
    giveUp(this.#pending, reason);
    this.#settle(this.#pending);
  }

  #settle(turn) {
    clearTimeout(this.#timer);
    if (this.#pending && this.#pending !== turn) this.#pending.replaceWith(turn);
    else if (!turn.isConnected) this.#log.append(turn);
    this.#pending = null;
    this.#ready(turn);
    this.#goOn(true);
    bringUp(turn);
    this.save(); // the page may be left at once
    setTimeout(() => this.save(), 100); // Gradio fills its fields one after the other
    this.#announcement.textContent = `回答：${turn.querySelector(".said").textContent}`;
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
