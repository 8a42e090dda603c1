// Shows on the list of exercises what the reader has answered on this device. Loaded only by the page with that list.
//
// In: the list as the preprocessor drew it, and what `progress.js` knows. Out: a mark on each exercise, what of a chapter is
// done, those that come back today, and what is next; all of it as a file, and back; a chapter forgotten.

const file = (name) => new URL(name + new URL(import.meta.url).search, import.meta.url);
const [{ all, due, exported, forget, imported }, { done, fileOf, listed }] =
  await Promise.all([import(file('progress.js')), import(file('contents.js'))]);

const WORDS = {
  zh: {
    none: '没有要再问的。',
    today: (count) => `${count} 道题。`,
    aside: (count) => `有 ${count} 条记录读不懂，没有丢，另外放着。`,
    right: (count) => `对 ${count}`,
    next: '接下来：',
    gap: '，',
    taken: (count) => `取回了 ${count} 条。`,
    unknown: '这个文件不是从这里存出去的，什么也没有改。',
    states: { right: '对了', wrong: '没有对', drilled: '修好过' },
  },
  en: {
    none: 'Nothing is to be asked again.',
    today: (count) => `${count} ${count === 1 ? 'question' : 'questions'}.`,
    aside: (count) => `${count} ${count === 1 ? 'record' : 'records'} could not be read and ${count === 1 ? 'is' : 'are'} kept aside.`,
    right: (count) => `${count} right`,
    next: 'Next: ',
    gap: ', ',
    taken: (count) => `${count} taken in.`,
    unknown: 'This file was not saved here; nothing was changed.',
    states: { right: 'right', wrong: 'not right', drilled: 'put right' },
  },
}[document.documentElement.dataset.language];

const list = document.querySelector('.progress');
const told = list.querySelector('.progress-told');

const exercises = listed(list);
const whole = new Map([...list.querySelectorAll('.progress-count')].map((count) => [count, count.textContent]));

/** What is put right, not answered. */
const isDrill = (row) => row.dataset.exercise.startsWith('drill-');

/** An exercise that comes back, with the chapter where it stands. */
function again(row) {
  const copy = row.cloneNode(true);
  const where = document.createElement('small');
  where.textContent = row.closest('section').querySelector('h2 a').textContent;
  copy.append(' ', where);
  return copy;
}

/** The first chapter that was not read; or else the first exercise that is open. */
function next(answers, rows) {
  const chapters = [...list.querySelectorAll('.progress-chapter h2 a')];
  const unread = chapters.find((link) => !answers.has(`read-${fileOf(link).replace('.html', '')}`));
  return unread ?? rows.find((row) => !answers.has(row.dataset.exercise))?.querySelector('a');
}

function show(news = '') {
  const { answers, aside } = all(localStorage);
  const answerOf = (row) => answers.get(row.dataset.exercise);
  const chapters = [...list.querySelectorAll('.progress-chapter')];
  const rows = chapters.flatMap((chapter) => [...chapter.querySelectorAll('li')]);
  for (const row of rows) {
    const answer = answerOf(row);
    row.dataset.state = !answer ? 'open' : answer.right ? 'right' : 'wrong';
    row.title = answer ? WORDS.states[isDrill(row) && answer.right ? 'drilled' : row.dataset.state] : '';
  }
  for (const chapter of chapters) {
    const its = [...chapter.querySelectorAll('li')];
    const asked = its.filter((row) => !isDrill(row)).map(answerOf).filter(Boolean);
    const [link, count] = [chapter.querySelector('h2 a'), chapter.querySelector('.progress-count')];
    const words = done(answers, fileOf(link), exercises.get(fileOf(link)));
    const right = asked.length ? WORDS.right(asked.filter((answer) => answer.right).length) : '';
    count.textContent = [whole.get(count), words, right].filter(Boolean).join(WORDS.gap);
    chapter.querySelector('[data-act="reset"]').hidden = !its.some(answerOf);
  }
  const back = rows.filter((row) => answerOf(row) && due(answerOf(row)) <= Date.now());
  list.querySelector('.progress-today ul').replaceChildren(...back.map(again));
  const link = next(answers, rows)?.cloneNode(true);
  list.querySelector('.progress-next').replaceChildren(...(link && !back.length ? [WORDS.next, link] : []));
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
