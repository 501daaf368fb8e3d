/** Cells for which two marks wait: each is listed with both, whose the other one is and since when, until a person chooses. */
import { fill, state, titleOf } from "./grid-table.js";

const list = document.querySelector("[data-qq-choices]");
const waiting = new Map();

export const mineOf = (input) => waiting.get(input)?.mine;
export const choices = () => waiting.keys();

/** List the cell, or tell its line of a newer mark; `settle` hears whether it is to be mine. */
export function offer(input, mine, theirs, settle) {
  const choice = waiting.get(input) ?? lineOf(input);
  Object.assign(choice, { mine, settle });
  const [text, keep, put] = choice.line.children;
  text.textContent = fill(state.dataset.clash, { cell: titleOf(input), mine: mine || "—", theirs: theirs.value || "—", who: theirs.author, when: theirs.when });
  keep.textContent = `${state.dataset.theirs}: ${theirs.value || "—"}`;
  put.textContent = `${state.dataset.mine}: ${mine || "—"}`;
}

function lineOf(input) {
  const line = document.createElement("li");
  line.append(document.createElement("span"), button(input, false), button(input, true));
  line.firstElementChild.id = `choose-${input.id}`;
  input.setAttribute("aria-describedby", line.firstElementChild.id);
  input.classList.add("qq-clash");
  list.append(line);
  const choice = { line };
  waiting.set(input, choice);
  return choice;
}

function button(input, isMine) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm";
  made.addEventListener("click", () => choose(input, isMine));
  return made;
}

/** The keys go on at the next choice, after the last one back in the cell. */
function choose(input, isMine) {
  const { line, settle } = waiting.get(input);
  const next = line.nextElementSibling ?? line.previousElementSibling;
  (next?.querySelector("button") ?? input).focus();
  drop(input);
  settle(isMine);
}

/** The cell says what the server says: nothing is left to choose. */
export function drop(input) {
  waiting.get(input)?.line.remove();
  if (!waiting.delete(input)) return;
  input.removeAttribute("aria-describedby");
  input.classList.remove("qq-clash");
}
