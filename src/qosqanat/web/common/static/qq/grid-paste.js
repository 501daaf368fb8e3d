/** A pasted block goes to the server in both flavours of the clipboard; what it would change is shown before anything is saved. */
import { did } from "./grid-acts.js";
import { listen } from "./grid-live.js";
import { keyOf, isCell, say, send, sheetOf, state, table, versionOf } from "./grid-table.js";

const link = document.querySelector("[data-qq-paste]");
const dialog = document.querySelector("[data-qq-dialog]");

export function start() {
  table.addEventListener("paste", (event) => {
    if (!isCell(event.target)) return;
    const text = event.clipboardData.getData("text/plain");
    const html = event.clipboardData.getData("text/html");
    if (!/[\t\n\r]/.test(text.trim())) return; // one cell is typed, not pasted
    event.preventDefault();
    preview(event.target, text, html);
  });
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-qq-cancel]")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("submit", apply);
}

/** The versions that this page shows: what is newer on the server is told apart. */
const seen = () =>
  [...table.querySelectorAll("input")].map((input) => `${sheetOf(input)} ${keyOf(input)} ${versionOf(input)} `).join("\n");

async function preview(input, text, html) {
  try {
    const response = await send(link.href, { sheet: sheetOf(input), column: keyOf(input), text, html, seen: seen() });
    show(await response.text());
    dialog.addEventListener("close", () => input.focus(), { once: true });
  } catch {
    say(state.dataset.unreached, true);
  }
}

function show(page) {
  const parsed = new DOMParser().parseFromString(page, "text/html");
  const heading = parsed.querySelector("#preview_heading");
  if (!heading) throw new Error("no preview");
  dialog.replaceChildren(...parsed.body.childNodes);
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("#preview_heading").focus();
}

async function apply(event) {
  event.preventDefault();
  const form = event.target;
  const body = new FormData(form);
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    if (!response.headers.get("Content-Type")?.startsWith("application/json")) return show(await response.text());
    const { said, operation } = await response.json();
    did(operation);
    dialog.close();
    await listen();
    say(said);
  } catch {
    say(state.dataset.unreached, true);
  }
}
