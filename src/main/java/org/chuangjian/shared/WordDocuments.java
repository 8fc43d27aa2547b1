package org.chuangjian.shared;

import com.deepoove.poi.XWPFTemplate;
import com.deepoove.poi.config.Configure;
import com.deepoove.poi.config.ConfigureBuilder;
import com.deepoove.poi.plugin.table.LoopRowTableRenderPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * 文书: fills Word templates. An office's own template, {@code documents/NAME.docx} in the data folder, goes before the
 * one that ships with the product. In a template {@code {{title}}} is a text, {@code {{?x}}…{{/x}}} a part that may be
 * absent, and a table whose first row holds {@code {{rows}}} repeats its next row, with {@code [field]}, for each entry.
 */
@Component
public class WordDocuments {

    private static final Logger LOG = LoggerFactory.getLogger(WordDocuments.class);

    private final Path own;

    WordDocuments(@Value("${chuangjian.data}") Path data) {
        this.own = data.resolve("documents");
    }

    /**
     * The filled document as .docx bytes.
     *
     * @param name of the template, without folder and ending
     * @param texts by placeholder; lists of maps fill the tables
     */
    public byte[] fill(String name, Map<String, Object> texts) {
        ConfigureBuilder configuration = Configure.builder();
        texts.forEach((key, value) -> {
            if (value instanceof Iterable<?>) {
                configuration.bind(key, new LoopRowTableRenderPolicy());
            }
        });
        try (InputStream template = open(name);
                XWPFTemplate document =
                        XWPFTemplate.compile(template, configuration.build()).render(texts);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            document.write(bytes);
            return bytes.toByteArray();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Template {} cannot be filled", name, e);
            throw Problem.invalid(
                    "template-broken", "文书模板 " + name + ".docx 无法填写，请检查模板中的占位符，或删除数据目录 documents 下的自定义模板后重试。");
        }
    }

    private InputStream open(String name) throws IOException {
        Path ours = own.resolve(name + ".docx");
        return Files.isRegularFile(ours)
                ? Files.newInputStream(ours)
                : new ClassPathResource("documents/" + name + ".docx").getInputStream();
    }
}
