// Makes the book readable without a network: once the page is there, the whole book of its language is
// kept, in the background. Readers who save data keep the pages that they visit. A page that stays open asks for a
// new edition now and then; the reader is told and chooses.

const page = document.documentElement;
const worker = navigator.serviceWorker;

const WORDS = {
  zh: {
    edition: '这本书有了新的一版。',
    waits: '这本书有了新的一版，等别的标签页里不再开着它时换上。',
    reload: '重新加载',
    later: '以后再说',
  },
  en: {
    edition: 'There is a new edition of this book.',
    waits: 'There is a new edition of this book. It comes when no other tab has the book open.',
    reload: 'Reload',
    later: 'Later',
  },
}[page.dataset.language];

const HOUR_MS = 3_600_000;

/** Kept as long as the tab: who said "later" is not asked again on the next page. */
const LATER = 'edition-later';

async function keepTheBook() {
  const site = new URL(page.dataset.site, document.baseURI);
  const registration = await worker.register(new URL('service-worker.js', site), { scope: site.pathname });
  lookForNews(registration);
  worker.addEventListener('message', ({ data }) => { page.dataset.kept = data.kept; });
  const { active } = await worker.ready;
  if (!navigator.connection?.saveData) active.postMessage({ keep: page.dataset.language });
}

function lookForNews(registration) {
  // A page that is opened turns to a new edition by itself, unless the old one is open elsewhere, too.
  if (registration.waiting && worker.controller) tell(WORDS.waits);
  registration.addEventListener('updatefound', () => {
    const found = registration.installing;
    sessionStorage.removeItem(LATER);
    // The first edition of all is no news.
    found.addEventListener('statechange', () => {
      if (found.state === 'installed' && worker.controller) tell(WORDS.edition);
    });
  });
  // Another tab had it come: this page is of the old one.
  if (worker.controller) worker.addEventListener('controllerchange', () => tell(WORDS.edition));
  const ask = () => {
    // Without a network it is asked another time.
    if (document.visibilityState === 'visible') registration.update().catch(() => {});
  };
  if (registration.active) ask();
  setInterval(ask, HOUR_MS);
  document.addEventListener('visibilitychange', ask);
}

function tell(text) {
  if (sessionStorage.getItem(LATER)) return;
  document.querySelector('body > .note')?.remove();
  const buttons = [
    [WORDS.reload, () => location.reload()],
    [WORDS.later, () => sessionStorage.setItem(LATER, 'yes')],
  ];
  document.body.dispatchEvent(new CustomEvent('note', { bubbles: true, detail: { text, buttons } }));
}

// Only secure pages have service workers, and some private windows refuse them: the book is then read
// with a network, as any page is. A page in a frame of another site keeps nothing on its readers' devices.
if ('serviceWorker' in navigator && self === top) {
  const start = () => keepTheBook().catch((error) => console.info('the book is not kept offline:', error.message));
  if (document.readyState === 'complete') start();
  else addEventListener('load', start);
}
