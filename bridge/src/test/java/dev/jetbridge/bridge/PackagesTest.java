package dev.jetbridge.bridge;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the packages")
class PackagesTest {
  private static JavaClasses all;

  @BeforeAll
  static void read() {
    all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/testkit/"))
            .importPackages("dev.jetbridge");
  }

  @Test
  @DisplayName("know each other in one direction")
  void oneDirection() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.jetbridge..")
        .withOptionalLayers(true)
        .layer("stream")
        .definedBy("dev.jetbridge.stream")
        .layer("nats")
        .definedBy("dev.jetbridge.stream.nats..")
        .layer("event")
        .definedBy("dev.jetbridge.event..")
        .layer("config")
        .definedBy("dev.jetbridge.config..")
        .layer("client")
        .definedBy("dev.jetbridge.client..")
        .layer("snapshot")
        .definedBy("dev.jetbridge.snapshot..")
        .layer("reload")
        .definedBy("dev.jetbridge.bridge.reload..")
        .layer("protocol")
        .definedBy("dev.jetbridge.bridge.protocol..")
        .layer("auth")
        .definedBy("dev.jetbridge.bridge.auth..")
        .layer("served")
        .definedBy("dev.jetbridge.bridge.snapshot..")
        .layer("diagnostics")
        .definedBy("dev.jetbridge.bridge.diagnostics..")
        .layer("window")
        .definedBy("dev.jetbridge.bridge.window..")
        .layer("session")
        .definedBy("dev.jetbridge.bridge.session..")
        .layer("server")
        .definedBy("dev.jetbridge.bridge.server..")
        .layer("admin")
        .definedBy("dev.jetbridge.bridge.admin..")
        .layer("metrics")
        .definedBy("dev.jetbridge.bridge.metrics..")
        .layer("app")
        .definedBy("dev.jetbridge.bridge.app..")
        .whereLayer("app")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("client")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("admin")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("metrics")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("server")
        .mayOnlyBeAccessedByLayers("admin", "metrics", "app")
        .whereLayer("session")
        .mayOnlyBeAccessedByLayers("server", "admin", "metrics", "app")
        .whereLayer("window")
        .mayOnlyBeAccessedByLayers("session", "server", "metrics", "app")
        .whereLayer("auth")
        .mayOnlyBeAccessedByLayers("server", "admin", "app")
        .whereLayer("protocol")
        .mayOnlyBeAccessedByLayers(
            "served", "window", "session", "server", "admin", "metrics", "app")
        .whereLayer("diagnostics")
        .mayOnlyBeAccessedByLayers("metrics", "app")
        .whereLayer("reload")
        .mayOnlyBeAccessedByLayers("auth", "server", "app")
        .whereLayer("nats")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("event")
        .mayOnlyBeAccessedByLayers("snapshot", "window", "metrics", "app")
        .whereLayer("snapshot")
        .mayOnlyBeAccessedByLayers("served", "metrics", "app")
        .whereLayer("served")
        .mayOnlyBeAccessedByLayers("session", "server", "app")
        .check(all);
  }

  @Test
  @DisplayName("have no cycles")
  void noCycles() {
    slices().matching("dev.jetbridge.(**)").should().beFreeOfCycles().check(all);
  }

  @ParameterizedTest
  @CsvSource({
    "io.nats..,dev.jetbridge.stream.nats..",
    "io.netty..,dev.jetbridge.bridge.server..",
    "io.micrometer..,dev.jetbridge.bridge.metrics..",
  })
  @DisplayName("meet a library in one place")
  void onePlace(String library, String place) {
    noClasses()
        .that()
        .resideOutsideOfPackages(place, "dev.jetbridge.demo..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(all);
  }

  @Test
  @DisplayName("of stream words need nothing but the JDK")
  void streamIsPure() {
    classes()
        .that()
        .resideInAPackage("dev.jetbridge.stream")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "dev.jetbridge.stream")
        .check(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev.jetbridge.bridge.session..", "dev.jetbridge.bridge.window.."})
  @DisplayName("of sessions and window know no clock and no thread but those they are given")
  void sessionsArePure(String pure) {
    noClasses()
        .that()
        .resideInAPackage(pure)
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .check(all);
  }

  @Test
  @DisplayName("hold classes that are final, or made to be sealed or abstract")
  void finalClasses() {
    classes().that(areOpenByAccident()).should().haveModifier(FINAL).check(all);
  }

  @Test
  @DisplayName("hold classes named for what they are")
  void names() {
    noClasses()
        .should()
        .haveNameMatching(".*(Manager|Helper|Utils?|Data|Info|Impl)(\\$.*)?")
        .check(all);
  }

  private static DescribedPredicate<JavaClass> areOpenByAccident() {
    return DescribedPredicate.describe(
        "are plain top-level classes",
        type ->
            type.isTopLevelClass()
                && !type.isInterface()
                && !type.isEnum()
                && !type.isAnnotation()
                && !type.getModifiers()
                    .contains(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
                && !type.reflect().isSealed()
                && !type.getSimpleName().equals("package-info"));
  }
}
