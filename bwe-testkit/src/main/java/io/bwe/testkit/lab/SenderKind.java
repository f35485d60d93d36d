package io.bwe.testkit.lab;

import io.bwe.testkit.lab.RateControl.Limited;

/** How a sender of media makes its rate of what the receiver tells it. */
public enum SenderKind {
    /** It sends at the rate of the last REMB, from when that arrives. */
    OBEYS {
        @Override
        RateControl create(Limited limits) {
            return new ObedientRateControl(limits);
        }
    },
    /**
     * It takes the REMB for an upper limit, as Chromium does. Its own rate, which that limit does not touch, grows by 8 % a
     * second while less than 2 % of its packets are lost, and falls by half of the loss when that is more than 10 %. Until
     * 2 s after the first receiver report a higher REMB raises it.
     */
    CHROME_LIKE {
        @Override
        RateControl create(Limited limits) {
            return new LossBasedRateControl(limits);
        }
    };

    abstract RateControl create(Limited limits);
}
