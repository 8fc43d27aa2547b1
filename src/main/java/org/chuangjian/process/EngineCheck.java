package org.chuangjian.process;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.chuangjian.shared.StartCheck;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/** The engine's known holes are closed, whatever somebody has set over our defaults or put beside us. */
@Component
class EngineCheck implements StartCheck {

    static final String REST_STARTER = "org.camunda.bpm.spring.boot.starter.rest.CamundaBpmRestJerseyAutoConfiguration";

    private final ProcessEngineConfigurationImpl engine;

    EngineCheck(ProcessEngine engine) {
        this.engine = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }

    @Override
    public List<Objection> objections() {
        return objections(engine, ClassUtils.isPresent(REST_STARTER, getClass().getClassLoader()));
    }

    static List<Objection> objections(ProcessEngineConfigurationImpl engine, boolean restStarter) {
        List<Objection> objections = new ArrayList<>();
        if (!engine.isAuthorizationEnabled()) {
            objections.add(new Objection(
                    "流程引擎的权限检查被关闭（camunda.bpm.authorization.enabled=false），登录后的任何人都能读取和改动所有流程。",
                    "删去 camunda.bpm.authorization.enabled 的设置。"));
        }
        if (!ProcessEngineConfiguration.DB_SCHEMA_UPDATE_FALSE.equals(engine.getDatabaseSchemaUpdate())) {
            objections.add(new Objection(
                    "流程引擎被允许自行改动数据库表结构（camunda.bpm.database.schema-update=" + engine.getDatabaseSchemaUpdate() + "）。",
                    "删去 camunda.bpm.database.schema-update 的设置，表结构只由本系统的升级脚本维护。"));
        }
        if (!(engine.getExpressionManager() instanceof StepsExpressionManager)) {
            objections.add(new Objection(
                    "流程引擎的表达式限制没有生效，登录用户可借查询条件在服务器上执行代码（CVE-2026-109432）。", "移除另外加入的流程引擎插件或配置，只使用本系统自带的设置。"));
        }
        if (restStarter) {
            objections.add(new Objection(
                    "程序中带有引擎自带的 /engine-rest 接口，未登录也能访问。",
                    "移除依赖 camunda-bpm-spring-boot-starter-rest 后重新打包，对外接口请使用 /api。"));
        }
        return objections;
    }
}
