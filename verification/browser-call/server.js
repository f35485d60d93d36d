// "bwe serve" as a process, and pages of it in a browser.

import {spawn} from 'node:child_process';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';

const here = path.dirname(fileURLToPath(import.meta.url));

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

/** Starts a server on a port of its choice. The words of `before` stand in front of its command. */
export const startServer = async (options, {before = []} = {}) => {
  const command = [...before, path.resolve(here, '../../bwe'), 'serve', '--port', '0', ...options];
  const server = spawn(command[0], command.slice(1), {stdio: ['ignore', 'pipe', 'pipe']});
  let errors = '';
  server.stderr.on('data', data => errors += data);
  const ended = new Promise(resolve => server.on('exit', (code, signal) => resolve(code ?? signal)));
  const stopWithThis = () => server.kill();
  process.once('exit', stopWithThis);
  const url = await Promise.race([
    new Promise(resolve => server.stdout.on('data', data => {
      const address = data.toString().match(/http:\S+/);
      if (address) resolve(address[0]);
    })),
    ended.then(code => {
      throw new Error(`the server ended with ${code}: ${errors}`);
    }),
  ]);
  const state = async () => (await fetch(`${url}sessions`)).json();
  return {
    url,
    state,
    /** The only session there is. */
    only: async () => (await state()).sessions[0],
    /** Gives the links of all sessions a capacity. */
    link: async kbps => {
      for (const {name} of (await state()).sessions) {
        const response = await fetch(`${url}sessions/${name}/link`, {method: 'PUT', body: `rate=${kbps}`});
        if (!response.ok) throw new Error(await response.text());
      }
    },
    /** Waits until a session and all threads are gone, and tells how it ended. */
    end: (name, timeoutMs) => until(`the end of ${name} and its threads`, timeoutMs, async () => {
      const now = await state();
      return now.sessions.length === 0 && now.threads.length === 0 && now.ended[name];
    }),
    errors: () => errors,
    /** Interrupts it, and tells how it ended. */
    stop: () => {
      process.removeListener('exit', stopWithThis);
      server.kill();
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
      '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  const browser = await chromium.connect(server.wsEndpoint());
  return {
    open: async url => {
      const page = await browser.newPage({viewport: {width: 1200, height: 800}});
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
