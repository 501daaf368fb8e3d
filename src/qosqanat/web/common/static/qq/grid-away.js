/** Leaving the page: the browser asks before something is lost; another language or colours take what is not saved along. */
import { choices, mineOf } from "./grid-choices.js";
import { isSaved, restore, save, tried, unsaved, whenSent } from "./grid-save.js";
import { isCell, say, state, table, versionOf } from "./grid-table.js";

const KEPT = state?.dataset.kept;
let leaving = false;

export function start() {
  addEventListener("beforeunload", (event) => !leaving && unsaved() && event.preventDefault());
  addEventListener("pageshow", () => (leaving = false));
  for (const form of document.querySelectorAll("[data-qq-back]")) form.addEventListener("submit", change);
  takeBack();
}

/** What is on its way arrives first; a page that cannot be fetched is not asked for. */
async function change(event) {
  if (leaving) return;
  const { target, submitter } = event;
  event.preventDefault();
  if (isCell(document.activeElement)) save(document.activeElement);
  await whenSent();
  if (!navigator.onLine) return say(state.dataset.actOffline, true);
  keep();
  leaving = true;
  setTimeout(() => target.requestSubmit(submitter)); // not while the form is still being submitted
}

function keep() {
  const open = new Set([...table.querySelectorAll("input")].filter((input) => !isSaved(input)).concat(...choices()));
  const cells = [...open].map((input) => [input.id, isSaved(input) ? mineOf(input) : input.value, versionOf(input), tried(input)]);
  if (cells.length) sessionStorage.setItem(KEPT, JSON.stringify(cells));
}

/** Every mark is tried as it would have been: the answer is a refusal in the new language, a choice, or that it is saved. */
function takeBack() {
  const cells = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  sessionStorage.removeItem(KEPT);
  for (const [id, value, version, attempt] of cells) {
    const input = document.getElementById(id);
    if (input) restore(input, value, version, attempt);
  }
}
