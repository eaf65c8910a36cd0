// What was asked on this visit: puts questions to the server, one at a time, and keeps what came of them.

import { recall, remember, visitName } from "./memory.js";
import { Fault } from "./wire.js";

const HISTORY = 8; // earlier questions sent along, from which a follow-up is understood

export class Visit {
  turns = recall();
  #wire;
  #screen;
  #pending = null;

  /** `screen` shows how it goes: begun(turn), said(turn), settled(turn); isThere() until it is taken away. */
  constructor(wire, screen) {
    this.#wire = wire;
    this.#screen = screen;
  }

  get busy() {
    return Boolean(this.#pending);
  }

  /** Ask a turn's question, for the first time or again; returns the answer, null where none came. */
  async ask(turn, report) {
    const controller = new AbortController();
    this.#pending = controller;
    const earlier = this.turns.filter((each) => each.answer).map((each) => each.question);
    if (!this.turns.includes(turn)) this.turns.push(turn);
    Object.assign(turn, { partial: "", fault: null });
    this.#screen.begun(turn);
    const hear = (piece) => {
      turn.partial += piece;
      this.#screen.said(turn);
    };
    try {
      turn.answer = brief(await this.#wire.ask({ question: turn.question, history: earlier.slice(-HISTORY), report }, hear, controller));
    } catch (fault) {
      turn.fault = fault instanceof Fault ? fault : new Fault("down_now");
    }
    if (!this.#screen.isThere() || this.#pending !== controller) return null; // a new conversation has begun
    this.#pending = null;
    remember(this.turns);
    this.#screen.settled(turn);
    return turn.answer ?? null;
  }

  async vote(turn, vote, reason) {
    await this.#wire.vote({ question: turn.question, index: turn.answer.index, vote, visit: visitName(), ...(reason && { reason }) });
    turn.vote = vote;
    remember(this.turns);
  }

  stop() {
    this.#pending?.abort(new Fault("stopped"));
  }

  clear() {
    this.stop();
    this.#pending = null;
    this.turns = [];
    remember(this.turns);
  }
}

/** Keep of an answer what is drawn of it. */
function brief(answer) {
  return { ...answer, evidence: (answer.evidence ?? []).slice(0, 3) };
}
