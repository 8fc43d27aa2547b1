package org.chuangjian.process;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import org.chuangjian.work.Assignment;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The assignment whose instance is starting on this thread. A launch reads a batch of them in one statement; without
 * this each instance would read its own again to present its task.
 */
@Component
class StartingAssignments {

    private final ThreadLocal<@Nullable Assignment> current = new ThreadLocal<>();

    void each(Collection<Assignment> batch, Consumer<Assignment> start) {
        try {
            batch.forEach(assignment -> {
                current.set(assignment);
                start.accept(assignment);
            });
        } finally {
            current.remove();
        }
    }

    Optional<Assignment> find(String id) {
        return Optional.ofNullable(current.get()).filter(it -> it.id().equals(id));
    }
}
