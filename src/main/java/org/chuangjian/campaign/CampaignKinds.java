package org.chuangjian.campaign;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.chuangjian.criteria.KnownKinds;
import org.chuangjian.shared.Problem;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The kinds of campaign this installation knows: one per folder {@code bpmn/<kind>/} with a {@code kind.yaml}. */
@Component
public class CampaignKinds implements KnownKinds {

    private final Map<String, CampaignKind> byCode = new TreeMap<>();

    /** @throws InvalidKind if a file breaks the vocabulary; the start stops with file and line */
    CampaignKinds() throws IOException {
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath:/bpmn/*/kind.yaml")) {
            String path = file.getURL().getPath();
            String[] parts = path.split("/");
            String folder = parts[parts.length - 2];
            try (var content = file.getInputStream()) {
                byCode.put(folder, KindFile.read("bpmn/" + folder + "/kind.yaml", folder, content));
            }
        }
    }

    public List<CampaignKind> all() {
        return List.copyOf(byCode.values());
    }

    public Optional<CampaignKind> find(String code) {
        return Optional.ofNullable(byCode.get(code));
    }

    @Override
    public void requireKnown(String code) {
        require(code);
    }

    /** @throws Problem 422 naming the kinds there are */
    public CampaignKind require(String code) {
        return find(code)
                .orElseThrow(() -> Problem.invalid(
                        "unknown-kind", "没有“" + code + "”这种创建类型，可用的有：" + String.join("、", byCode.keySet()) + "。"));
    }
}
