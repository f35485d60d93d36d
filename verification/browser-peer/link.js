// The link between the two namespaces, which the script `run` has made: its rate, and what is seen of it from outside.

import {execFile, spawn} from 'node:child_process';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const execute = promisify(execFile);
const ECHO_PORT = 7000;

/** The two sides; the names are those of `run`. */
export const SENDER = {namespace: process.env.BWE_SENDER, networkInterface: 'bwe-send', address: '10.99.2.1'};
export const RECEIVER = {namespace: process.env.BWE_RECEIVER, networkInterface: 'bwe-recv', address: '10.99.2.2'};

/** The command that runs another one in a namespace. */
export const inside = ({namespace}) => ['ip', 'netns', 'exec', namespace];

/** Sets the rate; what waits in the queue stays there. */
export const setRate = kbps => execute('tc', ['-n', SENDER.namespace, 'qdisc', 'replace', 'dev',
  SENDER.networkInterface, 'root', 'tbf', 'rate', `${kbps}kbit`, 'burst', '4000', 'latency', '300ms']);

/** What the queue has sent and dropped so far. */
export const queueCounts = async () => {
  const {stdout} = await execute('tc', ['-n', SENDER.namespace, '-s', '-j', 'qdisc', 'show', 'dev',
    SENDER.networkInterface]);
  const [{packets, drops}] = JSON.parse(stdout);
  return {packets, drops};
};

/** Runs a script in a namespace, before the browsers where both want the processor, and gives the lines it writes. */
const watch = (side, script, parameters, take) => {
  const command = [...inside(side), 'nice', '-n', '-10', process.execPath, path.join(here, script), ...parameters];
  const child = spawn(command[0], command.slice(1), {stdio: ['pipe', 'pipe', 'inherit']});
  createInterface({input: child.stdout}).on('line', line => take(JSON.parse(line)));
  const ended = new Promise(resolve => child.on('exit', resolve));
  return () => {
    child.stdin.end();
    return ended;
  };
};

/**
 * Counts what comes over the link and has datagrams go through it, until the function that it returns is called.
 * Entries are added to `counts` as [time, bytes, packets] and to `pings` as [time, round trip or null], in ms.
 */
export const watchLink = (counts, pings) => {
  const stopEcho = watch(RECEIVER, 'echo.js', [RECEIVER.address, ECHO_PORT, RECEIVER.networkInterface],
    entry => counts.push(entry));
  const stopPing = watch(SENDER, 'ping.js', [RECEIVER.address, ECHO_PORT], entry => pings.push(entry));
  return () => Promise.all([stopPing(), stopEcho()]);
};
