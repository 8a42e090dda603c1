// Brings the stages and labs of a page to life. Loaded only by pages that have one.
//
// In: each <figure data-part="..."> with its static picture and its cell; `data-part` names the wasm that it
// needs. Out: the live stage (or lab) in the figure's body; the static content stays in the page for print.
// Of each part one WebAssembly module is compiled for the page, and one more for what it can do without at first; each
// stage gets an instance of its own (glue and memory), because a panic in Yew stops everything of its instance for good.
// When a stage panics it is taken away, what happened is shown, and it can be started again; the others go on.
//
// A live part keeps on its element what brings it back, as links (what an address has behind "#"): `data-session` is where
// it stands, `data-before` where it stood before the last act, `data-act` that act in words, written before it is done. One
// that finds `data-restore` on its element comes up there, whatever the page's address says; empty is the beginning.
//
// What a reader has open beside a picture is open on the next page, too: `data-session` names it, book.js keeps it and its
// room, and `data-drawer` tells a stage. `data-opens` of a figure is where its author has it begin.

const version = new URL(import.meta.url).search;

const WORDS = {
  zh: {
    stopped: '这个演示停下了，其余的不受影响。这是程序的错误，不是你的。',
    restart: '重新开始',
    copy: '复制报告',
    copied: '已复制',
    marked: '已选中，可以复制',
    report: ['书的版本', '页面', '到哪里', '最后一步', '发生了什么'],
    without: (act) => `停下之前的都回来了，只少最后一步：${act}。`,
    before: '回到了停下之前的样子。',
    anew: '连着停了三次，所以这次从头开始。',
    ok: '知道了',
  },
  en: {
    stopped: 'This one has stopped; the others go on. It is a mistake in the program, not yours.',
    restart: 'Start again',
    copy: 'Copy the report',
    copied: 'Copied',
    marked: 'Marked: copy it',
    report: ['Edition', 'Page', 'Session', 'Last act', 'What happened'],
    without: (act) => `Everything from before it stopped is back, but for the last act: ${act}.`,
    before: 'It is as it was before it stopped.',
    anew: 'It stopped three times in a row, so this time it starts from the beginning.',
    ok: 'OK',
  },
};

/**
 * A stop is in a row with the one before if the stage was up for less than this. Acts are not counted: time alone can stop
 * a stage, and one may stop before it shows anything. That coming back has helped shows when it holds for a while.
 */
const ROW_MS = 30_000;

/** The last of so many stops in a row starts from the beginning. */
const MOST_IN_A_ROW = 3;

/** For each figure that stopped: where to come up, what is said then, and how many stops in a row there were. */
const returns = new WeakMap();

const loading = {};
let failures = 0;

/** A browser remembers a script that failed: once something did, another address asks anew. */
function file(name) {
  const url = new URL(name + version, import.meta.url);
  if (failures) url.searchParams.set('again', failures);
  return url;
}

/** Once for the page, unless it fails. */
function once(name, fetched) {
  loading[name] ??= fetched().catch((error) => {
    failures += 1;
    delete loading[name];
    throw error;
  });
  return loading[name];
}

/** The function that makes an instance, and the compiled module. */
function load({ part, lang }) {
  const name = `${part}-${lang}`;
  return once(name, () => Promise.all([import(file(`${name}.js`)), compiled(`${name}.wasm`)]));
}

/** Links what comes behind the first part of a stage, however often it has to be asked for. Its place says so. */
async function bring({ part, lang }, host, later, link) {
  const name = `${part}-${later}-${lang}`;
  for (;;) {
    try {
      const [module] = await Promise.all([once(name, () => compiled(`${name}.wasm`)), styled()]);
      return await link(module);
    } catch (error) {
      console.warn('a part of the live stage did not come', error);
      // It may be of another edition.
      delete loading[name];
      // Whoever has a network again has it for all of the page.
      await new Promise((ask) => {
        document.addEventListener('live-again', ask, { once: true });
        missing(host.querySelector('.live-later'), () => document.dispatchEvent(new Event('live-again')));
      });
    }
  }
}

/** How what comes later looks. */
function styled() {
  return once('drawer.css', () => new Promise((came, failed) => {
    const link = element('link');
    Object.assign(link, { rel: 'stylesheet', href: file('drawer.css'), onload: came, onerror: failed });
    document.head.append(link);
  }));
}

async function compiled(name) {
  const url = file(name);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} for ${url}`);
  // Some hosts serve wasm under another type, which streaming refuses.
  return response.headers.get('content-type') === 'application/wasm'
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

const starting = new WeakMap();

/** Starts a figure, once at a time. */
function start(figure) {
  if (!starting.has(figure)) starting.set(figure, comeAlive(figure).finally(() => starting.delete(figure)));
  return starting.get(figure);
}

async function comeAlive(figure) {
  let panicked = false;
  // What a stage that stopped left is there until it is back.
  if (figure.dataset.live !== 'stopped') figure.dataset.live = 'loading';
  try {
    const [glue, module] = await load(figure.dataset);
    const host = element('div', 'stage-live');
    const instance = await glue.default((later, link) => bring(figure.dataset, host, later, link))(module);
    const back = returns.get(figure);
    const { drawer } = document.documentElement.dataset;
    if (drawer) host.dataset.drawer = drawer;
    const { opens } = figure.dataset;
    const begins = opens === undefined || location.hash.startsWith(`#${figure.id}&`) ? undefined : `${opens} ${drawer ?? ''}`.trim();
    const session = back?.session ?? begins;
    if (session !== undefined) host.dataset.restore = session;
    const up = performance.now();
    host.addEventListener('stage-panicked', (event) => {
      panicked = true;
      const inARow = back && performance.now() - up < ROW_MS ? back.inARow + 1 : 1;
      // The panic is still on the stack: leave it before the page changes.
      queueMicrotask(() => stopped(figure, host, inARow, String(event.detail)));
    });
    show(figure, host, 'true');
    instance.mount(host, figure.querySelector('.stage-cell').textContent);
    if (back) say(figure, back.said);
  } catch (error) {
    if (!panicked) unavailable(figure);
    console.warn('the live stage could not be started', error);
  }
}

/** Puts `live` where the live stage belongs; CSS shows the static content when there is none. */
function show(figure, live, state) {
  const body = figure.querySelector('.stage-body');
  body.querySelectorAll(':scope > :not(.stage-static)').forEach((old) => old.remove());
  if (live) body.append(live);
  figure.dataset.live = state;
}

/** The static picture stays. Whoever has a network again has it for all of the page. */
function unavailable(figure) {
  show(figure, null, 'unavailable');
  const again = () => {
    document.querySelectorAll('figure[data-live="unavailable"]').forEach(start);
    start(figure).then(() => figure.querySelector('.stage-body > .note')?.focus());
  };
  missing(figure, again);
}

/** The page says it there, with a button. */
function missing(place, again) {
  place?.dispatchEvent(new CustomEvent('live-missing', { bubbles: true, detail: again }));
}

const wordsOf = (figure) => WORDS[figure.dataset.lang] ?? WORDS.zh;

/** One line above the stage. The focus was on the button that brought it back, which is gone. */
function say(figure, text) {
  const detail = { text, buttons: [[wordsOf(figure).ok]], focus: true };
  figure.querySelector('.stage-body').dispatchEvent(new CustomEvent('note', { bubbles: true, detail }));
}

function stopped(figure, host, inARow, message) {
  const words = wordsOf(figure);
  const known = returns.get(figure)?.session ?? '';
  const { session = known, before = session, act } = host.dataset;
  returns.set(figure, inARow < MOST_IN_A_ROW
    ? { inARow, session: before, said: act ? words.without(act) : words.before }
    : { inARow, session: '', said: words.anew });
  const edition = new URLSearchParams(version).get('v');
  const facts = [edition, location.origin + location.pathname, session, act, message];
  const told = facts.map((fact, row) => fact && `${words.report[row]}: ${fact}`).filter(Boolean).join('\n');
  const report = element('pre', 'stage-report', told);
  // A long one is scrolled with the keyboard, too.
  report.tabIndex = 0;
  const copy = button('copy-report', words.copy, async () => {
    try {
      await navigator.clipboard.writeText(told);
      copy.textContent = words.copied;
    } catch {
      // Some browsers and pages have no clipboard.
      getSelection().selectAllChildren(report);
      copy.textContent = words.marked;
    }
  });
  const panel = element('div', 'stage-stopped');
  panel.setAttribute('role', 'alert');
  panel.append(element('p', '', words.stopped), report, button('restart-stopped', words.restart, () => start(figure)), copy);
  show(figure, panel, 'stopped');
}

function element(name, className, text = '') {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function button(control, text, act) {
  const made = element('button', '', text);
  made.type = 'button';
  made.dataset.control = control;
  made.addEventListener('click', act);
  return made;
}

const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    start(target);
  }
}, { rootMargin: '50% 0%' });

document.querySelectorAll('figure[data-part]').forEach((figure) => near.observe(figure));

/** A printed command is run by its stage, which starts if it has not yet. */
document.addEventListener('click', async ({ target }) => {
  const { stage, run } = target.closest?.('button.run')?.dataset ?? {};
  const figure = run && document.getElementById(`stage-${stage}`);
  if (!figure) return;
  unfold(figure);
  near.unobserve(figure);
  if (figure.dataset.live !== 'true') await start(figure);
  const host = figure.querySelector('.stage-live');
  if (!host) return;
  host.dataset.run = run;
  host.dispatchEvent(new Event('stage-run'));
});

function unfold(figure) {
  figure.closest('details')?.setAttribute('open', '');
}

/** A link to a moment of a stage starts that stage wherever it stands; it then scrolls to itself. */
function startLinked() {
  const [id, moment] = location.hash.slice(1).split(/&(.*)/);
  const figure = document.getElementById(id);
  if (!moment || !figure?.matches('figure[data-part]:not([data-live])')) return;
  unfold(figure);
  near.unobserve(figure);
  start(figure);
}
startLinked();
window.addEventListener('hashchange', startLinked);
