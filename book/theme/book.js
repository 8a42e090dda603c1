// The choice of colours, tables for the keyboard, the way to the other language, quiet lines, and what is folded, in place of mdBook's own scripts (whose
// keyboard shortcuts would wake inside a stage). The choice is kept where mdBook keeps it; without one the system's preference decides.
'use strict';
(() => {
  const KEY = 'mdbook-theme';
  const THEMES = ['light', 'rust', 'coal', 'navy', 'ayu'];
  const html = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let chosen = '';
  // Storage is refused in some private windows: the choice then lasts as long as the page.
  try { chosen = localStorage.getItem(KEY) ?? ''; } catch { /* as above */ }

  const show = () => {
    const theme = THEMES.includes(chosen) ? chosen : dark.matches ? 'navy' : 'light';
    html.classList.remove(...THEMES);
    html.classList.add('js', theme);
  };
  show();
  dark.addEventListener('change', show);
  // Chosen in another tab, or around this frame.
  addEventListener('storage', ({ key, newValue }) => {
    if (key !== KEY) return;
    chosen = newValue ?? '';
    show();
  });

  // What a reader has open beside a picture is open on the next page, too, and its room is kept from the beginning. A stage
  // says it each time that something is done (stage-loader.js). The key has the version of this way to write it.
  const DRAWER = 'flink-drawer-1';
  const told = ({ target, oldValue }) => {
    // Coming alive is nothing that a reader does.
    if (oldValue === null || !target.closest('.stage')) return;
    const open = target.dataset.session.match(/ (log|inspector|actions|terminal)( |$)/)?.[1] ?? '';
    try { localStorage.setItem(DRAWER, open); } catch { /* as above */ }
  };
  try {
    const open = localStorage.getItem(DRAWER);
    if (open) html.dataset.drawer = open;
  } catch { /* as above */ }
  new MutationObserver((changes) => changes.forEach(told))
    .observe(html, { subtree: true, attributeFilter: ['data-session'], attributeOldValue: true });

  // A table that is wider than the window can be scrolled with the keyboard, too.
  const reach = new ResizeObserver((changes) => {
    for (const { target } of changes) {
      const scrolls = target.scrollWidth > target.clientWidth;
      target.tabIndex = scrolls ? 0 : -1;
      target.role = scrolls ? 'group' : null;
      target.ariaLabel = scrolls ? (html.lang === 'en' ? 'Table' : '表格') : null;
    }
  });

  // The other language opens at the same place: sections, stages and labs are called the same in both. A link to a
  // moment is handed on as long as its stage is in sight.
  const place = () => {
    const named = document.getElementById(location.hash.slice(1).split('&')[0])?.getBoundingClientRect();
    if (named && named.bottom > 0 && named.top < innerHeight) return location.hash;
    const passed = [...document.querySelectorAll('main :is(h2, h3, figure)[id]')]
      .filter((part) => part.getBoundingClientRect().top < innerHeight / 3);
    return passed.length ? `#${passed.at(-1).id}` : '';
  };

  // A quiet line with its buttons, at the head of what asks for it. The page's scripts come each by itself, so they ask
  // with an event. A button takes the line away and does what it says.
  document.addEventListener('note', ({ target, detail: { text, buttons, focus } }) => {
    const line = document.createElement('p');
    line.className = 'note';
    line.role = 'status';
    line.tabIndex = -1;
    line.append(text);
    for (const [name, act] of buttons) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = name;
      button.addEventListener('click', () => { line.remove(); act?.(); });
      line.append(' ', button);
    }
    target.prepend(line);
    if (focus) line.focus();
  });

  // What should come alive here and could not be fetched: a figure, or what stands below its picture.
  const [MISSING, BELOW, AGAIN, NOT_FETCHED, OK] = html.lang === 'en'
    ? ['This picture could be tried out, but that part could not be fetched.',
      'Events, details and terminal could not be fetched. The picture plays all the same.', 'Try again',
      'What is needed for that could not be fetched.', 'OK']
    : ['这张图本来可以动手试，但那一部分没有取到。', '事件、说明和终端没有取到。图照样可以播放。', '再试一次', '这要的东西没有取到。', '知道了'];
  document.addEventListener('live-missing', ({ target, detail: again }) => {
    const body = target.querySelector('.stage-body');
    const detail = { text: body ? MISSING : BELOW, buttons: [[AGAIN, again]] };
    const place = body ?? target;
    place.querySelector(':scope > .note')?.remove();
    place.dispatchEvent(new CustomEvent('note', { bubbles: true, detail }));
  });

  // A loader that did not come cannot say so itself. A browser remembers a script that failed: another address asks anew.
  const missed = (loader) => {
    const figures = document.querySelectorAll('figure[data-part]');
    const detail = () => {
      document.querySelectorAll('.stage-body > .note').forEach((line) => line.remove());
      const anew = document.createElement('script');
      anew.type = 'module';
      anew.src = `${loader.src}&again`;
      loader.replaceWith(anew);
    };
    figures.forEach((figure) => figure.dispatchEvent(new CustomEvent('live-missing', { bubbles: true, detail })));
  };
  addEventListener('error', ({ target: failed }) => {
    if (!failed.matches?.('script[src*="live/loader.js"]')) return;
    if (document.readyState !== 'loading') missed(failed);
    else document.addEventListener('DOMContentLoaded', () => missed(failed));
  }, true);

  // `?alone`: what is linked to and nothing else, for a big screen or a frame in another page. Of a heading, its section.
  const isAlone = new URLSearchParams(location.search).has('alone');
  html.classList.toggle('alone', isAlone);
  const alone = () => {
    // A page may be led elsewhere while it still arrives; it is asked again when it is there.
    if (!isAlone || document.readyState === 'loading') return;
    document.querySelectorAll('.alone-aside').forEach((part) => part.classList.remove('alone-aside'));
    const [id] = location.hash.slice(1).split('&');
    const asked = document.getElementById(id);
    const main = document.getElementById('content');
    const found = main.contains(asked);
    // Until then nothing is seen: the whole chapter would flash up first.
    html.classList.toggle('alone', found);
    html.classList.toggle('alone-found', found);
    if (!found) return;
    const heading = /^H[1-6]$/.test(asked.tagName) ? asked.tagName : '';
    const shown = new Set([asked]);
    for (let next = asked.nextElementSibling; heading && next; next = next.nextElementSibling) {
      if (/^H[1-6]$/.test(next.tagName) && next.tagName <= heading) break;
      shown.add(next);
    }
    for (let part = asked; part !== main; part = part.parentElement) {
      for (const other of part.parentElement.children) {
        if (other !== part && !shown.has(other)) other.classList.add('alone-aside');
      }
    }
  };

  // Who follows a link there wants the book, not a page in a small frame.
  document.addEventListener('click', ({ target }) => {
    const link = isAlone && target.closest?.('a[href]');
    if (link && link.pathname !== location.pathname) link.target = '_blank';
  }, true);

  // What can be taken along of a stage comes when somebody asks for it, of the edition of the page.
  document.addEventListener('click', async ({ target }) => {
    const figure = target.closest?.('button.take')?.closest('figure');
    if (!figure) return;
    const { src } = document.querySelector('script[src*="live/loader.js"]');
    try {
      await (await import(src.replace('loader.js', 'take.js'))).take(figure);
    } catch {
      const detail = { text: NOT_FETCHED, buttons: [[OK]], focus: true };
      target.parentElement.dispatchEvent(new CustomEvent('note', { bubbles: true, detail }));
    }
  });

  // What is folded to a line opens for whoever is led to it, or to something in it.
  const unfold = () => {
    const asked = document.getElementById(location.hash.slice(1))?.closest('details');
    if (asked) asked.open = true;
    alone();
  };
  addEventListener('hashchange', unfold);

  document.addEventListener('DOMContentLoaded', () => {
    unfold();
    const language = document.querySelector('.bar-language');
    // Before a new tab or a menu asks for the link, too.
    ['pointerdown', 'focus', 'click'].forEach((when) => language.addEventListener(when, () => { language.hash = place(); }));
    document.querySelectorAll('.table-wrapper').forEach((table) => reach.observe(table));
    const select = document.getElementById('theme');
    select.value = THEMES.includes(chosen) ? chosen : '';
    select.addEventListener('change', () => {
      chosen = select.value;
      show();
      try {
        if (chosen) localStorage.setItem(KEY, chosen);
        else localStorage.removeItem(KEY);
      } catch { /* as above */ }
    });
  });
})();
