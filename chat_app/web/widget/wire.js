// Talks to the server: a question over the event stream, over the plain route where there is none, and votes.

const PATIENCE = 20000; // milliseconds of silence after which the server is given up
const CODES = { 403: "refused", 413: "large_body", 422: "bad", 429: "busy" };
const NO_STREAM = [404, 405, 406, 501];

/** Why no answer came. `code` names a label; `message` is the server's own sentence, `wait` the seconds to wait. */
export class Fault extends Error {
  constructor(code, message = "", status = 0, wait = 0) {
    super(message || code);
    Object.assign(this, { code, said: message, status, wait });
  }
}

export class Wire {
  /** `base` is the address that the server's routes stand under, with a slash at its end. */
  constructor(base) {
    this.base = base;
  }

  /**
   * Ask, and return the answer. `onText(text)` is called with each piece of it as it arrives.
   * Rejects with a Fault; `controller` ends the asking, with a Fault as the reason.
   */
  async ask(request, onText, controller) {
    let timer = 0;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(new Fault("timeout")), PATIENCE);
    };
    wait();
    try {
      return (await this.#streamed(request, onText, controller.signal, wait)) ?? (await this.#whole(request, controller.signal));
    } catch (error) {
      if (controller.signal.aborted) throw controller.signal.reason;
      throw error instanceof Fault ? error : await this.#unreachable();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Send a vote on an answer; rejects where it could not be stored. */
  async vote(vote) {
    const response = await this.#post("api/feedback", vote);
    if (!response.ok) throw await faultOf(response);
  }

  /** Return the streamed answer, null where this server, or a proxy before it, gives none. */
  async #streamed(request, onText, signal, onSign) {
    const response = await this.#post("api/ask/stream", request, signal);
    if (!response.ok) {
      const fault = await faultOf(response);
      if (NO_STREAM.includes(response.status) && fault.serverCode !== "unknown_report") return null;
      throw fault;
    }
    if (!response.body || !/event-stream/.test(response.headers.get("content-type"))) return null;
    for await (const { name, data } of eventsOf(response.body, onSign)) {
      if (name === "delta") onText(data.text);
      if (name === "answer") return data;
      if (name === "error") throw new Fault("down_now", data.message);
    }
    return null;
  }

  async #whole(request, signal) {
    const response = await this.#post("api/ask", request, signal);
    if (!response.ok) throw await faultOf(response);
    return response.json();
  }

  #post(route, data, signal) {
    return fetch(this.base + route, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(data),
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal,
    });
  }

  /** A browser does not say why a request failed. If the server can be reached at all, it has refused this website. */
  async #unreachable() {
    try {
      await fetch(`${this.base}widget.js`, { method: "HEAD", mode: "no-cors", credentials: "omit", cache: "no-store" });
      return new Fault("refused");
    } catch {
      return new Fault("offline");
    }
  }
}

async function faultOf(response) {
  const { error } = await response.json().catch(() => ({}));
  const wait = Number(response.headers.get("retry-after")) || 0;
  const code = CODES[response.status] ?? (response.status < 500 ? "bad" : "down_now");
  const fault = new Fault(code, error?.message, response.status, wait);
  fault.serverCode = error?.code;
  return fault;
}

/** Yield the server-sent events of a body; `onSign` is called whenever something arrives. */
async function* eventsOf(body, onSign) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onSign();
    const blocks = (rest + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      const lines = block.split(/\r?\n/);
      const field = (name) => lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
      const data = field("data").join("\n");
      if (data) yield { name: field("event")[0], data: JSON.parse(data) };
    }
  }
}
