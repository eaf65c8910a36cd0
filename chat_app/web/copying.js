// Texts for the clipboard: an answer with all that is needed to check it, and links to places in a report.

import { element } from "./making.js";

/** Copy `text`; returns whether it worked. Pages without https have no clipboard interface, only the old command. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = element("textarea", "unseen", text);
    document.body.append(field);
    const focused = document.activeElement;
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    focused?.focus({ preventScroll: true });
    return done;
  }
}

/** Return an answer as plain text: question, answer, each source with heading path, quotation and link, the report. */
export function answerText(turn) {
  const part = (selector, within = turn) => within.querySelector(selector)?.textContent.trim() ?? "";
  const sources = [...turn.querySelectorAll(".card")].map((card) => {
    const n = part(".n", card);
    const label = [part(".path", card), part(".badge", card)].filter(Boolean).join("　");
    return `${n ? `[${n}] ` : ""}${label}\n“${part(".quote", card)}”\n${card.href}`;
  });
  const notes = [...turn.querySelectorAll(".note")].map((note) => note.textContent);
  return [`问：${questionOf(turn)}`, `答：${part(".said")}`, ...notes, ...sources, part(".origin")].filter(Boolean).join("\n\n");
}

/** Return the question of a turn as it was asked. */
export function questionOf(turn) {
  return [...turn.querySelector(".question").childNodes]
    .filter((node) => node.nodeType === Node.TEXT_NODE)
    .map((node) => node.data)
    .join("");
}
