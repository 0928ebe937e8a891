import { clock, duration } from './format.js';

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON with a class for each kind of word; text nodes alone, so that nothing in it is markup. */
export function pretty(value) {
  const text = JSON.stringify(value, null, 2) ?? 'undefined';
  const out = document.createDocumentFragment();
  let at = 0;
  for (const found of text.matchAll(TOKEN)) {
    out.append(text.slice(at, found.index));
    const word = document.createElement('span');
    const [all, string, colon] = found;
    word.className = string ? (colon ? 'key' : 'string') : /^[tfn]/.test(all) ? 'word' : 'number';
    word.textContent = string ?? all;
    out.append(word, colon ?? '');
    at = found.index + all.length;
  }
  out.append(text.slice(at));
  return out;
}

/** The pane with one event. */
export class Detail {
  #root;
  #text = '';

  constructor(root, closed) {
    this.#root = root;
    root.querySelector('[data-do=close]').onclick = () => {
      this.close();
      closed();
    };
    root.querySelector('[data-do=copy]').onclick = () => this.copy();
  }

  get open() {
    return !this.#root.hidden;
  }

  show(event) {
    const { event: value } = JSON.parse(event.text);
    this.#text = JSON.stringify(value, null, 2);
    const facts = [
      ['subject', event.subject],
      ['published', `${event.time} (${clock(event.time)} here)`],
      ['arrived', `${duration(event.arrived - Date.parse(event.time))} later`],
    ];
    this.#root.querySelector('b').textContent = `${event.type} · ${event.seq}`;
    this.#root.querySelector('dl').replaceChildren(
      ...facts.flatMap(([name, content]) => {
        const dt = document.createElement('dt');
        const dd = document.createElement('dd');
        dt.textContent = name;
        dd.textContent = content;
        return [dt, dd];
      }),
    );
    this.#root.querySelector('pre').replaceChildren(pretty(value));
    this.#root.hidden = false;
  }

  close() {
    this.#root.hidden = true;
  }

  copy() {
    const button = this.#root.querySelector('[data-do=copy]');
    const told = (text) => {
      button.textContent = text;
      setTimeout(() => (button.textContent = 'Copy'), 1200);
    };
    navigator.clipboard?.writeText(this.#text).then(() => told('Copied'), () => told('Not allowed'));
  }
}
