package dev.jetbridge.stream.nats;

import dev.jetbridge.config.NatsSettings;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.ObjectStore;
import io.nats.client.PurgeOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.ObjectInfo;
import io.nats.client.api.ObjectStoreConfiguration;
import io.nats.client.api.StreamInfoOptions;
import java.io.IOException;
import java.io.InputStream;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A bucket of a JetStream Object Store (ADR-20), made where it is missing: on disk, with as many
 * replicas as the stream has that its objects are of. An object is put in place whole: its chunks
 * go under a name of their own, and only the entry that points to them is exchanged.
 *
 * <p>Every call makes a connection of its own and blocks until it is through. Thread-safe.
 */
public final class ObjectBucket {
  /** What a writer that crashed left is taken away after this time; no writer takes as long. */
  private static final Duration ABANDONED = Duration.ofMinutes(15);

  private static final int NO_MESSAGE_FOUND = 10037;
  private static final int STREAM_NOT_FOUND = 10059;
  private static final int NOT_FOUND = 404;
  private static final String CONNECTION = "jetbridge-checkpoints";

  private final NatsSettings nats;
  private final String stream;
  private final String bucket;

  /**
   * A bucket.
   *
   * @param stream whose number of replicas a bucket that is made has
   * @param bucket its name, of {@code [0-9A-Za-z_-]}
   */
  public ObjectBucket(NatsSettings nats, String stream, String bucket) {
    this.nats = nats;
    this.stream = stream;
    this.bucket = bucket;
  }

  /** Puts an object in place of the one of that name; where it fails, the one before stays. */
  public void put(String name, InputStream object) throws IOException {
    try (BriefConnection made = BriefConnection.open(nats, CONNECTION)) {
      Connection connection = made.connection();
      JetStreamManagement management = connection.jetStreamManagement();
      if (!isThere(management)) {
        make(connection, management);
      }
      ObjectStore store = connection.objectStore(bucket);
      ObjectInfo unused = store.put(name, object);
      clear(management, store);
    } catch (JetStreamApiException | NoSuchAlgorithmException | RuntimeException e) {
      throw failure("put into", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** An object, to be closed by the caller; empty where there is none. */
  public Optional<InputStream> get(String name) throws IOException {
    BriefConnection made = BriefConnection.open(nats, CONNECTION);
    boolean given = false;
    try {
      Connection connection = made.connection();
      if (!isThere(connection.jetStreamManagement())) {
        return Optional.empty();
      }
      ObjectStore store = connection.objectStore(bucket);
      ObjectInfo found = store.getInfo(name);
      if (found == null) {
        return Optional.empty();
      }
      given = true;
      return Optional.of(new ObjectReader(made, out -> store.get(name, out)));
    } catch (JetStreamApiException | RuntimeException e) {
      throw failure("read from", e);
    } finally {
      if (!given) {
        made.close();
      }
    }
  }

  /** Takes an object away, and what interrupted writes left long ago; none is no error. */
  public void delete(String name) throws IOException {
    try (BriefConnection made = BriefConnection.open(nats, CONNECTION)) {
      JetStreamManagement management = made.connection().jetStreamManagement();
      if (!isThere(management)) {
        return;
      }
      ObjectStore store = made.connection().objectStore(bucket);
      if (store.getInfo(name) != null) {
        ObjectInfo unused = store.delete(name);
      }
      clear(management, store);
    } catch (JetStreamApiException | RuntimeException e) {
      throw failure("delete from", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private String streamName() {
    return "OBJ_" + bucket;
  }

  private boolean isThere(JetStreamManagement management)
      throws IOException, JetStreamApiException {
    try {
      return management.getStreamInfo(streamName()).getConfiguration() != null;
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == STREAM_NOT_FOUND || e.getErrorCode() == NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private void make(Connection connection, JetStreamManagement management)
      throws IOException, JetStreamApiException {
    int replicas = management.getStreamInfo(stream).getConfiguration().getReplicas();
    Object unused =
        connection
            .objectStoreManagement()
            .create(
                ObjectStoreConfiguration.builder(bucket)
                    .description("Checkpoints of jetbridge snapshots")
                    .replicas(replicas)
                    .build());
  }

  /** Takes away chunks that no object points to and nobody is writing any more. */
  private void clear(JetStreamManagement management, ObjectStore store)
      throws IOException, JetStreamApiException, InterruptedException {
    String chunks = "$O." + bucket + ".C.";
    Map<String, Long> held =
        management
            .getStreamInfo(streamName(), StreamInfoOptions.filterSubjects(chunks + ">"))
            .getStreamState()
            .getSubjectMap();
    Set<String> used =
        store.getList().stream().map(o -> chunks + o.getNuid()).collect(Collectors.toSet());
    Instant abandoned = Instant.now().minus(ABANDONED);
    for (String subject : held.keySet()) {
      if (!used.contains(subject) && isOlder(management, subject, abandoned)) {
        Object unused = management.purgeStream(streamName(), PurgeOptions.subject(subject));
      }
    }
  }

  private boolean isOlder(JetStreamManagement management, String subject, Instant than)
      throws IOException, JetStreamApiException {
    try {
      MessageInfo last = management.getLastMessage(streamName(), subject);
      return last.getTime().toInstant().isBefore(than);
    } catch (JetStreamApiException e) {
      // Whoever wrote it took it away meanwhile.
      if (e.getApiErrorCode() == NO_MESSAGE_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private IOException failure(String what, Exception e) {
    return new IOException("could not " + what + " bucket " + bucket + ": " + e.getMessage(), e);
  }

  private static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IOException("interrupted", e);
  }
}
