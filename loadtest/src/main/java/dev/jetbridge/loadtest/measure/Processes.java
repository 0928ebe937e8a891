package dev.jetbridge.loadtest.measure;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What Linux tells of processes in {@code /proc} (proc(5)). On other systems there is nothing to
 * tell. Any thread.
 */
public final class Processes {
  private static final Path PROC = Path.of("/proc");
  private static final int LISTEN = 0x0A;
  private static final long NANOS_A_TICK = 10_000_000;
  private static final long PAGE = 4096;

  private Processes() {}

  /** CPU time used so far, by user and system together, and resident memory. */
  public record Usage(long cpuNanos, long residentBytes, int threads) {}

  /** Time that all processors together were idle, and all their time, in one unit. */
  public record Machine(long idle, long all) {}

  /** What a process uses; empty where there is no such process, or it cannot be told. */
  public static Optional<Usage> usage(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"));
      // The name in brackets may hold anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      return Optional.of(
          new Usage(
              ticks * NANOS_A_TICK,
              Long.parseLong(fields[21]) * PAGE,
              Integer.parseInt(fields[17])));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What the processors did so far; empty where it cannot be told. */
  public static Optional<Machine> machine() {
    try {
      List<String> lines = Files.readAllLines(PROC.resolve("stat"));
      String[] fields = lines.getFirst().strip().split(" +", -1);
      long all = 0;
      for (int field = 1; field <= 8; field++) {
        all += Long.parseLong(fields[field]);
      }
      return Optional.of(new Machine(Long.parseLong(fields[4]), all));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The process that listens on a TCP port of this machine, if it may be seen. */
  public static OptionalLong listeningOn(int port) {
    try {
      Set<String> sockets = new HashSet<>();
      for (String table : List.of("net/tcp", "net/tcp6")) {
        sockets.addAll(listening(PROC.resolve(table), port));
      }
      return sockets.isEmpty() ? OptionalLong.empty() : owner(sockets);
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private static Set<String> listening(Path table, int port) throws IOException {
    Set<String> sockets = new HashSet<>();
    if (!Files.exists(table)) {
      return sockets;
    }
    for (String line : Files.readAllLines(table)) {
      String[] fields = line.strip().split(" +", -1);
      if (fields.length > 9
          && fields[1].endsWith(":%04X".formatted(port))
          && Integer.parseInt(fields[3], 16) == LISTEN) {
        sockets.add("socket:[" + fields[9] + "]");
      }
    }
    return sockets;
  }

  private static OptionalLong owner(Set<String> sockets) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, sockets)) {
          return OptionalLong.of(Long.parseLong(process.getFileName().toString()));
        }
      }
    }
    return OptionalLong.empty();
  }

  private static boolean holds(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        if (links(file, sockets)) {
          return true;
        }
      }
    } catch (IOException e) {
      // Gone meanwhile, or somebody else's: not one that can be told about.
      return false;
    }
    return false;
  }

  private static boolean links(Path file, Set<String> sockets) throws IOException {
    try {
      return sockets.contains(Files.readSymbolicLink(file).toString());
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
