package io.bwe.verification.lab;

import java.io.IOException;
import java.io.InputStream;
import org.jitsi.impl.neomedia.rtp.remotebitrateestimator.RemoteBitrateEstimatorAbsSendTime;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/** Loads the peer's estimator anew, with {@link LabClock} in place of {@link System}, and nothing else changed. */
final class PeerLoader extends ClassLoader {
    private static final String PACKAGE = RemoteBitrateEstimatorAbsSendTime.class.getPackageName();

    PeerLoader() {
        super(PeerLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(PACKAGE)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            ClassWriter writer = new ClassWriter(0);
            SimpleRemapper clock = new SimpleRemapper(Opcodes.ASM9, "java/lang/System",
                    LabClock.class.getName().replace('.', '/'));
            new ClassReader(in).accept(new ClassRemapper(writer, clock), 0);
            byte[] bytes = writer.toByteArray();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
