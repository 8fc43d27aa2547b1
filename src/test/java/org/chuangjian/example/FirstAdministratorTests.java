package org.chuangjian.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class FirstAdministratorTests {

    private static final Pattern TOLD = Pattern.compile("首个管理员账号：(\\S+?)，一次性密码：(\\S+?)（");

    @TempDir
    private Path data;

    @Test
    void getsAOneTimePasswordOnTheConsoleWhereNoExampleIsWanted(CapturedOutput output) throws Exception {
        try (Installation empty = new Installation(data, "--chuangjian.example=false")) {
            Matcher told = TOLD.matcher(output.getOut());
            assertThat(told.find()).isTrue();
            assertThat(told.group(1)).isEqualTo("admin");

            assertThat(empty.call("admin", told.group(2), "GET", "/api/kinds").statusCode())
                    .as("known, but first of all the password has to be changed")
                    .isEqualTo(403);
            assertThat(empty.texts("select account from account where change_password = true"))
                    .containsExactly("admin");
            assertThat(empty.call("admin", "chuangjian", "GET", "/api/kinds").statusCode())
                    .isEqualTo(401);
            assertThat(empty.count("unit")).isZero();
            assertThat(empty.address()).as("nothing published, so no limit").isNull();
            assertThat(Files.readString(data.resolve("logs/chuangjian.log")))
                    .as("the log file")
                    .doesNotContain(told.group(2));
        }
    }
}
