// What the pages that bwe-picture's tests write must show. Left out where other pages are looked at.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {area, charts, image, images, labels, launch, legends, names, open, settle} from './pages.js';

const skip = !names.includes('everything.html') && 'these are other pages';
let browser;
before(async () => { if (!skip) browser = await launch(); });
after(() => browser?.close());

/** How many rows of pixels of a chart, from the first to the last, a click on a name in its legend changes. */
const rowsChanged = async (page, chart, label) => {
  const name = page.locator(`[data-chart=${chart}] .u-legend th`, {hasText: label}).first();
  const canvas = page.locator(`[data-chart=${chart}] canvas`);
  const pixels = () => canvas.evaluate(shown => {
    const {data} = shown.getContext('2d').getImageData(0, 0, shown.width, shown.height);
    const words = new Uint32Array(data.buffer);
    return Array.from({length: shown.height}, (_, y) => words.subarray(y * shown.width, (y + 1) * shown.width).join());
  });
  const before = await pixels();
  await name.click();
  await settle(page);
  const changed = (await pixels()).map((row, y) => row === before[y] ? -1 : y).filter(y => y >= 0);
  await name.click();
  await settle(page);
  return changed.length ? changed.at(-1) - changed[0] + 1 : 0;
};

const drag = async (page, from, to) => {
  const {x, y, width, height} = await area(page, 'rates');
  await page.mouse.move(x + width * from, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * to, y + height / 2, {steps: 4});
  await page.mouse.up();
  await settle(page);
};

const every = ['rates', 'detector', 'queue', 'stream-rate', 'stream-loss', 'stream-jitter'];

test('all charts are there', {skip}, async () => {
  for (const name of ['everything.html', 'extremes.html', 'long.html', 'hostile.html']) {
    const {page, close} = await open(browser, name);
    assert.deepEqual(await charts(page), every);
    await close();
  }
  const {page, close} = await open(browser, 'empty.html');
  assert.deepEqual(await charts(page), []);
  await close();
});

test('the crosshair shows values with units in all charts', {skip}, async () => {
  const {page, close} = await open(browser, 'everything.html');
  const {x, y, width, height} = await area(page, 'rates');
  await page.mouse.move(x + width * .6, y + height / 2);
  await settle(page);
  const units = [/^[\d.]+ [kM]b\/s$/, /^-?[\d.]+ ms$/, /^[\d.]+ ms$/, /^[\d.]+ [kM]?b\/s$/, /^[\d.]+ %$/, /^[\d.]+ ms$/];
  const shown = await legends(page);
  assert.equal(shown.length, every.length);
  shown.forEach(([time, ...values], i) => {
    assert.match(time, /^1[78]\.\d+ s$/);
    assert.notEqual(values.length, 0);
    for (const value of values) assert.match(value, units[i]);
  });
  await close();
});

test('ticks of the time are where they say', {skip}, async () => {
  const {page, close} = await open(browser, 'everything.html');
  const chooseEvent = () => page.locator('#list button', {hasText: '12.000 s'}).click();
  for (const zoom of [() => drag(page, .1, .9), () => drag(page, .2, .9), chooseEvent, () => drag(page, .2, .3), () => drag(page, .4, .7)]) {
    await zoom();
    await settle(page);
    const times = (await labels(page, 'rates')).filter(label => / s$/.test(label.text));
    const line = times.map(({text, middle}) => [parseFloat(text), middle]);
    const pace = ([time, left], [laterTime, laterLeft]) => (laterTime - time) / (laterLeft - left);
    assert.ok(line.length >= 3, `${line}`);
    assert.ok(Math.abs(pace(line[0], line[1]) / pace(line[1], line[2]) - 1) < .02, `${line}`);
  }
  await close();
});

test('a name in a legend hides its line, by mouse and by keyboard', {skip}, async () => {
  const {page, close} = await open(browser, 'everything.html');
  const before = await image(page, 'rates');
  const name = page.locator('[data-chart=rates] .u-legend th', {hasText: 'delay-kalman'}).first();
  await name.click();
  await settle(page);
  const hidden = await image(page, 'rates');
  assert.notEqual(hidden, before);
  await page.locator('#theme').click();
  await page.locator('#theme').click();
  await settle(page);
  assert.ok(await page.locator('[data-chart=rates] .u-series.u-off').count() === 1, 'it stays hidden in other colours');
  await page.locator('[data-chart=rates] .u-legend th', {hasText: 'delay-kalman'}).first().focus();
  await page.keyboard.press('Enter');
  await settle(page);
  assert.equal(await page.locator('[data-chart=rates] .u-series.u-off').count(), 0);
  await close();
});

test('both lines of a threshold go together', {skip}, async () => {
  const {page, close} = await open(browser, 'everything.html');
  await page.locator('[data-chart=detector] .u-legend th', {hasText: 'threshold'}).first().click();
  await settle(page);
  assert.equal(await page.locator('[data-chart=detector] .u-series.u-off').count(), 2);
  await close();
});

test('a button changes the colours', {skip}, async () => {
  const {page, complaints, close} = await open(browser, 'everything.html');
  const light = await images(page);
  await page.locator('#theme').click();
  await settle(page);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  (await images(page)).forEach((shown, i) => assert.notEqual(shown, light[i]));
  await page.locator('#theme').click();
  await settle(page);
  assert.deepEqual(await images(page), light);
  assert.deepEqual(complaints, []);
  await close();
});

test('REMBs are drawn where there is room for them, and the page says so where there is none', {skip}, async () => {
  const {page, close} = await open(browser, 'long.html');
  const note = page.locator('[data-chart=rates] h2', {hasText: 'zoom in to see each REMB'}).locator('.if-dense');
  assert.ok(await note.isVisible());
  assert.equal(await rowsChanged(page, 'rates', 'REMB'), 0);
  await drag(page, .5, .6);
  assert.ok(await note.isHidden());
  assert.ok(await rowsChanged(page, 'rates', 'REMB') > 3);
  await close();
});

test('a threshold is seen beside a signal that is far beyond', {skip}, async () => {
  const {page, close} = await open(browser, 'extremes.html');
  // From -6 to 6 ms.
  const rows = await rowsChanged(page, 'detector', 'threshold');
  assert.ok(rows > 8 && rows < 60, `${rows} rows`);
  await close();
});

test('labels of axes have units that suit them', {skip}, async () => {
  const {page, close} = await open(browser, 'extremes.html');
  const left = async chart => (await labels(page, chart)).filter(label => label.align === 'right').map(label => label.text);
  assert.deepEqual((await left('rates')).slice(-3), ['600 Gb/s', '800 Gb/s', '1000 Gb/s']);
  assert.deepEqual(await left('queue'), ['0', '500 ks', '1000 ks']);
  assert.deepEqual(await left('detector'), ['-1 s', '-100 ms', '0', '100 ms', '1 s']);
  await close();
});

test('what estimators tell in the same words at the same time is one event', {skip}, async () => {
  const {page, close} = await open(browser, 'long.html');
  const row = page.locator('#list tr', {hasText: '0.001 s'});
  assert.equal(await row.count(), 1);
  assert.equal(await row.locator('td').last().textContent(), 'stream1592590336 began all estimators');
  assert.match(await page.locator('#kinds').textContent(), /stream \(1\)/);
  await close();
});

test('an event zooms to itself, and a button leads back', {skip}, async () => {
  const {page, close} = await open(browser, 'everything.html');
  const whole = await images(page);
  await page.locator('#list button', {hasText: '12.000 s'}).click();
  await settle(page);
  (await images(page)).forEach((shown, i) => assert.notEqual(shown, whole[i]));
  const {x, y, width, height} = await area(page, 'queue');
  await page.mouse.move(x + width / 2, y + height / 2);
  await settle(page);
  assert.match((await legends(page))[0][0], /^(12\.0|11\.9)\d+ s$/);
  assert.match(await page.locator('[data-chart=queue] .tip').textContent(), /12\.000 s · reset · a jump of the arrival clock/);
  assert.ok(await page.locator('[data-chart=queue] .tip').isVisible());
  assert.ok(await page.locator('[data-chart=rates] .tip').isHidden());
  await page.locator('#whole').click();
  await settle(page);
  assert.ok(await page.locator('#whole').isDisabled());
  await close();
});

test('kinds of events are filtered, in the list and in the charts', {skip}, async () => {
  const {page, close} = await open(browser, 'everything.html');
  const before = await image(page, 'queue');
  const rows = await page.locator('#list tr').count();
  await page.locator('#kinds label', {hasText: 'over-use'}).click();
  await settle(page);
  assert.ok(await page.locator('#list tr').count() < rows);
  assert.equal(await page.locator('#list tr', {hasText: 'over-use'}).count(), 0);
  assert.notEqual(await image(page, 'queue'), before);
  await close();
});

test('a hundred thousand packets are drawn soon', {skip}, async () => {
  const {page, readyMs, close} = await open(browser, 'long.html');
  assert.ok(readyMs < 10_000, `after ${Math.round(readyMs)} ms`);
  assert.match(await page.locator('#notes').textContent(), /12 streams with most bytes are drawn; 8 others/);
  await close();
});

test('texts from outside are texts', {skip}, async () => {
  const {page, close} = await open(browser, 'hostile.html');
  assert.match(await page.title(), /^<\/script><script>/);
  assert.match(await page.locator('h1').textContent(), /^<\/script><script>/);
  assert.match(await page.locator('[data-chart=rates] .u-legend').textContent(), /<!--<script>/);
  assert.match(await page.locator('[data-chart=rates] .u-legend').textContent(), /&lt;b&gt;/);
  await close();
});
