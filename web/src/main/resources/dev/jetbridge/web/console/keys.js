const alias = { ArrowDown: 'j', ArrowUp: 'k' };

/** Binds keys to what they do, and writes them into the dialog that explains them. */
export function keys(help, bound) {
  help.querySelector('table').replaceChildren(
    ...Object.entries(bound).map(([key, [what]]) => {
      const row = document.createElement('tr');
      const name = document.createElement('td');
      const kbd = document.createElement('kbd');
      kbd.textContent = key === ' ' ? 'space' : key;
      name.append(kbd);
      row.append(name, Object.assign(document.createElement('td'), { textContent: what }));
      return row;
    }),
  );
  addEventListener('keydown', (pressed) => {
    if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || document.querySelector('dialog[open]')) return;
    const typing = pressed.target.matches('input, textarea');
    if (typing && pressed.key !== 'Escape') return;
    if (pressed.target.matches('button') && (pressed.key === ' ' || pressed.key === 'Enter')) return;
    const action = bound[alias[pressed.key] ?? pressed.key];
    if (!action) return;
    pressed.preventDefault();
    action[1]();
  });
}
