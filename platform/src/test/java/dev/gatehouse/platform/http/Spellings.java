package dev.gatehouse.platform.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random addresses of a block and random ways to write them, all understood by some parser. */
final class Spellings {
  private final Random random;

  Spellings(long seed) {
    random = new Random(seed);
  }

  /** A random address of a block such as {@code 10.0.0.0/8}. */
  byte[] addressIn(String block) {
    String[] parts = block.split("/");
    byte[] network = InetAddress.ofLiteral(parts[0]).getAddress();
    byte[] address = new byte[network.length];
    random.nextBytes(address);
    int prefix = Integer.parseInt(parts[1]);
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      address[bit / 8] = (byte) (address[bit / 8] & ~mask | network[bit / 8] & mask);
    }
    return address;
  }

  String host(byte[] address) {
    return address.length == 16
        ? "[" + ipv6(address) + "]"
        : random.nextBoolean() ? ipv4(address) : "[" + ipv6(wrapped(address)) + "]";
  }

  /** One to four parts, each decimal, octal or hexadecimal, with more or fewer zeros in front. */
  private String ipv4(byte[] address) {
    int parts = 1 + random.nextInt(4);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < parts - 1; i++) {
      texts.add(number(address[i] & 0xff));
    }
    long rest = 0;
    for (int i = parts - 1; i < 4; i++) {
      rest = rest << 8 | address[i] & 0xff;
    }
    texts.add(number(rest));
    return String.join(".", texts) + (random.nextInt(4) == 0 ? "." : "");
  }

  private String number(long value) {
    String zeros = "0".repeat(random.nextInt(3));
    return switch (random.nextInt(4)) {
      case 0 -> "0" + zeros + Long.toOctalString(value);
      case 1 -> "0x" + zeros + Long.toHexString(value);
      case 2 -> "0X" + zeros + Long.toHexString(value).toUpperCase(Locale.ROOT);
      default -> Long.toString(value);
    };
  }

  /** The IPv4 address as part of an IPv6 address that a host or a router takes it out of. */
  private byte[] wrapped(byte[] ipv4) {
    return switch (random.nextInt(7)) {
      case 0 -> placed("::ffff:0:0", ipv4, 12);
      case 1 -> placed("::", ipv4, 12);
      case 2 -> placed("::ffff:0:0:0", ipv4, 12);
      case 3 -> placed("64:ff9b::", ipv4, 12);
      case 4 -> placed("2002::", ipv4, 2);
      case 5 -> placed("2606:4700::5efe:0:0", ipv4, 12);
      default -> placed("2606:4700::200:5efe:0:0", ipv4, 12);
    };
  }

  private static byte[] placed(String around, byte[] ipv4, int at) {
    byte[] address = InetAddress.ofLiteral(around).getAddress();
    // ::ffff:0:0 is an IPv4 address to the JDK
    byte[] bytes = address.length == 16 ? address : new byte[16];
    if (address.length == 4) {
      bytes[10] = bytes[11] = (byte) 0xff;
    }
    System.arraycopy(ipv4, 0, bytes, at, 4);
    return bytes;
  }

  /** Any run of zero groups shortened, zeros in front, either case, the end perhaps dotted. */
  private String ipv6(byte[] a) {
    boolean dotted = random.nextBoolean();
    List<String> groups =
        IntStream.range(0, dotted ? 6 : 8)
            .mapToObj(i -> group((a[2 * i] & 0xff) << 8 | a[2 * i + 1] & 0xff))
            .collect(Collectors.toCollection(ArrayList::new));
    if (dotted) {
      groups.add(
          IntStream.range(12, 16)
              .mapToObj(i -> String.valueOf(a[i] & 0xff))
              .collect(Collectors.joining(".")));
    }
    return shortened(groups);
  }

  private String group(int value) {
    String text = random.nextBoolean() ? Integer.toHexString(value) : "%04x".formatted(value);
    return random.nextBoolean() ? text.toUpperCase(Locale.ROOT) : text;
  }

  private String shortened(List<String> groups) {
    int from = random.nextInt(groups.size());
    int to = from;
    while (to < groups.size() && groups.get(to).matches("0+")) {
      to++;
    }
    return to == from
        ? String.join(":", groups)
        : String.join(":", groups.subList(0, from))
            + "::"
            + String.join(":", groups.subList(to, groups.size()));
  }
}
