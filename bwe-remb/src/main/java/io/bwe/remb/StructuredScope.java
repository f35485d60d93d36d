package io.bwe.remb;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A scope on the JDK's StructuredTaskScope, reached through method handles.
 *
 * <p>The class is a preview API with one shape in JDK 21 to 24 (a class with a constructor) and another from 25 on (an
 * interface with a static {@code open()}). Compiled against it, this library would be tied to one JDK and every user to
 * {@code --enable-preview}; through method handles it works on all of them without the flag. The shapes differ in when
 * a scope cancels itself; the tasks never throw, so that neither does.
 */
final class StructuredScope implements TaskScope {
    private static final System.Logger LOGGER = System.getLogger("io.bwe.remb");
    private static final @Nullable Binding BINDING = Binding.find();

    private final Binding binding;
    private final AutoCloseable scope;
    private boolean joined;

    private StructuredScope(Binding binding, AutoCloseable scope) {
        this.binding = binding;
        this.scope = scope;
    }

    /**
     * Opens a scope owned by the calling thread.
     *
     * @return the scope, or null if this JDK's StructuredTaskScope has no shape known here
     */
    static @Nullable StructuredScope openScope() {
        if (BINDING == null) {
            return null;
        }
        try {
            return new StructuredScope(BINDING, (AutoCloseable) BINDING.open.invoke());
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    @Override
    public void fork(Runnable task) {
        Callable<Object> body = () -> {
            task.run();
            return Boolean.TRUE;
        };
        try {
            binding.fork.invoke(scope, body);
            // A scope that is cancelled takes the fork, returns a subtask and never runs it.
            if ((boolean) binding.isCancelled.invoke(scope)) {
                throw new IllegalStateException("the scope is cancelled, the task will not run");
            }
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    @Override
    public void join() throws InterruptedException {
        joined = true;
        try {
            binding.join.invoke(scope);
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    @Override
    public void close() {
        try {
            attemptJoin();
            scope.close();
        } catch (Exception e) {
            throw unchecked(e);
        }
    }

    /**
     * A scope that is closed without an attempt to join complains, even though it waits; an interrupted join will do.
     */
    private void attemptJoin() {
        if (joined) {
            return;
        }
        Thread.currentThread().interrupt();
        try {
            join();
        } catch (InterruptedException e) {
            return; // as intended
        }
        Thread.interrupted(); // nothing was left to wait for, so the interrupt was not taken
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
    }

    /** The methods of either shape, as handles that take the scope first. */
    private record Binding(MethodHandle open, MethodHandle fork, MethodHandle join, MethodHandle isCancelled) {

        static @Nullable Binding find() {
            try {
                Class<?> type = Class.forName("java.util.concurrent.StructuredTaskScope");
                MethodHandles.Lookup lookup = MethodHandles.publicLookup();
                boolean from25 = type.isInterface();
                MethodHandle open = from25
                        ? lookup.findStatic(type, "open", MethodType.methodType(type))
                        : lookup.findConstructor(type, MethodType.methodType(void.class));
                Class<?> subtask = Class.forName(type.getName() + "$Subtask");
                return new Binding(open,
                        lookup.findVirtual(type, "fork", MethodType.methodType(subtask, Callable.class)),
                        lookup.findVirtual(type, "join", MethodType.methodType(from25 ? Object.class : type)),
                        lookup.findVirtual(type, from25 ? "isCancelled" : "isShutdown",
                                MethodType.methodType(boolean.class)));
            } catch (ReflectiveOperationException | LinkageError e) {
                LOGGER.log(System.Logger.Level.INFO,
                        "StructuredTaskScope has no known shape here; a thread-per-task executor takes its place: "
                                + e);
                return null;
            }
        }
    }
}
