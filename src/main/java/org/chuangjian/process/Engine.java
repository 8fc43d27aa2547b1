package org.chuangjian.process;

import java.util.function.Supplier;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.chuangjian.shared.Problem;
import org.springframework.stereotype.Component;

/**
 * Calls into the engine. Several calls become one command with one flush, and what a step has to tell the person comes
 * out as the {@link Problem} it was, not as the engine's wrapping of it.
 */
@Component
class Engine {

    private final ProcessEngineConfigurationImpl configuration;

    Engine(ProcessEngine engine) {
        this.configuration = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }

    void run(Runnable calls) {
        call(() -> {
            calls.run();
            return true;
        });
    }

    <T> T call(Supplier<T> calls) {
        try {
            return configuration.getCommandExecutorTxRequired().execute(context -> calls.get());
        } catch (OptimisticLockingException e) {
            throw Problem.conflict("busy", "刚才有人同时办理了这件事，您的操作没有生效，请刷新页面查看最新情况。");
        } catch (ProcessEngineException e) {
            int at = ExceptionUtils.indexOfType(e, Problem.class);
            if (at >= 0) {
                throw (Problem) ExceptionUtils.getThrowables(e)[at];
            }
            throw e;
        }
    }
}
