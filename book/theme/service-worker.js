// The book without a network.
//
// In: FILES, which `cargo xtask build` writes before this: each file of the site with its hash and the
// set it belongs to ("shell", a language, "all", or "seen"). Out: files from the cache where it has them, else from
// the site. Each is kept under its hash, and only if it has it: what a page loads is of one version.
// Deliberately absent: other hosts. Requests that are not for a file of the site are left alone.

const SCOPE = registration.scope;

/** Caches belong to a whole host: another book may live beside this one. */
const CACHE = `book ${SCOPE}`;

const has = (file) => Object.hasOwn(FILES, file);

/** What an address names below the site; nothing where it is none of the site's. */
function pathOf(address) {
  const { href, pathname } = new URL(address);
  if (!href.startsWith(SCOPE)) return undefined;
  try {
    return decodeURIComponent(pathname.slice(new URL(SCOPE).pathname.length));
  } catch {
    // "%" alone is no letter.
    return undefined;
  }
}

/** The file of a path. Hosts show folders as their index, and some show pages without their ending. */
function fileOf(path) {
  return [path, `${path}index.html`, `${path}.html`].find(has);
}

/** The page of a folder, under the address of a file beside it, would have links that lead astray. */
function slashed(address) {
  const url = new URL(address);
  url.pathname += '/';
  return Response.redirect(url, 301);
}

const key = (file) => `${SCOPE}${file}?${encodeURIComponent(FILES[file][0])}`;

/** A file of this version from the network; it is kept. */
async function take(file) {
  const [integrity] = FILES[file];
  const response = await fetch(new URL(file, SCOPE), { integrity, cache: 'no-cache' });
  if (!response.ok) throw new Error(`${response.status} for ${file}`);
  // A browser does not take a redirected answer for a page: only what it says is kept.
  const plain = new Response(response.body, { headers: { 'content-type': response.headers.get('content-type') ?? '' } });
  const cache = await caches.open(CACHE);
  await cache.put(key(file), plain.clone());
  return plain;
}

/** Takes what is missing of some sets, one file after the other: reading goes first. */
async function keep(sets) {
  const cache = await caches.open(CACHE);
  for (const file in FILES) {
    if (sets.includes(FILES[file][1]) && !(await cache.match(key(file)))) await take(file);
  }
}

async function answer(request, file) {
  const kept = await keptOf(file);
  if (kept) return kept;
  // The site has changed since this version: its own answer is better than none.
  const own = take(file).catch(() => fetch(request));
  return request.mode === 'navigate' ? own.catch(() => notKept(file)) : own;
}

const keptOf = async (file) => (await caches.open(CACHE)).match(key(file));

/** Without a network: says that a page is not kept, in the frame of its language, and leads to its other one if that is. */
async function notKept(file) {
  const [, folder = '', name] = file.match(/^(en\/)?(.*)$/);
  const frame = await keptOf(`${folder}404.html`);
  if (!frame) return Response.error();
  const other = folder ? name : `en/${name}`;
  const there = has(other) && await keptOf(other) ? (folder && '../') + other : undefined;
  const chinese = ['zh-CN', '这一页没有保存', '现在没有网络，这台设备上也没有留下这一页。', '再试一次',
    `这一章的${folder ? '中文' : '英文'}版留下了，可以读。`];
  const english = ['en', 'This page is not kept', 'There is no network, and this page is not kept on this device.', 'Try again',
    `The same chapter is kept in ${folder ? 'Chinese' : 'English'}.`];
  const [first, second] = folder ? [english, chinese] : [chinese, english];
  const section = (level, [lang, title, why, again, kept]) => `<section lang="${lang}"><h${level}>${title}</h${level}><p>${why} `
    + `<a href="${name}">${again}</a></p>${there ? `<p><a href="${there}">${kept}</a></p>` : ''}</section>`;
  const html = (await frame.text())
    .replace(/<title>[^]*?<\/title>/, `<title>${first[1]}</title>`)
    // The way to the other language leads to the same chapter, too.
    .replaceAll('404.html', name)
    .replace(/(<main[^>]*>)[^]*(<\/main>)/, (_, start, end) => start + section(1, first) + section(2, second) + end);
  return new Response(html, { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } });
}

/** A new version waits until no page of the old one is open, or the only one turns over: not one that nobody looks at. */
async function turnedOver(request) {
  if (request.mode !== 'navigate' || !registration.waiting) return undefined;
  const open = await clients.matchAll();
  if (open.length > 1 || open.some(({ visibilityState }) => visibilityState === 'hidden')) return undefined;
  registration.waiting.postMessage('take over');
  // Nothing on it, and no icon to be asked for.
  const blank = '<link rel="icon" href="data:,">';
  return new Response(blank, { headers: { refresh: '0', 'content-type': 'text/html' } });
}

addEventListener('install', (event) => event.waitUntil(keep(['shell'])));

addEventListener('activate', (event) => event.waitUntil((async () => {
  const cache = await caches.open(CACHE);
  const known = new Set(Object.keys(FILES).map(key));
  for (const request of await cache.keys()) {
    if (!known.has(request.url)) await cache.delete(request);
  }
  // The page that was open first is served, too.
  await clients.claim();
})()));

addEventListener('fetch', (event) => {
  const { request } = event;
  const path = request.method === 'GET' ? pathOf(request.url) : undefined;
  if (path === undefined) return;
  if (has(`${path}/index.html`)) return void event.respondWith(slashed(request.url));
  const file = fileOf(path);
  if (!file) return;
  event.respondWith(turnedOver(request).then((blank) => blank ?? answer(request, file)));
});

addEventListener('message', (event) => {
  if (event.data === 'take over') return void skipWaiting();
  const { keep: language } = event.data;
  const kept = keep(['shell', 'all', language]);
  // Without a network the rest comes another time.
  event.waitUntil(kept.then(() => event.source.postMessage({ kept: language }), () => {}));
});
