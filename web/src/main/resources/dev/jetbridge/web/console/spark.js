/** A curve of the last values in an SVG element: its area and its line. */
export class Spark {
  #svg;
  #values = [];
  #keep;

  constructor(svg, keep = 60) {
    this.#svg = svg;
    this.#keep = keep;
    svg.setAttribute('viewBox', `0 0 ${keep - 1} 30`);
    svg.innerHTML = '<path class="area"/><path class="line" vector-effect="non-scaling-stroke"/>';
  }

  push(value) {
    this.#values.push(value);
    if (this.#values.length > this.#keep) this.#values.shift();
    const most = Math.max(1, ...this.#values);
    const from = this.#keep - this.#values.length;
    const points = this.#values.map((v, i) => `${from + i} ${(28 - (v / most) * 26).toFixed(2)}`);
    const [area, line] = this.#svg.children;
    line.setAttribute('d', `M${points.join('L')}`);
    area.setAttribute('d', `M${from} 30L${points.join('L')}L${this.#keep - 1} 30Z`);
  }
}
