package dev.jetbridge.bridge.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.jetbridge.bridge.server.SessionView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;

/** The list of sessions as JSON, made in pieces while it is sent. */
final class SessionsJson implements Iterator<byte[]> {
  private static final int VIEWS_PER_PIECE = 64;

  private final List<SessionView> views;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final JsonGenerator json;
  private int next;
  private boolean ended;

  SessionsJson(List<SessionView> views) {
    this.views = views;
    try {
      json = new JsonFactory().createGenerator(out);
      json.writeStartObject();
      json.writeNumberField("count", views.size());
      json.writeArrayFieldStart("sessions");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  @Override
  public byte[] next() {
    if (ended) {
      throw new NoSuchElementException();
    }
    try {
      int end = Math.min(next + VIEWS_PER_PIECE, views.size());
      while (next < end) {
        write(views.get(next));
        next++;
      }
      if (next == views.size()) {
        ended = true;
        json.writeEndArray();
        json.writeEndObject();
      }
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] piece = out.toByteArray();
    out.reset();
    return piece;
  }

  private void write(SessionView view) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", view.id());
    json.writeStringField("remote", view.remote());
    json.writeStringField("token", view.token());
    json.writeArrayFieldStart("subjects");
    for (String filter : view.filters()) {
      json.writeString(filter);
    }
    json.writeEndArray();
    json.writeStringField("format", view.coding().format().subprotocol());
    json.writeBooleanField("compressed", view.coding().isDeflated());
    json.writeStringField("state", view.state().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("position", view.position());
    json.writeNumberField("lag", view.lag());
    json.writeNumberField("events", view.events());
    json.writeNumberField("bytes", view.bytes());
    json.writeNumberField("age_seconds", view.age().toSeconds());
    json.writeEndObject();
  }
}
