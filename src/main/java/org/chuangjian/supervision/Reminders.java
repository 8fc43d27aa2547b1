package org.chuangjian.supervision;

import java.time.OffsetDateTime;
import java.util.List;
import org.chuangjian.shared.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The reminders that went out about one thing. */
@Component
public class Reminders {

    private final JdbcClient jdbc;

    Reminders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest first. The caller has checked that the reader may see the subject. */
    public List<Sent> of(SubjectType type, String subjectId) {
        return jdbc.sql("select slot, sent_at from reminder where subject_type = ? and subject_id = ?"
                        + " order by sent_at desc, slot desc")
                .params(type.name(), subjectId)
                .query(Rows.of(Sent.class))
                .list();
    }

    /** @param slot working days from the deadline */
    public record Sent(int slot, OffsetDateTime sentAt) {

        public String label() {
            return slot < 0 ? "期限前 " + -slot + " 个工作日提醒" : slot == 0 ? "到期提醒" : "逾期 " + slot + " 个工作日催办";
        }
    }
}
