import assert from 'node:assert/strict';
import {test} from 'node:test';
import {compare, figures, median, quantile, summary, utilisation} from './measures.js';
import {isMode, withoutTransportFeedback} from './modes.js';

const STEPS = [{timeMs: 0, kbps: 1000}, {timeMs: 10_000, kbps: 500}, {timeMs: 20_000, kbps: 1500}];

const sample = (timeMs, estimateBps, more = {}) => ({timeMs, estimateBps, fps: 30, limit: 'bandwidth', ...more});

test('medians and quantiles', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.equal(median([10, 9]), 9.5);
  assert.equal(median([1, Infinity, Infinity]), Infinity);
  const hundred = Array.from({length: 100}, (_, i) => 100 - i);
  assert.equal(quantile(hundred, 0.95), 95);
  assert.equal(quantile([7], 0.5), 7);
});

test('utilisation is what came by what could have come, each step at its own capacity', () => {
  // 1000 kb/s for 10 s, 500 for 10 and 1500 for 10 are 30 Mbit, 3.75 MB.
  const half = 3_750_000 / 2;
  assert.equal(utilisation(STEPS, [[0, 500], [15_000, 100_000], [30_000, 500 + half]]), 0.5);
  // What comes before the first step does not count, nor does the time.
  assert.equal(utilisation(STEPS, [[-500, 0], [0, 500], [30_000, 500 + half]]), 0.5);
  // The last 5 s of the second step and the third: 17.5 Mbit.
  assert.equal(utilisation(STEPS, [[15_000, 0], [30_000, 17_500_000 / 8]]), 1);
});

const RUN = {
  steps: STEPS,
  endMs: 30_000,
  samples: [sample(250, undefined, {fps: undefined}), sample(1_000, 300_000), sample(5_000, 800_000),
    sample(10_250, 900_000), sample(11_000, 499_000, {limit: 'cpu', fps: 20}), sample(20_250, 480_000)],
  counts: [[0, 0], [30_000, 3_000_000]],
  pings: [[100, 10], [200, 30], [300, null]],
  queue: {packets: 990, drops: 10},
};

test('the figures of a run', () => {
  assert.deepEqual(figures(RUN), {utilisation: 0.8, p50RttMs: 10, p95RttMs: 30, pingsLost: 1, loss: 0.01,
    startMs: 5_000, fallMs: [1_000], riseMs: [Infinity], fps: 30, cpuLimited: 0.2});
});

test('a step is not credited with what comes after the next', () => {
  const samples = [...RUN.samples.slice(0, 4), sample(20_500, 400_000), sample(21_000, 1_200_000)];
  const {fallMs, riseMs} = figures({...RUN, samples});
  assert.deepEqual(fallMs, [Infinity]);
  assert.deepEqual(riseMs, [1_000]);
});

test('runs are summed up by their medians, steps of all runs together', () => {
  const one = {...figures(RUN), cpuBusy: 0.5};
  const all = summary([one, {...one, utilisation: 0.6, fallMs: [3_000]}, {...one, utilisation: 0.7}]);
  assert.equal(all.runs, 3);
  assert.equal(all.utilisation, 0.7);
  assert.equal(all.fallMs, 1_000);
  assert.equal(all.riseMs, Infinity);
  assert.equal(all.cpuBusy, 0.5);
});

test('nine tenths of the utilisation and 1.2 times the round trip are just good enough', () => {
  const theirs = {utilisation: 0.5, p95RttMs: 100};
  assert.equal(compare({utilisation: 0.45, p95RttMs: 120}, theirs).holds, true);
  assert.equal(compare({utilisation: 0.44, p95RttMs: 100}, theirs).holds, false);
  assert.equal(compare({utilisation: 0.5, p95RttMs: 121}, theirs).holds, false);
});

test('only transport-wide feedback is taken out of a description', () => {
  const lines = ['m=video 9 UDP/TLS/RTP/SAVPF 96 97',
    'a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
    'a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01', 'a=rtcp-fb:96 goog-remb',
    'a=rtcp-fb:96 transport-cc', 'a=rtcp-fb:* ack ccfb', 'a=rtcp-fb:96 nack pli', ''];
  assert.equal(withoutTransportFeedback(lines.join('\r\n')),
    [lines[0], lines[1], lines[3], lines[6], ''].join('\r\n'));
});

test('modes, one with any estimator', () => {
  assert.ok(['bwe', 'bwe:standing-queue', 'chromium', 'transport-cc'].every(isMode));
  assert.ok(!['', 'bwe:', 'bwe:Delay', 'chromium:delay-kalman', 'toString'].some(isMode));
});
