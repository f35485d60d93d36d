// What pages of real packets must show, made by the program itself. Left out where other pages are looked at.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {charts, launch, legends, names, open} from './pages.js';

const skip = !names.includes('replay.html') && 'these are other pages';
let browser;
before(async () => { if (!skip) browser = await launch(); });
after(() => browser?.close());

/** The names in the legend of a chart. */
const series = (page, chart) => page.$$eval(`[data-chart=${chart}] .u-series:not(.twin) .u-label`,
  all => all.map(label => label.textContent).slice(1));
const facts = page => page.locator('#facts').textContent();
const events = page => page.locator('#list tbody').textContent();

test('a replay shows why the estimate fell', {skip}, async () => {
  const {page, close} = await open(browser, 'replay.html');
  assert.deepEqual(await charts(page), ['rates', 'detector', 'queue', 'stream-rate', 'stream-jitter']);
  assert.match(await page.title(), /02_overload_recovery/);
  assert.match(await facts(page), /3,344 in 44\.971 s/);
  assert.deepEqual(await series(page, 'rates'), ['incoming', 'delay-kalman', 'REMB']);
  assert.match(await events(page), /10\.272 sover-use\(queue delay \+29 ms .*\), 0\.77 Mb\/s → 0\.49 Mb\/s/);
  await close();
});

test('a replay with two estimators shows both', {skip}, async () => {
  const {page, close} = await open(browser, 'two.html');
  assert.deepEqual(await series(page, 'rates'),
    ['incoming', 'capacity', 'delay-kalman', 'delay-trendline', 'delay-kalman REMB', 'delay-trendline REMB']);
  assert.deepEqual(await series(page, 'detector'),
    ['delay-kalman', 'delay-kalman ± threshold', 'delay-trendline', 'delay-trendline ± threshold']);
  assert.match(await events(page), /is live, no estimate yet all estimators/);
  await close();
});

test('the demo shows its link', {skip}, async () => {
  const {page, close} = await open(browser, 'demo.html');
  assert.deepEqual(await charts(page), ['rates', 'detector', 'queue', 'stream-rate', 'stream-loss', 'stream-jitter']);
  assert.deepEqual((await series(page, 'rates')).slice(0, 3), ['incoming', 'capacity', 'delay-kalman']);
  await close();
});

test('a hundred thousand packets are drawn soon', {skip}, async () => {
  const {page, readyMs, close} = await open(browser, 'hundred-thousand.html');
  assert.ok(readyMs < 10_000, `after ${Math.round(readyMs)} ms`);
  assert.match(await facts(page), /100,000 in 20\d\.\d+ s/);
  assert.equal((await legends(page)).length, 5);
  await close();
});
