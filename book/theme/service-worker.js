// The book without a network.
//
// In: FILES, which `cargo xtask build` writes before this: each file of the site with its hash and the
// set it belongs to ("shell", a language, "all", or "seen"). Out: files from the cache where it has them, else from
// the site. Each is kept under its hash, and only if it has it: what a page loads is of one version.
// Deliberately absent: other hosts. Requests that are not for a file of the site are left alone.

const SCOPE = registration.scope;

/** Caches belong to a whole host: another book may live beside this one. */
const CACHE = `book ${SCOPE}`;

/** The file that an address means, if it is one of the site's. */
function fileOf(address) {
  const url = new URL(address);
  if (!url.href.startsWith(SCOPE)) return undefined;
  const path = decodeURIComponent(url.pathname.slice(new URL(SCOPE).pathname.length));
  // Hosts show folders as their index, and some show pages without their ending.
  return [path, `${path}index.html`, `${path}/index.html`, `${path}.html`].find((file) => file in FILES);
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
  const kept = await (await caches.open(CACHE)).match(key(file));
  if (kept) return kept;
  // The site has changed since this version: its own answer is better than none.
  return take(file).catch(() => fetch(request));
}

/** A new version waits until no page of the old one is open, or the only one turns over. */
async function turnedOver(request) {
  if (request.mode !== 'navigate' || !registration.waiting) return undefined;
  if ((await clients.matchAll()).length > 1) return undefined;
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
  const file = request.method === 'GET' ? fileOf(request.url) : undefined;
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
