/** Undo, redo and the acts that change many cells: the server does them, and the grid hears of the new values like of anybody's. */
import { ask, isAsking } from "./grid-dialog.js";
import { catchUp } from "./grid-live.js";
import { inTurn, isCell, isPage, say, sayUnreached, send, state } from "./grid-table.js";

const KEPT = 20;
const undoing = pileOf(document.querySelector("[data-qq-undo]"), "qqUndo", "noUndo");
const redoing = pileOf(document.querySelector("[data-qq-redo]"), "qqRedo", "noRedo");

/** Acts that the form can turn round, the latest last. */
function pileOf(form, list, none) {
  const acts = form?.dataset[list].split(" ").filter(Boolean) ?? [];
  const show = () => (form.querySelector("button").disabled = !acts.length);
  return {
    form,
    none,
    has: (operation) => acts.includes(operation),
    pop: () => [acts.pop(), show()][0],
    push(operation) {
      if (!operation) return;
      acts.push(operation);
      acts.splice(0, acts.length - KEPT);
      show();
    },
    clear() {
      acts.length = 0;
      show();
    },
  };
}

/**
 * Note an act of one's own by one of its operations: it can be undone from now on, and nothing before it redone. One whose
 * answer was lost may stand in the page already, when the page is newer than the act.
 */
export function did(operation) {
  if (!operation || undoing.has(operation)) return;
  undoing.push(operation);
  redoing.clear();
}

/** Send an act, say what came of it and show the cells that it changed; false when it was not done. */
export async function act(address, fields, note = did) {
  try {
    const response = await inTurn(() => send(address, fields));
    if (isPage(response)) return await ask(await response.text(), note);
    const answer = await response.json();
    note(answer.operation);
    await catchUp();
    say([answer.said, ...answer.problems].filter(Boolean).join(" "), answer.problems.length > 0);
    return true;
  } catch (error) {
    sayUnreached(error);
    return false;
  }
}

let line = Promise.resolve();

/** One after another: of an old act the server asks first, and no key goes past the question. */
function turn(from, to) {
  if (!isAsking()) line = line.then(() => turnLast(from, to));
}

async function turnLast(from, to) {
  await inTurn(() => {}); // what is on its way is part of the last act
  const operation = from.pop();
  if (!operation) return say(state.dataset[from.none]);
  if (!(await act(from.form.action, { operation }, to.push))) from.push(operation);
}

const undo = () => turn(undoing, redoing);
const redo = () => turn(redoing, undoing);

function meant(event) {
  if (!(event.ctrlKey || event.metaKey)) return null;
  const is = (letter) => event.key.toLowerCase() === letter || event.code === `Key${letter.toUpperCase()}`;
  if (is("z")) return event.shiftKey ? redo : undo;
  return is("y") && !event.shiftKey ? redo : null;
}

/** In a cell that is being typed in, the browser's own undo takes the letters back first. */
function onKey(event) {
  const wish = meant(event);
  if (!wish) return;
  const at = document.activeElement;
  if (at.matches("input, textarea, select") && (!isCell(at) || at.value !== at.defaultValue)) return;
  event.preventDefault();
  wish();
}

export function start(current) {
  addEventListener("keydown", onKey);
  for (const [pile, wish] of [[undoing, undo], [redoing, redo]]) {
    pile.form.addEventListener("submit", (event) => {
      event.preventDefault();
      wish();
    });
  }
  const fill = document.querySelector("[data-qq-fill]");
  const menu = fill.closest("details");
  menu.addEventListener("toggle", () => menu.open && (fill.elements.column.value = current()));
  fill.addEventListener("submit", async (event) => {
    event.preventDefault();
    const reason = fill.elements.reason?.value || document.querySelector("[data-qq-reason]")?.value || "";
    await act(fill.action, { column: fill.elements.column.value, how: event.submitter.value, reason });
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  });
}
