package io.bwe.testkit.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Sends packets over a link and notes when each arrives. */
final class LinkProbe {
    private final Agenda agenda = new Agenda();
    private final LinkSpec link;
    private final Bottleneck bottleneck;

    LinkProbe(LinkSpec link) {
        this.link = link;
        bottleneck = link.bottleneck(agenda, link.capacity(1), new Random(1));
    }

    /** Packets of a size with an interval between them; the list has the times of arrival when all has run. */
    List<Long> packets(int count, int bytes, double firstMs, double intervalMs) {
        List<Long> arrivals = new ArrayList<>();
        FlowLog log = new FlowLog(1);
        Route route = new Route(agenda, bottleneck, new Path(agenda, link, 0, log, new Random(2)), log);
        for (int i = 0; i < count; i++) {
            agenda.at(Math.round((firstMs + i * intervalMs) * 1e6),
                    () -> route.send(bytes, () -> arrivals.add(agenda.nowNs())));
        }
        return arrivals;
    }

    void run(double seconds) {
        agenda.run(Math.round(seconds * 1e9));
    }
}
