/**
 * Others' marks appear as they enter them: every five seconds the page asks what has changed since it last heard, and rests
 * while nobody looks at it. A cell in which somebody is typing keeps what they type; both values are shown when they differ.
 */
import { mineOf } from "./grid-choices.js";
import { choose, isBusy, isSaved, resend, stand } from "./grid-save.js";
import { count, countInput } from "./grid-sums.js";
import { asked, cellOf, rowOf, table, titleOf, versionOf } from "./grid-table.js";
import { reach } from "./reach.js";

const EVERY = 5000;
let since = table?.dataset.qqSince;
let timer;

export function start() {
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    resend();
    if (!document.hidden) tick();
  });
  addEventListener("online", resend);
  timer = setTimeout(tick, EVERY);
}

async function tick() {
  await catchUp();
  resend();
  if (!document.hidden) timer = setTimeout(tick, EVERY);
}

/** Show what is new; when it does not come, the next turn asks for everything since the last answer. */
export const catchUp = () => listen().catch(() => {});

/** Fetch and show what is new, and what could not be shown before. */
async function listen() {
  const response = await reach(`${table.dataset.qqChanges}?since=${since}`, { headers: { Accept: "application/json" } });
  const { at, cells } = await asked(response);
  const held = [...later.values()];
  later.clear();
  for (const change of [...held, ...cells]) hear(change);
  since = at;
}

const versions = new Map();
const later = new Map();

function hear(change) {
  const [sheet, key, value, version, author, when] = change;
  const [row, place] = [rowOf(sheet), `${sheet} ${key}`];
  if (!row || (versions.get(place) ?? 0) >= version) return;
  const cell = cellOf(sheet, key);
  const input = cell?.querySelector("input");
  if (input && isHeld(input)) return later.set(place, change);
  versions.set(place, version);
  if (input) hearInput(input, { value, version, author, when });
  else {
    count(row, key, value);
    if (cell) showText(cell, sheet, key, value);
  }
}

/** What is on its way or being typed stays as it is; the server's answer to it will tell of the other mark. */
const isHeld = (input) => isBusy(input) || (input === document.activeElement && !isSaved(input));

function hearInput(input, theirs) {
  if (versionOf(input) >= theirs.version) return;
  const mine = isSaved(input) ? mineOf(input) : input.value;
  if (isSaved(input)) {
    input.value = theirs.value;
    stand(input, theirs.value, theirs.version);
    countInput(input);
    flash(input, theirs.author);
  }
  if (mine !== undefined) choose(input, theirs, mine);
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
