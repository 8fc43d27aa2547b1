package org.chuangjian.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.util.ClassUtils;

/** What keeps the product from starting for real work on the side of the engine. */
class EngineCheckTests {

    @Test
    void ourOwnSettingIsNotObjectedTo() {
        assertThat(EngineCheck.objections(ours(), false)).isEmpty();
    }

    static Stream<Arguments> holes() {
        return Stream.of(
                hole(engine -> engine.setAuthorizationEnabled(false), "camunda.bpm.authorization.enabled=false"),
                hole(engine -> engine.setDatabaseSchemaUpdate("true"), "schema-update=true"),
                hole(engine -> engine.setDatabaseSchemaUpdate("create-drop"), "schema-update=create-drop"),
                hole(engine -> engine.setExpressionManager(new JuelExpressionManager()), "CVE-2026-109432"));
    }

    private static Arguments hole(Consumer<ProcessEngineConfigurationImpl> change, String words) {
        return Arguments.of(change, words);
    }

    @ParameterizedTest
    @MethodSource("holes")
    void eachHoleIsNamedAlone(Consumer<ProcessEngineConfigurationImpl> change, String words) {
        ProcessEngineConfigurationImpl engine = ours();
        change.accept(engine);
        assertThat(EngineCheck.objections(engine, false)).singleElement().satisfies(objection -> {
            assertThat(objection.reason()).contains(words);
            assertThat(objection.remedy()).isNotBlank();
        });
    }

    @Test
    void theOpenInterfaceOfTheEngineIsNamed() {
        assertThat(EngineCheck.objections(ours(), true))
                .singleElement()
                .satisfies(objection -> assertThat(objection.reason()).contains("/engine-rest"));
        assertThat(ClassUtils.isPresent(EngineCheck.REST_STARTER, getClass().getClassLoader()))
                .isFalse();
    }

    private static ProcessEngineConfigurationImpl ours() {
        ProcessEngineConfigurationImpl engine = new StandaloneProcessEngineConfiguration();
        engine.setAuthorizationEnabled(true);
        engine.setDatabaseSchemaUpdate("false");
        engine.setExpressionManager(
                new StepsExpressionManager(new StaticListableBeanFactory(), EngineConfiguration.STEPS));
        return engine;
    }
}
