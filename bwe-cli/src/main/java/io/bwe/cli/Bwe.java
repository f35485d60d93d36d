package io.bwe.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.Charset;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The {@code bwe} program. Only reads the command line; each command is a class of its own. */
@Command(name = "bwe", description = "Receive-side bandwidth estimation for WebRTC.", mixinStandardHelpOptions = true,
        footer = "%nIn a source tree there is also './bwe serve', a receiver that browsers send video to.",
        versionProvider = Bwe.Version.class, subcommands = {
                DemoCommand.class, ReplayCommand.class, EvaluateCommand.class, EstimatorsCommand.class})
public final class Bwe {
    private final OutputStream standardOutput;
    private final Terminal terminal;

    private Bwe(OutputStream standardOutput, Terminal terminal) {
        this.standardOutput = standardOutput;
        this.terminal = terminal;
    }

    /**
     * Runs the program and ends the JVM with its exit code: 0 for success, 2 for input that cannot be used, 1 for
     * failure.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(run(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err),
                Terminal.ofProcess(), args));
    }

    /** Runs the program where there is no terminal, and returns its exit code. */
    static int run(OutputStream standardOutput, OutputStream standardError, String... args) {
        return run(standardOutput, standardError, Terminal.NONE, args);
    }

    /** Runs the program and returns its exit code. */
    static int run(OutputStream standardOutput, OutputStream standardError, Terminal terminal, String... args) {
        return new CommandLine(new Bwe(standardOutput, terminal)).setOut(writer(standardOutput))
                .setErr(writer(standardError)).setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colours()))
                .setParameterExceptionHandler(Bwe::onWrongArguments).setExecutionExceptionHandler(Bwe::onException)
                .execute(args);
    }

    private static PrintWriter writer(OutputStream output) {
        return new PrintWriter(new OutputStreamWriter(output, Charset.defaultCharset()), true);
    }

    private static int onWrongArguments(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("bwe: " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int onException(Exception e, CommandLine command, CommandLine.ParseResult arguments)
            throws Exception {
        if (e instanceof BadInputException) {
            command.getErr().println("bwe: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        throw e;
    }

    /** Standard output as bytes, for commands that write more than text. */
    OutputStream standardOutput() {
        return standardOutput;
    }

    /** Which of the outputs somebody looks at. */
    Terminal terminal() {
        return terminal;
    }

    /** Says which version this is. */
    static final class Version implements IVersionProvider {
        Version() {
        }

        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Bwe.class.getModule().getDescriptor())
                    .flatMap(ModuleDescriptor::rawVersion)
                    .or(() -> Optional.ofNullable(Bwe.class.getPackage().getImplementationVersion()))
                    .orElse("(development)");
            return new String[]{"bwe " + version};
        }
    }
}
