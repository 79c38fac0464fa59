// Small behaviours. Every page works without them.
for (const button of document.querySelectorAll("[data-opens]")) {
  button.addEventListener("click", () => document.getElementById(button.dataset.opens)?.showModal());
}
for (const button of document.querySelectorAll("[data-closes]")) {
  button.addEventListener("click", () => button.closest("dialog, .toast").close?.() ?? button.closest(".toast")?.remove());
}
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "k") {
    event.preventDefault();
    document.getElementById("palette")?.showModal();
  }
});
for (const stepper of document.querySelectorAll(".stepper")) {
  const input = stepper.querySelector("input");
  stepper.addEventListener("click", (event) => {
    const by = Number(event.target.closest("[data-by]")?.dataset.by ?? 0);
    if (!by) return;
    input.value = Math.max(Number(input.min), Number(input.value || 0) + by);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
const makes = document.querySelector(".makes output");
makes?.closest("form").addEventListener("input", ({ currentTarget: { agenda, closed } }) => {
  makes.textContent = Number(agenda.value) ? `${Math.round((100 * closed.value) / agenda.value)}\u202f%` : "–";
});
