package dev.gatehouse.platform.testing;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** A class depends on its own module, {@code platform} and {@code mcp} only. */
final class OnlyOwnService extends ArchCondition<JavaClass> {
  private static final String BASE = "dev.gatehouse.";
  private static final Set<String> SHARED = Set.of("platform", "mcp");

  OnlyOwnService() {
    super("depend on no other service");
  }

  @Override
  public void check(JavaClass from, ConditionEvents events) {
    for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
      String target = module(dependency.getTargetClass());
      boolean allowed = target.isEmpty() || target.equals(module(from)) || SHARED.contains(target);
      if (!allowed) {
        events.add(SimpleConditionEvent.violated(from, dependency.getDescription()));
      }
    }
  }

  private static String module(JavaClass javaClass) {
    String name = javaClass.getPackageName();
    if (!name.startsWith(BASE)) {
      return "";
    }
    String rest = name.substring(BASE.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
