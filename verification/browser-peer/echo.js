// Runs in the receiver's namespace: sends datagrams back, and writes four times a second a line [time, bytes, packets]
// of what has come over the link, as the interface counts it, Ethernet headers included.
//
//   node echo.js ADDRESS PORT INTERFACE

import dgram from 'node:dgram';
import {readFileSync} from 'node:fs';
import {nowMs} from './clock.js';

const INTERVAL_MS = 250;

const [address, port, networkInterface] = process.argv.slice(2);

const count = () => {
  const line = readFileSync('/proc/net/dev', 'utf8').split('\n').map(text => text.trim())
    .find(text => text.startsWith(`${networkInterface}:`));
  const [bytes, packets] = line.slice(networkInterface.length + 1).trim().split(/ +/).map(Number);
  process.stdout.write(`${JSON.stringify([nowMs(), bytes, packets])}\n`);
};

const socket = dgram.createSocket('udp4');
socket.on('message', (message, {port: from, address: to}) => socket.send(message, from, to));
socket.bind(Number(port), address, () => setInterval(count, INTERVAL_MS));
process.stdin.resume().on('end', () => process.exit()); // It ends with the process that started it.
