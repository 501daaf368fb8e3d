/** Ctrl+Z and the acts that change many cells: the server does them, and the grid hears of the new values like of anybody's. */
import { ask, isAsking } from "./grid-dialog.js";
import { listen } from "./grid-live.js";
import { inTurn, isCell, isPage, say, send, state } from "./grid-table.js";

const KEPT = 20;
const form = document.querySelector("[data-qq-undo]");
const acts = form?.dataset.qqUndo.split(" ").filter(Boolean) ?? [];

/** Note an act of one's own by one of its operations: it can be undone from now on. */
export function did(operation) {
  if (!operation) return;
  acts.push(operation);
  acts.splice(0, acts.length - KEPT);
  form.querySelector("button").disabled = false;
}

/** Send an act, say what came of it and show the cells that it changed; false when it was not done. */
export async function act(address, fields) {
  try {
    const response = await inTurn(() => send(address, fields));
    if (isPage(response)) return await ask(await response.text());
    const answer = await response.json();
    did(answer.operation);
    await listen();
    say([answer.said, ...answer.problems].filter(Boolean).join(" "), answer.problems.length > 0);
    return true;
  } catch {
    say(state.dataset.unreached, true);
    return false;
  }
}

let turn = Promise.resolve();

/** One after another: of an old act the server asks first, and no key goes past the question. */
function undo() {
  if (!isAsking()) turn = turn.then(undoLast);
}

async function undoLast() {
  await inTurn(() => {}); // what is on its way is part of the last act
  const operation = acts.pop();
  if (!operation) return say(state.dataset.noUndo);
  if (!(await act(form.action, { operation }))) acts.push(operation);
  form.querySelector("button").disabled = !acts.length;
}

/** In a cell that is being typed in, the browser's own undo takes the letters back first. */
function onKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== "z" && event.code !== "KeyZ") return;
  const at = document.activeElement;
  if (at.matches("input, textarea, select") && (!isCell(at) || at.value !== at.defaultValue)) return;
  event.preventDefault();
  undo();
}

export function start(current) {
  addEventListener("keydown", onKey);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    undo();
  });
  const fill = document.querySelector("[data-qq-fill]");
  const menu = fill.closest("details");
  menu.addEventListener("toggle", () => menu.open && (fill.elements.column.value = current()));
  fill.addEventListener("submit", async (event) => {
    event.preventDefault();
    const reason = fill.elements.reason?.value || document.querySelector("[data-qq-reason]")?.value || "";
    await act(fill.action, { column: fill.elements.column.value, how: event.submitter.value, reason });
    menu.open = false;
  });
}
