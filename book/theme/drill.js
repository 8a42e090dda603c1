// Judges drills. Loaded only by pages that have one.
//
// In: each <figure class="drill"> as the preprocessor drew it, and where its stage stands (`data-session` on the live stage).
// Out: the goals that hold there, ticked; once all do, what it cost beside the best that is known; that it is done, kept on
// this device. The stage is sent to a moment as by any link.
// Deliberately absent: what holds. A part in wasm has the model and says it (`playground/drill`); it comes when a drill is
// begun.

const version = new URL(import.meta.url).search;
const file = (name) => new URL(name + version, import.meta.url);
const { all, answered } = await import(file('progress.js'));

const WORDS = {
  zh: {
    before: '图还在出事之前。按“接班”，从出事的那一刻开始。',
    elsewhere: '图上已经不是这道题了：出事之前的事被改过，或者换了版本。按“接班”重来。',
    begun: '轮到你了：终端、按钮、网页、日志都能用。目标到了会自己打勾。',
    done: '修好了。',
    look: '看看代价',
    replayed: '这是放出来的做法，不算你修的。按“接班”，自己来一次。',
    failed: '判题的部分没有取到，目标不会打勾。',
    held: '已达到',
    drilled: '修好过',
    costs: '代价',
    mine: '你',
    best: '已知最好',
    seconds: '用时',
    acts: '做了几件事',
    down: (job) => `${job} 停了`,
    late: '晚读到的记录',
    workers: 'TaskManager',
    containers: '容器',
    memory: '容器内存',
    records: ' 条',
    flow: '作业没在跑，或者还在补前面欠下的，这时来的记录就算晚。算的时候当作每个作业每秒来 100 条，最多读 200 条。',
    second: ' 秒',
    mib: ' MiB',
  },
  en: {
    before: 'The stage is before it happened. “Take over” begins at the moment it did.',
    elsewhere: 'This is not the drill any more: something before it was changed, or the version. “Take over” begins again.',
    begun: 'It is yours: terminal, buttons, web pages and log. A goal ticks by itself when it is reached.',
    done: 'It works again.',
    look: 'See what it cost',
    replayed: 'That was the known way, played; it does not count as yours. “Take over”, and do it yourself.',
    failed: 'What judges could not be fetched; goals will not tick.',
    held: 'reached',
    drilled: 'put right before',
    costs: 'What it cost',
    mine: 'you',
    best: 'best known',
    seconds: 'until it worked',
    acts: 'things done',
    down: (job) => `${job} was down`,
    late: 'records read late',
    workers: 'TaskManagers',
    containers: 'containers',
    memory: 'memory of containers',
    records: '',
    flow: 'A record is late when it comes while its job does not run or still reads what it missed. It is reckoned with 100 a second for each job, of which it can read 200.',
    second: ' s',
    mib: ' MiB',
  },
}[document.documentElement.dataset.language];

let judging;

/** The function that judges; fetched once for the page. */
function judge() {
  judging ??= (async () => {
    const [glue, response] = await Promise.all([import(file('drill-any.js')), fetch(file('drill-any.wasm'))]);
    const module = await WebAssembly.compile(await response.arrayBuffer());
    return (await glue.default()(module)).judge;
  })().catch((error) => {
    judging = undefined;
    throw error;
  });
  return judging;
}

/** The stage goes there as if the reader had followed a link; nothing is added to the way back. */
function send(link) {
  history.replaceState(null, '', `#${link}`);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

function element(name, text = '', className = '') {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

/** What it cost, beside the best that is known. */
function table(mine, best) {
  const of = (cost, job) => cost.jobs.find(([name]) => name === job)?.[1];
  const jobs = [...new Set([...mine.jobs, ...best.jobs].map(([name]) => name))];
  const rows = [
    [WORDS.seconds, mine.seconds, best.seconds, WORDS.second],
    [WORDS.acts, mine.acts, best.acts, ''],
    ...jobs.map((job) => [WORDS.down(job), of(mine, job), of(best, job), WORDS.second]),
    [WORDS.late, mine.late, best.late, WORDS.records],
    [WORDS.workers, mine.task_managers, best.task_managers, ''],
    [WORDS.containers, mine.containers, best.containers, ''],
    [WORDS.memory, mine.memory_mib, best.memory_mib, WORDS.mib],
  ].filter((row) => row[1] != null || row[2] != null);
  const made = element('table');
  const head = made.createTHead().insertRow();
  for (const word of [WORDS.costs, WORDS.mine, WORDS.best]) {
    const cell = element('th', word);
    cell.scope = 'col';
    head.append(cell);
  }
  const body = made.createTBody();
  for (const [name, a, b, unit] of rows) {
    const row = body.insertRow();
    const title = element('th', name);
    title.scope = 'row';
    row.append(title);
    for (const value of [a, b]) row.insertCell().textContent = value == null ? '–' : value + unit;
  }
  return made;
}

/** A drill that was put right once says so, also in the list of the page's sections. */
function drilled(drill) {
  drill.querySelector('.drill-grade').dataset.drilled = WORDS.drilled;
  const section = drill.id.slice('drill-'.length);
  document.querySelector(`.chapter-head a[href$="#${section}"]`)?.classList.add('drilled');
}

function show(drill, { place, goals, replayed: asKnown, cost }) {
  // Whoever took it over may find the best known way alone.
  const replayed = asKnown && drill.dataset.played !== 'false';
  const told = drill.querySelector('[role=status]');
  const say = (text) => { if (told.textContent !== text) told.textContent = text; };
  drill.querySelectorAll('.drill-goals li').forEach((goal, index) => {
    goal.classList.toggle('drill-held', goals[index]);
    goal.dataset.held = goals[index] ? WORDS.held : '';
  });
  // What was reached stays told while the stage plays on.
  if (drill.dataset.done === 'true' && place === 'inside' && !replayed) return;
  const own = cost && !replayed;
  drill.dataset.done = Boolean(own);
  const played = replayed || (drill.dataset.played === 'true' && place === 'inside');
  say(own ? WORDS.done : played ? WORDS.replayed : { before: WORDS.before, elsewhere: WORDS.elsewhere, inside: WORDS.begun }[place]);
  const { best } = JSON.parse(drill.dataset.drill);
  drill.querySelector('.drill-cost').replaceChildren(...(own ? [table(cost, best), element('p', WORDS.flow)] : []));
  if (!own) return;
  try { answered(localStorage, drill.id, true, Date.now()); } catch { /* Some private windows refuse. */ }
  drilled(drill);
  // The reader looks at the stage, which fills the window.
  const buttons = [[WORDS.look, () => drill.querySelector('.drill-cost').scrollIntoView({ block: 'center' })]];
  document.getElementById(drill.dataset.stage).querySelector('.stage-body')
    .dispatchEvent(new CustomEvent('note', { bubbles: true, detail: { text: WORDS.done, buttons } }));
}

/** Judges a stage again and again, at most five times a second: one that plays moves with every frame. */
function judged(drill, stage, written) {
  let [waits, missed] = [false, false];
  return async function look() {
    missed = waits;
    if (waits) return;
    waits = true;
    try {
      const verdict = (await judge())(written, stage.querySelector('.stage-live')?.dataset.session ?? '');
      if (verdict) show(drill, JSON.parse(verdict));
    } catch (error) {
      drill.querySelector('[role=status]').textContent = WORDS.failed;
      console.warn('a drill could not be judged', error);
    }
    setTimeout(() => { waits = false; if (missed) look(); }, 200);
  };
}

for (const drill of document.querySelectorAll('figure.drill')) {
  const stage = document.getElementById(drill.dataset.stage);
  const { begins, goals, solution } = JSON.parse(drill.dataset.drill);
  const { scenario } = JSON.parse(stage.querySelector('.stage-cell').textContent);
  const look = judged(drill, stage, JSON.stringify({ scenario, begins, goals, solution }));
  // Whoever only reads does not wait for a judge: a stage that has just come up was moved by nobody.
  let came = false;
  new MutationObserver(() => { if (came) look(); came = true; })
    .observe(stage, { subtree: true, attributes: true, attributeFilter: ['data-session'] });
  drill.addEventListener('click', ({ target }) => {
    const act = target.dataset?.act;
    if (!act) return;
    came = true;
    drill.dataset.done = false;
    drill.dataset.played = act === 'replay';
    stage.querySelector('.stage-body > .note')?.remove();
    send(drill.dataset[act]);
    // Whoever found the known way stands where it leads already: nothing moves.
    if (act === 'replay') look();
    stage.scrollIntoView({ block: 'start' });
  });
}

try {
  const known = all(localStorage).answers;
  document.querySelectorAll('figure.drill').forEach((drill) => { if (known.get(drill.id)?.right) drilled(drill); });
} catch { /* The same windows. */ }
