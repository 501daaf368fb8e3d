/** The dialog in which the server asks before it does an act: what a paste would change, whether an old act is to go back. */
import { did } from "./grid-acts.js";
import { catchUp } from "./grid-live.js";
import { isPage, say, sayUnreached } from "./grid-table.js";
import { reach } from "./reach.js";

const DONE = "done";
const dialog = document.querySelector("[data-qq-dialog]");

let noted;

export const isAsking = () => dialog.open;

export function start() {
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-qq-cancel]")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("submit", apply);
}

/** Show what the server asks; true when it was done (`note` hears its operation), false when the person thought better of it. Throws for any other page. */
export function ask(page, note = did) {
  noted = note;
  show(page);
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === DONE), { once: true }));
}

function show(page) {
  const parsed = new DOMParser().parseFromString(page, "text/html");
  const heading = parsed.querySelector("#preview_heading");
  if (!heading) throw new Error("no preview");
  dialog.replaceChildren(...parsed.body.childNodes);
  dialog.returnValue = "";
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("#preview_heading").focus();
}

async function apply(event) {
  event.preventDefault();
  const form = event.target;
  const body = new URLSearchParams(new FormData(form));
  body.delete("csrfmiddlewaretoken"); // it may be older than the session
  try {
    const response = await reach(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    if (isPage(response)) return show(await response.text());
    const { said, problems = [], operation } = await response.json();
    noted(operation);
    dialog.close(DONE);
    await catchUp();
    say([said, ...problems].filter(Boolean).join(" "), problems.length > 0);
  } catch (error) {
    sayUnreached(error);
  }
}
