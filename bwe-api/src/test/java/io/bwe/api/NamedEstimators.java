package io.bwe.api;

import io.bwe.api.spi.EstimatorProvider;
import org.jspecify.annotations.Nullable;

/** Providers to be found, or not; public with a public constructor, as {@link java.util.ServiceLoader} wants them. */
public final class NamedEstimators {
    private NamedEstimators() {
    }

    private abstract static class Named implements EstimatorProvider {
        private final String name;
        private final int weight;

        Named(String name, int weight) {
            this.name = name;
            this.weight = weight;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int weight() {
            return weight;
        }

        @Override
        public Estimator create(EstimatorConfig config) {
            throw new UnsupportedOperationException("only to be found");
        }
    }

    /** Declared in the test class path; lightest of all, so that it is the default only where it is alone. */
    public static final class OnClassPath extends Named {
        /** For {@link java.util.ServiceLoader}. */
        public OnClassPath() {
            super("on-class-path", -1);
        }
    }

    /** As heavy as {@link Beta}, and before it in the alphabet. */
    public static final class Alpha extends Named {
        /** For {@link java.util.ServiceLoader}. */
        public Alpha() {
            super("alpha", 50);
        }
    }

    /** As heavy as {@link Alpha}. */
    public static final class Beta extends Named {
        /** For {@link java.util.ServiceLoader}. */
        public Beta() {
            super("beta", 50);
        }
    }

    /** Has the name of {@link Beta}, too. */
    public static final class AnotherBeta extends Named {
        /** For {@link java.util.ServiceLoader}. */
        public AnotherBeta() {
            super("beta", 0);
        }
    }

    /** Has that name as well. */
    public static final class ThirdBeta extends Named {
        /** For {@link java.util.ServiceLoader}. */
        public ThirdBeta() {
            super("beta", 0);
        }
    }

    /** The heaviest, last in the alphabet. */
    public static final class Omega extends Named {
        /** For {@link java.util.ServiceLoader}. */
        public Omega() {
            super("omega", 100);
        }
    }

    /** Cannot be created. */
    public static final class Failing extends Named {
        /** For {@link java.util.ServiceLoader}. */
        public Failing() {
            super("failing", 1000);
            throw new IllegalStateException("no licence");
        }
    }

    /** Cannot even be initialized. */
    public static final class FailingToInitialize extends Named {
        private static final String NAME = nameOf(null);

        /** For {@link java.util.ServiceLoader}. */
        public FailingToInitialize() {
            super(NAME, 1000);
        }

        private static String nameOf(@Nullable String given) {
            if (given == null) {
                throw new IllegalStateException("no configuration");
            }
            return given;
        }
    }

    /** Cannot be asked for its name. */
    public static final class FailingToName extends Named {
        /** For {@link java.util.ServiceLoader}. */
        public FailingToName() {
            super("unnamed", 1000);
        }

        @Override
        public String name() {
            throw new NoClassDefFoundError("a class that its author had");
        }
    }

    /** Has forgotten its name. */
    public static final class Nameless extends Named {
        /** For {@link java.util.ServiceLoader}. */
        public Nameless() {
            super("", 1000);
        }
    }

    /** Not what it is declared to be. */
    public static final class Unrelated {
        /** For {@link java.util.ServiceLoader}. */
        public Unrelated() {
        }
    }
}
