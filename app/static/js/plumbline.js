// Small behaviours. Every page works without them; nothing here decides anything.
const find = (selector, inside = document) => inside.querySelector(selector);

// Dialogs: <button data-opens="id">, <button data-closes>; a click beside the dialog closes it too.
document.addEventListener("click", (event) => {
  const target = event.target;
  const opener = target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  const closer = target.closest("[data-closes]");
  if (closer) {
    closer.closest("dialog")?.close();
    closer.closest(".toast")?.remove();
  }
  if (target instanceof HTMLDialogElement) {
    const box = target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) target.close();
  }
});

// The palette: Ctrl K anywhere, or the field in the rail. Its list is the finder's own page, fetched by htmx; arrows walk it.
const palette = find("#palette");
const openPalette = () => {
  if (!palette || palette.open) return;
  palette.showModal();
  find("input", palette).select();
};
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && palette) {
    event.preventDefault();
    openPalette();
  }
});
find("[data-palette] input")?.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  openPalette();
});
palette?.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const stops = [find("input", palette), ...palette.querySelectorAll("a[href]")];
  const now = stops.indexOf(document.activeElement);
  stops[(now + step + stops.length) % stops.length].focus();
});

// Fewer, more.
document.addEventListener("click", (event) => {
  const button = event.target.closest(".stepper [data-by]");
  if (!button) return;
  const input = find("input", button.closest(".stepper"));
  const low = input.min === "" ? -Infinity : Number(input.min);
  const high = input.max === "" ? Infinity : Number(input.max);
  input.value = Math.min(high, Math.max(low, Number(input.value || 0) + Number(button.dataset.by)));
  input.dispatchEvent(new Event("input", { bubbles: true }));
});

// <output data-part="closed" data-whole="agenda">: the share two fields of the form make.
document.addEventListener("input", ({ target }) => {
  for (const output of target.form?.querySelectorAll("output[data-part]") ?? []) {
    const part = target.form.elements[output.dataset.part].value;
    const whole = Number(target.form.elements[output.dataset.whole].value);
    output.textContent = part !== "" && whole ? `${Math.round((100 * Number(part)) / whole)}\u202f%` : "–";
  }
});

// Toasts go after eight seconds, not while somebody points at them or is inside. Close is for scripts only, so it appears here.
for (const toast of document.querySelectorAll(".toasts .toast")) {
  for (const button of toast.querySelectorAll("[data-closes]")) button.hidden = false;
  if (toast.classList.contains("stays")) continue;
  let timer;
  const start = () => (timer = setTimeout(() => toast.remove(), 8000));
  const pause = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, pause);
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, start);
  start();
}

// What is wrong with a form is read first.
find("[data-focus]")?.focus();

// htmx carries the token of the page.
document.addEventListener("htmx:config:request", ({ detail }) => {
  const token = find('meta[name="csrf-token"]')?.content;
  if (token) detail.ctx.request.headers["X-CSRFToken"] = token;
});

// A form sends once. Coming back to the page (also from the browser's memory) frees it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// <form data-guard>: leaving with unsaved words asks first.
const dirty = new Set();
document.addEventListener("input", ({ target }) => {
  if (target.form?.matches("[data-guard], [data-autosave]")) dirty.add(target.form);
});
for (const name of ["submit", "draft:saved"]) document.addEventListener(name, ({ target }) => dirty.delete(target));
addEventListener("beforeunload", (event) => {
  if (dirty.size) event.preventDefault();
});
