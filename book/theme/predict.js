// Judges predictions, and the questions at the end of a chapter. Loaded only by pages that have one.
//
// In: each <figure class="predict"> as the preprocessor drew it: a form, and, folded away, what is told of each choice
// (or the number, and how far off is near enough); `data-play` is the link that plays it. A question (`quiz`) plays nothing, and may
// have the same with other numbers in `data-others`. Out: once the reader has committed, the right choice marked, what is told
// unfolded, and the stage sent along that link as by any other. A question that comes again has its choices in another order.
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
    quiz: { commit: '就选它', again: '再做一遍', right: '对。', wrong: (right) => `不对，是 ${right}。` },
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
    quiz: { commit: 'This one', again: 'Once more', right: 'Right.', wrong: (right) => `No, it is ${right}.` },
  },
}[document.documentElement.dataset.language];

const { all, answered } = await import(new URL(`progress.js${new URL(import.meta.url).search}`, import.meta.url));

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
function judge(figure, guess, words) {
  const told = figure.querySelector('.predict-told');
  if (told.dataset.figure) {
    const { figure: exact, within } = told.dataset;
    if (Number(guess) === Number(exact)) return [true, words.right];
    return Math.abs(guess - exact) <= Number(within) ? [true, words.close(exact)] : [false, words.wrong(exact)];
  }
  const right = [...told.children].findIndex((each) => each.matches('.predict-right'));
  const choices = figure.querySelectorAll('.predict-choices li');
  choices[right].classList.add('predict-right');
  if (Number(guess) === right) return [true, words.right];
  choices[guess].classList.add('predict-wrong');
  return [false, words.wrong(String.fromCharCode(65 + right))];
}

/** A number that looks like chance, and is the same for the same seed. */
function mixed(seed, place) {
  let bits = Math.imul(seed ^ Math.imul(place + 1, 0x9e3779b9), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** What a question is with each of its sets of numbers, the one that the page came with first. */
function forms(figure) {
  const html = (selector) => [...figure.querySelectorAll(selector)].map((part) => part.innerHTML);
  const told = [...figure.querySelectorAll('.predict-told > li')];
  const own = {
    asks: figure.querySelector('figcaption span').innerHTML,
    say: html('.predict-choices span'),
    why: told.map((part) => part.innerHTML),
    right: told.findIndex((part) => part.matches('.predict-right')),
  };
  return [own, ...JSON.parse(figure.dataset.others ?? '[]')];
}

/** Lays a question out anew, its choices in an order of chance, but another one than the last; answers with it. */
function lay(figure, { asks, say, why, right }, seed, last) {
  const order = say.map((_, place) => place).sort((a, b) => mixed(seed, a) - mixed(seed, b));
  if (order.join() === last) order.push(order.shift());
  figure.querySelector('figcaption span').innerHTML = asks;
  const says = figure.querySelectorAll('.predict-choices span');
  const told = figure.querySelectorAll('.predict-told > li');
  order.forEach((from, to) => {
    says[to].innerHTML = say[from];
    told[to].innerHTML = why[from];
    told[to].classList.toggle('predict-right', from === right);
  });
  return order.join();
}

function known() {
  try { return all(localStorage).answers; } catch { return new Map(); }
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

const before = known();

for (const figure of document.querySelectorAll('figure.predict')) {
  const [form, answer, told] = ['form', '.predict-answer', '[role=status]'].map((part) => figure.querySelector(part));
  const button = form.querySelector('button');
  const inputs = form.querySelectorAll('input');
  const isQuiz = figure.matches('.quiz');
  const words = isQuiz ? { ...WORDS, ...WORDS.quiz } : WORDS;
  const watch = () => play(figure.dataset.play);
  const every = isQuiz ? forms(figure) : [];
  let [shown, order] = [0, '0,1,2,3'.slice(0, 2 * inputs.length - 1)];

  const commit = (guess) => {
    const [right, verdict] = judge(figure, guess, words);
    keep(figure, right);
    told.replaceChildren(strong(verdict));
    if (isQuiz) return;
    told.append(` ${figure.dataset.play.startsWith('lab-') ? words.set : words.plays} `, link(words.watch, watch));
    watch();
  };
  const anew = (seed) => {
    if (!isQuiz) return;
    shown = (shown + 1) % every.length;
    order = lay(figure, every[shown], seed, order);
  };
  const forget = () => {
    told.replaceChildren();
    form.reset();
    form.querySelectorAll('li').forEach((choice) => choice.classList.remove('predict-right', 'predict-wrong'));
    anew(Date.now());
  };
  if (before.has(figure.id)) {
    const { at } = before.get(figure.id);
    shown = at;
    anew(at);
  }
  figure.dataset.committed = false;
  // The same button does both, so that the focus stays where it is.
  form.addEventListener('submit', () => {
    const done = figure.dataset.committed === 'true';
    const guess = given(figure);
    if (!done && guess === undefined) {
      told.replaceChildren(inputs[0].type === 'radio' ? words.choose : words.number);
      return;
    }
    if (done) forget();
    else commit(guess);
    figure.dataset.committed = !done;
    answer.open = !done;
    for (const input of inputs) input[input.type === 'radio' ? 'disabled' : 'readOnly'] = !done;
    button.textContent = done ? words.commit : words.again;
    if (done) inputs[0].focus();
  });
}
