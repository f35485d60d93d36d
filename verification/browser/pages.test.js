// What holds for every page, wherever it comes from.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {area, charts, colours, folder, images, launch, legends, names, open, settle} from './pages.js';

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
      (await images(page)).forEach((image, i) => assert.notEqual(image, all[i], 'each chart zooms'));
      await page.mouse.dblclick(x + width * .4, y + height / 2);
      await settle(page);
      assert.deepEqual(await images(page), all);
      assert.ok(await page.locator('#whole').isDisabled());
    }
    assert.deepEqual(complaints, []);
    await close();
  });
}
