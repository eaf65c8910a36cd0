// This visit: the questions asked, to go back to; a new conversation, with a way back to the old one; the print.

import { silence } from "./answer_tools.js";
import { questionOf } from "./copying.js";
import { button, goTo } from "./making.js";
import { panelOf } from "./panels.js";

const part = (id) => document.getElementById(id);

export class Visit {
  #left = null; // the conversation that was cleared last

  constructor(talk, source) {
    this.talk = talk;
    this.source = source;
    const close = panelOf(part("open-visit"), part("visit"), () => this.#list(() => close()));
    part("anew").addEventListener("click", () => this.#clear());
    part("undo").addEventListener("click", () => this.#restore());
    part("print").addEventListener("click", () => window.print());
    this.reflect();
  }

  /** Show what there is to be done with the conversation as it stands. */
  reflect() {
    const asked = part("log").childElementCount > 0;
    part("anew").hidden = part("open-visit").hidden = !asked;
    if (asked) part("cleared").hidden = true;
  }

  #list(close) {
    const turns = [...part("log").querySelectorAll(".turn")];
    const items = turns.map((turn) => {
      const item = document.createElement("li");
      const question = turn.querySelector(".question");
      question.tabIndex = -1;
      item.append(
        button(questionOf(turn), "plain", () => {
          close();
          goTo(question, "start");
        }),
      );
      return item;
    });
    part("asked").replaceChildren(...items);
  }

  #clear() {
    this.#left = this.talk.clear();
    if (!this.#left) return; // an answer is on its way
    silence();
    this.source.leave();
    this.reflect();
    part("cleared").hidden = false;
    this.talk.focus();
  }

  #restore() {
    this.talk.restore(this.#left);
    this.reflect();
    this.talk.focus();
  }
}
