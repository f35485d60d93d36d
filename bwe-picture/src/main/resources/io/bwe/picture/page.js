(() => {
  'use strict';

  const values = JSON.parse(document.getElementById('values').textContent);
  const root = document.documentElement;
  const byId = id => document.getElementById(id);
  const modes = location.hash.slice(1).split(',');
  const png = modes.includes('png');

  // Colours of Okabe and Ito and their like: told apart by the colour-blind, dark enough on white, light enough on black.
  const palettes = {
    light: {
      lines: ['#0072b2', '#c94f00', '#00805c', '#a8428a', '#7a6000', '#4b45c6', '#008299', '#8c2d04'],
      kinds: ['#d1242f', '#0a5ec2', '#7d3cc8', '#57606a', '#1a7f37', '#8a6d00', '#b3498a', '#00805c', '#6e7781', '#008299'],
      neutral: '#6b7480', strong: '#1b1f24',
    },
    dark: {
      lines: ['#56b4e9', '#ff8f45', '#3fcf9f', '#e58fc0', '#e6d84a', '#a5a1ff', '#5fd7e0', '#e0a878'],
      kinds: ['#ff6b6b', '#6cb1ff', '#c39bff', '#9aa5b1', '#56d364', '#e6d84a', '#e58fc0', '#3fcf9f', '#aab4be', '#5fd7e0'],
      neutral: '#9aa5b1', strong: '#f0f3f6',
    },
  };
  const dashes = [undefined, [6, 3], [2, 2]];

  // ---- numbers with units

  const digits = v => Math.abs(v) >= 99.95 ? 0 : Math.abs(v) >= 9.995 ? 1 : 2;
  const plain = v => v.toFixed(digits(v));
  const missing = '--';
  const rateUnits = [[1e9, 'Gb/s'], [1e6, 'Mb/s'], [1e3, 'kb/s'], [1, 'b/s']];
  const rateUnit = bps => rateUnits.find(([size]) => bps >= size) || rateUnits[3];
  const timeUnits = [[1e7, 1e6, 'ks'], [1e3, 1e3, 's'], [0, 1, 'ms']];
  const timeUnit = ms => timeUnits.find(([from]) => ms >= from);
  const trimmed = v => String(+v.toPrecision(6));

  const formats = {
    rate: v => { const [size, unit] = rateUnit(Math.abs(v)); return (size === 1 ? Math.round(v) : plain(v / size)) + ' ' + unit; },
    ms: v => { const [, size, unit] = timeUnit(Math.abs(v) / 10); return plain(v / size) + ' ' + unit; },
    percent: v => plain(v) + ' %',
  };
  formats.delay = formats.ms;
  const tick = (v, size, unit) => v === 0 ? '0' : trimmed(v / size) + ' ' + unit;
  const highest = splits => Math.max(...splits.map(Math.abs));
  const ticks = {
    rate: splits => { const [size, unit] = rateUnit(highest(splits)); return splits.map(v => tick(v, size, unit)); },
    ms: splits => { const [, size, unit] = timeUnit(highest(splits)); return splits.map(v => tick(v, size, unit)); },
    /** From a millisecond to minutes on one axis: each in its own unit. */
    delay: splits => splits.map(v => { const [, size, unit] = timeUnit(Math.abs(v)); return tick(v, size, unit); }),
    percent: splits => splits.map(v => tick(v, 1, '%')),
  };

  const clock = (seconds, decimals) => {
    const scale = 10 ** decimals;
    const all = Math.round(seconds * scale);
    const two = n => String(n).padStart(2, '0');
    const whole = Math.floor(all / scale);
    const rest = decimals ? '.' + String(all % scale).padStart(decimals, '0') : '';
    if (whole < 600) return whole + rest + ' s';
    const minutes = Math.floor(whole / 60) % 60;
    const hours = Math.floor(whole / 3600);
    return (hours ? hours + ':' + two(minutes) : minutes) + ':' + two(whole % 60) + rest;
  };
  const timeDecimals = span => span < 60 ? 3 : span < 3600 ? 2 : 1;
  const timeSteps = [.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600,
    7200, 10800, 21600, 43200, 86400, 172800, 432000, 864000, 1728000, 4320000, 8640000, 43200000];
  const timeTicks = splits => {
    const step = splits.length > 1 ? splits[1] - splits[0] : 1;
    const decimals = [0, 1, 2].find(n => Math.abs(step * 10 ** n - Math.round(step * 10 ** n)) < 1e-6) ?? 3;
    return splits.map(v => clock(v, decimals));
  };

  // ---- what happened

  /** Of what several estimators tell in the same words of the same moment, one; texts without what their label says. */
  const mergedEvents = () => {
    const found = new Map();
    for (const [at, kind, name, text] of values.events) {
      const key = JSON.stringify([at, kind, text]);
      if (!found.has(key)) found.set(key, {at, kind, names: [], text: withoutLabel(values.kinds[kind].label, text)});
      if (name) found.get(key).names.push(name);
    }
    return [...found.values()].map(event => ({...event, who: who(event)}));
  };
  const withoutLabel = (label, text) => {
    const rest = text.startsWith(label) ? text.slice(label.length).match(/^(?:[ ,:]+)(.*)$/s)?.[1] : undefined;
    return (rest ?? text).replaceAll(' -> ', ' \u2192 ');
  };
  const who = ({names, text}) => {
    if (names.length === 1 && text.startsWith(names[0])) return '';
    const tracks = values.tracks.map(track => track.name);
    if (names.length && tracks.every(name => names.includes(name))) return tracks.length > 1 ? 'all estimators' : '';
    return names.join(', ');
  };
  const events = mergedEvents();

  // ---- what is seen, whatever the colours

  const end = Math.max(values.durationS, values.binS);
  const view = {min: 0, max: end};
  const hidden = new Set();
  const shownKinds = new Set(values.kinds.map((kind, i) => i));
  let chosen = null;
  let dark = !png && (modes.includes('dark') || matchMedia('(prefers-color-scheme: dark)').matches);
  let plots = [];

  // ---- columns of numbers: x is the middle of each bin

  const grid = (bins, binS) => Array.from({length: bins}, (_, i) => Math.min((i + .5) * binS, end));
  const xs = grid(values.bins, values.binS);
  const streamXs = values.streams && grid(values.streams.bins, values.streams.binS);

  /** Short gaps are bridged (undefined), longer ones are seen (null). */
  const bridged = (column, bins, binS, gapS) => {
    if (!column) return null;
    const longest = Math.floor(gapS / binS);
    const result = column.slice();
    let last = -1;
    for (let i = 0; i < result.length; i++) {
      if (result[i] === null) continue;
      if (last >= 0 && i - last - 1 <= longest) result.fill(undefined, last + 1, i);
      last = i;
    }
    while (result.length < bins) result.push(null);
    return result;
  };
  const fine = column => bridged(column, values.bins, values.binS, 1);
  const coarse = column => bridged(column, values.streams.bins, values.streams.binS, 1.5);
  const negated = column => column.map(v => v == null ? v : -v);

  // ---- the charts: which series each has

  /** The signal may be a hundred times the threshold. Up to this, which thresholds are near, the scale is linear. */
  const linearMs = 10;

  const paths = {
    line: uPlot.paths.linear(),
    step: uPlot.paths.stepped({align: 1}),
    none: () => null,
  };

  const trackStyle = (theme, i) => ({
    colour: theme.lines[i % theme.lines.length],
    dash: dashes[Math.floor(i / theme.lines.length) % dashes.length],
  });

  /** How much thicker a line is than the last one, which is drawn on top: where lines are the same, each is seen. */
  const below = (i, count) => (count - 1 - i) * Math.min(1.1, 3.3 / (count - 1 || 1));

  /** Whether so many points can be drawn in a width without hiding what is behind them. */
  const fits = (points, width) => points * 10 <= width;
  const present = column => column.reduce((count, v) => v == null ? count : count + 1, 0);

  const charts = theme => {
    const all = [];
    const several = values.tracks.length > 1;
    const tracks = values.tracks.map((track, i) => ({
      ...track, ...trackStyle(theme, i), own: several ? track.name + ' ' : '', below: below(i, values.tracks.length),
    }));
    const chart = (id, title, unit, xs, height, binS, series, more = {}) => {
      const drawn = series.filter(s => s.data);
      if (drawn.length) all.push({id, title, unit, xs, height, binS, series: drawn, ...more});
    };

    chart('rates', 'Estimate and incoming rate', 'rate', xs, 290, values.binS, [
      {label: 'incoming', data: fine(values.incoming), colour: theme.neutral, width: 1, fill: theme.neutral + '2e', reachS: 1},
      {label: 'capacity', data: values.capacity, colour: theme.strong, width: 1.5, dash: [5, 4], path: 'step', reachS: 1},
      ...tracks.map(t => ({label: t.name, data: t.estimate, colour: t.colour, dash: t.dash, width: 1.75 + t.below, path: 'step', reachS: 1})),
      ...tracks.map(t => ({label: t.own + 'REMB', data: png && !fits(present(t.remb || []), innerWidth) ? null : t.remb && fineGaps(t.remb),
        colour: t.colour, points: true, reachS: 10, backward: true})),
    ], {floor: 0, noteIfDense: 'zoom in to see each REMB'});

    const detector = [];
    for (const t of tracks) {
      const threshold = fine(t.threshold);
      const dashed = {colour: t.colour, width: 1.25, dash: [4, 3], reachS: 1};
      detector.push({label: several ? t.name : 'signal', data: fine(t.signal), colour: t.colour, width: 1.25 + t.below * .4, dash: t.dash, reachS: 1});
      detector.push({...dashed, label: t.own + '± threshold', data: threshold, twin: 1});
      detector.push({...dashed, label: t.own + '- threshold', data: threshold && negated(threshold), isTwin: true});
    }
    const shades = tracks.filter(t => t.overuse.length)
      .map(t => ({label: several ? t.name : 'signal', colour: t.colour, spans: t.overuse}));
    chart('detector', 'Detector: signal and threshold', 'delay', xs, 200 + lanes(shades), values.binS, detector, {
      note: [shades.length ? 'over-use is shaded' : '', `logarithmic beyond \u00b1${linearMs} ms`].filter(text => text).join('; '),
      shades,
      linear: linearMs,
    });

    const spread = values.queueHigh && values.queueHigh.some((v, i) => v !== values.queueLow[i]);
    chart('queue', 'Queue delay', 'ms', xs, 160, values.binS, [
      {label: spread ? 'highest' : 'queue delay', data: fine(values.queueHigh), colour: theme.lines[2], width: 1.25, reachS: 1},
      {label: 'lowest', data: spread ? fine(values.queueLow) : null, colour: theme.lines[2], width: .75, alpha: .8, reachS: 1},
    ], {floor: 0, bands: spread ? [{series: [1, 2], fill: theme.lines[2] + '38'}] : []});

    if (values.streams) {
      const lines = values.streams.lines.map((line, i) => line.ssrc
        ? {...line, label: 'SSRC ' + line.ssrc, ...trackStyle(theme, i)}
        : {...line, label: values.streams.others + ' others', colour: theme.neutral, dash: [1, 3]});
      const series = (name, label) => lines.map(l => ({label: label && !l.ssrc ? l.label + label : l.label,
        data: coarse(l[name]), colour: l.colour, dash: l.dash, width: 1.5, reachS: 3}));
      const binS = values.streams.binS;
      chart('stream-rate', 'Rate by stream', 'rate', streamXs, 190, binS, series('rate', ', sum'), {floor: 0});
      chart('stream-loss', 'Loss by stream', 'percent', streamXs, 150, binS, series('loss'), {floor: 0, least: 1, note: 'of the last second'});
      chart('stream-jitter', 'Jitter by stream', 'ms', streamXs, 150, binS, series('jitter', ', highest'), {floor: 0});
    }
    return all;
  };

  /** REMBs are points; a column without bridges. */
  const fineGaps = column => bridged(column, values.bins, values.binS, 0);

  // ---- one chart

  /** The index of the value that the crosshair stands for: the nearest within reach. */
  const nearest = series => (plot, i, at) => {
    const s = series[i - 1];
    if (!s) return at;
    const reach = Math.max(1, Math.ceil(s.reachS / s.binS));
    const column = plot.data[i];
    for (let d = 0; d <= reach; d++) {
      if (column[at - d] != null) return at - d;
      if (!s.backward && column[at + d] != null) return at + d;
    }
    return at;
  };

  /** A scale that is linear around 0 and logarithmic farther out. Below, there is room for the lanes of over-use. */
  const delayRange = (chart, low, high) => {
    const to = Math.asinh(high / chart.linear);
    const from = Math.asinh(low / chart.linear);
    const margin = (to - from) * .06 || .1;
    const lane = lanes(shownShades(chart));
    const room = (to - from + 2 * margin) * lane / (chart.height - 40 - lane);
    return [chart.linear * Math.sinh(from - margin - room), chart.linear * Math.sinh(to + margin)];
  };

  /** Numbers that are round, from the roundest on, as far as there is room. */
  const delaySplits = chart => (plot, axis, min, max) => {
    const place = v => Math.asinh(v / chart.linear);
    const pixel = (place(max) - place(min)) / (chart.height - 40);
    const least = 22 * pixel;
    const bottom = place(min) + lanes(shownShades(chart)) * pixel;
    const splits = [0];
    for (const digit of [1, 5, 2]) {
      for (let exponent = 9; exponent >= -3; exponent--) {
        for (const v of [digit * 10 ** exponent, -digit * 10 ** exponent]) {
          if (place(v) > bottom && v < max && splits.every(other => Math.abs(place(v) - place(other)) >= least)) splits.push(v);
        }
      }
    }
    return splits.sort((a, b) => a - b);
  };

  const range = chart => (plot, low, high) => {
    if (low == null) return [0, chart.least || 1];
    if (chart.floor === 0) return [0, Math.max(high * 1.06, chart.least || 0) || 1];
    if (chart.linear) return delayRange(chart, Math.min(low, 0), Math.max(high, 0));
    const margin = (high - low) * .06 || Math.abs(high) * .1 || 1;
    return [low - margin, high + margin];
  };

  const visibleMarks = () => events.filter(event => event === chosen || values.kinds[event.kind].marked && shownKinds.has(event.kind));

  const shownShades = chart => (chart.shades || []).filter(s => !hidden.has(chart.id + '/' + s.label));
  const laneHeight = shades => Math.min(7, 42 / shades.length);
  const lanes = shades => shades.length && shades.length * laneHeight(shades) + 3;

  const shade = (chart, plot) => {
    const shown = shownShades(chart);
    if (!shown.length) return;
    const {left, top, width, height} = plot.bbox;
    const lane = laneHeight(shown) * devicePixelRatio;
    const context = plot.ctx;
    context.save();
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    shown.forEach((s, i) => {
      context.fillStyle = s.colour;
      for (const [from, to] of s.spans) {
        if (to < view.min || from > view.max) continue;
        const x0 = plot.valToPos(from, 'x', true);
        const w = Math.max(devicePixelRatio, plot.valToPos(to, 'x', true) - x0);
        if (shown.length === 1) {
          context.globalAlpha = .2;
          context.fillRect(x0, top, w, height);
        }
        context.globalAlpha = .85;
        context.fillRect(x0, top + height - (shown.length - i) * lane, w, lane * .8);
      }
    });
    context.restore();
  };

  const drawMarks = (theme, plot) => {
    const {left, top, width, height} = plot.bbox;
    const context = plot.ctx;
    const unit = devicePixelRatio;
    const inView = visibleMarks().filter(event => event.at >= view.min && event.at <= view.max);
    const dense = inView.length > 80;
    const head = (dense ? 2.5 : 4) * unit;
    context.save();
    for (const event of inView) {
      const x = Math.round(plot.valToPos(event.at, 'x', true));
      const special = event === chosen;
      context.strokeStyle = context.fillStyle = theme.kinds[event.kind];
      context.globalAlpha = special ? 1 : dense ? .2 : .55;
      context.lineWidth = (special ? 2 : 1) * unit;
      context.setLineDash(special ? [] : [3 * unit, 3 * unit]);
      context.beginPath();
      context.moveTo(x, top);
      context.lineTo(x, top + height);
      context.stroke();
      context.globalAlpha = 1;
      context.beginPath();
      context.moveTo(x - head, top);
      context.lineTo(x + head, top);
      context.lineTo(x, top + 1.5 * head);
      context.fill();
    }
    context.restore();
  };

  const describe = event => [clock(event.at, 3), values.kinds[event.kind].label, event.text, event.who].filter(part => part).join(' · ');

  const showTip = (plot, tip) => {
    const {left} = plot.cursor;
    const near = left < 0 || !plot.over.matches(':hover') ? [] : visibleMarks()
      .map(event => [Math.abs(plot.valToPos(event.at, 'x') - left), event]).filter(([distance]) => distance <= 4)
      .sort((a, b) => a[0] - b[0]).slice(0, 4);
    tip.hidden = !near.length;
    if (!near.length) return;
    tip.replaceChildren(...near.map(([, event]) => Object.assign(document.createElement('div'), {textContent: describe(event)})));
    const room = plot.over.clientWidth;
    tip.style.top = '10px';
    tip.style.left = left > room / 2 ? 'auto' : left + 12 + 'px';
    tip.style.right = left > room / 2 ? room - left + 12 + 'px' : 'auto';
  };

  /** As wide as the widest label of all charts needs, so that the charts begin below each other. */
  let axisWidth = 0;
  const leastAxisWidth = 48;
  const axisFont = '12px system-ui, sans-serif';
  const textWidth = (() => {
    const context = document.createElement('canvas').getContext('2d');
    context.font = axisFont;
    return text => context.measureText(text).width;
  })();
  const sizeOfAxis = (plot, labels) => {
    plot.axisNeeds = Math.max(leastAxisWidth, ...(labels || []).map(label => Math.ceil(textWidth(label)) + 14));
    return Math.max(plot.axisNeeds, axisWidth);
  };
  const alignAxes = () => {
    const widest = Math.max(...plots.map(plot => plot.axisNeeds));
    if (widest === axisWidth) return;
    axisWidth = widest;
    plots.forEach(plot => plot.redraw(true, true));
  };

  const options = (chart, theme, width, drawn) => {
    const style = getComputedStyle(root);
    const colour = name => style.getPropertyValue(name).trim();
    const series = chart.series.map(s => ({...s, binS: chart.binS}));
    const key = s => chart.id + '/' + s.label;
    const axis = {
      stroke: colour('--dim'),
      font: axisFont,
      grid: {stroke: colour('--grid'), width: 1},
      ticks: {stroke: colour('--grid'), width: 1, size: 5},
    };
    /** REMBs are drawn where they leave something of the estimate to be seen. */
    const sparse = s => (plot, i, from, to) => {
      const fit = fits(present(s.data.slice(from, to + 1)), plot.bbox.width / devicePixelRatio);
      plot.dense ||= !fit;
      return fit;
    };
    let tip;
    return {
      width,
      height: chart.height,
      legend: {live: !png, markers: {
        width: 2,
        dash: (plot, i) => series[i - 1]?.dash ? 'dashed' : 'solid',
        fill: (plot, i) => series[i - 1]?.fill,
      }},
      scales: {
        x: {time: false, range: () => [view.min, view.max]},
        y: {range: range(chart), ...(chart.linear ? {distr: 4, asinh: chart.linear} : {})},
      },
      axes: [
        {...axis, size: 28, space: 80, incrs: timeSteps, values: (plot, splits) => timeTicks(splits)},
        {...axis, size: sizeOfAxis, space: 28, values: (plot, splits) => ticks[chart.unit](splits),
          ...(chart.linear ? {splits: delaySplits(chart), filter: (plot, splits) => splits} : {})},
      ],
      cursor: {
        dataIdx: nearest(series),
        sync: {key: 'bwe', setSeries: false, scales: ['x', null], filters: {pub: type => type === 'mousemove' || type === 'mouseleave'}},
        drag: {x: true, y: false, setScale: false},
        bind: {dblclick: () => () => { whole(); return null; }},
        points: {size: 6},
      },
      bands: chart.bands || [],
      series: [
        {label: 'time', value: (plot, v) => v == null ? missing : clock(v, timeDecimals(end))},
        ...series.map(s => ({
          label: s.label,
          class: s.isTwin ? 'twin' : s.points ? 'dots' : s.fill ? 'area' : undefined,
          show: !hidden.has(key(s)),
          stroke: s.colour,
          fill: s.fill,
          width: s.width,
          dash: s.dash,
          alpha: s.alpha,
          paths: paths[s.points ? 'none' : s.path || 'line'],
          points: s.points ? {show: sparse(s), size: 6, width: 1.5, stroke: s.colour, fill: colour('--page')} : {size: 4, fill: s.colour},
          value: (plot, v) => v == null ? missing : formats[chart.unit](v),
        })),
      ],
      hooks: {
        init: [plot => {
          tip = Object.assign(document.createElement('div'), {className: 'tip', hidden: true});
          plot.over.append(tip);
        }],
        drawClear: [plot => { plot.dense = false; shade(chart, plot); }],
        draw: [plot => { drawMarks(theme, plot); drawn(plot); queueMicrotask(alignAxes); }],
        setCursor: [plot => showTip(plot, tip)],
        setSelect: [plot => {
          const {left, width: selected} = plot.select;
          if (selected < 3) return;
          const min = plot.posToVal(left, 'x');
          const max = plot.posToVal(left + selected, 'x');
          plot.setSelect({left: 0, width: 0, top: 0, height: 0}, false);
          zoom(min, max);
        }],
        setSeries: [(plot, i, change) => {
          const s = series[i - 1];
          if (!s || change.show == null) return;
          hidden[change.show ? 'delete' : 'add'](key(s));
          if (s.twin) plot.setSeries(i + s.twin, {show: change.show});
        }],
      },
    };
  };

  // ---- zoom

  const zoom = (min, max) => {
    const least = Math.min(end, 4 * values.binS);
    const span = Math.min(end, Math.max(least, max - min));
    view.min = Math.min(Math.max(0, (min + max - span) / 2), end - span);
    view.max = view.min + span;
    for (const plot of plots) plot.setScale('x', {min: view.min, max: view.max});
    byId('whole').disabled = span >= end;
  };
  const whole = () => zoom(0, end);
  const redraw = () => plots.forEach(plot => plot.redraw(false));

  // ---- all charts

  /** Legends by keyboard, too: a name is a button. */
  const reachable = plot => {
    for (const name of [...plot.root.querySelectorAll('.u-legend .u-series:not(.twin) th')].slice(1)) {
      name.tabIndex = 0;
      name.setAttribute('role', 'button');
      name.title = name.textContent;
      name.addEventListener('keydown', event => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        name.click();
      });
    }
  };

  const build = () => {
    root.dataset.theme = dark ? 'dark' : 'light';
    byId('theme').textContent = dark ? 'Light' : 'Dark';
    const theme = palettes[root.dataset.theme];
    const place = byId('charts');
    plots.forEach(plot => plot.destroy());
    place.replaceChildren();
    const wanted = charts(theme);
    const undrawn = new Set(wanted.map(chart => chart.id));
    if (!wanted.length) {
      place.append(Object.assign(document.createElement('p'), {textContent: 'Nothing was recorded that a chart could show.'}));
      ready();
    }
    plots = wanted.map(chart => {
      const section = document.createElement('section');
      section.className = 'chart';
      section.dataset.chart = chart.id;
      const title = Object.assign(document.createElement('h2'), {textContent: chart.title});
      if (chart.note) title.append(' ', Object.assign(document.createElement('small'), {textContent: chart.note}));
      if (chart.noteIfDense) title.append(' ', Object.assign(document.createElement('small'), {className: 'if-dense', textContent: chart.noteIfDense}));
      section.append(title);
      place.append(section);
      const drawn = plot => {
        section.classList.toggle('dense', plot.dense);
        if (undrawn.delete(chart.id) && !undrawn.size) ready();
      };
      const plot = new uPlot(options(chart, theme, place.clientWidth, drawn), [chart.xs, ...chart.series.map(s => s.data)], section);
      reachable(plot);
      return plot;
    });
    for (const dot of document.querySelectorAll('[data-kind]')) dot.style.background = theme.kinds[dot.dataset.kind];
  };

  /** Everything is drawn. Said after the layout has settled, since the height is that of the picture. */
  const ready = () => queueMicrotask(() => {
    root.dataset.height = Math.ceil(document.body.getBoundingClientRect().height);
    root.dataset.ready = 'true';
  });

  // ---- events

  const dot = kind => {
    const element = document.createElement('span');
    element.className = 'dot';
    element.dataset.kind = kind;
    return element;
  };

  const choose = (event, row) => {
    document.querySelectorAll('#list .chosen').forEach(other => other.classList.remove('chosen'));
    row.classList.add('chosen');
    chosen = event;
    const span = Math.min(30, Math.max(2, end * .04, 50 * values.binS));
    zoom(event.at - span / 2, event.at + span / 2);
    redraw();
    const box = byId('charts').getBoundingClientRect();
    if (box.top > innerHeight * .6 || box.bottom < innerHeight * .4) byId('charts').scrollIntoView();
  };

  const rows = () => events.map(event => {
    const row = document.createElement('tr');
    const when = Object.assign(document.createElement('button'), {type: 'button', textContent: clock(event.at, 3)});
    const kind = document.createElement('span');
    kind.className = 'kind';
    kind.append(dot(event.kind), values.kinds[event.kind].label);
    const names = Object.assign(document.createElement('span'), {className: 'who', textContent: event.who});
    row.insertCell().append(when);
    row.insertCell().append(kind, event.text, ...(event.who ? [' ', names] : []));
    row.addEventListener('click', () => choose(event, row));
    return row;
  });

  /** How many there were, listed or not, those told by several estimators once. */
  const counted = kind => {
    const of = list => list.filter(event => (event.kind ?? event[1]) === kind).length;
    return values.kinds[kind].count - of(values.events) + of(events);
  };

  const showEvents = () => {
    if (!events.length) return;
    byId('events').hidden = false;
    byId('columns').classList.add('listed');
    const all = rows();
    const body = byId('list').querySelector('tbody');
    body.replaceChildren(...all);
    values.kinds.forEach((kind, i) => {
      if (!kind.count) return;
      const box = Object.assign(document.createElement('input'), {type: 'checkbox', checked: true});
      const label = document.createElement('label');
      label.append(box, dot(i), `${kind.label} (${counted(i)})`);
      box.addEventListener('change', () => {
        shownKinds[box.checked ? 'add' : 'delete'](i);
        body.replaceChildren(...all.filter((row, at) => shownKinds.has(events[at].kind)));
        redraw();
      });
      byId('kinds').append(label);
    });
  };

  // ---- what is said in words

  const showWords = () => {
    for (const [label, text] of values.facts) {
      const line = document.createElement('div');
      line.append(Object.assign(document.createElement('dt'), {textContent: label}),
        Object.assign(document.createElement('dd'), {textContent: text}));
      byId('facts').append(line);
    }
    const length = s => s < 1 ? trimmed(s * 1000) + ' ms' : trimmed(s) + ' s';
    const notes = [`Drawn in steps of ${length(values.binS)}. The incoming rate is that of the last ${length(values.windowS)}.`];
    if (values.streams && values.streams.others) notes.push(`The ${values.streams.lines.length - 1} streams with most bytes are drawn; ${values.streams.others} others are summed up.`);
    if (values.streams && values.streams.unrecorded) notes.push(`${values.streams.unrecorded} more streams were not recorded.`);
    values.kinds.forEach((kind, i) => {
      const listed = events.filter(event => event.kind === i).length;
      if (listed < counted(i)) notes.push(`Of ${counted(i)} events of the kind ${kind.label} the first ${listed} are listed.`);
    });
    for (const note of notes) byId('notes').append(Object.assign(document.createElement('p'), {textContent: note}));
  };

  // ---- start

  if (png) root.dataset.mode = 'png';
  showWords();
  showEvents();
  build();
  byId('whole').addEventListener('click', whole);
  byId('theme').addEventListener('click', () => { dark = !dark; build(); });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', event => {
    if (png) return;
    dark = event.matches;
    build();
  });
  new ResizeObserver(() => {
    const width = byId('charts').clientWidth;
    for (const plot of plots) if (plot.width !== width) plot.setSize({width, height: plot.height});
  }).observe(byId('charts'));
})();
