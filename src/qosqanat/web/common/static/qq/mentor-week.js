/** The mentor's week: one tap saves one mark on the server at once, and each row says where its mark stands.
 *
 * It grows on the plain form that the server sends. Marks leave one request at a time, in order; each carries its own
 * operation id and the version that it was made on, so that a repeated request writes once and a colleague's mark is
 * never overwritten unseen.
 */
import { reach, troubleOf, uuid } from "./reach.js";

const KEPT_ACTS = 40;
const KEYBOARD_PAUSE = 700;
const LONGEST_WAIT = 60_000;

class Row {
  constructor(element, say) {
    this.element = element;
    this.say = say;
    this.sheet = element.dataset.sheet;
    this.name = element.dataset.name;
    this.version = Number(element.dataset.version);
    this.saved = element.dataset.value;
    this.state = element.querySelector("[data-qq-state]");
    this.talk = element.querySelector("[data-qq-talk]");
    this.own = element.querySelector("[data-qq-own]");
    this.shown = element.querySelector("input[checked]")?.value ?? "";
  }

  get chosen() {
    return this.element.querySelector("input:checked")?.value ?? "";
  }

  words(value) {
    return { "": this.say.empty, absent: this.say.absent, excused: this.say.excused }[value] ?? value.replace(".", this.say.point);
  }

  show(value) {
    this.shown = value;
    const chips = [...this.element.querySelectorAll("input[type=radio]")];
    const own = this.own.querySelector("input");
    if (value && !chips.some((chip) => chip !== own && chip.value === value)) {
      own.value = value;
      this.own.querySelector("span").textContent = this.words(value);
      this.own.hidden = false;
    }
    for (const chip of chips) chip.checked = value !== "" && chip.value === value;
  }

  tell(text, kind = "") {
    this.state.textContent = text;
    this.state.classList.toggle("is-bad", kind === "bad");
    this.state.classList.toggle("is-good", kind === "good");
  }

  ask(text, answers) {
    const line = document.createElement("p");
    line.textContent = text;
    const buttons = answers.map(([label, act]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.textContent = label;
      button.addEventListener("click", act);
      return button;
    });
    this.talk.replaceChildren(line, ...buttons);
  }

  hush() {
    this.talk.replaceChildren();
  }
}

class Week extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form[data-qq-marks]");
    if (!this.form) return;
    this.say = this.dataset;
    this.rows = new Map([...this.querySelectorAll("[data-qq-row]")].map((element) => [element.dataset.sheet, new Row(element, this.say)]));
    this.pending = [];
    this.wait = 1000;
    this.acts = JSON.parse(sessionStorage.getItem(this.memory) ?? "[]");
    this.addEventListener("pointerdown", () => (this.byKeyboard = false));
    this.addEventListener("keydown", () => (this.byKeyboard = true));
    this.addEventListener("change", (event) => this.tapped(event));
    this.querySelector("[data-qq-fill]")?.addEventListener("click", () => this.fill());
    this.querySelector("[data-qq-undo]")?.addEventListener("click", () => this.undo());
    this.querySelector("[data-qq-finish]")?.addEventListener("submit", (event) => this.finish(event));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    document.body.addEventListener("qq-marked", (event) => this.marked(event.detail));
    addEventListener("online", () => this.send());
    addEventListener("beforeunload", (event) => this.pending.length && event.preventDefault());
    this.classList.add("qq-live");
    this.refresh();
    this.catchUp();
  }

  /** What was tapped while this script was still on its way. */
  catchUp() {
    const early = [...this.rows.values()].filter((row) => row.chosen !== row.shown);
    for (const row of early) this.act([{ sheet: row.sheet, from: row.shown, to: row.chosen }]);
  }

  get memory() {
    return `qq-acts ${location.pathname}`;
  }

  tapped(event) {
    const row = this.rows.get(event.target.closest("[data-qq-row]")?.dataset.sheet);
    if (!row) return;
    this.act([{ sheet: row.sheet, from: row.shown, to: event.target.value }]);
    if (!this.byKeyboard) this.bringNext(row);
  }

  fill() {
    const full = this.dataset.cap;
    this.act([...this.rows.values()].filter((row) => row.shown === "").map((row) => ({ sheet: row.sheet, from: "", to: full })));
  }

  undo() {
    const last = this.acts.pop();
    const back = (last ?? []).filter(({ sheet, to }) => this.rows.get(sheet)?.shown === to);
    for (const { sheet, from } of back) this.put(this.rows.get(sheet), from);
    this.announce(this.say.undone);
    this.remember();
    this.send();
  }

  act(changes) {
    const real = changes.filter(({ from, to }) => from !== to);
    if (!real.length) return;
    this.acts.push(real);
    for (const { sheet, to } of real) this.put(this.rows.get(sheet), to);
    this.remember();
    // an arrow key passes over marks on its way: only the one where it rests is meant
    clearTimeout(this.resting);
    if (this.byKeyboard) this.resting = setTimeout(() => this.send(), KEYBOARD_PAUSE);
    else this.send();
  }

  remember() {
    this.acts.splice(0, this.acts.length - KEPT_ACTS);
    sessionStorage.setItem(this.memory, JSON.stringify(this.acts));
    this.refresh();
  }

  put(row, value) {
    const waiting = this.pending.find((entry) => entry.sheet === row.sheet && entry.base === undefined);
    if (waiting) Object.assign(waiting, { value, operation: uuid() });
    else this.pending.push({ sheet: row.sheet, value, operation: uuid(), device_at: new Date().toISOString() });
    row.show(value);
    row.hush();
    row.tell(this.say.saving);
  }

  /** At most one entry per row: a later one needs the version that the earlier one makes. */
  next() {
    const batch = new Map();
    for (const entry of this.pending) if (!batch.has(entry.sheet)) batch.set(entry.sheet, entry);
    for (const entry of batch.values()) entry.base ??= this.rows.get(entry.sheet).version;
    return [...batch.values()];
  }

  async send() {
    if (this.sending || !this.pending.length) return;
    this.sending = true;
    const batch = this.next();
    try {
      const answer = await reach(this.dataset.address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ entries: batch }),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const { verdicts } = await answer.json();
      this.pending = this.pending.filter((entry) => !batch.includes(entry));
      this.wait = 1000;
      for (const verdict of verdicts) this.judge(verdict);
    } catch (error) {
      this.unsent(batch, troubleOf(error));
      return;
    } finally {
      this.sending = false;
      this.refresh();
    }
    if (this.pending.length) this.send();
    else if (this.finishing) this.querySelector("[data-qq-finish]").submit();
  }

  unsent(batch, trouble) {
    for (const { sheet } of batch) this.rows.get(sheet).tell(this.say.unsent, "bad");
    clearTimeout(this.again);
    this.again = setTimeout(() => this.send(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    this.trouble = trouble;
    this.announce(this.say.unsent);
  }

  judge(verdict) {
    const row = this.rows.get(String(verdict.sheet));
    const mine = row.shown;
    const newer = this.pending.some((entry) => entry.sheet === row.sheet);
    this.trouble = null;
    row.version = verdict.version;
    row.saved = verdict.value;
    if (verdict.status === "conflict") return this.clash(row, mine, verdict);
    if (verdict.status === "refused") {
      row.show(row.saved);
      row.tell(this.say.refused, "bad");
      row.ask(`${row.words(mine)}: ${verdict.problems.join(" ")}`, []);
      this.announce(`${row.name}: ${verdict.problems.join(" ")}`);
    } else if (!newer) {
      row.show(row.saved);
      row.tell(this.say.saved, "good");
      this.announce(`${row.name}: ${row.words(row.saved)}. ${this.say.saved}`);
    }
  }

  clash(row, mine, verdict) {
    const theirs = verdict.value;
    this.pending = this.pending.filter((entry) => entry.sheet !== row.sheet);
    row.tell(this.say.two, "bad");
    const question = this.say.clash
      .replace("{mine}", row.words(mine))
      .replace("{theirs}", row.words(theirs))
      .replace("{who}", verdict.author);
    row.ask(question, [
      [this.say.keep.replace("{value}", row.words(mine)), () => this.settle(row, mine)],
      [this.say.keep.replace("{value}", row.words(theirs)), () => this.settle(row, theirs)],
    ]);
    this.announce(`${row.name}: ${question}`);
  }

  settle(row, value) {
    row.hush();
    if (value === row.saved) {
      row.show(value);
      row.tell(this.say.saved, "good");
    } else {
      this.put(row, value);
      this.send();
    }
    row.element.querySelector("input:checked")?.focus();
    this.refresh();
  }

  /** The dialog of one row has saved a mark of its own: excused, with a decimal, or taken back. */
  marked(verdict) {
    const row = this.rows.get(String(verdict.sheet));
    this.acts.push([{ sheet: row.sheet, from: row.saved, to: verdict.value }]);
    row.shown = verdict.value;
    row.hush();
    this.judge(verdict);
    this.remember();
    row.element.querySelector("[data-qq-more]")?.focus();
  }

  finish(event) {
    if (!this.pending.length) return;
    event.preventDefault();
    this.finishing = true;
    this.send();
  }

  refresh() {
    const rows = [...this.rows.values()];
    const filled = rows.filter((row) => row.shown !== "").length;
    for (const count of this.querySelectorAll("[data-qq-filled]")) count.textContent = filled;
    for (const bar of this.querySelectorAll("progress")) bar.value = filled;
    const fill = this.querySelector("[data-qq-fill]");
    if (fill) fill.disabled = filled === rows.length;
    const undo = this.querySelector("[data-qq-undo]");
    if (undo) undo.disabled = !this.acts.length;
    const sent = this.querySelector("[data-qq-sent]");
    sent.classList.toggle("is-bad", Boolean(this.trouble));
    sent.textContent = this.trouble ? this.say[this.trouble] : this.pending.length ? this.say.saving : this.say.allsaved;
  }

  /** When the next student has left the screen, the row just marked goes to the top: the thumb finds the others below. */
  bringNext(row) {
    const next = row.element.nextElementSibling;
    if (!next || next.getBoundingClientRect().bottom <= innerHeight - 8) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    row.element.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }

  announce(text) {
    this.querySelector("[data-qq-voice]").textContent = text;
  }
}

class Detail extends HTMLElement {
  connectedCallback() {
    const dialog = this.querySelector("dialog");
    const body = this.querySelector("[data-qq-detail]");
    body.addEventListener("htmx:afterSwap", () => {
      if (body.childElementCount && !dialog.open) dialog.showModal();
      body.querySelector("[data-qq-focus]")?.focus();
    });
    document.body.addEventListener("qq-marked", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      const leaves = event.target === dialog || event.target.closest("[data-qq-close]");
      if (!leaves) return;
      event.preventDefault();
      dialog.close();
    });
    dialog.addEventListener("close", () => body.replaceChildren());
    // a tap into the number chooses all of it: the next digits take its place
    body.addEventListener("click", (event) => event.target.matches("[data-qq-points]") && event.target.select());
    // typing a number means "points"
    body.addEventListener("input", (event) => {
      const choice = event.target.matches("[data-qq-points]") && body.querySelector("input[type=radio][value=number]");
      if (choice) choice.checked = true;
    });
  }
}

document.querySelector(".qq-strip [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
customElements.define("qq-week", Week);
customElements.define("qq-detail", Detail);
