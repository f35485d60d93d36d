// PNG files beside the pages, which Java made with the same browser.

import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {folder, launch, names} from './pages.js';

const images = names.map(name => name.replace(/html$/, 'png')).filter(name => existsSync(path.join(folder, name)));
let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

test('there are images', {skip: !names.includes('everything.html') && 'these are other pages'},
  () => assert.deepEqual(images, ['everything.png', 'long.png', 'replay.png']));

for (const name of images) {
  test(`${name} holds the whole page`, async () => {
    const bytes = readFileSync(path.join(folder, name));
    const page = await browser.newPage();
    const found = await page.evaluate(async data => {
      const image = new Image();
      image.src = 'data:image/png;base64,' + data;
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), {width: image.width, height: image.height});
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const rows = (from, count) => new Set(new Uint32Array(context.getImageData(0, from, image.width, count).data.buffer)).size;
      const part = Math.floor(image.height / 8);
      return {width: image.width, height: image.height, parts: Array.from({length: 8}, (_, i) => rows(i * part, part))};
    }, bytes.toString('base64'));
    assert.equal(found.width, 1280);
    assert.ok(found.height > 1_000 && found.height < 3_000, `${found.height} rows`);
    for (const colours of found.parts) assert.ok(colours > 2, `colours by height: ${found.parts}`);
    await page.close();
  });
}
