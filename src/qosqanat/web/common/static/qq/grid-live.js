/**
 * Others' marks appear as they enter them: every five seconds the page asks what has changed since it last heard, and rests
 * while nobody looks at it. A cell in which somebody is typing keeps what they type; both values are shown when they differ.
 */
import { choose, isBusy, isSaved, stand } from "./grid-save.js";
import { count } from "./grid-sums.js";
import { asked, cellOf, rowOf, table, titleOf, versionOf } from "./grid-table.js";

const EVERY = 5000;
let since = table?.dataset.qqSince;
let timer;

export function start() {
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden) tick();
  });
  timer = setTimeout(tick, EVERY);
}

async function tick() {
  try {
    await listen();
  } catch {
    // no connection: the next turn asks for everything since the last answer
  }
  if (!document.hidden) timer = setTimeout(tick, EVERY);
}

/** Fetch and show what is new. */
export async function listen() {
  const response = await fetch(`${table.dataset.qqChanges}?since=${since}`, { headers: { Accept: "application/json" } });
  const { at, cells } = await asked(response);
  for (const [sheet, key, value, version, author] of cells) hear(sheet, key, value, version, author);
  since = at;
}

const versions = new Map();

function hear(sheet, key, value, version, author) {
  const row = rowOf(sheet);
  if (!row || (versions.get(`${sheet} ${key}`) ?? 0) >= version) return;
  versions.set(`${sheet} ${key}`, version);
  const cell = cellOf(sheet, key);
  const input = cell?.querySelector("input");
  if (input) hearInput(input, row, key, value, version, author);
  else {
    count(row, key, value);
    if (cell) showText(cell, sheet, key, value);
  }
}

function hearInput(input, row, key, value, version, author) {
  if (versionOf(input) >= version || isBusy(input)) return;
  if (isSaved(input)) {
    input.value = value;
    stand(input, value, version);
    count(row, key, value);
    flash(input, author);
  } else if (input !== document.activeElement) {
    choose(input, { value, version });
  }
  // while somebody types here the old version stays: saving will show both values
}

function flash(input, author) {
  input.classList.add("qq-fresh");
  input.title = `${titleOf(input)}: ${author}`;
  setTimeout(() => input.classList.remove("qq-fresh"), 4000);
}

function showText(cell, sheet, key, value) {
  const link = document.createElement("a");
  link.href = `${sheet}/${key}/`;
  link.textContent = value || table.tHead.rows[0].cells[cell.cellIndex].dataset.qqSign;
  cell.replaceChildren(link);
  cell.classList.add("qq-fresh");
  setTimeout(() => cell.classList.remove("qq-fresh"), 4000);
}
