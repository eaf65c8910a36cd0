// Runs before anything is drawn, so that large letters and the chosen colours are there from the start.
(() => {
  let look = {};
  try {
    look = JSON.parse(localStorage.getItem("wenzheng.look")) ?? {};
  } catch {
    // Nothing remembered, or storage denied: the page looks as usual.
  }
  const contrast = matchMedia("(prefers-contrast: more)").matches ? "contrast" : "";
  document.documentElement.dataset.size = look.size ?? "";
  document.documentElement.dataset.colours = look.colours ?? contrast;
})();
