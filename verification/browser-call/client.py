"""A WebRTC client on aiortc that sends video to "bwe serve" and tells how it is doing.

    client.py URL

Reads words from standard input: pause and resume stop and start the video, close ends the call, as does the end of the
input. Writes a line of JSON five times a second, and one last line when the call is over.
"""

import asyncio
import fractions
import json
import sys
import time
import urllib.request

import aioice.ice
import numpy
from aiortc import RTCPeerConnection, RTCSessionDescription, VideoStreamTrack
from aiortc.codecs import vpx
from av import VideoFrame

WIDTH = 320
HEIGHT = 240
FRAMES_PER_SECOND = 30
CLOCK_RATE = 90_000
MARGIN = 64
GRAIN = 40
SAMPLE_SECONDS = 0.2
# How often ICE checks whether the other side is still there, usually every 5 s, and how many checks may fail, usually 6.
# An answer that takes more than half a second counts as a failure, and there is a queue of 800 ms on the way.
CONSENT_SECONDS = 1
CONSENT_FAILURES = 30
# What the encoder begins with. From the usual 500 kb/s it would take an estimator long to get near the link.
START_BPS = 1_000_000


class Grain(VideoStreamTrack):
    """A picture with grain that jumps about: at a low rate the encoder leaves the grain away."""

    def __init__(self):
        super().__init__()
        self._random = numpy.random.default_rng(1)
        grain = GRAIN * (self._random.random((HEIGHT + MARGIN, WIDTH + MARGIN)) - 0.5)
        self._picture = (128 + grain).astype(numpy.uint8)
        self._chroma = numpy.full((HEIGHT // 2, WIDTH), 128, numpy.uint8)
        self._begun = time.monotonic()
        self._due = self._begun

    async def recv(self):
        # Frames that were not asked for are left out; after a pause there is nothing to catch up with.
        self._due = max(self._due + 1 / FRAMES_PER_SECOND, time.monotonic())
        await asyncio.sleep(self._due - time.monotonic())
        y, x = self._random.integers(0, MARGIN, 2)
        luma = self._picture[y:y + HEIGHT, x:x + WIDTH]
        frame = VideoFrame.from_ndarray(numpy.concatenate((luma, self._chroma)), format="yuv420p")
        frame.pts = int((time.monotonic() - self._begun) * CLOCK_RATE)
        frame.time_base = fractions.Fraction(1, CLOCK_RATE)
        return frame


class Call:
    """The connection, and the sender of its video."""

    def __init__(self):
        self.connection = RTCPeerConnection()
        self.track = Grain()
        self.sender = self.connection.addTrack(self.track)

    async def begin(self, url):
        await self.connection.setLocalDescription(await self.connection.createOffer())
        offer = self.connection.localDescription.sdp.encode()
        answer = await asyncio.to_thread(lambda: urllib.request.urlopen(url + "sessions", offer, 10).read().decode())
        await self.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    def target_bps(self):
        """What the encoder aims at, which aiortc sets to what a REMB says; there is no public way to it."""
        encoder = self.sender._RTCRtpSender__encoder
        return encoder and encoder.target_bitrate

    def extensions(self):
        """The header extensions that both sides know; aiortc sends all of them with every packet."""
        return [extension.uri for extension in self.connection.getTransceivers()[0]._headerExtensions]

    async def sample(self):
        entries = list((await self.sender.getStats()).values())
        sent = next(entry for entry in entries if entry.type == "outbound-rtp")
        told = next((entry for entry in entries if entry.type == "remote-inbound-rtp"), None)
        return {
            "timeMs": int(time.time() * 1000),
            "state": self.connection.connectionState,
            "ssrc": sent.ssrc,
            "extensions": self.extensions(),
            "targetBps": self.target_bps(),
            "bytesSent": sent.bytesSent,
            "rttMs": told and told.roundTripTime and 1000 * told.roundTripTime,
            "packetsLost": told and told.packetsLost,
        }

    async def tell(self):
        while True:
            print(json.dumps(await self.sample()), flush=True)
            await asyncio.sleep(SAMPLE_SECONDS)


async def words():
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async for line in reader:
        yield line.decode().strip()


async def main(url):
    # Left to itself aioice uses every address but the loopback one, and there may be no other.
    aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]
    aioice.ice.CONSENT_INTERVAL = CONSENT_SECONDS
    aioice.ice.CONSENT_FAILURES = CONSENT_FAILURES
    vpx.DEFAULT_BITRATE = START_BPS
    call = Call()
    await call.begin(url)
    telling = asyncio.ensure_future(call.tell())
    async for word in words():
        if word == "pause":
            call.sender.replaceTrack(None)
        elif word == "resume":
            call.sender.replaceTrack(call.track)
        elif word == "close":
            break
        else:
            sys.exit(f"{word} is none of pause, resume and close")
    telling.cancel()
    await call.connection.close()
    print(json.dumps({"timeMs": int(time.time() * 1000), "state": call.connection.connectionState}), flush=True)


asyncio.run(main(sys.argv[1]))
