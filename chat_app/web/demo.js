// The stand-in portal drives the widget through window.Wenzheng, as a real portal may.

const byId = (id) => document.getElementById(id);

for (const button of document.querySelectorAll("[data-ask]")) {
  button.addEventListener("click", () => window.Wenzheng?.ask?.(button.dataset.ask));
}
byId("open").addEventListener("click", () => window.Wenzheng?.open?.());
byId("position").addEventListener("change", (event) => window.Wenzheng?.setPosition?.(event.target.value));
byId("theme").addEventListener("change", (event) => window.Wenzheng?.setTheme?.(event.target.value));
byId("lang").addEventListener("change", (event) => window.Wenzheng?.setLocale?.(event.target.value));
document.addEventListener("wenzheng:answer", (event) => {
  byId("told").textContent = `刚收到一个回答：${event.detail.answer.text.replace(/\[\d+\]/g, "")}`;
});
