// What can be done with an answer: hear it, copy it with its sources, say whether it was of use.

import { button, element } from "./making.js";
import { answerText, copyText } from "./copying.js";
import { Reader } from "./voice_out.js";
import { votingOn } from "./votes.js";

const reader = new Reader();
const COPIED = 2500;

/** Put the buttons under the answer of `turn`; `changed()` is called when the turn is worth remembering anew. */
export function equip(turn, changed) {
  if (!turn.dataset.index) return; // a question that could not be asked has no answer
  const voting = votingOn(turn, changed);
  const tools = element("div", "tools");
  const read = button("读出来", "plain read", () => reader.toggle(read, spoken(turn)));
  const copy = button("复制回答", "plain", () => copied(copy, answerText(turn), voting.told));
  const row = element("div", "row");
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "这个回答");
  row.append(read, copy, ...voting.buttons);
  tools.append(row, voting.form, voting.told);
  turn.querySelector(".answer").append(tools);
}

/** Copy `text` and say so on the button that was pressed; `told` says it where that fails. */
export async function copied(pressed, text, told) {
  const label = (pressed.dataset.label ??= pressed.textContent);
  const done = await copyText(text);
  pressed.textContent = done ? "已复制" : label;
  told.textContent = done ? "已复制" : "浏览器不让复制，请选中文字后复制。";
  setTimeout(() => {
    pressed.textContent = label;
    if (told.textContent === "已复制") told.textContent = "";
  }, COPIED);
}

/** Fall silent, when the conversation is left. */
export function silence() {
  reader.stop();
}

function spoken(turn) {
  const parts = [...turn.querySelectorAll(".partly, .said, .note, .contact")].map((part) => part.textContent);
  return parts.join("。").replace(/\[\d+\]/g, "").replace(/。+/g, "。");
}
