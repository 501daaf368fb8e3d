/**
 * Ratings as somebody types, equal to the server's: all points are whole hundredths, so nothing is ever rounded by the machine.
 * Products of points and weights are ten-thousandths; the largest stays far below what a number holds exactly.
 */
const SHARES = 10_000;

/** A typed text as a mark: hundredths, "a" (absent), "e" (excused), null (empty), undefined (no mark). */
export function parse(text, rules) {
  const clean = text.trim();
  if (!clean) return null;
  const found = /^([0-9]{1,6})(?:[.,]([0-9]{1,2}))?$/.exec(clean);
  if (found) return Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0"));
  return rules.words[clean.toLowerCase()];
}

/** Hundredths (or other shares of one) as the page writes numbers. */
export function write(shares, rules, places = 2) {
  const digits = String(shares).padStart(places + 1, "0");
  const rest = digits.slice(-places).replace(/0+$/, "");
  return digits.slice(0, -places) + (rest && rules.point + rest);
}

/** What the marks of one student (a Map from key to mark) amount to. */
export function rate(rules, marks) {
  const earned = rules.weights.map(() => 0);
  const left = [...rules.work];
  for (const [period, cap] of Object.values(rules.cells)) left[period] += cap;
  countWeeks(rules, marks, earned, left);
  countTasks(rules, marks, earned, left);
  if (rules.over) left.fill(0);
  const total = sum(rules.weights);
  const weighed = sum(earned.map((points, period) => points * rules.weights[period]));
  const gap = rules.threshold * total - weighed;
  const admitted = gap <= 0;
  const more = needed(gap, rules.weights, left);
  return {
    periods: earned,
    admission: Math.floor((weighed * 100) / total),
    admitted,
    needed: more,
    outlook: outlook(admitted, more, left, rules),
    ...(admitted ? final(rules, weighed, exam(marks)) : { final: null, letter: null }),
  };
}

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const isMark = (mark) => mark !== undefined && mark !== null;

function countWeeks(rules, marks, earned, left) {
  for (const [key, [period, cap]] of Object.entries(rules.cells)) {
    const mark = marks.get(key);
    if (!isMark(mark) || mark === "e") continue;
    left[period] -= cap;
    if (mark !== "a") earned[period] += mark;
  }
  for (const key of rules.closed) {
    const mark = marks.get(key);
    if (!isMark(mark) || mark === "e") left[rules.cells[key][0]] -= rules.cells[key][1];
  }
}

function countTasks(rules, marks, earned, left) {
  rules.work.forEach((cap, period) => {
    const tasks = Object.entries(rules.tasks).filter(([, [owner]]) => owner === period);
    const open = tasks.filter(([key]) => !isMark(marks.get(key)) || marks.get(key) === "e");
    const points = sum(tasks.map(([key]) => marks.get(key)).filter(Number.isFinite));
    earned[period] += points;
    left[period] -= cap;
    if (tasks.length && !open.length) return;
    left[period] += tasks.length ? sum(open.map(([, [, most]]) => most)) : cap - points;
  });
}

/** The fewest points that close the gap, from the heaviest period first; null when it is out of reach. */
function needed(gap, weights, left) {
  if (gap <= 0) return 0;
  let points = 0;
  const order = weights.map((weight, period) => [weight, left[period]]).sort((a, b) => b[0] - a[0] || b[1] - a[1]);
  for (const [weight, more] of order) {
    if (gap <= weight * more) return points + Math.ceil(gap / weight);
    points += more;
    gap -= weight * more;
  }
  return null;
}

/** What may be said of admission now: nothing is wrong with a rating that is low while the points that are left suffice. */
function outlook(admitted, more, left, rules) {
  if (admitted) return "admitted";
  if (more === null) return "lost";
  return more * SHARES > rules.threshold * sum(left) ? "risk" : "open";
}

/** Of several examinations the latest one that has an entry counts. */
function exam(marks) {
  const attempts = [...marks.keys()].filter((key) => key.startsWith("e") && isMark(marks.get(key)));
  attempts.sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)));
  return attempts.length ? marks.get(attempts[0]) : null;
}

function final(rules, weighed, examined) {
  if (!rules.exam || !Number.isFinite(examined)) return { final: null, letter: null };
  if (examined < rules.threshold) return { final: null, letter: letter(rules, examined) };
  const whole = rounded(weighed + rules.exam.weight * examined, SHARES * 100, rules.exam.rounding);
  return { final: whole, letter: letter(rules, whole * 100) };
}

const letter = (rules, points) => rules.scale.find(([, low]) => points >= low)?.[0] ?? null;

function rounded(shares, one, rounding) {
  const whole = Math.floor(shares / one);
  const rest = shares - whole * one;
  if (rounding === "up") return rest ? whole + 1 : whole;
  if (rounding === "down" || rest * 2 < one) return whole;
  if (rest * 2 > one || rounding === "half_up") return whole + 1;
  return whole + (whole % 2);
}
