// Shows on the list of exercises what the reader has answered on this device. Loaded only by the page with that list.
//
// In: the list as the preprocessor drew it, and what `progress.js` knows. Out: a mark on each exercise, how many of a
// chapter are answered, and those that come back today; all of it as a file, and back; a chapter forgotten.

const { all, due, exported, forget, imported } =
  await import(new URL(`progress.js${new URL(import.meta.url).search}`, import.meta.url));

const WORDS = {
  zh: {
    none: '没有要再问的。',
    today: (count) => `${count} 道题。`,
    aside: (count) => `有 ${count} 条记录读不懂，没有丢，另外放着。`,
    count: (right, count, every) => `${count} / ${every}，猜对 ${right}`,
    drills: (right, count, every) => `修好 ${right} / ${every}`,
    taken: (count) => `取回了 ${count} 条。`,
    unknown: '这个文件不是从这里存出去的，什么也没有改。',
    right: '猜对了',
    wrong: '没猜中',
    drilled: '修好过',
  },
  en: {
    none: 'Nothing is to be asked again.',
    today: (count) => `${count} ${count === 1 ? 'question' : 'questions'}.`,
    aside: (count) => `${count} ${count === 1 ? 'record' : 'records'} could not be read and ${count === 1 ? 'is' : 'are'} kept aside.`,
    count: (right, count, every) => `${count} of ${every}, ${right} right`,
    drills: (right, count, every) => `${right} of ${every} put right`,
    taken: (count) => `${count} taken in.`,
    unknown: 'This file was not saved here; nothing was changed.',
    right: 'right',
    wrong: 'not right',
    drilled: 'put right',
  },
}[document.documentElement.dataset.language];

const list = document.querySelector('.progress');
const told = list.querySelector('.progress-told');

/** What is put right, not answered: a chapter has either. */
const isDrill = (row) => row.dataset.exercise.startsWith('drill-');

function show(news = '') {
  const { answers, aside } = all(localStorage);
  const answerOf = (row) => answers.get(row.dataset.exercise);
  const chapters = [...list.querySelectorAll('.progress-chapter')];
  const rows = chapters.flatMap((chapter) => [...chapter.querySelectorAll('li')]);
  for (const row of rows) {
    const answer = answerOf(row);
    row.dataset.state = !answer ? 'open' : answer.right ? 'right' : 'wrong';
    row.title = answer ? WORDS[isDrill(row) && answer.right ? 'drilled' : row.dataset.state] : '';
  }
  for (const chapter of chapters) {
    const known = [...chapter.querySelectorAll('li')].map(answerOf).filter(Boolean);
    const count = chapter.querySelector('.progress-count');
    const words = isDrill(chapter.querySelector('li')) ? WORDS.drills : WORDS.count;
    count.textContent = words(known.filter(({ right }) => right).length, known.length, count.dataset.all);
    chapter.querySelector('[data-act="reset"]').hidden = !known.length;
  }
  const back = rows.filter((row) => answerOf(row) && due(answerOf(row)) <= Date.now());
  list.querySelector('.progress-today ul').replaceChildren(...back.map((row) => row.cloneNode(true)));
  const parts = [news, back.length ? WORDS.today(back.length) : WORDS.none, aside && WORDS.aside(aside)];
  told.textContent = parts.filter(Boolean).join(' ');
}

list.addEventListener('click', ({ target }) => {
  const act = target.dataset?.act;
  if (act === 'reset') {
    const rows = target.closest('section').querySelectorAll('li');
    forget(localStorage, [...rows].map((row) => row.dataset.exercise));
    show();
    target.closest('section').querySelector('h2 a').focus();
  }
  if (act === 'export') {
    const link = document.createElement('a');
    link.href = `data:application/json,${encodeURIComponent(exported(localStorage))}`;
    link.download = 'flink-notes.json';
    link.click();
  }
});

list.querySelector('input').addEventListener('change', async ({ target }) => {
  const count = imported(localStorage, await target.files[0].text());
  target.value = '';
  show(count === undefined ? WORDS.unknown : WORDS.taken(count));
});

// Another tab answered something.
addEventListener('storage', () => show());
show();
