// The conversation: shows a question at once, lays the turn that Gradio drew into the log, and tells when none comes.

import { Composer, fill } from "./composer.js";
import { recall, remember } from "./memory.js";

const LONGEST = 500;
const PATIENCE = 20000;
const FAULTS = '[data-testid="toast-body"], #turn [data-testid="status-tracker"] .error';
const NOTHING_CAME = "没有收到回答。请检查网络，稍后再问一次。";
const TOO_MANY = "现在提问的人太多了，请过一会儿再问一次。";
const SENDS = "#send, #examples button, #log .ask";

export class Talk {
  #log = document.getElementById("log");
  #announcement = document.getElementById("announcement");
  #hint = document.getElementById("hint");
  #composer = new Composer();
  #pending = null;
  #timer = 0;
  #recalled = null; // questions asked before a reload, until Gradio's memory of them is there to be filled
  #faults = new WeakSet(); // those told before
  #last = ""; // the turn that was laid into the log last

  /** `onTurn(turn)` is called with each turn that has been laid into the log. */
  constructor(onTurn) {
    this.onTurn = onTurn;
    this.#recalled = recall(this.#log);
    if (this.#recalled) document.body.classList.add("asked");
    // Capturing, so that a question that cannot be asked never reaches Gradio.
    document.addEventListener("keydown", (event) => this.#pressed(event), true);
    document.addEventListener("keypress", (event) => this.#pressed(event), true);
    document.addEventListener("click", (event) => this.#clicked(event), true);
    new MutationObserver(() => this.#changed()).observe(document.querySelector("gradio-app"), {
      childList: true,
      subtree: true,
    });
  }

  /** Take the visitor to the question box. */
  focus() {
    this.#composer.focus();
  }

  #box() {
    return this.#composer.box;
  }

  #history() {
    return document.querySelector("#history textarea");
  }

  #pressed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.target !== this.#box()) return;
    // The Enter that takes a word from an input method must not send.
    if (event.isComposing || event.keyCode === 229) event.stopImmediatePropagation();
    else if (event.type === "keypress") this.#start(event, event.target.value);
    else if (!event.target.value.trim() || this.#pending) event.preventDefault();
  }

  #clicked(event) {
    const button = event.target.closest?.(SENDS);
    if (!button) return;
    if (button.matches(".ask")) this.#askAgain(button.textContent);
    else this.#start(event, button.id === "send" ? this.#box().value : button.textContent.trim());
  }

  /** Show the question with its answer to come, or stop the event and say why it cannot be asked. */
  #start(event, question) {
    const length = [...question.trim()].length;
    const refusal = !length
      ? "请先写下您的问题。"
      : length > LONGEST
        ? `问题太长了（${length}字），请缩短到${LONGEST}字以内。`
        : "";
    this.#hint.textContent = refusal;
    if (refusal || this.#pending) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (refusal) this.#box().focus();
      return;
    }
    this.#wait(question.trim());
  }

  #wait(question) {
    document.body.classList.add("asked");
    this.#newFaults(); // what is left of the question before
    this.#pending = element("article", "turn pending");
    const asked = element("h3", "question", question);
    asked.prepend(element("span", "unseen", "您问："));
    const body = element("div", "answer");
    body.append(element("p", "said", "正在查报告……"));
    this.#pending.append(asked, body);
    this.#log.append(this.#pending);
    bringUp(this.#pending);
    this.#timer = setTimeout(() => this.#fail(), PATIENCE);
  }

  async #askAgain(question) {
    if (this.#pending) return;
    fill(this.#box(), question);
    await new Promise((resolve) => setTimeout(resolve, 50)); // Gradio takes the value over in its own time
    document.getElementById("send").click();
  }

  #changed() {
    document.querySelector("gradio-app main:not([aria-label])")?.setAttribute("aria-label", "提问"); // the page's only main
    this.#composer.keep();
    if (this.#recalled && this.#history()) {
      fill(this.#history(), this.#recalled);
      this.#recalled = null;
    }
    const drawn = document.querySelector("#turn [id^=turn-]");
    if (drawn && drawn.id !== this.#last) this.#take(drawn);
    else {
      const faults = this.#newFaults();
      if (faults.length && this.#pending) this.#fail(reason(faults));
    }
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
    const turn = drawn.firstElementChild.cloneNode(true);
    for (const link of turn.querySelectorAll("a")) link.removeAttribute("target");
    for (const link of turn.querySelectorAll(".cite")) link.setAttribute("aria-label", `引文${link.textContent}，在报告原文中查看`);
    this.#settle(turn);
    this.onTurn(turn);
  }

  #fail(said = NOTHING_CAME) {
    this.#pending?.classList.replace("pending", "refused");
    const turn = this.#pending;
    turn.querySelector(".said").textContent = said;
    this.#settle(turn);
  }

  #settle(turn) {
    clearTimeout(this.#timer);
    if (this.#pending && this.#pending !== turn) this.#pending.replaceWith(turn);
    else if (!turn.isConnected) this.#log.append(turn);
    this.#pending = null;
    document.body.classList.add("asked");
    bringUp(turn);
    setTimeout(() => remember(this.#log, this.#history().value), 100); // Gradio fills its fields one after the other
    this.#announcement.textContent = `回答：${turn.querySelector(".said").textContent}`;
  }
}

/** What the server said in Chinese, if Gradio passed it on; of a full queue it says something of its own. */
function reason(faults) {
  const told = faults.map((fault) => fault.textContent).join(" ");
  return /[\u4e00-\u9fff].*。/.exec(told)?.[0] ?? (/currently busy/.test(told) ? TOO_MANY : NOTHING_CAME);
}

/** Scroll a turn to the top of what scrolls here: the log's own pane, on a phone the page. */
function bringUp(turn) {
  const pane = document.getElementById("scroller");
  if (getComputedStyle(pane).overflowY === "auto") pane.scrollTop = turn.offsetTop;
  else turn.scrollIntoView({ block: "start" });
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
