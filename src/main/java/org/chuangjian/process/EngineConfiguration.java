package org.chuangjian.process;

import java.util.Set;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.auth.DefaultAuthorizationProvider;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProvider;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderCaseInstanceContext;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderHistoricDecisionInstanceContext;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantIdProviderProcessInstanceContext;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the engine is set up beyond {@code application.yaml}. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

    /** The beans a model may call. */
    static final Set<String> STEPS = Set.of(
            "assignmentSteps",
            "campaignSteps",
            "followUpSteps",
            "rectificationSteps",
            "selfScoringSteps",
            "supervisionSteps",
            "titleSteps");

    /**
     * The dependency makes the engine wait for Liquibase: without it the engine starts first and fails on missing
     * tables.
     */
    @Bean
    @DependsOnDatabaseInitialization
    ProcessEnginePlugin chuangjianEnginePlugin(BeanFactory beans, ReadOnlyIdentities.Factory identities) {
        return new AbstractProcessEnginePlugin() {
            @Override
            public void preInit(ProcessEngineConfigurationImpl configuration) {
                configuration.setExpressionManager(new StepsExpressionManager(beans, STEPS));
                configuration.setTenantIdProvider(new TenantIsUnit());
                configuration.setResourceAuthorizationProvider(new NoGrantPerTask());
                configuration.setIdentityProviderSessionFactory(identities);
            }
        };
    }

    /**
     * Every instance of an assignment or order belongs to its unit, so a unit sees its own tasks and no others, by an index instead
     * of by one authorisation row a task.
     */
    private static final class TenantIsUnit implements TenantIdProvider {

        @Override
        public @Nullable String provideTenantIdForProcessInstance(TenantIdProviderProcessInstanceContext context) {
            return (String) context.getVariables().get(Instances.UNIT_CODE);
        }

        @Override
        public @Nullable String provideTenantIdForCaseInstance(TenantIdProviderCaseInstanceContext context) {
            return null;
        }

        @Override
        public @Nullable String provideTenantIdForHistoricDecisionInstance(
                TenantIdProviderHistoricDecisionInstanceContext context) {
            return null;
        }
    }

    /** The engine's default writes one authorisation row per task and candidate, which makes every inbox slow. */
    private static final class NoGrantPerTask extends DefaultAuthorizationProvider {

        private static final AuthorizationEntity[] NONE = new AuthorizationEntity[0];

        @Override
        public AuthorizationEntity[] newTaskAssignee(Task task, String oldAssignee, String newAssignee) {
            return NONE;
        }

        @Override
        public AuthorizationEntity[] newTaskOwner(Task task, String oldOwner, String newOwner) {
            return NONE;
        }

        @Override
        public AuthorizationEntity[] newTaskUserIdentityLink(Task task, String userId, String type) {
            return NONE;
        }

        @Override
        public AuthorizationEntity[] newTaskGroupIdentityLink(Task task, String groupId, String type) {
            return NONE;
        }
    }
}
