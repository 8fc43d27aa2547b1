package org.chuangjian.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

/** A label missing from our Chinese does not fall back to English: the page then shows its bare key. */
class TasklistChineseTests {

    private static final String WEBAPPS = "META-INF/resources/webjars/camunda/app/";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*\\w+\\s*}}|%[sd]|#\\w+");

    /** Signs and formats that read the same in every language. */
    private static final Set<String> SAME_IN_BOTH = Set.of(
            "/labels/SEARCH_LESS_THAN",
            "/labels/SEARCH_LESS_THAN_EQUALS",
            "/labels/SEARCH_GREATER_THAN",
            "/labels/SEARCH_GREATER_THAN_EQUALS",
            "/dateLocales/calendar/sameElse",
            "/dateLocales/longDateFormat/LT",
            "/dateLocales/week/dow",
            "/dateLocales/week/doy");

    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"tasklist", "welcome"})
    void chineseHasExactlyTheKeysOfTheShippedEnglish(String app) throws IOException {
        assertThat(texts(app, "zh").keySet())
                .containsExactlyElementsOf(texts(app, "en").keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasklist", "welcome"})
    void nothingIsLeftEmptyOrInEnglish(String app) throws IOException {
        Map<String, String> english = texts(app, "en");
        texts(app, "zh").forEach((key, chinese) -> {
            String original = english.getOrDefault(key, "");
            // What the platform itself leaves blank stays blank.
            assertThat(chinese.isBlank()).as(key).isEqualTo(original.isBlank());
            if (!original.isBlank() && !SAME_IN_BOTH.contains(key)) {
                assertThat(chinese).as(key).isNotEqualTo(original);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasklist", "welcome"})
    void placeholdersSurviveTranslation(String app) throws IOException {
        Map<String, String> english = texts(app, "en");
        texts(app, "zh")
                .forEach((key, chinese) -> assertThat(placeholders(chinese))
                        .as(key)
                        .isEqualTo(placeholders(english.getOrDefault(key, ""))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasklist", "welcome"})
    void ourConfigurationWinsAndOffersNothingButChinese(String app) throws IOException {
        String config =
                new ClassPathResource(WEBAPPS + app + "/scripts/config.js").getContentAsString(StandardCharsets.UTF_8);
        assertThat(config).contains("availableLocales: ['zh']").contains("fallbackLocale: 'zh'");
    }

    @Test
    void ourStyleWins() throws IOException {
        String style = new ClassPathResource(WEBAPPS + "tasklist/styles/user-styles.css")
                .getContentAsString(StandardCharsets.UTF_8);
        assertThat(style).contains(".ce-eol-banner").contains("--red: #b3261e");
    }

    private Map<String, String> texts(String app, String language) throws IOException {
        URL file = new ClassPathResource(WEBAPPS + app + "/locales/" + language + ".json").getURL();
        try (InputStream in = file.openStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\uFEFF", "");
            Map<String, String> texts = new TreeMap<>();
            collect("", json.readTree(text), texts);
            assertThat(texts).isNotEmpty();
            return texts;
        }
    }

    private static void collect(String path, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties().forEach(field -> collect(path + "/" + field.getKey(), field.getValue(), into));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(path + "/" + i, node.get(i), into);
            }
        } else {
            into.put(path, node.asText());
        }
    }

    private static List<String> placeholders(String text) {
        List<String> found = new ArrayList<>(
                PLACEHOLDER.matcher(text).results().map(MatchResult::group).toList());
        Collections.sort(found);
        return found;
    }
}
