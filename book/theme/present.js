// Leads a session along a path of the chapter. Loaded only by the page that has one.
//
// In: each <div class="present">; the table below its heading lists minutes and moments, each moment links to a section of
// the chapter, and that section's first link opens it; its list has what is said, asked, answered wrongly, and where to stop.
// Out: a big screen with one moment at a time, notes in a second window, a handout on paper. The two windows hold the same
// state and tell each other what changes, so each can be closed and opened again.
// Deliberately absent: what is on a moment's page (`?alone` in book.js), what its keys do there (the stage).

const WORDS = {
  zh: {
    back: '上一个', next: '下一个', ask: '提问', blank: '黑屏', light: '聚光', notes: '讲稿', end: '结束',
    left: (minutes) => (minutes < 0 ? `超了 ${-minutes} 分钟` : `还剩 ${minutes} 分钟`),
    then: (name) => (name ? `下一个：${name}` : '这是最后一个'),
    hands: '举手的数目写在这里，大屏上按“提问”就看得见。', again: '重新计时', frame: '此刻的图',
  },
  en: {
    back: 'Back', next: 'Next', ask: 'Question', blank: 'Blank', light: 'Spotlight', notes: 'Notes', end: 'End',
    left: (minutes) => (minutes < 0 ? `${-minutes} min over` : `${minutes} min left`),
    then: (name) => (name ? `Next: ${name}` : 'This is the last one'),
    hands: 'Write down how many hands went up; “Question” shows it on the big screen.', again: 'Start the clock again', frame: 'The moment',
  },
}[document.documentElement.dataset.language];

/** Keys of the big screen, and those with which a clicker turns pages. What a stage takes for itself never gets here. */
const KEYS = { PageDown: 'next', PageUp: 'back', q: 'ask', b: 'blank', '.': 'blank', l: 'light' };

const html = document.documentElement;
const channel = new BroadcastChannel('present');

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
  const link = opens(moment);
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
  return { text: item?.textContent.replace(/^[：:\s]+/, '') ?? moment.keep, choices: [] };
}

function made(name, properties = {}, ...inside) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
}

/** What both windows hold, kept for this tab, too, should it be loaded anew. */
class Session {
  constructor(path, minutes, draw) {
    Object.assign(this, { path, list: moments(path), draw, minutes });
    this.state = { path, at: 0, since: Date.now(), blank: false, asking: false, light: false, hands: {} };
    try { this.take(JSON.parse(sessionStorage.getItem(`present-${path}`))); } catch { /* Some private windows refuse. */ }
    this.listen = ({ data }) => {
      if (data.hello === path) channel.postMessage(this.state);
      else if (this.take(data)) this.draw();
    };
    channel.addEventListener('message', this.listen);
    channel.postMessage({ hello: path });
  }

  /** Another window's state, or a kept one; anything else is none. */
  take(state) {
    if (state?.path !== this.path || !(state.at in this.list) || typeof state.hands !== 'object') return false;
    this.state = state;
    return true;
  }

  change(what) {
    this.state = { ...this.state, ...what };
    channel.postMessage(this.state);
    try { sessionStorage.setItem(`present-${this.path}`, JSON.stringify(this.state)); } catch { /* as above */ }
    this.draw();
  }

  go(by) {
    const at = this.state.at + by;
    if (at in this.list) this.change({ at, blank: false, asking: false });
  }

  does(name) {
    const { asking, blank, light } = this.state;
    if (name === 'next') this.go(1);
    if (name === 'back') this.go(-1);
    if (name === 'ask') this.change({ asking: !asking });
    if (name === 'blank') this.change({ blank: !blank });
    if (name === 'light') this.change({ light: !light });
  }

  left() {
    return WORDS.left(this.minutes - Math.floor((Date.now() - this.state.since) / 60_000));
  }

  button(name) {
    return made('button', { type: 'button', textContent: WORDS[name], onclick: () => this.does(name) });
  }
}

/** One moment fills the screen. */
function screen(path, minutes) {
  const frame = made('iframe', { title: WORDS.frame });
  const [text, question, blank, light] = ['text', 'asked', 'blank', 'light'].map((name) => made('div', { className: `present-${name}` }));
  const [title, clock] = [made('strong'), made('output')];
  const session = new Session(path, minutes, draw);
  const [back, next, ask, dark, spot] = ['back', 'next', 'ask', 'blank', 'light'].map((name) => session.button(name));
  const notes = made('button', { type: 'button', textContent: WORDS.notes, onclick: () => openNotes(path) });
  const end = made('button', { type: 'button', textContent: WORDS.end });
  const dialog = made('dialog', { className: 'present-screen' },
    made('div', { className: 'present-room' }, frame, text, question, blank, light),
    made('div', { className: 'present-bar' }, back, title, next, ask, dark, spot, notes, clock, end));

  const keys = (event) => {
    const name = KEYS[event.key];
    if (!name || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.target.closest('input, select, textarea')) return;
    event.preventDefault();
    session.does(name);
  };
  const follow = (event, { left, top }) => {
    light.style.setProperty('--x', `${event.clientX + left}px`);
    light.style.setProperty('--y', `${event.clientY + top}px`);
  };
  frame.addEventListener('load', () => {
    frame.contentDocument.addEventListener('keydown', keys);
    frame.contentDocument.addEventListener('pointermove', (event) => follow(event, frame.getBoundingClientRect()));
  });
  dialog.addEventListener('keydown', keys);
  dialog.addEventListener('pointermove', (event) => follow(event, { left: 0, top: 0 }));
  end.addEventListener('click', () => dialog.close());

  let shown;
  function draw() {
    const { at, asking, blank: dims, light: lit, hands } = session.state;
    const moment = session.list[at];
    const link = moment.section && opens(moment);
    title.textContent = `${at + 1} / ${session.list.length}　${moment.name}`;
    clock.textContent = session.left();
    if (shown !== at) {
      shown = at;
      const url = link && new URL(link.href);
      if (url) url.search = 'alone';
      frame.hidden = !link;
      frame.src = url ? url.href : 'about:blank';
      text.replaceChildren(made('p', {}, moment.keep || moment.name));
    }
    text.hidden = !!link;
    question.hidden = !asking;
    blank.hidden = !dims;
    light.hidden = !lit;
    [[ask, asking], [dark, dims], [spot, lit]].forEach(([button, on]) => button.setAttribute('aria-pressed', on));
    back.disabled = at === 0;
    next.disabled = at === session.list.length - 1;
    if (asking) asked(moment).then((it) => tally(question, it, hands[at] ?? []), () => tally(question, { text: moment.keep, choices: [] }, []));
  }
  const ticking = setInterval(draw, 10_000);
  dialog.addEventListener('close', () => {
    clearInterval(ticking);
    channel.removeEventListener('message', session.listen);
    if (document.fullscreenElement) document.exitFullscreen();
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  // A browser may refuse; the window is large enough.
  html.requestFullscreen?.().catch(() => {});
  session.change({});
}

function tally(place, { text, choices }, hands) {
  const row = (choice, number) => made('li', {}, made('i', {}, hands[number] ? String(hands[number]) : ''), choice);
  place.replaceChildren(made('p', {}, text), ...(choices.length ? [made('ol', {}, ...choices.map(row))] : []));
}

function openNotes(path) {
  open(`${location.pathname}?notes=${path}`, 'present-notes', 'popup,width=620,height=860');
}

/** The chapter as notes: one moment's section, and what leads on. */
function notes(path, minutes) {
  html.classList.add('present-notes');
  const [title, clock, then, hands] = [made('strong'), made('output'), made('p'), made('div')];
  const session = new Session(path, minutes, draw);
  const [back, next, ask, dark] = ['back', 'next', 'ask', 'blank'].map((name) => session.button(name));
  const again = made('button', { type: 'button', textContent: WORDS.again, onclick: () => session.change({ since: Date.now() }) });
  document.getElementById('content').prepend(made('section', { className: 'present-desk' },
    made('div', {}, back, next, ask, dark, clock, again), made('p', {}, title), then, hands));
  let shown;
  function draw() {
    const { at } = session.state;
    const moment = session.list[at];
    clock.textContent = session.left();
    title.textContent = `${at + 1} / ${session.list.length}　${moment.name}`;
    then.textContent = WORDS.then(session.list[at + 1]?.name);
    if (shown === at) return;
    shown = at;
    document.querySelectorAll('.present-shown').forEach((part) => part.classList.remove('present-shown'));
    moment.section?.forEach((part) => part.classList.add('present-shown'));
    scrollTo(0, 0);
    hands.replaceChildren();
    asked(moment).then(({ choices }) => shown === at && hands.replaceChildren(...(choices.length ? [made('p', {}, WORDS.hands), ...choices.map(count)] : [])), () => {});
  }
  function count(choice, number) {
    const { at, hands: known } = session.state;
    const input = made('input', { type: 'number', min: 0, value: known[at]?.[number] ?? '' });
    input.addEventListener('input', () => {
      const here = [...(session.state.hands[at] ?? [])];
      here[number] = Math.max(0, Math.floor(Number(input.value))) || 0;
      session.change({ hands: { ...session.state.hands, [at]: here } });
    });
    return made('label', {}, input, `${String.fromCharCode(65 + number)}. ${choice}`);
  }
  document.addEventListener('keydown', (event) => {
    if (event.target.closest('input') || !['PageDown', 'PageUp'].includes(event.key)) return;
    event.preventDefault();
    session.does(KEYS[event.key]);
  });
  setInterval(draw, 10_000);
  draw();
}

/** A path on paper: its table, and of each moment the picture, the question, and room to write. */
function print(path) {
  const heading = document.getElementById(path);
  const parts = [heading];
  for (let next = heading.nextElementSibling; next && !/^H[123]$/.test(next.tagName); next = next.nextElementSibling) parts.push(next);
  const added = [];
  for (const { section: own } of moments(path)) {
    if (!own) continue;
    const list = first(own, 'ul');
    if (list) {
      [...list.children].forEach((item, number) => item.classList.toggle('handout-aside', number !== 1));
      const lines = made('div', { className: 'handout-lines handout-part' });
      list.after(lines);
      added.push(lines);
    }
    parts.push(...own);
  }
  parts.forEach((part) => part.classList.add('handout-part'));
  html.classList.add('handout');
  addEventListener('afterprint', () => {
    html.classList.remove('handout');
    added.forEach((lines) => lines.remove());
    document.querySelectorAll('.handout-part, .handout-aside').forEach((part) => part.classList.remove('handout-part', 'handout-aside'));
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
