/** A call: sends a track of video to the server, and tells what the browser makes of its REMBs. */

/** More than a link of the page carries; left alone, a browser sends at most 0.6 to 2.5 Mb/s, by the picture's size. */
const MAX_BPS = 6_000_000;

/** Turns a count of bytes into a rate over the last second. */
export class Rate {
  constructor() {
    this.counts = [];
  }

  /** Takes the count of a moment; the rate in bits per second, null at first. */
  of(timeMs, bytes) {
    this.counts.push([timeMs, bytes]);
    while (this.counts.length > 2 && this.counts[1][0] <= timeMs - 1000) this.counts.shift();
    const [[fromMs, from]] = this.counts;
    return timeMs > fromMs ? (bytes - from) * 8000 / (timeMs - fromMs) : null;
  }
}

export class Call {
  /**
   * @param {?number} startKbps where the browser begins; it is its own 300 kb/s if that is null
   */
  constructor(startKbps) {
    this.startKbps = startKbps;
    this.connection = new RTCPeerConnection();
    this.path = '/sessions';
    this.sent = new Rate();
  }

  async start(track) {
    const sender = this.connection.addTrack(track);
    const parameters = sender.getParameters();
    parameters.encodings[0].maxBitrate = MAX_BPS;
    await sender.setParameters(parameters);
    await this.negotiate();
  }

  /** Offers what is to be sent now; the first time, that opens the session. */
  async negotiate() {
    await this.connection.setLocalDescription();
    const response = await fetch(this.path, {method: 'POST', body: this.connection.localDescription.sdp});
    const text = await response.text();
    if (!response.ok) throw new Error(text.trim());
    this.path = response.headers.get('Location') ?? this.path;
    const sdp = this.startKbps
      ? text.replace(/a=rtpmap:(\d+) VP8\/90000\r\n/, `$&a=fmtp:$1 x-google-start-bitrate=${this.startKbps}\r\n`)
      : text;
    await this.connection.setRemoteDescription({type: 'answer', sdp});
  }

  get name() {
    return this.path.slice('/sessions/'.length);
  }

  /** What the receiver says, with the REMBs it sent since a time. */
  async receiver(sinceMs) {
    const response = await fetch(`${this.path}?since=${Math.floor(sinceMs)}`);
    if (!response.ok) throw new Error((await response.text()).trim());
    return response.json();
  }

  async changeLink(change) {
    const response = await fetch(`${this.path}/link`, {method: 'PUT', body: new URLSearchParams(change).toString()});
    if (!response.ok) throw new Error((await response.text()).trim());
  }

  /** What the browser believes it may send, and sends. */
  async measure() {
    const stats = [...(await this.connection.getStats()).values()];
    const transport = stats.find(entry => entry.type === 'transport');
    const pair = transport && stats.find(entry => entry.id === transport.selectedCandidatePairId);
    const video = stats.filter(entry => entry.type === 'outbound-rtp' && entry.kind === 'video');
    return {
      timeMs: Date.now(),
      state: this.connection.connectionState,
      srtpCipher: transport?.srtpCipher,
      availableBps: pair?.availableOutgoingBitrate,
      rttMs: pair?.currentRoundTripTime === undefined ? undefined : pair.currentRoundTripTime * 1000,
      sentBps: transport && this.sent.of(transport.timestamp, transport.bytesSent),
      width: Math.max(0, ...video.map(entry => entry.frameWidth ?? 0)),
      fps: Math.max(0, ...video.map(entry => entry.framesPerSecond ?? 0)),
      limit: video[0]?.qualityLimitationReason,
    };
  }

  close() {
    this.connection.getSenders().forEach(({track}) => track?.stop());
    this.connection.close();
  }
}
