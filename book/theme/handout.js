// A path of a session on paper. Fetched when somebody asks for it.
//
// In: a path of the chapter (present.js says what its moments are and what they ask). Out: a sheet behind the chapter, printed and
// taken away again: the path's table, and of each moment its picture, its questions with boxes to tick, and room to write; of a
// moment that leads to a table, that table with its cells empty.

const { moments, section, first, opens, questionsOf, fetched, made } = await import(new URL(`present.js${new URL(import.meta.url).search}`, import.meta.url));

function copy(part) {
  const copied = part?.cloneNode(true) ?? '';
  copied.id &&= '';
  return copied;
}

/** A question, and its choices to tick. */
const asked = ({ text, choices }) => [
  made('p', {}, text),
  ...(choices.length ? [made('ul', {}, ...choices.map((choice) => made('li', {}, choice)))] : []),
];

/** The table below the heading that a moment leads to, for whoever says it by heart; without a network there is none. */
async function toFill(link) {
  const page = link && await fetched(link).catch(() => undefined);
  let part = page?.getElementById(link.hash.slice(1));
  if (!/^H[123]$/.test(part?.tagName)) return undefined;
  do part = part.nextElementSibling; while (part && !/^H[123]$/.test(part.tagName) && !part.querySelector('table'));
  const table = copy(part?.querySelector('table'));
  if (table) table.querySelectorAll('td:not(:first-child)').forEach((cell) => cell.replaceChildren());
  return table;
}

async function sheetOf(moment) {
  const { section: own } = moment;
  const table = await toFill(opens(moment));
  const lines = made('div', { className: 'handout-lines' });
  const inside = table ? [table] : [copy(first(own, '.picture')), made('div', {}, ...(await questionsOf(moment)).flatMap(asked), lines)];
  return made('section', { className: 'handout-moment' }, copy(own[0]), ...inside);
}

/** Prints it. */
export async function print(path) {
  const own = moments(path).filter((moment) => moment.section);
  const head = section(path).filter((part) => part.matches('h3, .table-wrapper')).map(copy);
  const sheet = made('div', { className: 'handout-sheet' }, ...head, ...await Promise.all(own.map(sheetOf)));
  document.getElementById('content').append(sheet);
  document.documentElement.classList.add('handout');
  addEventListener('afterprint', () => {
    document.documentElement.classList.remove('handout');
    sheet.remove();
  }, { once: true });
  globalThis.print();
}
