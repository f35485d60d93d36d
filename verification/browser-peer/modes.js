// The receivers that are compared. All are called by the same page in the same browser.

import {spawn} from 'node:child_process';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {startBrowser, startServer} from '../browser-call/server.js';
import {inside, RECEIVER, SENDER} from './link.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const startIn = ({namespace}) => startBrowser({
  executablePath: path.join(here, 'in-namespace'),
  env: {...process.env, BWE_NAMESPACE: namespace},
});

const openPage = (browser, name) => browser.open(pathToFileURL(path.join(here, name)).href);

/** Takes away all feedback but REMB that tells the sender how fast it may send. */
export const withoutTransportFeedback = sdp => sdp.split('\r\n')
  .filter(line => !/^a=rtcp-fb:\S+ (transport-cc|ack ccfb)|^a=extmap:\S+ \S+transport-wide-cc/.test(line))
  .join('\r\n');

const unchanged = sdp => sdp;

/** A browser that receives; its answer is changed as the offer is. */
const startReceivingBrowser = change => async () => {
  const browser = await startIn(RECEIVER);
  const {page} = await openPage(browser, 'receiver.html');
  return {
    answer: async offer => change(await page.evaluate(sdp => answer(sdp), offer)),
    report: () => page.evaluate(() => measure()),
    stop: () => browser.close(),
  };
};

/** Asks a server in the receiver's namespace, from there. */
const request = (method, url, body = '') => new Promise((resolve, reject) => {
  const program = `const chunks = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    const [method, url] = process.argv.slice(1);
    const body = method === 'GET' ? undefined : Buffer.concat(chunks);
    const response = await fetch(url, {method, body});
    process.stdout.write(await response.text());
    process.exitCode = response.ok ? 0 : 1;`;
  const command = [...inside(RECEIVER), process.execPath, '--input-type=module', '-e', program, method, url];
  const child = spawn(command[0], command.slice(1), {stdio: ['pipe', 'pipe', 'inherit']});
  let text = '';
  child.stdout.on('data', data => text += data);
  child.on('close', code => code === 0 ? resolve(text) : reject(new Error(`${method} ${url}: ${text}`)));
  child.stdin.end(body);
});

const startBwe = estimator => async () => {
  const server = await startServer(['--bind', RECEIVER.address, ...estimator], {before: inside(RECEIVER)});
  const sessions = `${server.url}sessions`;
  return {
    answer: async offer => {
      const answer = await request('POST', sessions, offer);
      // The link between the namespaces is the only one that counts.
      const [{name}] = JSON.parse(await request('GET', sessions)).sessions;
      await request('PUT', `${sessions}/${name}/link`, 'delay=0');
      return answer;
    },
    report: async () => JSON.parse(await request('GET', sessions)).sessions[0],
    stop: () => server.stop(),
  };
};

/** For each mode how its offer is changed, and how its receiver is started. */
const MODES = {
  bwe: {change: withoutTransportFeedback, start: startBwe([])},
  chromium: {change: withoutTransportFeedback, start: startReceivingBrowser(withoutTransportFeedback)},
  'transport-cc': {change: unchanged, start: startReceivingBrowser(unchanged)},
};

/** "bwe" may be followed by the name of an estimator. */
const WITH_ESTIMATOR = /^bwe:([a-z][a-z0-9-]*)$/;

const modeOf = name => {
  const estimator = WITH_ESTIMATOR.exec(name)?.[1];
  if (estimator) return {...MODES.bwe, start: startBwe(['--estimator', estimator])};
  return Object.hasOwn(MODES, name) ? MODES[name] : undefined;
};

export const MODE_NAMES = [...Object.keys(MODES), 'bwe:ESTIMATOR'];

export const isMode = name => modeOf(name) !== undefined;

/** Starts both sides and connects them as far as offer and answer do. */
export const startCall = async modeName => {
  const {change, start} = modeOf(modeName);
  const receiver = await start();
  let browser;
  try {
    browser = await startIn(SENDER);
    const {page, complaints} = await openPage(browser, 'sender.html');
    const offer = change(await page.evaluate(() => offer()));
    const answer = await receiver.answer(offer);
    await page.evaluate(sdp => accept(sdp), answer);
    return {
      offer,
      answer,
      complaints,
      measure: () => page.evaluate(() => measure()),
      report: receiver.report,
      stop: async () => {
        await browser.close();
        await receiver.stop();
      },
    };
  } catch (error) {
    await browser?.close();
    await receiver.stop();
    throw error;
  }
};
