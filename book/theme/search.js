// The search: a dialog over Pagefind's index.
//
// In: the dialog of the page's template, with every word of it in the page's language and the address of
// the index. Out: links to the places found. Nothing is loaded before the first search is opened.
// Deliberately absent: ranking and cutting text into words, which are Pagefind's.

const dialog = document.getElementById('search');
const words = dialog.querySelector('input');
const told = dialog.querySelector('[role=status]');
const found = dialog.querySelector('ol');

/** More places than this are not read by anybody. */
const MOST_PAGES = 12;
const MOST_PLACES = 4;

let loading;

/** Pagefind, once for the page; a failed download may be tried again. */
function pagefind() {
  loading ??= (async () => {
    const index = new URL(dialog.dataset.index, document.baseURI);
    const engine = await import(new URL('pagefind.js', index));
    await engine.options({ basePath: index.pathname, baseUrl: new URL('..', index).pathname, excerptLength: 24 });
    await engine.init();
    return engine;
  })();
  loading.catch(() => { loading = undefined; });
  return loading;
}

function open() {
  if (dialog.open) return;
  dialog.showModal();
  words.select();
  // Loads while the reader types.
  pagefind().catch(() => { /* the search itself says so */ });
}

async function search() {
  const asked = words.value.trim();
  if (!asked) return show('', []);
  try {
    const engine = await pagefind();
    const answer = await engine.debouncedSearch(asked, {}, 120);
    // Null: the reader typed on, and a later call answers.
    if (answer === null) return;
    const pages = await Promise.all(answer.results.slice(0, MOST_PAGES).map((result) => result.data()));
    if (asked !== words.value.trim()) return;
    const { none, many } = dialog.dataset;
    show(pages.length ? many.replace('#', answer.results.length) : none.replace('#', asked), pages);
  } catch (error) {
    console.warn('the search could not be loaded', error);
    show(dialog.dataset.failed, []);
  }
}

function show(text, pages) {
  told.textContent = text;
  found.replaceChildren(...pages.map(page));
}

/** One chapter: its title, and the sections in which the words stand. */
function page(result) {
  const item = document.createElement('li');
  item.append(link('search-chapter', result.url, result.meta.title));
  for (const place of result.sub_results.slice(0, MOST_PLACES)) {
    // What stands before the first section is under the chapter's own title.
    if (place.url !== result.url && place.title !== result.meta.title) item.append(link('search-section', place.url, place.title));
    const excerpt = document.createElement('p');
    // Pagefind escapes the text and marks the words in it.
    excerpt.innerHTML = place.excerpt;
    item.append(excerpt);
  }
  return item;
}

function link(className, url, text) {
  const made = document.createElement('a');
  made.className = className;
  made.href = url;
  made.textContent = text;
  return made;
}

document.getElementById('search-open').addEventListener('click', open);
dialog.querySelector('.search-close').addEventListener('click', () => dialog.close());
words.addEventListener('input', search);
// A click beside the dialog is a click on it, outside of its box.
dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
// A place on this very page is only scrolled to: the dialog must go.
found.addEventListener('click', (event) => { if (event.target.closest('a')) dialog.close(); });
document.addEventListener('keydown', (event) => {
  if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  open();
});
