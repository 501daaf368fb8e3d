/** A list with acts: one box ticks the page, the bar counts nothing by itself. Without scripts each row is ticked alone.
 * The print view has a button beside the browser's own. */
for (const all of document.querySelectorAll("[data-qq-all]")) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const one of document.getElementsByName(all.dataset.qqAll)) one.checked = all.checked;
  });
}
for (const button of document.querySelectorAll("[data-qq-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
