// What Chromium makes of our REMBs, end to end: ICE, DTLS, SRTP, the estimator, REMB, and Chromium's own encoder.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {mkdirSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {sleep, startBrowser, startServer, until} from './server.js';

const PLAN_KBPS = [1500, 500, 1500, 2500];
const CONSENT_SECONDS = 5;
/** How long a REMB may take to show in the browser's statistics. */
const LAG_MS = 1500;
const TOLERANCE = 0.05;
/** Begins near the capacity of the link; from its usual 300 kb/s the browser takes half a minute to get there. */
const PAGE = '?source=picture&width=320&height=240&start=1200';
const target = path.join(path.dirname(fileURLToPath(import.meta.url)), 'target');

let server;
let browser;
before(async () => {
  server = await startServer(['--link', PLAN_KBPS[0], '--timeout', CONSENT_SECONDS]);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Opens the page, has it call, and waits until video comes. */
const call = async (parameters = PAGE) => {
  const {page, complaints} = await browser.open(server.url + parameters);
  const before = (await server.state()).sessions.map(({name}) => name);
  await page.click('#start');
  const {name} = await until('video comes', 10_000, async () =>
    (await server.state()).sessions.find(session => !before.includes(session.name) && session.rtpPackets > 10));
  return {page, complaints, name};
};

const find = async name => (await server.state()).sessions.find(session => session.name === name);

/** Samples for a time, and on until a condition holds. */
const sample = async (page, samples, ms, condition = () => true) => {
  for (const end = Date.now() + ms; Date.now() < end || !await condition(); await sleep(200)) {
    samples.push(await page.evaluate(() => bweCall.measure()));
    assert.ok(Date.now() < end + 25_000, 'the browser does not come near the rate of the link');
  }
};

/** The REMBs that a sample may show: those of the last moments, and the one that was in force before. */
const candidates = (rembs, {timeMs}) => {
  const sent = rembs.filter(([at]) => at <= timeMs);
  const recent = sent.filter(([at]) => at > timeMs - LAG_MS);
  return sent.slice(-recent.length - 1).map(([, bps]) => bps);
};

const percent = part => `${(100 * part).toFixed(1)} %`;
const kbps = bps => `${Math.round(bps / 1000)} kb/s`;

test('the video follows the REMBs over a link that gets narrow and wide', {timeout: 150_000}, async context => {
  const {page, complaints, name} = await call();
  const samples = [];
  const [wide, narrow, again, wider] = PLAN_KBPS;
  const lastRemb = async () => (await find(name)).rembs.at(-1)?.[1] ?? 0;
  // A machine that is busy elsewhere may look like a narrow link for a while; the step must be one.
  await sample(page, samples, 10_000, async () => await lastRemb() > 1.6 * narrow * 1000);
  const stepMs = (await server.state()).timeMs;
  await server.link(narrow);
  await sample(page, samples, 7_000);
  const low = await lastRemb();
  await server.link(again);
  await sample(page, samples, 8_000, async () => await lastRemb() > 1.2 * narrow * 1000);
  const between = await lastRemb();
  await server.link(wider);
  await sample(page, samples, 6_000, async () => await lastRemb() > 1.1 * between);
  const session = await find(name);

  const {rembs} = session;
  const first = rembs[0][0];
  const judged = samples.filter(({timeMs, availableBps}) => availableBps && timeMs > first + LAG_MS);
  const followed = judged.filter(entry => candidates(rembs, entry)
    .some(bps => Math.abs(entry.availableBps - bps) <= TOLERANCE * bps));
  const below = rembs.find(([at, bps]) => at > stepMs && bps < narrow * 1000);
  const before = rembs.filter(([at]) => at <= stepMs).at(-1);
  context.diagnostic(`${rembs.length} REMBs; ${followed.length} of ${judged.length} samples within ${
    percent(TOLERANCE)} (${percent(followed.length / judged.length)})`);
  context.diagnostic(`step from ${wide} to ${narrow} kb/s: ${kbps(before[1])} before, ${
    below ? `${kbps(below[1])} after ${below[0] - stepMs} ms` : 'never below'}, ${kbps(low)} at its end, ${
    kbps(between)} at the end of the step to ${again}, ${kbps(rembs.at(-1)[1])} at that of the step to ${wider}`);
  context.diagnostic(`${samples.at(-1).srtpCipher}; round trip ${session.rttMs.toFixed(1)} ms by RTCP; ${
    session.keyFrames} key frames, ${session.keyFrameRequests} asked for; ${session.nackedPackets} packets asked for again`);

  assert.equal(samples.at(-1).state, 'connected');
  assert.ok(rembs.length >= 25, `${rembs.length} REMBs`);
  assert.ok(judged.length >= 80, `${judged.length} samples`);
  assert.ok(followed.length >= 0.95 * judged.length, `${followed.length} of ${judged.length} samples follow`);
  assert.ok(below && below[0] - stepMs <= 2000, `REMBs after the step: ${JSON.stringify(rembs.filter(([at]) => at > stepMs)
    .map(([at, bps]) => [at - stepMs, bps]))}`);
  // The propagation delay is 20 ms, in one direction.
  assert.ok(session.rttMs >= 20 && session.rttMs < 1000, `round trip of ${session.rttMs} ms`);
  assert.ok(session.keyFrames >= 1);
  const unexpected = Object.keys(session.refused).filter(kind => kind !== 'MEDIA_BEFORE_DTLS');
  assert.deepEqual(unexpected, []);
  assert.deepEqual(complaints, []);
  // To be looked at.
  mkdirSync(target, {recursive: true});
  await page.screenshot({path: path.join(target, 'page.png')});

  const closedMs = Date.now();
  await page.close();
  const end = await server.end(name, 3_000);
  context.diagnostic(`closing the tab ended everything in ${Date.now() - closedMs} ms`);
  assert.deepEqual(end, {reason: 'PEER_CLOSED', stuck: []});
});

test('streams are added and removed, pause and resume', {timeout: 60_000}, async context => {
  const {page, complaints, name} = await call();
  const streams = async () => (await find(name)).liveSsrcs.length;
  await until('one stream', 5_000, async () => await streams() === 1);

  await page.evaluate(async () => {
    const [sender] = bweCall.connection.getSenders();
    bweCall.connection.addTrack(sender.track.clone());
    await bweCall.negotiate();
  });
  await until('two streams', 5_000, async () => await streams() === 2);
  await page.evaluate(async () => {
    const added = bweCall.connection.getSenders().at(-1);
    bweCall.connection.removeTrack(added);
    await bweCall.negotiate();
  });
  await until('one stream of two', 5_000, async () => await streams() === 1);

  const active = value => page.evaluate(async value => {
    const [sender] = bweCall.connection.getSenders();
    const parameters = sender.getParameters();
    parameters.encodings[0].active = value;
    await sender.setParameters(parameters);
  }, value);
  await until('an estimate', 10_000, async () => (await find(name)).estimateBps);
  await active(false);
  const pausedMs = Date.now();
  await until('the end of the stream, which is 2 s after its last packet', 6_000, async () => await streams() === 0);
  context.diagnostic(`the stream ended ${Date.now() - pausedMs} ms after it was paused`);
  const rembs = (await find(name)).rembsSent;
  await active(true);
  await until('the stream comes back', 5_000, async () => await streams() === 1);
  await until('REMBs again', 10_000, async () => (await find(name)).rembsSent > rembs);
  assert.deepEqual(complaints, []);
  await page.close();
  assert.deepEqual(await server.end(name, 3_000), {reason: 'PEER_CLOSED', stuck: []});
});

test('two pages call at once, each with a link of its own, and stop', {timeout: 60_000}, async () => {
  const one = await call();
  const two = await call('?source=camera');
  await two.page.locator('#rate').fill('40');
  await two.page.locator('#loss').fill('2');
  const link = async name => (await find(name)).link;
  await until('the slider moves the link', 3_000, async () => (await link(two.name)).rateBps < 1_000_000);
  assert.deepEqual(await link(one.name), {rateBps: 1_500_000, queueMs: 800, delayMs: 20, lossPercent: 0});
  await until('some packets are lost', 5_000, async () => (await find(two.name)).lost > 0);
  assert.equal(await one.page.locator('canvas').count(), 2);
  await until('the figures are shown', 3_000, async () =>
    (await two.page.locator('#facts').innerText()).includes('delay-kalman'));

  await one.page.click('#start');
  assert.equal(await one.page.locator('#status').innerText(), 'Stopped.');
  await until('one session', 3_000, async () => (await server.state()).sessions.length === 1);
  await two.page.click('#start');
  assert.deepEqual(await server.end(two.name, 3_000), {reason: 'PEER_CLOSED', stuck: []});
  assert.deepEqual([...one.complaints, ...two.complaints], []);
  // The same page can call again.
  await one.page.click('#start');
  await until('a further call', 5_000, async () => (await server.only())?.rtpPackets > 10);
  const {name} = await server.only();
  await one.page.close();
  await two.page.close();
  await server.end(name, 3_000);
});

test('a browser that is killed leaves nothing behind either', {timeout: 30_000}, async context => {
  const {name} = await call();
  const killedMs = Date.now();
  await browser.kill();
  const end = await server.end(name, 1000 * CONSENT_SECONDS + 3_000);
  context.diagnostic(`everything ended ${Date.now() - killedMs} ms after the browser was killed`);
  assert.deepEqual(end, {reason: 'CONSENT_EXPIRED', stuck: []});
});

test('what is no offer, or comes from elsewhere, is refused and logged once', async () => {
  const post = (body, headers = {}) => fetch(`${server.url}sessions`, {method: 'POST', body, headers});
  for (let i = 0; i < 3; i++) {
    const response = await post('garbage');
    assert.equal(response.status, 400);
    assert.match(await response.text(), /^this is no session description/);
    assert.equal((await post('v=0', {Origin: 'http://elsewhere.example'})).status, 403);
  }
  assert.equal((await fetch(`${server.url}sessions/nobody`)).status, 404);
  assert.equal((await fetch(`${server.url}sessions`, {method: 'DELETE'})).status, 405);
  assert.equal((await post('x'.repeat(1 << 21))).status, 413);
  const logged = kind => server.errors().split(kind).length - 1;
  assert.equal(logged('refused an offer:'), 1, server.errors());
  assert.equal(logged("refused a request of another site's page"), 1, server.errors());
  assert.equal((await server.state()).sessions.length, 0);
});

test('an interrupt ends the server', async () => {
  assert.equal(await server.stop(), 143);
});
