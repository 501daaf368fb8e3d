/** A list with acts: one box ticks the page, the bar counts nothing by itself. Without scripts each row is ticked alone. */
for (const all of document.querySelectorAll("[data-qq-all]")) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const one of document.getElementsByName(all.dataset.qqAll)) one.checked = all.checked;
  });
}
