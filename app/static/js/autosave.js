// <form data-autosave="address">: what is typed is posted a moment later.
// The address answers JSON: 200 {"version": 4, "saved": "10:42", "words": ""}; 409 or 422 {"words": "…"}. Anything else is tried again.
// Words in a 200 say what was left out of the saving: it is kept in this tab. "found": {"name of a field": "HTML"} is put into <div data-find="name">,
// "shown": {"name": "HTML"} into any <… data-shown="name"> of the page where nobody is writing.
// Words not yet saved are kept in this tab until they are (never fields marked data-private), so a reload loses nothing.
const WAIT = 800;
const FIRST_RETRY = 2000;
const LAST_RETRY = 60000;

class Draft {
  constructor(form) {
    this.form = form;
    this.sign = document.querySelector("[data-saved]");
    this.key = `draft ${form.dataset.autosave}`;
    this.retry = FIRST_RETRY;
    this.restore();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => this.sent(event));
    addEventListener("online", () => this.pending && this.soon(0));
  }

  say(words, state) {
    if (!this.sign) return;
    this.sign.classList.toggle("off", state === "saving");
    this.sign.classList.toggle("stuck", state === "stuck");
    const place = this.sign.querySelector(":scope > span");
    if (place.textContent !== words) place.textContent = words;
  }

  changed() {
    this.pending = true;
    this.keep();
    this.soon(WAIT);
  }

  soon(wait) {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  // The button was pressed while a save is on its way: it brings the version the form has to name, so it is waited for.
  sent(event) {
    if (this.busy) {
      event.preventDefault();
      this.button = event.submitter;
      this.waits = true;
    }
    this.stop();
  }

  async save() {
    if (this.busy) return this.soon(WAIT);
    this.busy = true;
    this.pending = false;
    const slow = setTimeout(() => this.say("Saving…", "saving"), 700);
    try {
      const answer = await fetch(this.form.dataset.autosave, { method: "POST", body: new FormData(this.form), headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.ok) this.settled(await answer.json());
      else if (answer.status === 409 || answer.status === 422) this.refused(answer.status, await answer.json());
      else this.failed();
    } catch {
      this.failed();
    } finally {
      clearTimeout(slow);
      this.busy = false;
      if (this.waits) this.form.requestSubmit(this.button);
      this.waits = false;
    }
  }

  settled({ version, saved, words, found, shown }) {
    this.retry = FIRST_RETRY;
    if (this.form.elements.version && version !== undefined) this.form.elements.version.value = version;
    this.remark(found ?? {});
    this.show(shown ?? {});
    if (words) {
      this.keep();
      this.say(words, "stuck");
      return this.pending && this.soon(WAIT);
    }
    this.say(`Saved ${saved}`, "saved");
    if (this.pending) return this.soon(WAIT);
    sessionStorage.removeItem(this.key);
    this.form.dispatchEvent(new CustomEvent("draft:saved", { bubbles: true }));
  }

  // What stands beside the fields: of the words that were saved, not of those typed since.
  remark(found) {
    if (this.pending) return;
    for (const place of this.form.querySelectorAll("[data-find]")) {
      place.innerHTML = found[place.dataset.find] ?? "";
      this.form.elements[place.dataset.find]?.setAttribute("aria-invalid", place.querySelector(".must") ? "true" : "false");
    }
  }

  show(shown) {
    for (const place of document.querySelectorAll("[data-shown]")) {
      const html = shown[place.dataset.shown];
      if (html !== undefined && !place.contains(document.activeElement)) place.innerHTML = html;
    }
  }

  refused(status, { words }) {
    this.say(words, "stuck");
    if (status === 409) this.stopped = true; // the button still sends the form, and its answer shows both versions
  }

  failed() {
    this.pending = true;
    this.say("Not saved. Kept on this device, trying again.", "stuck");
    this.soon(this.retry);
    this.retry = Math.min(LAST_RETRY, this.retry * 2);
  }

  words() {
    return [...this.form.elements].filter((field) => field.name && "value" in field && !["hidden", "password", "file", "submit"].includes(field.type) && !field.closest("[data-private]"));
  }

  keep() {
    const kept = this.words().map((field) => [field.name, field.value, field.checked ?? null]);
    sessionStorage.setItem(this.key, JSON.stringify({ version: this.form.elements.version?.value, kept }));
  }

  restore() {
    const draft = JSON.parse(sessionStorage.getItem(this.key) ?? "null");
    if (draft?.version === undefined || draft.version !== this.form.elements.version?.value) return; // an older text is not put over a newer one
    for (const [index, field] of this.words().entries()) {
      const [name, value, checked] = draft.kept[index] ?? [];
      if (name !== field.name) return;
      if (["checkbox", "radio"].includes(field.type)) field.checked = checked;
      else field.value = value;
    }
    this.changed();
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Draft(form);
