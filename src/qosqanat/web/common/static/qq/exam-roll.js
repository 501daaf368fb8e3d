/** A roll of points: Enter and the arrows move down and up, a value above the maximum is refused as it is typed. */
const roll = document.querySelector("[data-qq-roll]");
const fields = roll ? [...roll.querySelectorAll("input:not([type=hidden])")] : [];

function move(event) {
  const steps = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  const next = fields[fields.indexOf(event.target) + step];
  if (next) {
    next.focus();
    next.select();
  } else if (event.key === "Enter") {
    event.target.form.querySelector(".qq-save button").focus();
  }
}

function judge(event) {
  const points = Number(event.target.value.trim().replace(",", "."));
  event.target.setAttribute("aria-invalid", String(points > 100 || points < 0));
}

for (const field of fields) {
  field.addEventListener("keydown", move);
  field.addEventListener("change", judge);
  field.addEventListener("focus", () => field.select());
}
