/** What every page needs: focus the error summary, keep the frame calm. Elements of single desks live in their own files. */
document.querySelector("[data-qq-focus]")?.focus();

for (const menu of document.querySelectorAll("details.qq-me, details.qq-menu")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

/** Another language or colours keep what was typed: texts of this page, never passwords, codes or files, for one load. */
const KEPT = "qq-typed";
const TYPED = "main input:not([type]), main input[type=text], main input[type=search], main input[type=email], main input[type=tel], main input[type=date], main input[type=number], main textarea";
const SAVED_AT_ONCE = ".qq-grid, qq-week";
const typedFields = () => [...document.querySelectorAll(TYPED)].filter((field) => !field.readOnly && field.autocomplete !== "one-time-code" && !field.closest(SAVED_AT_ONCE));
const nameOf = (field, index) => field.id || `${field.name}#${index}`;

function keep() {
  const changed = typedFields().map((field, index) => [field, index]).filter(([field]) => field.value !== field.defaultValue);
  const typed = changed.map(([field, index]) => [nameOf(field, index), field.value]);
  if (typed.length) sessionStorage.setItem(KEPT, JSON.stringify({ page: location.pathname, typed }));
}
for (const form of document.querySelectorAll("[data-qq-back]")) form.addEventListener("submit", keep);

const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
sessionStorage.removeItem(KEPT);
if (kept?.page === location.pathname) {
  const typed = new Map(kept.typed);
  typedFields().forEach((field, index) => {
    const value = typed.get(nameOf(field, index));
    if (value === undefined) return;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
