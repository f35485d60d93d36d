// What holds for every page, wherever it comes from.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {area, charts, colours, folder, images, labels, launch, legends, names, open, settle} from './pages.js';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

test('there are pages', () => assert.notEqual(names.length, 0, `no page in ${folder}`));

for (const name of names) {
  for (const dark of [false, true]) {
    test(`${name} draws all charts, ${dark ? 'dark' : 'light'}, and asks for nothing`, async () => {
      const {page, complaints, close} = await open(browser, name, {dark});
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), dark ? 'dark' : 'light');
      for (const count of await colours(page)) assert.ok(count > 2, `${count} colours in a chart`);
      assert.equal(await page.evaluate(() => document.documentElement.dataset.broken), undefined);
      assert.deepEqual(complaints, []);
      await close();
    });
  }

  for (const width of [1280, 700]) {
    test(`${name} fits into a width of ${width}`, async () => {
      const {page, close} = await open(browser, name, {width});
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      await close();
    });
  }

  test(`${name} has whole labels, and charts begin below each other`, async () => {
    for (const width of [1280, 700]) {
      const {page, close} = await open(browser, name, {width});
      const begins = new Set();
      for (const chart of await charts(page)) {
        const all = await labels(page, chart);
        const [canvas, over] = [await page.locator(`[data-chart=${chart}] canvas`).boundingBox(), await area(page, chart)];
        assert.ok(all.length > 3, `${all.length} labels`);
        for (const {text, left, right} of all) {
          assert.ok(left >= 0 && right <= canvas.width + 1, `${chart}: ${text} from ${left} to ${right} of ${canvas.width}`);
        }
        begins.add(over.x);
      }
      assert.ok(begins.size <= 1, `charts begin at ${[...begins]}`);
      await close();
    }
  });

  test(`${name} shows in each legend what its lines look like, also as an image`, async () => {
    for (const mode of ['', '#png']) {
      const {page, close} = await open(browser, name, {mode});
      const swatches = await page.$$eval('.u-series:not(.twin)', all => all
        .filter(entry => !entry.matches('.u-live .u-series:first-child'))
        .map(entry => [entry.querySelector('.u-marker'), entry.textContent])
        .map(([marker, text]) => [text, getComputedStyle(marker), marker.getBoundingClientRect()])
        .map(([text, style, {width, height}]) => ({text, width, height, colour: style.borderTopColor})));
      assert.ok(swatches.length > 0 || !(await charts(page)).length);
      for (const {text, width, height, colour} of swatches) {
        assert.ok(width >= 8 && height >= 2 && !/^rgba\(.*, 0\)$/.test(colour), `${text}: ${width} x ${height}, ${colour}`);
      }
      await close();
    }
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
