"use strict";
// The filter of the failures, and links into closed ones. Without it everything still opens by hand.
(() => {
  const open = () => {
    const aim = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (aim instanceof HTMLDetailsElement) aim.open = true;
  };
  addEventListener("hashchange", open);
  open();

  const form = document.getElementById("filter");
  if (!form) return;
  const cases = [...document.querySelectorAll("details.case")].map((element) => ({
    element,
    words: element.textContent.toLowerCase(),
  }));
  const fits = ({ element, words }, wanted) =>
    [...wanted].every(([field, value]) => {
      if (!value) return true;
      if (field === "text") return value.toLowerCase().trim().split(/\s+/).every((word) => words.includes(word));
      return (element.dataset[field] ?? "").split(" ").includes(value);
    });
  const filter = () => {
    const wanted = new FormData(form);
    let shown = 0;
    for (const one of cases) {
      one.element.hidden = !fits(one, wanted);
      shown += !one.element.hidden;
    }
    for (const kind of document.querySelectorAll("section.kind")) {
      kind.hidden = !kind.querySelector("details.case:not([hidden])");
    }
    document.getElementById("none").hidden = shown > 0;
    form.querySelector("output").value = `${shown} of ${cases.length} failures`;
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();
