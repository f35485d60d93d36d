package io.bwe.cli;

import io.bwe.api.ProviderException;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds estimators by the names that the user gave. No state. */
final class EstimatorChoice {
    private EstimatorChoice() {
    }

    /**
     * Looks up estimators.
     *
     * @param names what the user gave
     * @return their providers, in that order
     * @throws BadInputException if a name is given twice or no estimator has it; the message lists those found
     */
    static List<EstimatorProvider> byName(List<String> names) throws BadInputException {
        Providers<EstimatorProvider> found = Providers.estimators();
        List<EstimatorProvider> chosen = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            try {
                chosen.add(found.get(name));
            } catch (ProviderException e) {
                throw new BadInputException(String.valueOf(e.getMessage()), e);
            }
            if (!seen.add(name)) {
                throw new BadInputException("estimator '" + name + "' is given twice; found "
                        + found.all().stream().map(EstimatorProvider::name).sorted().toList());
            }
        }
        return chosen;
    }

    /**
     * Looks up the default estimator.
     *
     * @return its provider
     * @throws BadInputException if there is none
     */
    static EstimatorProvider byDefault() throws BadInputException {
        try {
            return Providers.estimators().getDefault();
        } catch (ProviderException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }
}
