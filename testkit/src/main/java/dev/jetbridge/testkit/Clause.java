package dev.jetbridge.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The clauses of {@code docs/protocol.md} that a test, or every test of a class, holds the product
 * to, for example {@code @Clause("P-4.1")} or {@code @Clause({"P-4.1", "P-9"})}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Clause {

  /** Clause numbers as the headings of the protocol document write them. */
  String[] value();
}
