package io.bwe.cli;

import java.util.List;

/**
 * Takes part in a replay: sees every packet and what the estimators made of it, and makes something of that. Used by one
 * thread.
 */
interface ReplayObserver {
    /**
     * Takes a packet that the estimators just took.
     *
     * @param packet is overwritten by the next one
     * @param estimators always the same ones in the same order; those that have failed stay among them
     * @throws BadInputException if what is made of it cannot be written
     */
    void afterPacket(ReplayPacket packet, List<ReplayedEstimator> estimators) throws BadInputException;

    /**
     * There are no more packets. Not called where the replay was broken off by an exception.
     *
     * @throws BadInputException if what was made of them cannot be written
     */
    default void finish() throws BadInputException {
    }
}
