package dev.jetbridge.bridge.protocol;

/**
 * The catalogue of refusals: one type for one cause and one remedy (RFC 9457 §3.1.1). The paths are
 * part of the contract and are explained in docs/problems.md.
 */
public enum ProblemType {
  MALFORMED_REQUEST("malformed-request", 400, "Malformed request"),
  HTTP_VERSION("http-version", 505, "HTTP version not supported"),
  URI_TOO_LONG("uri-too-long", 414, "URI too long"),
  HEADERS_TOO_LARGE("headers-too-large", 431, "Headers too large"),
  BODY_TOO_LARGE("body-too-large", 413, "Body too large"),
  HANDSHAKE_TIMEOUT("handshake-timeout", 408, "Handshake timeout"),
  NOT_FOUND("not-found", 404, "Not found"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "Method not allowed"),
  DRAINING("draining", 503, "Draining"),
  TOO_MANY_CONNECTIONS("too-many-connections", 429, "Too many connections"),
  MALFORMED_CREDENTIALS("malformed-credentials", 400, "Malformed credentials"),
  UNAUTHORIZED("unauthorized", 401, "Unauthorized"),
  FORBIDDEN_ORIGIN("forbidden-origin", 403, "Forbidden origin"),
  BAD_PARAMETER("bad-parameter", 400, "Bad parameter"),
  FORBIDDEN_SUBJECT("forbidden-subject", 403, "Forbidden subject"),
  FORBIDDEN_SCOPE("forbidden-scope", 403, "Forbidden scope"),
  PAGE_EXPIRED("page-expired", 410, "Page expired"),
  SNAPSHOT_NOT_READY("snapshot-not-ready", 503, "Snapshot not ready"),
  SNAPSHOT_BEHIND("snapshot-behind", 503, "Snapshot behind"),
  UPGRADE_REQUIRED("upgrade-required", 426, "Upgrade required"),
  FORBIDDEN_HOST("forbidden-host", 421, "Forbidden host"),
  ADMIN_UNAUTHORIZED("admin-unauthorized", 401, "Unauthorized"),
  NOT_READY("not-ready", 503, "Not ready"),
  INTERNAL_ERROR("internal-error", 500, "Internal error");

  private final String name;
  private final int status;
  private final String title;

  ProblemType(String name, int status, String title) {
    this.name = name;
    this.status = status;
    this.title = title;
  }

  /** The last part of its path: lower case words joined by dashes. */
  public String word() {
    return name;
  }

  /** The stable path that programs decide by. */
  public String path() {
    return "/problems/" + name;
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return status;
  }

  /** A few words for people; never varies for a type. */
  public String title() {
    return title;
  }
}
