/**
 * Every changed cell is sent on its own with an operation id and the version it was seen with, so that a repeat changes nothing
 * and another person's mark is never overwritten unseen.
 */
import { did } from "./grid-acts.js";
import { count, countInput } from "./grid-sums.js";
import { parse } from "./grid-rating.js";
import { asked, headOf, inTurn, keyOf, mark, rules, say, send, setVersion, sheetOf, state, table, titleOf, uuid, versionOf } from "./grid-table.js";

const sending = new Set();
const tries = new WeakMap();

export const isBusy = (input) => sending.has(input);
export const isSaved = (input) => input.value.trim() === input.defaultValue;

/** A number above the cell's maximum is refused in place, before anything is sent. */
export function check(input) {
  const cap = headOf(input).dataset.qqCap;
  const wrong = parse(input.value, rules) > Number(cap) * 100;
  mark(input, wrong);
  if (wrong) say(`${titleOf(input)}: ${input.value} > ${cap}`, true);
  else countInput(input);
  return !wrong;
}

/** What was typed meanwhile is sent when the answer is there. */
export async function save(input) {
  if (isBusy(input) || isSaved(input) || !check(input)) return;
  const sent = input.value;
  const operation = operationOf(input, sent);
  sending.add(input);
  input.classList.add("qq-busy");
  say(state.dataset.saving);
  let answer;
  try {
    answer = await inTurn(() => post(input, sent, operation));
    tries.delete(input);
  } catch {
    answer = { status: "offline", problems: [state.dataset.offline] };
  }
  sending.delete(input);
  input.classList.remove("qq-busy");
  if (answer.status === "saved") did(operation);
  settle(input, sent, answer);
  if (input.value !== sent && answer.status === "saved") save(input);
}

/** The same value tried again after a lost answer is the same operation: it is never written twice. */
function operationOf(input, value) {
  const before = tries.get(input);
  const operation = before?.value === value ? before.operation : uuid();
  tries.set(input, { value, operation });
  return operation;
}

async function post(input, value, operation) {
  const [component, number] = headOf(input).dataset.qqPlace.split(" ");
  const fields = { component, number, value, operation, sheet: sheetOf(input), version: versionOf(input) };
  return asked(await send(table.dataset.qqGrid, fields));
}

function settle(input, sent, answer) {
  const good = answer.status === "saved" || answer.status === "repeated";
  mark(input, !good);
  if (good) {
    if (input.value === sent) input.value = answer.value;
    stand(input, answer.value, answer.version);
    say(state.dataset.saved);
  } else if (answer.status === "conflict") {
    choose(input, answer);
  } else {
    say(`${titleOf(input)}: ${answer.problems.join(" ")}`, true);
    count(input.closest("tr"), keyOf(input), input.defaultValue);
  }
}

/** Note what the server has in a cell; what a person is typing there stays. */
export function stand(input, value, version) {
  setVersion(input, version);
  input.defaultValue = value;
  const sign = parse(value, rules);
  const kind = sign === null ? "empty" : ({ a: "absent", e: "excused" }[sign] ?? "number");
  const cell = input.parentElement;
  cell.classList.remove("qq-empty", "qq-number", "qq-absent", "qq-excused");
  cell.classList.add(`qq-${kind}`);
}

/** Both values are shown and a person chooses; nothing vanishes. */
export function choose(input, answer) {
  const mine = input.value;
  mark(input, true);
  say(`${titleOf(input)}: ${state.dataset.conflict} `, true);
  const offer = (label, value, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = `${label}: ${value || "—"}`;
    button.addEventListener("click", act);
    state.append(button);
  };
  const accept = (value) => {
    stand(input, answer.value, answer.version);
    input.value = value;
    mark(input, false);
    countInput(input);
    state.replaceChildren();
    save(input);
    input.focus();
  };
  offer(state.dataset.theirs, answer.value, () => accept(answer.value));
  offer(state.dataset.mine, mine, () => accept(mine));
}

/** Whether leaving the page would lose something. */
export const unsaved = () => sending.size > 0 || table.querySelector("input.qq-bad") !== null;
