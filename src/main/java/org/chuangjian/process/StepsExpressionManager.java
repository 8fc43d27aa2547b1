package org.chuangjian.process;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.BaseDelegateExecution;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.Expression;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/**
 * Evaluates the expressions of models, and nothing else. A model may call the beans named {@code …Steps} and no other
 * bean. An expression without an execution around it comes from a query or a saved filter, which any signed-in user can
 * send over HTTP (CVE-2026-109432); of those only a few harmless ones are evaluated.
 */
class StepsExpressionManager extends JuelExpressionManager {

    /** What Tasklist's own filters use. */
    static final Set<String> HARMLESS =
            Set.of("${currentUser()}", "${currentUserGroups()}", "${now()}", "${dateTime()}");

    StepsExpressionManager(BeanFactory beans, Set<String> steps) {
        super(new StepsOnly(beans, steps));
    }

    @Override
    public Expression createExpression(String text) {
        return new InExecution(super.createExpression(text));
    }

    /** The white-listed beans as the map the engine looks names up in; a bean is made when it is first called. */
    private static final class StepsOnly extends AbstractMap<Object, Object> {

        private final BeanFactory beans;
        private final Set<String> names;

        StepsOnly(BeanFactory beans, Set<String> names) {
            this.beans = beans;
            this.names = names;
        }

        @Override
        public boolean containsKey(@Nullable Object name) {
            return name != null && names.contains(name);
        }

        @Override
        public @Nullable Object get(@Nullable Object name) {
            return name != null && names.contains(name) ? beans.getBean((String) name) : null;
        }

        @Override
        public Set<Map.Entry<Object, Object>> entrySet() {
            return Set.of();
        }
    }

    /** Refuses to be evaluated outside an execution or task. */
    private record InExecution(Expression expression) implements Expression {

        @Override
        public @Nullable Object getValue(@Nullable VariableScope scope) {
            check(scope);
            return expression.getValue(scope);
        }

        @Override
        public @Nullable Object getValue(@Nullable VariableScope scope, @Nullable BaseDelegateExecution execution) {
            check(scope);
            return expression.getValue(scope, execution);
        }

        @Override
        public void setValue(@Nullable Object value, @Nullable VariableScope scope) {
            check(scope);
            expression.setValue(value, scope);
        }

        @Override
        public void setValue(
                @Nullable Object value, @Nullable VariableScope scope, @Nullable BaseDelegateExecution execution) {
            check(scope);
            expression.setValue(value, scope, execution);
        }

        @Override
        public String getExpressionText() {
            return expression.getExpressionText();
        }

        @Override
        public boolean isLiteralText() {
            return expression.isLiteralText();
        }

        private void check(@Nullable VariableScope scope) {
            if (scope == null
                    && !isLiteralText()
                    && !HARMLESS.contains(getExpressionText().strip())) {
                throw new ProcessEngineException("查询条件中不允许使用表达式。");
            }
        }
    }
}
