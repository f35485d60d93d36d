// Opens pages in a browser that is off the network, and keeps what goes wrong.

import {existsSync, readdirSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
import path from 'node:path';
import {chromium} from 'playwright-core';

/** The folder that holds the pages. */
export const folder = path.resolve(process.env.BWE_PAGES || 'target/pages');

/** All pages by name. */
export const names = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.html')).sort() : [];

export const launch = () => chromium.launch({
  executablePath: process.env.BWE_CHROMIUM,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});

/** Runs in the page before all else: keeps what is written on each canvas since it was last cleared, and where. */
const recordTexts = () => {
  const prototype = CanvasRenderingContext2D.prototype;
  const {clearRect, fillText} = prototype;
  prototype.clearRect = function (...where) {
    this.canvas.texts = [];
    return clearRect.apply(this, where);
  };
  prototype.fillText = function (text, x, y) {
    const width = this.measureText(text).width;
    const left = x - width * ({right: 1, center: .5}[this.textAlign] ?? 0);
    (this.canvas.texts ??= []).push({text, left, middle: left + width / 2, right: left + width, align: this.textAlign});
    return fillText.call(this, text, x, y);
  };
};

/** A page that is drawn, and what it complained of. Anything it asks for but itself is a complaint, and is not given. */
export const open = async (browser, name, {width = 1280, height = 900, dark = false, mode = ''} = {}) => {
  const context = await browser.newContext({
    offline: true,
    viewport: {width, height},
    colorScheme: dark ? 'dark' : 'light',
  });
  const page = await context.newPage();
  await page.addInitScript(recordTexts);
  const complaints = [];
  const url = pathToFileURL(path.join(folder, name)).href;
  page.on('console', message => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', error => complaints.push(`error: ${error.message}`));
  await page.route('**/*', route => {
    if (route.request().url() === url) return route.continue();
    complaints.push(`request: ${route.request().url()}`);
    return route.abort();
  });
  const started = performance.now();
  await page.goto(url + mode);
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
  return {page, complaints, readyMs: performance.now() - started, close: () => context.close()};
};

/** The names of the charts, from top to bottom. */
export const charts = page => page.$$eval('[data-chart]', all => all.map(chart => chart.dataset.chart));

/** How many different colours each chart has. */
export const colours = page => page.$$eval('[data-chart] canvas', all => all.map(canvas => {
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
}));

/** What a chart shows, to be compared with what it shows later. */
export const image = (page, chart) => page.$eval(`[data-chart=${chart}] canvas`, canvas => canvas.toDataURL());

/** What all charts show. */
export const images = async page => Promise.all((await charts(page)).map(chart => image(page, chart)));

/** The labels of a chart's axes, in pixels of its canvas. */
export const labels = (page, chart) => page.$eval(`[data-chart=${chart}] canvas`, canvas => canvas.texts);

/** The legends' values, as a list for each chart, without those of hidden rows. */
export const legends = page => page.$$eval('[data-chart]', all => all.map(chart =>
  [...chart.querySelectorAll('.u-series:not(.twin) .u-value')].map(value => value.textContent)));

/** Where the plotting area of a chart is on the screen. */
export const area = async (page, chart) => {
  const over = page.locator(`[data-chart=${chart}] .u-over`);
  await over.scrollIntoViewIfNeeded();
  return over.boundingBox();
};

/** Until the browser has drawn what was asked for. */
export const settle = page => page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
