// What a reader takes along of a stage: the link to its moment, the line that shows it in another page, the picture, a code
// for phones. Fetched when somebody asks for it.
//
// In: a figure of the page. Out: a dialog; for the big screen (present.js) the code alone.
// Deliberately absent: what a link says (the stage keeps it on its element), how a page is shown alone (`?alone`, book.js).

const html = document.documentElement;
const version = new URL(import.meta.url).search;
const file = (name) => new URL(name + version, import.meta.url);

const WORDS = {
  zh: {
    title: (name) => `带走：${name}`, close: '关闭', copy: '复制', copied: '已复制', marked: '已选中，可以复制',
    link: '这一刻的链接', frame: '放进别的网页', size: '宽随页面，最宽 960 像素；高 620 像素。深浅跟着那一页走，数据不出这本书。',
    picture: '这一刻的图', svg: 'SVG 文件', png: 'PNG 图片',
    film: '短片', record: '从这一刻录起', enough: '停，存下来', filmed: (seconds) => `录了 ${seconds} 秒。放到头、满一分钟，或者按停，就存成文件。`, code: '二维码', show: '画出来',
    scan: '用手机扫，打开的是同一张图，停在同一刻。',
    local: '这个地址只在这台电脑上有，手机打不开。要给大家扫，先把书放到大家都连得上的地址，再从那里打开。',
    long: '这一刻是动手很多次以后的，链接太长，画不成二维码。可以把链接发给大家。',
  },
  en: {
    title: (name) => `Take along: ${name}`, close: 'Close', copy: 'Copy', copied: 'Copied', marked: 'Marked: copy it',
    link: 'Link to this moment', frame: 'In another page',
    size: 'As wide as that page, 960 pixels at most, and 620 pixels high. Light or dark as that page is; it asks nobody but this book.',
    picture: 'Picture of this moment', svg: 'SVG file', png: 'PNG image',
    film: 'Short film', record: 'Record from this moment', enough: 'Stop and keep it',
    filmed: (seconds) => `${seconds} seconds so far. It is kept as a file at the end of the run, after a minute, or when you stop it.`, code: 'QR code', show: 'Draw it',
    scan: 'A phone that reads it opens the same stage at the same moment.',
    local: 'This address is on this computer only: phones cannot reach it. Put the book where everybody can reach it, and open it there.',
    long: 'So much was done before this moment that its link is too long for a code. Send the link instead.',
  },
}[html.dataset.language];

/** The frame's size in CSS pixels: a picture as wide as this has letters that can be read. */
const [WIDTH, HEIGHT] = [960, 620];

/** A picture is at least so many pixels wide. */
const PIXELS = 1_920;

/** A film is so many pixels wide and so long at most; what came last is shown a little longer. */
const FILM = { width: 1_280, most: 60_000, last: 1_000, bits: 4_000_000 };

/** A picture that moves changes so often at most, in milliseconds. */
const FLIPS = 250;

/** What browsers make films in, the best first. */
const FILMS = ['video/webm;codecs=vp9', 'video/webm', 'video/mp4'];

function made(name, properties = {}, ...inside) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
}

function drawn(name, attributes, ...inside) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.append(...inside);
  return element;
}

/** What leads to a stage as it stands now, as the part of an address behind "#". How it is looked at stands behind that. */
export const moment = (figure) => figure.querySelector('.stage-live')?.dataset.session?.split(' ')[0] || figure.id;

function address(figure, search = '') {
  const url = new URL(location.href);
  [url.search, url.hash] = [search, moment(figure)];
  return url.href;
}

/** The link as a code, and what is to be said of it. */
export async function coded(link) {
  const name = `link-code-${html.dataset.language}`;
  const compiled = async () => WebAssembly.compile(await (await fetch(file(`${name}.wasm`))).arrayBuffer());
  const [glue, module] = await Promise.all([import(file(`${name}.js`)), compiled()]);
  const answer = (await glue.default()(module)).drawn(link);
  const { hostname } = new URL(link);
  const local = /^(localhost|127\.[\d.]+|\[::1\]|)$/.test(hostname);
  if (!answer) return [made('p', {}, WORDS.long), made('p', {}, link)];
  const [size] = answer.split(' ', 1);
  const code = drawn('svg', { viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': WORDS.code },
    drawn('rect', { width: size, height: size, fill: '#fff' }), drawn('path', { d: answer.slice(size.length), fill: '#000' }));
  return [code, made('p', {}, local ? WORDS.local : WORDS.scan), made('p', {}, link)];
}

const LOOKS = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'fill-opacity',
  'font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline', 'visibility'];

/** As programs that know less than a browser write a colour. */
function colour(value) {
  const parts = value.match(/^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)/);
  if (parts) return `rgb(${parts.slice(1).map((part) => Math.round(Number(part) * 255)).join(', ')})`;
  return value === 'rgba(0, 0, 0, 0)' ? 'none' : value;
}

/** Writes on a copy how the element looks, where that is not how all around it looks, and takes off what only a page needs. */
function dress(copy, element, outermost) {
  [...copy.attributes].filter(({ name }) => /^(class|style|role|tabindex|aria-.*|data-.*)$/.test(name))
    .forEach(({ name }) => copy.removeAttribute(name));
  if (!(element instanceof SVGGraphicsElement)) return;
  const [style, around] = [element, element.parentElement].map((each) => getComputedStyle(each));
  if (style.display === 'none') copy.dataset.gone = '';
  for (const name of LOOKS) {
    const value = style.getPropertyValue(name);
    if (outermost || value !== around.getPropertyValue(name)) copy.setAttribute(name, colour(value));
    else copy.removeAttribute(name);
  }
  if (style.opacity !== '1') copy.setAttribute('opacity', style.opacity);
  if (style.textDecorationLine !== 'none') copy.setAttribute('text-decoration', style.textDecorationLine);
  if (style.transform !== 'none') copy.setAttribute('transform', style.transform);
}

/** The picture shown, with its looks written on it, as it is drawn without the page's styles; and its size. */
function picture(figure) {
  const svg = [...figure.querySelectorAll('.stage-body svg.stage-picture')].find((each) => each.checkVisibility());
  const [, , width, height] = svg.getAttribute('viewBox').split(/[ ,]+/).map(Number);
  const copy = svg.cloneNode(true);
  const [from, to] = [svg, copy].map((root) => [root, ...root.querySelectorAll('*')]);
  from.forEach((element, index) => dress(to[index], element, element === svg));
  copy.querySelectorAll('[data-gone]').forEach((element) => element.remove());
  const ground = getComputedStyle(html).getPropertyValue('--bg').trim();
  copy.setAttribute('width', width);
  copy.setAttribute('height', height);
  copy.prepend(drawn('title', {}, nameOf(figure)), drawn('desc', {}, address(figure)), drawn('rect', { width, height, fill: ground }));
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

/** Draws the picture shown as wide as the canvas; the higher it gets, the higher is what is drawn. */
async function paint(figure, canvas) {
  const { text, width, height } = picture(figure);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  // Films want even numbers.
  if (!canvas.dataset.drawn) canvas.height = 2 * Math.round((canvas.width * height) / width / 2);
  canvas.dataset.drawn = 'true';
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, (canvas.width * height) / width);
}

/** The same in pixels. */
async function pixels(figure) {
  const canvas = made('canvas', { width: Math.max(PIXELS, 2 * picture(figure).width) });
  await paint(figure, canvas);
  return new Promise((done) => { canvas.toBlob(done, 'image/png'); });
}

const later = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

/** A camera: what is seen becomes a film. */
async function video(figure, mimeType) {
  const canvas = made('canvas', { width: FILM.width });
  await paint(figure, canvas);
  const recorder = new MediaRecorder(canvas.captureStream(), { mimeType, videoBitsPerSecond: FILM.bits });
  const parts = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const done = new Promise((resolve) => { recorder.addEventListener('stop', resolve); });
  recorder.start();
  const look = () => paint(figure, canvas);
  const end = async () => {
    await later(FILM.last);
    recorder.stop();
    await done;
    return new Blob(parts, { type: mimeType });
  };
  return { look, end };
}

/** A camera for browsers that make no films: what is seen becomes one picture that moves, again and again. */
function flipbook(figure) {
  const seen = [];
  const look = (at) => {
    const last = seen.at(-1);
    if (last && at < last.at + FLIPS) return;
    const { text, width, height } = picture(figure);
    if (text !== last?.text) seen.push({ at, text, width, height });
  };
  const end = (at) => {
    look(at + FLIPS);
    const whole = seen.at(-1).at + FILM.last;
    const [width, height] = ['width', 'height'].map((side) => Math.max(...seen.map((one) => one[side])));
    const leaf = ({ at: from, text }, index) => {
      const [start, stop] = [from, seen[index + 1]?.at ?? whole].map((time) => (time / whole).toFixed(5));
      const [values, times] = index ? ['none;inline;none', `0;${start};${stop}`] : ['inline;none', `0;${stop}`];
      return `<g${index ? ' display="none"' : ''}><animate attributeName="display" calcMode="discrete" values="${values}" keyTimes="${times}"`
        + ` dur="${whole / 1_000}s" repeatCount="indefinite"/>${text}</g>`;
    };
    const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
    const leaves = seen.map(leaf).join('');
    return new Blob([`<svg xmlns="http://www.w3.org/2000/svg" ${size}>${leaves}</svg>`], { type: 'image/svg+xml' });
  };
  return { look, end };
}

/** Plays the stage from the moment shown in front of a camera. `told` hears how long that takes. */
async function film(figure, enough, told) {
  const stage = figure.querySelector('.stage-live .live');
  const press = (control) => stage.querySelector(`[data-control=${control}]`)?.click();
  // At the end there is nothing to play: it is the whole run then.
  if (stage.querySelector('[data-control=step][aria-disabled=true]')) press('restart');
  const mimeType = FILMS.find((each) => globalThis.MediaRecorder?.isTypeSupported(each));
  const camera = mimeType ? await video(figure, mimeType) : flipbook(figure);
  press('play');
  const start = performance.now();
  const lasts = () => performance.now() - start;
  await later(0);
  while (!enough.aborted && lasts() < FILM.most && stage.dataset.playing === 'true') {
    await camera.look(lasts());
    told(Math.floor(lasts() / 1_000));
    await new Promise(requestAnimationFrame);
  }
  press('pause');
  await camera.look(lasts());
  return camera.end(lasts());
}

function keep(figure, ending, blob) {
  const seconds = moment(figure).match(/&t=(\d+)/)?.[1] / 1e6;
  const name = `${figure.id}${seconds >= 0 ? `-${seconds.toFixed(1)}s` : ''}.${ending}`;
  const link = made('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The button that records, and what it says meanwhile. */
function filmed(figure) {
  let enough;
  const told = made('p', { role: 'status' });
  const record = button(WORDS.record, async () => {
    if (enough) return void enough.abort();
    enough = new AbortController();
    record.textContent = WORDS.enough;
    const blob = await film(figure, enough.signal, (seconds) => { told.textContent = WORDS.filmed(seconds); });
    keep(figure, blob.type.match(/mp4|svg/)?.[0] ?? 'webm', blob);
    record.textContent = WORDS.record;
    told.textContent = '';
    enough = undefined;
  });
  return [made('section', {}, made('h3', {}, WORDS.film), record, told), () => enough?.abort()];
}

const nameOf = (figure) => figure.querySelector('figcaption strong').textContent;

function button(text, act) {
  return made('button', { type: 'button', textContent: text, onclick: act });
}

/** A text to be copied: seen whole, and marked where there is no clipboard. */
function copied(title, text, ...more) {
  const field = made('textarea', { readOnly: true, rows: text.length > 160 ? 4 : 2, value: text, ariaLabel: title, spellcheck: false });
  const copy = button(WORDS.copy, async () => {
    try {
      await navigator.clipboard.writeText(text);
      copy.textContent = WORDS.copied;
    } catch {
      field.select();
      copy.textContent = WORDS.marked;
    }
  });
  return made('section', {}, made('h3', {}, title), field, copy, ...more);
}

function frameLine(figure) {
  const escaped = (text) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
  return `<iframe src="${escaped(address(figure, 'alone'))}" title="${escaped(nameOf(figure))}" width="${WIDTH}" height="${HEIGHT}"`
    + ' style="max-width: 100%; border: 0" loading="lazy" allow="clipboard-write; fullscreen"></iframe>';
}

let styled;

/** The dialog's styles, once for the page. Without them it can be used all the same. */
const style = () => new Promise((done) => {
  document.head.append(made('link', { rel: 'stylesheet', href: file('take.css'), onload: done, onerror: done }));
});

/** Shows what can be taken along of a figure. */
export async function take(figure) {
  await (styled ??= style());
  const code = made('div', { className: 'taken-code' });
  const draws = button(WORDS.show, async () => code.replaceChildren(...await coded(address(figure))));
  const title = made('h2', { id: 'taken-title' }, WORDS.title(nameOf(figure)));
  const svg = () => new Blob([picture(figure).text], { type: 'image/svg+xml' });
  // Only what lives plays.
  const [films, stop] = figure.querySelector('.stage-live .live') ? filmed(figure) : ['', () => {}];
  const dialog = made('dialog', { className: 'taken' }, made('form', { method: 'dialog' }, title, made('button', {}, WORDS.close)),
    copied(WORDS.link, address(figure)),
    copied(WORDS.frame, frameLine(figure), made('p', {}, WORDS.size)),
    made('section', {}, made('h3', {}, WORDS.picture),
      button(WORDS.svg, () => keep(figure, 'svg', svg())), button(WORDS.png, async () => keep(figure, 'png', await pixels(figure)))),
    films,
    made('section', {}, made('h3', {}, WORDS.code), draws, code));
  dialog.setAttribute('aria-labelledby', title.id);
  dialog.addEventListener('close', () => {
    stop();
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}
