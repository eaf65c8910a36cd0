// Panels that a button opens and closes: Escape or a click elsewhere closes, and the focus goes back to the button.

/** Let `button` open and close `panel`; `onOpen()` is called before it is shown. Returns a function that closes it. */
export function panelOf(button, panel, onOpen = () => {}, { stays = false } = {}) {
  const set = (open) => {
    if (open) onOpen();
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => set(panel.hidden));
  const escape = (event) => {
    if (event.key !== "Escape" || panel.hidden || event.isComposing) return;
    event.stopPropagation();
    set(false);
    button.focus();
  };
  panel.addEventListener("keydown", escape);
  button.addEventListener("keydown", escape);
  if (!stays) {
    const leave = ({ target }) => {
      if (!panel.hidden && !panel.contains(target) && !button.contains(target)) set(false);
    };
    document.addEventListener("click", leave);
    document.addEventListener("focusin", leave);
  }
  return () => set(false);
}
