package io.bwe.verification.bench;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Loads implementations once more, with a call of {@link Executed#ran} before each stretch of instructions that is
 * executed as a whole. What the JDK does on their behalf is not counted.
 */
final class CountingLoader extends ClassLoader {
    /** The API is shared with the test. */
    private static final List<String> COUNTED = List.of("io.bwe.delay.", "io.bwe.queue.", "io.bwe.remb.",
            "org.jctools.");

    CountingLoader() {
        super(CountingLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (COUNTED.stream().noneMatch(name::startsWith)) {
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
            byte[] counting = counting(in);
            return defineClass(name, counting, 0, counting.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static byte[] counting(InputStream in) throws IOException {
        ClassNode node = new ClassNode();
        new ClassReader(in).accept(node, 0);
        for (MethodNode method : node.methods) {
            count(method.instructions);
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        node.accept(writer);
        return writer.toByteArray();
    }

    private static void count(InsnList code) {
        AbstractInsnNode first = null;
        int length = 0;
        for (AbstractInsnNode at : code.toArray()) {
            if (at instanceof LabelNode) {
                report(code, first, length);
                first = null;
                length = 0;
            } else if (at.getOpcode() >= 0) { // no line number, no frame
                first = first == null ? at : first;
                length++;
                if (at instanceof JumpInsnNode) {
                    report(code, first, length);
                    first = null;
                    length = 0;
                }
            }
        }
        report(code, first, length);
    }

    private static void report(InsnList code, AbstractInsnNode first, int length) {
        if (first == null) {
            return;
        }
        InsnList call = new InsnList();
        call.add(new LdcInsnNode(length));
        call.add(new MethodInsnNode(Opcodes.INVOKESTATIC, Type.getInternalName(Executed.class), "ran", "(I)V"));
        if (first.getOpcode() == Opcodes.NEW) {
            code.insert(first, call); // frames refer to it by the label right before it
        } else {
            code.insertBefore(first, call);
        }
    }
}
