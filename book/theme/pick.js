// Lets a prediction be answered in the picture of its stage. Loaded only by pages that have such a one.
//
// In: each <figure class="predict" data-picks="tm-0 tm-1">: the keys that its choices have in the picture, in their order.
// Out: the stage at the moment that asks, with a line above it; a thing that is clicked there, or chosen with Enter, is the
// chosen answer of the form, which is sent from there, too. Once it is judged (`predict.js`), the right one has a ring.
// Deliberately absent: which one is right; the form shows it. Whoever cannot point has the choices of the form.

const WORDS = {
  zh: {
    ask: '在图里点一个；用键盘就按 Tab 和方向键，回车选中。',
    picked: (name) => `选的是 ${name}。`,
    commit: '就这么猜',
    leave: '不点了',
  },
  en: {
    ask: 'Click one in the picture; with keys: Tab, arrows, Enter.',
    picked: (name) => `Picked: ${name}.`,
    commit: 'This is my guess',
    leave: 'Leave it',
  },
}[document.documentElement.dataset.language];

const { say } = await import(new URL(`predict.js${new URL(import.meta.url).search}`, import.meta.url));

/** How things of a picture look: those that can be picked, the one that is, the right one, and the one that was not it. */
const LOOKS = {
  offered: 'stroke: var(--links); stroke-width: 2; stroke-dasharray: 5 4; pointer-events: all; cursor: pointer',
  picked: 'stroke: var(--links); stroke-width: 4; stroke-dasharray: none',
  right: 'stroke: var(--tip); stroke-width: 5; stroke-dasharray: none',
  wrong: 'stroke: var(--caution); stroke-width: 4; stroke-dasharray: 3 4',
};

// The live stage writes its elements anew whenever they change, so what they look like is a rule of its own.
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(sheet);

/** For each stage the prediction that was last answered in its picture. */
const asked = new Map();

const keys = (figure) => figure.dataset.picks.split(' ');
const stageOf = (figure) => document.getElementById(figure.dataset.play.split('&', 1)[0]);
const isAsked = (figure) => figure.dataset.committed === 'false';
const chosen = (figure) => figure.querySelector('input:checked')?.closest('li');
const nameOf = (choice) => choice.textContent.trim();

function paint() {
  const rules = [];
  for (const [stage, figure] of asked) {
    const choices = [...figure.querySelectorAll('.predict-choices li')];
    keys(figure).forEach((key, place) => {
      const choice = choices[place];
      const marked = ['right', 'wrong'].find((each) => choice.matches(`.predict-${each}`));
      const look = marked ?? (figure.dataset.committed === 'true' ? '' : choice === chosen(figure) ? 'picked' : isAsked(figure) && 'offered');
      if (look) rules.push(`#${CSS.escape(stage.id)} [data-key="${key}"] > .look-body { ${LOOKS[look]} }`);
    });
  }
  sheet.replaceSync(rules.join('\n'));
}

function leave(figure) {
  if (asked.get(stageOf(figure)) !== figure) return;
  asked.delete(stageOf(figure));
  say(stageOf(figure));
  paint();
}

function tell(figure) {
  const stop = [WORDS.leave, () => leave(figure)];
  const choice = chosen(figure);
  const commit = [WORDS.commit, () => figure.querySelector('form').requestSubmit()];
  if (choice) say(stageOf(figure), WORDS.picked(nameOf(choice)), [commit, stop]);
  else say(stageOf(figure), WORDS.ask, [stop]);
}

/** The stage goes to the moment that asks, as if the reader had followed a link; nothing is added to the way back. */
function begin(figure) {
  const stage = stageOf(figure);
  asked.set(stage, figure);
  history.replaceState(null, '', `#${figure.dataset.play.replace(/&until=\d+/, '')}`);
  dispatchEvent(new HashChangeEvent('hashchange'));
  tell(figure);
  paint();
  stage.scrollIntoView({ block: 'start' });
  stage.querySelector(':scope > .note').focus({ preventScroll: true });
}

/** The place of the choice that an event in the picture means; a task stands for its job, and what lies in a thing for that. */
function meant(figure, { type, target, clientX, clientY }) {
  const { left, top, width, height } = target.getBoundingClientRect();
  const point = type === 'click' ? [clientX, clientY] : [left + width / 2, top + height / 2];
  const things = [target, ...document.elementsFromPoint(...point)].map((it) => it.closest('[data-key]')?.dataset.key ?? '');
  const all = keys(figure);
  const places = things.map((key) => Math.max(all.indexOf(key), all.indexOf(key.replace(/^task-(\d+)-.*/, 'job-$1'))));
  return places.find((place) => place >= 0);
}

/** Takes what was meant as the answer, before the stage selects it. */
function pick(event) {
  const figure = asked.get(event.currentTarget);
  if (!figure || !isAsked(figure) || !event.target.closest('.stage-picture')) return;
  if (event.type === 'keydown' && event.key !== 'Enter' && event.key !== ' ') return;
  const place = meant(figure, event);
  if (place === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  figure.querySelectorAll('input')[place].checked = true;
  tell(figure);
  paint();
}

for (const figure of document.querySelectorAll('figure.predict[data-picks]')) {
  const stage = stageOf(figure);
  const button = figure.querySelector('.predict-pick');
  button.addEventListener('click', () => begin(figure));
  figure.addEventListener('change', () => { if (asked.get(stage) === figure) tell(figure); paint(); });
  stage.addEventListener('click', pick, true);
  stage.addEventListener('keydown', pick, true);
  // The form is judged by another script, whichever way it is sent.
  new MutationObserver(() => {
    button.hidden = !isAsked(figure);
    if (isAsked(figure)) leave(figure);
    else asked.set(stage, figure);
    paint();
  }).observe(figure, { attributes: true, attributeFilter: ['data-committed'] });
}
