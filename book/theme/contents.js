// Shows in the contents how far the reader is, and notes that a chapter was read. Loaded by every chapter.
//
// In: the page's contents, what `progress.js` knows, and the list of all exercises, which stands on the page to practise and is fetched
// once anything is known and the contents are seen. Out: below each chapter what of it was read, guessed, answered, put right.
// Deliberately absent: what comes back, and when (`practice.js`).

const { all, answered } = await import(new URL(`progress.js${new URL(import.meta.url).search}`, import.meta.url));

/** The kinds of exercises, by what their names begin with. */
const KINDS = ['predict-', 'quiz-', 'drill-'];

const [READ, GAP, ...DONE] = {
  zh: ['读过', '，', '猜', '答', '修好'],
  en: ['read', ', ', 'guessed', 'answered', 'put right'],
}[document.documentElement.dataset.language];

/** Under which name it is known that a chapter was read. */
const reading = (file) => `read-${file.replace('.html', '')}`;

/** What is known of a chapter's exercises, in words; nothing where nothing is. */
export function done(answers, file, exercises) {
  const kinds = KINDS.map((kind, place) => {
    const its = exercises.filter((id) => id.startsWith(kind));
    const known = its.filter((id) => kind === 'drill-' ? answers.get(id)?.right : answers.has(id)).length;
    return known ? `${DONE[place]} ${known}/${its.length}` : '';
  });
  return [answers.has(reading(file)) ? READ : '', ...kinds].filter(Boolean).join(GAP);
}

/** The last part of a link's address. */
export const fileOf = (link) => link.pathname.split('/').pop();

/** The exercises of a list, by the file of their chapter. */
export function listed(list) {
  return new Map([...list.querySelectorAll('.progress-chapter')].map((chapter) => [
    fileOf(chapter.querySelector('h2 a')),
    [...chapter.querySelectorAll('[data-exercise]')].map((row) => row.dataset.exercise),
  ]));
}

const toc = document.getElementById('toc');
let exercises;

/** Fetched once. A reader without a network, who has not kept the book, has the contents as they are. */
function everything() {
  exercises ??= fetch(new URL('practice.html', document.baseURI)).then(async (page) => {
    const list = new DOMParser().parseFromString(await page.text(), 'text/html');
    const base = list.createElement('base');
    base.href = page.url;
    list.head.prepend(base);
    return listed(list);
  });
  return exercises;
}

function known() {
  // Some private windows refuse.
  try { return all(localStorage).answers; } catch { return new Map(); }
}

async function show() {
  const answers = known();
  const shown = toc.querySelector('.toc-done');
  if (!toc.checkVisibility() || (!answers.size && !shown)) return;
  const chapters = await everything().catch(() => new Map());
  for (const link of toc.querySelectorAll('a')) {
    const words = done(answers, fileOf(link), chapters.get(fileOf(link)) ?? []);
    link.nextElementSibling?.remove();
    if (!words) continue;
    const mark = document.createElement('small');
    mark.className = 'toc-done';
    mark.textContent = words;
    link.after(mark);
  }
}

const own = toc.querySelector('[aria-current]');
const end = new IntersectionObserver(([{ isIntersecting }]) => {
  if (!isIntersecting) return;
  end.disconnect();
  const id = reading(fileOf(own));
  try { if (!known().has(id)) answered(localStorage, id, true, Date.now()); } catch { /* As above. */ }
});
if (own) end.observe(document.querySelector('.turn'));

toc.addEventListener('toggle', show);
addEventListener('answered', show);
addEventListener('storage', show);
show();
