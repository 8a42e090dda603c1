// Leads a session along a path of the chapter. Loaded only by the page that has one.
//
// In: each <div class="present">; the table below its heading lists minutes and moments, each moment links to a section of
// the chapter, and that section's first link opens it; its list has what is said, asked, answered wrongly, and where to stop.
// Out: a big screen with one moment at a time, and notes in a second window. The two hold the same state and tell each other
// what changes, so each can be closed and opened again.
// Deliberately absent: what is on a moment's page (`?alone` in book.js), what its keys do there (the stage), how a link
// becomes a code for phones (take.js), and a path on paper (handout.js), which are fetched when somebody asks for one.

const WORDS = {
  zh: {
    back: '上一个', next: '下一个', ask: '提问', blank: '黑屏', light: '聚光', code: '二维码', notes: '讲稿', full: '全屏', end: '结束',
    screen: '大屏', left: (minutes) => (minutes < 0 ? `超了 ${-minutes} 分钟` : `还剩 ${minutes} 分钟`),
    then: (name) => (name ? `下一个：${name}` : '这是最后一个'),
    hands: '几个人举手，写在后面的格子里，大屏上同时看得见。', fold: (letter) => `${letter} 举手的人数`,
    again: '从头开始', frame: '此刻的图',
  },
  en: {
    back: 'Back', next: 'Next', ask: 'Question', blank: 'Blank', light: 'Spotlight', code: 'QR code', notes: 'Notes', full: 'Full screen', end: 'End',
    screen: 'The big screen', left: (minutes) => (minutes < 0 ? `${-minutes} min over` : `${minutes} min left`),
    then: (name) => (name ? `Next: ${name}` : 'This is the last one'),
    hands: 'Write down how many hands went up for each; the big screen shows it at once.', fold: (letter) => `Hands for ${letter}`,
    again: 'Start over', frame: 'The moment',
  },
}[document.documentElement.dataset.language];

/** With the first two a clicker turns pages, the third is how most of them blank the screen. A stage has no use for any. */
const KEYS = { PageDown: 'next', PageUp: 'back', '.': 'blank', a: 'ask', l: 'light', z: 'code' };
const SHORTCUTS = Object.fromEntries(Object.entries(KEYS).map(([key, name]) => [name, key]));

const html = document.documentElement;
/** Of this book in this language. */
const channel = new BroadcastChannel(`present ${html.dataset.language} ${new URL(html.dataset.site, document.baseURI)}`);
const stored = (path) => `present-${html.dataset.language}-${path}`;

const TICK_MS = 5_000;
const MINUTE_MS = 60_000;

/** The moments of a path, in order: a pause has no section. */
function moments(path) {
  let table = document.getElementById(path);
  while (table && !table.querySelector('table')) table = table.nextElementSibling;
  return [...(table?.querySelectorAll('tbody tr') ?? [])].map((row) => {
    const link = row.querySelector('a');
    return { name: row.cells[1].textContent, keep: row.cells[2].textContent, section: link && section(link.hash.slice(1)) };
  });
}

/** A heading with what follows it up to the next one. */
function section(id) {
  const parts = [document.getElementById(id)];
  for (let next = parts[0].nextElementSibling; next && !/^H[123]$/.test(next.tagName); next = next.nextElementSibling) parts.push(next);
  return parts;
}

const first = (parts, selector) => parts?.map((part) => (part.matches(selector) ? part : part.querySelector(selector))).find(Boolean);
const opens = ({ section: parts }) => first(parts, 'p a[href*=".html"]');

/** The questions of a moment, one at least: the predictions of its stage, the nearest first, or what the chapter asks. */
async function asked(moment) {
  const link = moment.section && opens(moment);
  const [stage, at] = [/#([^&]*)/, /&t=(\d+)/].map((part) => link?.hash.match(part)?.[1]);
  if (at) {
    const page = await fetched(link);
    const far = ({ dataset: { play } }) => Math.abs(Number(play.match(/&t=(\d+)/)?.[1]) - at);
    const its = [...page.querySelectorAll(`figure.predict[data-play^="${stage}&"]`)].sort((a, b) => far(a) - far(b));
    if (its.length) {
      return its.map((figure) => ({
        text: figure.querySelector('figcaption span').textContent,
        choices: [...figure.querySelectorAll('.predict-choices li')].map((choice) => choice.textContent),
      }));
    }
  }
  const item = first(moment.section, 'ul > li:nth-child(2)')?.cloneNode(true);
  item?.querySelector('strong')?.remove();
  // What stood behind a colon stands alone now.
  const text = item?.textContent.replace(/^[：:\s]+/, '').replace(/^[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase());
  return [{ text: text ?? moment.keep, choices: [] }];
}

/** The page that a link leads to. */
const fetched = async (link) => new DOMParser().parseFromString(await (await fetch(link.pathname)).text(), 'text/html');

/** The same, asked for once; whoever has no network has the sentence that is to stay. */
async function questionsOf(moment) {
  moment.asks ??= asked(moment).catch(() => [{ text: moment.keep, choices: [] }]);
  moment.questions = await moment.asks;
  return moment.questions;
}

function made(name, properties = {}, ...inside) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
}

/** What both windows hold, kept for this tab, too, should it be loaded anew. Of two states the one with more changes is later. */
class Session {
  constructor(path, minutes, draw) {
    Object.assign(this, { path, list: moments(path), draw, minutes });
    this.state = { path, turn: 0, at: 0, since: Date.now(), blank: false, asking: false, which: 0, light: false, code: false, hands: {} };
    try { this.take(JSON.parse(sessionStorage.getItem(stored(path)))); } catch { /* Some private windows refuse. */ }
    this.listen = ({ data }) => {
      if (data.hello === path) channel.postMessage(this.state);
      else if (this.take(data)) this.drawn();
    };
    channel.addEventListener('message', this.listen);
    channel.postMessage({ hello: path });
    this.ticking = setInterval(() => this.draw(), TICK_MS);
  }

  get moment() {
    return this.list[this.state.at];
  }

  /** Another window's state, or a kept one; anything else is none. */
  take(state) {
    if (state?.path !== this.path || !(state.turn > this.state.turn) || !(state.at in this.list) || !state.hands) return false;
    this.state = state;
    return true;
  }

  change(what) {
    this.state = { ...this.state, ...what, turn: this.state.turn + 1 };
    channel.postMessage(this.state);
    this.drawn();
  }

  drawn() {
    try { sessionStorage.setItem(stored(this.path), JSON.stringify(this.state)); } catch { /* as above */ }
    this.draw();
  }

  go(by) {
    const at = this.state.at + by;
    if (at in this.list) this.change({ at, which: 0, blank: false, asking: false, code: false });
  }

  does(name) {
    const { asking, which, blank, light, code } = this.state;
    // Once more is the next question, and behind the last one none.
    const more = asking && which + 1 < this.moment.questions?.length;
    if (name === 'next') this.go(1);
    if (name === 'back') this.go(-1);
    if (name === 'ask') this.change({ asking: more || !asking, which: more ? which + 1 : asking ? which : 0, blank: false, code: false });
    if (name === 'blank') this.change({ blank: !blank });
    if (name === 'light') this.change({ light: !light });
    if (name === 'code') this.change({ code: !code, blank: false, asking: false });
    if (name === 'again') this.change({ at: 0, since: Date.now(), which: 0, blank: false, asking: false, code: false, hands: {} });
  }

  /** A key that is pressed in a window of the session. In a line of text letters are letters. */
  key(event) {
    const name = KEYS[event.key];
    const writes = event.key.length === 1 && event.target.closest?.('input:not([type=number], [type=range]), select, textarea');
    if (!name || writes || event.ctrlKey || event.altKey || event.metaKey) return false;
    event.preventDefault();
    event.stopPropagation();
    this.does(name);
    return true;
  }

  /** The time left, in words. */
  get left() {
    return WORDS.left(this.minutes - Math.floor((Date.now() - this.state.since) / MINUTE_MS));
  }

  /** Which moment of how many. */
  get title() {
    return `${this.state.at + 1} / ${this.list.length}　${this.moment.name}`;
  }

  /** A row of buttons, which show what is so. */
  buttons(...names) {
    const state = { ask: 'asking', blank: 'blank', light: 'light', code: 'code' };
    const all = names.map((name) => made('button', { type: 'button', textContent: WORDS[name], onclick: () => this.does(name) }));
    const draw = () => all.forEach((button, index) => {
      const name = names[index];
      if (state[name]) button.ariaPressed = this.state[state[name]];
      button.disabled = (name === 'back' && this.state.at === 0) || (name === 'next' && this.state.at === this.list.length - 1);
    });
    all.forEach((button, index) => SHORTCUTS[names[index]] && button.setAttribute('aria-keyshortcuts', SHORTCUTS[names[index]]));
    return [all, draw];
  }

  end() {
    clearInterval(this.ticking);
    channel.removeEventListener('message', this.listen);
  }
}

/** The question of the moment; where it has choices, with a field for the hands of each. */
function question(session) {
  const place = made('div', { className: 'present-asked' });
  const fields = [];
  let shown;
  const values = () => {
    const hands = session.state.hands[shown] ?? [];
    const all = hands.reduce((sum, each) => sum + (each ?? 0), 0);
    fields.forEach((field, number) => {
      if (document.activeElement !== field) field.value = hands[number] || '';
      field.closest('li').style.setProperty('--share', all ? (hands[number] ?? 0) / all : 0);
    });
  };
  const field = (number) => {
    const input = made('input', { type: 'number', min: 0, inputMode: 'numeric', ariaLabel: WORDS.fold(String.fromCharCode(65 + number)) });
    input.addEventListener('input', () => {
      const { hands } = session.state;
      const here = [...(hands[shown] ?? [])];
      here[number] = Math.max(0, Math.floor(Number(input.value))) || 0;
      session.change({ hands: { ...hands, [shown]: here } });
    });
    fields.push(input);
    return input;
  };
  const fill = (questions, which) => {
    const { text, choices } = questions[which] ?? questions[0];
    fields.length = 0;
    const list = choices.map((choice, number) => made('li', {}, made('span', {}, choice), field(number)));
    const of = questions.length > 1 ? [made('small', {}, `${which + 1} / ${questions.length}`)] : [];
    place.replaceChildren(...of, made('p', {}, text), ...(list.length ? [made('ol', {}, ...list)] : []));
    values();
  };
  const draw = () => {
    const { moment, state: { at, which } } = session;
    const name = `${at}-${which}`;
    if (shown === name) return void values();
    shown = name;
    place.replaceChildren();
    questionsOf(moment).then((questions) => shown === name && fill(questions, which));
  };
  return [place, draw];
}

/** The buttons of a comparison that do what these keys do to a stage. */
const BUTTONS = { ' ': 'play', ArrowRight: 'forward', ArrowLeft: 'back' };

const press = (button, shiftKey) => button.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey }));

/** How what is asked about looks on the big screen until it is told. */
const LOOKS = `
  [data-covered] { cursor: pointer; color: transparent; background: var(--quote-bg); }
  [data-covered] * { visibility: hidden; }
  .compare:not([data-live="true"], [data-live="unavailable"], [data-live="stopped"]) .cmp-pictures { visibility: hidden; }
  .cmp-live .cmp-pictures > svg { mask: linear-gradient(to right, #000 var(--now, 100%), transparent var(--now, 100%)); }
`;

/** The cells of a table that is shown with its heading, but for its first row and column. */
const cellsOf = (page) => [...page.querySelectorAll('main:has(> :is(h1, h2, h3):not(.alone-aside)) > .table-wrapper:not(.alone-aside) td:not(:first-child)')];

/** What is to be said by heart is covered. */
function cover(page) {
  cellsOf(page).filter((cell) => !cell.onclick).forEach((cell) => {
    cell.dataset.covered = '';
    cell.onclick = () => cell.toggleAttribute('data-covered');
  });
}

/** Of a comparison only what has happened by its clock is seen. */
function veil(page) {
  page.querySelectorAll('figure.compare[data-part]').forEach((figure) => {
    new MutationObserver(() => {
      const line = figure.querySelector('.cmp-live line.cmp-clock');
      const { x, width } = line?.ownerSVGElement.viewBox.baseVal ?? {};
      if (width) figure.style.setProperty('--now', `${(100 * (line.x1.baseVal.value + 1 - x)) / width}%`);
    }).observe(figure, { subtree: true, childList: true, attributes: true, attributeFilter: ['x1'] });
  });
}

/** Shows what is said next, column by column, or covers what was shown last. Whether there was any. */
function uncover(page, control) {
  const cells = cellsOf(page).sort((a, b) => a.cellIndex - b.cellIndex);
  const is = (covered) => (cell) => 'covered' in cell.dataset === covered;
  const cell = control === 'back' ? cells.findLast(is(false)) : control && cells.find(is(true));
  cell?.toggleAttribute('data-covered');
  return Boolean(cell);
}

/** A moment's page in a frame, without the book around it. */
function room(session, pointed) {
  const frame = made('iframe', { title: WORDS.frame });
  const heard = new WeakSet();
  const inside = () => frame.contentDocument;
  const hear = () => {
    const page = inside();
    if (heard.has(page)) return;
    heard.add(page);
    const looks = new page.defaultView.CSSStyleSheet();
    looks.replaceSync(LOOKS);
    page.adoptedStyleSheets.push(looks);
    cover(page);
    veil(page);
    page.defaultView.addEventListener('hashchange', () => cover(page));
    delete frame.dataset.comes;
    // Before the stage hears it, which keeps every key for itself.
    page.addEventListener('keydown', (event) => session.key(event) || hand(event), true);
    page.addEventListener('pointermove', (event) => {
      const { left, top } = frame.getBoundingClientRect();
      pointed(event.clientX + left, event.clientY + top);
    });
  };
  frame.addEventListener('load', hear);
  /** What is shown there of all that is in its page. */
  const seen = (selector) => [...(inside()?.querySelectorAll(selector) ?? [])].find((part) => part.checkVisibility());
  /** A key that nobody else wants is that of what is shown, wherever the focus is. */
  const hand = (event) => {
    const { key, shiftKey } = event;
    const takes = [' ', 'Enter'].includes(key) ? 'button, summary, a' : '.live';
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.(`input, select, textarea, .live, ${takes}`)) return;
    const stage = seen('.stage-live .live-picture');
    const button = seen(`.cmp-live [data-control="${BUTTONS[key]}"]`);
    const again = new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true });
    if (stage ? !stage.dispatchEvent(again) : button ? press(button, shiftKey) : uncover(inside(), BUTTONS[key])) event.preventDefault();
  };
  /** Nothing is added to the way back. */
  const show = (link) => {
    const url = link && new URL(link.href);
    if (url) url.search = 'alone';
    frame.hidden = !link;
    // Nothing of it is seen before what is to be guessed is covered.
    if (url && url.pathname !== frame.contentWindow.location.pathname) frame.dataset.comes = '';
    frame.contentWindow.location.replace(url?.href ?? 'about:blank');
  };
  /** What is alone there, and its page. */
  const shown = () => [inside().querySelector('main > figure.stage:not(.alone-aside)'), frame.contentWindow.location.href];
  return { frame, show, hand, shown };
}

/** One moment fills the screen. */
function screen(path, minutes) {
  const session = new Session(path, minutes, () => draw());
  const [text, blank, light, code] = ['text', 'blank', 'light', 'code'].map((name) => made('div', { className: `present-${name}` }));
  let pointer;
  const pointed = (x, y) => {
    // Browsers tell of a pointer that rests, too.
    if (pointer && pointer !== `${x} ${y}`) delete dialog.dataset.dark;
    pointer = `${x} ${y}`;
    light.style.setProperty('--x', `${x}px`);
    light.style.setProperty('--y', `${y}px`);
  };
  const inside = room(session, pointed);
  const [asks, drawAsks] = question(session);
  const [[back, next, ...others], drawButtons] = session.buttons('back', 'next', 'ask', 'blank', 'light', 'code', 'again');
  const [title, clock] = [made('strong', { role: 'status', className: 'present-title' }), made('span', { className: 'present-clock' })];
  const notes = made('button', { type: 'button', textContent: WORDS.notes, onclick: () => openNotes(path) });
  const full = made('button', { type: 'button', textContent: WORDS.full, hidden: !document.fullscreenEnabled, onclick: fullScreen });
  const end = made('button', { type: 'button', textContent: WORDS.end, onclick: finish });
  const dialog = made('dialog', { className: 'present-screen', ariaLabel: WORDS.screen, tabIndex: -1 },
    made('div', { className: 'present-room' }, inside.frame, text, asks, code, blank, light),
    made('div', { className: 'present-bar' }, back, next, made('p', {}, title, ' ', clock), ...others, notes, full, end));
  dialog.addEventListener('keydown', (event) => session.key(event) || inside.hand(event), true);
  dialog.addEventListener('pointermove', ({ clientX, clientY }) => pointed(clientX, clientY));
  // Whoever clicks there goes on with keys of the moment; a button would keep some.
  dialog.addEventListener('click', ({ detail, target }) => { if (detail && target.closest('.present-bar')) dialog.focus(); });

  blank.hidden = true;
  let [shown, coded] = [];
  function draw() {
    const { at, asking, blank: dims, light: lit, code: codes } = session.state;
    const link = session.moment.section && opens(session.moment);
    title.textContent = session.title;
    clock.textContent = session.left;
    if (shown !== at) {
      // What had the focus in the frame goes with it: keys come here until somebody goes there again.
      if (document.activeElement === inside.frame) dialog.focus();
      shown = at;
      inside.show(link);
      text.replaceChildren(made('p', {}, session.moment.keep || session.moment.name));
    }
    if (!dims) delete dialog.dataset.dark;
    else if (blank.hidden) dialog.dataset.dark = '';
    [[text, !link], [asks, asking], [code, codes], [blank, dims], [light, lit]].forEach(([part, shows]) => { part.hidden = !shows; });
    drawButtons();
    if (asking) drawAsks();
    if (codes && !coded) showCode(code, ...(link ? inside.shown() : [null, location.href]));
    coded = codes;
  }
  function finish() {
    session.end();
    if (document.fullscreenElement) document.exitFullscreen();
    dialog.remove();
  }
  dialog.addEventListener('close', finish);
  document.body.append(dialog);
  dialog.showModal();
  if (!document.fullscreenElement) fullScreen();
  dialog.focus();
  // Whoever begins has all the time.
  if (session.state.at === 0) session.change({ since: Date.now() });
  else draw();
}

/** A browser may refuse, or not answer; the window is large enough. */
async function fullScreen() {
  try {
    await (document.fullscreenElement ? document.exitFullscreen() : html.requestFullscreen?.());
  } catch { /* as above */ }
}

/** The link to what is shown as a code, drawn by what is fetched for it. */
async function showCode(place, stage, page) {
  const link = new URL(page);
  link.search = '';
  place.replaceChildren();
  try {
    const { coded, moment } = await import(new URL(`take.js${new URL(import.meta.url).search}`, import.meta.url));
    if (stage) link.hash = moment(stage);
    place.replaceChildren(...await coded(link.href));
  } catch {
    place.replaceChildren(made('p', {}, link.href));
  }
}

function openNotes(path) {
  open(`${location.pathname}?notes=${path}`, 'present-notes', 'popup,width=620,height=860');
}

/** The chapter as notes: one moment's section, and what leads on. */
function notes(path, minutes) {
  html.classList.add('present-notes');
  // The notes stay where they are.
  document.querySelectorAll('main a[href]').forEach((link) => { link.target = '_blank'; });
  const session = new Session(path, minutes, draw);
  const [title, clock, then] = [made('h2', { className: 'present-title' }), made('span', { className: 'present-clock' }), made('p')];
  const name = made('h1', {}, document.getElementById(path).textContent);
  const [buttons, drawButtons] = session.buttons('back', 'next', 'ask', 'blank', 'light', 'code', 'again');
  const [asks, drawAsks] = question(session);
  const told = made('p', {}, WORDS.hands);
  document.getElementById('content').prepend(made('section', { className: 'present-desk', ariaLabel: WORDS.notes },
    made('div', {}, ...buttons, clock), name, made('div', { role: 'status' }, title), then),
    made('section', { className: 'present-hands', ariaLabel: WORDS.ask }, told, asks));
  let shown;
  function draw() {
    const { at } = session.state;
    clock.textContent = session.left;
    title.textContent = session.title;
    then.textContent = WORDS.then(session.list[at + 1]?.name);
    drawButtons();
    drawAsks();
    if (shown === at) return;
    shown = at;
    document.querySelectorAll('.present-shown').forEach((part) => part.classList.remove('present-shown'));
    session.moment.section?.forEach((part) => part.classList.add('present-shown'));
    scrollTo(0, 0);
  }
  document.addEventListener('keydown', (event) => session.key(event), true);
  draw();
}

/** A path on paper. */
async function print(path) {
  (await import(new URL(`handout.js${new URL(import.meta.url).search}`, import.meta.url))).print(path);
}

export { moments, section, first, opens, questionsOf, fetched, made };

const DOES = { show: screen, notes: openNotes, print };
for (const place of document.querySelectorAll('.present')) {
  const { path, minutes } = place.dataset;
  place.addEventListener('click', ({ target }) => DOES[target.closest('button')?.dataset.act]?.(path, Number(minutes)));
}
const wanted = new URLSearchParams(location.search).get('notes');
const place = wanted && [...document.querySelectorAll('.present')].find(({ dataset }) => dataset.path === wanted);
if (place) notes(wanted, Number(place.dataset.minutes));
