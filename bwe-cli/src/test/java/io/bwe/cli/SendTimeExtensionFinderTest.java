package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.remb.RtpHeader;
import io.bwe.testkit.RtpPacketBuilder;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SendTimeExtensionFinderTest {
    private static final long MS = 1_000_000;

    private final SendTimeExtensionFinder finder = new SendTimeExtensionFinder();

    private void receive(long arrivalNs, Consumer<RtpPacketBuilder> extensions) {
        RtpPacketBuilder builder = new RtpPacketBuilder().payloadSize(100);
        extensions.accept(builder);
        ByteBuffer packet = builder.build();
        int length = RtpHeader.length(packet, 0, packet.limit(), packet.limit());
        finder.onRtp(packet, 0, length, arrivalNs);
    }

    private static int sendTime(long timeNs) {
        return (int) (timeNs / 1_000 * (1 << 18) / 1_000_000) & 0xff_ffff;
    }

    @Test
    void tellsItFromOtherExtensionsOfThreeBytes() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            long sentNs = i * 10 * MS;
            int frame = i / 3;
            receive(sentNs, packet -> packet.extension(1, (byte) 0, (byte) 0, (byte) 0)
                    .extension(2, (byte) 0x80, (byte) 0, (byte) frame)
                    .extension(4, (byte) random.nextInt(), (byte) random.nextInt(), (byte) random.nextInt())
                    .absSendTime(5, sendTime(sentNs)).extension(6, (byte) 'v', (byte) 'i', (byte) 'd')
                    .extension(7, (byte) 1, (byte) 2));
        }
        assertThat(finder.id()).isEqualTo(5);
    }

    @Test
    void followsItAcrossTheWrapAt64Seconds() {
        for (int i = 0; i < 40; i++) {
            long sentNs = 60_000 * MS + i * 300 * MS;
            receive(sentNs, packet -> packet.absSendTime(3, sendTime(sentNs)));
        }
        assertThat(finder.id()).isEqualTo(3);
    }

    @Test
    void findsItThroughAQueueThatGrowsAndDrains() {
        for (int i = 0; i < 1_000; i++) {
            long sentNs = i * 10 * MS;
            long queueNs = Math.abs(500 - i % 1_000) * 600 * 1_000L;
            receive(sentNs + queueNs, packet -> packet.absSendTime(3, sendTime(sentNs)));
        }
        assertThat(finder.id()).isEqualTo(3);
    }

    @Test
    void findsItWithTwoByteHeaders() {
        for (int i = 0; i < 100; i++) {
            long sentNs = i * 20 * MS;
            receive(sentNs, packet -> packet.twoByteHeaders().extension(16, (byte) 1, (byte) 2, (byte) 3)
                    .absSendTime(200, sendTime(sentNs)));
        }
        assertThat(finder.id()).isEqualTo(200);
    }

    @Test
    void makesDoWithAShortCapture() {
        for (int i = 0; i < 10; i++) {
            long sentNs = i * 5 * MS;
            receive(sentNs, packet -> packet.extension(2, (byte) 0, (byte) 0, (byte) 7).absSendTime(3,
                    sendTime(sentNs)));
        }
        assertThat(finder.id()).isEqualTo(3);
    }

    @Test
    void saysNoneWhereNothingBehavesLikeIt() {
        assertThat(finder.id()).isEqualTo(SendTimeExtensionFinder.NONE);
        for (int i = 0; i < 100; i++) {
            receive(i * 20 * MS, packet -> packet.extension(2, (byte) 0, (byte) 0, (byte) 7));
            receive(i * 20 * MS, packet -> packet.noExtensions());
        }
        assertThat(finder.id()).isEqualTo(SendTimeExtensionFinder.NONE);
    }
}
