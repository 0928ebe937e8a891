package dev.jetbridge.client.follow;

import dev.jetbridge.client.CertificateFile;
import dev.jetbridge.client.Feed;
import dev.jetbridge.client.FeedBuilder;
import dev.jetbridge.stream.SubjectFilter;
import dev.jetbridge.stream.SubjectFilters;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jetbridge follow URL}: a feed on standard output. */
@Command(
    name = "follow",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes the events of a Jetbridge server to standard output, everything else to standard"
          + " error, and reconnects by itself.",
      "No event is lost or repeated across reconnects, nor, with --cursor-file, from one run to the"
          + " next. After a kill -9 or a loss of power an event may come again, with the same seq."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all that was asked for is written; or stopped by SIGINT or SIGTERM, or by its reader",
      "1:wrong usage, or the cursor file or the output cannot be written",
      "2:the server refused: token, permission, parameters",
      "3:bad data: the server broke its contract, or the cursor file is damaged",
      "4:the cursor is gone: the stream no longer holds what follows it",
      "5:no server reached in time"
    },
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 70)
public final class FollowCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "URL",
      description = "The server: ws://host:port or wss://host:port, with its path if it has one.")
  private String url = "";

  @ArgGroup(exclusive = true)
  private TokenOptions token = new TokenOptions();

  @Option(
      names = "--subject",
      paramLabel = "FILTER",
      description = "A NATS subject filter; repeat it for several. All that the token may read.")
  private List<String> subjects = new ArrayList<>();

  @Mixin private StartOptions start = new StartOptions();

  @Option(
      names = "--cursor-file",
      paramLabel = "FILE",
      description = "Remember in this file what has been written, and go on from there next time.")
  private @Nullable Path cursorFile;

  @Option(
      names = "--on-gone",
      paramLabel = "fail|earliest|snapshot",
      defaultValue = "fail",
      converter = OnGone.Converter.class,
      description =
          "When the cursor cannot be continued: end, go on with the oldest event, or with a"
              + " snapshot (lines of type snapshot_begin, item and snapshot_end) and what follows"
              + " it.")
  private OnGone onGone = OnGone.FAIL;

  @Option(names = "--limit", paramLabel = "N", description = "End after this many events.")
  private @Nullable Long limit;

  @Option(
      names = "--until-caught-up",
      description = "End when everything that was there at connect has been written.")
  private boolean untilCaughtUp;

  @Option(
      names = "--output",
      paramLabel = "json|event|pretty",
      defaultValue = "json",
      converter = OutputFormat.Converter.class,
      description = {
        "json: each message as received, one a line. event: the event alone, one a line."
            + " pretty: for people (default: ${DEFAULT-VALUE}).",
        "Bytes are left as they are, but line breaks inside an event become spaces."
      })
  private OutputFormat output = OutputFormat.JSON;

  @Option(
      names = "--give-up-after",
      paramLabel = "DURATION",
      converter = DurationOption.class,
      description =
          "End when there has been no feed for this long. Unless given: 15s at first, never later.")
  private @Nullable Duration giveUpAfter;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "Certificate authorities in PEM to trust in place of the usual ones.")
  private @Nullable Path authorities;

  @ArgGroup(exclusive = true)
  private VerbosityOptions verbosity = new VerbosityOptions();

  private final Console console;

  /** The command of this process: its standard output and its standard error. */
  public FollowCommand() {
    this(new ProcessConsole());
  }

  FollowCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Narrator narrator = new Narrator(console.err(), verbosity.chosen(), InstantSource.system());
    try {
      return run(narrator).code();
    } catch (FollowFault e) {
      narrator.error(String.valueOf(e.getMessage()));
      return e.exit().code();
    }
  }

  private ExitCode run(Narrator narrator) throws FollowFault, InterruptedException {
    if (limit != null && limit < 1) {
      throw new FollowFault(ExitCode.LOCAL, "--limit " + limit + " found, expected 1 or more");
    }
    SubjectFilters filter = filter();
    FeedBuilder feeds = feeds(filter);
    FollowRun.Goal goal = new FollowRun.Goal(eventOutput(), console::sync, limit, untilCaughtUp);
    FollowRun run = new FollowRun(feeds, filter, onGone, narrator);
    return cursorFile == null ? run.run(goal) : run.run(goal, cursorFile, url);
  }

  private EventOutput eventOutput() throws FollowFault {
    try {
      return new EventOutput(console.out(), output);
    } catch (IOException e) {
      throw new FollowFault(ExitCode.LOCAL, "the output cannot be written: " + e.getMessage(), e);
    }
  }

  private FeedBuilder feeds(@Nullable SubjectFilters filter) throws FollowFault {
    try {
      FeedBuilder feeds =
          Feed.of(url).subjects(filter == null ? List.of() : filter.filters()).since(start.point());
      var source = token.source(System.getenv());
      if (source != null) {
        feeds.token(source);
      }
      if (onGone == OnGone.SNAPSHOT) {
        feeds.snapshotWhenGone();
      }
      if (giveUpAfter != null) {
        feeds.firstPatience(giveUpAfter).outagePatience(giveUpAfter);
      }
      if (authorities != null) {
        feeds.tls(CertificateFile.trusting(authorities));
      }
      return feeds;
    } catch (IllegalArgumentException e) {
      throw new FollowFault(ExitCode.LOCAL, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new FollowFault(
          ExitCode.LOCAL, "--ca-file " + authorities + ": " + FileTrouble.reason(e), e);
    } catch (GeneralSecurityException e) {
      throw new FollowFault(ExitCode.LOCAL, "--ca-file " + authorities + ": " + e.getMessage(), e);
    }
  }

  private @Nullable SubjectFilters filter() throws FollowFault {
    List<SubjectFilter> filters = new ArrayList<>();
    for (String subject : subjects) {
      String fault = SubjectFilter.fault(subject).orElse(null);
      if (fault != null) {
        throw new FollowFault(ExitCode.LOCAL, "--subject: " + fault);
      }
      filters.add(new SubjectFilter(subject));
    }
    return filters.isEmpty() ? null : new SubjectFilters(filters);
  }
}
