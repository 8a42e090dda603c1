// Makes the book readable without a network: once the page is there, the whole book of its language is
// kept, in the background. Readers who save data keep the pages that they visit.

const page = document.documentElement;

async function keepTheBook() {
  const site = new URL(page.dataset.site, document.baseURI);
  await navigator.serviceWorker.register(new URL('service-worker.js', site), { scope: site.pathname });
  navigator.serviceWorker.addEventListener('message', ({ data }) => { page.dataset.kept = data.kept; });
  const { active } = await navigator.serviceWorker.ready;
  if (!navigator.connection?.saveData) active.postMessage({ keep: page.dataset.language });
}

// Only secure pages have service workers, and some private windows refuse them: the book is then read
// with a network, as any page is.
if ('serviceWorker' in navigator) {
  const start = () => keepTheBook().catch((error) => console.info('the book is not kept offline:', error.message));
  if (document.readyState === 'complete') start();
  else addEventListener('load', start);
}
