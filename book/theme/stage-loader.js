// Brings the stages and labs of a page to life. Loaded only by pages that have one.
//
// In: each <figure data-part="..."> with its static picture and its cell; `data-part` names the wasm that it
// needs. Out: the live stage (or lab) in the figure's body; the static content stays in the page for print.
// Of each part one WebAssembly module is compiled for the page; each stage gets an instance of its own (glue and
// memory), because a panic in Yew stops everything of its instance for good. When a stage
// panics it is taken away, what happened is shown, and it can be started again; the others go on.

const version = new URL(import.meta.url).search;
const file = (name) => new URL(name + version, import.meta.url);

const WORDS = {
  zh: {
    stopped: '这个演示停下了，其余的不受影响。这是程序的错误，不是你的。',
    happened: '发生了什么',
    session: '从这里可以重现',
    restart: '重新开始',
  },
  en: {
    stopped: 'This one has stopped; the others go on. It is a mistake in the program, not yours.',
    happened: 'What happened',
    session: 'How to get here again',
    restart: 'Start again',
  },
};

const loading = {};

/** The compiled module and the function that makes an instance; once for the page. */
function load({ part, lang }) {
  const name = `${part}-${lang}`;
  loading[name] ??= Promise.all([import(file(`${name}.js`)), compiled(file(`${name}.wasm`))]);
  // A failed download may be tried again by the next stage.
  loading[name].catch(() => { delete loading[name]; });
  return loading[name];
}

async function compiled(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} for ${url}`);
  // Some hosts serve wasm under another type, which streaming refuses.
  return response.headers.get('content-type') === 'application/wasm'
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

async function start(figure) {
  figure.dataset.live = 'loading';
  try {
    const [glue, module] = await load(figure.dataset);
    const instance = await glue.default()(module);
    const host = element('div', 'stage-live');
    host.addEventListener('stage-panicked', (event) => {
      // The panic is still on the stack: leave it before the page changes.
      queueMicrotask(() => stopped(figure, host, event.detail));
    });
    show(figure, host, 'true');
    instance.mount(host, figure.querySelector('.stage-cell').textContent);
  } catch (error) {
    if (figure.dataset.live !== 'stopped') show(figure, null, 'unavailable');
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

function stopped(figure, host, message) {
  const words = WORDS[figure.dataset.lang] ?? WORDS.zh;
  const panel = element('div', 'stage-stopped');
  panel.setAttribute('role', 'alert');
  const restart = element('button', 'stage-restart', words.restart);
  restart.type = 'button';
  restart.dataset.control = 'restart-stopped';
  restart.addEventListener('click', () => start(figure));
  panel.append(
    element('p', '', words.stopped),
    element('h3', '', words.happened),
    element('pre', 'stage-stopped-message', String(message)),
    element('h3', '', words.session),
    element('pre', 'stage-stopped-session', host.dataset.session ?? ''),
    restart,
  );
  show(figure, panel, 'stopped');
}

function element(name, className, text = '') {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
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
  const figure = moment && document.getElementById(id);
  if (!figure?.matches('figure[data-part]:not([data-live])')) return;
  unfold(figure);
  near.unobserve(figure);
  start(figure);
}
startLinked();
window.addEventListener('hashchange', startLinked);
