// What is made of the samples of a run, and of several runs. All times of a run are ms since its beginning.

/** The value that a share of the others does not exceed; that of the nearest rank. */
export const quantile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
};

/** The middle value, or the mean of the two in the middle. */
export const median = values => {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted.length >> 1;
  return sorted.length % 2 ? sorted[upper] : (sorted[upper - 1] + sorted[upper]) / 2;
};

/** How many bits the link could have carried from one time to another; kb/s times ms are bits. */
const capacityBits = (steps, fromMs, toMs) => steps.reduce((bits, {timeMs, kbps}, index) => {
  const endMs = index + 1 < steps.length ? steps[index + 1].timeMs : Infinity;
  return bits + kbps * Math.max(0, Math.min(endMs, toMs) - Math.max(timeMs, fromMs));
}, 0);

/** Which part of what the link could carry has come. Before the first step nothing is counted. */
export const utilisation = (steps, counts) => {
  const inside = counts.filter(([timeMs]) => timeMs >= steps[0].timeMs);
  const [fromMs, fromBytes] = inside[0];
  const [toMs, toBytes] = inside.at(-1);
  return 8 * (toBytes - fromBytes) / capacityBits(steps, fromMs, toMs);
};

/** How long after each step of a kind the estimate of a sample is as it should be; Infinity where it never is. */
const delays = (steps, endMs, samples, concerns, fits) => steps.flatMap((step, index) => {
  if (!concerns(step, steps[index - 1])) return [];
  const untilMs = steps[index + 1]?.timeMs ?? endMs;
  const first = samples.find(({timeMs, estimateBps}) =>
    timeMs > step.timeMs && timeMs <= untilMs && fits(estimateBps, 1000 * step.kbps));
  return [first ? first.timeMs - step.timeMs : Infinity];
});

const ENOUGH = 0.8;
const isEnough = (estimateBps, capacityBps) => estimateBps >= ENOUGH * capacityBps;

/** The figures of a run. */
export const figures = ({steps, endMs, samples, counts, pings, queue}) => {
  const back = pings.filter(([, rttMs]) => rttMs !== null);
  const sending = samples.filter(({fps}) => fps !== undefined);
  return {
    utilisation: utilisation(steps, counts),
    p50RttMs: quantile(back.map(([, rttMs]) => rttMs), 0.5),
    p95RttMs: quantile(back.map(([, rttMs]) => rttMs), 0.95),
    pingsLost: pings.length - back.length,
    loss: queue.drops / (queue.packets + queue.drops),
    startMs: delays(steps, endMs, samples, (step, before) => !before, isEnough)[0],
    fallMs: delays(steps, endMs, samples, (step, before) => before?.kbps > step.kbps,
      (estimateBps, capacityBps) => estimateBps < capacityBps),
    riseMs: delays(steps, endMs, samples, (step, before) => before?.kbps < step.kbps, isEnough),
    fps: median(sending.map(({fps}) => fps)),
    cpuLimited: sending.filter(({limit}) => limit === 'cpu').length / sending.length,
  };
};

/** The medians over runs of one mode. */
export const summary = runs => ({
  runs: runs.length,
  ...Object.fromEntries(['utilisation', 'p50RttMs', 'p95RttMs', 'loss', 'startMs', 'fps', 'cpuLimited', 'cpuBusy']
    .map(name => [name, median(runs.map(run => run[name]))])),
  fallMs: median(runs.flatMap(({fallMs}) => fallMs)),
  riseMs: median(runs.flatMap(({riseMs}) => riseMs)),
});

export const MIN_UTILISATION_RATIO = 0.9;
export const MAX_RTT_RATIO = 1.2;

/** How one mode does beside another. */
export const compare = (ours, theirs) => {
  const utilisationRatio = ours.utilisation / theirs.utilisation;
  const rttRatio = ours.p95RttMs / theirs.p95RttMs;
  return {
    utilisationRatio,
    rttRatio,
    holds: utilisationRatio >= MIN_UTILISATION_RATIO && rttRatio <= MAX_RTT_RATIO,
  };
};
