package io.bwe.remb;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from SSRC to something, looked up without boxing: open addressing with linear probing, at most half
 * full.
 *
 * @param <V> what is found
 */
final class SsrcTable<V> {
    private static final int FIBONACCI = 0x9E37_79B9;

    private final long[] keys;
    private final @Nullable Object[] values;
    private final int shift;

    private SsrcTable(int bits) {
        keys = new long[1 << bits];
        values = new Object[1 << bits];
        shift = Integer.SIZE - bits;
    }

    static <V> SsrcTable<V> empty() {
        return new SsrcTable<>(1);
    }

    static <V> SsrcTable<V> of(Map<Long, ? extends V> entries) {
        int bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, 2 * entries.size() - 1)));
        SsrcTable<V> table = new SsrcTable<>(bits);
        for (Map.Entry<Long, ? extends V> entry : entries.entrySet()) {
            table.put(entry.getKey(), entry.getValue());
        }
        return table;
    }

    private void put(long ssrc, V value) {
        int at = slot(ssrc);
        while (values[at] != null) {
            at = at + 1 & keys.length - 1;
        }
        keys[at] = ssrc;
        values[at] = value;
    }

    @SuppressWarnings("unchecked") // put() is the only writer
    @Nullable
    V get(long ssrc) {
        for (int at = slot(ssrc); values[at] != null; at = at + 1 & keys.length - 1) {
            if (keys[at] == ssrc) {
                return (V) values[at];
            }
        }
        return null;
    }

    private int slot(long ssrc) {
        return (int) ssrc * FIBONACCI >>> shift;
    }
}
