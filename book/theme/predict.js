// Judges predictions. Loaded only by pages that have one.
//
// In: each <figure class="predict"> as the preprocessor drew it: a form, and, folded away, what is told of each choice
// (or the number, and how far off is near enough); `data-play` is the link that plays it. Out: once the reader has
// committed, the right choice marked, what is told unfolded, and the stage sent along that link as by any other.
// Deliberately absent: which answer is right. The build asked the model.

const WORDS = {
  zh: {
    commit: '就这么猜',
    again: '再猜一次',
    right: '猜对了。',
    wrong: (right) => `没猜中，是 ${right}。`,
    close: (exact) => `够近了，模型里是 ${exact}。`,
    plays: '图正从发问的那一刻放起。',
    set: '图已经照这样拨好。',
    watch: '再看一遍',
    choose: '先选一个。',
    number: '先写一个数。',
  },
  en: {
    commit: 'This is my guess',
    again: 'Guess again',
    right: 'Right.',
    wrong: (right) => `Not quite: it is ${right}.`,
    close: (exact) => `Close enough: in the model it is ${exact}.`,
    plays: 'The picture plays from the moment of the question.',
    set: 'The picture is set like this now.',
    watch: 'Watch it again',
    choose: 'Choose one first.',
    number: 'Write a number first.',
  },
}[document.documentElement.dataset.language];

const { answered } = await import(new URL(`progress.js${new URL(import.meta.url).search}`, import.meta.url));

/** What was answered is kept on this device, where the browser keeps anything. */
function keep(figure, right) {
  try { answered(localStorage, figure.id, right, Date.now()); } catch { /* Some private windows refuse. */ }
}

/** The picture goes there as if the reader had followed a link; nothing is added to the way back. */
function play(link) {
  history.replaceState(null, '', `#${link}`);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/** What the reader says to a figure's question; nothing where nothing was chosen or written. */
function given(figure) {
  return figure.querySelector('input:checked, input[type="number"]')?.value || undefined;
}

/** Whether it is right, and the verdict in words. Choices get their marks. */
function judge(figure, guess) {
  const told = figure.querySelector('.predict-told');
  if (told.dataset.figure) {
    const { figure: exact, within } = told.dataset;
    if (Number(guess) === Number(exact)) return [true, WORDS.right];
    return Math.abs(guess - exact) <= Number(within) ? [true, WORDS.close(exact)] : [false, WORDS.wrong(exact)];
  }
  const right = [...told.children].findIndex((each) => each.matches('.predict-right'));
  const choices = figure.querySelectorAll('.predict-choices li');
  choices[right].classList.add('predict-right');
  if (Number(guess) === right) return [true, WORDS.right];
  choices[guess].classList.add('predict-wrong');
  return [false, WORDS.wrong(String.fromCharCode(65 + right))];
}

function link(text, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'predict-watch';
  made.textContent = text;
  made.addEventListener('click', act);
  return made;
}

function strong(text) {
  const made = document.createElement('strong');
  made.textContent = text;
  return made;
}

for (const figure of document.querySelectorAll('figure.predict')) {
  const [form, answer, told] = ['form', '.predict-answer', '[role=status]'].map((part) => figure.querySelector(part));
  const button = form.querySelector('button');
  const inputs = form.querySelectorAll('input');
  const watch = () => play(figure.dataset.play);

  const commit = (guess) => {
    const [right, verdict] = judge(figure, guess);
    keep(figure, right);
    told.replaceChildren(strong(verdict), ` ${figure.dataset.play.startsWith('lab-') ? WORDS.set : WORDS.plays} `, link(WORDS.watch, watch));
    watch();
  };
  const forget = () => {
    told.replaceChildren();
    form.reset();
    form.querySelectorAll('li').forEach((choice) => choice.classList.remove('predict-right', 'predict-wrong'));
  };
  figure.dataset.committed = false;
  // The same button does both, so that the focus stays where it is.
  form.addEventListener('submit', () => {
    const done = figure.dataset.committed === 'true';
    const guess = given(figure);
    if (!done && guess === undefined) {
      told.replaceChildren(inputs[0].type === 'radio' ? WORDS.choose : WORDS.number);
      return;
    }
    if (done) forget();
    else commit(guess);
    figure.dataset.committed = !done;
    answer.open = !done;
    for (const input of inputs) input[input.type === 'radio' ? 'disabled' : 'readOnly'] = !done;
    button.textContent = done ? WORDS.commit : WORDS.again;
    if (done) inputs[0].focus();
  });
}
