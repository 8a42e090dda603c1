// The choice of colours, tables for the keyboard, and the way to the other language, in place of mdBook's own scripts (whose keyboard
// shortcuts would wake inside a stage). The choice is kept where mdBook keeps it; without one the system's preference decides.
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

  document.addEventListener('DOMContentLoaded', () => {
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
