// Prints a packet trace of 100,000 packets in 200 s for bwe replay: 4 Mb/s through a link of 5 Mb/s, which is half as fast
// for a while. Made up, the same each time.

const packets = 100_000;
const gapUs = 2_000;
const payloadBytes = 1_000;
const capacityBps = atUs => atUs >= 80e6 && atUs < 100e6 ? 2.5e6 : 5e6;
const longestQueueUs = 300_000;
const delayUs = 20_000;

const lines = ['arrival_time_us,abs_send_time,payload_size,ssrc,rtp_timestamp'];
let freeUs = 0;
for (let sent = 0; lines.length <= packets; sent++) {
  const sentUs = sent * gapUs + sent * 7_919 % 1_000;
  const beginUs = Math.max(sentUs, freeUs);
  if (beginUs - sentUs > longestQueueUs) continue;
  freeUs = beginUs + payloadBytes * 8e6 / capacityBps(beginUs);
  const sendTime = Math.floor(sentUs * 2 ** 18 / 1e6) % 2 ** 24;
  lines.push([Math.round(freeUs) + delayUs, sendTime, payloadBytes, 1 + sent % 3, Math.floor(sentUs * .09)].join());
}
process.stdout.write(lines.join('\n') + '\n');
