package dev.jetbridge.stream.nats;

/** Subjects of the JetStream API (nats-server's server/jetstream_api.go). */
final class Api {
  private static final String PREFIX = "$JS.API.";

  private Api() {}

  static String streamInfo(String stream) {
    return PREFIX + "STREAM.INFO." + stream;
  }

  static String messageGet(String stream) {
    return PREFIX + "STREAM.MSG.GET." + stream;
  }

  /** Creates a consumer without a filter, or with several. */
  static String consumerCreate(String stream, String consumer) {
    return PREFIX + "CONSUMER.CREATE." + stream + '.' + consumer;
  }

  /** Creates a consumer with one filter: the form that rights may be limited by. */
  static String consumerCreate(String stream, String consumer, String filter) {
    return consumerCreate(stream, consumer) + '.' + filter;
  }

  static String consumerDelete(String stream, String consumer) {
    return PREFIX + "CONSUMER.DELETE." + stream + '.' + consumer;
  }

  static String next(String stream, String consumer) {
    return PREFIX + "CONSUMER.MSG.NEXT." + stream + '.' + consumer;
  }
}
