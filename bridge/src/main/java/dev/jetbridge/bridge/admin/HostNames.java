package dev.jetbridge.bridge.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that the admin port is known by. A page in an operator's browser can make its own name
 * resolve to the port's address (DNS rebinding) and then read what it answers; but the {@code Host}
 * header carries that name.
 */
final class HostNames {
  private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^\\]]*]|[^:\\[\\]]*)(:\\d*)?");

  private final Set<String> names = new HashSet<>();

  /** Those configured, beside the address that a caller connected to. */
  HostNames(String host, List<String> allowed) {
    names.add(normal(host));
    allowed.forEach(name -> names.add(normal(name)));
  }

  /** Whether a {@code Host} header names the port, whatever port number it carries. */
  boolean includes(String header, InetAddress local) {
    Matcher form = HOST_AND_PORT.matcher(header);
    if (!form.matches()) {
      return false;
    }
    String name = normal(form.group(1));
    return names.contains(name) || name.equals(normal(local.getHostAddress()));
  }

  // Names have no case (RFC 3986 §3.2.2); brackets and a zone are no part of an address.
  private static String normal(String name) {
    String bare =
        name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    int zone = bare.indexOf('%');
    String address = (zone < 0 ? bare : bare.substring(0, zone)).toLowerCase(Locale.ROOT);
    return address.contains(":") ? oneSpelling(address) : address;
  }

  // An IPv6 address may be written in many ways (RFC 5952 §2); callers send the shortest, the JDK
  // writes it in full. In brackets it asks no name server about what is no address.
  private static String oneSpelling(String literal) {
    try {
      return InetAddress.getByName("[" + literal + "]").getHostAddress();
    } catch (UnknownHostException e) {
      return literal;
    }
  }
}
