package dev.gatehouse.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.http.TargetVerdict.Blocked;
import dev.gatehouse.platform.http.TargetVerdict.Permitted;
import dev.gatehouse.platform.http.TargetVerdict.Unresolved;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What holds for every spelling, not only for those of the tables. */
class TargetGuardPropertyTest {
  /** Written down again here, so that a row lost from the guard's table is noticed. */
  private static final List<String> BLOCKED =
      List.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "169.254.169.254/32",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3",
          "::/127",
          "::/96",
          "::ffff:0:0:0/96",
          "64:ff9b:1::/48",
          "64:ff9b::7f00:0/104",
          "64:ff9b::a9fe:a9fe/128",
          "100::/64",
          "2001::/23",
          "2001:db8::/32",
          "2002::/16",
          "3fff::/20",
          "4000::/2",
          "8000::/1",
          "fc00::/7",
          "fe80::/10",
          "fec0::/10",
          "ff00::/8");

  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final TargetPolicy HIDING =
      TargetPolicy.publicOnly().hiding(List.of("corp.example.com", "*.Bücher.example"));

  private final TargetGuard guard = guardKnowing(InetAddress.ofLiteral("8.8.8.8"));

  @Property(tries = 5000)
  void blocksEverySpellingOfABlockedAddress(@ForAll("blocks") String block, @ForAll long seed) {
    var spellings = new Spellings(seed);
    String host = spellings.host(spellings.addressIn(block));

    assertThat(guard.check("https://" + host + "/").result()).as(host).isEqualTo(new Blocked());
  }

  @Property(tries = 2000)
  void blocksANameOfABlockedAddress(@ForAll("blocks") String block, @ForAll long seed)
      throws UnknownHostException {
    var address = InetAddress.getByAddress(new Spellings(seed).addressIn(block));

    var verdict = guardKnowing(address).check("https://name.example/").result();

    assertThat(verdict).as(address.toString()).isEqualTo(new Blocked());
  }

  /** Whether there is such a name, and where: nobody can tell. */
  @Property(tries = 2000)
  void givesOneAnswerForNamesOfANetwork(
      @ForAll("insideNames") String name, @ForAll("blocks") String block, @ForAll long seed)
      throws UnknownHostException {
    var address = InetAddress.getByAddress(new Spellings(seed).addressIn(block));

    var there = new TargetGuard(HIDING, _ -> found(address), LIMIT).check(name).result();
    var nowhere = new TargetGuard(HIDING, _ -> nothing(), LIMIT).check(name).result();

    assertThat(List.of(there, nowhere)).as(name).containsOnly(new Blocked());
  }

  /** What only the search list makes of a name is as if it made nothing of it. */
  @Property(tries = 2000)
  void aSearchListThatLeadsInsideIsNotTold(
      @ForAll("outsideNames") String name, @ForAll("blocks") String block, @ForAll long seed)
      throws UnknownHostException {
    var address = InetAddress.getByAddress(new Spellings(seed).addressIn(block));

    var completed =
        new TargetGuard(HIDING, asked -> asked.endsWith(".") ? nothing() : found(address), LIMIT)
            .check(name)
            .result();
    var nowhere = new TargetGuard(HIDING, _ -> nothing(), LIMIT).check(name).result();

    assertThat(List.of(completed, nowhere)).as(name).containsOnly(new Unresolved());
  }

  @Property(tries = 2000)
  void permitsNothingThatTheJdkTakesForLocal(@ForAll @Size(16) byte[] bytes)
      throws UnknownHostException {
    var address = InetAddress.getByAddress(bytes);

    var verdict = guardKnowing(address).check("https://name.example/").result();

    boolean local =
        address.isAnyLocalAddress()
            || address.isLoopbackAddress()
            || address.isLinkLocalAddress()
            || address.isSiteLocalAddress()
            || address.isMulticastAddress();
    boolean globalUnicast = (bytes[0] & 0xe0) == 0x20;
    assertThat(verdict instanceof Permitted && (local || !globalUnicast)).isFalse();
  }

  @Property(tries = 5000)
  void answersWhateverItIsAsked(@ForAll String text) {
    assertThat(guard.check(text).succeeded()).isTrue();
    assertThat(guard.check("https://" + text + "/").succeeded()).isTrue();
  }

  @Property(tries = 5000)
  void connectsToTheAddressItChecked(@ForAll("hosts") String host) {
    if (guard.check("https://" + host + "/").result() instanceof Permitted target) {
      assertThat(guard.check(target.uri()).result()).as("stable").isEqualTo(target);
      assertThat(target.uri().getHost()).isASCII().doesNotContain("@", "%").doesNotEndWith(".");
    }
  }

  @Provide
  Arbitrary<String> blocks() {
    return Arbitraries.of(BLOCKED);
  }

  /** Strings of the characters that parsers disagree about. */
  @Provide
  Arbitrary<String> hosts() {
    return Arbitraries.strings()
        .withChars("01278xXaf.:[]%@-_/\\?#ß。１ⓔe")
        .ofMinLength(1)
        .ofMaxLength(16);
  }

  @Provide
  Arbitrary<String> insideNames() {
    return urls(
        "%s",
        "%s.local",
        "%s.svc.cluster.LOCAL.",
        "a.%s.svc",
        "%s.internal",
        "%s.home.arpa",
        "%s.corp",
        "corp.Example.com",
        "%s.corp.example.com",
        "%s.xn--bcher-kva.example");
  }

  @Provide
  Arbitrary<String> outsideNames() {
    return urls(
        "%s.example.com",
        "%scorp.example.com",
        "corp.%s.example.com",
        "internal.%s.org",
        "%s.kube-system",
        "%s.localish");
  }

  private static Arbitrary<String> urls(String... hosts) {
    return Combinators.combine(
            Arbitraries.of(hosts),
            Arbitraries.strings()
                .alpha()
                .ofMinLength(1)
                .ofMaxLength(9)
                .filter(label -> !label.equalsIgnoreCase("corp")))
        .as((host, label) -> "https://" + host.formatted(label) + "/");
  }

  private static Future<List<InetAddress>> found(InetAddress address) {
    return Future.succeededFuture(List.of(address));
  }

  private static Future<List<InetAddress>> nothing() {
    return Future.failedFuture(new UnknownHostException());
  }

  private static TargetGuard guardKnowing(InetAddress address) {
    return new TargetGuard(TargetPolicy.publicOnly(), _ -> found(address), LIMIT);
  }
}
