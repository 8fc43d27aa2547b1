package org.chuangjian.supervision;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.chuangjian.evidence.EvidenceLimits;
import org.chuangjian.evidence.FileUse;
import org.chuangjian.evidence.StoredFiles;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The files under answers: stored like evidence, read like the order they belong to, and before it is sent by its unit alone. */
@Component
public class AnswerFiles implements FileUse {

    private final JdbcClient jdbc;
    private final StoredFiles files;
    private final EvidenceLimits limits;
    private final SupervisionOrders orders;
    private final Access access;
    private final Clock clock;

    AnswerFiles(
            JdbcClient jdbc,
            StoredFiles files,
            EvidenceLimits limits,
            SupervisionOrders orders,
            Access access,
            Clock clock) {
        this.jdbc = jdbc;
        this.files = files;
        this.limits = limits;
        this.orders = orders;
        this.access = access;
        this.clock = clock;
    }

    /** Sent again, the same content is there once. The caller holds the order's row. */
    void add(SupervisionOrder order, StoredFiles.Content content, CurrentUser by) {
        List<AnswerFile> there = all(List.of(order.id()));
        if (there.stream().anyMatch(it -> it.sha256().equals(content.sha256()))) {
            return;
        }
        if (there.size() >= limits.maxFiles()) {
            throw Problem.invalid("too-many-files", "一份回复最多附 " + limits.maxFiles() + " 个文件，请合并或打包后再上传。");
        }
        jdbc.sql("insert into supervision_file (id, order_id, name, media_type, size, sha256, added_by, added_by_name,"
                        + " added_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        Ids.next(),
                        order.id(),
                        content.name(),
                        content.mediaType(),
                        content.size(),
                        content.sha256(),
                        by.account(),
                        by.name(),
                        now())
                .update();
    }

    /** @throws Problem 404 for none of this order, 409 once it was handed in */
    void remove(SupervisionOrder order, String fileId) {
        AnswerFile file = all(List.of(order.id())).stream()
                .filter(it -> it.id().equals(fileId))
                .findFirst()
                .orElseThrow(AnswerFiles::unknown);
        if (file.sent()) {
            throw Problem.conflict("file-sent", "“" + file.name() + "”已随回复报送，不能移去；可以补充新的附件。");
        }
        jdbc.sql("delete from supervision_file where id = ?").param(fileId).update();
    }

    /** What was enclosed so far goes out with the answer; answers how many. */
    int send(String orderId) {
        return jdbc.sql("update supervision_file set sent_at = ? where order_id = ? and sent_at is null")
                .params(now(), orderId)
                .update();
    }

    /** What the signed-in person may see under orders they may read, in the order it came in: one statement. */
    Map<String, List<AnswerFile>> of(Collection<SupervisionOrder> shown) {
        if (shown.isEmpty()) {
            return Map.of();
        }
        Map<String, SupervisionOrder> byId =
                shown.stream().collect(Collectors.toMap(SupervisionOrder::id, it -> it, (one, same) -> one));
        return all(byId.keySet()).stream()
                .filter(file -> byId.containsKey(file.orderId()) && visible(file, byId.get(file.orderId())))
                .collect(Collectors.groupingBy(AnswerFile::orderId));
    }

    /** For the printed slip: what the office has been handed. */
    List<AnswerFile> sent(String orderId) {
        return all(List.of(orderId)).stream().filter(AnswerFile::sent).toList();
    }

    private List<AnswerFile> all(Collection<String> orderIds) {
        return jdbc.sql("select * from supervision_file where order_id in (:ids) order by added_at, id")
                .param("ids", orderIds)
                .query(Rows.of(AnswerFile.class))
                .list();
    }

    private boolean visible(AnswerFile file, SupervisionOrder order) {
        return file.sent()
                || access.user().filter(user -> order.answeredBy(user)).isPresent();
    }

    /**
     * The file, for who may read its order.
     *
     * @throws Problem 404 otherwise, so that nobody learns what exists
     */
    public ResponseEntity<Resource> content(String id, boolean inline) {
        AnswerFile file = jdbc.sql("select * from supervision_file where id = ?")
                .param(id)
                .query(Rows.of(AnswerFile.class))
                .optional()
                .orElseThrow(AnswerFiles::unknown);
        if (!visible(file, orders.requireVisible(file.orderId()))) {
            throw unknown();
        }
        return files.answer(file.name(), file.mediaType(), file.sha256(), inline);
    }

    private static Problem unknown() {
        return Problem.notFound("没有这个附件，可能已被移去，请刷新页面。");
    }

    @Override
    public boolean uses(String sha256) {
        return jdbc.sql("select count(*) from supervision_file where sha256 = ?")
                        .param(sha256)
                        .query(Long.class)
                        .single()
                > 0;
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }
}
