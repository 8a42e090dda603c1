// The words of the glossary, explained on hover, focus and touch.
//
// In: each `.term` of the page and the JSON with what they mean; the preprocessor wrote both. Out: one
// small sheet that shows the meaning of the word it stands at. Without this script words are plain text.
// It goes away with Escape, stays while the pointer is on it, and never takes the focus.

const meanings = {};
for (const data of document.querySelectorAll('script.terms')) Object.assign(meanings, JSON.parse(data.textContent));
const terms = document.querySelectorAll('.term');

/** Long enough to cross the gap from a word to its sheet. */
const GRACE_MS = 200;

const sheet = document.createElement('div');
sheet.id = 'term-told';
sheet.className = 'term-told';
sheet.popover = 'manual';
sheet.setAttribute('role', 'tooltip');

let shown = null;
let leaving = 0;
/** Whether the touch under way is the second one on the same word. */
let again = false;

function show(term) {
  clearTimeout(leaving);
  if (shown === term) return;
  hide();
  sheet.replaceChildren(...explained(term.dataset.term));
  shown = term;
  term.setAttribute('aria-describedby', sheet.id);
  sheet.showPopover();
  place(term);
}

function hide() {
  clearTimeout(leaving);
  shown?.removeAttribute('aria-describedby');
  shown = null;
  if (sheet.matches(':popover-open')) sheet.hidePopover();
}

function leave() {
  clearTimeout(leaving);
  leaving = setTimeout(() => { if (document.activeElement !== shown) hide(); }, GRACE_MS);
}

/** The word and its other name, the meaning, the names in source and log. */
function explained(name) {
  const { also, text, code } = meanings[name];
  const title = element('p', 'term-name', also ? `${name} · ${also}` : name);
  const parts = [title, element('p', '', text)];
  if (code.length) {
    const names = element('p', 'term-code');
    code.forEach((one, number) => names.append(number ? ' ' : '', element('code', '', one)));
    parts.push(names);
  }
  return parts;
}

function element(name, className, text = '') {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

/** Below the word, above it where there is no room, always inside the window; a word may stand on two lines. */
function place(term) {
  const GAP = 6;
  const lines = term.getClientRects();
  const [first, last] = [lines[0], lines[lines.length - 1]];
  if (last.bottom < 0 || first.top > innerHeight) return hide();
  const { offsetWidth: width, offsetHeight: height } = sheet;
  const below = last.bottom + GAP;
  const top = below + height <= innerHeight ? below : Math.max(GAP, first.top - GAP - height);
  const left = Math.max(GAP, Math.min(first.left, document.documentElement.clientWidth - width - GAP));
  sheet.style.top = `${top}px`;
  sheet.style.left = `${left}px`;
}

for (const term of terms) {
  term.tabIndex = 0;
  term.setAttribute('role', 'button');
  term.addEventListener('pointerenter', (event) => { if (event.pointerType === 'mouse') show(term); });
  term.addEventListener('pointerleave', (event) => { if (event.pointerType === 'mouse') leave(); });
  term.addEventListener('focus', () => show(term));
  term.addEventListener('blur', hide);
  // A touch, and the assistive technologies that press: the focus may be there already. A second touch takes the
  // sheet away; a mouse has shown it before it presses.
  term.addEventListener('pointerdown', (event) => { again = event.pointerType === 'touch' && shown === term; });
  term.addEventListener('click', () => { if (again) hide(); else show(term); again = false; });
  term.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    if (shown === term) hide(); else show(term);
  });
}

if (terms.length) {
  document.body.append(sheet);
  sheet.addEventListener('pointerenter', () => clearTimeout(leaving));
  sheet.addEventListener('pointerleave', leave);
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') hide(); });
  document.addEventListener('pointerdown', (event) => {
    if (shown && !sheet.contains(event.target) && !shown.contains(event.target)) hide();
  });
  addEventListener('scroll', () => { if (shown) place(shown); }, { passive: true });
}
