package dev.jetbridge.bridge.app;

import dev.jetbridge.snapshot.checkpoint.CheckpointStore;
import dev.jetbridge.stream.nats.ObjectBucket;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Holds a checkpoint as an object of a JetStream bucket, which all replicas of a bridge share. */
final class BucketCheckpoints implements CheckpointStore {
  private final ObjectBucket bucket;
  private final String name;

  BucketCheckpoints(ObjectBucket bucket, String name) {
    this.bucket = bucket;
    this.name = name;
  }

  @Override
  public void write(InputStream checkpoint) throws IOException {
    bucket.put(name, checkpoint);
  }

  @Override
  public Optional<InputStream> newest() throws IOException {
    return bucket.get(name);
  }

  @Override
  public void delete() throws IOException {
    bucket.delete(name);
  }
}
