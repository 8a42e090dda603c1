// Leads a session along a path of the chapter. Loaded only by the page that has one.
//
// In: each <div class="present">; the table below its heading lists minutes and moments, each moment links to a section of
// the chapter, and that section's first link opens it; its list has what is said, asked, answered wrongly, and where to stop.
// Out: a big screen with one moment at a time, notes in a second window, a handout on paper. The two windows hold the same
// state and tell each other what changes, so each can be closed and opened again.
// Deliberately absent: what is on a moment's page (`?alone` in book.js), what its keys do there (the stage), how a link
// becomes a code for phones (take.js, fetched when somebody asks for one).

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
const channel = new BroadcastChannel(`present ${new URL(html.dataset.site, document.baseURI)}`);

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

/** The question of a moment: the prediction of its stage that is asked nearest to it, or what the chapter asks. */
async function asked(moment) {
  const link = moment.section && opens(moment);
  const [stage, at] = [/#([^&]*)/, /&t=(\d+)/].map((part) => link?.hash.match(part)?.[1]);
  if (at) {
    const page = new DOMParser().parseFromString(await (await fetch(link.pathname)).text(), 'text/html');
    const far = ({ dataset: { play } }) => Math.abs(Number(play.match(/&t=(\d+)/)?.[1]) - at);
    const [near] = [...page.querySelectorAll(`figure.predict[data-play^="${stage}&"]`)].sort((a, b) => far(a) - far(b));
    if (near) {
      return {
        text: near.querySelector('figcaption span').textContent,
        choices: [...near.querySelectorAll('.predict-choices li')].map((choice) => choice.textContent),
      };
    }
  }
  const item = first(moment.section, 'ul > li:nth-child(2)')?.cloneNode(true);
  item?.querySelector('strong')?.remove();
  // What stood behind a colon stands alone now.
  const text = item?.textContent.replace(/^[：:\s]+/, '').replace(/^[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase());
  return { text: text ?? moment.keep, choices: [] };
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
    this.state = { path, turn: 0, at: 0, since: Date.now(), blank: false, asking: false, light: false, code: false, hands: {} };
    try { this.take(JSON.parse(sessionStorage.getItem(`present-${path}`))); } catch { /* Some private windows refuse. */ }
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
    try { sessionStorage.setItem(`present-${this.path}`, JSON.stringify(this.state)); } catch { /* as above */ }
    this.draw();
  }

  go(by) {
    const at = this.state.at + by;
    if (at in this.list) this.change({ at, blank: false, asking: false, code: false });
  }

  does(name) {
    const { asking, blank, light, code } = this.state;
    if (name === 'next') this.go(1);
    if (name === 'back') this.go(-1);
    if (name === 'ask') this.change({ asking: !asking, blank: false, code: false });
    if (name === 'blank') this.change({ blank: !blank });
    if (name === 'light') this.change({ light: !light });
    if (name === 'code') this.change({ code: !code, blank: false, asking: false });
    if (name === 'again') this.change({ at: 0, since: Date.now(), blank: false, asking: false, code: false });
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
    const hands = session.state.hands[session.state.at] ?? [];
    const all = hands.reduce((sum, each) => sum + (each ?? 0), 0);
    fields.forEach((field, number) => {
      if (document.activeElement !== field) field.value = hands[number] || '';
      field.closest('li').style.setProperty('--share', all ? (hands[number] ?? 0) / all : 0);
    });
  };
  const field = (number) => {
    const input = made('input', { type: 'number', min: 0, inputMode: 'numeric', ariaLabel: WORDS.fold(String.fromCharCode(65 + number)) });
    input.addEventListener('input', () => {
      const { at, hands } = session.state;
      const here = [...(hands[at] ?? [])];
      here[number] = Math.max(0, Math.floor(Number(input.value))) || 0;
      session.change({ hands: { ...hands, [at]: here } });
    });
    fields.push(input);
    return input;
  };
  const fill = (at, { text, choices }) => {
    if (shown !== at) return;
    fields.length = 0;
    const list = choices.map((choice, number) => made('li', {}, made('span', {}, choice), field(number)));
    place.replaceChildren(made('p', {}, text), ...(list.length ? [made('ol', {}, ...list)] : []));
    values();
  };
  const draw = () => {
    const { moment, state: { at } } = session;
    if (shown === at) return void values();
    shown = at;
    place.replaceChildren();
    moment.asks ??= asked(moment).catch(() => ({ text: moment.keep, choices: [] }));
    moment.asks.then((it) => fill(at, it));
  };
  return [place, draw];
}

/** A moment's page in a frame, without the book around it. */
function room(session, pointed) {
  const frame = made('iframe', { title: WORDS.frame });
  const heard = new WeakSet();
  const hear = () => {
    const inside = frame.contentDocument;
    if (heard.has(inside)) return;
    heard.add(inside);
    // Before the stage hears it, which keeps every key for itself.
    inside.addEventListener('keydown', (event) => session.key(event) || hand(event), true);
    inside.addEventListener('pointermove', (event) => {
      const { left, top } = frame.getBoundingClientRect();
      pointed(event.clientX + left, event.clientY + top);
    });
  };
  frame.addEventListener('load', hear);
  /** A key that nobody else wants is the stage's, wherever the focus is. */
  const hand = (event) => {
    const free = !event.target.closest?.('button, input, select, textarea, summary, a, .live');
    const stage = free && frame.contentDocument?.querySelector('.stage-live .live-picture');
    if (!stage || event.ctrlKey || event.altKey || event.metaKey) return;
    const again = new KeyboardEvent('keydown', { key: event.key, shiftKey: event.shiftKey, bubbles: true, cancelable: true });
    if (!stage.dispatchEvent(again)) event.preventDefault();
  };
  /** Nothing is added to the way back. */
  const show = (link) => {
    const url = link && new URL(link.href);
    if (url) url.search = 'alone';
    frame.hidden = !link;
    frame.contentWindow.location.replace(url?.href ?? 'about:blank');
  };
  /** What is alone there, and its page. */
  const shown = () => [frame.contentDocument.querySelector('main > figure.stage:not(.alone-aside)'), frame.contentWindow.location.href];
  return { frame, show, hand, shown };
}

/** One moment fills the screen. */
function screen(path, minutes) {
  const session = new Session(path, minutes, () => draw());
  const [text, blank, light, code] = ['text', 'blank', 'light', 'code'].map((name) => made('div', { className: `present-${name}` }));
  const pointed = (x, y) => {
    light.style.setProperty('--x', `${x}px`);
    light.style.setProperty('--y', `${y}px`);
  };
  const inside = room(session, pointed);
  const [asks, drawAsks] = question(session);
  const [[back, next, ...others], drawButtons] = session.buttons('back', 'next', 'ask', 'blank', 'light', 'code');
  const [title, clock] = [made('strong', { role: 'status', className: 'present-title' }), made('span', { className: 'present-clock' })];
  const notes = made('button', { type: 'button', textContent: WORDS.notes, onclick: () => openNotes(path) });
  const full = made('button', { type: 'button', textContent: WORDS.full, hidden: !document.fullscreenEnabled, onclick: fullScreen });
  const end = made('button', { type: 'button', textContent: WORDS.end, onclick: finish });
  const dialog = made('dialog', { className: 'present-screen', ariaLabel: WORDS.screen, tabIndex: -1 },
    made('div', { className: 'present-room' }, inside.frame, text, asks, code, blank, light),
    made('div', { className: 'present-bar' }, back, next, made('p', {}, title, ' ', clock), ...others, notes, full, end));
  dialog.addEventListener('keydown', (event) => session.key(event) || inside.hand(event), true);
  dialog.addEventListener('pointermove', ({ clientX, clientY }) => pointed(clientX, clientY));

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

/** A path on paper: its table, and of each moment the picture, the question, and room to write. */
function print(path) {
  const copy = (part) => {
    const copied = part?.cloneNode(true) ?? '';
    copied.id &&= '';
    return copied;
  };
  const moment = ({ section: own }) => own && made('section', { className: 'handout-moment' }, copy(own[0]), copy(first(own, '.picture')),
    made('div', {}, copy(first(own, 'p')), copy(first(own, 'ul > li:nth-child(2)')), made('div', { className: 'handout-lines' })));
  const sheet = made('div', { className: 'handout-sheet' }, ...section(path).filter((part) => part.matches('h3, .table-wrapper')).map(copy),
    ...moments(path).map(moment).filter(Boolean));
  document.getElementById('content').append(sheet);
  html.classList.add('handout');
  addEventListener('afterprint', () => {
    html.classList.remove('handout');
    sheet.remove();
  }, { once: true });
  globalThis.print();
}

const DOES = { show: screen, notes: openNotes, print };
for (const place of document.querySelectorAll('.present')) {
  const { path, minutes } = place.dataset;
  place.addEventListener('click', ({ target }) => DOES[target.closest('button')?.dataset.act]?.(path, Number(minutes)));
}
const wanted = new URLSearchParams(location.search).get('notes');
const place = wanted && [...document.querySelectorAll('.present')].find(({ dataset }) => dataset.path === wanted);
if (place) notes(wanted, Number(place.dataset.minutes));
