package io.bwe.verification.bench;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jitsi.impl.neomedia.rtp.remotebitrateestimator.RemoteBitrateEstimatorAbsSendTime;
import org.jitsi.service.neomedia.rtp.RemoteBitrateEstimator;
import org.jitsi.utils.logging.DiagnosticContext;

/**
 * The peer: libjitsi's estimator for abs-send-time, which is the Kalman chain of an older libwebrtc.
 *
 * <p>It reads the system clock at each packet and decides by it when to update its rate control. Fed with a trace
 * faster than real time it would hardly ever update, and have no estimate for the first 5 s of the machine's time. So
 * there are two of it: as published, and one for which {@code System.currentTimeMillis} is replaced by the trace's time,
 * in the constant pools of its classes and nowhere else. The second does all the work of a receiver, and is spared the
 * price of the clock.
 */
final class Libjitsi {
    private static final String PACKAGE = RemoteBitrateEstimatorAbsSendTime.class.getPackageName();

    private Libjitsi() {
    }

    /** As published. */
    static RemoteBitrateEstimator onSystemTime() {
        return new RemoteBitrateEstimatorAbsSendTime(null, new DiagnosticContext());
    }

    /** On the time of {@link TraceClock}. */
    static RemoteBitrateEstimator onTraceTime() {
        try {
            Class<?> observer = new Loader().loadClass(PACKAGE + ".RemoteBitrateObserver");
            return (RemoteBitrateEstimator) observer.getClassLoader()
                    .loadClass(RemoteBitrateEstimatorAbsSendTime.class.getName())
                    .getConstructor(observer, DiagnosticContext.class).newInstance(null, new DiagnosticContext());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("libjitsi is not what it was", e);
        }
    }

    /** Loads the package anew, with another class in place of {@link System}. */
    private static final class Loader extends ClassLoader {
        private Loader() {
            super(Libjitsi.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = ConstantPool.renamed(in, "java/lang/System",
                        TraceClock.class.getName().replace('.', '/'));
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** As the Java Virtual Machine Specification has it, section 4.4. */
    private static final class ConstantPool {
        private static final int MAGIC_AND_VERSION_BYTES = 8;
        private static final int UTF8 = 1;
        private static final int LONG = 5;
        private static final int DOUBLE = 6;

        private ConstantPool() {
        }

        private static byte[] renamed(InputStream classFile, String from, String to) throws IOException {
            DataInputStream in = new DataInputStream(classFile);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.write(in.readNBytes(MAGIC_AND_VERSION_BYTES));
            int count = in.readUnsignedShort();
            out.writeShort(count);
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                out.writeByte(tag);
                if (tag == UTF8) {
                    String text = in.readUTF();
                    out.writeUTF(text.equals(from) ? to : text);
                } else {
                    out.write(in.readNBytes(size(tag)));
                }
                if (tag == LONG || tag == DOUBLE) {
                    i++; // takes two places
                }
            }
            in.transferTo(out);
            return bytes.toByteArray();
        }

        private static int size(int tag) {
            return switch (tag) {
                case LONG, DOUBLE -> 8;
                case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
                case 15 -> 3;
                case 7, 8, 16, 19, 20 -> 2;
                default -> throw new IllegalArgumentException("unknown constant, tag " + tag);
            };
        }
    }
}
