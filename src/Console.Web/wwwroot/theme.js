// Runs before the first paint, so the page never flashes in the other theme. A choice is remembered; without one the system decides.
(() => {
  const key = 'twofold.theme';
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const current = () => chosen() ?? (system.matches ? 'dark' : 'light');
  const apply = () => { if (root.dataset.theme !== current()) root.dataset.theme = current(); };

  apply();
  system.addEventListener('change', apply);
  addEventListener('storage', apply);
  // Enhanced navigation gives the root element the attributes of the new document, which has no theme.
  new MutationObserver(apply).observe(root, { attributes: true, attributeFilter: ['data-theme'] });

  document.addEventListener('click', event => {
    if (!event.target.closest?.('[data-theme-toggle]')) return;
    const next = current() === 'dark' ? 'light' : 'dark';
    try { localStorage.setItem(key, next); } catch { return; }
    root.dataset.theme = next;
  });
})();
