// What Chromium makes of our REMBs, end to end: ICE, DTLS, SRTP, the estimator, REMB, and Chromium's own encoder.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {sleep, startBrowser, startServer, until} from './server.js';

const WIDE_KBPS = 1500;
const NARROW_KBPS = 500;
const CONSENT_SECONDS = 5;
/** How long a REMB may take to show in the browser's statistics. */
const LAG_MS = 1500;
const TOLERANCE = 0.05;

let server;
let browser;
before(async () => {
  server = await startServer(WIDE_KBPS, CONSENT_SECONDS);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const only = async () => (await server.state()).sessions[0];

/** Opens the page, has it call, and waits until video comes. */
const call = async () => {
  const {page, complaints} = await browser.open(server.url);
  await page.evaluate(() => call());
  await until('video comes', 10_000, async () => (await only())?.rtpPackets > 10);
  return {page, complaints};
};

/** Samples for a time, and on until a condition holds. */
const sample = async (page, samples, ms, condition = () => true) => {
  for (const end = Date.now() + ms; Date.now() < end || !await condition(); await sleep(200)) {
    samples.push(await page.evaluate(() => measure()));
    assert.ok(Date.now() < end + 20_000, 'the browser does not come near the rate of the link');
  }
};

/** The REMBs that a sample may show: those of the last moments, and the one that was in force before. */
const candidates = (rembs, {timeMs}) => {
  const sent = rembs.filter(([at]) => at <= timeMs);
  const recent = sent.filter(([at]) => at > timeMs - LAG_MS);
  return sent.slice(-recent.length - 1).map(([, bps]) => bps);
};

const percent = part => `${(100 * part).toFixed(1)} %`;

test('the video follows the REMBs, also over a link that gets narrow', async context => {
  const {page, complaints} = await call();
  const samples = [];
  // A machine that is busy elsewhere may look like a narrow link for a while; the step must be one.
  await sample(page, samples, 10_000, async () => (await only()).rembs.at(-1)?.[1] > 1.6 * NARROW_KBPS * 1000);
  const stepMs = (await server.state()).timeMs;
  await server.link(NARROW_KBPS);
  await sample(page, samples, 7_000);
  const session = await only();

  const {rembs} = session;
  const first = rembs[0][0];
  const judged = samples.filter(({timeMs, availableBps}) => availableBps && timeMs > first + LAG_MS);
  const followed = judged.filter(entry => candidates(rembs, entry)
    .some(bps => Math.abs(entry.availableBps - bps) <= TOLERANCE * bps));
  const below = rembs.find(([at, bps]) => at > stepMs && bps < NARROW_KBPS * 1000);
  const lowest = Math.min(...rembs.filter(([at]) => at > stepMs && at <= stepMs + 2000).map(([, bps]) => bps));
  const before = rembs.filter(([at]) => at <= stepMs).at(-1);
  context.diagnostic(`${rembs.length} REMBs; ${followed.length} of ${judged.length} samples within ${
    percent(TOLERANCE)} (${percent(followed.length / judged.length)})`);
  context.diagnostic(`step from ${WIDE_KBPS} to ${NARROW_KBPS} kb/s: ${Math.round(before[1] / 1000)} kb/s before, ${
    below ? `${Math.round(below[1] / 1000)} kb/s after ${below[0] - stepMs} ms` : 'never below'}, ${
    Math.round(lowest / 1000)} kb/s at the lowest in 2 s`);
  context.diagnostic(`${samples.at(-1).srtpCipher}; round trip ${session.rttMs.toFixed(1)} ms by RTCP; ${
    session.keyFrames} key frames, ${session.keyFrameRequests} asked for; ${session.nackedPackets} packets asked for again`);

  assert.equal(samples.at(-1).state, 'connected');
  assert.ok(rembs.length >= 12, `${rembs.length} REMBs`);
  assert.ok(judged.length >= 40, `${judged.length} samples`);
  assert.ok(followed.length >= 0.95 * judged.length, `${followed.length} of ${judged.length} samples follow`);
  assert.ok(below && below[0] - stepMs <= 2000, `REMBs after the step: ${JSON.stringify(rembs.filter(([at]) => at > stepMs)
    .map(([at, bps]) => [at - stepMs, bps]))}`);
  // The propagation delay is 20 ms, in one direction.
  assert.ok(session.rttMs >= 20 && session.rttMs < 1000, `round trip of ${session.rttMs} ms`);
  assert.ok(session.keyFrames >= 1);
  const unexpected = Object.keys(session.refused).filter(kind => kind !== 'MEDIA_BEFORE_DTLS');
  assert.deepEqual(unexpected, []);

  await page.evaluate(() => addStream());
  await until('two streams', 5_000, async () => (await only()).liveSsrcs.length === 2);
  await page.evaluate(() => removeStream());
  await until('one stream', 5_000, async () => (await only()).liveSsrcs.length === 1);
  assert.deepEqual(complaints, []);

  const closedMs = Date.now();
  await page.close();
  const state = await until('the end of the session and its threads', 3_000, async () => {
    const now = await server.state();
    return now.sessions.length === 0 && now.threads.length === 0 && now;
  });
  context.diagnostic(`closing the tab ended everything in ${Date.now() - closedMs} ms`);
  assert.equal(state.ended[session.name], 'PEER_CLOSED');
});

test('a browser that is killed leaves nothing behind either', async context => {
  await call();
  const {name} = await only();
  const killedMs = Date.now();
  await browser.kill();
  const state = await until('the end of the session and its threads', 1000 * CONSENT_SECONDS + 3_000, async () => {
    const now = await server.state();
    return now.sessions.length === 0 && now.threads.length === 0 && now;
  });
  context.diagnostic(`everything ended ${Date.now() - killedMs} ms after the browser was killed`);
  assert.equal(state.ended[name], 'CONSENT_EXPIRED');
  assert.equal(await server.stop(), 0);
});
