// What a client other than a browser makes of our REMBs: aiortc, with an ICE, a DTLS and an SRTP of its own.

import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import path from 'node:path';
import readline from 'node:readline';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {sleep, startServer, until} from './server.js';

const WIDE_KBPS = 1200;
const NARROW_KBPS = 400;
/** What aiortc's encoder can be set to. */
const MIN_BPS = 250_000;
const MAX_BPS = 1_500_000;
const CONSENT_SECONDS = 5;
const ABS_SEND_TIME = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time';
/** How long a REMB may take to show in the client's figures. */
const LAG_MS = 1500;
/** How long a stream lives without a packet, by the interceptor's default. */
const IDLE_MS = 2000;

let server;
const clients = [];
before(async () => {
  server = await startServer(['--link', WIDE_KBPS, '--timeout', CONSENT_SECONDS]);
});
after(async () => {
  clients.forEach(client => client.kill());
  await server?.stop();
});

const only = () => server.only();

/** Starts a client and waits until its video comes. */
const call = async () => {
  const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'client.py');
  const process = spawn(globalThis.process.env.BWE_AIORTC_PYTHON ?? 'python3', [script, server.url]);
  let complaints = '';
  process.stderr.on('data', data => complaints += data);
  const ended = new Promise(resolve => process.on('exit', resolve));
  const samples = [];
  readline.createInterface(process.stdout).on('line', line => samples.push(JSON.parse(line)));
  const client = {
    samples,
    complaints: () => complaints,
    say: word => process.stdin.write(`${word}\n`),
    kill: () => process.kill('SIGKILL'),
    ended,
  };
  clients.push(client);
  await Promise.race([
    until('video comes', 10_000, async () => (await only())?.rtpPackets > 10),
    ended.then(code => {
      throw new Error(`the client ended with ${code}: ${complaints}`);
    }),
  ]);
  return client;
};

/** The targets that a sample may show: those of the last moments' REMBs, and of the one that was in force before. */
const candidates = (rembs, {timeMs}) => {
  const sent = rembs.filter(([at]) => at <= timeMs);
  const recent = sent.filter(([at]) => at > timeMs - LAG_MS);
  return sent.slice(-recent.length - 1).map(([, bps]) => Math.max(MIN_BPS, Math.min(bps, MAX_BPS)));
};

const kbps = bps => `${Math.round(bps / 1000)} kb/s`;

/** What was sent between two times, in bits per second. */
const sentBps = (samples, fromMs, toMs) => {
  const [first, ...more] = samples.filter(({timeMs}) => timeMs >= fromMs && timeMs <= toMs);
  const last = more.at(-1);
  return (last.bytesSent - first.bytesSent) * 8000 / (last.timeMs - first.timeMs);
};

test('aiortc follows the REMBs, over a link that gets narrow and after a pause', async context => {
  const client = await call();
  const {samples} = client;
  // A machine that is busy elsewhere may look like a narrow link for a while; the step must be one.
  await until('REMBs of a wide link', 20_000, async () => {
    const {rembs} = await only();
    return rembs.length > 3 && rembs.at(-1)[1] > 1.5 * NARROW_KBPS * 1000;
  });
  const stepMs = (await server.state()).timeMs;
  await server.link(NARROW_KBPS);
  await sleep(4_500);
  const session = await only();
  const narrowMs = Date.now();

  const {rembs} = session;
  const judged = samples.filter(({timeMs}) => timeMs > rembs[0][0] + LAG_MS);
  // A target is the very number that a REMB has room for.
  const followed = judged.filter(sample => candidates(rembs, sample).includes(sample.targetBps));
  const before = rembs.filter(([at]) => at <= stepMs).at(-1)[1];
  const below = rembs.find(([at, bps]) => at > stepMs && bps < NARROW_KBPS * 1000);
  const {ssrc, rttMs, extensions} = samples.at(-1);
  context.diagnostic(`${rembs.length} REMBs; ${followed.length} of ${judged.length} targets are what they said`);
  context.diagnostic(`step from ${WIDE_KBPS} to ${NARROW_KBPS} kb/s: ${kbps(before)} before, ${
    below ? `${kbps(below[1])} after ${below[0] - stepMs} ms` : 'never below'}; sent were ${
    kbps(sentBps(samples, stepMs - 2_000, stepMs))}, then ${kbps(sentBps(samples, narrowMs - 2_000, narrowMs))}`);
  context.diagnostic(`round trip ${rttMs.toFixed(1)} ms, as the client has it from our receiver reports; ${
    session.nackedPackets} packets asked for again`);

  assert.equal(samples.at(-1).state, 'connected');
  assert.ok(extensions.includes(ABS_SEND_TIME), `header extensions ${extensions}`);
  assert.ok(judged.length >= 25, `${judged.length} samples`);
  assert.ok(followed.length >= 0.95 * judged.length, `${followed.length} of ${judged.length} targets are a REMB's`);
  assert.ok(below && below[0] - stepMs <= 2000, `REMBs after the step: ${JSON.stringify(rembs.filter(([at]) => at > stepMs)
    .map(([at, bps]) => [at - stepMs, bps]))}`);
  assert.ok(sentBps(samples, narrowMs - 2_000, narrowMs) < NARROW_KBPS * 1000);
  // The propagation delay is 20 ms, in one direction. aiortc answers no reference time, so this side knows no round trip.
  assert.ok(rttMs >= 20 && rttMs < 1000, `round trip of ${rttMs} ms`);
  assert.equal(session.rttMs, null);
  assert.ok(session.keyFrames >= 1);
  assert.ok(session.liveSsrcs.includes(ssrc));

  client.say('pause');
  await until('no stream in a pause', IDLE_MS + 2_500, async () => (await only()).liveSsrcs.length === 0);
  // The last packets stood in the queue.
  const silentMs = Date.now() - samples.findLast(({bytesSent}, at) => at > 0 && bytesSent > samples[at - 1].bytesSent).timeMs;
  const resumedMs = Date.now();
  client.say('resume');
  const resumed = await until('video and a REMB after the pause', 6_000, async () => {
    const now = await only();
    return now.liveSsrcs.includes(ssrc) && now.rembs.at(-1)[0] > resumedMs && now;
  });
  context.diagnostic(`no stream any more ${silentMs} ms after the last packet was sent; video and a REMB of ${
    kbps(resumed.rembs.at(-1)[1])} ${resumed.rembs.at(-1)[0] - resumedMs} ms after the pause`);
  assert.ok(silentMs > IDLE_MS, `a stream has ended after ${silentMs} ms`);
  await until('a target of after the pause', LAG_MS, () => samples.at(-1).timeMs > resumedMs + 500
    && candidates(resumed.rembs, samples.at(-1)).includes(samples.at(-1).targetBps));
  const unexpected = Object.keys((await only()).refused).filter(kind => kind !== 'MEDIA_BEFORE_DTLS');
  assert.deepEqual(unexpected, []);

  const closedMs = Date.now();
  client.say('close');
  const end = await server.end(session.name, 3_000);
  context.diagnostic(`closing the connection ended everything in ${Date.now() - closedMs} ms`);
  assert.deepEqual(end, {reason: 'PEER_CLOSED', stuck: []});
  assert.equal(await client.ended, 0);
  assert.equal(samples.at(-1).state, 'closed');
  assert.equal(client.complaints(), '');
});

test('a client that is killed leaves nothing behind either', async context => {
  const client = await call();
  const {name} = await only();
  const killedMs = Date.now();
  client.kill();
  const end = await server.end(name, 1000 * CONSENT_SECONDS + 3_000);
  context.diagnostic(`everything ended ${Date.now() - killedMs} ms after the client was killed`);
  assert.deepEqual(end, {reason: 'CONSENT_EXPIRED', stuck: []});
});
