/** The table that the modules of the grid share: its cells, the line where it speaks, and how it asks the server. */
import { reach, troubleOf } from "./reach.js";

export const table = document.querySelector("[data-qq-changes]");
export const editable = Boolean(table?.dataset.qqGrid);
export const state = document.querySelector("[data-qq-state]");
export const rules = JSON.parse(document.querySelector("#qq-rules")?.textContent ?? "null");

const heads = table ? [...table.tHead.rows[0].cells] : [];
const places = new Map(heads.filter((head) => head.dataset.qqKey).map((head) => [head.dataset.qqKey, head]));
export const rows = table ? [...table.tBodies[0].rows] : [];
const bySheet = new Map(rows.map((row) => [row.dataset.qqSheet, row]));

export const isCell = (thing) => thing instanceof HTMLInputElement && table.contains(thing);
export const rowOf = (sheet) => bySheet.get(String(sheet));
export const columnOf = (key) => places.get(key);
export const sheetOf = (input) => input.closest("tr").dataset.qqSheet;
export const keyOf = (input) => headOf(input).dataset.qqKey;
export const headOf = (input) => heads[input.parentElement.cellIndex];
export const cellOf = (sheet, key) => rowOf(sheet)?.cells[columnOf(key)?.cellIndex ?? -1];
export const versionOf = (input) => Number(input.name.split("-")[3]);
export const titleOf = (input) => `${input.closest("tr").cells[0].textContent}, ${headOf(input).firstChild.textContent}`;

export function setVersion(input, version) {
  input.name = [...input.name.split("-").slice(0, 3), version].join("-");
}

export function mark(input, wrong) {
  input.classList.toggle("qq-bad", wrong);
  if (wrong) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

/** Good news never covers a refusal or a choice that still waits. */
export function say(text, bad = false) {
  if (bad || !table.querySelector("input.qq-bad")) tell(text, bad);
}

/** Say `text` whatever else waits. */
export function tell(text, bad = false) {
  if (state.childNodes.length === 1 && !state.firstElementChild) state.firstChild.data = text;
  else state.replaceChildren(text);
  state.classList.toggle("qq-bad", bad);
}

/** A sentence with its `{places}` filled in. */
export const fill = (text, values) => text.replace(/{([a-z]+)}/g, (_, name) => values[name]);

/** Say why an act did not reach the server, and what to do. */
export const sayUnreached = (error) => say(state.getAttribute(`data-act-${troubleOf(error)}`), true);

/** Send `fields` with the page's reason; the answer as it comes. Throws where the server is not reached. */
export function send(address, fields) {
  const form = new URLSearchParams();
  form.set("reason", document.querySelector("[data-qq-reason]")?.value ?? "");
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return reach(address, { method: "POST", body: form, headers: { Accept: "application/json", "X-Requested-With": "fetch" } });
}

/** Whether a page came: a question of the server's, or a sign that it cannot answer. */
export const isPage = (response) => !response.headers.get("Content-Type")?.startsWith("application/json");

/** The answer as JSON where no page is expected. */
export async function asked(response) {
  if (isPage(response)) throw new Error(response.statusText);
  return response.json();
}

let line = Promise.resolve();

/** One request at a time, in the order of the acts. */
export function inTurn(task) {
  const done = line.then(task);
  line = done.catch(() => {});
  return done;
}

const STILL = 200; // milliseconds without a move

/**
 * Names stick only while the frame moves sideways: each sticking cell is a layer of its own, and 120 of them slow every key.
 * At rest they stand in their place, or as far to the right as the frame was moved.
 */
export function watchNames() {
  const frame = table.parentElement;
  let left, timer;
  const rest = () => {
    left = frame.scrollLeft;
    table.style.setProperty("--qq-moved", `${left}px`);
    frame.dataset.qqNames = left ? "moved" : "home";
  };
  frame.addEventListener("scroll", () => {
    if (frame.scrollLeft === left) return;
    left = null;
    delete frame.dataset.qqNames;
    clearTimeout(timer);
    timer = setTimeout(rest, STILL);
  }, { passive: true });
  rest();
}
