package org.chuangjian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The versions that close known holes are the ones on the class path, whatever a parent or a transitive dependency
 * would choose. Each may rise, none may fall.
 */
class PlatformPinsTests {

    @ParameterizedTest
    @CsvSource({
        "commons-lang3, 3.22.0",
        "jackson-databind, 2.21.8",
        "jackson-core, 2.21.8",
        "postgresql, 42.7.14",
        "tomcat-embed-core, 10.1.61",
        "spring-boot, 3.5.16",
        "camunda-engine, 7.24.0",
        "liquibase-core, 4.31.1",
    })
    void isOnTheClassPath(String artifact, String version) {
        assertThat(version(artifact)).isEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource({
        "the JavaScript engine Nashorn, org/openjdk/nashorn/api/scripting/NashornScriptEngineFactory.class",
        "the JavaScript engine of GraalVM, com/oracle/truffle/js/scriptengine/GraalJSScriptEngine.class",
        "Jython, org/python/jsr223/PyScriptEngineFactory.class",
        "log4j-core, org/apache/logging/log4j/core/LoggerContext.class",
        "the engine's open REST, org/camunda/bpm/spring/boot/starter/rest/CamundaBpmRestJerseyAutoConfiguration.class",
        "tika-parsers, org/apache/tika/parser/pdf/PDFParser.class",
        "Groovy, groovy/lang/GroovyShell.class",
    })
    void isNotOnTheClassPath(String what, String resource) {
        assertThat(getClass().getClassLoader().getResource(resource)).as(what).isNull();
    }

    /** The jar's own name: what stands inside a jar about its version is not always true. */
    private static String version(String artifact) {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String name = new File(entry).getName();
            if (name.matches(Pattern.quote(artifact) + "-\\d.*\\.jar")) {
                return name.substring(artifact.length() + 1).replace(".jar", "");
            }
        }
        return "absent";
    }
}
