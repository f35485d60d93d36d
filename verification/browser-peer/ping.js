// Runs in the sender's namespace: sends a small datagram ten times a second, through the same queue as the video, and
// writes a line [time sent, round trip or null], in ms, for each: at once when it is back, after three seconds if not.
//
//   node ping.js ADDRESS PORT

import dgram from 'node:dgram';
import {nowMs} from './clock.js';

const INTERVAL_MS = 100;
const LOST_MS = 3_000;

const [address, port] = process.argv.slice(2);
const socket = dgram.createSocket('udp4');
const waiting = new Map();
let number = 0;

const write = (sentMs, rttMs) => process.stdout.write(`${JSON.stringify([sentMs, rttMs])}\n`);

socket.on('message', message => {
  const atMs = nowMs();
  const key = message.readUInt32BE(0);
  if (waiting.has(key)) {
    write(waiting.get(key), atMs - waiting.get(key));
    waiting.delete(key);
  }
});
socket.connect(Number(port), address, () => setInterval(() => {
  const atMs = nowMs();
  for (const [key, sentMs] of waiting) {
    if (atMs - sentMs < LOST_MS) break;
    write(sentMs, null);
    waiting.delete(key);
  }
  const message = Buffer.alloc(16);
  message.writeUInt32BE(++number);
  waiting.set(number, atMs);
  socket.send(message);
}, INTERVAL_MS));
socket.on('error', () => {}); // Nobody listens yet, or any more.
process.stdin.resume().on('end', () => process.exit()); // It ends with the process that started it.
