// What holds for every page, wherever it comes from.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {area, charts, colours, folder, images, labels, launch, legends, names, open, settle} from './pages.js';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

test('there are pages', () => assert.notEqual(names.length, 0, `no page in ${folder}`));

/** Each label is within its chart, and the charts begin below each other. */
const checkLabels = async page => {
  const begins = new Set();
  for (const chart of await charts(page)) {
    const all = await labels(page, chart);
    assert.ok(all.length > 3, `${all.length} labels`);
    const width = await page.$eval(`[data-chart=${chart}] canvas`, canvas => canvas.width);
    for (const {text, left, right} of all) {
      assert.ok(left >= 0 && right <= width + 1, `${chart}: ${text} from ${left} to ${right} of ${width}`);
    }
    begins.add((await area(page, chart)).x);
  }
  assert.ok(begins.size <= 1, `charts begin at ${[...begins]}`);
};

/** Each name in a legend has what its line looks like. */
const checkSwatches = async page => {
  const swatches = await page.$$eval('.u-series:not(.twin)', all => all
    .filter(entry => !entry.matches('.u-live .u-series:first-child'))
    .map(entry => [entry.querySelector('.u-marker'), entry.textContent])
    .map(([marker, text]) => [text, getComputedStyle(marker), marker.getBoundingClientRect()])
    .map(([text, style, {width, height}]) => ({text, width, height, colour: style.borderTopColor})));
  assert.ok(swatches.length >= (await charts(page)).length);
  for (const {text, width, height, colour} of swatches) {
    assert.ok(width >= 8 && height >= 2 && !/^rgba\(.*, 0\)$/.test(colour), `${text}: ${width} x ${height}, ${colour}`);
  }
};

for (const name of names) {
  for (const [dark, width] of [[false, 1280], [true, 700]]) {
    test(`${name} draws all charts, ${dark ? 'dark' : 'light'}, ${width} wide, and asks for nothing`, async () => {
      const {page, complaints, close} = await open(browser, name, {dark, width});
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), dark ? 'dark' : 'light');
      for (const count of await colours(page)) assert.ok(count > 2, `${count} colours in a chart`);
      assert.equal(await page.evaluate(() => document.documentElement.dataset.broken), undefined);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      await checkLabels(page);
      await checkSwatches(page);
      assert.deepEqual(complaints, []);
      await close();
    });
  }

  test(`${name} has all legends as an image`, async () => {
    const {page, complaints, close} = await open(browser, name, {mode: '#png'});
    await checkSwatches(page);
    assert.deepEqual(complaints, []);
    await close();
  });

  test(`${name} follows the width of the window`, async () => {
    const {page, complaints, close} = await open(browser, name, {width: 1000});
    await page.setViewportSize({width: 720, height: 900});
    await settle(page);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 720);
    assert.deepEqual(complaints, []);
    await close();
  });

  test(`${name} shows, zooms and goes back`, async () => {
    const {page, complaints, close} = await open(browser, name);
    const [first] = await charts(page);
    if (first) {
      const {x, y, width, height} = await area(page, first);
      await page.mouse.move(x + width * .5, y + height / 2);
      await settle(page);
      for (const values of await legends(page)) assert.notEqual(values[0], '--', 'each chart shows the time');
      assert.ok((await legends(page))[0].some((value, i) => i && value !== '--'), 'the first chart shows a value');

      const all = await images(page);
      await page.mouse.move(x + width * .3, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(x + width * .5, y + height / 2, {steps: 4});
      await page.mouse.up();
      await settle(page);
      (await images(page)).forEach((image, i) => assert.ok(image !== all[i], 'each chart zooms'));
      await page.mouse.dblclick(x + width * .4, y + height / 2);
      await settle(page);
      (await images(page)).forEach((image, i) => assert.ok(image === all[i], 'each chart goes back'));
      assert.ok(await page.locator('#whole').isDisabled());
    }
    assert.deepEqual(complaints, []);
    await close();
  });
}
