/** Shows what the marks of a row amount to, at each key: the server says the same when it has saved. */
import { parse, rate, write } from "./grid-rating.js";
import { keyOf, rules } from "./grid-table.js";

const known = new WeakMap();

function marksOf(row) {
  if (!known.has(row)) {
    const pairs = row.dataset.qqMarks.split(" ").filter(Boolean).map((pair) => pair.split("="));
    known.set(row, new Map(pairs.map(([key, mark]) => [key, /^[0-9]/.test(mark) ? Number(mark) : mark])));
  }
  return known.get(row);
}

/** Count `text` in the place `key` of `row`; what is no mark counts as what stood there. */
export function count(row, key, text) {
  const mark = parse(text, rules);
  if (mark === undefined) return;
  const marks = marksOf(row);
  if (mark === null) marks.delete(key);
  else marks.set(key, mark);
  show(row, rate(rules, marks));
}

export const countInput = (input) => count(input.closest("tr"), keyOf(input), input.value);

function show(row, ratings) {
  row.querySelectorAll("[data-qq-rating]").forEach((cell, period) => put(cell, write(ratings.periods[period], rules)));
  const admission = row.querySelector("[data-qq-admission]");
  put(admission, write(ratings.admission, rules, 4));
  if (admission.dataset.qqAdmission !== ratings.outlook) admission.dataset.qqAdmission = ratings.outlook;
  put(row.querySelector("[data-qq-needed]"), ratings.needed === null ? "—" : write(ratings.needed, rules));
  const final = row.querySelector("[data-qq-final]");
  if (final) put(final, [ratings.final, ratings.letter].filter((part) => part !== null).join(" "));
}

/** Touch the page only where something differs, and only the letters: a node put in or taken out makes the browser match every rule anew. */
function put(cell, text) {
  if (cell.textContent === text) return;
  if (cell.firstChild) cell.firstChild.data = text;
  else cell.textContent = text;
}
