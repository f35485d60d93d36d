// What the pages that bwe-picture's tests write must show. Left out where other pages are looked at.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {area, charts, image, images, launch, legends, names, open, settle} from './pages.js';

const skip = !names.includes('everything.html') && 'these are other pages';
let browser;
before(async () => { if (!skip) browser = await launch(); });
after(() => browser?.close());

const every = ['rates', 'detector', 'queue', 'stream-rate', 'stream-loss', 'stream-jitter'];

test('all charts are there', {skip}, async () => {
  for (const name of ['everything.html', 'long.html', 'hostile.html']) {
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
  await page.evaluate(() => {
    window.texts = [];
    const draw = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
      window.texts.push([text, x, y]);
      return draw.call(this, text, x, y);
    };
  });
  const drag = async (from, to) => {
    const {x, y, width, height} = await area(page, 'rates');
    await page.mouse.move(x + width * from, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * to, y + height / 2, {steps: 4});
    await page.mouse.up();
  };
  const chooseEvent = () => page.locator('#list button', {hasText: '12.000 s'}).click();
  for (const zoom of [() => drag(.1, .9), () => drag(.2, .9), chooseEvent, () => drag(.2, .3), () => drag(.4, .7)]) {
    await page.evaluate(() => { window.texts = []; });
    await zoom();
    await settle(page);
    const times = (await page.evaluate(() => window.texts)).filter(([text]) => / s$/.test(text));
    const line = times.filter(([, , top]) => top === times[0][2]).slice(0, 4).map(([text, left]) => [parseFloat(text), left]);
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
  assert.match(await page.locator('[data-chart=queue] .tip').textContent(), /12\.000 s · reset · delay-kalman · a jump/);
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
