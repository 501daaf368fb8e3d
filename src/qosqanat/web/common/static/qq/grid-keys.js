/**
 * The keys of a spreadsheet over plain inputs (W3C grid pattern): one tab stop, arrows move, a digit overwrites, Enter saves
 * and goes down, F2 edits, Escape restores. Nothing wraps.
 */
import { check, save, sayWhy } from "./grid-save.js";
import { isCell, rows, say, table } from "./grid-table.js";

let stop;

export function start() {
  stop = table.querySelector("input[aria-invalid]") ?? table.querySelector("input");
  if (stop) stop.tabIndex = 0;
  leaveOrder(everywhere().reverse());
  table.addEventListener("focusin", ({ target }) => isCell(target) && arrive(target));
  table.addEventListener("focusout", ({ target }) => isCell(target) && leave(target));
  table.addEventListener("keydown", onKey);
  table.addEventListener("input", ({ target }) => check(target));
  table.closest("form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (isCell(document.activeElement)) save(document.activeElement);
  });
  catchUp();
}

/** What was typed and left while the scripts were still on their way. */
function catchUp() {
  for (const input of everywhere()) if (input !== document.activeElement && input.value !== input.defaultValue) save(input);
}

const idle = window.requestIdleCallback ?? ((task) => setTimeout(task, 0, { timeRemaining: () => 9 }));

/** All other inputs leave the order of the Tab key, some at a time: no key waits for it. */
function leaveOrder(inputs) {
  idle((time) => {
    while (inputs.length && time.timeRemaining() > 2) {
      const input = inputs.pop();
      if (input !== stop) input.tabIndex = -1;
    }
    if (inputs.length) leaveOrder(inputs);
  });
}

/** The cell that the keys are at, also while a menu has the focus. */
export const current = () => stop;

function arrive(input) {
  stop.tabIndex = -1;
  stop = input;
  input.tabIndex = 0;
  input.select();
  sayWhy(input);
}

/** Saved when the focus has moved: what saving writes on the page would be laid out twice before it. */
function leave(input) {
  delete input.dataset.qqEditing;
  queueMicrotask(() => save(input));
}

const inRow = (row) => [...row.querySelectorAll("input")];

/** The input `down` rows below; rows without that place are passed over. */
function below(input, down) {
  const step = Math.sign(down);
  const column = input.parentElement.cellIndex;
  let found;
  for (let at = rows.indexOf(input.closest("tr")) + step, left = Math.abs(down); rows[at] && left; at += step) {
    const next = rows[at].cells[column].querySelector("input");
    if (next) {
      found = next;
      left--;
    }
  }
  return found;
}

function beside(input, right) {
  const places = inRow(input.closest("tr"));
  return places[places.indexOf(input) + right];
}

const first = (list) => list[0];
const last = (list) => list[list.length - 1];
const everywhere = () => [...table.querySelectorAll("input")];
const here = (input) => inRow(input.closest("tr"));

function onKey(event) {
  const input = event.target;
  if (!isCell(input) || event.altKey || event.metaKey) return;
  const editing = "qqEditing" in input.dataset;
  const go = {
    ArrowUp: () => below(input, -1),
    ArrowDown: () => below(input, 1),
    PageUp: () => below(input, -10),
    PageDown: () => below(input, 10),
    Enter: () => below(input, event.shiftKey ? -1 : 1),
    ArrowLeft: () => !editing && beside(input, -1),
    ArrowRight: () => !editing && beside(input, 1),
    Home: () => !editing && first(event.ctrlKey ? everywhere() : here(input)),
    End: () => !editing && last(event.ctrlKey ? everywhere() : here(input)),
    Tab: () => beside(input, event.shiftKey ? -1 : 1),
  }[event.key];
  if (go) {
    const next = go();
    if (next) {
      event.preventDefault();
      next.focus();
    } else if (event.key === "Enter") {
      event.preventDefault();
      save(input);
    } else if (event.key !== "Tab" && !editing) {
      event.preventDefault();
    }
  } else if (event.key === "F2") {
    event.preventDefault();
    input.dataset.qqEditing = "";
    input.setSelectionRange(input.value.length, input.value.length);
  } else if (event.key === "Escape") {
    input.value = input.defaultValue;
    delete input.dataset.qqEditing;
    check(input);
    say("");
    input.select();
  }
}
