// What the visitor's browser remembers: the turns of this visit, from page to page of the portal, and the text size.
// Nothing of it is sent anywhere but the visit's name. Where the browser denies storage, nothing is remembered.

const VISIT = "wenzheng.visit.1";
const SIZE = "wenzheng.size";
const NAME = "wenzheng.name";
const TURNS = 20;

/** Return the turns of this visit, oldest first. */
export function recall() {
  try {
    const turns = JSON.parse(sessionStorage.getItem(VISIT));
    return Array.isArray(turns) ? turns : [];
  } catch {
    return [];
  }
}

/** Keep the latest answered turns. */
export function remember(turns) {
  const kept = turns.filter((turn) => turn.answer).slice(-TURNS);
  try {
    sessionStorage.setItem(VISIT, JSON.stringify(kept.map(({ question, answer, vote }) => ({ question, answer, vote }))));
  } catch {
    // Denied or full: the conversation goes on without.
  }
}

let name = "";

/** Return a name made up for this visit. It goes with votes, so that a later one takes the place of the former. */
export function visitName() {
  try {
    name ||= sessionStorage.getItem(NAME) ?? "";
    name ||= Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16)).join("");
    sessionStorage.setItem(NAME, name);
  } catch {
    // Denied: the name lasts as long as the page.
  }
  return name;
}

export function recallSize() {
  try {
    return localStorage.getItem(SIZE);
  } catch {
    return null;
  }
}

export function rememberSize(size) {
  try {
    localStorage.setItem(SIZE, size);
  } catch {
    // Denied: the portal's own choice holds on the next page.
  }
}
