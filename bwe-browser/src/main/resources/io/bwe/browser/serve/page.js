/**
 * The page of "bwe serve". Parameters of its address: source=camera|screen|picture, start=KBPS (where the browser begins;
 * its own 300 kb/s take half a minute to grow), width and height of the generated picture.
 */
import {Call, Rate} from './call.js';
import {Charts, kbps, ms} from './charts.js';
import {generatedPicture} from './picture.js';

const TICK_MS = 250;
const parameters = new URLSearchParams(location.search);
const number = (name, otherwise) => {
  const value = parseInt(parameters.get(name), 10);
  return value > 0 ? value : otherwise;
};
const element = id => document.getElementById(id);
const button = element('start');
const source = element('source');

let call = null;
let timer = 0;
let charts = new Charts(element('charts'));

const say = (text, failed = false) => {
  element('status').textContent = text;
  element('status').className = failed ? 'failed' : '';
};

// ---- what is sent

const sources = {
  camera: async () => (await navigator.mediaDevices.getUserMedia({video: {width: {ideal: 1280}, height: {ideal: 720}}})).getVideoTracks()[0],
  screen: async () => (await navigator.mediaDevices.getDisplayMedia({video: true})).getVideoTracks()[0],
  picture: async () => generatedPicture(number('width', 640), number('height', 360), 30),
};
if (!navigator.mediaDevices) {
  // Not the machine's own page, and no HTTPS.
  source.querySelectorAll('[value=camera], [value=screen]').forEach(option => option.disabled = true);
  source.value = 'picture';
}
const wanted = source.querySelector(`[value="${CSS.escape(parameters.get('source') ?? '')}"]`);
if (wanted && !wanted.disabled) wanted.selected = true;

// ---- the link: capacities are as far apart on the slider as by ear, the last place is no limit

const LOW_KBPS = 50;
const HIGH_KBPS = 6000;
const place = rateBps => rateBps === null ? 100 : Math.min(99, Math.max(0, Math.round(99 * Math.log(rateBps / 1000 / LOW_KBPS) / Math.log(HIGH_KBPS / LOW_KBPS))));
const rateAt = value => value >= 100 ? null : Math.round(LOW_KBPS * (HIGH_KBPS / LOW_KBPS) ** (value / 99) / 10) * 10;

const controls = {
  rate: {show: v => rateAt(v) === null ? 'no limit' : `${rateAt(v)} kb/s`, change: v => rateAt(v) ?? 'none', read: link => place(link.rateBps)},
  queue: {show: v => `${v} ms`, change: v => v, read: link => link.queueMs},
  delay: {show: v => `${v} ms`, change: v => v, read: link => link.delayMs},
  loss: {show: v => `${v} %`, change: v => v, read: link => link.lossPercent},
};
/** One request at a time, with the newest of each: two might arrive in the other order. */
let changes = {};
let changing = false;
const sendChanges = async current => {
  if (changing) return;
  changing = true;
  try {
    while (current === call && Object.keys(changes).length) {
      const next = changes;
      changes = {};
      await current.changeLink(next);
    }
  } catch (error) {
    if (current === call) say(error.message, true);
  }
  changing = false;
};

for (const [name, control] of Object.entries(controls)) {
  const slider = element(name);
  control.set = value => {
    slider.value = value;
    element(`${name}-value`).textContent = control.show(Number(slider.value));
  };
  slider.addEventListener('input', () => {
    control.set(slider.value);
    changes[name] = control.change(Number(slider.value));
    if (call) sendChanges(call);
  });
}

// ---- what is seen

const show = (sent, received) => {
  const facts = {
    estimator: received.estimator,
    'our estimate': kbps(received.estimateBps),
    'last REMB': kbps(received.rembs.at(-1)?.[1] ?? call.remb),
    'REMBs sent': received.rembsSent,
    'browser may send': kbps(sent.availableBps),
    'browser sends': kbps(sent.sentBps),
    picture: sent.width ? `${sent.width} px, ${Math.round(sent.fps)} fps` : '–',
    usage: received.usage.toLowerCase(),
    'queue of the link': ms(received.queueMs),
    'round trip': ms(received.rttMs),
    'dropped / lost': `${received.droppedInQueue} / ${received.lost}`,
    'asked for again': received.nackedPackets,
  };
  element('facts').replaceChildren(...Object.entries(facts).flatMap(([name, value]) => [
    Object.assign(document.createElement('dt'), {textContent: name}),
    Object.assign(document.createElement('dd'), {textContent: value}),
  ]));
};

const tick = async () => {
  const current = call;
  try {
    const [sent, received] = await Promise.all([current.measure(), current.receiver(current.seenMs)]);
    if (current !== call) return;
    current.firstMs ??= received.timeMs;
    current.remb = received.rembs.at(-1)?.[1] ?? current.remb;
    if (JSON.stringify(received.link) !== JSON.stringify(current.link)) {
      // Changed here, or by somebody else; a slider that is being moved is ahead of what came back.
      current.link = received.link;
      for (const [name, control] of Object.entries(controls)) {
        if (!element(name).matches(':active')) control.set(control.read(received.link));
      }
    }
    charts.add({
      at: (received.timeMs - current.firstMs) / 1000,
      capacity: received.link.rateBps,
      estimate: received.estimateBps,
      available: sent.availableBps,
      sent: sent.sentBps,
      received: current.arrived.of(received.timeMs, received.rtpBytes),
      remb: received.rembs.at(-1)?.[1],
      usage: received.usage,
      queue: received.queueMs,
      rtt: received.rttMs,
    });
    show(sent, received);
    current.seenMs = (received.rembs.at(-1)?.[0] ?? current.seenMs - 1) + 1;
    if (sent.state === 'failed' || sent.state === 'closed') stop('The connection is gone.', true);
  } catch (error) {
    if (current === call) stop(error.message, true);
  }
  if (current === call) timer = setTimeout(tick, TICK_MS);
};

// ---- beginning and end

const start = async () => {
  button.disabled = true;
  say('Connecting …');
  const current = new Call(number('start', null));
  current.seenMs = 0;
  current.arrived = new Rate();
  call = current;
  changes = {};
  try {
    const track = await sources[source.value]();
    charts.destroy();
    charts = new Charts(element('charts'));
    element('preview').srcObject = new MediaStream([track]);
    track.addEventListener('ended', () => current === call && stop('The picture has ended.'));
    await current.start(track);
    if (current === call) {
      element('link').disabled = false;
      button.textContent = 'Stop';
      say(`Sending as ${current.name}. Make the link narrow and see what the browser does.`);
      await tick();
    }
  } catch (error) {
    if (current === call) stop(error.message, true);
  }
  button.disabled = false;
};

const stop = (text, failed = false) => {
  clearTimeout(timer);
  call?.close();
  call = null;
  element('preview').srcObject = null;
  element('link').disabled = true;
  button.textContent = 'Start';
  say(text, failed);
};

element('call').addEventListener('submit', event => {
  event.preventDefault();
  if (call) stop('Stopped.');
  else start();
});
addEventListener('pagehide', () => call?.close());
Object.values(controls).forEach(control => control.set(control.read({rateBps: null, queueMs: 800, delayMs: 20, lossPercent: 0})));

/** For the console, and for tests. */
Object.defineProperty(window, 'bweCall', {get: () => call});
