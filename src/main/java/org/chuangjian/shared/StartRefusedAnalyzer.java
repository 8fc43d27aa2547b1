package org.chuangjian.shared;

import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the operator the reasons and what to do, instead of a stack trace. */
class StartRefusedAnalyzer extends AbstractFailureAnalyzer<StartRefused> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StartRefused refused) {
        return new FailureAnalysis(
                "正式运行（prod）的安全条件不满足，系统没有启动：\n" + numbered(refused, StartCheck.Objection::reason),
                "请逐条处理后重新启动：\n" + numbered(refused, StartCheck.Objection::remedy),
                refused);
    }

    private static String numbered(StartRefused refused, Function<StartCheck.Objection, String> part) {
        return IntStream.range(0, refused.objections().size())
                .mapToObj(i -> (i + 1) + ". " + part.apply(refused.objections().get(i)))
                .collect(Collectors.joining("\n"));
    }
}
