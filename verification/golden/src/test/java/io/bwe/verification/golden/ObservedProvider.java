package io.bwe.verification.golden;

import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.verification.golden.GoldenTrace.Op;
import io.bwe.verification.golden.GoldenTrace.Row;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * Provides an estimator under observation, which keeps what it says after each packet: by one thread written, by others
 * read when that one has come to rest.
 */
final class ObservedProvider implements EstimatorProvider {
    /**
     * What an estimator says after a packet: the columns that the interceptor's user sees.
     *
     * @param estimateBps what it would tell if it were asked; 0 if it knows nothing
     */
    record Said(int row, String updateBps, String updateSsrcs, String targetBps, long estimateBps) {
        /** What the reference says. */
        static Said byReference(Row row) {
            String targetBps = row.expected("target_bps");
            return new Said(row.index(), row.expected("cb_bps"), row.expected("cb_ssrcs"), targetBps,
                    row.expected("valid").equals("1") ? Long.parseLong(targetBps) : 0);
        }
    }

    private final String observedName;
    private final List<Said> said = new ArrayList<>();
    /** How many of them others may read. */
    private volatile int fed;

    ObservedProvider(String observedName) {
        this.observedName = observedName;
    }

    @Override
    public String name() {
        return "observed " + observedName;
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        Estimator observed = Providers.estimators().get(observedName).create(config);
        InvocationHandler observer = (proxy, method, arguments) -> {
            try {
                Object result = method.invoke(observed, arguments);
                if (method.getName().equals("onPacket")) {
                    PacketView packet = (PacketView) arguments[0];
                    said.add(ask(observed, (int) packet.rtpTimestamp(), (boolean) result));
                    fed = said.size();
                }
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (Estimator) Proxy.newProxyInstance(Estimator.class.getClassLoader(), new Class<?>[]{Estimator.class},
                observer);
    }

    /** What it said after each packet, in the order in which it was fed. */
    List<Said> said() {
        return said.subList(0, fed);
    }

    int fed() {
        return fed;
    }

    /**
     * What an estimator says that is fed one packet after the other, without any threads.
     *
     * @param fromRow the row of the first packet; what was measured of the round-trip time before is told first
     */
    static List<Said> inSequence(String estimatorName, List<Row> rows, int fromRow) {
        Estimator estimator = Providers.estimators().get(estimatorName).create(EstimatorConfig.defaults());
        List<Said> said = new ArrayList<>();
        long rttNs = 0;
        for (Row row : rows) {
            boolean isFed = row.index() >= fromRow;
            if (row.index() == fromRow && rttNs > 0) {
                estimator.onRttUpdate(rttNs, row.nowNs());
            }
            for (Op op : row.ops()) {
                if (op instanceof Op.RttUpdate(long measuredNs)) {
                    rttNs = measuredNs;
                }
                if (isFed) {
                    GoldenChainTest.apply(op, estimator, row);
                }
            }
            if (isFed) {
                said.add(ask(estimator, row.index(), estimator.onPacket(row, row.nowNs())));
            }
        }
        return said;
    }

    private static Said ask(Estimator estimator, int row, boolean updated) {
        TargetColumn target = new TargetColumn();
        estimator.describe(target);
        return new Said(row, updated ? Long.toString(estimator.estimateBps()) : "",
                updated ? GoldenChainTest.liveSsrcs(estimator) : "", target.text, estimator.estimateBps());
    }

    private static final class TargetColumn implements DiagnosticSink {
        private String text = "";

        @Override
        public void value(String name, long value) {
            if (name.equals("target_bps")) {
                text = Long.toString(value);
            }
        }

        @Override
        public void value(String name, double value) {
        }

        @Override
        public void absent(String name) {
        }
    }
}
