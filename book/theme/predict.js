// Judges predictions, and the questions at the end of a chapter. Loaded only by pages that have one.
//
// In: each <figure class="predict"> as the preprocessor drew it: a form, and, folded away, what is told of each choice
// (or the number, and how far off is near enough); `data-play` is the link that plays it. A question (`quiz`) plays nothing, and may
// have the same with other numbers in `data-others`. Out: once the reader has committed, the stage in view, sent along that link
// as by any other; when it stands still, the right choice marked and what is told unfolded, without the picture moving. What
// a stage's caption says beside its title is shown once its predictions are answered, or it has played past what decides
// them. Whoever is led to a stage has it in view with its question, where both fit, and its keys.
// A question that comes again has its choices in another order.
// Deliberately absent: which answer is right. The build asked the model.

const html = document.documentElement;

/** No scroll that a browser makes takes longer, in milliseconds. */
const SCROLL_MS = 900;

const WORDS = {
  zh: {
    commit: '就这么猜',
    again: '再猜一次',
    right: '猜对了。',
    wrong: (right) => `没猜中，是 ${right}。`,
    close: (exact) => `够近了，模型里是 ${exact}。`,
    plays: '图正放到见分晓的那一刻。',
    now: '现在就说',
    set: '图已经照这样拨好。',
    watch: '再看一遍',
    why: '看为什么',
    ok: '知道了',
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
    plays: 'The picture plays to the moment that decides it.',
    now: 'Tell me now',
    set: 'The picture is set like this now.',
    watch: 'Watch it again',
    why: 'See why',
    ok: 'OK',
    choose: 'Choose one first.',
    number: 'Write a number first.',
    quiz: { commit: 'This one', again: 'Once more', right: 'Right.', wrong: (right) => `No, it is ${right}.` },
  },
}[html.dataset.language];

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

/** Whether it is right, the verdict in words, and what marks the choices. */
function judge(figure, guess, words) {
  const told = figure.querySelector('.predict-told');
  if (told.dataset.figure) {
    const { figure: exact, within } = told.dataset;
    const isExact = Number(guess) === Number(exact);
    const right = isExact || Math.abs(guess - exact) <= Number(within);
    return { right, verdict: isExact ? words.right : words[right ? 'close' : 'wrong'](exact), mark() {} };
  }
  const right = [...told.children].findIndex((each) => each.matches('.predict-right'));
  const choices = figure.querySelectorAll('.predict-choices li');
  const isRight = Number(guess) === right;
  const mark = () => {
    choices[right].classList.add('predict-right');
    if (!isRight) choices[guess].classList.add('predict-wrong');
  };
  return { right: isRight, verdict: isRight ? words.right : words.wrong(String.fromCharCode(65 + right)), mark };
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

/** The stage that plays a prediction; nothing for a question, and for one of a lab. */
function stageOf(figure) {
  const part = document.getElementById(figure.dataset.play?.split('&', 1)[0]);
  return part?.matches('.stage') ? part : undefined;
}

const asks = [...document.querySelectorAll('figure.predict')];
const asksOf = (stage) => asks.filter((figure) => stageOf(figure) === stage);

/** One line above the picture of a stage; a new one takes the place of the old, no words take it away. */
export function say(stage, text, buttons) {
  const line = () => stage.querySelector(':scope > .note');
  line()?.remove();
  if (!text) return;
  stage.dispatchEvent(new CustomEvent('note', { bubbles: true, detail: { text, buttons } }));
  // At the head of the figure it would stand below its tools.
  stage.querySelector('figcaption').after(line());
}

/** Asks again whenever something of a stage changes, until that is so, and does what is to be done then. */
function when(stage, isSo, then) {
  let seen;
  const look = () => {
    if (!isSo()) return;
    seen?.disconnect();
    then();
  };
  seen = new MutationObserver(look);
  seen.observe(stage, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-live', 'data-playing', 'data-happened'] });
  look();
  return () => seen.disconnect();
}

const isCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Where a window begins, below the bar. */
const paddingTop = () => parseFloat(getComputedStyle(html).scrollPaddingTop);

/** Leaves room above a stage for the question before it where both fit the window. How far it then is from where it belongs. */
function makeRoom(stage) {
  const question = asksOf(stage).filter((figure) => figure.checkVisibility()).at(-1) ?? stage;
  const { top, bottom } = stage.getBoundingClientRect();
  const above = top - question.getBoundingClientRect().top;
  const padding = paddingTop();
  const room = above > 0 && bottom - top + above <= innerHeight - padding ? above : 0;
  stage.style.scrollMarginBlockStart = `${room}px`;
  return Math.abs(top - padding - room);
}

/** Brings a stage into view. What is to come then does not wait where a browser does not say that it has arrived. */
async function comeIntoView(stage) {
  // What else hears of the guess may change the page above.
  await null;
  const isThere = makeRoom(stage) < 1;
  stage.scrollIntoView({ behavior: isCalm() ? 'instant' : 'smooth' });
  if (isThere || isCalm()) return;
  await new Promise((done) => {
    addEventListener('scrollend', done, { once: true });
    setTimeout(done, SCROLL_MS);
  });
}

/** The keys are the stage's as soon as it has any, unless somebody has taken them elsewhere meanwhile. */
function giveKeys(stage) {
  const from = document.activeElement;
  const picture = () => stage.querySelector('.stage-live .live-picture');
  when(stage, picture, () => {
    if (document.activeElement === from) picture().focus({ preventScroll: true });
  });
}

/** Does something while a picture stays where it is in the window, if it is what is looked at; the line above it stays in sight. */
function hold(stage, act) {
  const body = stage?.querySelector('.stage-body');
  const place = () => body?.getBoundingClientRect().top ?? innerHeight;
  const before = place();
  // A browser may do the same of its own accord.
  html.style.overflowAnchor = 'none';
  act();
  if (before < innerHeight / 2) {
    scrollBy({ top: place() - before, behavior: 'instant' });
    const line = stage.querySelector(':scope > .note')?.getBoundingClientRect().top;
    if (line < paddingTop()) scrollBy({ top: line - paddingTop(), behavior: 'instant' });
  }
  requestAnimationFrame(() => { html.style.overflowAnchor = ''; });
}

/** Whether a picture has played and stands still, or cannot play. */
function isStill(stage) {
  let began = false;
  return () => {
    const { playing } = stage.querySelector('.stage-live .live')?.dataset ?? {};
    began ||= playing === 'true';
    return (began && playing === 'false') || !['true', 'loading'].includes(stage.dataset.live);
  };
}

/** What was answered before this page was opened. Alone on a big screen it is a room that answers. */
const before = html.classList.contains('alone') ? new Map() : known();

/** Predictions whose answer is known in this page. */
const open = new Set([...before.keys()]);

/** Whether a stage has shown what decides a prediction; of what a reader would do first, it has not. */
function isPast({ dataset: { play } }, stage) {
  const until = !play.includes('&do=') && play.match(/&until=(\d+)/)?.[1];
  return Number(stage.querySelector('.stage-live [data-happened]')?.dataset.happened) >= Number(until || Infinity);
}

/** Says all of a stage once nothing of it is to be guessed any more. */
for (const stage of document.querySelectorAll('figure.stage')) {
  const isTold = () => asksOf(stage).every((figure) => open.has(figure.id) || isPast(figure, stage));
  when(stage, isTold, () => { stage.dataset.told = ''; });
  for (const figure of asksOf(stage)) {
    figure.querySelector('.predict-answer').addEventListener('toggle', ({ target }) => {
      if (!target.open) return;
      open.add(figure.id);
      if (isTold()) stage.dataset.told = '';
    });
  }
}

/** Whoever follows a link to a stage has it in view, and its keys. In a frame keys are those of the page around it. */
function arrive() {
  const stage = document.getElementById(location.hash.slice(1).split('&', 1)[0]);
  if (!stage?.matches('figure.stage') || window.parent !== window) return;
  makeRoom(stage);
  giveKeys(stage);
}
arrive();
addEventListener('hashchange', ({ isTrusted }) => isTrusted && arrive());

for (const figure of asks) {
  const [form, answer, told] = ['form', '.predict-answer', '[role=status]'].map((part) => figure.querySelector(part));
  const button = form.querySelector('button');
  const inputs = form.querySelectorAll('input');
  const isQuiz = figure.matches('.quiz');
  const words = isQuiz ? { ...WORDS, ...WORDS.quiz } : WORDS;
  const stage = stageOf(figure);
  const every = isQuiz ? forms(figure) : [];
  let [shown, order] = [0, '0,1,2,3'.slice(0, 2 * inputs.length - 1)];
  /** Takes back that something is to be told. */
  let leave = () => {};

  const watch = async () => {
    if (stage) await comeIntoView(stage);
    play(figure.dataset.play);
  };
  const tell = ({ verdict, mark }) => {
    leave();
    leave = () => {};
    hold(stage, () => {
      mark();
      told.replaceChildren(strong(verdict));
      if (!isQuiz) told.append(stage ? ' ' : ` ${words.set} `, link(words.watch, watch));
      const back = () => {
        figure.scrollIntoView({ block: 'center' });
        button.focus({ preventScroll: true });
      };
      // In the picture a thing has its name, not its letter in the form.
      const named = figure.dataset.picks && figure.querySelector('.predict-wrong') && words.wrong(figure.querySelector('.predict-choices .predict-right').textContent.trim());
      if (stage) say(stage, named || verdict, [[words.why, back], [words.ok]]);
      figure.dataset.committed = true;
      answer.open = true;
    });
  };
  const commit = async (guess) => {
    const judged = judge(figure, guess, words);
    keep(figure, judged.right);
    if (!stage) {
      if (!isQuiz) watch();
      return void tell(judged);
    }
    figure.dataset.committed = 'waits';
    told.replaceChildren(words.plays);
    say(stage, words.plays, [[words.now, () => tell(judged)]]);
    let isLeft = false;
    leave = () => { isLeft = true; };
    await comeIntoView(stage);
    if (isLeft) return;
    giveKeys(stage);
    play(figure.dataset.play);
    leave = when(stage, isStill(stage), () => tell(judged));
  };
  const anew = (seed) => {
    if (!isQuiz) return;
    shown = (shown + 1) % every.length;
    order = lay(figure, every[shown], seed, order);
  };
  const forget = () => {
    leave();
    if (stage) say(stage);
    figure.dataset.committed = false;
    told.replaceChildren();
    answer.open = false;
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
    const done = figure.dataset.committed !== 'false';
    const guess = given(figure);
    if (!done && guess === undefined) {
      told.replaceChildren(inputs[0].type === 'radio' ? words.choose : words.number);
      return;
    }
    if (done) forget();
    else commit(guess);
    for (const input of inputs) input[input.type === 'radio' ? 'disabled' : 'readOnly'] = !done;
    button.textContent = done ? words.commit : words.again;
    if (done) inputs[0].focus();
  });
}
