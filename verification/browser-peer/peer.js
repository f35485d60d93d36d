// Runs calls over the link, one after the other, and compares the receivers. Started by `run`.

import {writeFileSync} from 'node:fs';
import os from 'node:os';
import {parseArgs} from 'node:util';
import {sleep, until} from '../browser-call/server.js';
import {nowMs} from './clock.js';
import {queueCounts, setRate, watchLink} from './link.js';
import {compare, figures, MAX_RTT_RATIO, MIN_UTILISATION_RATIO, summary} from './measures.js';
import {isMode, MODE_NAMES, startCall} from './modes.js';
import {PLANS} from './plans.js';

const SAMPLE_MS = 250;
const CONNECT_MS = 20_000;
/** Above this the processor, and not the link, may have made the jitter that the estimators see. */
const BUSY = 0.7;

class UsageError extends Error {
}

const number = (name, text, min, max) => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new UsageError(`--${name} is a whole number from ${min} to ${max}, not "${text}"`);
  }
  return value;
};

const oneOf = (name, value, allowed, isAllowed = given => allowed.includes(given)) => {
  if (!isAllowed(value)) throw new UsageError(`--${name} is one of ${allowed.join(', ')}, not "${value}"`);
  return value;
};

const parse = () => {
  let values;
  try {
    ({values} = parseArgs({options: {
      pairs: {type: 'string', default: '3'},
      plan: {type: 'string', default: Object.keys(PLANS)[0]},
      'seconds-per-step': {type: 'string', default: '30'},
      modes: {type: 'string', default: 'bwe,chromium'},
      json: {type: 'string'},
    }}));
  } catch (error) {
    throw new UsageError(error.message);
  }
  return {
    pairs: number('pairs', values.pairs, 1, 1000),
    plan: oneOf('plan', values.plan, Object.keys(PLANS)),
    secondsPerStep: number('seconds-per-step', values['seconds-per-step'], 5, 3600),
    modes: values.modes.split(',').map(mode => oneOf('modes', mode, MODE_NAMES, isMode)),
    json: values.json,
  };
};

const processorTimes = () => os.cpus().reduce(({busy, all}, {times}) => {
  const total = Object.values(times).reduce((sum, time) => sum + time, 0);
  return {busy: busy + total - times.idle, all: all + total};
}, {busy: 0, all: 0});

/** One call, from its start to the end of the plan. */
const run = async (mode, plan, secondsPerStep) => {
  await setRate(plan[0]);
  const counts = [];
  const pings = [];
  const stopWatching = watchLink(counts, pings);
  let call;
  try {
    call = await startCall(mode);
    await until('the call is connected and its link is watched', CONNECT_MS, async () =>
      (await call.measure()).state === 'connected' && counts.length > 1 && pings.length > 1);
    const beginMs = nowMs();
    const beginEpochMs = Date.now();
    const queueBefore = await queueCounts();
    const processorBefore = processorTimes();
    const samples = [];
    const steps = [];
    for (const [index, kbps] of plan.entries()) {
      if (index > 0) await setRate(kbps);
      steps.push({timeMs: index > 0 ? nowMs() - beginMs : 0, kbps});
      const untilMs = beginMs + (index + 1) * secondsPerStep * 1000;
      while (nowMs() < untilMs) {
        const sample = await call.measure();
        samples.push({timeMs: nowMs() - beginMs, ...sample});
        await sleep(Math.max(0, Math.min(untilMs - nowMs(), beginMs + samples.length * SAMPLE_MS - nowMs())));
      }
    }
    const endMs = nowMs() - beginMs;
    const processor = processorTimes();
    const queue = await queueCounts();
    const receiver = await call.report();
    if (call.complaints.length > 0) throw new Error(`the sender's page complains: ${call.complaints.join('; ')}`);
    if (!samples.some(({bytesSent}) => bytesSent > 0)) throw new Error(`no video was sent (${mode})`);
    // A datagram without an answer is only known to be lost some seconds later.
    await sleep(3_500);
    const during = entries => entries.map(([timeMs, ...rest]) => [timeMs - beginMs, ...rest])
      .filter(([timeMs]) => timeMs >= 0 && timeMs <= endMs);
    const measured = {mode, beginEpochMs, endMs, steps, samples, counts: during(counts), pings: during(pings), receiver,
      queue: {packets: queue.packets - queueBefore.packets, drops: queue.drops - queueBefore.drops},
      cpuBusy: (processor.busy - processorBefore.busy) / (processor.all - processorBefore.all),
      offer: call.offer, answer: call.answer};
    return {...measured, ...figures(measured)};
  } finally {
    await call?.stop();
    await stopWatching();
  }
};

const percent = ratio => `${(100 * ratio).toFixed(1)} %`;
const ms = value => `${value.toFixed(0)} ms`;
const seconds = value => value === Infinity ? 'never' : `${(value / 1000).toFixed(1)} s`;

const printTable = summaries => {
  const columns = [
    ['mode', ([mode]) => mode],
    ['runs', ([, {runs}]) => String(runs)],
    ['utilisation', ([, {utilisation}]) => percent(utilisation)],
    ['median RTT', ([, {p50RttMs}]) => ms(p50RttMs)],
    ['p95 RTT', ([, {p95RttMs}]) => ms(p95RttMs)],
    ['loss', ([, {loss}]) => `${(100 * loss).toFixed(2)} %`],
    ['start', ([, {startMs}]) => seconds(startMs)],
    ['fall', ([, {fallMs}]) => seconds(fallMs)],
    ['rise', ([, {riseMs}]) => seconds(riseMs)],
    ['fps', ([, {fps}]) => fps.toFixed(0)],
    ['limited by CPU', ([, {cpuLimited}]) => percent(cpuLimited)],
    ['CPU busy', ([, {cpuBusy}]) => percent(cpuBusy)],
  ];
  const lines = [columns.map(([title]) => title), ...summaries.map(entry => columns.map(([, text]) => text(entry)))];
  const widths = columns.map((_, column) => Math.max(...lines.map(line => line[column].length)));
  console.log();
  lines.forEach(line => console.log(line.map((text, column) =>
    column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column])).join('  ')));
  console.log(`
Medians of the runs; start and rise: until the estimate is 80 % of the capacity, from the first moment and from
a step up; fall: until it is below the capacity, from a step down. "never": not within the step.`);
  const busy = summaries.filter(([, {cpuBusy}]) => cpuBusy > BUSY).map(([mode]) => mode);
  if (busy.length > 0) {
    console.log(`The processors were more than ${percent(BUSY)} busy (${
      busy.join(', ')}): do not trust these figures, and let the machine be quiet.`);
  }
};

const printRun = (pair, pairs,
  {mode, utilisation, p95RttMs, loss, startMs, fallMs, riseMs, fps, cpuLimited, cpuBusy}) =>
  console.log(`${pair} of ${pairs}  ${mode.padEnd(18)}  utilisation ${percent(utilisation)}, p95 RTT ${
    ms(p95RttMs)}, loss ${(100 * loss).toFixed(2)} %, start ${seconds(startMs)}, fall ${
    fallMs.map(seconds).join(' ')}, rise ${riseMs.map(seconds).join(' ')}, ${fps} fps, ${
    percent(cpuLimited)} limited by CPU, CPU ${percent(cpuBusy)} busy`);

const main = async () => {
  const {pairs, plan, secondsPerStep, modes, json} = parse();
  const minutes = Math.ceil(pairs * modes.length * (PLANS[plan].length * secondsPerStep + 8) / 60);
  console.log(`${plan}, ${secondsPerStep} s a step, ${pairs} times ${modes.join(', ')}: about ${minutes} min`);
  const runs = [];
  for (let pair = 1; pair <= pairs; pair++) {
    for (const mode of modes) {
      runs.push(await run(mode, PLANS[plan], secondsPerStep));
      printRun(pair, pairs, runs.at(-1));
      // After each run: what is measured is not lost if the next one fails.
      if (json) writeFileSync(json, JSON.stringify({plan, secondsPerStep, runs}));
    }
  }
  const summaries = new Map([...new Set(modes)]
    .map(mode => [mode, summary(runs.filter(entry => entry.mode === mode))]));
  printTable([...summaries]);
  if (!summaries.has('bwe') || !summaries.has('chromium')) return 0;
  const {utilisationRatio, rttRatio, holds} = compare(summaries.get('bwe'), summaries.get('chromium'));
  console.log(`bwe beside chromium: utilisation ${utilisationRatio.toFixed(2)} times (at least ${
    MIN_UTILISATION_RATIO}), p95 RTT ${rttRatio.toFixed(2)} times (at most ${MAX_RTT_RATIO}): ${
    holds ? 'holds' : 'does not hold'}`);
  return holds ? 0 : 1;
};

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof UsageError;
  console.error(isUsage ? `verification/browser-peer: ${error.message}` : error);
  // At once: what is left of a call that failed would keep this process alive. `run` ends it.
  process.exit(isUsage ? 2 : 1);
}
