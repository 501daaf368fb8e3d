/**
 * Every changed cell is sent on its own with an operation id and the version it was seen with, so that a repeat changes nothing
 * and another person's mark is never overwritten unseen. What did not reach the server waits here and is sent again.
 */
import { did } from "./grid-acts.js";
import { drop, offer } from "./grid-choices.js";
import { count, countInput } from "./grid-sums.js";
import { parse } from "./grid-rating.js";
import { asked, fill, headOf, inTurn, isCell, keyOf, mark, rules, say, send, setVersion, sheetOf, state, table, tell, titleOf, versionOf } from "./grid-table.js";
import { troubleOf, uuid } from "./reach.js";

const sending = new Set();
const tries = new WeakMap();
const unsent = new Set();
const whys = new WeakMap();
let arrived = 0;
let trouble;

export const isBusy = (input) => sending.has(input) || unsent.has(input);
export const isSaved = (input) => input.value.trim() === input.defaultValue;

/** A number above the cell's maximum is refused in place, before anything is sent. */
export function check(input) {
  const cap = headOf(input).dataset.qqCap;
  const wrong = parse(input.value, rules) > Number(cap) * 100;
  if (wrong) refuse(input, fill(state.dataset.over, { value: input.value, cap: headOf(input).lastElementChild.textContent }));
  else {
    mark(input, false);
    countInput(input);
  }
  return !wrong;
}

function refuse(input, why) {
  mark(input, true);
  whys.set(input, `${titleOf(input)}: ${why}`);
  sayWhy(input);
}

/** Why the cell was refused, if it was. */
export const sayWhy = (input) => input.classList.contains("qq-bad") && say(whys.get(input), true);

/** What was typed meanwhile is sent when the answer is there. */
export async function save(input) {
  if (sending.has(input)) return;
  if (isSaved(input) || !check(input)) {
    if (release(input)) report("");
    return;
  }
  const sent = input.value;
  const operation = operationOf(input, sent);
  sending.add(input);
  input.classList.add("qq-busy");
  if (!unsent.has(input)) say(state.dataset.saving);
  let answer;
  try {
    answer = await inTurn(() => post(input, sent, operation));
    tries.delete(input);
  } catch (error) {
    answer = { status: "unsent", trouble: troubleOf(error) };
  }
  sending.delete(input);
  input.classList.remove("qq-busy");
  did(answer.operation);
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

export const tried = (input) => tries.get(input);

/** Put back what another page of this sheet had not saved, over the version that it was typed over, and try it. */
export function restore(input, value, version, attempt) {
  input.value = value;
  if (isSaved(input)) return;
  setVersion(input, version);
  if (attempt) tries.set(input, attempt);
  save(input);
}

async function post(input, value, operation) {
  const [component, number] = headOf(input).dataset.qqPlace.split(" ");
  const fields = { component, number, value, operation, sheet: sheetOf(input), version: versionOf(input) };
  return asked(await send(table.dataset.qqGrid, fields));
}

function settle(input, sent, answer) {
  if (answer.status === "unsent") return keep(input, answer.trouble);
  const waited = release(input);
  if (answer.status === "saved" || answer.status === "repeated") {
    if (input.value === sent) input.value = answer.value;
    stand(input, answer.value, answer.version);
    drop(input);
    if (waited) arrived++;
    report(state.dataset.saved);
  } else if (answer.status === "conflict") {
    choose(input, answer, isSaved(input) ? sent : input.value);
  } else {
    refuse(input, answer.problems.join(" "));
    count(input.closest("tr"), keyOf(input), input.defaultValue);
  }
}

/** Told once: a mark that is tried again and again in the same trouble says nothing new. */
function keep(input, why) {
  if (unsent.has(input) && why === trouble) return;
  trouble = why;
  unsent.add(input);
  input.classList.add("qq-unsent");
  report();
}

/** Whether the cell was waiting; it is no more. */
function release(input) {
  input.classList.remove("qq-unsent");
  return unsent.delete(input);
}

/** How many marks wait; when none does any more, how many arrived and when; else why a cell is refused, or the plain sentence. */
function report(plain) {
  const refused = table.querySelector("input.qq-bad");
  if (unsent.size) tell(fill(state.getAttribute(`data-wait-${trouble}`), { n: unsent.size }), true);
  else if (arrived) tell(fill(state.dataset.arrived, { n: arrived, time: new Date().toTimeString().slice(0, 5) }));
  else if (refused) sayWhy(refused);
  else tell(plain);
  if (!unsent.size) arrived = 0;
}

/** Send what waits once more, each mark as the operation that it was, until one stays; where somebody types on, they are not done yet. */
export async function resend() {
  for (const input of [...unsent]) {
    if (input === document.activeElement && input.value !== tries.get(input).value) continue;
    await save(input);
    if (unsent.has(input)) return;
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

/** Both values are listed and a person chooses; nothing vanishes. Equal ones need no choice. */
export function choose(input, theirs, mine) {
  if (parse(mine, rules) === parse(theirs.value, rules)) return take(input, theirs.value, theirs);
  report(state.dataset.conflict);
  offer(input, mine, theirs, (isMine) => take(input, isMine ? mine : theirs.value, theirs));
}

/** Let the cell say `value` over what the server has; when that differs it is sent. */
function take(input, value, theirs) {
  drop(input);
  if (versionOf(input) < theirs.version) stand(input, theirs.value, theirs.version);
  input.value = value;
  check(input);
  if (isSaved(input)) report("");
  else save(input);
}

/** Resolves when nothing is on its way. */
export async function whenSent() {
  while (sending.size) await inTurn(() => {});
}

/** Leaving the page by a key takes no focus away: what is typed there was not sent yet. */
const isTyped = (thing) => isCell(thing) && !isSaved(thing);

/** Whether leaving the page would lose something. */
export const unsaved = () => sending.size > 0 || isTyped(document.activeElement) || table.querySelector(".qq-bad, .qq-clash, .qq-unsent") !== null;
