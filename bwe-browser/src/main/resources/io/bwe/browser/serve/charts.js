/** Two charts that move: rates, and delays. Over-use is shaded. */

const SECONDS = 60;
const missing = '–';

const kbps = v => v == null ? missing : v >= 1e6 ? `${(v / 1e6).toFixed(2)} Mb/s` : `${Math.round(v / 1e3)} kb/s`;
const ms = v => v == null ? missing : `${Math.round(v)} ms`;

const light = {strong: '#1b1f24', blue: '#0a5ec2', orange: '#c2570a', green: '#1a7f37', grey: '#8c959f', purple: '#8250df', red: '#d1242f'};
const dark = {strong: '#e6e9ed', blue: '#6cb1ff', orange: '#ff9a52', green: '#57d07b', grey: '#7d8794', purple: '#c297ff', red: '#ff6b6b'};

/** Columns of a chart, the newest last; what is older than the chart is dropped. */
class Columns {
  constructor(names) {
    this.names = names;
    this.rows = [];
  }

  add(row) {
    this.rows.push(row);
    while (this.rows.length && this.rows[0].at < row.at - SECONDS) this.rows.shift();
  }

  get data() {
    return ['at', ...this.names].map(name => this.rows.map(row => row[name] ?? null));
  }
}

const chart = (root, title, format, height, lines, shade) => {
  const columns = new Columns(lines.map(line => line.name));
  const box = root.appendChild(document.createElement('div'));
  box.append(Object.assign(document.createElement('h2'), {textContent: title}));
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(name).trim();
  const axis = {stroke: colour('--dim'), grid: {stroke: colour('--grid'), width: 1}, ticks: {stroke: colour('--grid'), width: 1}};
  const plot = new uPlot({
    width: root.clientWidth || 600,
    height,
    scales: {
      x: {time: false, range: (u, min, max) => [Math.max(0, (max ?? 0) - SECONDS), Math.max(SECONDS, max ?? 0)]},
      y: {range: (u, min, max) => [0, (max || 1) * 1.08]},
    },
    axes: [
      {...axis, values: (u, splits) => splits.map(s => `${s} s`)},
      {...axis, size: 74, values: (u, splits) => splits.map(format)},
    ],
    hooks: shade ? {drawClear: [u => shade(u, columns.rows)]} : {},
    series: [
      {label: 'time', value: (u, v) => v == null ? missing : `${v.toFixed(1)} s`},
      ...lines.map(line => ({
        label: line.label,
        stroke: line.colour,
        width: line.width ?? 1.75,
        dash: line.dash,
        spanGaps: true,
        paths: line.dots ? () => null : line.step ? uPlot.paths.stepped({align: 1}) : undefined,
        points: {show: Boolean(line.dots), size: 6, width: 1.5, stroke: line.colour, fill: colour('--page')},
        value: (u, v) => format(v),
      })),
    ],
  }, columns.data, box);
  const observer = new ResizeObserver(() => root.clientWidth && plot.setSize({width: root.clientWidth, height}));
  observer.observe(root);
  return {
    destroy: () => {
      observer.disconnect();
      plot.destroy();
      box.remove();
    },
    add: row => {
      columns.add(row);
      plot.setData(columns.data);
      // Without a crosshair the legend tells the newest values.
      if (plot.cursor.left < 0) plot.setLegend({idx: columns.rows.length - 1});
    },
  };
};

export class Charts {
  constructor(root) {
    const c = matchMedia('(prefers-color-scheme: dark)').matches ? dark : light;
    const shade = (u, rows) => {
      const {top, height} = u.bbox;
      u.ctx.save();
      u.ctx.globalAlpha = .18;
      rows.forEach((row, i) => {
        if (i === 0 || row.usage === 'NORMAL') return;
        u.ctx.fillStyle = row.usage === 'OVERUSING' ? c.red : c.blue;
        const from = u.valToPos(rows[i - 1].at, 'x', true);
        u.ctx.fillRect(from, top, u.valToPos(row.at, 'x', true) - from, height);
      });
      u.ctx.restore();
    };
    this.rates = chart(root, 'Rates (over-use of the link is shaded red, under-use blue)', kbps, 300, [
      {name: 'capacity', label: 'link', colour: c.strong, dash: [5, 4], step: true, width: 1.25},
      {name: 'received', label: 'received', colour: c.grey, width: 1.25},
      {name: 'sent', label: 'sent by the browser', colour: c.green, width: 1.25},
      {name: 'estimate', label: 'our estimate', colour: c.blue, step: true, width: 2.25},
      {name: 'available', label: 'availableOutgoingBitrate', colour: c.orange, dash: [2, 2], step: true},
      {name: 'remb', label: 'REMB', colour: c.blue, dots: true},
    ], shade);
    this.delays = chart(root, 'Delays', ms, 170, [
      {name: 'queue', label: 'queue of the link', colour: c.purple},
      {name: 'rtt', label: 'round trip', colour: c.green},
    ]);
  }

  add(row) {
    this.rates.add(row);
    this.delays.add(row);
  }

  destroy() {
    this.rates.destroy();
    this.delays.destroy();
  }
}

export {kbps, ms};
