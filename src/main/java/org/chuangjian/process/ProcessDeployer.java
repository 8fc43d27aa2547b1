package org.chuangjian.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.InvalidKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Deploys the models before the server takes its first request: one deployment a process, with its forms, under names
 * that do not depend on where the files lie; so only a changed process gets a new version. The engine's deployment lock
 * keeps two starting nodes from doing it twice.
 */
@Component
class ProcessDeployer implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessDeployer.class);

    private final RepositoryService repository;
    private final CampaignKinds kinds;
    private final ApplicationContext beans;

    ProcessDeployer(RepositoryService repository, CampaignKinds kinds, ApplicationContext beans) {
        this.repository = repository;
        this.kinds = kinds;
        this.beans = beans;
    }

    @Override
    public void afterSingletonsInstantiated() {
        try {
            deploy(new ProcessFolders("classpath:/bpmn"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deploy(ProcessFolders folders) throws IOException {
        Map<String, Class<?>> steps = EngineConfiguration.STEPS.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> java.util.Objects.requireNonNull(beans.getType(name), "No bean " + name)));
        ModelCheck check = new ModelCheck(folders, steps);
        for (CampaignKind kind : kinds.all()) {
            checkKind(kind, folders);
        }
        for (String process : folders.processes()) {
            Set<String> forms = check.check(process);
            DeploymentBuilder deployment =
                    repository.createDeployment().name(process).enableDuplicateFiltering(false);
            deployment.addInputStream(process + ".bpmn", folders.model(process).getInputStream());
            for (String form : forms) {
                deployment.addInputStream(form, folders.form(process, form).getInputStream());
            }
            deployment.deploy();
        }
        LOG.info("Processes deployed: {}", folders.processes());
    }

    private static void checkKind(CampaignKind kind, ProcessFolders folders) {
        String file = "bpmn/" + kind.code() + "/kind.yaml";
        if (!folders.processes().contains(kind.code())) {
            throw new InvalidKind(file, 1, "缺少流程模型 " + kind.code() + ".bpmn");
        }
        for (CampaignKind.Stage stage : kind.stages()) {
            if (!folders.processes().contains(stage.code())) {
                throw new InvalidKind(file, 1, "阶段 " + stage.code() + " 没有流程模型");
            }
        }
    }
}
