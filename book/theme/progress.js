// What a reader has answered, on this device.
//
// In: an answer to an exercise, and when. Out: the answers known, when each comes back, all of them as a text, and back.
// That a chapter was read is an answer like others, which is always right. Each answer is an item of its own in the browser's storage, so two tabs write over each other only where both answer the
// same exercise, and then the later one counts. An item says in which version it is written. What cannot be read is kept
// aside under another name, never dropped.
// Deliberately absent: what exercises there are, and how anything looks.

const VERSION = 1;
const NAME = 'flink-notes answer ';
const ASIDE = 'flink-notes aside ';

const DAY_MS = 86_400_000;

/** After a wrong answer an exercise comes back after so many days; with each right one it moves on, and then it is done. */
const DAYS = [1, 3, 7, 16];

/** An answer as it is stored, or nothing where it is none. `step` is its place in DAYS; -1: it does not come back. */
function read(text) {
  try {
    const { version, at, right, step } = JSON.parse(text);
    const sound = version === VERSION && Number.isFinite(at) && typeof right === 'boolean'
      && Number.isInteger(step) && step >= -1 && step < DAYS.length;
    return sound ? { at, right, step } : undefined;
  } catch {
    return undefined;
  }
}

const write = ({ at, right, step }) => JSON.stringify({ version: VERSION, at, right, step });

/** What follows from an answer, given the one before it. Answered again before it is due, a right one changes nothing. */
export function next(before, right, now) {
  if (!right) return { at: now, right, step: 0 };
  if (!before || before.step < 0) return { at: now, right, step: -1 };
  if (now < due(before)) return before;
  return { at: now, right, step: before.step + 1 < DAYS.length ? before.step + 1 : -1 };
}

/** When an exercise comes back: a time in milliseconds, or never. */
export function due({ at, step }) {
  return step < 0 ? Infinity : at + DAYS[step] * DAY_MS;
}

/** All answers in a storage, and how many texts were kept aside. */
export function all(storage) {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index));
  const answers = new Map();
  for (const name of names.filter((each) => each.startsWith(NAME))) {
    const text = storage.getItem(name);
    const answer = read(text);
    if (answer) {
      answers.set(name.slice(NAME.length), answer);
    } else {
      storage.setItem(ASIDE + name.slice(NAME.length), text);
      storage.removeItem(name);
    }
  }
  return { answers, aside: Object.keys(storage).filter((name) => name.startsWith(ASIDE)).length };
}

/** Says on this page that something is known or forgotten; other tabs hear of it from the browser. */
const tell = () => dispatchEvent(new Event('answered'));

/** Writes an answer down. */
export function answered(storage, id, right, now) {
  const before = read(storage.getItem(NAME + id));
  storage.setItem(NAME + id, write(next(before, right, now)));
  tell();
}

/** Forgets some answers. */
export function forget(storage, ids) {
  ids.forEach((id) => storage.removeItem(NAME + id));
  tell();
}

/** All answers as a text for a file. */
export function exported(storage) {
  return JSON.stringify({ version: VERSION, answers: Object.fromEntries(all(storage).answers) }, null, 1);
}

/** Takes such a text in: of two answers to the same exercise the later one counts. How many came in; nothing where it is none. */
export function imported(storage, text) {
  let answers;
  try {
    const parsed = JSON.parse(text);
    if (parsed.version !== VERSION) return undefined;
    answers = Object.entries(parsed.answers).map(([id, answer]) => [id, read(write(answer))]);
  } catch {
    return undefined;
  }
  if (answers.some(([, answer]) => !answer)) return undefined;
  const known = all(storage).answers;
  const later = answers.filter(([id, { at }]) => !(known.get(id)?.at >= at));
  later.forEach(([id, answer]) => storage.setItem(NAME + id, write(answer)));
  tell();
  return later.length;
}
