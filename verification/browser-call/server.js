// The server of bwe-browser, as a process, and a page of it in a browser.

import {spawn} from 'node:child_process';
import {readdirSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';

const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.resolve(here, '../../bwe-browser/target');
const archive = readdirSync(target).find(name => /^bwe-browser-.*\.jar$/.test(name) && !name.includes('sources'));

export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Waits for a condition, and says what was waited for if it does not come. */
export const until = async (what, timeoutMs, condition) => {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await sleep(50);
  }
};

/** Starts a server; it ends with this process. The words of `before` stand in front of its command. */
export const startServer = async (kbps, consentSeconds, {address = '127.0.0.1', before = []} = {}) => {
  const command = [...before, path.resolve(here, '../java'), '--enable-native-access=ALL-UNNAMED',
    '-cp', `${target}/lib/*:${path.join(target, archive)}`,
    'io.bwe.browser.BrowserServer', kbps, consentSeconds, address];
  const process = spawn(command[0], command.slice(1), {stdio: ['pipe', 'pipe', 'pipe']});
  let errors = '';
  process.stderr.on('data', data => errors += data);
  const ended = new Promise(resolve => process.on('exit', resolve));
  const url = await Promise.race([
    new Promise(resolve => process.stdout.once('data', data => resolve(data.toString().trim()))),
    ended.then(code => {
      throw new Error(`the server ended with ${code}: ${errors}`);
    }),
  ]);
  return {
    url,
    state: async () => (await fetch(`${url}state`)).json(),
    link: rate => fetch(`${url}link/${rate}`, {method: 'POST'}),
    errors: () => errors,
    stop: () => {
      process.stdin.end();
      return ended;
    },
  };
};

/** Starts a browser as a process of its own, so that it can be killed. */
export const startBrowser = async ({executablePath = process.env.BWE_CHROMIUM, env = process.env} = {}) => {
  const server = await chromium.launchServer({
    executablePath,
    env,
    args: ['--allow-loopback-in-peer-connection', '--disable-features=WebRtcHideLocalIpsWithMdns',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  const browser = await chromium.connect(server.wsEndpoint());
  return {
    open: async url => {
      const page = await browser.newPage();
      const complaints = [];
      page.on('pageerror', error => complaints.push(error.message));
      page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
      await page.goto(url);
      return {page, complaints};
    },
    kill: () => server.kill(),
    close: () => server.close(),
  };
};
