/** A pasted block goes to the server in both flavours of the clipboard; what it would change is shown before anything is saved. */
import { ask } from "./grid-dialog.js";
import { keyOf, isCell, sayUnreached, send, sheetOf, table, versionOf } from "./grid-table.js";

const link = document.querySelector("[data-qq-paste]");

export function start() {
  table.addEventListener("paste", (event) => {
    if (!isCell(event.target)) return;
    const text = event.clipboardData.getData("text/plain");
    const html = event.clipboardData.getData("text/html");
    if (!/[\t\n\r]/.test(text.trim())) return; // one cell is typed, not pasted
    event.preventDefault();
    preview(event.target, text, html);
  });
}

/** The versions that this page shows: what is newer on the server is told apart. */
const seen = () =>
  [...table.querySelectorAll("input")].map((input) => `${sheetOf(input)} ${keyOf(input)} ${versionOf(input)} `).join("\n");

async function preview(input, text, html) {
  try {
    const response = await send(link.href, { sheet: sheetOf(input), column: keyOf(input), text, html, seen: seen() });
    await ask(await response.text());
    input.focus();
  } catch (error) {
    sayUnreached(error);
  }
}
