// What a tab remembers across a reload: Gradio reloads the page whenever a lost connection comes back.
// Nothing but the visit's name leaves the browser, and closing the tab forgets it. Where storage is denied, nothing is remembered.

const KEY = "wenzheng.talk";

/** Keep the turns of the log, as they were drawn and encoded by the server, and the questions asked so far. */
export function remember(log, asked) {
  const bare = log.cloneNode(true);
  for (const tools of bare.querySelectorAll(".tools")) tools.remove();
  keep({ turns: bare.innerHTML, asked });
}

/** Keep what is being written. */
export function rememberDraft(draft) {
  keep({ draft });
}

/** Return `{turns, asked, draft}` as far as they are remembered. */
export function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

let visit = "";

/** Return a name made up for this visit. It goes with votes, so that a later one takes the place of the former. */
export function visitName() {
  visit ||= recall().visit ?? Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16)).join("");
  keep({ visit });
  return visit;
}

function keep(changes) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...recall(), ...changes }));
  } catch {
    // A full or denied storage must not disturb the conversation.
  }
}
